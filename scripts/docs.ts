/**
 * Writes the page of every check, `docs/checks/<family>/<name>.md`, from its declaration and its fixtures, the list of them, and
 * the list of the kinds of secrets. With `--check` it writes nothing and exits 1 if a page is missing, stale or left over.
 */
import { type Dirent, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { checks } from '../checks/index.ts';
import { families } from '../checks/models/secrets/index.ts';
import { checkIndex, checkPage } from './checkPage.ts';
import { secretPage } from './secretPage.ts';

const ROOT = 'docs/checks';

/** Path to text of all pages as they should be. */
export function pages(): Map<string, string> {
  const result = new Map([
    [join(ROOT, 'README.md'), checkIndex(checks)],
    [join(ROOT, 'secrets.md'), secretPage(families)],
  ]);
  for (const check of checks) {
    const folder = join('checks', check.id, 'fixtures');
    const fixtures = (readdirSync(folder, { recursive: true, withFileTypes: true }) as Dirent[])
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort()
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
    result.set(join(ROOT, `${check.id}.md`), checkPage(check, fixtures));
  }
  return result;
}

/** Pages that differ from the files on disk. */
export function stalePages(): string[] {
  const wanted = pages();
  const present = (readdirSync(ROOT, { recursive: true }) as string[])
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(ROOT, file));
  const stale = [...wanted].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text).map(([path]) => path);
  return [...stale, ...present.filter((path) => !wanted.has(path))].sort();
}

if (process.argv[1]?.endsWith('docs.ts')) {
  const stale = stalePages();
  if (process.argv.includes('--check')) {
    for (const path of stale) console.error(`${path} is not what the check declares: run \`npm run docs\``);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    const wanted = pages();
    for (const path of stale) {
      const text = wanted.get(path);
      if (text === undefined) {
        rmSync(path);
        continue;
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    console.log(`${wanted.size} pages, ${stale.length} written`);
  }
}
