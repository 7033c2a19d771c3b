/** A review to render: every kind of thing a report shows, once. */
import { defaultPolicy } from '../../src/config/defaults.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Review, Scan } from '../../src/model/review.ts';
import type { CheckText } from '../../src/report/checkText.ts';
import { judgeCommits } from '../../src/tdd/judgeCommits.ts';
import { rangeOf } from '../../src/tdd/range.ts';

export function fingerprintOf(digit: string): string {
  return digit.repeat(64).slice(0, 64);
}

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    checkId: 'injection/shell-eval',
    family: 'injection',
    severity: 'high',
    confidence: 'high',
    cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', score: 8.8 },
    cwe: [78, 95],
    path: 'bin/run.sh',
    startLine: 3,
    startColumn: 1,
    endLine: 3,
    endColumn: 10,
    message: '`eval` runs `$1` as code.',
    remediation: 'Call it as `"${cmd[@]}"`.',
    trace: [
      { path: 'bin/run.sh', line: 2, text: '`$1` comes from the command line' },
      { path: 'bin/run.sh', line: 3, text: 'runs in `eval`' },
    ],
    fingerprint: fingerprintOf('a'),
    lostGuard: null,
    fix: null,
    ...over,
  };
}

export const check: CheckText = {
  id: 'injection/shell-eval',
  title: 'Shell code built from a variable',
  cwe: [78, 95],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: '`eval` runs this text as code.',
  why: 'The shell parses the text again.',
  remediation: 'Put the command in an array.',
  limits: 'A constant is not reported.',
  references: [],
};

export const leak = finding({
  checkId: 'leak/github-token',
  family: 'leak',
  severity: 'critical',
  cwe: [798],
  path: 'src/x.ts',
  startLine: 7,
  endLine: 9,
  endColumn: 4,
  message: 'A GitHub token stands in the source.',
  remediation: 'Revoke it, then read it from the environment.',
  trace: [],
  fingerprint: fingerprintOf('b'),
});

