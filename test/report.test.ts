import { describe, expect, test } from '@jest/globals';
import { redact } from '../src/redact/redact.ts';
import { renderCheckRuns } from '../src/report/checkRun.ts';
import { codeBlock, codeCell, codeSpan, plain, prose, proseCell, suggestionBlock, terminal } from '../src/report/escape.ts';
import { parseMarker, parseMarkers, renderFixedComment, renderReview, settledComments } from '../src/report/reviewComments.ts';
import { joinSections } from '../src/report/sections.ts';
import { hostile, innocents, secrets } from './support/hostile.ts';
import { decode, elements, references, render, words } from './support/rendered.ts';
import { accepted, check, finding, fingerprintOf, gone, leak, note, old, quiet, race, review, withText } from './support/review.ts';

describe('redact', () => {
  test.each(secrets.map((secret) => [secret.kind, secret] as const))('%s', (_, secret) => {
    const shown = redact(secret.text);
    expect(secret.hidden.filter((part) => shown.includes(part))).toEqual([]);
    expect(shown).toContain('[redacted: ');
    expect(shown.split('\n').length).toBe(secret.text.split('\n').length);
    expect(redact(shown)).toBe(shown);
  });

  test.each(innocents)('leaves %s', (text) => expect(redact(text)).toBe(text));

  test('keeps what stands around a key, and masks what the caller knows', () => {
    const pem = secrets.find((secret) => secret.kind === 'PEM')!;
    expect(redact(`a\n${pem.text}`)).toBe('a\n[redacted: private key]\n\n\n\n\nrest');
    expect(redact('got correct-horse-battery', ['correct-horse-battery', 'go'])).toBe('got [redacted: secret]');
  });
});

describe('escaping', () => {
  const forms = { codeSpan, plain, prose };
  const cells = { codeCell, plain, proseCell };
  const allowed = ['code', 'em', 'li', 'p', 'ul'];

  test.each(hostile)('nothing gets out of %j', (text) => {
    for (const [form, escaped] of Object.entries(forms)) {
      const shown = escaped(text);
      expect([form, shown.includes('\n')]).toEqual([form, false]);
      for (const markdown of [shown, `Found ${shown} here ${shown}.`, `- ${shown}`, `*${'x'}* ${shown}\n${shown}\n\n${shown}`]) {
        const html = render(markdown);
        expect([form, elements(html).filter((element) => !allowed.includes(element))]).toEqual([form, []]);
        expect([form, words(html)]).not.toEqual([form, expect.stringMatching(references)]);
      }
    }
  });

  test.each(hostile)('a table stays one with %j', (text) => {
    for (const [form, escaped] of Object.entries(cells)) {
      const html = render(`| a | b |\n| - | - |\n| ${escaped(text)} | second |\n\nafter`);
      const rows = html.split('<tr>').length - 1;
      expect([form, rows, html.split('<td>').length - 1, html.includes('<td>second</td>'), html.endsWith('<p>after</p>')]).toEqual([
        form,
        2,
        2,
        true,
        true,
      ]);
      expect([form, words(html)]).not.toEqual([form, expect.stringMatching(references)]);
    }
  });

  test.each(hostile)('a block holds %j', (text) => {
    const html = render(`before\n\n${codeBlock(text, 'sh')}\n\nafter`);
    expect(elements(html)).toEqual(['code', 'p', 'pre']);
    expect(words(html).trim().split(/\s+/)).toEqual(['before', '■', 'after']);
    const lines = text.split('\n');
    const suggestion = suggestionBlock(lines);
    if (suggestion !== null) {
      const [, code] = /^<pre><code class="language-suggestion">([\s\S]*)<\/code><\/pre>$/.exec(render(suggestion))!;
      expect(decode(code!)).toBe(`${text}\n`);
    }
  });

  test('shows every word as it is', () => {
    for (const text of hostile) {
      const seen = decode(render(`x ${plain(text)} x`).replace(/<[^>]*>/g, ''))
        .replaceAll('\u200b', '')
        .slice(2, -2);
      const expected = text
        .replace(/[\t\r\n]+/g, ' ')
        .replace(/ {2,}/g, ' ')
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (character) => {
          const code = character.codePointAt(0)!;
          return code < 32 ? String.fromCharCode(0x2400 + code) : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
        });
      expect(seen.trim()).toBe(expected.trim());
    }
  });

  test.each([
    ['codeSpan', codeSpan('a`b'), '``a`b``'],
    ['codeSpan at its ends', codeSpan('`a '), '`` `a  ``'],
    ['empty codeSpan', codeSpan(''), '(empty)'],
    ['cut codeSpan', codeSpan('abcdef', 4), '`abc…`'],
    ['cut before half a character', terminal('ab\u{1f600}cd', 4), 'ab…'],
    ['codeCell', codeCell('a|b\\|c'), '`a\\|b\\\u200b\\|c`'],
    ['terminal', terminal('a\tb\u001b[1mc\nd\u202e'), 'a b␛[1mc␊d[U+202E]'],
    ['plain', plain('see <b>@x</b> #1'), 'see &#60;b&#62;@\u200bx&#60;/b&#62; \\#\u200b1'],
    ['prose', prose('`eval` runs *this* `a``b` `'), '`eval` runs \\*this\\* `a` `b` &#96;'],
    ['codeBlock', codeBlock('a\r\n```\n\u0007', 'sh"<'), '````sh\na\n```\n␇\n````'],
    ['suggestion', suggestionBlock(['\ta', '```']), '````suggestion\n\ta\n```\n````'],
    ['deletion', suggestionBlock([]), '```suggestion\n```'],
    ['blank line', suggestionBlock(['']), '```suggestion\n\n```'],
    ['a suggestion with a carriage return', suggestionBlock(['a\r']), null],
    ['a suggestion with bidi', suggestionBlock(['a\u202e']), null],
    ['a suggestion with a secret', suggestionBlock([secrets[0]!.text]), null],
  ])('%s', (_, actual, expected) => expect(actual).toBe(expected));

  test('no secret passes any form', () => {
    for (const secret of secrets) {
      for (const form of [codeSpan, codeCell, plain, prose, proseCell, codeBlock, terminal]) {
        const shown = form(secret.text).replace(/\\(?=[^\w])|\u200b/g, '');
        expect(secret.hidden.filter((part) => shown.includes(part))).toEqual([]);
      }
    }
  });
});

