/** Whether a commit changes what production code does, as far as that was read. */
import type { Commit } from '../model/change.ts';
import { noOutline, type Outline } from '../model/outline.ts';
import { type Move, takesTheSame } from './moves.ts';
import type { PathKinds } from './productionCode.ts';
import type { OutlinedCommit, OutlinedFile } from './range.ts';

/**
 * Comments, white space, the order of imports, the number of a version and files that move change no code. Null where nobody knows what it touches; what was
 * not read is taken for a change.
 */
export function changesCode({ touches }: Commit, outlined: OutlinedCommit | undefined, { isProduction }: PathKinds): boolean | null {
  if (touches === null) return null;
  const programs = touches.filter(isProduction);
  if (programs.length === 0 || outlined === undefined) return programs.length > 0;
  const files = outlined.files.filter(({ path, from }) => isProduction(path) || (from !== null && isProduction(from)));
  const read = new Set(files.flatMap(({ path, from }) => [path, from]));
  if (!programs.every((path) => read.has(path))) return true;
  const moves = outlined.files.flatMap(({ status, path, from }) => (status === 'renamed' && from !== null ? [{ from, to: path }] : []));
  const changed = files.filter((file) => !keepsCode(file, isProduction, moves));
  // Files that moved and that nobody recognised.
  const [gone, come] = [changed.flatMap(({ base }) => base ?? []), changed.flatMap(({ head }) => head ?? [])].map((side) =>
    side.map(codeOf),
  );
  const areMoved = changed.length === gone!.length + come!.length && !gone!.includes(null);
  return !areMoved || gone!.toSorted().join() !== come!.toSorted().join();
}

function keepsCode(file: OutlinedFile, isProduction: (path: string) => boolean, moves: readonly Move[]): boolean {
  const { status, path, from, base, head, isSame } = file;
  if (status === 'copied' || !isProduction(path) || (from !== null && !isProduction(from))) return false;
  if (isSame) return true;
  const before = base === null ? '' : codeOf(base);
  const after = head === null ? '' : codeOf(head);
  if (before === null || after === null || before === after) return before !== null && after !== null;
  if (head !== null && raisesVersion(base ?? noCode, head)) return true;
  if (base === null || head === null) return false;
  if (moves.length === 0 || base.frame !== head.frame) return false;
  return takesTheSame({ path: from ?? path, imports: base.imports }, { path, imports: head.imports }, moves);
}

const ownVersion = /^_{0,2}version(?:_{0,2}|_string)$/i;
/** Of a file that is not there yet. */
const noCode: Outline = { ...noOutline(null), read: 'tree' };

/** Whether the number of its own version is all that is another: `__version__ = '1.3.0'`. */
function raisesVersion(base: Outline, head: Outline): boolean {
  if (base.read === 'text' && head.read === 'text') return base.frame === head.frame;
  const told = ({ rest, cases, imports, declarations }: Outline) =>
    JSON.stringify([
      rest,
      cases.map(({ name, body }) => [name, body]),
      imports.map(({ from, names }) => [from, names]),
      declarations.filter(({ name }) => !ownVersion.test(name)).map(({ name, signature, body }) => [name, signature, body]),
    ]);
  return base.read === 'tree' && head.read === 'tree' && told(base) === told(head);
}

/** Null where it was not read. */
function codeOf(outline: Outline | null): string | null {
  return outline === null || outline.read === 'none' || outline.problem !== null ? null : outline.code;
}
