import { describe, expect, test } from '@jest/globals';
import { type AnalysedFile, compareFindings, type Judge } from '../src/diff/compareFindings.ts';
import { fingerprint } from '../src/diff/fingerprint.ts';
import type { FileAnalysis, FileRole, RawFinding } from '../src/model/analysis.ts';
import type { ChangeStatus, FileVersion } from '../src/model/change.ts';
import type { Finding } from '../src/model/finding.ts';

/**
 * An engine of one idea: every `eval …` is a finding unless a line `check …` stands before it in the same function.
 * `function NAME` opens a scope and `end` closes it.
 */
function analyse(text: string, role: FileRole = 'production', roleByPath: FileRole = role): FileAnalysis {
  const findings: RawFinding[] = [];
  let scope = '';
  let guarded = false;
  for (const [i, line] of text.split('\n').entries()) {
    const code = line.trim();
    if (code.startsWith('function ')) scope = code.slice(9);
    if (code.startsWith('function ') || code === 'end') guarded = false;
    if (code === 'end') scope = '';
    if (code.startsWith('check')) guarded = true;
    if (!code.startsWith('eval') || guarded) continue;
    const startColumn = line.indexOf('eval') + 1;
    findings.push({
      checkId: 'injection/shell-eval',
      family: 'injection',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
      confidence: 'high',
      cwe: [78],
      message: 'message',
      remediation: 'remediation',
      trace: [],
      statement: code.replace(/\s+/g, ' '),
      scope,
      fix: null,
      startLine: i + 1,
      startColumn,
      endLine: i + 1,
      endColumn: line.length + 1,
    });
  }
  return {
    language: 'bash',
    role,
    roleByPath,
    lines: text.split('\n').length,
    syntaxErrors: 0,
    findings,
    safeguards: [],
    suppressions: [],
    incomplete: [],
    partial: [],
    skipped: null,
  };
}

const judge: Judge = (_, role) => ({ severity: role === 'production' ? 'high' : 'low', confidence: 'high', cvss: null });

interface Side {
  readonly path?: string;
  readonly text: string;
  readonly role?: FileRole;
  readonly roleByPath?: FileRole;
  readonly over?: Partial<FileAnalysis>;
}

function pair(status: ChangeStatus, base: Side | null, head: Side | null): AnalysedFile {
  const version = (side: Side | null): FileVersion | null => side && { path: side.path ?? 'run.sh', sha: side.text, mode: 'file' };
  const analysis = (side: Side | null) => side && { ...analyse(side.text, side.role, side.roleByPath), ...side.over };
  return {
    file: { status, base: version(base), head: version(head) },
    base: analysis(base),
    head: analysis(head),
    baseText: base?.text ?? null,
    headText: head?.text ?? null,
  };
}

const modified = (base: string, head: string) => pair('modified', { text: base }, { text: head });

function compared(...files: AnalysedFile[]) {
  const { introduced, fixed, unchanged } = compareFindings(files, judge);
  const shown = (finding: Finding) =>
    `${finding.path}:${finding.startLine}${finding.lostGuard ? ` lost ${finding.lostGuard.path}:${finding.lostGuard.line}` : ''}`;
  return { introduced: introduced.map(shown), fixed: fixed.map(shown), unchanged: unchanged.map(shown) };
}

const quiet = { introduced: [], fixed: [] };

