import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import type { Commit } from '../src/model/change.ts';
import { judgeCommits } from '../src/tdd/judgeCommits.ts';
import { productionCode } from '../src/tdd/productionCode.ts';
import { rangeOf } from '../src/tdd/range.ts';

const settings = { ...defaultPolicy.tdd, mode: 'labels' as const };

/** A commit from its message; the sha is its place, `c0`, `c1` … */
function range(...messages: (string | (Partial<Commit> & { message: string }))[]): Commit[] {
  return messages.map((given, index) => ({
    sha: `c${index}`,
    parents: [`p${index}`],
    author: { name: 'Ada', isBot: false },
    touches: ['src/a.ts'],
    ...(typeof given === 'string' ? { message: given } : given),
  }));
}

/** Phases and violations, as short as a table wants them. */
function judge(commits: Commit[], changes: Partial<typeof defaultPolicy.tdd> = {}, draft = false) {
  const report = judgeCommits(rangeOf(commits, { isDraft: draft }), { ...settings, ...changes });
  return {
    conclusion: report.conclusion as string,
    phases: report.commits.map((commit) => commit.phase).join(' '),
    violations: report.violations.map((violation) => `${violation.commit} ${violation.id}`),
  };
}

const fine = (phases: string) => ({ conclusion: 'success', phases, violations: [] });
const wrong = (phases: string, ...violations: string[]) => ({ conclusion: 'failure', phases, violations });

/** What a report holds besides, where nothing more is known than the commits. */
const nothing = { modeReason: null, notes: [], remarks: [], override: null };

describe('labels', () => {
  const red = 'test: a (RED)';
  const rows: [string, string, ReturnType<typeof judge>][] = [
    ['suffix', 'feat: a (GREEN)', fine('red green')],
    ['suffix with a word', 'feat: a (GREEN phase)', fine('red green')],
    ['suffix with a count', 'feat: a (GREEN 2/3)', fine('red green')],
    ['suffix with partial', 'feat: a (GREEN partial)', fine('red green')],
    ['suffix before the number of a pull request', 'feat: a (GREEN) (#12)', fine('red green')],
    ['suffix and white space', 'feat: a (GREEN) \r', fine('red green')],
    ['trailer', 'feat: a\n\nWhy.\n\nTDD-Phase: green', fine('red green')],
    ['trailer in another case', 'feat: a\n\ntdd-phase : Green\n', fine('red green')],
    ['trailer among others', 'feat: a\n\nTDD-Phase: green\nReviewed-by: B <b@example.org>\n continued', fine('red green')],
    [
      'trailer in a block that is not all trailers, with one of git',
      'feat: a\n\nTDD-Phase: green\nsome words\nSigned-off-by: A <a@example.org>',
      fine('red green'),
    ],
    ['trailer with a count', 'feat: a\n\nTDD-Phase: green 2/3', fine('red green')],
    ['trailer with CRLF', 'feat: a\r\n\r\nTDD-Phase: green\r\n', fine('red green')],
    ['suffix and trailer agree', 'feat: a (GREEN)\n\nTDD-Phase: green', fine('red green')],
    ['the same trailer twice', 'feat: a\n\nTDD-Phase: green\nTDD-Phase: green', fine('red green')],
    [
      'other words with a colour are no label',
      'feat: a (dark green)',
      wrong('red unlabelled', 'c0 tdd/missing-green', 'c1 tdd/unlabelled-code'),
    ],
    ['words in brackets are no label', 'feat: a (GREEN light)', wrong('red unlabelled', 'c0 tdd/missing-green', 'c1 tdd/unlabelled-code')],
    ['a label in the middle', 'feat: (GREEN) a', wrong('red unlabelled', 'c0 tdd/missing-green', 'c1 tdd/unlabelled-code')],
    ['a prefix', 'GREEN: a', wrong('red unlabelled', 'c0 tdd/missing-green', 'c1 tdd/unlabelled-code')],
    ['words in the body', 'feat: a\n\nThe code (GREEN)', wrong('red unlabelled', 'c0 tdd/missing-green', 'c1 tdd/unlabelled-code')],
    [
      'a trailer that is not in the last block',
      'feat: a\n\nTDD-Phase: green\n\nmore words',
      wrong('red unlabelled', 'c0 tdd/missing-green', 'c1 tdd/unlabelled-code'),
    ],
    [
      'a trailer in a block of words',
      'feat: a\n\nwords\nmore words\nTDD-Phase: green',
      wrong('red unlabelled', 'c0 tdd/missing-green', 'c1 tdd/unlabelled-code'),
    ],
    ['a trailer as the subject', 'TDD-Phase: green', wrong('red unlabelled', 'c0 tdd/missing-green', 'c1 tdd/unlabelled-code')],
    ['a trailer without a phase', 'feat: a\n\nTDD-Phase: blue', wrong('red unlabelled', 'c0 tdd/missing-green', 'c1 tdd/unlabelled-code')],
    ['arrow', 'feat: a (RED→GREEN)', wrong('red green', 'c1 tdd/combined')],
    ['slash', 'feat: a (RED/GREEN)', wrong('red green', 'c1 tdd/combined')],
    ['words', 'feat: a (RED and GREEN)', wrong('red green', 'c1 tdd/combined')],
    ['two suffixes', 'feat: a (RED) (GREEN)', wrong('red green', 'c1 tdd/combined')],
    ['two trailers', 'feat: a\n\nTDD-Phase: red\nTDD-Phase: green', wrong('red green', 'c1 tdd/combined')],
    ['green and refactor', 'feat: a (GREEN, REFACTOR)', wrong('red refactor', 'c1 tdd/combined')],
    ['conflict', 'feat: a (GREEN)\n\nTDD-Phase: red', wrong('red unlabelled', 'c1 tdd/label-conflict')],
  ];
  test.each(rows)('%s', (_, message, judged) => {
    expect(judge(range(red, message))).toEqual(judged);
  });
});

