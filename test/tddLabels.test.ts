import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import type { Policy } from '../src/model/policy.ts';
import { commitsOf, fine, type Given, verdictOf, wrong } from './support/tddRange.ts';

const redFirst = 'test: a (RED)';
const label = 'end its subject with (RED), (GREEN) or (REFACTOR), or give it a `TDD-Phase` trailer.';
const unlabelled = (sha: string) => `${sha} tdd/unlabelled-code: It changes production code and names no phase: ${label}`;
const redLeft = 'c0 tdd/missing-green: RED is the last of its cycle: a GREEN that makes its test pass is missing.';

function phaseOf(message: string, labels: Partial<Policy['tdd']['labels']> = {}): string {
  const { phases } = verdictOf(commitsOf(message), { labels: { ...defaultPolicy.tdd.labels, ...labels } });
  return phases;
}

describe('groups at the end of the subject', () => {
  const groups: Record<string, readonly string[]> = {
    red: [
      '(RED)',
      '(RED phase)',
      '(RED 1/2)',
      '(TDD RED)',
      '(RED - 5 tests failing)',
      '(RED: parser)',
      '(RED: parser, until GREEN)',
      '(RED 5 tests failing)',
      '(phase 2: RED)',
      '(#12, RED)',
      '(ABC-7 RED)',
      '(RED #12)',
      '(RED) (#12)',
      '(RED) [skip ci]',
      '(RED) (fixes #7)',
      '(RED).',
      '[RED]',
      '(🔴 RED)',
      '( RED )',
    ],
    green: [
      '(GREEN)',
      '(GREEN partial)',
      '(GREEN 2/3)',
      '(TDD: GREEN)',
      '(GREEN, all pass)',
      '(GREEN — 12/12)',
      '(issue 4, GREEN)',
      '(GREEN ✅)',
    ],
    refactor: ['(REFACTOR)', '(REFACTOR phase 2)'],
    unlabelled: [
      '(GREEN light)',
      '(INFRARED)',
      '(RED-123)',
      '(RED1)',
      '(fix RED)',
      '(not RED)',
      '(pre-RED)',
      '(RED is a colour)',
      '(RED) again',
      '- RED',
      'RED',
      '(red)',
      '(Green)',
      '(RED',
      '()',
    ],
  };
  const rows = Object.entries(groups).flatMap(([phase, texts]) => texts.map((text) => [text, phase] as const));
  test.each(rows)('%s: %s', (text, phase) => {
    expect(phaseOf(`feat: a ${text}`)).toBe(phase);
  });

  test.each([
    '(RED→GREEN)',
    '(RED -> GREEN)',
    '(RED->GREEN)',
    '(RED/GREEN)',
    '(RED-GREEN)',
    '(RED + GREEN)',
    '(RED) (GREEN)',
    '[RED] [GREEN]',
  ])('%s claims two', (text) => {
    expect(verdictOf(commitsOf(redFirst, `feat: a ${text}`))).toEqual(
      wrong('red green', 'c1 tdd/combined: One commit claims RED and GREEN: split it, so that the test is seen to fail first.'),
    );
  });

  test('GREEN and REFACTOR in one', () => {
    expect(verdictOf(commitsOf(redFirst, 'feat: a (GREEN, REFACTOR)'))).toEqual(
      wrong(
        'red refactor',
        'c1 tdd/combined: One commit claims GREEN and REFACTOR: split it, so that what makes the test pass stands apart from what changes nothing.',
      ),
    );
  });

  test('in lower case they count where the range holds a red and a green one', () => {
    expect([
      verdictOf(commitsOf('test: a (red)', 'feat: a (Green)')),
      verdictOf(commitsOf('test: a (RED)', 'feat: a (green 1/2)', 'feat: a (green)', 'refactor: a (refactor)')),
      verdictOf(commitsOf('style: a button (red)')),
      verdictOf(commitsOf('test: a (RED)', 'feat: a (GREEN)', 'feat: a rose (dark red)')),
    ]).toEqual([
      fine('red green'),
      fine('red green green refactor'),
      wrong(
        'unlabelled',
        `c0 tdd/unlabelled-code: Its type is exempt only while it leaves production code alone, and it does not: ${label}`,
      ),
      wrong('red green unlabelled', unlabelled('c2')),
    ]);
  });
});

