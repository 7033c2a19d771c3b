import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import type { TestRun } from '../src/model/change.ts';
import { noOutline, type TestCase } from '../src/model/outline.ts';
import { judgeRuns } from '../src/tdd/evidence/judgeRuns.ts';
import { testChecks } from '../src/tdd/evidence/testChecks.ts';
import type { Cycle } from '../src/tdd/order.ts';
import { type OutlinedCommit, rangeOf } from '../src/tdd/range.ts';

const ended = { passed: 'passed', failed: 'failed', inconclusive: 'was cancelled' } as const;

/** `failed test`, `passed CI / test: what it says`. */
function run(text: string, more: Partial<TestRun> = {}): TestRun {
  const [, outcome, name, says] = /^(\w+) ([^:]+)(?:: (.*))?$/.exec(text)!;
  const known = outcome as TestRun['outcome'];
  return { name: name!, kind: 'check-run', outcome: known, ended: ended[known], says: says ? [says] : [], failed: null, ...more };
}

const testCase = (name: string, more: Partial<TestCase> = {}): TestCase => ({
  name,
  line: 1,
  state: 'run',
  assertions: [],
  body: name,
  isEmpty: false,
  ...more,
});

/** RED adds `Cart > adds an item` in test/cart.test.js. */
const red = (cases: readonly TestCase[] = [testCase('Cart > adds an item')]): OutlinedCommit => ({
  files: [
    {
      status: 'modified',
      path: 'test/cart.test.js',
      from: null,
      base: { ...noOutline(null), read: 'tree', cases: [testCase('Cart > is empty')] },
      head: { ...noOutline(null), read: 'tree', cases: [testCase('Cart > is empty'), ...cases] },
      isSame: false,
    },
  ],
  patchId: null,
  problem: null,
});

const cycle = (more: Partial<Cycle> = {}): Cycle => ({ red: ['r'], green: ['g'], refactor: [], ...more });

interface Given {
  readonly runs: Readonly<Record<string, readonly (string | TestRun)[]>> | null;
  readonly cycles?: readonly Cycle[];
  readonly order?: readonly string[];
  readonly outlined?: ReadonlyMap<string, OutlinedCommit> | null;
  readonly checks?: readonly string[];
}

/** What is observed, as `id commit`, and for each commit its level and sentences. */
function judge({ runs, cycles = [cycle()], order = ['r', 'g'], outlined = new Map([['r', red()]]), checks = [] }: Given) {
  const bySha = new Map(
    Object.entries(runs ?? {}).map(([sha, list]) => [sha, list.map((it) => (typeof it === 'string' ? run(it) : it))] as const),
  );
  const commits = order.map((sha) => ({ sha, parents: [], message: '', author: { name: 'ada', isBot: false }, touches: null }));
  const range = rangeOf(commits, { runs: runs && { bySha, problems: [] }, outlined });
  const settings = { ...defaultPolicy.tdd, evidence: { ...defaultPolicy.tdd.evidence, checks } };
  const { observations, proofs } = judgeRuns({ range, cycles, settings });
  return {
    observed: observations.map(({ id, commit, weight }) => `${id} ${commit} ${weight}`),
    said: observations.map(({ message }) => message),
    levels: proofs.map(({ commit, level }) => `${commit} ${level}`),
    proofs: proofs.map(({ sentence }) => sentence),
  };
}

const names = 'jest says: test/cart.test.js:3 Cart adds an item: expected 1';

