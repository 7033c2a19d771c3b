/** The names of modules that a commit is about, so that a test and what it tests are found to belong together. */
import type { Commit } from '../model/change.ts';
import type { OutlinedCommit } from './range.ts';

/** Names that many folders have: their folder says more. */
const common = /^(?:index|main|mod|lib|init|app|types?|utils?|helpers?|common|shared|setup|conftest|core|base|constants|config)$/;
/** Folders that say nothing of what is in them. */
const plain =
  /^(?:src|source|sources|lib|libs|app|apps|test|tests|spec|specs|unit|integration|e2e|packages?|pkg|internal|cmd|bin|main|java|kotlin|scala|python|com|org|net|io|fixtures?|testdata|mocks|snapshots)$/;
const mostFiles = 200;
const mostImports = 200;

/** `cart` of `test/cart.test.ts`, `src/cart.ts`, `src/cart/index.ts` and `import … from '../src/cart.js'`. */
export function modulesOf({ touches }: Commit, outlined: OutlinedCommit | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of touches?.slice(0, mostFiles) ?? []) for (const name of namesOf(path)) names.add(name);
  for (const { head } of outlined?.files.slice(0, mostFiles) ?? []) {
    if (head === null || head.cases.length + head.imports.length === 0) continue;
    for (const { from } of head.imports.slice(0, mostImports)) for (const name of importedNames(from)) names.add(name);
  }
  return names;
}

/** Of its file, and of its folder where that says something. */
function namesOf(path: string): string[] {
  const parts = path.slice(-300).split('/');
  const file = parts.pop()!;
  const folder = parts.map(fold).findLast((name) => name !== '' && !plain.test(name));
  const stem = stemOf(file);
  if (stem !== '' && !common.test(stem)) return [stem];
  return folder === undefined ? [path] : [folder];
}

/** `../src/cart.js`, `shop.cart`, `lib/cart.sh`. A package has one word and no path, and is shared by all. */
function importedNames(from: string): string[] {
  if (from.includes('/')) return /^[./]|\.[a-z0-9]{1,4}$/i.test(from) ? namesOf(from) : [];
  const last = from
    .split('.')
    .filter((part) => part !== '')
    .at(-1);
  return last === undefined || !from.includes('.') || common.test(fold(last)) ? [] : [fold(last)];
}

/** Without extension, marks of a test, and the ways to write several words. */
function stemOf(file: string): string {
  const name = file.replace(/^\.+/, '').split('.')[0]!;
  const word = name
    .replace(/^(?:test|spec)[-_]/i, '')
    .replace(/[-_](?:tests?|specs?|unit|e2e|integration)$/i, '')
    .replace(/(?<=[a-z0-9])(?:Tests?|Specs?|IT)$/, '')
    .replace(/^Test(?=[A-Z])/, '');
  return fold(word);
}

function fold(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}