describe('order', () => {
  const rows: [string, string, ReturnType<typeof judge>][] = [
    ['nothing', '', fine('')],
    ['one cycle', 'R G', fine('red green')],
    ['a full cycle', 'R R G G F F', fine('red red green green refactor refactor')],
    ['two cycles', 'R G R G F', fine('red green red green refactor')],
    ['exempt between', 'd R d G d', fine('exempt red exempt green exempt')],
    ['exempt alone', 'd', fine('exempt')],
    ['green first', 'G R G', wrong('green red green', 'c0 tdd/green-before-red')],
    ['green and nothing else', 'G', wrong('green', 'c0 tdd/missing-red')],
    ['green after refactor', 'R G F G', wrong('red green refactor green', 'c3 tdd/missing-red')],
    ['refactor alone', 'F', fine('refactor')],
    ['red at the head', 'R G R', wrong('red green red', 'c2 tdd/missing-green')],
    ['the last of two red at the head', 'R R', wrong('red red', 'c1 tdd/missing-green')],
    ['refactor before green', 'R F G', wrong('red refactor green', 'c0 tdd/missing-green')],
    ['refactor twice before green', 'R F F', wrong('red refactor refactor', 'c0 tdd/missing-green')],
    ['everything in one', 'C', wrong('green', 'c0 tdd/combined')],
    ['production code without a label', 'R G u', wrong('red green unlabelled', 'c2 tdd/unlabelled-code')],
  ];
  const messages: Record<string, string> = {
    R: 'test: a (RED)',
    G: 'feat: a (GREEN)',
    F: 'refactor: a (REFACTOR)',
    C: 'feat: a (RED→GREEN)',
    u: 'feat: a',
  };
  test.each(rows)('%s: %s', (_, letters, judged) => {
    const commits = letters.split(' ').filter((letter) => letter !== '');
    expect(judge(range(...commits.map((letter) => messages[letter] ?? { message: 'docs: a', touches: ['README.md'] })))).toEqual(judged);
  });

  test('two cycles named by a trailer may interleave', () => {
    const cycle = (phase: string, id: string) => `x: a\n\nTDD-Phase: ${phase}\nTDD-Cycle: ${id}`;
    expect([
      judge(range(cycle('red', '1'), cycle('red', '2'), cycle('green', '1'), cycle('refactor', '1'), cycle('green', '2'))),
      judge(range(cycle('red', '1'), cycle('green', '2'))),
    ]).toEqual([fine('red red green refactor green'), wrong('red green', 'c0 tdd/missing-green', 'c1 tdd/missing-red')]);
  });
});