describe('forms that a policy turns on', () => {
  const all = { prefixes: true, emoji: true };
  const rows: [string, string][] = [
    ['RED: a', 'red'],
    ['green: a', 'green'],
    ['RED(parser): a', 'red'],
    ['GREEN - a', 'green'],
    ['[RED] a', 'red'],
    ['[GREEN 2/3] a', 'green'],
    ['(REFACTOR) a', 'refactor'],
    ['REFACTOR: a', 'refactor'],
    ['test(red): a', 'red'],
    ['feat(GREEN)!: a', 'green'],
    ['🔴 a', 'red'],
    ['🟢 a', 'green'],
    ['♻ a', 'refactor'],
    ['♻️ a', 'refactor'],
    [':red_circle: a', 'red'],
    [':green_circle: a', 'green'],
    [':recycle: a', 'refactor'],
    ['test: 🔴 a', 'red'],
    ['refactor: a', 'unlabelled'],
    ['refactor(parser): a', 'unlabelled'],
    ['feat(green-button): a', 'unlabelled'],
    ['Red herring: a', 'unlabelled'],
    ['RED a', 'unlabelled'],
    ['[REDIS] a', 'unlabelled'],
    ['a 🔴', 'unlabelled'],
  ];
  test.each(rows)('%s', (subject, phase) => {
    expect(phaseOf(subject, all)).toBe(phase);
    expect(phaseOf(subject)).toBe('unlabelled');
  });

  test('where none is on, the first commit that has one says which option reads it', () => {
    const cycle = ['RED: a', 'GREEN: a'];
    const asked = `is no label here: \`tdd.labels.prefixes: on\` makes it one.`;
    expect([verdictOf(commitsOf(...cycle)), verdictOf(commitsOf('🔴 a', ...cycle))]).toEqual([
      {
        phases: 'unlabelled unlabelled',
        violations: [unlabelled('c0'), unlabelled('c1')],
        notes: [`c0 tdd/label-form: \`RED:\` ${asked}`],
      },
      {
        phases: 'unlabelled unlabelled unlabelled',
        violations: [unlabelled('c0'), unlabelled('c1'), unlabelled('c2')],
        notes: ['c0 tdd/label-form: `🔴` is no label here: `tdd.labels.emoji: on` makes it one.'],
      },
    ]);
  });

  test('types are weak: they give way to any label, and neither RED nor REFACTOR by type alone is a fault', () => {
    const types = { labels: { ...defaultPolicy.tdd.labels, types: true } };
    const tests = ['test/a.test.ts'];
    const judge = (...given: Given[]) => verdictOf(commitsOf(...given), types);
    expect([
      judge({ message: 'test: a', touches: tests }, 'feat: a', 'refactor: a'),
      judge({ message: 'test: a', touches: tests }),
      judge({ message: 'test: a', touches: tests }, 'refactor: a'),
      judge('refactor: a'),
      judge('fix: a'),
      judge('test: a (GREEN)'),
      judge({ message: 'feat: a', touches: ['README.md'] }),
      judge({ message: 'test: tidy', touches: ['README.md'] }),
    ]).toEqual([
      fine('red green refactor'),
      fine('red'),
      fine('red refactor'),
      fine('refactor'),
      wrong('green', 'c0 tdd/missing-red: GREEN has no RED before it: commit the failing test first.'),
      wrong('green', 'c0 tdd/missing-red: GREEN has no RED before it: commit the failing test first.'),
      fine('unlabelled'),
      fine('unlabelled'),
    ]);
  });

  test('patterns of the policy', () => {
    const labels = {
      ...defaultPolicy.tdd.labels,
      patterns: { red: ['^failing: ', '^both'], green: ['(?i)makes .+ pass$', '^both'], refactor: ['^tidy'] },
    };
    expect(verdictOf(commitsOf('failing: a', 'Makes a PASS', 'tidy a', 'a failing: b', 'both'), { labels })).toEqual(
      wrong(
        'red green refactor unlabelled green',
        unlabelled('c3'),
        'c4 tdd/combined: One commit claims RED and GREEN: split it, so that the test is seen to fail first.',
      ),
    );
  });
});

