/** Which files go along with each file of a change, and how much of what did not change is read for it. */
import { describe, expect, test } from '@jest/globals';
import type { FileInput } from '../src/engine/analyzeFile.ts';
import { notAnalysed } from '../src/engine/notAnalysed.ts';
import type { FileAnalysis } from '../src/model/analysis.ts';
import type { Change } from '../src/model/change.ts';
import { analyzeChange } from '../src/review/analyzeChange.ts';
import { type Following, localFollowing, surroundingsOf } from '../src/review/surroundings.ts';
import { type Files, memoryChange } from './support/memoryChange.ts';

/** The files around each of a change, as they are handed over; `!` for those that did not change. */
async function around(
  base: Files,
  head: Files,
  { following = localFollowing, edit }: { following?: Following; edit?: (change: Change) => Change } = {},
) {
  const plain = await memoryChange(base, head);
  const change = edit?.(plain) ?? plain;
  const loaded: string[] = [];
  const surroundings = await surroundingsOf(
    {
      ...change,
      load: (version) => {
        loaded.push(version.path);
        return change.load(version);
      },
    },
    change.files,
    { following },
  );
  const told: Record<string, string> = {};
  for (const file of change.files) {
    for (const side of ['base', 'head'] as const) {
      if (!file[side]) continue;
      const { neighbours, beyond } = await surroundings.around(side, file[side].path);
      const names = neighbours.map(({ path, isChanged }) => `${path}${isChanged ? '' : '!'}`);
      told[`${side} ${file[side].path}`] = [...names, ...beyond.map((path) => `(${path})`)].join(' ');
    }
  }
  return { told, loaded };
}

describe('the files around those of a change', () => {
  test('what they take from, on each side its own, and who of the change takes from them', async () => {
    const kept = {
      'lib/index.ts': `export * from './deep';`,
      'lib/deep.ts': `import './none';`,
      'README.md': 'import "./a"',
      'far.ts': `import './a'`,
    };
    const { told } = await around(
      { ...kept, 'a.ts': `import { x } from './old';`, 'b.ts': 'b', 'old.ts': '' },
      { ...kept, 'a.ts': `import { x } from './lib';\nimport { b } from './b.js';`, 'b.ts': 'bb', 'old.ts': '' },
    );
    expect(told).toEqual({
      'base a.ts': 'old.ts!',
      'head a.ts': 'lib/index.ts! b.ts lib/deep.ts!',
      'base b.ts': '',
      'head b.ts': 'a.ts lib/index.ts! lib/deep.ts!',
    });
  });

  test('Python packages, scripts, and scripts that workflows start', async () => {
    const { told } = await around(
      {},
      {
        'app/__init__.py': '',
        'app/main.py': 'from . import db, nothing\nfrom .models import User\nimport os, app.tools as t',
        'app/db.py': '',
        'app/models.py': '',
        'app/tools.py': '',
        'scripts/run.sh': 'source "$(dirname "$0")/lib.sh"\n. lib/x.sh',
        'scripts/lib.sh': '',
        '.github/workflows/ci.yml': 'run: bash scripts/run.sh "$TITLE"',
        'Install.ps1': '. "$PSScriptRoot\\Lib.ps1"',
        'Lib.ps1': '',
      },
    );
    expect(told).toEqual({
      'head app/__init__.py': 'app/main.py app/db.py app/models.py app/tools.py',
      'head app/main.py': 'app/__init__.py app/db.py app/models.py app/tools.py',
      'head app/db.py': 'app/main.py app/__init__.py app/models.py app/tools.py',
      'head app/models.py': 'app/main.py app/__init__.py app/db.py app/tools.py',
      'head app/tools.py': 'app/main.py app/__init__.py app/db.py app/models.py',
      'head scripts/run.sh': 'scripts/lib.sh .github/workflows/ci.yml',
      'head scripts/lib.sh': 'scripts/run.sh .github/workflows/ci.yml',
      'head .github/workflows/ci.yml': 'scripts/run.sh scripts/lib.sh',
      'head Install.ps1': 'Lib.ps1',
      'head Lib.ps1': 'Install.ps1',
    });
  });

  test('a circle ends, and what says how names are meant goes along', async () => {
    const kept = { 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["src/*"]}}}', 'package.json': 'no json' };
    const { told } = await around(kept, { ...kept, 'src/a.ts': `import '@/b';`, 'src/b.ts': `import './a';` });
    expect(told).toEqual({
      'head src/a.ts': 'src/b.ts tsconfig.json! package.json!',
      'head src/b.ts': 'src/a.ts tsconfig.json! package.json!',
    });
  });

  test('what did not change is read once for both sides and only as far as the budget goes', async () => {
    const kept = { '1.js': `require('./2')`, '2.js': `require('./3')`, '3.js': `require('./4')`, '4.js': '' };
    const base = { ...kept, 'a.js': `require('./1')` };
    const head = { ...kept, 'a.js': `require('./1');` };
    const shallow = await around(base, head, { following: { blobs: 10, bytes: 1000, depth: 2 } });
    const few = await around(base, head, { following: { blobs: 1, bytes: 1000, depth: 9 } });
    const small = await around(base, head, { following: { blobs: 10, bytes: 20, depth: 9 } });
    expect([shallow.told, few.told, small.told]).toEqual([
      { 'base a.js': '1.js! 2.js! (3.js)', 'head a.js': '1.js! 2.js! (3.js)' },
      { 'base a.js': '1.js! (2.js)', 'head a.js': '1.js! (2.js)' },
      { 'base a.js': '1.js! 2.js! (3.js)', 'head a.js': '1.js! 2.js! (3.js)' },
    ]);
  });

  test('one file gets at most so many and so much', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`m${String(index).padStart(2, '0')}.js`, '']));
    const imports = Object.keys(many).map((path) => `require('./${path}');`);
    const large = { 'x.js': `//${'x'.repeat(400_000)}`, 'y.js': `//${'y'.repeat(400_000)}` };
    const all = await around(many, { ...many, 'a.js': imports.join('\n') });
    const big = await around(large, { ...large, 'a.js': `require('./x');\nrequire('./y');` });
    const names = all.told['head a.js']!.split(' ');
    expect([names.filter((name) => name.endsWith('!')).length, names.filter((name) => name.startsWith('(')).length, big.told]).toEqual([
      48,
      12,
      { 'head a.js': 'x.js! (y.js)' },
    ]);
  });

  test('links and submodules are not followed, nor what a tree that was cut does not show', async () => {
    const kept = { 'x.js': { mode: 'symlink' as const, text: 'y.js' }, 'y.js': '' };
    const head = { ...kept, 'a.js': `require('./x');\nrequire('./y');\nrequire('./b')`, 'b.js': '' };
    const whole = await around(kept, head);
    const cut = await around(kept, head, { edit: ({ peek: _, ...change }) => change });
    expect([whole.told['head a.js'], cut.told['head a.js']]).toEqual(['y.js! b.js', 'b.js']);
  });
});

