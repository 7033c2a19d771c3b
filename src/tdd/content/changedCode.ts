/** What a commit does to production code, declaration by declaration. */
import type { Declaration } from '../../model/outline.ts';
import { listUnder } from '../listUnder.ts';
import type { OutlinedCommit, OutlinedFile } from '../range.ts';
import type { Role } from './roles.ts';

export interface CodeChange {
  readonly file: OutlinedFile;
  readonly before: Declaration | null;
  readonly after: Declaration;
}

export interface ChangedCode {
  /** Declarations with code of their own that no version before the commit had anywhere in its files. */
  readonly written: readonly CodeChange[];
  /** The same for files: what stands outside of all declarations is another than before. */
  readonly rewritten: readonly OutlinedFile[];
  /** Declarations that stay, or that only another name or place has now; their signature is another. */
  readonly reshaped: readonly CodeChange[];
  /** How many stubs and types are new, or other than before. */
  readonly promised: number;
  /** Declarations that stood before and stand nowhere now, with the file they were in. */
  readonly removed: readonly { readonly file: OutlinedFile; readonly declaration: Declaration }[];
}

export function productionFiles({ files }: OutlinedCommit, roleOf: (path: string) => Role): OutlinedFile[] {
  return files.filter(({ path }) => roleOf(path) === 'production');
}

export function readChangedCode(files: readonly OutlinedFile[]): ChangedCode {
  const bodiesBefore = new Set(files.flatMap(({ base }) => base?.declarations.map(({ body }) => body) ?? []));
  const namesAfter = new Set(files.flatMap(({ head }) => head?.declarations.map(({ name }) => lastPart(name)) ?? []));
  const written: CodeChange[] = [];
  const reshaped: CodeChange[] = [];
  const removed: ChangedCode['removed'][number][] = [];
  let promised = 0;
  for (const file of files) {
    const before = byName(file.base?.declarations ?? []);
    const containers = new Set([...(file.base?.declarations ?? []), ...(file.head?.declarations ?? [])].flatMap(({ name }) => outer(name)));
    const cases = new Set(file.head?.cases.map(({ name }) => lastPart(name)) ?? []);
    const seen = new Map<string, number>();
    for (const after of file.head?.declarations ?? []) {
      const count = seen.get(after.name) ?? 0;
      seen.set(after.name, count + 1);
      const was = before.get(after.name)?.[count] ?? null;
      if (was !== null && was.signature !== after.signature) reshaped.push({ file, before: was, after });
      if (after.isStub && was?.body !== after.body) promised++;
      // What a class holds is looked at one by one, and what tests hold is no production code.
      if (containers.has(after.name) || cases.has(lastPart(after.name)) || outer(after.name).some((name) => cases.has(name))) continue;
      if (!after.isStub && after.body !== '' && !bodiesBefore.has(after.body)) written.push({ file, before: was, after });
    }
    for (const declaration of file.base?.declarations ?? []) {
      if (!namesAfter.has(lastPart(declaration.name))) removed.push({ file, declaration });
    }
  }
  const restsBefore = new Set(files.map(({ base }) => base?.rest ?? ''));
  const rewritten = files.filter(({ head }) => head !== null && head.rest !== '' && !restsBefore.has(head.rest));
  return { written, rewritten, reshaped, removed, promised };
}

function byName(declarations: readonly Declaration[]): Map<string, Declaration[]> {
  const map = new Map<string, Declaration[]>();
  for (const declaration of declarations) {
    listUnder(map, declaration.name, declaration);
  }
  return map;
}

/** Deeper ones are nobody's. */
const mostNested = 8;

/** `Shop` and `Shop.Cart` of `Shop.Cart.total`. */
function outer(name: string): string[] {
  const parts = name.split('.', mostNested);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

export function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(' ')) + 1);
}
