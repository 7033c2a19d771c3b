/** The report on the commits as people read it: whole texts, in all its forms. */
import { describe, expect, test } from '@jest/globals';
import type { TddCommit, TddCycle, TddReport, TddViolation } from '../src/model/review.ts';
import { renderCheckRuns } from '../src/report/checkRun.ts';
import { renderTddMarkdown } from '../src/report/markdown.ts';
import { renderReviewText, renderTddText } from '../src/report/text.ts';
import { review } from './support/review.ts';
import { secretSample } from './support/secrets.ts';

const shaOf = (digit: string) => digit.repeat(40);

function commit(digit: string, phase: TddCommit['phase'], subject: string, over: Partial<TddCommit> = {}): TddCommit {
  const evidence = phase === 'exempt' || phase === 'unlabelled' ? null : 'E0';
  return { sha: shaOf(digit), subject, phase, touches: [], evidence, proof: [], touched: { tests: 0, production: 0, others: 0 }, ...over };
}

function cycle(verdict: TddCycle['verdict'], evidence: TddCycle['evidence'], red: string, green: string, refactor = ''): TddCycle {
  const shas = (digits: string) => [...digits].map(shaOf);
  return { red: shas(red), green: shas(green), refactor: shas(refactor), verdict, evidence };
}

function report(over: Partial<TddReport>): TddReport {
  return {
    mode: 'labels',
    modeReason: null,
    conclusion: 'success',
    violations: [],
    notes: [],
    commits: [],
    cycles: [],
    unread: [],
    remarks: [],
    override: null,
    ...over,
  };
}

const summaryOf = (tdd: TddReport) => {
  const run = renderCheckRuns({ ...review, tdd, conclusion: { security: 'success', tdd: tdd.conclusion } }).tdd;
  return { title: run.title, summary: run.summary };
};
const textOf = (tdd: TddReport) => renderTddText(tdd, { colour: false });

const unlabelled: TddViolation = {
  id: 'tdd/unlabelled-code',
  commit: shaOf('5'),
  message: 'It changes production code and names no phase: end its subject with (RED).',
  blocks: true,
  repair: ["git commit --amend -m 'feat: c (GREEN)'"],
};

const story = report({
  mode: 'strict',
  modeReason: 'Why.',
  conclusion: 'failure',
  commits: [
    commit('1', 'red', 'test: a (RED)', {
      evidence: 'E3',
      proof: ['It names `total`, which is not there.', 'It failed in `CI / test`.'],
      touched: { tests: 2, production: 0, others: 0 },
    }),
    commit('2', 'exempt', 'docs: b', { touched: { tests: 0, production: 0, others: 1 } }),
    commit('3', 'green', 'feat: a (GREEN)', {
      evidence: 'E3',
      proof: ['It passed in `CI / test`.'],
      touched: { tests: 0, production: 1, others: 2 },
    }),
    commit('4', 'red', 'test: c (RED)', { touched: { tests: 1, production: 0, others: 0 } }),
    commit('5', 'unlabelled', 'feat: c', { touched: { tests: 1, production: 3, others: 0 } }),
    commit('6', 'green', 'feat: d (GREEN)'),
  ],
  cycles: [cycle('proven', 'E3', '1', '3'), cycle('labelled only', 'E0', '4', '6')],
  violations: [unlabelled],
  notes: [{ id: 'tdd/source-grep-test', commit: shaOf('4'), message: 'Line 3 of `test/c.test.ts` reads the source.' }],
  unread: [shaOf('2')],
  remarks: ['The history was rewritten: RED at `7777777` had evidence E3.'],
});