describe('compareFindings', () => {
  test('a finding carries what the engine said, what it weighs, where it is and who it is', () => {
    const { introduced } = compareFindings([pair('added', null, { path: 'a b.sh', text: 'function f\n  eval "$1"' })], judge);
    expect(introduced).toEqual([
      {
        checkId: 'injection/shell-eval',
        family: 'injection',
        severity: 'high',
        confidence: 'high',
        cvss: null,
        cwe: [78],
        path: 'a b.sh',
        message: 'message',
        remediation: 'remediation',
        trace: [],
        fingerprint: fingerprint({ checkId: 'injection/shell-eval', statement: 'eval "$1"', scope: 'f' }, 0),
        lostGuard: null,
        fix: null,
        startLine: 2,
        startColumn: 3,
        endLine: 2,
        endColumn: 12,
      },
    ]);
  });

  const two = 'function f\n  eval "$1"\nend\nfunction g\n  eval "$2"\nend\n';
  test.each<[string, AnalysedFile[], ReturnType<typeof compared>]>([
    ['nothing but another line', [modified(two, `${two}echo\n`)], { ...quiet, unchanged: ['run.sh:2', 'run.sh:5'] }],
    ['lines moved down', [modified(two, `\n\n${two}`)], { ...quiet, unchanged: ['run.sh:4', 'run.sh:7'] }],
    ['new indentation', [modified(two, two.replaceAll(/^/gm, '\t'))], { ...quiet, unchanged: ['run.sh:2', 'run.sh:5'] }],
    ['line ends', [modified(two, two.replaceAll('\n', '\r\n'))], { ...quiet, unchanged: ['run.sh:2', 'run.sh:5'] }],
    ['a function renamed', [modified(two, two.replace('function f', 'function h'))], { ...quiet, unchanged: ['run.sh:2', 'run.sh:5'] }],
    [
      'functions swapped',
      [modified(two, 'function g\n  eval "$2"\nend\nfunction f\n  eval "$1"\nend\n')],
      { ...quiet, unchanged: ['run.sh:2', 'run.sh:5'] },
    ],
    [
      'a statement moved to another function, with new indentation',
      [modified('function f\n  eval "$1"\nend\n', 'function f\nend\nfunction g\n    eval  "$1"\nend\n')],
      { ...quiet, unchanged: ['run.sh:4'] },
    ],
    ['a file renamed', [pair('renamed', { text: two }, { path: 'new.sh', text: two })], { ...quiet, unchanged: ['new.sh:2', 'new.sh:5'] }],
    [
      'moved between files',
      [pair('modified', { path: 'a', text: two }, { path: 'a', text: 'x\n' }), pair('added', null, { path: 'b', text: two })],
      { ...quiet, unchanged: ['b:2', 'b:5'] },
    ],
    [
      'moved out of a removed file into another function',
      [
        pair('modified', { path: 'a', text: 'x\n' }, { path: 'a', text: 'x\nfunction h\n  eval "$1"\n' }),
        pair('removed', { path: 'b', text: two }, null),
      ],
      { introduced: [], fixed: ['b:5'], unchanged: ['a:3'] },
    ],
    [
      'moved between files once, put in twice',
      [pair('removed', { path: 'a', text: 'eval "$1"\n' }, null), pair('added', null, { path: 'b', text: 'eval "$1"\neval "$1"\n' })],
      { introduced: ['b:2'], fixed: [], unchanged: ['b:1'] },
    ],
    [
      'a second one before',
      [modified('eval "$1"\n', 'eval "$1"\nx\neval "$1"\n')],
      { introduced: ['run.sh:3'], fixed: [], unchanged: ['run.sh:1'] },
    ],
    [
      'the lines say which of two equals is new',
      [modified('x\ny\neval "$1"\nz\n', 'eval "$1"\nx\ny\neval "$1"\nz\n')],
      { introduced: ['run.sh:1'], fixed: [], unchanged: ['run.sh:4'] },
    ],
    [
      'the lines say which of two equals is gone',
      [modified('eval "$1"\nx\ny\neval "$1"\nz\n', 'x\ny\neval "$1"\nz\n')],
      { introduced: [], fixed: ['run.sh:1'], unchanged: ['run.sh:3'] },
    ],
    ['another statement', [modified('eval "$1"\n', 'eval "$2"\n')], { introduced: ['run.sh:1'], fixed: ['run.sh:1'], unchanged: [] }],
    ['a file removed', [pair('removed', { text: two }, null)], { introduced: [], fixed: ['run.sh:2', 'run.sh:5'], unchanged: [] }],
    [
      'a copy, and its source as it was',
      [
        pair('copied', { path: 'a', text: two }, { path: 'b', text: two }),
        pair('modified', { path: 'a', text: two }, { path: 'a', text: `${two}#` }),
      ],
      { ...quiet, unchanged: ['b:2', 'b:5', 'a:2', 'a:5'] },
    ],
    [
      'a copy does not excuse a second one in its source',
      [
        pair('copied', { path: 'a', text: 'eval "$1"\n' }, { path: 'b', text: 'eval "$1"\n' }),
        pair('modified', { path: 'a', text: 'eval "$1"\n' }, { path: 'a', text: 'eval "$1"\neval "$1"\n' }),
      ],
      { introduced: ['a:2'], fixed: [], unchanged: ['b:1', 'a:1'] },
    ],
    [
      'what a copy took over is not fixed in its source',
      [
        pair('copied', { path: 'a', text: two }, { path: 'b', text: two }),
        pair('modified', { path: 'a', text: two }, { path: 'a', text: 'function f\n  eval "$1"\nend\n' }),
      ],
      { ...quiet, unchanged: ['b:2', 'b:5', 'a:2'] },
    ],
    [
      'what a copy dropped is not fixed',
      [pair('copied', { path: 'a', text: two }, { path: 'b', text: 'x\n' })],
      { introduced: [], fixed: [], unchanged: [] },
    ],
  ])('%s', (_, files, expected) => {
    expect(compared(...files)).toEqual(expected);
  });

  test('whatever moves and shifts, only what was put in is introduced', () => {
    const problems: string[] = [];
    let seed = 11;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let round = 0; round < 100; round++) {
      const functions = Array.from({ length: 2 + random(5) }, (_, i) => [
        `function f${i}`,
        ...Array.from({ length: 1 + random(5) }, () => ['echo a', 'echo b', `eval "$${random(3)}"`][random(3)]!),
        'end',
      ]);
      const base = functions.map((lines) => [...lines]);
      const head = functions.map((lines) => lines.map((line) => ' '.repeat(random(4)) + line));
      if (random(2)) head.reverse();
      if (random(2)) head[0]![0] = 'function renamed';
      if (random(2)) head.splice(random(head.length), 0, ['', '# a comment', '']);
      const moved = random(2) ? head.splice(0, 1) : [];
      const rest = head.flat();
      const duplicate = random(2) === 1;
      // A statement that no other equals, so that the count of what is new is beyond doubt.
      if (duplicate) rest.splice(random(rest.length + 1), 0, 'eval "$NEW"', 'eval "$NEW"');
      const files = [
        pair('modified', { path: 'a', text: base.flat().join('\n') }, { path: 'a', text: rest.join('\n') }),
        pair('added', null, { path: 'b', text: moved.flat().join('\n') }),
      ];
      const { introduced, fixed, unchanged } = compared(...files);
      const counts = [introduced.length, fixed.length, unchanged.length].join();
      const expected = [duplicate ? 2 : 0, 0, files[0]!.base!.findings.length].join();
      if (counts !== expected) problems.push(`round ${round}: ${counts} instead of ${expected}`);
    }
    expect(problems).toEqual([]);
  });
});