describe('exemptions', () => {
  const readme = ['README.md'];
  const code = ['src/a.ts'];
  const rows: [string, Partial<Commit> & { message: string }, ReturnType<typeof judge>][] = [
    ['a type', { message: 'ci(runner)!: a', touches: ['.github/workflows/a.yml'] }, fine('exempt')],
    ['a type in capitals', { message: 'Docs: a', touches: readme }, fine('exempt')],
    [
      'a type that touches production code',
      { message: 'docs: a', touches: [...readme, ...code] },
      wrong('unlabelled', 'c0 tdd/unlabelled-code'),
    ],
    [
      'a type whose files were not read',
      { message: 'docs: a', touches: null },
      { conclusion: 'failure', phases: 'exempt', violations: [] },
    ],
    ['a type that is not exempt, tests only', { message: 'test: tidy', touches: ['test/a.test.ts'] }, fine('unlabelled')],
    ['no label, files not read', { message: 'feat: a', touches: null }, wrong('unlabelled', 'c0 tdd/unlabelled-code')],
    ['a merge', { message: 'Merge branch main', parents: ['a', 'b'], touches: code }, fine('exempt')],
    ['a revert', { message: `Revert "feat: a (GREEN)"\n\nThis reverts commit ${'0a'.repeat(20)}.`, touches: code }, fine('exempt')],
    ['a revert that names no commit', { message: 'Revert "feat: a"', touches: code }, wrong('unlabelled', 'c0 tdd/unlabelled-code')],
    ['a release bot', { message: 'bump', author: { name: 'Dependabot[bot]', isBot: true }, touches: code }, fine('exempt')],
    ['another bot', { message: 'feat: a', author: { name: 'coder[bot]', isBot: true } }, wrong('unlabelled', 'c0 tdd/unlabelled-code')],
    ['a label beats the type', { message: 'docs: a (GREEN)', touches: code }, wrong('green', 'c0 tdd/missing-red')],
  ];
  test.each(rows)('%s', (_, commit, judged) => {
    expect(judge(range(commit))).toEqual(judged);
  });

  test('types and authors of the policy replace the defaults', () => {
    const commits = range(
      { message: 'docs: a', touches: readme },
      { message: 'meta: b', touches: readme },
      { message: 'c', author: { name: 'ADA', isBot: false } },
    );
    expect(judge(commits, { exemptTypes: ['meta'], exemptAuthors: ['ada'] })).toEqual(fine('exempt exempt exempt'));
    expect(judge(commits.slice(0, 2), { exemptTypes: ['meta'] })).toEqual(fine('unlabelled exempt'));
  });

  test('a fixup belongs to the commit it names', () => {
    const following = (...more: string[]) => judge(range('test: a (RED)', 'feat: a\n\nTDD-Phase: green', ...more));
    expect([
      following('fixup! test: a (RED)'),
      following('squash! feat: a'),
      following('fixup! fixup! feat: a'),
      following('fixup! test: b (RED)'),
      following('fixup! feat: unknown'),
      following('fixup! c1'),
      following('fixup! docs: x'),
    ]).toEqual([
      fine('red green red'),
      fine('red green green'),
      fine('red green green'),
      wrong('red green red', 'c2 tdd/missing-green'),
      wrong('red green unlabelled', 'c2 tdd/unlabelled-code'),
      wrong('red green unlabelled', 'c2 tdd/unlabelled-code'),
      wrong('red green unlabelled', 'c2 tdd/unlabelled-code'),
    ]);
  });
});

describe('modes', () => {
  const broken = range('feat: a (GREEN)');
  const kept = range('test: a (RED)', 'feat: a (GREEN)');
  test.each<[string, Commit[], 'advisory' | 'labels', boolean, string]>([
    ['advisory, broken', broken, 'advisory', false, 'neutral'],
    ['advisory, kept', kept, 'advisory', false, 'success'],
    ['labels, broken', broken, 'labels', false, 'failure'],
    ['labels, kept', kept, 'labels', false, 'success'],
    ['labels, broken draft', broken, 'labels', true, 'neutral'],
    ['labels, kept draft', kept, 'labels', true, 'neutral'],
    ['advisory, files not read', range({ message: 'docs: a', touches: null }), 'advisory', false, 'neutral'],
    ['labels, files not read, draft', range({ message: 'docs: a', touches: null }), 'labels', true, 'failure'],
  ])('%s', (_, commits, mode, draft, conclusion) => {
    expect(judge(commits, { mode }, draft).conclusion).toBe(conclusion);
  });

  test('off judges nothing and says so', () => {
    expect(judgeCommits(rangeOf(broken), { ...settings, mode: 'off' })).toEqual({
      ...nothing,
      mode: 'off',
      conclusion: 'success',
      violations: [],
      commits: [],
      cycles: [],
      unread: [],
    });
  });

  test('a report as a whole', () => {
    const touched = { tests: 0, production: 1, others: 0 };
    expect(
      judgeCommits(rangeOf(range('test: a (RED)', { message: 'docs: b', touches: null }, 'feat: c (GREEN)\n\nTDD-Phase: red')), settings),
    ).toEqual({
      ...nothing,
      mode: 'labels',
      conclusion: 'failure',
      violations: [
        {
          id: 'tdd/label-conflict',
          commit: 'c2',
          message: '`(GREEN)` says GREEN, `TDD-Phase: red` says RED: keep one of them.',
          blocks: true,
          repair: ['git commit --amend', '# then keep the label of the subject or the TDD-Phase line, not both'],
        },
      ],
      cycles: [{ red: ['c0', 'c2'], green: ['c2'], refactor: [], verdict: 'labelled only', evidence: 'E0' }],
      commits: [
        { sha: 'c0', subject: 'test: a (RED)', phase: 'red', touches: ['src/a.ts'], evidence: 'E0', proof: [], touched },
        { sha: 'c1', subject: 'docs: b', phase: 'exempt', touches: null, evidence: null, proof: [], touched: null },
        { sha: 'c2', subject: 'feat: c (GREEN)', phase: 'unlabelled', touches: ['src/a.ts'], evidence: null, proof: [], touched },
      ],
      unread: ['c1'],
    });
  });
});