export const race = finding({
  checkId: 'toctou/check-then-use',
  family: 'toctou',
  severity: 'medium',
  confidence: 'medium',
  cwe: [367],
  cvss: { vector: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N', score: 4.7 },
  startLine: 12,
  endLine: 12,
  message: 'The file can change between check and use.',
  remediation: 'Open it once.',
  trace: [],
  fingerprint: fingerprintOf('c'),
  lostGuard: { path: 'bin/run.sh', line: 11 },
});

export const note = finding({
  severity: 'note',
  cvss: null,
  path: 'test/x.test.ts',
  trace: [],
  fingerprint: fingerprintOf('d'),
});

export const old = finding({ path: 'lib/old.sh', fingerprint: fingerprintOf('e'), trace: [] });
export const gone = finding({ path: 'lib/gone.sh', startLine: 30, endLine: 30, fingerprint: fingerprintOf('f'), trace: [] });
export const accepted = finding({ path: 'lib/accepted.sh', fingerprint: fingerprintOf('9'), trace: [] });

export const review: Review = {
  repository: 'acme/site',
  base: '1'.repeat(40),
  head: '2'.repeat(40),
  introduced: [race, finding(), note, leak],
  fixed: [gone],
  unchanged: [old],
  suppressed: [
    {
      finding: accepted,
      reason: 'only `root` runs it',
      until: '2027-01-31',
      source: { kind: 'comment', path: 'lib/accepted.sh', line: 2 },
    },
  ],
  suppressionProblems: [
    { path: '.github/portcullis.yml', line: 4, kind: 'expired', message: '`leak/github-token` held until 2026-01-01.' },
  ],
  analysed: 12,
  skipped: [{ path: 'logo.png', reason: 'binary' }],
  incomplete: [],
  partial: [{ path: 'src/x.ts', reason: 'lib/far.ts was not read: more files are imported than are followed' }],
  tdd: {
    mode: 'labels',
    conclusion: 'failure',
    violations: [
      {
        id: 'tdd/missing-green',
        commit: '3'.repeat(40),
        message: 'This RED has no GREEN.',
        blocks: true,
        repair: ['# write the code, and', "git commit -m 'feat: a parser (GREEN)'"],
      },
    ],
    commits: [
      { sha: '4'.repeat(40), subject: 'docs: words', phase: 'exempt', touches: ['README.md'], evidence: null, proof: [], touched: null },
      { sha: '3'.repeat(40), subject: 'test: a parser (RED)', phase: 'red', touches: null, evidence: 'E0', proof: [], touched: null },
    ],
    cycles: [{ red: ['3'.repeat(40)], green: [], refactor: [], verdict: 'incomplete', evidence: 'E0' }],
    notes: [],
    unread: [],
    remarks: [],
    modeReason: null,
    override: null,
  },
  score: { base: 4.1, head: 2.94 },
  conclusion: { security: 'failure', tdd: 'failure' },
  blocking: [leak.fingerprint, fingerprintOf('a')],
  notices: ['The configuration in this change would turn `leak` off; it counts once it is merged.'],
};

export const quiet: Review = {
  ...review,
  introduced: [],
  fixed: [],
  suppressed: [],
  suppressionProblems: [],
  skipped: [],
  partial: [],
  score: { base: 5, head: 5 },
  conclusion: { security: 'success', tdd: 'success' },
  blocking: [],
  notices: [],
  tdd: judgeCommits(rangeOf([]), { ...defaultPolicy.tdd, mode: 'off' }),
};

export const scan: Scan = {
  findings: [finding(), note],
  suppressionProblems: [],
  suppressed: [{ finding: accepted, reason: 'known', until: '2027-01-31', source: { kind: 'config', path: '.github/portcullis.yml' } }],
  analysed: 3,
  skipped: [],
  incomplete: [{ path: 'deep.ts', reason: 'nested too deep' }],
  partial: [],
  blocking: [fingerprintOf('a')],
};

/** The same review with every text that others can choose replaced. */
export function withText(text: string, of: Review = review): Review {
  const dirty = (one: Finding): Finding => ({
    ...one,
    path: text || 'a',
    ...(one.commit && { commit: { ...one.commit, subject: text } }),
    ...(one.broughtBy && { broughtBy: { ...one.broughtBy, subject: text } }),
    message: text,
    remediation: text,
    trace: [{ path: text || 'a', line: 1, text }],
    lostGuard: { path: text || 'a', line: 1 },
    fix: {
      description: text,
      edits: [{ startLine: 3, startColumn: 1, endLine: 3, endColumn: 2, newText: text }],
    },
  });
  return {
    ...of,
    repository: text,
    introduced: of.introduced.map(dirty),
    fixed: of.fixed.map(dirty),
    unchanged: of.unchanged.map(dirty),
    suppressed: of.suppressed.map((one) => ({
      finding: dirty(one.finding),
      reason: text,
      until: one.until,
      source: { kind: 'comment', path: text || 'a', line: 1 },
    })),
    suppressionProblems: of.suppressionProblems.map((one) => ({ ...one, path: text || 'a', message: text })),
    skipped: [{ path: text || 'a', reason: text }],
    partial: [{ path: text || 'a', reason: text }],
    incomplete: [
      { path: text || 'a', reason: text },
      { path: null, reason: text },
    ],
    notices: [text],
    tdd: {
      ...of.tdd,
      modeReason: text,
      violations: of.tdd.violations.map((one) => ({ ...one, message: text, repair: [text, `git commit -m '${text}'`] })),
      notes: [{ id: 'tdd/source-grep-test', commit: '3'.repeat(40), message: text }],
      commits: of.tdd.commits.map((one) => ({ ...one, subject: text, touches: [text || 'a'], proof: [text] })),
      remarks: [text],
      override: { by: text, reason: text },
    },
  };
}
