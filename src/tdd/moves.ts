/** Whether two versions take the same things, although files have moved. */
import type { Import } from '../model/outline.ts';

export interface Move {
  readonly from: string;
  readonly to: string;
}

interface Version {
  readonly path: string;
  readonly imports: readonly Import[];
}

/** More are looked at by nobody. */
const mostMoves = 500;
const mostImports = 500;

/** Whether each import of one version has one of the other that takes the same from where it is now. */
export function takesTheSame(before: Version, after: Version, moves: readonly Move[]): boolean {
  if (before.imports.length !== after.imports.length || before.imports.length > mostImports || moves.length > mostMoves) return false;
  const left = [...after.imports];
  return before.imports.every((was) => {
    const at = left.findIndex((is) => is.names.join() === was.names.join() && isSamePlace(before.path, was, after.path, is, moves));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function isSamePlace(pathBefore: string, was: Import, pathAfter: string, is: Import, moves: readonly Move[]): boolean {
  const [old, now] = [placesOf(pathBefore, was), placesOf(pathAfter, is)];
  const isMoved = moves.some(({ from, to }) => old.some((place, at) => isAt(from, place) && isAt(to, now[at] ?? now[0]!)));
  return (
    isMoved || (old[0]!.path === now[0]!.path && old[0]!.isWhole === now[0]!.isWhole && !moves.some(({ from }) => isAt(from, old[0]!)))
  );
}

interface Place {
  readonly path: string;
  /** From the root of the repository; else the end of a path. */
  readonly isWhole: boolean;
}

/** What an import may mean: a module, or a module of that name in a package. */
function placesOf(path: string, { from, names }: Import): Place[] {
  const folders = path.split('/').slice(0, -1);
  const isDotted = /\.pyi?$/.test(path) && !from.includes('/');
  const dots = isDotted ? /^\.*/.exec(from)![0].length : 0;
  const written = isDotted ? from.slice(dots).replaceAll('.', '/') : from;
  const isWhole = dots > 0 || /^\.{1,2}(?:\/|$)/.test(written);
  const start = isWhole ? folders.slice(0, folders.length - Math.max(0, dots - 1)) : [];
  const parts = [...start];
  for (const part of written.replace(/^(?:@|~|#)\//, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const module = stemOf(parts.join('/'));
  return [module, ...(isDotted ? names.map((name) => `${module}/${name}`) : [])].map((one) => ({ path: one, isWhole }));
}

function isAt(path: string, { path: place, isWhole }: Place): boolean {
  const stem = stemOf(path);
  return stem === place || (!isWhole && place !== '' && stem.endsWith(`/${place}`));
}

function stemOf(path: string): string {
  return path.replace(/(?<=[^/.])\.[A-Za-z0-9]{1,4}$/, '').replace(/\/(?:index|__init__|mod)$/, '');
}
