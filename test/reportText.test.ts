import { describe, expect, test } from '@jest/globals';
import { renderReviewMarkdown, renderScanMarkdown, renderTddMarkdown } from '../src/report/markdown.ts';
import { renderReviewText, renderScanText, renderTddText } from '../src/report/text.ts';
import { hostile, secrets } from './support/hostile.ts';
import { elements, references, render, words } from './support/rendered.ts';
import { check, finding, leak, quiet, review, scan, withText } from './support/review.ts';

const source = ['#!/bin/bash', 'cmd=$1', 'eval "$cmd"', '# end', '', '', '', '', '', '', 'done', '\ttest -e "漢字" && rm x', 'fi'];
const lineOf = (path: string, line: number) => (path === 'bin/run.sh' ? (source[line - 1] ?? null) : null);
const options = { lineOf, colour: false, checks: [check] };

describe('text', () => {
  test('of a review', () => {
    const text = renderReviewText({ ...review, incomplete: [{ path: 'big.js', reason: 'over 1 MB' }] }, options);
    expect(text).toBe(`src/x.ts
  7:1  critical  leak/github-token  (confidence high, CVSS 8.8, CWE-798, blocks)
    A GitHub token stands in the source.
    Instead: Revoke it, then read it from the environment.

bin/run.sh
  3:1  high  injection/shell-eval  (confidence high, CVSS 8.8, CWE-78, CWE-95, blocks)
    \`eval\` runs \`$1\` as code.

      2 | cmd=$1
    > 3 | eval "$cmd"
        | ^^^^^^^^^
      4 | # end

    Why: The shell parses the text again.
    Instead: Call it as \`"\${cmd[@]}"\`.
    How it gets there:
      bin/run.sh:2  \`$1\` comes from the command line
      bin/run.sh:3  runs in \`eval\`
  12:1  medium  toctou/check-then-use  (confidence medium, CVSS 4.7, CWE-367)
    The file can change between check and use.
    The guard at bin/run.sh:11 of the base is gone.

      11 | done
    > 12 |  test -e "漢字" && rm x
         | ^^^^^^^^^
      13 | fi

    Instead: Open it once.

test/x.test.ts
  3:1  note  injection/shell-eval  \`eval\` runs \`$1\` as code.

Suppressed
  lib/accepted.sh:3: injection/shell-eval until 2027-01-31: only \`root\` runs it (lib/accepted.sh:2)

Suppressions without effect
  .github/portcullis.yml:4: expired: \`leak/github-token\` held until 2026-01-01.

Fixed
  lib/gone.sh:30: high: injection/shell-eval

Notices
  The configuration in this change would turn \`leak\` off; it counts once it is merged.

Skipped on purpose
  binary: logo.png

Not followed from file to file
  src/x.ts: lib/far.ts was not read: more files are imported than are followed

Not analysed
  big.js: over 1 MB

TDD
  3333333: tdd/missing-green: This RED has no GREEN.

12 files analysed, 1 skipped, 1 not analysed, 1 not followed to its end; score 4.1 → 2.9
Security: failure. 1 critical, 1 high, 1 medium, 1 note: 2 injection, 1 toctou, 1 leak. Blocks: not everything could be analysed, and 2 introduced findings at or above the threshold.
TDD: failure. 1 violation in 2 commits: tdd/missing-green · 1 cycle incomplete. Blocks: 1 violation.
`);
  });

  test('of a review that finds nothing', () => {
    expect(renderReviewText(quiet, options)).toBe(`12 files analysed, 0 skipped, 0 not analysed; score 5.0
Security: success. Passes: everything was analysed, nothing is introduced.
TDD: success. off: commits are not judged.
`);
  });

  test('of a scan', () => {
    const text = renderScanText({ ...scan, findings: [finding({ trace: [] })] }, { ...options, checks: [] });
    expect(text).toBe(`bin/run.sh
  3:1  high  injection/shell-eval  (confidence high, CVSS 8.8, CWE-78, CWE-95, blocks)
    \`eval\` runs \`$1\` as code.

      2 | cmd=$1
    > 3 | eval "$cmd"
        | ^^^^^^^^^
      4 | # end

    Instead: Call it as \`"\${cmd[@]}"\`.

Suppressed
  lib/accepted.sh:3: injection/shell-eval until 2027-01-31: known (.github/portcullis.yml)

Not analysed
  deep.ts: nested too deep

3 files analysed, 0 skipped, 1 not analysed
1 high: 1 injection. 1 of them blocks. Not everything could be analysed.
`);
    const nothing = {
      findings: [],
      suppressed: [],
      suppressionProblems: [],
      analysed: 1,
      skipped: [],
      incomplete: [],
      partial: [],
      blocking: [],
    };
    expect(renderScanText(nothing, options)).toBe('1 file analysed, 0 skipped, 0 not analysed\nNothing found.\n');
  });

  test('of commits', () => {
    expect(renderTddText(review.tdd, options)).toBe(`Before the first cycle
  exempt    4444444  docs: words
                     not read

Cycle 1: incomplete
  RED       3333333  test: a parser (RED)
                     not read. E0: the label alone

Violations
  3333333: tdd/missing-green, blocks: This RED has no GREEN.
    # write the code, and
    git commit -m 'feat: a parser (GREEN)'

TDD: failure. 1 violation in 2 commits: tdd/missing-green · 1 cycle incomplete. Blocks: 1 violation. Mode labels.
`);
  });

  test('colours only when asked, and changes nothing else by it', () => {
    const coloured = renderReviewText(review, { ...options, colour: true });
    expect(coloured).toContain('\u001b[31mhigh\u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderReviewText(review, options));
  });

  const frame = (over: Parameters<typeof finding>[0], lines: readonly string[]) => {
    const text = renderScanText(
      { ...scan, suppressed: [], incomplete: [], findings: [finding({ ...over, trace: [] })] },
      { ...options, lineOf: (_, line) => lines[line - 1] ?? null },
    );
    return text.split('\n\n')[1]?.replace(/^ {4}/gm, '').split('\n');
  };
  const long = `${'a'.repeat(200)}eval${'b'.repeat(200)}`;
  test.each([
    [
      'the first line',
      { startLine: 1, endLine: 1, startColumn: 3, endColumn: 5 },
      ['abcdef', 'g'],
      ['> 1 | abcdef', '    |   ^^', '  2 | g'],
    ],
    ['the last line', { startLine: 2, endLine: 2, startColumn: 1, endColumn: 1 }, ['a', 'b'], ['  1 | a', '> 2 | b', '    | ^']],
    [
      'several lines',
      { startLine: 1, endLine: 9, startColumn: 2, endColumn: 2 },
      Array.from('abcdefghij'),
      ['> 1 | a', '    |  ^', '> 2 | b', '> 3 | c', '> 4 | d', '> 5 | e', '> 6 | f', '  7 | g'],
    ],
    ['wide letters', { startLine: 1, endLine: 1, startColumn: 4, endColumn: 6 }, ['漢字 $x'], ['> 1 | 漢字 $x', '    |      ^^']],
    ['what is not seen', { startLine: 1, endLine: 1, startColumn: 2, endColumn: 3 }, ['\u202ex'], ['> 1 | [U+202E]x', '    |         ^']],
    [
      'a long line',
      { startLine: 1, endLine: 1, startColumn: 201, endColumn: 205 },
      [long],
      [`> 1 | …${'a'.repeat(40)}eval${'b'.repeat(116)}…`, `    | ${' '.repeat(41)}^^^^`],
    ],
    ['a line that is not there', { startLine: 9, endLine: 9 }, ['a'], undefined],
    [
      'a key nearby, known by its first line only',
      { startLine: 5, endLine: 5, startColumn: 1, endColumn: 3 },
      [
        ...secrets
          .find(({ kind }) => kind === 'PEM')!
          .text.split('\n')
          .slice(0, 4),
        'eval x',
      ],
      ['  4 | ', '> 5 | ', ''],
    ],
  ] as const)('a frame of %s', (name, over, lines, expected) => {
    const shown = frame(over, lines);
    if (!name.startsWith('a key'))
      return expect(shown).toEqual(
        name === 'a line that is not there'
          ? ['3 files analysed, 0 skipped, 0 not analysed', '1 high: 1 injection. 1 of them blocks.', '']
          : expected,
      );
    const hidden = secrets.find(({ kind }) => kind === 'PEM')!.hidden;
    return expect(hidden.filter((part) => shown!.join('\n').includes(part))).toEqual([]);
  });

  test('a line on which a check saw a secret is not quoted', () => {
    const lines = ['a', 'password of some form', 'eval x'];
    const text = renderReviewText(
      {
        ...quiet,
        introduced: [finding({ trace: [] })],
        unchanged: [{ ...leak, path: 'bin/run.sh', startLine: 2, endLine: 2 }],
      },
      { ...options, lineOf: (_, line) => lines[line - 1] ?? null },
    );
    expect(text).toContain('      2 | (not shown: a secret may stand here)\n    > 3 | eval x\n');
    expect(text).not.toContain('some form');
    const alone = { ...scan, suppressed: [], findings: [{ ...leak, startLine: 2, endLine: 2 }] };
    expect(
      renderScanText(alone, { ...options, lineOf: (_, line) => lines[line - 1] ?? null })
        .split('\n')
        .slice(1, 5),
    ).toEqual([
      '  2:1  critical  leak/github-token  (confidence high, CVSS 8.8, CWE-798)',
      '    A GitHub token stands in the source.',
      '    Instead: Revoke it, then read it from the environment.',
      '',
    ]);
  });

  test.each(hostile)('a terminal gets nothing but lines of text from %j', (text) => {
    const shown = [
      renderReviewText(withText(text), { ...options, lineOf: () => text }),
      renderScanText({ ...scan, findings: withText(text).introduced }, { ...options, lineOf: () => text }),
      renderTddText(withText(text).tdd, options),
    ].join('');
    expect(shown).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(shown.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  });

  test('no secret is in it, in whatever line it stands', () => {
    for (const secret of secrets) {
      const lines = secret.text.split('\n');
      const shown = [
        renderReviewText(withText(secret.text), { ...options, lineOf: (_, line) => lines[line - 2] ?? null }),
        renderScanText(
          { ...scan, findings: withText(secret.text).introduced },
          { ...options, lineOf: (_, line) => lines[line - 4] ?? null },
        ),
        renderTddText(withText(secret.text).tdd, options),
      ].join('');
      expect(secret.hidden.filter((part) => shown.includes(part))).toEqual([]);
    }
  });
});

describe('Markdown', () => {
  test('of a review holds both parts', () => {
    const parts = renderReviewMarkdown(review).split(/^(?=## )/m);
    expect(parts.map((part) => part.split('\n').slice(0, 3))).toEqual([
      [
        '## Portcullis security: 1 critical, 1 high, 1 medium, 1 note: 2 injection, 1 toctou, 1 leak · 1 fixed · score 4.1 → 2.9',
        '',
        '**12 files analysed, 1 skipped, 0 not analysed, 1 not followed to its end.** Security score of the changed files: 4.1 → 2.9 of 5.',
      ],
      [
        '## Portcullis TDD: 1 violation in 2 commits: tdd/missing-green · 1 cycle incomplete',
        '',
        '**2 commits, 1 cycle incomplete, 1 violation, 0 not read.** Blocks: 1 violation. Mode `labels`.',
      ],
    ]);
    expect(renderTddMarkdown(review.tdd)).toBe(parts[1]);
  });

  test('of a scan', () => {
    expect(renderScanMarkdown(scan)).toBe(`## Portcullis scan

**3 files analysed, 0 skipped, 1 not analysed.**

### Not analysed

| File | Reason |
| --- | --- |
| \`deep.ts\` | nested too deep |

### Found: 1 high: 1 injection

| Severity | Check | Place | Message |
| --- | --- | --- | --- |
| **high**, blocks | \`injection/shell-eval\` | \`bin/run.sh:3\` | \`eval\` runs \`$1\` as code. |

<details><summary>1 note: tests, examples, vendored code, hints</summary>

| Severity | Check | Place | Message |
| --- | --- | --- | --- |
| note | \`injection/shell-eval\` | \`test/x.test.ts:3\` | \`eval\` runs \`$1\` as code. |

</details>

### Suppressed

| Check | Place | Until | Reason | By |
| --- | --- | --- | --- | --- |
| \`injection/shell-eval\` | \`lib/accepted.sh:3\` | 2027-01-31 | known | \`.github/portcullis.yml\` |
`);
  });

  test('fits into a comment however much there is', () => {
    const many = Array.from({ length: 2000 }, () => finding({ message: '<'.repeat(500) }));
    const commits = Array.from({ length: 2000 }, () => ({ ...review.tdd.commits[0]!, subject: '*'.repeat(500) }));
    const text = renderReviewMarkdown({ ...review, introduced: many, tdd: { ...review.tdd, commits } });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    expect(text.match(/… and \d+ more\./g)?.length).toBe(2);
  });

  test.each(hostile)('nothing gets out of it with %j', (text) => {
    const dirty = withText(text);
    for (const markdown of [
      renderReviewMarkdown(dirty),
      renderScanMarkdown({ ...scan, findings: dirty.introduced, incomplete: dirty.incomplete }),
      renderTddMarkdown(dirty.tdd),
    ]) {
      const html = render(markdown);
      const allowed = 'h2 h3 p strong em pre code table thead tbody tr th td ul li details summary'.split(' ');
      expect(elements(html).filter((element) => !allowed.includes(element))).toEqual([]);
      expect(words(html).replace(/\d{4}-\d\d-\d\d/g, '')).not.toMatch(references);
    }
  });

  test('no secret is in it', () => {
    for (const secret of secrets) {
      const dirty = withText(secret.text);
      const shown = [
        renderReviewMarkdown(dirty),
        renderScanMarkdown({ ...scan, findings: dirty.introduced }),
        renderTddMarkdown(dirty.tdd),
      ].join('');
      expect(secret.hidden.filter((part) => shown.replace(/\\(?=[^\w])|\u200b/g, '').includes(part))).toEqual([]);
    }
  });
});

test('what is skipped for one reason stands in one line, however many', () => {
  const skipped = [
    ...Array.from({ length: 9 }, (_, i) => ({ path: `docs/${i}.md`, reason: 'searched for secrets only' })),
    { path: 'a.png', reason: 'binary' },
  ];
  expect(
    renderScanText(
      { findings: [], suppressed: [], suppressionProblems: [], analysed: 1, skipped, incomplete: [], partial: [], blocking: [] },
      { lineOf: () => null, colour: false },
    ),
  ).toContain(
    'Skipped on purpose\n  binary: a.png\n  searched for secrets only: docs/0.md, docs/1.md, docs/2.md, docs/3.md, docs/4.md and 4 more\n',
  );
});
