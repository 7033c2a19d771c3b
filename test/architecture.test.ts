import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** Room to the rooms it may import; the table of docs/architecture.md, kept here as a test. `*`: anything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/engine': ['src/model'],
  checks: ['src/engine', 'src/model'],
  'src/sandbox': ['src/engine', 'src/model', 'checks'],
  'src/diff': ['src/model'],
  'src/tdd': ['src/model'],
  'src/suppress': ['src/model'],
  'src/config': ['src/model'],
  'src/decide': ['src/model'],
  'src/redact': ['src/model', 'src/engine', 'checks'],
  'src/report': ['src/model', 'src/redact'],
  'src/git': ['src/model', 'src/diff', 'src/redact'],
  'src/queue': ['src/model'],
  'src/github': ['*'],
  'src/review': ['src/model', 'src/engine', 'src/diff', 'src/tdd', 'src/suppress', 'src/config', 'src/decide'],
  'src/cli': ['*'],
};

/** Packages that belong to one edge each. */
const packagesOf: readonly { readonly pattern: RegExp; readonly rooms: readonly string[] }[] = [
  { pattern: /^(?:probot|@octokit\/)/, rooms: ['src/github', 'src/cli'] },
  { pattern: /^(?:sax|tap-parser)$/, rooms: ['src/cli'] },
  { pattern: /^(?:web-)?tree-sitter/, rooms: ['src/engine'] },
  { pattern: /^(?:node:)?child_process$/, rooms: ['src/sandbox', 'src/git'] },
  { pattern: /^(?:node:)?(?:http|https|net|tls)$/, rooms: ['src/github', 'src/cli'] },
  { pattern: /^(?:node:)?fs(?:\/promises)?$/, rooms: ['src/cli', 'src/github', 'src/git', 'src/sandbox'] },
];

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

/** `import … from 'x'` and `export … from 'x'`, `import('x')`, `import 'x'`. */
const IMPORT = /(?:^|[\n;])\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|[\n;])\s*import\s+'([^']+)'/g;

function roomOf(file: string): string {
  const parts = file.split('/');
  return parts[0] === 'src' ? `src/${parts[1]!.replace(/\.ts$/, '')}` : parts[0]!;
}

function imports(): Import[] {
  const found: Import[] = [];
  for (const root of ['src', 'checks']) {
    for (const name of readdirSync(root, { recursive: true }) as string[]) {
      if (!name.endsWith('.ts') || name.includes('/fixtures/')) continue;
      const file = join(root, name);
      const text = readFileSync(file, 'utf8');
      for (const [, from, dynamic, bare] of text.matchAll(IMPORT))
        found.push({ file, room: roomOf(file), target: (from ?? dynamic ?? bare)! });
    }
  }
  return found;
}

describe('rooms', () => {
  const all = imports();

  test('every room has its line in the table', () => {
    expect([...new Set(all.map((entry) => entry.room))].filter((room) => !Object.hasOwn(allowed, room))).toEqual([]);
  });

  test('nothing points outward', () => {
    const wrong = all.flatMap(({ file, room, target }) => {
      if (!target.startsWith('.')) return [];
      const to = roomOf(normalize(join(dirname(file), target)));
      const may = allowed[room] ?? [];
      return to === room || may.includes('*') || may.includes(to) ? [] : [`${file} imports ${to}`];
    });
    expect(wrong).toEqual([]);
  });

  test('each framework and each way out of the process stays at its edge', () => {
    const wrong = all.flatMap(({ file, room, target }) =>
      packagesOf.flatMap(({ pattern, rooms }) => (pattern.test(target) && !rooms.includes(room) ? [`${file} imports ${target}`] : [])),
    );
    expect(wrong).toEqual([]);
  });

  test('checks see the engine through what it offers them', () => {
    const wrong = all.filter(({ room, target }) => room === 'checks' && /src\/engine\/(?:parse|runChecks|analyzeFile|files)/.test(target));
    expect(wrong).toEqual([]);
  });

  test('relative imports end in .ts and exist', () => {
    expect(all.filter(({ target }) => target.startsWith('.') && !/\.(?:ts|json)$/.test(target))).toEqual([]);
    expect(all.filter(({ file, target }) => target.startsWith('.') && !existsSync(normalize(join(dirname(file), target))))).toEqual([]);
  });
});
