import { describe, expect, test } from '@jest/globals';
import { renderCheckRuns } from '../src/report/checkRun.ts';
import { codeBlock, codeCell, codeSpan, plain, prose, proseCell, suggestionBlock, terminal } from '../src/report/escape.ts';
import { redact } from '../src/report/redact.ts';
import { hostile, innocents, secrets } from './support/hostile.ts';
import { decode, elements, references, render, words } from './support/rendered.ts';
import { finding, quiet, review, withText } from './support/review.ts';

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
    expect(security.summary).toBe(`**12 files analysed, 1 skipped, 0 not analysed.** Security score of the changed files: 4.1 → 2.9 of 5.

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

<details><summary>1 file skipped on purpose</summary>

| Reason | File |
| --- | --- |
| binary | \`logo.png\` |

</details>`);
    expect(tdd).toEqual({
      name: 'Portcullis TDD',
      conclusion: 'failure',
      title: '1 violation in 2 commits: tdd/missing-green',
      summary: `**2 commits, 1 violation, 0 not read.** Blocks. Mode \`labels\`.

### Violations

| Rule | Commit | What |
| --- | --- | --- |
| \`tdd/missing-green\` | \`3333333\` | This RED has no GREEN. |

### Commits

| Commit | Phase | Evidence | Subject |
| --- | --- | --- | --- |
| \`4444444\` | exempt |  | docs: words |
| \`3333333\` | RED | E0 | test: a parser (RED) |`,
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
        summary: '**0 commits, 0 violations, 0 not read.** The order of commits is not judged (mode `off`).',
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
    expect(security.summary).toMatch(/^\*\*12 files analysed, 3000 skipped, 0 not analysed\.\*\*/);
    const [, table] = security.summary.split('| --- | --- | --- | --- |\n');
    const rows = table!.split('\n\n')[0]!.split('\n');
    expect(rows.filter((row) => !/^\| \*\*high\*\*, blocks \| .*… \|$/.test(row))).toEqual([]);
    expect(table!.split('\n\n')[1]).toBe(`… and ${3000 - rows.length} more.`);
    expect(security.annotations.length).toBe(3000);
    expect(security.annotations.filter(({ message, title }) => Buffer.byteLength(message) > 65_536 || title.length > 255)).toEqual([]);
  });

  test.each(hostile)('nothing gets out of them with %j', (text) => {
    const { security, tdd } = renderCheckRuns(withText(text));
    for (const { summary, title } of [security, tdd]) {
      const html = render(summary);
      expect(
        elements(html).filter(
          (element) => !'h3 p strong code table thead tbody tr th td ul li details summary'.split(' ').includes(element),
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