describe('a guard that the change removed', () => {
  test.each<[string, string, string, string[]]>([
    ['directly above', 'function f\n  check "$1"\n  eval "$1"\nend\n', 'function f\n  eval "$1"\nend\n', ['run.sh:2 lost run.sh:2']],
    ['further up', 'check "$1"\na\nb\nc\neval "$1"\n', 'a\nb\nc\neval "$1"\n', ['run.sh:4 lost run.sh:1']],
    ['replaced by another line', 'check "$1"\neval "$1"\n', 'true\neval "$1"\n', ['run.sh:2 lost run.sh:1']],
    ['around the sink, which lost its indentation', 'check; if x; then\n  eval "$1"\nfi\n', 'eval "$1"\n', ['run.sh:1 lost run.sh:1']],
    ['several lines, of which the condition is meant', 'check; if x\n  exit 1\nfi\neval "$1"\n', 'eval "$1"\n', ['run.sh:1 lost run.sh:1']],
    [
      'what only closes or turns a block is not it',
      'check "$1"\n} else {\nelse:\n}\neval "$1"\n',
      'eval "$1"\n',
      ['run.sh:1 lost run.sh:1'],
    ],
    ['with its comment', 'check "$1"\n# as agreed\n\neval "$1"\n', 'eval "$1"\n', ['run.sh:1 lost run.sh:1']],
    ['above rather than below', 'check "$1"\na\neval "$1"\nb\n', 'a\neval "$1"\n', ['run.sh:2 lost run.sh:1']],
    ['nothing was removed', 'check "$1"\neval "$1"\n', 'check "$1"\nend\neval "$1"\n', ['run.sh:3']],
    ['the sink itself is new', 'check "$1"\n', 'eval "$1"\n', ['run.sh:1']],
    ['too far away to be one', `check "$1"\n${'a\n'.repeat(100)}eval "$1"\n`, `${'a\n'.repeat(100)}eval "$1"\n`, ['run.sh:101']],
  ])('%s', (_, base, head, introduced) => {
    expect(compared(modified(base, head))).toEqual({ introduced, fixed: [], unchanged: [] });
  });

  test.each<[string, AnalysedFile[], ReturnType<typeof compared>]>([
    [
      'further up in the same file',
      [modified('eval "$1"\na\nb\nc\ncheck "$1"\neval "$1"\nd\n', 'a\nb\nc\neval "$1"\nd\n')],
      { introduced: ['run.sh:4 lost run.sh:5'], fixed: ['run.sh:1'], unchanged: [] },
    ],
    [
      'in another function',
      [
        modified(
          `function f\n  eval "$1"\nend\nfunction g\n  check\n  eval "$1"\nend\n`,
          'function f\nend\nfunction g\n  eval "$1"\nend\n',
        ),
      ],
      { introduced: ['run.sh:4 lost run.sh:5'], fixed: ['run.sh:2'], unchanged: [] },
    ],
    [
      'in another file',
      [
        pair('modified', { path: 'a', text: 'eval "$1"\nx\n' }, { path: 'a', text: 'x\n' }),
        pair('modified', { path: 'b', text: 'check\neval "$1"\n' }, { path: 'b', text: 'eval "$1"\n' }),
      ],
      { introduced: ['b:1 lost b:1'], fixed: ['a:1'], unchanged: [] },
    ],
  ])('is not made up for by an equal finding that went %s', (_, files, expected) => {
    expect(compared(...files)).toEqual(expected);
  });

  test('is not claimed where the line had such a finding before, of a statement that went on differently', () => {
    const text = 'check\neval \\\n  "$1"\n';
    const before = { ...analyse('x\neval a').findings[0]!, statement: 'eval "$1"' };
    const after = { ...analyse('eval a').findings[0]!, statement: 'eval "$2"' };
    const file = pair('modified', { text, over: { findings: [before] } }, { text: 'eval \\\n  "$2"\n', over: { findings: [after] } });
    expect(compared(file)).toEqual({ introduced: ['run.sh:1'], fixed: ['run.sh:2'], unchanged: [] });
  });

  test('its place is told in the file it stood in', () => {
    const file = pair('renamed', { path: 'old.sh', text: 'check "$1"\neval "$1"\n' }, { path: 'new.sh', text: 'eval "$1"\n' });
    expect(compared(file).introduced).toEqual(['new.sh:1 lost old.sh:1']);
  });

  test('is not claimed where the base was not analysed in full', () => {
    const file = pair('modified', { text: 'check "$1"\neval "$1"\n', over: { incomplete: ['deadline'] } }, { text: 'eval "$1"\n' });
    expect(compared(file).introduced).toEqual(['run.sh:1']);
  });
});