test('two claims that do not agree are quoted', () => {
  const labels = { ...defaultPolicy.tdd.labels, prefixes: true, emoji: true, types: true };
  const conflicts = [
    'feat: a (GREEN)\n\nTDD-Phase: red',
    'RED: a (GREEN)',
    '🟢 a\n\nTDD-Phase: red',
    '[RED] 🟢 a',
    'test: a (RED)\n\nTDD-Phase: red, 2 of 3',
    'feat: a (RED)',
  ].map((message) => verdictOf(commitsOf(redFirst, message, 'feat: a (GREEN)'), { labels }).violations);
  const said = (texts: string) => [`c1 tdd/label-conflict: ${texts}: keep one of them.`];
  expect(conflicts).toEqual([
    said('`(GREEN)` says GREEN, `TDD-Phase: red` says RED'),
    said('`(GREEN)` says GREEN, `RED:` says RED'),
    said('`TDD-Phase: red` says RED, `🟢` says GREEN'),
    [],
    [],
    [],
  ]);
});

test('a docs subject claims nothing where neither tests nor production code are touched', () => {
  const docs = (touches: string[] | null) => ({ message: 'docs: how a cycle ends (GREEN)', touches });
  expect([
    verdictOf(commitsOf(redFirst, 'feat: a (GREEN)', 'refactor: a (REFACTOR)', docs(['README.md']))),
    verdictOf(commitsOf(redFirst, docs(['src/a.ts']))),
    verdictOf(commitsOf(redFirst, docs(['test/a.test.ts']))),
    verdictOf(commitsOf(redFirst, docs(null))),
    verdictOf(commitsOf(redFirst, { message: 'build: a library (GREEN)', touches: ['package.json'] })),
    verdictOf(commitsOf(redFirst, { message: 'docs: a\n\nTDD-Phase: green', touches: ['README.md'] })),
  ]).toEqual([
    fine('red green refactor exempt'),
    fine('red green'),
    fine('red green'),
    fine('red green'),
    fine('red green'),
    { phases: 'red exempt', violations: [redLeft], notes: [] },
  ]);
});

describe('hostile subjects', () => {
  const huge = 1_000_000;
  test.each<[string, string, string]>([
    ['square brackets', '[RED]'.repeat(huge / 5), 'red'],
    ['full stops', `a (RED)${'.'.repeat(huge)}`, 'unlabelled'],
    ['emoji', '🔴'.repeat(huge / 2), 'red'],
    ['words in a group', `a (RED, ${'a '.repeat(huge / 2)})`, 'unlabelled'],
    ['marks', `a (${'-'.repeat(huge)}RED)`, 'unlabelled'],
    ['a prefix without end', `RED(${'a'.repeat(huge)}`, 'unlabelled'],
    ['a pattern that would backtrack', `${'a'.repeat(199)}!`, 'unlabelled'],
    ['a pattern looks at 200 characters', `${'a'.repeat(huge)}!`, 'red'],
  ])('%s', (_, message, phase) => {
    const patterns = { red: ['^(a+)+$'], green: [], refactor: [] };
    expect(phaseOf(message, { prefixes: true, emoji: true, types: true, patterns })).toBe(phase);
  });
});