describe('hostile messages', () => {
  const huge = 1_000_000;
  test.each<[string, string, string]>([
    ['brackets', '('.repeat(huge), 'unlabelled'],
    ['closed brackets', '(RED)'.repeat(huge / 5), 'red'],
    ['blanks', ' '.repeat(huge), 'unlabelled'],
    ['line ends', '\n'.repeat(huge), 'unlabelled'],
    ['colons in the last block', `a\n\n${'a:\n'.repeat(huge / 3)}`, 'unlabelled'],
    ['a block of blanks', `a\n\n${' \n'.repeat(huge / 2)}TDD-Phase: red`, 'red'],
    ['fixups', 'fixup! '.repeat(huge / 7), 'unlabelled'],
    ['bidi in the subject', 'feat: \u202e(RED)', 'red'],
    ['a long key', `a\n\n${'a'.repeat(huge)}`, 'unlabelled'],
    ['a label at the end of a long subject', `${'a'.repeat(huge)} (RED)`, 'red'],
    ['nothing', '', 'unlabelled'],
  ])('%s', (_, message, phase) => {
    const [commit] = judgeCommits(rangeOf(range(message)), settings).commits;
    expect([commit?.phase, (commit?.subject.length ?? 0) <= 200]).toEqual([phase, true]);
  });

  test('a long subject is cut between characters', () => {
    const [commit] = judgeCommits(rangeOf(range(`${'a'.repeat(198)}😀😀`)), settings).commits;
    expect(commit?.subject).toBe(`${'a'.repeat(198)}…`);
  });
});

test('production code', () => {
  const isProduction = productionCode(settings);
  const production = [
    'src/a.ts',
    'lib/b.py',
    'a.sh',
    'bin/portcullis',
    'x/y.PS1',
    'cmd/main.go',
    'app/[id]/page.tsx',
    'src/latest.ts',
    'contest.py',
    'docs.ts',
    'Makefile.rb',
    'src/testing.ts',
  ];
  const others = [
    'src/a.test.ts',
    'src/a.spec.jsx',
    'test/a.ts',
    'pkg/tests/b.py',
    'Tests/ShopTests/CartTests.swift',
    'Test/Cart.pm',
    'src/__tests__/a.js',
    'test_a.py',
    'x/a_test.py',
    'conftest.py',
    'a_test.go',
    'a.bats',
    'test-a.sh',
    'A.Tests.ps1',
    'README.md',
    'docs/conf.py',
    'Docs/conf.py',
    '.github/scripts/a.sh',
    'package.json',
    'jest.config.ts',
    '.eslintrc.cjs',
    'vendor/a.go',
    'x/node_modules/a/index.js',
    'a.min.js',
    'data.csv',
    'src/logo.svg',
    'examples/a.ts',
    'LICENSE',
    'Dockerfile',
    'bin/README.md',
    'src/svg.d.ts',
    'src/cart.pyi',
    'api/limit.pb.go',
    'shop/order_pb2.py',
    'src/api/__generated__/client.ts',
    'src/Avatar.stories.tsx',
    'benches/slug.rs',
    'noxfile.py',
    'build.ps1',
    'gulpfile.js',
  ];
  expect([...production, ...others].filter(isProduction)).toEqual(production);
});