describe('the role of a file', () => {
  const text = 'eval "$1"\n';
  const severity = (base: Side | null, head: Side) => {
    const status = base === null ? 'added' : base.path === head.path ? 'modified' : 'renamed';
    const { introduced, unchanged } = compareFindings([pair(status, base, head)], judge);
    return { introduced: introduced.map((f) => f.severity), unchanged: unchanged.map((f) => f.severity) };
  };

  test.each<[string, Side | null, Side, ReturnType<typeof severity>]>([
    ['a test stays one', { text, role: 'test' }, { text, role: 'test' }, { introduced: [], unchanged: ['low'] }],
    [
      'out of the tests into production',
      { path: 'test/a', text, role: 'test' },
      { path: 'src/a', text },
      { introduced: ['high'], unchanged: [] },
    ],
    ['into the tests', { path: 'src/a', text }, { path: 'test/a', text, role: 'test' }, { introduced: [], unchanged: ['low'] }],
    [
      'a mark on a new file does not count',
      null,
      { text, role: 'generated', roleByPath: 'production' },
      { introduced: ['high'], unchanged: [] },
    ],
    [
      'a mark that the change adds does not count',
      { text },
      { text: `${text}eval "$2"\n`, role: 'generated', roleByPath: 'production' },
      { introduced: ['high'], unchanged: ['high'] },
    ],
    [
      'a mark that the base had counts',
      { text, role: 'generated', roleByPath: 'production' },
      { text: `${text}eval "$2"\n`, role: 'generated', roleByPath: 'production' },
      { introduced: ['low'], unchanged: ['low'] },
    ],
  ])('%s', (_, base, head, expected) => {
    expect(severity(base, head)).toEqual(expected);
  });

  test('a finding that moved into a more exposed file is introduced', () => {
    const moved = [pair('removed', { path: 'test/a', text, role: 'test' }, null), pair('added', null, { path: 'src/a', text })];
    expect(compared(...moved)).toEqual({ introduced: ['src/a:1'], fixed: [], unchanged: [] });
  });
});

describe('what was not looked at is not called fixed, and excuses nothing', () => {
  const text = 'eval "$1"\n';
  test.each<[string, Side['over'] | null]>([
    ['a head that was not analysed', null],
    ['a head analysed in part', { findings: [], incomplete: ['deadline'] }],
    ['a head that was skipped', { findings: [], skipped: 'binary' }],
  ])('%s', (_, over) => {
    const whole = pair('modified', { path: 'a', text }, { path: 'a', text, over: over ?? {} });
    const file = over === null ? { ...whole, head: null } : whole;
    expect(compared(file, pair('added', null, { path: 'b', text }))).toEqual({ introduced: ['b:1'], fixed: [], unchanged: [] });
  });
});
