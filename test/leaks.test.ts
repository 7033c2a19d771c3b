import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { scoreVector } from '../src/decide/cvss.ts';
import { bandOf } from '../src/decide/severity.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { RawFinding } from '../src/model/analysis.ts';
import { changedFixtures, inputOf } from './support/fixtures.ts';
import { fillSecrets } from './support/secrets.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

function leaksIn(path: string, text: string): readonly RawFinding[] {
  const { findings } = analyze({ path, mode: 'file', bytes: new TextEncoder().encode(fillSecrets(text)) });
  return findings.filter((finding) => finding.family === 'leak');
}

describe('a secret', () => {
  test.each(['{{ghp}}', '{{ghs-jwt}}', '{{npm}}', '{{pem-rsa-escaped}}'])('%s is the same one wherever it moves', (secret) => {
    const [before] = leaksIn('a.py', `def f():\n    token = "${secret}"\n`);
    const [after] = leaksIn('b/settings.env', `# moved\n\nTOKEN=${secret} # here\n`);
    expect({ statement: after?.statement, scope: after?.scope }).toEqual({ statement: before?.statement, scope: before?.scope });
    expect(before?.statement).toMatch(/^[a-z-]+ [0-9a-f]{32}$/);
  });

  test('two are told apart', () => {
    const statements = leaksIn('a.py', 'a = "{{ghp:1}}"\nb = "{{ghp:2}}"\nc = "{{ghp:1}}"\n').map((finding) => finding.statement);
    expect(statements[0]).not.toBe(statements[1]);
    expect(statements[0]).toBe(statements[2]);
  });

  test.each(changedFixtures().map((fixture) => [fixture.file, fixture] as const))('is not repeated by what is said of %s', (_, fixture) => {
    const { findings } = analyze(inputOf(fixture));
    for (const finding of findings.filter(({ family, trace }) => family === 'leak' && trace.length === 0)) {
      const line = fixture.text.split('\n')[finding.startLine - 1]!;
      const secret = line.slice(finding.startColumn - 1, finding.startLine === finding.endLine ? finding.endColumn - 1 : undefined);
      // The mark that opens a key is public; what follows it is not.
      const said = JSON.stringify({ ...finding, at: null }).replaceAll(/-----(?:BEGIN|END) [A-Z ]*-----/g, '');
      for (let at = 0; at + 12 <= secret.length; at++) {
        const piece = secret.slice(at, at + 12);
        if (!/[- ]/.test(piece)) expect(said).not.toContain(piece);
      }
    }
  });
});

test('a token that the script of a workflow puts together is found once, in its lines', () => {
  const [head, tail] = [fillSecrets('{{ghp}}').slice(0, 20), fillSecrets('{{ghp}}').slice(20)];
  const steps = `A="${head}"\n          B="\${A}${tail}"\n          curl -H "Authorization: token $B" https://api.github.com\n          echo {{ghp:2}}`;
  const text = `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    permissions: {}\n    steps:\n      - run: |\n          ${steps}\n`;
  const found = leaksIn('.github/workflows/a.yml', text).filter(({ checkId }) => checkId === 'leak/github-token');
  expect(found.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
    [8, 9],
    [11, 11],
  ]);
});

describe('of one value one check tells, the one that says most of it', () => {
  test.each<readonly [path: string, text: string, told: readonly string[]]>([
    ['a.js', `const secret = process.env.JWT_SECRET || '{{random-28}}';`, ['1 leak/hard-coded-secret']],
    ['a.py', `secret = os.environ.get("JWT_SECRET", "{{random-28}}")`, ['1 leak/hard-coded-secret']],
    ['a.sh', `export JWT_SECRET="\${JWT_SECRET:-{{random-28}}}"`, ['1 failsecure/default-secret']],
    ['a.sh', `export JWT_SECRET="\${JWT_SECRET:-cover-the-well}"`, ['1 failsecure/default-secret']],
    ['a.ps1', `$s = ConvertTo-SecureString '{{random-28}}' -AsPlainText -Force`, ['1 leak/hard-coded-secret']],
    [
      'a.ps1',
      `$Password = '{{random-28}}'\n$s = ConvertTo-SecureString 'W1nter-is-c0ming' -AsPlainText -Force`,
      ['1 leak/hard-coded-secret', '2 leak/plain-text-credential'],
    ],
  ])('%s: %s', (path, text, told) => {
    const bytes = new TextEncoder().encode(fillSecrets(`${path.endsWith('.py') ? 'import os;' : ''}${text}\n`));
    const { findings } = analyze({ path, mode: 'file', bytes });
    expect(findings.map(({ startLine, checkId }) => `${startLine} ${checkId}`)).toEqual(told);
  });
});