describe('a range of two cycles', () => {
  test('as a check run', () => {
    expect(summaryOf(story)).toEqual({
      title: '1 violation in 6 commits, 1 not read: tdd/unlabelled-code · 2 cycles: 1 proven, 1 labelled only',
      summary: `**6 commits, 2 cycles: 1 proven, 1 labelled only, 1 violation, 1 not read.** Blocks: 1 violation, and what 1 commit touches could not be read. Mode \`strict\`. Why.

### Cycle 1: proven (E3)

| Phase | Commit | Touches | Evidence |
| --- | --- | --- | --- |
| **RED** | \`1111111\` test: a (RED) | 2 tests | E3: It names \`total\`, which is not there. It failed in \`CI / test\`. |
| _exempt_ | \`2222222\` docs: b | 1 other file |  |
| **GREEN** | \`3333333\` feat: a (GREEN) | 1 production file, 2 other files | E3: It passed in \`CI / test\`. |

### Cycle 2: labelled only (E0)

| Phase | Commit | Touches | Evidence |
| --- | --- | --- | --- |
| **RED** | \`4444444\` test: c (RED) | 1 test | E0: the label alone |
| _no label_ | \`5555555\` feat: c | 1 test, 3 production files |  |
| **GREEN** | \`6666666\` feat: d (GREEN) | nothing | E0: the label alone |

### Violations

**\`tdd/unlabelled-code\`** in \`5555555\`, blocks: It changes production code and names no phase: end its subject with (RED).

\`\`\`sh
git commit --amend -m 'feat: c (GREEN)'
\`\`\`


### Worth a look

- \`tdd/source-grep-test\` in \`4444444\`: Line 3 of \`test/c.test.ts\` reads the source.

### Not read, and other remarks

- \`2222222\`: its type exempts it, but which files it touches could not be read.
- The history was rewritten: RED at \`7777777\` had evidence E3.`,
    });
  });

  test('as text', () => {
    expect(textOf(story)).toBe(`Cycle 1: proven (E3)
  RED       1111111  test: a (RED)
                     2 tests. E3: It names \`total\`, which is not there. It failed in \`CI / test\`.
  exempt    2222222  docs: b
                     1 other file
  GREEN     3333333  feat: a (GREEN)
                     1 production file, 2 other files. E3: It passed in \`CI / test\`.

Cycle 2: labelled only (E0)
  RED       4444444  test: c (RED)
                     1 test. E0: the label alone
  no label  5555555  feat: c
                     1 test, 3 production files
  GREEN     6666666  feat: d (GREEN)
                     nothing. E0: the label alone

Violations
  5555555: tdd/unlabelled-code, blocks: It changes production code and names no phase: end its subject with (RED).
    git commit --amend -m 'feat: c (GREEN)'

Worth a look
  4444444: tdd/source-grep-test: Line 3 of \`test/c.test.ts\` reads the source.

Not read, and other remarks
  2222222: its type exempts it, but which files it touches could not be read.
  The history was rewritten: RED at \`7777777\` had evidence E3.

TDD: failure. 1 violation in 6 commits, 1 not read: tdd/unlabelled-code · 2 cycles: 1 proven, 1 labelled only. Blocks: 1 violation, and what 1 commit touches could not be read. Mode strict. Why.
`);
  });

  test('as Markdown is the check run with its title', () => {
    const { title, summary } = summaryOf(story);
    expect(renderTddMarkdown(story)).toBe(`## Portcullis TDD: ${title}\n\n${summary}\n`);
  });
});

describe('a range in which nothing is labelled', () => {
  const bare = report({
    mode: 'advisory',
    conclusion: 'neutral',
    commits: [commit('5', 'unlabelled', 'feat: c'), commit('6', 'exempt', 'docs: d')],
    violations: [{ ...unlabelled, blocks: false }],
  });
  test('is told how to begin, where it is advice', () => {
    expect([summaryOf(bare), textOf(bare)]).toEqual([
      {
        title: '2 commits, none labelled',
        summary: `**2 commits, none labelled.** Does not block. Mode \`advisory\`.

None of these commits is labelled, so there is no order to judge. To begin, commit a failing test first and end its subject with \`(RED)\`, then the code that makes it pass with \`(GREEN)\`.`,
      },
      `None of these commits is labelled, so there is no order to judge. To begin, commit a failing test first and end its subject with \`(RED)\`, then the code that makes it pass with \`(GREEN)\`.

TDD: neutral. 2 commits, none labelled. Does not block. Mode advisory.
`,
    ]);
    expect(renderReviewText({ ...review, tdd: bare }, { colour: false, lineOf: () => null })).not.toContain('tdd/unlabelled-code');
  });

  test('has its violations, where they block', () => {
    const { title, summary } = summaryOf({ ...bare, mode: 'labels', conclusion: 'failure' });
    expect([title, summary.includes('### Violations')]).toEqual(['1 violation in 2 commits: tdd/unlabelled-code', true]);
  });
});