const at = (path: string, line: number, level: string, title: string, message: string, end = line) => ({
  path,
  start_line: line,
  end_line: end,
  ...(end === line && { start_column: 1, end_column: 9 }),
  annotation_level: level,
  title,
  message,
});

describe('check runs', () => {
  test('of a review that blocks', () => {
    const { security, tdd } = renderCheckRuns(review);
    expect(security).toEqual({
      name: 'Portcullis security',
      conclusion: 'failure',
      title: '1 critical, 1 high, 1 medium, 1 note: 2 injection, 1 toctou, 1 leak · 1 fixed · score 4.1 → 2.9',
      summary: expect.any(String),
      annotations: [
        at(
          'src/x.ts',
          7,
          'failure',
          'critical: leak/github-token',
          'A GitHub token stands in the source.\nRevoke it, then read it from the environment.',
          9,
        ),
        at(
          'bin/run.sh',
          3,
          'failure',
          'high: injection/shell-eval',
          [
            '`eval` runs `$1` as code.',
            'Call it as `"${cmd[@]}"`.',
            '  bin/run.sh:2: `$1` comes from the command line',
            '  bin/run.sh:3: runs in `eval`',
          ].join('\n'),
        ),
        at(
          'bin/run.sh',
          12,
          'warning',
          'medium: toctou/check-then-use',
          'The file can change between check and use.\nThe guard at bin/run.sh:11 of the base is gone.\nOpen it once.',
        ),
        at('test/x.test.ts', 3, 'notice', 'note: injection/shell-eval', '`eval` runs `$1` as code.\nCall it as `"${cmd[@]}"`.'),
      ],
    });
    expect(
      security.summary,
    ).toBe(`**12 files analysed, 1 skipped, 0 not analysed, 1 not followed to its end.** Security score of the changed files: 4.1 → 2.9 of 5.

Blocks: 2 introduced findings at or above the threshold.

### Notices

- The configuration in this change would turn \`leak\` off; it counts once it is merged.

### Introduced: 1 critical, 1 high, 1 medium: 1 toctou, 1 injection, 1 leak

| Severity | Check | Place | Message |
| --- | --- | --- | --- |
| **critical**, blocks | \`leak/github-token\` | \`src/x.ts:7\` | A GitHub token stands in the source. |
| **high**, blocks | \`injection/shell-eval\` | \`bin/run.sh:3\` | \`eval\` runs \`$1\` as code. |
| medium | \`toctou/check-then-use\` | \`bin/run.sh:12\` | The file can change between check and use. The guard at \`bin/run.sh:11\` of the base is gone. |

### Suppressions without effect

| Place | Why | Details |
| --- | --- | --- |
| \`.github/portcullis.yml:4\` | expired | \`leak/github-token\` held until 2026-01-01. |

### Suppressed

| Check | Place | Until | Reason | By |
| --- | --- | --- | --- | --- |
| \`injection/shell-eval\` | \`lib/accepted.sh:3\` | 2027-01-31 | only &#96;root&#96; runs it | \`lib/accepted.sh:2\` |

### Fixed

| Severity | Check | Place before |
| --- | --- | --- |
| high | \`injection/shell-eval\` | \`lib/gone.sh:30\` |

<details><summary>1 note: tests, examples, vendored code, hints</summary>

| Severity | Check | Place | Message |
| --- | --- | --- | --- |
| note | \`injection/shell-eval\` | \`test/x.test.ts:3\` | \`eval\` runs \`$1\` as code. |

</details>

<details><summary>Not followed from file to file: 1 place</summary>

| File | Reason |
| --- | --- |
| \`src/x.ts\` | lib/far.ts was not read: more files are imported than are followed |

</details>

<details><summary>1 file skipped on purpose</summary>

| Reason | File |
| --- | --- |
| binary | \`logo.png\` |

</details>`);
    expect(tdd).toEqual({
      name: 'Portcullis TDD',
      conclusion: 'failure',
      title: '1 violation in 2 commits: tdd/missing-green · 1 cycle incomplete',
      summary: `**2 commits, 1 cycle incomplete, 1 violation, 0 not read.** Blocks: 1 violation. Mode \`labels\`.

### Before the first cycle

| Phase | Commit | Touches | Evidence |
| --- | --- | --- | --- |
| _exempt_ | \`4444444\` docs: words | not read |  |

### Cycle 1: incomplete

| Phase | Commit | Touches | Evidence |
| --- | --- | --- | --- |
| **RED** | \`3333333\` test: a parser (RED) | not read | E0: the label alone |

### Violations

**\`tdd/missing-green\`** in \`3333333\`, blocks: This RED has no GREEN.

\`\`\`sh
# write the code, and
git commit -m 'feat: a parser (GREEN)'
\`\`\`
`,
      annotations: [],
    });
  });

  test('of a review that finds nothing', () => {
    expect(renderCheckRuns(quiet)).toEqual({
      security: {
        name: 'Portcullis security',
        conclusion: 'success',
        title: 'nothing introduced · score 5.0',
        summary:
          '**12 files analysed, 0 skipped, 0 not analysed.** Security score of the changed files: 5.0 → 5.0 of 5.\n\nPasses: everything was analysed, nothing is introduced.',
        annotations: [],
      },
      tdd: {
        name: 'Portcullis TDD',
        conclusion: 'success',
        title: 'off: commits are not judged',
        summary: 'The order of commits is not judged (mode `off`).',
        annotations: [],
      },
    });
  });

  const incomplete = [
    { path: 'big.js', reason: 'parse took over 2 s' },
    { path: null, reason: 'the tree is truncated' },
  ];
  test.each([
    ['not analysed', { ...quiet, incomplete, conclusion: { security: 'failure', tdd: 'success' } }, 'failure'],
    ['not analysed, let pass', { ...quiet, incomplete, conclusion: { security: 'neutral', tdd: 'success' } }, 'warning'],
  ] as const)('%s', (_, of, level) => {
    const { security } = renderCheckRuns(of);
    expect(security.title).toBe('not fully analysed: 2 parts · nothing introduced · score 5.0');
    expect(security.annotations).toEqual([
      { path: 'big.js', start_line: 1, end_line: 1, annotation_level: level, title: 'Not analysed', message: 'parse took over 2 s' },
    ]);
    expect(security.summary).toContain('12 files analysed, 0 skipped, 2 not analysed');
    expect(security.summary).toContain(
      '| File | Reason |\n| --- | --- |\n| `big.js` | parse took over 2 s |\n| the change as a whole | the tree is truncated |',
    );
  });

  test.each([
    [
      'incomplete',
      { ...quiet, incomplete, conclusion: { security: 'failure' as const, tdd: 'success' as const } },
      'Blocks: not everything could be analysed.',
    ],
    ['both', { ...review, incomplete }, 'Blocks: not everything could be analysed, and 2 introduced findings at or above the threshold.'],
    [
      'draft',
      { ...review, conclusion: { security: 'neutral' as const, tdd: 'neutral' as const } },
      'Does not block while this is a draft; 2 findings will once it is ready.',
    ],
    [
      'below',
      { ...review, blocking: [], conclusion: { security: 'neutral' as const, tdd: 'neutral' as const } },
      'Does not block: what is introduced is below the threshold.',
    ],
    [
      'let pass',
      { ...review, incomplete, blocking: [], conclusion: { security: 'neutral' as const, tdd: 'neutral' as const } },
      'Does not block: not everything could be analysed, which the configuration lets pass.',
    ],
  ])('verdict: %s', (_, of, sentence) => expect(renderCheckRuns(of).security.summary.split('\n')[2]).toBe(sentence));

  test('a copy in a test does not block because the original does', () => {
    const copy = { ...note, fingerprint: fingerprintOf('a') };
    const { security } = renderCheckRuns({ ...review, introduced: [finding(), copy] });
    expect(security.annotations.map(({ annotation_level }) => annotation_level)).toEqual(['failure', 'notice']);
    expect(security.summary.split('\n')[2]).toBe('Blocks: 1 introduced finding at or above the threshold.');
    const strict = renderCheckRuns({ ...review, introduced: [note], blocking: [note.fingerprint] });
    expect(strict.security.annotations.map(({ annotation_level }) => annotation_level)).toEqual(['failure']);
  });

  test('a failure of the configuration is in the title', () => {
    const of = {
      ...quiet,
      notices: ['`.github/portcullis.yml` line 3: unknown key'],
      conclusion: { security: 'failure', tdd: 'failure' },
    } as const;
    expect(renderCheckRuns(of).security.title).toBe(
      'failed: `.github/portcullis.yml` line 3: unknown key · nothing introduced · score 5.0',
    );
  });

  test('stays within the limits, cut at row borders, and says by how much', () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      finding({ startLine: index + 1, endLine: index + 1, message: 'ä<'.repeat(500) }),
    );
    const { security } = renderCheckRuns({
      ...review,
      introduced: many,
      skipped: many.map(({ startLine }) => ({ path: `f${startLine}`, reason: 'binary' })),
    });
    expect(Buffer.byteLength(security.summary)).toBeLessThanOrEqual(65_535);
    expect(Buffer.byteLength(security.summary)).toBeGreaterThan(60_000);
    expect(security.summary).toMatch(/^\*\*12 files analysed, 3000 skipped, 0 not analysed, 1 not followed to its end\.\*\*/);
    const [, table] = security.summary.split('| --- | --- | --- | --- |\n');
    const rows = table!.split('\n\n')[0]!.split('\n');
    expect(rows.filter((row) => !/^\| \*\*high\*\*, blocks \| .*… \|$/.test(row))).toEqual([]);
    expect(table!.split('\n\n')[1]).toBe(`… and ${3000 - rows.length} more.`);
    expect(security.annotations.length).toBe(3000);
    expect(security.annotations.filter(({ message, title }) => Buffer.byteLength(message) > 65_536 || title.length > 255)).toEqual([]);
  });

  test('sections fit whatever the limit', () => {
    const sections = [
      { head: 'one', rows: ['a', 'bb', 'ccc'] },
      { head: 'two', rows: Array.from({ length: 30 }, (_, index) => `row ${index} ä`), tail: 'end' },
      { head: 'three', rows: ['x'] },
    ];
    const whole = joinSections(['opening', ''], sections, 1000);
    const least = joinSections(['opening', ''], sections, 0);
    expect(least).toBe('opening\n\none\n\n… and 3 more.\n\ntwo\n\n… and 30 more.\n\nend\n\nthree\n\n… and 1 more.');
    for (let limit = Buffer.byteLength(least); limit <= 1000; limit++) {
      const text = joinSections(['opening', ''], sections, limit);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      const shown = text.split('\n').filter((line) => /^(a|bb|ccc|x|row .*)$/.test(line)).length;
      const leftOut = Array.from(text.matchAll(/… and (\d+) more/g), (found) => Number(found[1])).reduce((sum, count) => sum + count, 0);
      expect(shown + leftOut).toBe(34);
    }
    expect(whole).toBe(['opening', 'one\na\nbb\nccc', `two\n${sections[1]!.rows.join('\n')}`, 'end', 'three\nx'].join('\n\n'));
  });

  test.each(hostile)('nothing gets out of them with %j', (text) => {
    const { security, tdd } = renderCheckRuns(withText(text));
    for (const { summary, title } of [security, tdd]) {
      const html = render(summary);
      expect(
        elements(html).filter(
          (element) => !'h3 p strong em pre code table thead tbody tr th td ul li details summary'.split(' ').includes(element),
        ),
      ).toEqual([]);
      expect(words(html).replace(/\d{4}-\d\d-\d\d/g, '')).not.toMatch(references);
      expect(title).not.toMatch(/\p{Cc}|[\u202a-\u202e]/u);
    }
    expect(security.summary.split('\n').filter((line) => /^(#|<|```)/.test(line) && !/^(### \w|<\/?details>)/.test(line))).toEqual([]);
    expect(security.annotations.filter(({ message }) => /[^\P{Cc}\n]|[\u202a-\u202e]/u.test(message))).toEqual([]);
  });

  test('no secret is in them', () => {
    for (const secret of secrets) {
      const shown = JSON.stringify(renderCheckRuns(withText(secret.text))).replace(/\\+(?=[^\w])|\u200b/g, '');
      expect(secret.hidden.filter((part) => shown.includes(part))).toEqual([]);
    }
  });
});

describe('review comments', () => {
  const source = ['#!/bin/bash', 'cmd=$1', 'eval "$cmd"', '# end'];
  const lineOf = (path: string, line: number) => (path === 'bin/run.sh' ? (source[line - 1] ?? null) : null);
  const everywhere = () => true;
  const input = { review, commentable: everywhere, posted: [], lineOf, checks: [check] };
  const marker = (digit: string) => `<!-- portcullis:fp=${fingerprintOf(digit)} -->`;
  const acceptance = (id: string) =>
    `To accept it, write \`portcullis-ignore ${id} until YYYY-MM-DD: reason\` in a comment at or above the line, or an entry in the configuration. Unless the configuration says otherwise, it counts from the base branch only.`;
  const fix = {
    description: 'The command stays an array; words are no longer split.',
    edits: [{ startLine: 3, startColumn: 1, endLine: 3, endColumn: 12, newText: '"${cmd[@]}"' }],
  };

  test('of a review: the most severe first, notes left out', () => {
    const fixable = finding({ fix });
    expect(
      renderReview({
        ...input,
        review: { ...review, introduced: [race, fixable, note, leak] },
        blobBase: 'https://github.com/acme/site/blob/2/',
      }),
    ).toEqual({
      body: 'Portcullis: this change introduces 1 critical, 1 high, 1 medium: 1 toctou, 1 injection, 1 leak.',
      remaining: 0,
      comments: [
        {
          path: 'src/x.ts',
          side: 'RIGHT',
          start_line: 7,
          start_side: 'RIGHT',
          line: 9,
          fingerprint: leak.fingerprint,
          body: `**Critical: \`leak/github-token\`** (\`leak/github-token\`, \`CWE-798\`, blocks)

A GitHub token stands in the source.

**Instead:** Revoke it, then read it from the environment.

${acceptance('leak/github-token')}

${marker('b')}`,
        },
        {
          path: 'bin/run.sh',
          side: 'RIGHT',
          line: 3,
          fingerprint: fixable.fingerprint,
          body: `**High: Shell code built from a variable** (\`injection/shell-eval\`, \`CWE-78\`, \`CWE-95\`, blocks)

\`eval\` runs \`$1\` as code.

**Why:** The shell parses the text again.

**Instead:** Call it as \`"\${cmd[@]}"\`.

**How it gets there:**

1. [\`bin/run.sh:2\`](<https://github.com/acme/site/blob/2/bin/run.sh#L2>): \`$1\` comes from the command line
2. [\`bin/run.sh:3\`](<https://github.com/acme/site/blob/2/bin/run.sh#L3>): runs in \`eval\`

**Fix:** The command stays an array; words are no longer split.

\`\`\`suggestion
"\${cmd[@]}"
\`\`\`

${acceptance('injection/shell-eval')}

${marker('a')}`,
        },
        {
          path: 'bin/run.sh',
          side: 'RIGHT',
          line: 12,
          fingerprint: race.fingerprint,
          body: `**Medium: \`toctou/check-then-use\`** (\`toctou/check-then-use\`, \`CWE-367\`)

The file can change between check and use.

The guard at \`bin/run.sh:11\` of the base is gone.

**Instead:** Open it once.

${acceptance('toctou/check-then-use')}

${marker('c')}`,
        },
      ],
    });
  });

  const shape = (over: Parameters<typeof finding>[0], more: Partial<Parameters<typeof renderReview>[0]> = {}) => {
    const rendered = renderReview({ ...input, review: { ...quiet, introduced: [finding(over)] }, ...more });
    return rendered?.comments.map(({ start_line, line, body }) => [
      start_line,
      line,
      /^(`{3,})suggestion\n([\s\S]*?)^\1$/m.exec(body)?.[2] ?? null,
      /^(`{3,})\n([\s\S]*?)^\1$/m.exec(body)?.[2] ?? null,
    ]);
  };
  const edit = (startLine: number, startColumn: number, endLine: number, endColumn: number, newText: string) => ({
    fix: { description: 'x', edits: [{ startLine, startColumn, endLine, endColumn, newText }] },
  });
  const upToLine3 = { commentable: (_: string, line: number) => line <= 3 };
  test.each([
    ['one line', edit(3, 1, 3, 5, 'run'), {}, [[undefined, 3, 'run "$cmd"\n', null]]],
    ['part of two lines', edit(2, 5, 3, 5, 'x\ny'), {}, [[2, 3, 'cmd=x\ny "$cmd"\n', null]]],
    ['a line inserted before', edit(3, 1, 3, 1, 'set -e\n'), {}, [[undefined, 3, 'set -e\neval "$cmd"\n', null]]],
    ['a line inserted after', edit(4, 1, 4, 1, 'true\n'), {}, [[undefined, 3, 'eval "$cmd"\ntrue\n', null]]],
    ['a line removed', edit(3, 1, 4, 1, ''), upToLine3, [[undefined, 3, '', null]]],
    ['a line above', edit(2, 1, 2, 7, 'cmd=("$@")'), {}, [[2, 3, 'cmd=("$@")\neval "$cmd"\n', null]]],
    ['outside the diff', edit(4, 1, 4, 1, '#'), upToLine3, [[undefined, 3, null, 'eval "$cmd"\n## end\n']]],
    ['beyond the file', edit(3, 1, 5, 1, ''), {}, [[undefined, 3, null, null]]],
    ['beyond the line', edit(3, 1, 3, 99, ''), {}, [[undefined, 3, null, null]]],
    ['backwards', edit(3, 5, 3, 1, ''), {}, [[undefined, 3, null, null]]],
    ['with a fence in it', edit(3, 1, 3, 12, '```'), {}, [[undefined, 3, '```\n', null]]],
    ['too long', edit(3, 1, 3, 12, 'a\n'.repeat(10)), {}, [[undefined, 3, null, `${'a\n'.repeat(10)}\n`]]],
    ['with bidi in it', edit(3, 1, 3, 12, '\u202e'), {}, [[undefined, 3, null, '[U+202E]\n']]],
    ['with a secret in it', edit(3, 1, 3, 12, secrets[0]!.text), {}, [[undefined, 3, null, null]]],
    [
      'two edits',
      { fix: { description: 'x', edits: [edit(3, 11, 3, 12, "'").fix.edits[0]!, edit(3, 6, 3, 7, "'").fix.edits[0]!] } },
      {},
      [[undefined, 3, "eval '$cmd'\n", null]],
    ],
    [
      'edits that overlap',
      { fix: { description: 'x', edits: [edit(3, 1, 3, 6, '').fix.edits[0]!, edit(3, 3, 3, 7, '').fix.edits[0]!] } },
      {},
      [[undefined, 3, null, null]],
    ],
    ['no fix, several lines', { endLine: 4, endColumn: 2 }, {}, [[3, 4, null, null]]],
    ['no fix, ends before the next line', { endLine: 4, endColumn: 1 }, {}, [[undefined, 3, null, null]]],
    ['no fix, partly in the diff', { startLine: 2, endLine: 5, endColumn: 2 }, upToLine3, [[undefined, 2, null, null]]],
  ] as const)('a fix: %s', (_, over, more, expected) => expect(shape(over, more)).toEqual(expected));

  test('a fix never quotes a line on which another check saw a secret', () => {
    const beside = { ...leak, path: 'bin/run.sh', startLine: 3, endLine: 3 };
    const rendered = renderReview({
      ...input,
      review: { ...quiet, introduced: [finding({ fix })], suppressed: [{ ...review.suppressed[0]!, finding: beside }] },
    });
    expect(rendered?.comments.map(({ body }) => body.includes('```'))).toEqual([false]);
  });

  test('repeats nothing that stands, follows a moved file, and speaks again of what came back', () => {
    const posted = [
      { fingerprint: leak.fingerprint, path: leak.path, state: 'open' },
      { fingerprint: fingerprintOf('a'), path: 'old/name.sh', state: 'open' },
      { fingerprint: race.fingerprint, path: race.path, state: 'fixed' },
    ] as const;
    expect(renderReview({ ...input, posted })?.comments.map(({ fingerprint }) => fingerprint)).toEqual([race.fingerprint]);
    const all = [...posted, { fingerprint: race.fingerprint, path: race.path, state: 'open' }] as const;
    expect(renderReview({ ...input, posted: all })).toBe(null);
    expect(renderReview({ ...input, review: quiet })).toBe(null);
  });

  test('the same statement in two files is two findings', () => {
    const introduced = [finding(), finding({ path: 'bin/other.sh' })];
    const posted = [{ fingerprint: fingerprintOf('a'), path: 'bin/other.sh', state: 'open' }] as const;
    const twice = { ...review, introduced };
    expect(renderReview({ ...input, review: twice, posted })?.comments.map(({ path }) => path)).toEqual(['bin/run.sh']);
    expect(settledComments({ ...twice, introduced: [introduced[0]!] }, [{ ...posted[0], path: 'bin/run.sh' }, ...posted])).toEqual(posted);
  });

  test('outside the diff is listed, more than 25 are counted', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      finding({ startLine: index + 1, endLine: index + 1, fingerprint: fingerprintOf(String(index % 10)) }),
    );
    const rendered = renderReview({
      ...input,
      review: { ...review, introduced: [leak, ...many, race] },
      commentable: (path) => path !== leak.path,
    });
    expect([rendered?.comments.length, rendered?.remaining]).toEqual([25, 6]);
    expect(rendered?.body).toBe(`Portcullis: this change introduces 1 critical, 30 high, 1 medium: 30 injection, 1 toctou, 1 leak.

6 more findings in the diff stand in the check run only: a review holds at most 25 comments.

Outside the lines this diff shows:

- **critical** \`leak/github-token\` at \`src/x.ts:7\`: A GitHub token stands in the source.

${marker('b')}`);
    expect(parseMarkers(rendered!.body)).toEqual([{ fingerprint: leak.fingerprint, state: 'open' }]);
    expect(renderReview({ ...input, commentable: () => false })).toBe(null);
  });

  test('a comment turns to fixed once, keeps its mark, and its suggestion can no longer be committed', () => {
    const [comment] = renderReview({ ...input, review: { ...review, introduced: [finding({ fix })] } })!.comments;
    const fixed = renderFixedComment(comment!.body, '5'.repeat(40));
    expect(fixed).toBe(`**Fixed in 5555555.**

<details><summary>What it was</summary>

${comment!.body.replace('```suggestion', '```').replace(`\n\n${marker('a')}`, '')}

</details>

<!-- portcullis:fp=${fingerprintOf('a')} state=fixed -->`);
    expect(renderFixedComment(fixed, '6'.repeat(40))).toBe(fixed);
    expect([parseMarker(comment!.body), parseMarker(fixed), parseMarker(`${marker('a')}\r\n`)]).toEqual([
      { fingerprint: fingerprintOf('a'), state: 'open' },
      { fingerprint: fingerprintOf('a'), state: 'fixed' },
      { fingerprint: fingerprintOf('a'), state: 'open' },
    ]);
    expect([parseMarker(`${marker('a')}\nsomebody's words`), parseMarker('<!-- portcullis:fp=a -->'), parseMarker('')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('fixed is only what was looked at and is gone', () => {
    const post = (one: { fingerprint: string; path: string }, state: 'open' | 'fixed' = 'open') => ({
      fingerprint: one.fingerprint,
      path: one.path,
      state,
    });
    const posted = [post(gone), post(old), post(accepted), post(leak), post({ ...gone, path: 'a' }, 'fixed')];
    expect(settledComments(review, posted)).toEqual([post(gone)]);
    expect(settledComments({ ...review, incomplete: [{ path: gone.path, reason: 'too big' }] }, posted)).toEqual([]);
    expect(settledComments({ ...review, skipped: [{ path: gone.path, reason: 'binary' }] }, posted)).toEqual([]);
    expect(settledComments({ ...review, incomplete: [{ path: null, reason: 'truncated' }] }, posted)).toEqual([]);
  });

  test.each(hostile)('nothing gets out of them with %j', (text) => {
    const rendered = renderReview({
      ...input,
      review: withText(text),
      lineOf: () => text,
      blobBase: 'https://github.com/acme/site/blob/2/',
    });
    const outside = renderReview({ ...input, review: withText(text), commentable: (_, line) => line === 3 });
    for (const { body, fingerprint } of [...rendered!.comments, ...outside!.comments]) {
      for (const shown of [body, renderFixedComment(body, '5'.repeat(40))]) {
        const html = render(shown).replace(/<!-- portcullis:fp=[0-9a-f]{64}( state=fixed)? -->$/, '');
        expect(elements(html).filter((element) => !'p strong code pre ol li a details summary'.split(' ').includes(element))).toEqual([]);
        expect(
          Array.from(html.matchAll(/href="([^"]*)"/g), ([, url]) => url!).filter(
            (url) => !/^https:\/\/github\.com\/acme\/site\/blob\/2\/[\w.~%/-]*#L1$/.test(url),
          ),
        ).toEqual([]);
        // The one reference that is meant: the commit that fixed it.
        expect(words(html).replace(/^Fixed in 5555555\b/, 'Fixed')).not.toMatch(references);
        expect(parseMarker(shown)?.fingerprint).toBe(fingerprint);
      }
    }
    expect(words(render(withoutMarkersOf(outside!.body)))).not.toMatch(references);
  });

  test('no secret is in them', () => {
    for (const secret of secrets) {
      const dirty = withText(secret.text);
      const placed = { ...dirty, introduced: dirty.introduced.map((one) => ({ ...one, path: 'bin/run.sh' })) };
      const outside = { ...dirty, introduced: [finding(), ...dirty.introduced] };
      const rendered = [placed, outside].map((of) =>
        renderReview({ ...input, review: of, lineOf: () => secret.text, blobBase: 'https://github.com/acme/site/blob/2/' }),
      );
      expect(rendered.map((one) => one?.comments.length)).toEqual([3, 1]);
      const shown = JSON.stringify(rendered).replace(/\\+(?=[^\w])|\u200b/g, '');
      expect(secret.hidden.filter((part) => shown.includes(part))).toEqual([]);
    }
  });
});

function withoutMarkersOf(body: string): string {
  return body.replace(/^<!-- portcullis:fp=[0-9a-f]{64} -->$/gm, '');
}
