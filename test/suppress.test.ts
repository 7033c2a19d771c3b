import { describe, expect, test } from '@jest/globals';
import { addDays, isDay } from '../src/model/day.ts';
import type { Finding } from '../src/model/finding.ts';
import { nearest } from '../src/model/nearest.ts';
import type { SuppressionEntry } from '../src/model/policy.ts';
import { applySuppressions, type SuppressionInput } from '../src/suppress/applySuppressions.ts';
import type { PlacedComment } from '../src/suppress/commentsFromBase.ts';
import { parseSuppression } from '../src/suppress/parseSuppression.ts';

describe('the text of a suppression', () => {
  const form = 'write `portcullis-ignore <check-id> until <YYYY-MM-DD>: <reason>`';
  const rows: [string, string, ReturnType<typeof parseSuppression>][] = [
    [
      'one check',
      ' injection/shell-eval until 2027-01-31: the caller is ours',
      { kind: 'suppression', checks: ['injection/shell-eval'], until: '2027-01-31', reason: 'the caller is ours' },
    ],
    [
      'two checks, loose spaces',
      '  injection/shell-eval ,  leak/github-token   until   2027-01-31 :  a: b ',
      { kind: 'suppression', checks: ['injection/shell-eval', 'leak/github-token'], until: '2027-01-31', reason: 'a: b' },
    ],
    ['a check named twice', 'a/b, a/b until 2027-01-31: why', { kind: 'suppression', checks: ['a/b'], until: '2027-01-31', reason: 'why' }],
    [
      'a block comment that ends',
      'a/b until 2027-01-31: why */',
      { kind: 'suppression', checks: ['a/b'], until: '2027-01-31', reason: 'why' },
    ],
    [
      'an HTML comment that ends',
      'a/b until 2027-01-31: why -->',
      { kind: 'suppression', checks: ['a/b'], until: '2027-01-31', reason: 'why' },
    ],
    ['nothing', '', { kind: 'malformed', message: `it names no check; ${form}` }],
    ['no check', 'until 2027-01-31: why', { kind: 'malformed', message: `it names no check; ${form}` }],
    ['an empty place in the list', 'a/b,, c/d until 2027-01-31: why', { kind: 'malformed', message: `it names no check; ${form}` }],
    ['no comma', 'a/b c/d until 2027-01-31: why', { kind: 'malformed', message: `its checks are not separated by commas; ${form}` }],
    ['no date', 'a/b: why', { kind: 'malformed', message: `it has no date until which it holds; ${form}` }],
    ['until without a date', 'a/b until: why', { kind: 'malformed', message: `it has no date until which it holds; ${form}` }],
    ['a date that is none', 'a/b until 2027-02-30: why', { kind: 'malformed', message: `its date is not a day of the calendar; ${form}` }],
    [
      'a date of another form',
      'a/b until 31.1.2027: why',
      { kind: 'malformed', message: `its date is not a day of the calendar; ${form}` },
    ],
    ['two dates', 'a/b until 2027-01-31 2027-02-01: why', { kind: 'malformed', message: `its date is not a day of the calendar; ${form}` }],
    ['no reason', 'a/b until 2027-01-31', { kind: 'malformed', message: `it gives no reason; ${form}` }],
    ['an empty reason', 'a/b until 2027-01-31:  */', { kind: 'malformed', message: `it gives no reason; ${form}` }],
    ['too many checks', `${'a/b, '.repeat(20)}a/c until 2027-01-31: why`, { kind: 'malformed', message: 'it names more than 20 checks' }],
    ['too long', `a/b until 2027-01-31: ${'x'.repeat(1_000_000)}`, { kind: 'malformed', message: 'it is longer than 1000 characters' }],
  ];
  test.each(rows)('%s', (_, text, parsed) => {
    expect(parseSuppression(text)).toEqual(parsed);
  });
});