describe('how sure a leak is', () => {
  test.each([
    ['a checksum that fits', 'x {{ghp}}', 'high', true],
    ['a shape under a telling name', 'token = "{{github-pat}}"', 'high', true],
    ['an unmistakable shape under no name', 'x {{github-pat}}', 'high', true],
    ['a pair under telling names', 'AWS_ACCESS_KEY_ID={{aws-id}}\nAWS_SECRET_ACCESS_KEY={{aws-secret}}', 'high', true],
    ['a pair side by side', '{{aws-id}}:{{aws-secret}}', 'high', true],
    ['a key id and something else below', '{{aws-id}}\nchecksum of the release\n{{aws-secret}}', 'medium', true],
    ['a key id alone', 'AWS_ACCESS_KEY_ID={{aws-id}}', 'medium', false],
    ['an open key', '{{pem-ed25519}}', 'high', true],
    ['a key of PuTTY', '{{pem-putty}}', 'high', true],
    ['a JSON web key', '{{pem-jwk}}', 'high', true],
    ['a key of OpenSSH', '{{pem-openssh}}', 'high', true],
  ])('%s', (_, text, confidence, scored) => {
    expect(leaksIn('settings.conf', text).map((finding) => [finding.confidence, finding.vector !== null])).toEqual([[confidence, scored]]);
  });

  test.each([
    '{{pem-encrypted}}',
    '{{pem-putty-encrypted}}',
    '{{pem-rsa-encrypted}}',
    '{{pem-openssh-encrypted}}',
    '{{pem-pgp-encrypted}}',
  ])('%s is locked, so it weighs less', (secret) => {
    expect(leaksIn('notes.txt', secret).map((finding) => finding.vector)).toEqual(['CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:U/C:L/I:L/A:N']);
  });
});

test.each([
  ['src/client.ts', '{{github-pat}}', ['critical', 'high']],
  ['docs/setup.md', '{{github-pat}}', ['low', 'medium']],
  ['test/client.ts', '{{github-pat}}', ['note', 'medium']],
  ['package-lock.json', '{{github-pat}}', []],
  ['docs/setup.md', '{{ghp}}', ['critical', 'high']],
  ['test/client.ts', '{{ghp}}', ['critical', 'medium']],
  ['package-lock.json', '{{ghp}}', ['critical', 'medium']],
  ['src/client.ts', '{{jwt-endless}}', ['high', 'high']],
  // Guides show tokens that can be read; a checksum is no accident there either.
  ['docs/setup.md', '{{jwt-endless}}', ['low', 'medium']],
  ['docs/setup.md', '{{jwt-hour}}', ['low', 'medium']],
  ['docs/setup.md', '{{telegram-bot-token}}', ['low', 'medium']],
  ['test/client.ts', '{{jwt-endless}}', ['low', 'medium']],
  ['examples/client.ts', '{{jwt-endless}}', ['low', 'medium']],
  ['src/client.example.ts', '{{jwt-endless}}', ['low', 'medium']],
  ['test/client.ts', '{{jwt-hour}}', ['low', 'medium']],
  ['test/__snapshots__/client.snap', '{{jwt-endless}}', ['low', 'medium']],
  ['vendor/client.ts', '{{jwt-endless}}', []],
])('in %s, %s', (path, secret, told) => {
  const found = leaksIn(path, `token: "${secret}"\n`).map(({ vector, confidence }) => [
    vector ? bandOf(scoreVector(vector)!) : 'note',
    confidence,
  ]);
  expect(found.flat()).toEqual(told);
});

test.each([
  ['deploy/server.key', 'high'],
  ['test/fixtures/server.key', null],
  ['docs/tls.md', 'low'],
  ['vendor/tls/server.key', null],
  ['examples/tls/server.key', null],
])('a private key in %s weighs what keys of such a place are worth', (path, severity) => {
  const [finding] = leaksIn(path, '{{pem-rsa}}\n');
  expect(finding?.vector === null ? null : bandOf(scoreVector(finding!.vector!)!)).toBe(severity);
});

test('a token in the text that explains a module is less sure than one in its code', () => {
  const text = (place: string): string => `defmodule Acme do\n  @moduledoc """\n${place}  """\nend\n`;
  const token = '  Acme.read("{{jwt-endless}}")\n';
  const sure = [text(token), `${text('')}${token}`].map((code) => leaksIn('lib/acme.ex', code).map(({ confidence }) => confidence));
  expect(sure).toEqual([['medium'], ['high']]);
});
