import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import type { Policy } from '../src/model/policy.ts';
import { judgeCommits } from '../src/tdd/judgeCommits.ts';
import { pathKinds } from '../src/tdd/productionCode.ts';
import { type CommitRange, rangeOf } from '../src/tdd/range.ts';
import { commitsOf, type Given } from './support/tddRange.ts';

const touching = (message: string, ...touches: string[]): Given => ({ message, touches });

function judge(given: readonly Given[], changes: Partial<Policy['tdd']>, known: Partial<CommitRange> = {}) {
  const { mode, modeReason, conclusion, violations } = judgeCommits(rangeOf(commitsOf(...given), known), {
    ...defaultPolicy.tdd,
    ...changes,
  });
  return {
    mode,
    modeReason,
    conclusion,
    violations: violations.map(({ commit, id, blocks }) => `${commit} ${id}${blocks ? ' blocks' : ''}`),
  };
}

describe('modes by path', () => {
  const paths: Policy['tdd']['paths'] = [
    { path: 'legacy/', mode: 'off' },
    { path: 'src/', mode: 'advisory' },
    { path: 'src/core/', mode: 'labels' },
  ];
  const rows: [string, Policy['tdd']['mode'], Given[], ReturnType<typeof judge>][] = [
    [
      'code that is off needs no label',
      'labels',
      [touching('a', 'legacy/a.ts')],
      { mode: 'labels', modeReason: null, conclusion: 'success', violations: [] },
    ],
    [
      'the last path that covers a file decides, and of several files the strictest',
      'labels',
      [touching('a', 'src/a.ts'), touching('b', 'src/core/b.ts', 'src/a.ts', 'legacy/a.ts'), touching('c', 'lib/c.ts')],
      {
        mode: 'labels',
        modeReason: null,
        conclusion: 'failure',
        violations: ['c0 tdd/unlabelled-code', 'c1 tdd/unlabelled-code blocks', 'c2 tdd/unlabelled-code blocks'],
      },
    ],
    [
      'tests decide where no code is touched',
      'labels',
      [touching('test: a (RED)', 'src/test/a.test.ts', 'README.md')],
      { mode: 'labels', modeReason: null, conclusion: 'neutral', violations: ['c0 tdd/missing-green'] },
    ],
    [
      'off but for a path',
      'off',
      [touching('a', 'lib/a.ts'), touching('b', 'src/core/b.ts')],
      {
        mode: 'labels',
        modeReason: '`tdd.paths` asks for `labels` for what these commits touch; for everything else the mode is `off`.',
        conclusion: 'failure',
        violations: ['c1 tdd/unlabelled-code blocks'],
      },
    ],
    [
      'off, and no such path is touched',
      'off',
      [touching('a', 'lib/a.ts')],
      { mode: 'off', modeReason: null, conclusion: 'success', violations: [] },
    ],
    [
      'off, and what is touched was not read',
      'off',
      [{ message: 'a', touches: null }],
      {
        mode: 'labels',
        modeReason: '`tdd.paths` asks for `labels` for what these commits touch; for everything else the mode is `off`.',
        conclusion: 'failure',
        violations: ['c0 tdd/unlabelled-code blocks'],
      },
    ],
  ];
  test.each(rows)('%s', (_, mode, given, verdict) => {
    expect(judge(given, { mode, paths })).toEqual(verdict);
  });
});

test('who contributes for the first time gets advice', () => {
  const given = [touching('a', 'src/a.ts')];
  const isNewcomer = { isNewcomer: true };
  const modeReason = 'The author contributes here for the first time, so the mode is `advisory` and not `labels` (`tdd.newcomers`).';
  const violations = ['c0 tdd/unlabelled-code'];
  expect([
    judge(given, { mode: 'labels' }, isNewcomer),
    judge(given, { mode: 'labels', newcomers: 'same' }, isNewcomer),
    judge(given, { mode: 'advisory' }, isNewcomer),
    judge(given, { mode: 'off' }, isNewcomer),
    judge(given, { mode: 'advisory', paths: [{ path: 'src/', mode: 'labels' }] }, isNewcomer),
  ]).toEqual([
    { mode: 'advisory', modeReason, conclusion: 'neutral', violations },
    { mode: 'labels', modeReason: null, conclusion: 'failure', violations: ['c0 tdd/unlabelled-code blocks'] },
    { mode: 'advisory', modeReason: null, conclusion: 'neutral', violations },
    { mode: 'off', modeReason: null, conclusion: 'success', violations: [] },
    { mode: 'advisory', modeReason, conclusion: 'neutral', violations },
  ]);
});

test('a library of test helpers is production code where the policy says so', () => {
  const settings = { ...defaultPolicy.tdd, productionPaths: ['testing/fixtures/'] };
  const { isTest, isProduction } = pathKinds(settings);
  const paths = ['testing/fixtures/server.ts', 'testing/fixtures/README.md', 'src/fixtures/a.ts', 'src/a.ts'];
  expect(paths.map((path) => [path, isTest(path), isProduction(path)])).toEqual([
    ['testing/fixtures/server.ts', false, true],
    ['testing/fixtures/README.md', true, false],
    ['src/fixtures/a.ts', true, false],
    ['src/a.ts', false, true],
  ]);
});