describe('runs of a cycle', () => {
  test.each<[what: string, given: Given, observed: readonly string[], levels: readonly string[]]>([
    ['nobody records any', { runs: null }, [], []],
    ['RED failed, GREEN passed', { runs: { r: ['failed test'], g: ['passed test'] } }, [], ['r E3', 'g E3']],
    ['RED failed by its new test', { runs: { r: [`failed CI / test: ${names}`], g: ['passed CI / test'] } }, [], ['r E3', 'g E3']],
    ['RED passed', { runs: { r: ['passed test'], g: ['passed test'] } }, ['tdd/red-not-failing r strict'], ['r E0', 'g E3']],
    ['GREEN failed', { runs: { r: ['failed test'], g: ['failed test'] } }, ['tdd/green-not-passing g strict'], ['r E3', 'g E0']],
    ['GREEN failed, then passed', { runs: { r: ['failed test'], g: ['failed test', 'passed test'] } }, [], ['r E3', 'g E3']],
    ['GREEN passed, then was cancelled', { runs: { r: ['failed test'], g: ['passed test', 'inconclusive test'] } }, [], ['r E3', 'g E3']],
    ['nothing recorded', { runs: { r: [], g: [] } }, [], ['r E0', 'g E0']],
    ['not asked for', { runs: {} }, [], ['r E0', 'g E0']],
    ['cancelled and skipped', { runs: { r: ['inconclusive test'], g: ['inconclusive test'] } }, [], ['r E0', 'g E0']],
    [
      'RED passed, as far as it ran',
      { runs: { r: ['passed test (18)', run('inconclusive test (20)', { ended: 'is still running' })], g: ['passed test (18)'] } },
      [],
      ['r E0', 'g E3'],
    ],
    [
      'RED passed, one of a matrix was skipped',
      { runs: { r: ['passed test (18)', run('inconclusive test (20)', { ended: 'was skipped' })], g: ['passed test (18)'] } },
      ['tdd/red-not-failing r strict'],
      ['r E0', 'g E3'],
    ],
    [
      'another job failed at RED',
      { runs: { r: ['failed lint', 'passed test'], g: ['passed test'] } },
      ['tdd/red-not-failing r strict'],
      ['r E0', 'g E3'],
    ],
    ['only another job ran', { runs: { r: ['failed lint'], g: ['passed build'] } }, [], ['r E0', 'g E0']],
    [
      'one of a matrix failed at RED',
      { runs: { r: ['failed test (18)', 'passed test (20)'], g: ['passed test (18)'] } },
      [],
      ['r E3', 'g E3'],
    ],
    [
      'RED failed at another test',
      { runs: { r: ['failed test: test/order.test.js:8 Order is sent: boom'], g: ['passed test'] } },
      [],
      ['r E0', 'g E3'],
    ],
    [
      'RED failed at its install',
      { runs: { r: ['failed test: npm error ERESOLVE could not resolve'], g: ['passed test'] } },
      [],
      ['r E0', 'g E3'],
    ],
    [
      'RED failed and says nothing',
      { runs: { r: ['failed test: .github:1 Process completed with exit code 1.'], g: ['passed test'] } },
      [],
      ['r E3', 'g E3'],
    ],
    [
      'RED does not compile',
      { runs: { r: ['failed test: test/cart.test.js:1 error TS2305: no exported member'], g: ['passed test'] } },
      [],
      ['r E3', 'g E3'],
    ],
    [
      'what RED holds is not known',
      { runs: { r: ['failed test: a.test.js:1 x'], g: ['passed test'] }, outlined: null },
      [],
      ['r E3', 'g E3'],
    ],
    [
      'a status',
      { runs: { r: [run('failed ci/jenkins-tests', { kind: 'status' })], g: [run('passed ci/jenkins-tests', { kind: 'status' })] } },
      [],
      ['r E3', 'g E3'],
    ],
    [
      'signed reports',
      {
        runs: {
          r: [run('failed report', { kind: 'attested', failed: ['Cart adds an item'] })],
          g: ['passed test', run('passed report', { kind: 'attested', failed: [] })],
        },
      },
      [],
      ['r E4', 'g E4'],
    ],
    [
      'a signed report of another failure',
      { runs: { r: [run('failed report', { kind: 'attested', failed: ['Order is sent'] })], g: [] } },
      [],
      ['r E0', 'g E0'],
    ],
    ['named checks', { runs: { r: ['failed Build'], g: ['passed build'] }, checks: ['bui*'] }, [], ['r E3', 'g E3']],
    ['named checks, others ran', { runs: { r: ['passed test'], g: ['failed test'] }, checks: ['verify'] }, [], ['r E0', 'g E0']],
    [
      'two RED and two GREEN',
      {
        cycles: [cycle({ red: ['r', 's'], green: ['f', 'g'] })],
        order: ['r', 's', 'f', 'g'],
        runs: { r: ['failed test'], s: ['passed test'], f: ['failed test'], g: ['passed test'] },
      },
      ['tdd/red-not-failing s strict'],
      ['r E3', 's E0', 'f E0', 'g E3'],
    ],
    [
      'a GREEN between the RED and the GREEN of another cycle',
      {
        cycles: [cycle(), cycle({ red: ['s'], green: ['h'] })],
        order: ['r', 's', 'g', 'h'],
        runs: { r: ['failed test'], s: ['failed test'], g: ['failed test'], h: ['passed test'] },
      },
      [],
      ['r E3', 'g E0', 's E3', 'h E3'],
    ],
    [
      'a check that fails on both sides beside one that turned green',
      { runs: { r: ['failed test', 'failed test (nightly)'], g: ['passed test', 'failed test (nightly)'] } },
      [],
      ['r E3', 'g E0'],
    ],
    [
      'RED expects its test to fail',
      { runs: { r: ['passed test'], g: ['passed test'] }, outlined: new Map([['r', red([testCase('x', { state: 'expected-failure' })])]]) },
      [],
      ['r E0', 'g E3'],
    ],
    [
      'a REFACTOR',
      {
        cycles: [cycle({ refactor: ['t'] })],
        order: ['r', 'g', 't'],
        runs: { r: ['failed test'], g: ['passed test'], t: ['passed test'] },
      },
      [],
      ['r E3', 'g E3', 't E3'],
    ],
    [
      'a REFACTOR that breaks what passed at GREEN',
      {
        cycles: [cycle({ refactor: ['t'] })],
        order: ['r', 'g', 't'],
        runs: { r: ['failed test'], g: ['passed test'], t: ['failed test', 'passed e2e'] },
      },
      ['tdd/green-not-passing t strict'],
      ['r E3', 'g E3', 't E0'],
    ],
    [
      'a REFACTOR that breaks what an earlier one mended',
      {
        cycles: [cycle({ refactor: ['t', 'u'] })],
        order: ['r', 'g', 't', 'u'],
        runs: { r: ['failed test'], g: ['passed test'], t: ['passed e2e'], u: ['failed e2e'] },
      },
      ['tdd/green-not-passing u strict'],
      ['r E3', 'g E3', 't E3', 'u E0'],
    ],
    [
      'a REFACTOR that breaks it, before the last one',
      {
        cycles: [cycle({ refactor: ['t', 'u'] })],
        order: ['r', 'g', 't', 'u'],
        runs: { r: ['failed test'], g: ['passed test'], t: ['failed test'], u: ['passed test'] },
      },
      [],
      ['r E3', 'g E3', 't E0', 'u E3'],
    ],
    [
      'a REFACTOR at which fails what did not pass at GREEN',
      {
        cycles: [cycle({ refactor: ['t'] })],
        order: ['r', 'g', 't'],
        runs: {
          r: ['failed test', 'failed nightly tests'],
          g: ['passed test', 'failed nightly tests'],
          t: ['passed test', 'failed nightly tests', 'failed e2e'],
        },
      },
      [],
      ['r E3', 'g E0', 't E0'],
    ],
    [
      'a REFACTOR that fails, and nothing is recorded at GREEN',
      {
        cycles: [cycle({ refactor: ['t'] })],
        order: ['r', 'g', 't'],
        runs: { r: ['failed test'], g: [], t: ['failed test'] },
      },
      [],
      ['r E3', 'g E0', 't E0'],
    ],
    [
      'a REFACTOR while the RED of another cycle is open',
      {
        cycles: [cycle({ refactor: ['t'] }), cycle({ red: ['s'], green: ['h'] })],
        order: ['r', 'g', 's', 't', 'h'],
        runs: { r: ['failed test'], g: ['passed test'], s: ['failed test'], t: ['failed test'], h: ['passed test'] },
      },
      [],
      ['r E3', 'g E3', 't E0', 's E3', 'h E3'],
    ],
  ])('%s', (_, given, observed, levels) => {
    const judged = judge(given);
    expect([judged.observed, judged.levels]).toEqual([observed, levels]);
  });

  test('are told in sentences', () => {
    expect(judge({ runs: { r: [`failed CI / test: ${names}`], g: ['passed CI / test'] } }).proofs).toEqual([
      'The check `CI / test` failed at this commit, and names a test or a file of this RED.',
      'The check `CI / test` passed at this commit.',
    ]);
    const nothing =
      'No test run is recorded for this commit: GitHub runs CI for the head of a push only; `portcullis tdd --workflow` prints a workflow that tests each labelled commit.';
    expect(judge({ runs: { r: [], g: ['failed lint', 'inconclusive test'] } }).proofs).toEqual([
      nothing,
      'No test run counts for this commit: `test` was cancelled.',
    ]);
    expect(judge({ runs: { r: ['failed lint', 'passed build'] } }).proofs).toEqual([
      'None of the runs of this commit (`lint`, `build`) is one of tests by its name: `tdd.evidence.checks` names those that are.',
      'The runs of this commit were not asked for.',
    ]);
    expect(judge({ runs: { r: ['failed test: test/order.test.js:8 Order is sent: boom'], g: [] } }).proofs[0]).toBe(
      'The check `test` failed at this commit, but for another reason: it names no test and no file of this RED.',
    );
    expect(judge({ runs: { r: ['passed test'], g: ['failed test'] } }).said).toEqual([
      'The check `test` passed at this commit: its test does not fail without the code of GREEN. Make it fail for the missing behaviour first.',
      'The check `test` failed at this commit: GREEN is where the tests of its RED pass.',
    ]);
    expect(judge({ runs: { r: ['failed test', 'failed test (nightly)'], g: ['passed test', 'failed test (nightly)'] } }).proofs[1]).toBe(
      'The check `test` passed at this commit; `test (nightly)` failed, as it did at RED.',
    );
    const refactored = (t: readonly string[], u: readonly string[]) =>
      judge({
        cycles: [cycle({ refactor: ['t', 'u'] })],
        order: ['r', 'g', 't', 'u'],
        runs: { r: ['failed test'], g: ['passed test'], t, u },
      });
    expect(refactored(['failed test'], ['failed test', 'failed e2e'])).toMatchObject({
      said: ['The check `test` failed at this commit and passed before it: REFACTOR keeps the tests passing.'],
      proofs: [
        'The check `test` failed at this commit.',
        'The check `test` passed at this commit.',
        'The check `test` failed at this commit, before the last REFACTOR of its cycle.',
        'The checks `test`, `e2e` failed at this commit.',
      ],
    });
  });

  test('cost no more than their length', () => {
    const many = Array.from({ length: 2000 }, (_, at) => testCase(`case ${at} ${'a'.repeat(250)}`));
    const says = Array.from({ length: 200 }, () => 'a.'.repeat(250));
    const judged = judge({ runs: { r: [run('failed test', { says, failed: says })], g: [] }, outlined: new Map([['r', red(many)]]) });
    expect(judged.levels).toEqual(['r E0', 'g E0']);
  });
});

