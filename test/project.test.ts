/** Files of a repository that know each other: which one a name means. */
import { describe, expect, test } from '@jest/globals';
import type { RepositoryFiles } from '../src/engine/project/repositoryFiles.ts';
import { resolveImport } from '../src/engine/project/resolution.ts';
import type { Language } from '../src/model/analysis.ts';

function repository(paths: string, texts: Readonly<Record<string, string>> = {}): RepositoryFiles {
  const all = new Set([...paths.split(' '), ...Object.keys(texts)]);
  return { has: (path) => all.has(path), textOf: (path) => texts[path] ?? null };
}

describe('a specifier names a file', () => {
  const js = repository('src/a.ts src/b.ts src/c.js src/lib/index.ts src/d.tsx src/data.json index.js src/x.test.ts src/e.mts');
  const configured = repository('web/src/core/a.ts web/src/util.ts web/lib/index.js other.ts', {
    'web/tsconfig.json':
      '{ // paths\n "compilerOptions": { "baseUrl": "./src", /* all */ "paths": { "@/*": ["./*"], "~lib": ["../lib"], "both/*": ["none/*", "core/*"] }, }, }',
    'web/package.json':
      '{ "name": "@acme/web", "main": "lib", "imports": { "#core/*": { "types": "./no/*.ts", "default": "./src/core/*.ts" } }, "exports": { "./util": "./src/util.js" } }',
  });
  const py = repository(
    'app/__init__.py app/main.py app/db/__init__.py app/db/query.py tools/run.py tools/common.py src/lib/core.py manage.py app/logging.py',
  );
  const sh = repository('scripts/run.sh scripts/lib/log.sh lib/common.sh scripts/env lib/log.ps1');
  const cases: readonly (readonly [Language, RepositoryFiles, string, string, string | null])[] = [
    ['typescript', js, 'src/a.ts', './b', 'src/b.ts'],
    ['typescript', js, 'src/a.ts', './b.ts', 'src/b.ts'],
    ['typescript', js, 'src/a.ts', './b.js', 'src/b.ts'],
    ['typescript', js, 'src/a.ts', './c.js', 'src/c.js'],
    ['typescript', js, 'src/a.ts', './d.js', 'src/d.tsx'],
    ['typescript', js, 'src/a.ts', './e.mjs', 'src/e.mts'],
    ['typescript', js, 'src/a.ts', './x.test', 'src/x.test.ts'],
    ['typescript', js, 'src/a.ts', './lib', 'src/lib/index.ts'],
    ['typescript', js, 'src/lib/index.ts', '..', null],
    ['typescript', js, 'src/a.ts', '..', 'index.js'],
    ['typescript', js, 'src/a.ts', './data.json', null],
    ['typescript', js, 'src/a.ts', '../../etc/passwd', null],
    ['javascript', js, 'index.js', './src/lib/', 'src/lib/index.ts'],
    ['javascript', js, 'index.js', 'express', null],
    ['javascript', js, 'index.js', 'node:fs', null],
    ['typescript', configured, 'web/src/main.ts', '@/core/a', 'web/src/core/a.ts'],
    ['typescript', configured, 'web/src/main.ts', 'both/a', 'web/src/core/a.ts'],
    ['typescript', configured, 'web/src/main.ts', '~lib', 'web/lib/index.js'],
    ['typescript', configured, 'web/src/main.ts', 'util', 'web/src/util.ts'],
    ['typescript', configured, 'web/src/main.ts', '#core/a', 'web/src/core/a.ts'],
    ['typescript', configured, 'web/src/main.ts', '@acme/web/util', 'web/src/util.ts'],
    ['typescript', configured, 'web/src/main.ts', '@acme/web', 'web/lib/index.js'],
    ['typescript', configured, 'main.ts', '@/core/a', null],
    ['python', py, 'app/main.py', '.db', 'app/db/__init__.py'],
    ['python', py, 'app/main.py', '.db.query', 'app/db/query.py'],
    ['python', py, 'app/db/query.py', '..main', 'app/main.py'],
    ['python', py, 'app/db/query.py', '.', 'app/db/__init__.py'],
    ['python', py, 'app/db/query.py', '....x', null],
    ['python', py, 'app/main.py', 'app.db.query', 'app/db/query.py'],
    ['python', py, 'tools/run.py', 'common', 'tools/common.py'],
    ['python', py, 'app/main.py', 'logging', null],
    ['python', py, 'manage.py', 'lib.core', 'src/lib/core.py'],
    ['python', py, 'manage.py', 'os.path', null],
    ['bash', sh, 'scripts/run.sh', './lib/log.sh', 'scripts/lib/log.sh'],
    ['bash', sh, 'scripts/run.sh', '../lib/common.sh', 'lib/common.sh'],
    ['bash', sh, 'scripts/run.sh', 'lib/common.sh', 'lib/common.sh'],
    ['bash', sh, 'scripts/run.sh', '$ROOT/lib/common.sh', 'lib/common.sh'],
    ['bash', sh, 'scripts/run.sh', '${HERE}/env', 'scripts/env'],
    ['bash', sh, 'scripts/run.sh', '/etc/profile', null],
    ['bash', sh, 'scripts/run.sh', '$1', null],
    ['bash', sh, 'scripts/run.sh', './run.sh', null],
    ['powershell', sh, 'lib/x.ps1', '.\\log.ps1', 'lib/log.ps1'],
    ['yaml', sh, 'a.yml', './lib/log.sh', null],
  ];
  test.each(cases)('%s %#', (language, files, from, specifier, expected) => {
    expect([from, specifier, resolveImport(language, from, specifier, files)]).toEqual([from, specifier, expected]);
  });

  test('of a package also by the name of one of its modules', () => {
    expect([
      resolveImport('python', 'app/main.py', '.', py, 'db'),
      resolveImport('python', 'app/main.py', 'app.db', py, 'query'),
      resolveImport('python', 'app/main.py', 'app.db', py, 'nothing'),
      resolveImport('typescript', 'src/a.ts', './lib', js, 'index'),
    ]).toEqual(['app/db/__init__.py', 'app/db/query.py', null, null]);
  });
});
