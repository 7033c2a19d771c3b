import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { main } from '../src/cli/main.ts';
import { createClient } from '../src/github/client.ts';
import { readRuns } from '../src/github/readRuns.ts';
import { attest, attestedRuns, type Statement } from '../src/tdd/evidence/attestation.ts';
import { startFakeGitHub } from './fake-github/fakeGithub.ts';

const sha = 'a'.repeat(40);
const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    raw: spki.subarray(-32).toString('base64'),
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
const key = pair();
const statement: Statement = {
  version: 1,
  sha,
  command: 'npm test',
  digest: 'b'.repeat(64),
  passed: 3,
  failed: ['Cart > adds'],
  time: '2026-11-21T12:00:00.000Z',
};

describe('a signed report', () => {
  test.each([
    ['raw', key.raw],
    ['PEM', key.pem],
  ])('is a run of its commit, with a %s key', (_, known) => {
    const text = `Some words\n\n${attest(statement, key.secret)}\n\nand more`;
    const run = { name: 'CI', kind: 'attested', outcome: 'failed', ended: 'failed', says: [], failed: ['Cart > adds'] };
    expect(attestedRuns(text, sha, 'CI', [pair().raw, known])).toEqual({ runs: [run], problems: [] });
  });

  test.each<[what: string, text: string, said: string]>([
    ['another commit', attest({ ...statement, sha: 'c'.repeat(40) }, key.secret), 'is of commit `ccccccc`'],
    ['another key', attest(statement, pair().secret), 'is signed by no key of `tdd.evidence.keys`'],
    [
      'another text',
      attest(statement, key.secret).replace(/"payload":"(.)/, (_, c) => `"payload":"${c === 'e' ? 'f' : 'e'}`),
      'is signed by no key',
    ],
    ['no report', '```portcullis-attestation\n{}\n```', 'cannot be read'],
  ])('of %s proves nothing, which is said', (_, text, said) => {
    const { runs, problems } = attestedRuns(text, sha, 'CI', [key.raw]);
    expect([runs, problems]).toEqual([[], [expect.stringContaining(said)]]);
  });

  test('counts where tests passed only, and where none ran for nothing', () => {
    const outcome = (more: Partial<Statement>) =>
      attestedRuns(attest({ ...statement, failed: [], ...more }, key.secret), sha, 'CI', [key.raw]).runs[0]!.outcome;
    expect([outcome({}), outcome({ passed: 0 })]).toEqual(['passed', 'inconclusive']);
  });
});

test('the command signs a report, and the check run that shows it counts for its commit', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-attest-'));
  const github = await startFakeGitHub();
  try {
    await github.createRepository({ owner: 'acme', name: 'signed' });
    const tested = await github.commitTo('acme/signed', 'main', { message: 'test: adds (RED)', files: { 'a.txt': 'a' } });
    const report = join(folder, 'report.tap');
    writeFileSync(report, 'not ok 1 - adds\nok 2 - is\n1..2\n');
    const said: string[] = [];
    const terminal = {
      out: (text: string) => said.push(text),
      error: (text: string) => said.push(text),
      colour: false,
      interactive: false,
      environment: { REPORT_KEY: key.secret },
      version: '0',
      today: '2026-11-21',
    };
    expect(await main(['attest', '--tap', report, '--sha', tested, '--key-env', 'REPORT_KEY'], terminal)).toBe(0);
    await github.createForeignCheckRun('acme/signed', tested, {
      name: 'verify',
      conclusion: 'failure',
      output: { title: 'x', summary: said.join('') },
    });
    const client = createClient({ apiUrl: github.url, token: github.userToken('acme') });
    const place = { owner: 'acme', repo: 'signed' };
    const { bySha, problems } = await readRuns(client, place, [{ sha: tested }], { checks: [], keys: [key.pem] });
    expect([bySha.get(tested)!.map(({ kind, outcome, failed }) => [kind, outcome, failed]), problems]).toEqual([
      [
        ['check-run', 'failed', null],
        ['attested', 'failed', ['adds']],
      ],
      [],
    ]);
    said.length = 0;
    expect(await main(['attest', '--tap', report, '--sha', tested, '--key-env', 'NO_KEY'], terminal)).toBe(2);
    expect(said.join('')).toContain('NO_KEY is not set');
  } finally {
    await github.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
