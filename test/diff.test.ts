import { describe, expect, test } from '@jest/globals';
import { fingerprint, fingerprintsOf } from '../src/diff/fingerprint.ts';
import { type LineRange, mapLines, shownRanges } from '../src/diff/lines.ts';
import { matchFiles } from '../src/diff/matchFiles.ts';
import type { RawFinding } from '../src/model/analysis.ts';
import type { Content, FileMode, FileVersion } from '../src/model/change.ts';

function finding(startLine: number, statement: string, over: Partial<RawFinding> = {}): RawFinding {
  return {
    checkId: 'injection/shell-eval',
    family: 'injection',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    confidence: 'high',
    cwe: [78],
    message: 'message',
    remediation: 'remediation',
    trace: [],
    statement,
    scope: '',
    fix: null,
    startLine,
    startColumn: 1,
    endLine: startLine,
    endColumn: 2,
    ...over,
  };
}

describe('fingerprint', () => {
  const one = { checkId: 'injection/shell-eval', statement: 'eval "$1"', scope: 'main' };

  test('is 64 hex digits and holds nothing of the statement', () => {
    expect(fingerprint(one, 0)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('differs by check, statement, scope and index, and by where one ends and the next begins', () => {
    const all = [
      fingerprint(one, 0),
      fingerprint(one, 1),
      fingerprint({ ...one, checkId: 'injection/other' }, 0),
      fingerprint({ ...one, statement: 'eval "$2"' }, 0),
      fingerprint({ ...one, scope: 'other' }, 0),
      fingerprint({ ...one, statement: 'eval "$1"main', scope: '' }, 0),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('numbers equals by position, whatever order they come in', () => {
    const findings = [
      finding(9, 'eval "$1"'),
      finding(3, 'eval "$1"'),
      finding(3, 'eval "$1"', { startColumn: 20 }),
      finding(1, 'eval "$2"'),
    ];
    const shape = { checkId: 'injection/shell-eval', scope: '' };
    expect(fingerprintsOf(findings)).toEqual([
      fingerprint({ ...shape, statement: 'eval "$1"' }, 2),
      fingerprint({ ...shape, statement: 'eval "$1"' }, 0),
      fingerprint({ ...shape, statement: 'eval "$1"' }, 1),
      fingerprint({ ...shape, statement: 'eval "$2"' }, 0),
    ]);
  });

  test('does not change when every line shifts', () => {
    const before = [finding(1, 'eval "$1"'), finding(5, 'eval "$1"')];
    const after = [finding(101, 'eval "$1"'), finding(777, 'eval "$1"')];
    expect(fingerprintsOf(after)).toEqual(fingerprintsOf(before));
  });
});

describe('mapLines', () => {
  const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');
  const shape = (base: string, head: string, equality: 'exact' | 'trimmed' = 'exact') => {
    const map = mapLines(base, head, equality);
    const count = head === '' ? 0 : head.split('\n').length - (head.endsWith('\n') ? 1 : 0);
    return { lines: Array.from({ length: count }, (_, i) => map.baseLineOf(i + 1)), removed: map.removed, added: map.added };
  };

  test.each([
    ['both empty', '', '', { lines: [], removed: [], added: [] }],
    ['nothing changed', 'a\nb\n', 'a\nb\n', { lines: [1, 2], removed: [], added: [] }],
    ['all new', '', 'a\nb\n', { lines: [null, null], removed: [], added: [1, 2] }],
    ['all gone', 'a\nb\n', '', { lines: [], removed: [1, 2], added: [] }],
    ['a line before', 'a\nb\n', 'x\na\nb\n', { lines: [null, 1, 2], removed: [], added: [1] }],
    ['a line out of the middle', 'a\nb\nc\n', 'a\nc\n', { lines: [1, 3], removed: [2], added: [] }],
    ['a line replaced', 'a\nb\nc\n', 'a\nx\nc\n', { lines: [1, null, 3], removed: [2], added: [2] }],
    ['the last newline gone', 'a\nb\n', 'a\nb', { lines: [1, null], removed: [2], added: [2] }],
    ['carriage returns added', 'a\nb\n', 'a\r\nb\r\n', { lines: [null, null], removed: [1, 2], added: [1, 2] }],
    ['two places', 'a\nb\nc\nd\ne\n', 'a\nc\nd\nx\ne\n', { lines: [1, 3, 4, null, 5], removed: [2], added: [4] }],
  ])('%s', (_, base, head, expected) => {
    expect(shape(base, head)).toEqual(expected);
  });

  test('white space around a line does not count where it is to be trimmed', () => {
    expect(shape('if x\n  a\r\nfi\n', 'a\n', 'trimmed')).toEqual({ lines: [2], removed: [1, 3], added: [] });
  });

  test('beyond the bound it still maps only equal lines, in order, and finds the unique ones', () => {
    // Every other line replaced: 20,000 edits, far beyond what the exact search is given.
    const base = Array.from({ length: 20_000 }, (_, i) => (i % 2 ? `old ${i}` : `same ${i}`));
    const head = base.map((line, i) => (i % 2 ? `new ${i}` : line));
    const map = mapLines(`${base.join('\n')}\n`, `${head.join('\n')}\n`);
    const expected = head.map((_, i) => (i % 2 ? null : i + 1));
    expect(head.map((_, i) => map.baseLineOf(i + 1))).toEqual(expected);
    expect(map.removed).toEqual(expected.flatMap((line, i) => (line === null ? [i + 1] : [])));
    expect(map.added).toEqual(map.removed);
  });

  test('a hundred thousand lines that all differ map to nothing', () => {
    const of = (word: string) => Array.from({ length: 100_000 }, (_, i) => `${word} ${i}\n`).join('');
    const map = mapLines(of('old'), of('new'));
    expect([map.baseLineOf(1), map.removed.length, map.added.length]).toEqual([null, 100_000, 100_000]);
  });

  test('a hundred thousand equal lines against twice as many keep all of them', () => {
    const map = mapLines('a\n'.repeat(100_000), 'a\n'.repeat(200_000));
    expect([map.removed.length, map.added.length]).toEqual([0, 100_000]);
  });

  test('whatever the texts, mapped lines are equal and ascend, and every line is accounted for once', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const problems: string[] = [];
    for (let round = 0; round < 200; round++) {
      const text = () => Array.from({ length: random(40) }, () => 'abcdef'[random(6)]!);
      const [base, head] = [text(), text()];
      const map = mapLines(base.map((l) => `${l}\n`).join(''), head.map((l) => `${l}\n`).join(''));
      const mapped = head.flatMap((line, i) => {
        const at = map.baseLineOf(i + 1);
        if (at !== null && base[at - 1] !== line) problems.push(`round ${round}: line ${i + 1} mapped to another text`);
        return at === null ? [] : [at];
      });
      if (mapped.some((line, i) => i > 0 && line <= mapped[i - 1]!)) problems.push(`round ${round}: not ascending`);
      if (mapped.length + map.added.length !== head.length) problems.push(`round ${round}: head lines lost`);
      const all = [...mapped, ...map.removed].sort((a, b) => a - b);
      if (all.join() !== base.map((_, i) => i + 1).join()) problems.push(`round ${round}: base lines lost`);
    }
    expect(problems).toEqual([]);
  });

  test.each<[string, string, string, LineRange[]]>([
    ['nothing changed', numbered(1, 9), numbered(1, 9), []],
    ['an added line with three around it', numbered(1, 20), `${numbered(1, 10)}new\n${numbered(11, 20)}`, [{ start: 8, end: 14 }]],
    ['a removed line with three around it', numbered(1, 20), `${numbered(1, 9)}${numbered(11, 20)}`, [{ start: 7, end: 12 }]],
    ['at the edges', numbered(1, 3), `new\n${numbered(1, 3)}`, [{ start: 1, end: 4 }]],
    ['near ones join', numbered(1, 9), `${numbered(1, 2)}x\n${numbered(3, 7)}y\n${numbered(8, 9)}`, [{ start: 1, end: 11 }]],
    [
      'far ones stay apart',
      numbered(1, 30),
      `${numbered(1, 5)}x\n${numbered(6, 25)}y\n${numbered(26, 30)}`,
      [
        { start: 3, end: 9 },
        { start: 24, end: 30 },
      ],
    ],
    // Which of the two is the new one is the diff's choice: what surrounds only one of them is not promised.
    ['a line put in twice', numbered(1, 20), `${numbered(1, 10)}${numbered(10, 20)}`, [{ start: 8, end: 13 }]],
    ['a block put in twice', numbered(1, 20), `${numbered(1, 10)}${numbered(9, 20)}`, [{ start: 8, end: 13 }]],
    ['one of two equal lines taken out', `${numbered(1, 10)}${numbered(10, 20)}`, numbered(1, 20), [{ start: 8, end: 12 }]],
    ['a repetition that could stand anywhere', 'a\n'.repeat(20), 'a\n'.repeat(21), []],
    ['a new file', '', numbered(1, 5), [{ start: 1, end: 5 }]],
    ['an emptied file', numbered(1, 5), '', []],
  ])('shows %s', (_, base, head, expected) => {
    expect(shownRanges(base, head)).toEqual(expected);
  });
});

describe('matchFiles', () => {
  const bytes = (text: string): Content => ({ kind: 'bytes', bytes: new TextEncoder().encode(text) });
  const words = (...numbers: number[]) => numbers.map((n) => `statement number ${n}\n`).join('');
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  /** `path` or `path@mode` to text; a version's sha is its text, as equal blobs have equal shas. */
  function tree(files: Record<string, string>): FileVersion[] {
    return Object.entries(files).map(([name, text]) => {
      const [path, mode = 'file'] = name.split('@') as [string, FileMode | undefined];
      return { path, mode, sha: text };
    });
  }

  async function match(base: Record<string, string>, head: Record<string, string>, copySources: Record<string, string> = {}) {
    const load = async (version: FileVersion) => bytes(version.sha);
    const { files, incomplete } = await matchFiles({ base: tree(base), head: tree(head), copySources: tree(copySources), load });
    expect(incomplete).toEqual([]);
    return files.map(({ status, base, head }) => `${status} ${[base?.path, head?.path].filter((path) => path !== undefined).join(' > ')}`);
  }

  test.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    ['nothing', { a: '1' }, { a: '1' }, []],
    ['one of each', { a: '1', b: '1' }, { a: '2', c: '9' }, ['modified a > a', 'removed b', 'added c']],
    ['a mode alone', { 'a@file': '1' }, { 'a@executable': '1' }, ['modified a > a']],
    ['a file that became a symlink', { 'a@file': '1' }, { 'a@symlink': 'x' }, ['modified a > a']],
    ['an exact rename', { a: '1' }, { b: '1' }, ['renamed a > b']],
    ['the same basename first', { 'x/a': '1', 'x/b': '1' }, { 'y/b': '1', 'y/a': '1' }, ['renamed x/a > y/a', 'renamed x/b > y/b']],
    ['one source, two targets', { a: '1' }, { b: '1', c: '1' }, ['renamed a > b', 'copied a > c']],
    ['a copy of an unchanged file', { a: '1' }, { a: '1', b: '1' }, ['copied a > b']],
    ['a symlink is no copy of a file', { 'a@file': '1' }, { 'a@file': '1', 'b@symlink': '1' }, ['added b']],
    ['a rename with half of the lines', { a: words(...ten) }, { b: words(1, 2, 3, 4, 5, 96, 97, 98, 99, 100) }, ['renamed a > b']],
    ['too little in common', { a: words(...ten) }, { b: words(1, 2, 3, 4, 95, 96, 97, 98, 99, 100) }, ['removed a', 'added b']],
    ['a rename with new indentation', { a: words(...ten) }, { b: words(...ten).replaceAll(/^/gm, '    ') }, ['renamed a > b']],
    [
      'the most similar one',
      { a: words(1, 2, 3, 4, 5, 6, 77, 78, 79, 80), b: words(...ten.slice(0, 9), 99) },
      { c: words(...ten) },
      ['removed a', 'renamed b > c'],
    ],
    [
      'a copy that was edited, of a file that was edited',
      { a: words(...ten) },
      { a: words(...ten, 11), b: words(...ten.slice(0, 9), 99) },
      ['modified a > a', 'copied a > b'],
    ],
    [
      'a copy with too little in common',
      { a: words(...ten) },
      { a: words(...ten, 11), b: words(1, 2, 3, 4, 5, 6, 7) },
      ['modified a > a', 'added b'],
    ],
    ['a submodule that moved', { 'a@submodule': '1' }, { 'b@submodule': '1' }, ['renamed a > b']],
    ['binaries are not compared by content', { a: `\0${words(...ten)}` }, { b: `\0${words(...ten, 11)}` }, ['removed a', 'added b']],
  ])('%s', async (_, base, head, expected) => {
    expect(await match(base, head)).toEqual(expected);
  });

  test('further copy sources are not taken for removed files', async () => {
    expect(await match({}, { b: '1' }, { a: '1' })).toEqual(['copied a > b']);
  });

  test('a path that stands twice in a tree is incomplete, not silently one of the two', async () => {
    const twice = [...tree({ a: '1' }), ...tree({ a: '2' })];
    const { incomplete } = await matchFiles({ base: [], head: twice, load: async () => bytes('') });
    expect(incomplete).toEqual([{ path: 'a', reason: 'the tree lists this path twice' }]);
  });

  test('ten thousand changed files load no more than the bound, and exact renames are still all found', async () => {
    let loaded = 0;
    const many = (folder: string, unlike: string) =>
      Array.from(
        { length: 10_000 },
        (_, i): FileVersion => ({ path: `${folder}/${i}`, mode: 'file', sha: i < 5000 ? `same ${i}` : `${unlike} ${i}` }),
      );
    const load = async (version: FileVersion) => {
      loaded++;
      return bytes(version.sha);
    };
    const { files } = await matchFiles({ base: many('old', 'gone'), head: many('new', 'come'), load });
    const count = (status: string) => files.filter((file) => file.status === status).length;
    expect({ renamed: count('renamed'), added: count('added'), removed: count('removed') }).toEqual({
      renamed: 5000,
      added: 5000,
      removed: 5000,
    });
    expect(loaded).toBeLessThanOrEqual(3000);
  });

  test('what cannot be loaded is not matched by content', async () => {
    const load = async (): Promise<Content> => ({ kind: 'unavailable', reason: 'gone' });
    const { files } = await matchFiles({ base: tree({ a: words(...ten) }), head: tree({ b: words(...ten, 11) }), load });
    expect(files.map((file) => file.status)).toEqual(['removed', 'added']);
  });
});
