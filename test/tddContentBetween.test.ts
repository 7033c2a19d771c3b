import { describe, expect, test } from '@jest/globals';
import type { Outline } from '../src/model/outline.ts';
import { code, type Files, outlinedCommit, testCase, tests } from './support/outlines.ts';
import { commitsOf, verdictOf } from './support/tddRange.ts';

const path = 'test/cart.test.ts';
const exact = ['expect(total(cart)).toBe(3)', 'expect(total(empty)).toBe(0)'];
const old = testCase('is empty', 'expect(size(cart)).toBe(0)');
const before = tests(old);
const asked = tests(old, testCase('total', ...exact));
const red: [string, Files] = ['test: total (RED)', { [path]: [before, asked] }];
const green: [string, Files] = ['feat: total (GREEN)', { 'src/cart.ts': [code('total(cart) stub'), code('total(cart) sum')] }];

/** What is told of a range of these commits, c0 the first. */
function told(...given: [string, Files][]): string[] {
  const commits = commitsOf(...given.map(([message, files]) => ({ message, touches: Object.keys(files) })));
  const outlined = new Map(given.map(([, files], at) => [`c${at}`, outlinedCommit(files)]));
  const { violations, notes } = verdictOf(commits, { mode: 'strict' }, { outlined });
  return [...violations, ...notes.map((note) => `note ${note}`)];
}

const then = (after: Outline | null, message = 'test: flaky') => told(red, green, [message, { [path]: [asked, after] }]);

describe('commits without a label, after a RED', () => {
  const place = '`total` in `test/cart.test.ts`';
  const rows: [string, readonly string[], readonly string[]][] = [
    [
      'that delete its test',
      then(before),
      [`c2 tdd/test-weakened: It deletes the test ${place}, which a RED of this pull request asks for: put it back.`],
    ],
    [
      'that delete its file',
      then(null),
      [`c2 tdd/test-weakened: It deletes the test ${place}, which a RED of this pull request asks for: put it back.`],
    ],
    [
      'that drop an assertion',
      then(tests(old, testCase('total', exact[0]!))),
      [
        `c2 tdd/test-weakened: It drops \`expect(total(empty)).toBe(0)\` of the test ${place}, which a RED of this pull request asks for: put it back.`,
      ],
    ],
    [
      'that loosen one',
      then(tests(old, testCase('total', 'expect(total(cart)).toBeTruthy()', exact[1]!)), 'chore: lint'),
      [
        `c2 tdd/test-weakened: \`expect(total(cart)).toBe(3)\` of the test ${place} became \`expect(total(cart)).toBeTruthy()\`, which demands less, and a RED of this pull request asks for it: put it back.`,
      ],
    ],
    [
      'that skip it',
      then(tests(old, testCase('skip: total', ...exact))),
      [`c2 tdd/test-weakened: It takes the test ${place}, which a RED of this pull request asks for, out of the run: let it run.`],
    ],
    [
      'that have another test run alone',
      then(tests(testCase('only: is empty', 'expect(size(cart)).toBe(0)'), testCase('total', ...exact))),
      [
        'c2 tdd/test-weakened: It has only the test `is empty` in `test/cart.test.ts` run, and not what a RED of this pull request asks for: let all tests run.',
      ],
    ],
    [
      'that mend it',
      then(tests(old, testCase('total', 'expect(total(cart)).toBe(4)', exact[1]!))),
      [
        `note c2 tdd/phase-content: It corrects a test of a RED: \`expect(total(cart)).toBe(3)\` of the test ${place} became \`expect(total(cart)).toBe(4)\`.`,
      ],
    ],
    ['that touch older tests', then(tests(testCase('total', ...exact))), []],
    [
      'that add to it',
      then(tests(old, testCase('total', ...exact, 'expect(total(one)).toBe(1)'), testCase('more', 'expect(x()).toBe(1)'))),
      [],
    ],
    [
      'that move it',
      told(red, green, ['test: tidy', { [path]: [asked, before], 'test/total.test.ts': [null, tests(testCase('total', ...exact))] }]),
      [],
    ],
    [
      'that take it back whole',
      told(
        red,
        green,
        ['Revert "feat: total (GREEN)"\n\nThis reverts commit c1.', { 'src/cart.ts': [code('total(cart) sum'), code('total(cart) stub')] }],
        ['Revert "test: total (RED)"\n\nThis reverts commit c0.', { [path]: [asked, before] }],
      ),
      [],
    ],
    ['before any', told(['test: tidy', { [path]: [tests(old, testCase('x', 'expect(x()).toBe(1)')), before] }], red, green), []],
  ];
  test.each(rows)('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});