function finding(fingerprint: string, line: number, changes: Partial<Finding> = {}): Finding {
  return {
    checkId: 'injection/shell-eval',
    family: 'injection',
    severity: 'high',
    confidence: 'high',
    cvss: null,
    cwe: [],
    path: 'a.sh',
    message: '',
    remediation: '',
    trace: [],
    fingerprint,
    lostGuard: null,
    fix: null,
    startLine: line,
    startColumn: 1,
    endLine: line,
    endColumn: 9,
    ...changes,
  };
}

const today = '2026-11-21';
const valid = 'injection/shell-eval until 2027-01-31: the caller is ours';

function comment(covers: number, text = valid, path = 'a.sh'): PlacedComment {
  return { path, comment: { line: covers - 1, covers, text } };
}

const entry: SuppressionEntry = {
  check: 'injection/shell-eval',
  path: 'a.sh',
  reason: 'agreed with security',
  until: '2027-01-31',
  file: '.github/portcullis.yml',
  line: 12,
};

/** What an outcome says, short enough to read in a table. */
function apply(changes: Partial<SuppressionInput>) {
  const outcome = applySuppressions({
    introduced: [],
    unchanged: [],
    headComments: [],
    baseComments: [],
    renames: new Map(),
    analysed: ['a.sh'],
    entries: [],
    ownSuppressions: 'listed',
    today,
    knownChecks: ['injection/shell-eval', 'injection/sql', 'leak/github-token'],
    ...changes,
  });
  return {
    kept: outcome.kept.map((one) => one.fingerprint),
    suppressed: outcome.suppressed.map(
      ({ finding, source, until, reason }) =>
        `${finding.fingerprint} by ${source.kind} ${source.path}${source.kind === 'comment' ? `:${source.line}` : ''} until ${until}: ${reason}`,
    ),
    problems: outcome.problems.map((problem) => `${problem.path}:${problem.line} ${problem.kind}: ${problem.message}`),
  };
}