test.each<[name: string, isTest: boolean]>([
  ['test', true],
  ['Tests', true],
  ['CI / test (ubuntu-latest, 20)', true],
  ['unit-tests', true],
  ['runUnitTests', true],
  ['test_suite', true],
  ['pytest', true],
  ['Python 3.12 / tox', true],
  ['build-and-test', true],
  ['test (stable, release)', true],
  ['cargo test --doc', true],
  ['e2e', true],
  ['continuous-integration/jenkins/tests', true],
  ['lint', false],
  ['lint-and-test', false],
  ['test (lint)', false],
  ['build', false],
  ['deploy to test', false],
  ['Publish test results', false],
  ['upload test coverage', false],
  ['codecov/patch', false],
  ['docs / test links', false],
  ['typecheck tests', false],
  ['latest', false],
  ['contest', false],
  ['license/cla', false],
  ['', false],
])('%j is a check of tests: %s', (name, isTest) => {
  expect(testChecks({ checks: [] })(name)).toBe(isTest);
});

test.each<[patterns: readonly string[], name: string, matches: boolean]>([
  [['CI / *'], 'ci / unit / a', true],
  [['{verify,check}'], 'Check', true],
  [['verify'], 'verify-all', false],
  [['test (*, 20)'], 'test (linux, 20)', true],
])('%j names %j: %s', (checks, name, matches) => {
  expect(testChecks({ checks })(name)).toBe(matches);
});
