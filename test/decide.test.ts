import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import { isBaseVector, scoreVector } from '../src/decide/cvss.ts';
import { decideSecurity } from '../src/decide/decide.ts';
import { excludedBy, isCheckOn } from '../src/decide/scope.ts';
import { securityScore } from '../src/decide/score.ts';
import { bandOf, judgeFinding } from '../src/decide/severity.ts';
import type { FileRole, RawFinding } from '../src/model/analysis.ts';
import type { Incomplete } from '../src/model/change.ts';
import type { Confidence, Family, Finding, Severity } from '../src/model/finding.ts';
import { globProblem, pathMatcher } from '../src/model/glob.ts';
import type { Policy, PolicyProblem } from '../src/model/policy.ts';

const rceLocal = 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H';
const raceRead = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N';
const harden = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:C/C:L/I:L/A:L';

describe('the base score of CVSS 3.1', () => {
  const profiles: [string, string, number][] = [
    ['RCE-NET', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
    ['RCE-AUTH', 'AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 8.8],
    ['RCE-CI', 'AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:N', 10],
    ['RCE-LOCAL', 'AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8],
    ['RCE-UI', 'AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.8],
    ['RCE-LIB', 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', 8.1],
    ['ARG-INJ', 'AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:N', 6.8],
    ['SQLI', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N', 9.1],
    ['SQLI-AUTH', 'AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N', 8.1],
    ['READ-NET', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5],
    ['READ-AUTH', 'AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N', 6.5],
    ['SSRF', 'AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:N', 8.6],
    ['XSS', 'AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
    ['PROTO', 'AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:H/A:L', 7],
    ['RACE-READ', 'AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N', 4.7],
    ['RACE-WRITE', 'AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:H', 6.3],
    ['RACE-ROOT', 'AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H', 7],
    ['RACE-STATE', 'AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:N', 5.3],
    ['PERM-LOCAL', 'AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N', 5.5],
    ['FAILSEC', 'AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L', 4.2],
    ['AUTH-MISS', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N', 9.1],
    ['IDOR', 'AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:L/A:N', 7.1],
    ['CSRF', 'AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:N', 6.5],
    ['TIMING', 'AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N', 4.8],
    ['MITM', 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N', 7.4],
    ['CRYPTO-WEAK', 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N', 5.9],
    ['TOKEN-XSS', 'AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N', 5.3],
    ['PII', 'AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:N/A:N', 4.4],
    ['ESCAPE', 'AV:L/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 8.8],
    ['HARDEN', 'AV:L/AC:H/PR:L/UI:N/S:C/C:L/I:L/A:L', 5.3],
    ['SUPPLY', 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', 8.1],
    ['BRUTE', 'AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N', 5.3],
    ['DOS', 'AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 7.5],
    ['physical access', 'AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', 1.6],
    ['adjacent network', 'AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 8.8],
    ['high privilege, changed scope', 'AV:N/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H', 9.1],
    ['no impact', 'AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:N', 0],
    ['metrics in another order', 'A:H/I:H/C:H/S:U/UI:N/PR:L/AC:L/AV:L', 7.8],
  ];
  test.each(profiles)('%s', (_, vector, score) => {
    expect(scoreVector(`CVSS:3.1/${vector}`)).toBe(score);
  });

  const broken: [string, string][] = [
    ['nothing', ''],
    ['another version', rceLocal.replace('3.1', '4.0')],
    ['no version', rceLocal.slice('CVSS:3.1/'.length)],
    ['a missing metric', rceLocal.replace('/A:H', '')],
    ['a metric twice', `${rceLocal}/A:H`],
    ['an unknown value', rceLocal.replace('AV:L', 'AV:X')],
    ['an unknown metric', rceLocal.replace('AV:L', 'AX:L')],
    ['a temporal metric', `${rceLocal}/E:P`],
    ['lower case', rceLocal.toLowerCase()],
    ['a trailing slash', `${rceLocal}/`],
    ['a name every object has', rceLocal.replace('AV:L', 'constructor:name')],
  ];
  test.each(broken)('refuses %s', (_, vector) => {
    expect([scoreVector(vector), isBaseVector(vector)]).toEqual([null, false]);
  });
});

test('docs/severity.md gives each profile its score, and each band its share of the security score', () => {
  const page = readFileSync(new URL('../docs/severity.md', import.meta.url), 'utf8');
  const profiles = [...page.matchAll(/^\| [A-Z-]+ \| `(AV:[^`]+)` \| ([\d.]+) \|/gm)];
  const bands = [...page.matchAll(/^\| (\w+) \| [\d.]+ \| [\d.]* ?\| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm)];
  const times = (count: number, severity: string) =>
    securityScore(Array.from({ length: count }, () => ({ severity: severity as Severity, confidence: 'high' as const }))).toFixed(1);
  expect([profiles.length, bands.length]).toEqual([33, 5]);
  expect(profiles.map(([, vector]) => scoreVector(`CVSS:3.1/${vector}`)?.toFixed(1))).toEqual(profiles.map(([, , score]) => score));
  expect(bands.map(([, band]) => [times(1, band!), times(2, band!), times(1000, band!)])).toEqual(
    bands.map(([, , one, two, many]) => [one, two, many]),
  );
});

test.each<[number, Severity]>([
  [10, 'critical'],
  [9, 'critical'],
  [8.9, 'high'],
  [7, 'high'],
  [6.9, 'medium'],
  [4, 'medium'],
  [3.9, 'low'],
  [0.1, 'low'],
  [0, 'note'],
])('a score of %p is %s', (score, band) => {
  expect(bandOf(score)).toBe(band);
});

const step = { path: 'a.sh', line: 1, text: '$1 comes from the caller' };

function raw(changes: Partial<RawFinding>): RawFinding {
  return {
    checkId: 'injection/shell-eval',
    family: 'injection',
    vector: rceLocal,
    confidence: 'high',
    cwe: [78],
    message: '',
    remediation: '',
    trace: [step],
    statement: '',
    scope: '',
    fix: null,
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: 2,
    ...changes,
  };
}

describe('the severity of a finding', () => {
  const full = { vector: rceLocal, score: 7.8 };
  const rows: [string, Partial<RawFinding>, FileRole, ReturnType<typeof judgeFinding>][] = [
    ['production with a trace', {}, 'production', { severity: 'high', confidence: 'high', cvss: full }],
    ['confidence stays', { confidence: 'medium' }, 'production', { severity: 'high', confidence: 'medium', cvss: full }],
    ['no vector', { vector: null }, 'production', { severity: 'note', confidence: 'high', cvss: null }],
    ['no trace', { trace: [] }, 'production', { severity: 'low', confidence: 'low', cvss: full }],
    ['a literal secret needs no trace', { family: 'leak', trace: [] }, 'production', { severity: 'high', confidence: 'high', cvss: full }],
    [
      'hardening is shown as low',
      { vector: harden },
      'production',
      { severity: 'low', confidence: 'high', cvss: { vector: harden, score: 5.3 } },
    ],
    [
      'hardening written in another order',
      { vector: 'CVSS:3.1/A:L/I:L/C:L/S:C/UI:N/PR:L/AC:H/AV:L' },
      'production',
      { severity: 'low', confidence: 'high', cvss: { vector: 'CVSS:3.1/A:L/I:L/C:L/S:C/UI:N/PR:L/AC:H/AV:L', score: 5.3 } },
    ],
    [
      'no impact at all',
      { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N' },
      'production',
      { severity: 'note', confidence: 'high', cvss: null },
    ],
    ...(['test', 'example', 'documentation', 'generated', 'vendored'] as const).map(
      (role): [string, Partial<RawFinding>, FileRole, ReturnType<typeof judgeFinding>] => [
        `in a place of role ${role}`,
        {},
        role,
        { severity: 'note', confidence: 'high', cvss: null },
      ],
    ),
    ...(['test', 'example', 'documentation', 'generated', 'vendored'] as const).map(
      (role): [string, Partial<RawFinding>, FileRole, ReturnType<typeof judgeFinding>] => [
        `a secret in a place of role ${role}`,
        { family: 'leak', vector: raceRead, trace: [] },
        role,
        { severity: 'medium', confidence: 'high', cvss: { vector: raceRead, score: 4.7 } },
      ],
    ),
    [
      'a secret on its way to a log, in a test',
      { family: 'leak', vector: raceRead },
      'test',
      { severity: 'note', confidence: 'high', cvss: null },
    ],
  ];
  test.each(rows)('%s', (_, changes, role, judged) => {
    expect(judgeFinding(raw(changes), role)).toEqual(judged);
  });

  test('a check with a broken vector is a bug that names the check', () => {
    expect(() => judgeFinding(raw({ vector: 'CVSS:3.1/AV:N' }), 'production')).toThrow(
      'Check injection/shell-eval has no valid CVSS 3.1 base vector: CVSS:3.1/AV:N',
    );
  });
});

function finding(severity: Severity, confidence: Confidence, fingerprint = 'f', family: Family = 'injection'): Finding {
  return {
    checkId: `${family}/x`,
    family,
    severity,
    confidence,
    cvss: null,
    cwe: [],
    path: 'a.sh',
    message: '',
    remediation: '',
    trace: [],
    fingerprint,
    lostGuard: null,
    fix: null,
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: 2,
  };
}

describe('the security score', () => {
  const times = (count: number, severity: Severity, confidence: Confidence = 'high') =>
    Array.from({ length: count }, () => finding(severity, confidence));
  const rows: [string, Finding[], number][] = [
    ['nothing found', [], 5],
    ['notes cost nothing', times(9, 'note'), 5],
    ['one low', times(1, 'low'), 4.9],
    ['one low, hardly believed', times(1, 'low', 'low'), 4.9],
    ['one medium', times(1, 'medium'), 4.5],
    ['one medium of medium confidence', times(1, 'medium', 'medium'), 4.6],
    ['one high', times(1, 'high'), 3.4],
    ['one high of low confidence', times(1, 'high', 'low'), 4.4],
    ['two high', times(2, 'high'), 2.4],
    ['one critical', times(1, 'critical'), 2.2],
    ['two critical', times(2, 'critical'), 1],
    ['one critical and one high', [...times(1, 'critical'), ...times(1, 'high')], 1.5],
    ['a thousand low ones are not worse than a critical one', times(1000, 'low'), 4],
    ['a thousand medium ones are not worse than a critical one', times(1000, 'medium'), 2.5],
    ['a thousand high ones', times(1000, 'high'), 1],
    ['a thousand critical ones', times(1000, 'critical'), 0],
  ];
  test.each(rows)('%s', (_, findings, score) => {
    expect(securityScore(findings)).toBe(score);
  });

  test('another finding never raises it, and the order does not matter', () => {
    const kinds = (['low', 'medium', 'critical', 'note', 'high'] as const).flatMap((severity) =>
      (['low', 'high', 'medium'] as const).map((confidence) => finding(severity, confidence)),
    );
    const rising: string[] = [];
    for (const start of kinds) {
      const list: Finding[] = [];
      let before = 5;
      for (const next of [start, ...kinds, start]) {
        list.push(next);
        const now = securityScore(list);
        if (now > before || now !== securityScore([...list].reverse())) rising.push(`${next.severity} ${next.confidence}`);
        before = now;
      }
    }
    expect(rising).toEqual([]);
  });
});

const policy: Policy = {
  failOn: { severity: 'high', confidence: 'high' },
  families: { ...defaultPolicy.families, crypto: false },
  checks: { 'crypto/weak-hash': true, 'injection/shell-eval': false },
  paths: { exclude: ['third/**'] },
  tdd: defaultPolicy.tdd,
  onIncomplete: 'failure',
  ownSuppressions: 'listed',
  revokeCommand: 'off',
  suppressions: [],
  sources: [],
};

describe('the verdict', () => {
  const gone: Incomplete = { path: 'big.ts', reason: 'larger than 1 MB' };
  const unreadable: PolicyProblem = { file: '.github/portcullis.yml', line: 3, message: 'unknown key' };
  const high = finding('high', 'high', 'aa');
  const unsure = finding('high', 'medium', 'bb');
  const low = finding('low', 'high', 'cc');
  const critical = finding('critical', 'high', 'dd');
  const note = finding('note', 'low', 'ee');
  type Input = Parameters<typeof decideSecurity>[0];
  const lenient: Policy = { ...policy, onIncomplete: 'neutral' };
  const rows: [string, Partial<Input>, ReturnType<typeof decideSecurity>][] = [
    ['nothing introduced', {}, { conclusion: 'success', blocking: [] }],
    ['all below fail-on', { introduced: [unsure, low] }, { conclusion: 'neutral', blocking: [] }],
    ['a note alone', { introduced: [note] }, { conclusion: 'neutral', blocking: [] }],
    ['at fail-on', { introduced: [low, high] }, { conclusion: 'failure', blocking: ['aa'] }],
    ['above fail-on', { introduced: [critical, high, unsure] }, { conclusion: 'failure', blocking: ['dd', 'aa'] }],
    [
      'fail-on at everything',
      { introduced: [note], policy: { ...policy, failOn: { severity: 'note', confidence: 'low' } } },
      { conclusion: 'failure', blocking: ['ee'] },
    ],
    [
      'fail-on medium confidence',
      { introduced: [unsure], policy: { ...policy, failOn: { severity: 'high', confidence: 'medium' } } },
      { conclusion: 'failure', blocking: ['bb'] },
    ],
    ['not fully analysed', { incomplete: [gone] }, { conclusion: 'failure', blocking: [] }],
    ['not fully analysed, and low findings', { incomplete: [gone], introduced: [low] }, { conclusion: 'failure', blocking: [] }],
    ['not fully analysed, neutral chosen', { incomplete: [gone], policy: lenient }, { conclusion: 'neutral', blocking: [] }],
    [
      'neutral chosen does not excuse a finding',
      { incomplete: [gone], policy: lenient, introduced: [high] },
      { conclusion: 'failure', blocking: ['aa'] },
    ],
    ['unreadable config', { policyProblems: [unreadable] }, { conclusion: 'failure', blocking: [] }],
    ['unreadable config of a draft', { policyProblems: [unreadable], draft: true }, { conclusion: 'failure', blocking: [] }],
    ['draft with a blocking finding', { introduced: [high], draft: true }, { conclusion: 'neutral', blocking: ['aa'] }],
    ['draft with nothing', { draft: true }, { conclusion: 'neutral', blocking: [] }],
    ['draft not fully analysed', { incomplete: [gone], draft: true }, { conclusion: 'failure', blocking: [] }],
  ];
  test.each(rows)('%s', (_, changes, verdict) => {
    expect(decideSecurity({ introduced: [], incomplete: [], policyProblems: [], policy, draft: false, ...changes })).toEqual(verdict);
  });
});

describe('what the policy looks at', () => {
  test.each<[string, Family, boolean]>([
    ['injection/sql', 'injection', true],
    ['injection/shell-eval', 'injection', false],
    ['crypto/weak-cipher', 'crypto', false],
    ['crypto/weak-hash', 'crypto', true],
    ['constructor', 'leak', true],
  ])('check %s of family %s: %p', (id, family, on) => {
    expect(isCheckOn(policy, id, family)).toBe(on);
  });

  test.each<[string, boolean]>([
    ['third/party/a.js', true],
    ['src/third/a.js', false],
  ])('path %s excluded: %p', (path, excluded) => {
    expect(excludedBy(policy)(path)).toBe(excluded);
  });
});

describe('globs', () => {
  test.each<[string, string[], string[]]>([
    ['src/*.ts', ['src/a.ts', 'src/.ts', 'src/.hidden.ts'], ['src/b/a.ts', 'src/a.tsx', 'x/src/a.ts', 'src']],
    ['src/**/*.ts', ['src/a.ts', 'src/b/c/a.ts'], ['a.ts', 'src/a.js']],
    ['src/**', ['src/a', 'src/b/c'], ['src', 'x/src/a', 'source/a']],
    ['**/gen/**', ['gen/a', 'x/y/gen/z/a'], ['gen', 'x/gen', 'x/gener/a']],
    ['vendor/', ['vendor/a', 'vendor/b/c'], ['vendor', 'x/vendor/a']],
    ['*.test.*', ['a.test.ts', 'src/deep/a.test.js'], ['a.test', 'test.a', 'a.test.ts/b']],
    ['/setup.py', ['setup.py'], ['x/setup.py']],
    ['setup.py', ['setup.py', 'x/setup.py'], ['setup_py']],
    ['a?c/x', ['abc/x'], ['a/c/x', 'ac/x', 'abbc/x']],
    ['src/*.{ts,tsx}', ['src/a.ts', 'src/a.tsx'], ['src/a.js', 'src/a.{ts,tsx}']],
    ['{a,b}/{c,d}', ['a/c', 'b/d'], ['a/b']],
    ['app/[id]/(x)+.ts', ['app/[id]/(x)+.ts'], ['app/i/x.ts']],
    ['**', ['a', 'a/b', '.x/y'], []],
    ['*', ['a', 'a/b'], []],
    ['a/**/**/b', ['a/b', 'a/x/y/b'], ['a/x']],
    ['*a*b*c', ['xaxbxc', 'abcabc', 'y/abc'], ['acb', 'abcd']],
  ])('%s', (pattern, inside, outside) => {
    const matches = pathMatcher([pattern]);
    expect([inside.filter(matches), outside.filter(matches)]).toEqual([inside, []]);
  });

  test('a pattern of many stars meets a path made against it', () => {
    const matches = pathMatcher([`${'*a'.repeat(100)}b`, `${'**/a/'.repeat(40)}b`]);
    expect([matches('a'.repeat(4000)), matches('a/'.repeat(2000))]).toEqual([false, false]);
  });

  test('no pattern matches nothing', () => {
    expect(pathMatcher([])('a')).toBe(false);
  });

  test.each<[string, string | null]>([
    ['src/**', null],
    ['', 'it is empty'],
    ['!src', 'it starts with `!`, and a glob cannot be negated here'],
    ['src\\a', 'it holds a backslash; write `/` between folders'],
    ['a'.repeat(257), 'it is longer than 256 characters'],
    ['{a,{b,c}}', 'its braces are nested or not closed'],
    ['{a,b', 'its braces are nested or not closed'],
    ['a}', 'its braces are nested or not closed'],
    ['{a,b}'.repeat(7), 'its braces stand for more than 64 patterns'],
    ['a**', '`**` must be a whole folder name, as in `src/**/x`'],
    ['src/../a', 'it holds `.` or `..` as a folder'],
    ['./a', 'it holds `.` or `..` as a folder'],
    ['a//b', 'it holds an empty folder name'],
    ['a\u0000b', 'it holds a control character'],
  ])('%j: %p', (pattern, problem) => {
    expect(globProblem(pattern)).toBe(problem);
  });
});