describe('what a suppression covers', () => {
  const byComment = (line: number, path = 'a.sh') => `f by comment ${path}:${line} until 2027-01-31: the caller is ours`;
  const own =
    'a.sh:4 added-by-this-change: `portcullis-ignore` of `injection/shell-eval` was added by this change, so it has no effect here; it holds once it is merged.';
  const rows: [string, Partial<SuppressionInput>, ReturnType<typeof apply>][] = [
    ['nothing at all', { introduced: [finding('f', 5)] }, { kept: ['f'], suppressed: [], problems: [] }],
    [
      'a comment that stood in the base',
      { introduced: [finding('f', 5)], headComments: [comment(5)], baseComments: [comment(3)] },
      { kept: [], suppressed: [byComment(4)], problems: [] },
    ],
    [
      'the same comment with other spaces',
      { introduced: [finding('f', 5)], headComments: [comment(5, `  ${valid} */`)], baseComments: [comment(3)] },
      { kept: [], suppressed: [byComment(4)], problems: [] },
    ],
    [
      'one that the change adds',
      { introduced: [finding('f', 5)], headComments: [comment(5)] },
      { kept: ['f'], suppressed: [], problems: [own] },
    ],
    [
      'one that the change adds, where that is allowed',
      { introduced: [finding('f', 5)], headComments: [comment(5)], ownSuppressions: 'effective' },
      { kept: [], suppressed: [byComment(4)], problems: [] },
    ],
    [
      'one whose date the change moves',
      { introduced: [finding('f', 5)], headComments: [comment(5)], baseComments: [comment(5, valid.replace('01-31', '01-01'))] },
      { kept: ['f'], suppressed: [], problems: [own] },
    ],
    [
      'one that the change copies from another file',
      { introduced: [finding('f', 5)], headComments: [comment(5)], baseComments: [comment(5, valid, 'b.sh')] },
      { kept: ['f'], suppressed: [], problems: [own] },
    ],
    [
      'one that came with a renamed file',
      {
        introduced: [finding('f', 5, { path: 'new.sh' })],
        headComments: [comment(5, valid, 'new.sh')],
        baseComments: [comment(5, valid, 'old.sh')],
        renames: new Map([['new.sh', 'old.sh']]),
      },
      { kept: [], suppressed: [byComment(4, 'new.sh')], problems: [] },
    ],
    [
      'a copy set above the original: the original keeps its place',
      {
        introduced: [finding('f', 5)],
        unchanged: [finding('old', 9)],
        headComments: [comment(5), comment(9)],
        baseComments: [comment(5)],
      },
      { kept: ['f'], suppressed: [], problems: [own] },
    ],
    [
      'a statement of several lines',
      { introduced: [finding('f', 5, { endLine: 8 })], headComments: [comment(7)], baseComments: [comment(7)] },
      { kept: [], suppressed: [byComment(6)], problems: [] },
    ],
    [
      'another line',
      { introduced: [finding('f', 6)], headComments: [comment(5)], baseComments: [comment(5)] },
      {
        kept: ['f'],
        suppressed: [],
        problems: ['a.sh:4 unused: `portcullis-ignore` of `injection/shell-eval` covers no finding here; remove it.'],
      },
    ],
    [
      'another check',
      { introduced: [finding('f', 5, { checkId: 'injection/sql' })], headComments: [comment(5)], baseComments: [comment(5)] },
      {
        kept: ['f'],
        suppressed: [],
        problems: ['a.sh:4 unused: `portcullis-ignore` of `injection/shell-eval` covers no finding here; remove it.'],
      },
    ],
    [
      'one of two checks',
      {
        introduced: [finding('f', 5)],
        headComments: [comment(5, `injection/sql, ${valid}`)],
        baseComments: [comment(5, `injection/sql, ${valid}`)],
      },
      {
        kept: [],
        suppressed: [byComment(4)],
        problems: ['a.sh:4 unused: `portcullis-ignore` of `injection/sql` covers no finding here; remove it.'],
      },
    ],
    [
      'an unchanged finding uses it',
      { unchanged: [finding('f', 5)], headComments: [comment(5)], baseComments: [comment(5)] },
      { kept: [], suppressed: [], problems: [] },
    ],
    [
      'its last day',
      { introduced: [finding('f', 5)], headComments: [comment(5)], baseComments: [comment(5)], today: '2027-01-31' },
      { kept: [], suppressed: [byComment(4)], problems: [] },
    ],
    [
      'the day after',
      { introduced: [finding('f', 5)], headComments: [comment(5)], baseComments: [comment(5)], today: '2027-02-01' },
      {
        kept: ['f'],
        suppressed: [],
        problems: [
          'a.sh:4 expired: `portcullis-ignore` of `injection/shell-eval` held until 2027-01-31; fix the finding or agree on a new date.',
        ],
      },
    ],
    [
      'a date more than 366 days ahead',
      {
        introduced: [finding('f', 5)],
        headComments: [comment(5, 'injection/shell-eval until 2027-11-23: why')],
        baseComments: [comment(5, 'injection/shell-eval until 2027-11-23: why')],
      },
      {
        kept: ['f'],
        suppressed: [],
        problems: [
          'a.sh:4 malformed: `portcullis-ignore` has no effect: 2027-11-23 is more than 366 days ahead; choose 2027-11-22 or earlier.',
        ],
      },
    ],
    [
      'an unknown check',
      { introduced: [finding('f', 5)], headComments: [comment(5, valid.replace('eval', 'evil'))] },
      {
        kept: ['f'],
        suppressed: [],
        problems: [
          'a.sh:4 malformed: `portcullis-ignore` has no effect: there is no check `injection/shell-evil`; did you mean `injection/shell-eval`?',
        ],
      },
    ],
    [
      'something that only looks like a check, not repeated',
      { headComments: [comment(5, '@everyone](x) until 2027-01-31: why')] },
      {
        kept: [],
        suppressed: [],
        problems: ['a.sh:4 malformed: `portcullis-ignore` has no effect: it names a check that does not exist.'],
      },
    ],
    [
      'no reason',
      { introduced: [finding('f', 5)], headComments: [comment(5, 'injection/shell-eval until 2027-01-31')] },
      {
        kept: ['f'],
        suppressed: [],
        problems: [
          'a.sh:4 malformed: `portcullis-ignore` has no effect: it gives no reason; write `portcullis-ignore <check-id> until <YYYY-MM-DD>: <reason>`.',
        ],
      },
    ],
    [
      'a leak like any other',
      {
        introduced: [finding('f', 5, { checkId: 'leak/github-token', family: 'leak' })],
        headComments: [comment(5, 'leak/github-token until 2027-01-31: revoked')],
        baseComments: [comment(5, 'leak/github-token until 2027-01-31: revoked')],
      },
      { kept: [], suppressed: ['f by comment a.sh:4 until 2027-01-31: revoked'], problems: [] },
    ],
    [
      'an entry of the config',
      { introduced: [finding('f', 5), finding('g', 5, { path: 'b.sh' })], entries: [entry] },
      { kept: ['g'], suppressed: ['f by config .github/portcullis.yml until 2027-01-31: agreed with security'], problems: [] },
    ],
    [
      'an entry with a glob',
      { introduced: [finding('f', 5, { path: 'x/a.sh' })], entries: [{ ...entry, path: 'x/**' }] },
      { kept: [], suppressed: ['f by config .github/portcullis.yml until 2027-01-31: agreed with security'], problems: [] },
    ],
    [
      'a comment goes before an entry',
      { introduced: [finding('f', 5)], headComments: [comment(5)], baseComments: [comment(5)], entries: [entry] },
      { kept: [], suppressed: [byComment(4)], problems: [] },
    ],
    [
      'an entry that expired',
      { introduced: [finding('f', 5)], entries: [{ ...entry, until: '2026-11-20' }] },
      {
        kept: ['f'],
        suppressed: [],
        problems: [
          '.github/portcullis.yml:12 expired: The suppression of `injection/shell-eval` held until 2026-11-20; fix the finding or agree on a new date.',
        ],
      },
    ],
    [
      'an entry that reaches too far',
      { introduced: [finding('f', 5)], entries: [{ ...entry, until: '2030-01-01' }] },
      {
        kept: ['f'],
        suppressed: [],
        problems: [
          '.github/portcullis.yml:12 malformed: The suppression has no effect: 2030-01-01 is more than 366 days ahead; choose 2027-11-22 or earlier.',
        ],
      },
    ],
    [
      'an entry for an analysed file without such a finding',
      { entries: [entry] },
      {
        kept: [],
        suppressed: [],
        problems: ['.github/portcullis.yml:12 unused: The suppression of `injection/shell-eval` covers no finding here; remove it.'],
      },
    ],
    ['an entry for a file that was not analysed', { entries: [{ ...entry, path: 'b.sh' }] }, { kept: [], suppressed: [], problems: [] }],
    [
      'an entry with a glob says nothing about files not seen',
      { entries: [{ ...entry, path: '*.sh' }] },
      { kept: [], suppressed: [], problems: [] },
    ],
  ];
  test.each(rows)('%s', (_, changes, outcome) => {
    expect(apply(changes)).toEqual(outcome);
  });
});

test.each<[string, boolean]>([
  ['2026-11-21', true],
  ['2028-02-29', true],
  ['2027-02-29', false],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['2026-1-1', false],
  ['0000-01-01', false],
  ['20261121', false],
  ['2026-11-21T00:00', false],
])('%s is a day: %p', (text, is) => {
  expect(isDay(text)).toBe(is);
});

test.each<[string, number, string]>([
  ['2026-11-21', 0, '2026-11-21'],
  ['2026-11-21', 366, '2027-11-22'],
  ['2028-02-28', 1, '2028-02-29'],
])('%s and %p days', (day, days, later) => {
  expect(addDays(day, days)).toBe(later);
});

test.each<[string, string | null]>([
  ['fail_on', 'fail-on'],
  ['famlies', 'families'],
  ['Checks', 'checks'],
  ['colour', null],
  ['x'.repeat(100_000), null],
])('nearest to %s', (word, meant) => {
  expect(nearest(word, ['fail-on', 'families', 'checks', 'paths'])).toBe(meant);
});