describe('the verdict says why', () => {
  const draft = report({ conclusion: 'neutral' });
  const cycles = [cycle('labelled only', 'E1', '4', '6')];
  const said = (tdd: TddReport) => textOf(tdd).trimEnd().split('\n').at(-1);
  test.each<[string, TddReport, string]>([
    [
      'success',
      report({ cycles: [cycle('proven', 'E3', '1', '3')] }),
      'TDD: success. 0 commits, no violation · 1 cycle proven. Passes. Mode labels.',
    ],
    ['a draft', draft, 'TDD: neutral. 0 commits, no violation. Does not block. Mode labels.'],
    [
      'a draft that will block',
      { ...draft, violations: [unlabelled] },
      'TDD: neutral. 1 violation in 0 commits: tdd/unlabelled-code. Does not block while this is a draft; 1 violation will once it is ready. Mode labels.',
    ],
    [
      'advice',
      {
        ...draft,
        violations: [
          { ...unlabelled, blocks: false },
          { ...unlabelled, blocks: false },
        ],
      },
      'TDD: neutral. 2 violations in 0 commits: tdd/unlabelled-code. Does not block: the violations are advice in this mode. Mode labels.',
    ],
    [
      'strict without runs',
      { ...draft, mode: 'strict', cycles },
      'TDD: neutral. 0 commits, no violation · 1 cycle labelled only. Does not block: no violation, but not every cycle has recorded runs of its tests. Mode strict.',
    ],
    [
      'not read',
      { ...draft, unread: [shaOf('2')] },
      'TDD: neutral. 0 commits, no violation, 1 not read. Does not block: not everything could be read. Mode labels.',
    ],
    [
      'for reasons elsewhere',
      report({ conclusion: 'failure' }),
      'TDD: failure. 0 commits, no violation. Blocks: see the notices. Mode labels.',
    ],
  ])('%s', (_, tdd, words) => {
    expect(said(tdd)).toBe(words);
  });

  test('an override stands first', () => {
    const over = report({ conclusion: 'neutral', violations: [unlabelled], override: { by: 'eve', reason: 'hotfix for `x`' } });
    expect([summaryOf(over).title, summaryOf(over).summary.split('\n').slice(0, 3), textOf(over).split('\n')[0]]).toEqual([
      'overridden by eve · 1 violation in 0 commits: tdd/unlabelled-code',
      [
        '**Overridden by `@eve`:** hotfix for &#96;x&#96;',
        '',
        '**0 commits, 1 violation, 0 not read.** Does not block: a maintainer lets it pass. Mode `labels`.',
      ],
      'Overridden by @eve: hotfix for `x`',
    ]);
  });
});

describe('commits of many cycles', () => {
  const many = report({
    commits: Array.from({ length: 3000 }, (_, index) => ({
      ...commit('1', index % 2 === 0 ? 'red' : 'green', `test: ${'ä'.repeat(100)} ${index}`),
      sha: index.toString(16).padStart(40, '0'),
    })),
    cycles: Array.from({ length: 1500 }, (_, index) => ({
      ...cycle('labelled only', 'E0', '', ''),
      red: [(2 * index).toString(16).padStart(40, '0')],
      green: [(2 * index + 1).toString(16).padStart(40, '0')],
    })),
    violations: Array.from({ length: 3000 }, (_, index) => ({ ...unlabelled, commit: index.toString(16).padStart(40, '0') })),
    notes: Array.from({ length: 3000 }, () => ({ id: 'tdd/source-grep-test', commit: shaOf('1'), message: 'Note.' })),
  });
  test('fit, with the violations among them, and say what was cut', () => {
    const { summary } = summaryOf(many);
    const heads = summary.split('\n').filter((line) => line.startsWith('### '));
    const count = (pattern: RegExp) => summary.match(pattern)?.length ?? 0;
    const cut = Array.from(summary.matchAll(/… and (\d+) more\./g), ([, left]) => Number(left)).reduce((sum, left) => sum + left, 0);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
    expect(heads).toEqual([
      ...Array.from({ length: 40 }, (_, index) => `### Cycle ${index + 1}: labelled only (E0)`),
      '### Cycles 41 to 1500',
      '### Violations',
      '### Worth a look',
    ]);
    expect([count(/^\*\*`tdd/gm) > 50, count(/^\| \*\*/gm) > 50]).toEqual([true, true]);
    expect(count(/^\*\*`tdd/gm) + count(/^\| \*\*/gm) + count(/^- /gm) + cut).toBe(9000);
  });
});

test('a repair that a mask would change is left out as a whole', () => {
  const secret = secretSample('ghp', 7)!;
  const repair = ['git reset HEAD~', `git commit -m 'test: ${secret}'`, "git commit -m 'a\nb'", 'git rebase --continue'];
  const shown = [
    'git reset HEAD~',
    '# a line is left out: it holds what is not repeated here',
    '# a line is left out: it holds what is not repeated here',
    'git rebase --continue',
  ];
  const tdd = report({ violations: [{ ...unlabelled, repair }] });
  expect(summaryOf(tdd).summary.split('```')[1]).toBe(`sh\n${shown.join('\n')}\n`);
  expect(textOf(tdd)).toContain(`\n${shown.map((line) => `    ${line}`).join('\n')}\n`);
});
