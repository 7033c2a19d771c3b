import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { secretSample } from './support/secrets.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

const filler = Array.from({ length: 80 }, (_, at) => (at * 37) % 256);
const token = `${secretSample('random-28', 1)!}\n`;

const files: readonly (readonly [string, readonly number[] | string, string])[] = [
  ['deploy/site.p12', [0x30, 0x82, 0x0a, 0x00, 0x02, 0x01, 0x03, 0x30, 0x82, ...filler], 'low'],
  ['deploy/signing.jks', [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, ...filler], 'low'],
  ['deploy/team.kdbx', [0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5, 0, ...filler], 'low'],
  ['deploy/http.keytab', [0x05, 0x02, 0, 0, 0, 0x3c, ...filler], 'open'],
  ['deploy/site.der', [0x30, 0x82, 0x04, 0xbd, 0x02, 0x01, 0x00, 0x30, 0x0d, ...filler], 'open'],
  ['.pat', token, 'open'],
  ['config/master.key', secretSample('hex-32', 1)!, 'open'],
  ['.bash_history', 'ssh box\nvim notes\npsql ledger\n', 'low'],
  // A certificate begins with a sequence, an Android debug key is the same for everybody, trust stores hold public halves.
  ['deploy/site.cer', [0x30, 0x82, 0x04, 0xbd, 0x30, 0x82, 0x02, ...filler], 'silent'],
  ['deploy/ca.key', [0x30, 0x82, 0x04, 0xbd, 0x30, 0x82, 0x02, ...filler], 'silent'],
  ['app/debug.keystore', [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, ...filler], 'silent'],
  ['etc/cacerts.jks', [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, ...filler], 'silent'],
  ['certs/testkey.der', [0x30, 0x82, 0x04, 0xbd, 0x02, 0x01, 0x00, 0x30, 0x0d, ...filler], 'silent'],
  ['notes.p12', 'twelve pages of notes', 'silent'],
  ['.pat.example', token, 'silent'],
  ['test/fixtures/site.p12', [0x30, 0x82, 0x0a, 0x00, 0x02, 0x01, 0x03, 0x30, 0x82, ...filler], 'silent'],
  ['deploy/site.pat', `\0GITCRYPT\0${token}`, 'silent'],
];

describe('files that are made to hold secrets', () => {
  test.each(files)('%s', (path, content, expected) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
    const told = analyze({ path, mode: 'file', bytes }).findings.filter(({ checkId }) => checkId === 'leak/secret-file');
    expect(told.map(({ vector, startLine }) => `${startLine}: ${vector?.includes('/C:H') ? 'open' : 'low'}`)).toEqual(
      expected === 'silent' ? [] : [`1: ${expected}`],
    );
  });
});