describe('an analysis among others', () => {
  const found: FileAnalysis = { ...notAnalysed('a.js', { skipped: '' }), language: 'javascript', skipped: null };

  async function analysed(base: Files, head: Files, analyze: (file: FileInput) => FileAnalysis, cache = new Map<string, FileAnalysis>()) {
    const change = await memoryChange(base, head);
    const asked: string[] = [];
    const { files } = await analyzeChange(change, change.files, {
      analyze: async (file) => {
        asked.push(`${file.path} ${(file.neighbours ?? []).map(({ path }) => path).join(' ')}`.trim());
        return analyze(file);
      },
      cache,
      concurrency: 1,
    });
    return { files, asked, cache };
  }

  test('is remembered until something around it is another', async () => {
    const base = { 'b.js': '', 'c.js': '' };
    const head = { ...base, 'a.js': `require('./b')` };
    const first = await analysed(base, head, () => found);
    const again = await analysed(base, head, () => found, first.cache);
    const other = await analysed({ ...base, 'b.js': '1' }, { ...head, 'b.js': '1' }, () => found, first.cache);
    const changed = await analysed(base, { ...head, 'b.js': '2' }, () => found, first.cache);
    const elsewhere = await analysed({ ...base, 'c.js': '1' }, { ...head, 'c.js': '1' }, () => found, first.cache);
    expect([first.asked, again.asked, other.asked, changed.asked, elsewhere.asked]).toEqual([
      ['a.js b.js'],
      [],
      ['a.js b.js'],
      ['a.js b.js', 'b.js a.js', 'b.js'],
      [],
    ]);
  });

  test('that does not come to an end is made without the others, which is said', async () => {
    const { files, asked } = await analysed({ 'b.js': '' }, { 'b.js': '', 'a.js': `require('./b')` }, (file) =>
      file.neighbours ? { ...found, incomplete: ['took too long'] } : found,
    );
    expect({ asked, head: files[0]?.head }).toEqual({
      asked: ['a.js b.js', 'a.js'],
      head: { ...found, partial: ['was followed by itself only: with the files around it, took too long'] },
    });
  });

  test('that does not come to an end either way is incomplete', async () => {
    const stuck = { ...found, incomplete: ['took too long'] };
    const { files } = await analysed({ 'b.js': '' }, { 'b.js': '', 'a.js': `require('./b')` }, () => stuck);
    expect(files[0]?.head).toEqual(stuck);
  });
});
