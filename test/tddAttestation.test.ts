import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { attest, attestedRuns, type Statement } from '../src/tdd/evidence/attestation.ts';
import { readJUnit, readTap } from '../src/tdd/evidence/testReport.ts';

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

test('a TAP report is read with its nested tests, and without those that are skipped or to be done', () => {
  const text =
    'TAP version 13\n# Subtest: Cart\n    ok 1 - is empty\n    not ok 2 - adds\n      ---\n      message: no\n    1..2\nnot ok 1 - Cart\nok 2 - x # SKIP later\nnot ok 3 - y # TODO\n1..3\n';
  expect(readTap(text)).toEqual({ passed: 1, failed: ['adds', 'Cart'] });
});

test.each<[text: string, read: ReturnType<typeof readJUnit>]>([
  [
    '<?xml version="1.0"?><testsuites><testsuite name="s"><testcase classname="Cart" name="adds &lt;1&gt;"><failure message="a > b"><![CDATA[</failure>]]></failure></testcase><testcase name="is"/><testcase name="later"><skipped/></testcase><testcase name=\'e\'><error/></testcase></testsuite></testsuites>',
    { passed: 1, failed: ['Cart adds <1>', 'e'] },
  ],
  ['<!DOCTYPE x [<!ENTITY a "b">]><testsuite><testcase name="&a;"><failure/></testcase></testsuite>', null],
  ['no XML', null],
  [`<testsuite>${'<testcase'.repeat(100_000)}`, null],
])('JUnit %#', (text, read) => {
  expect(readJUnit(text)).toEqual(read);
});
