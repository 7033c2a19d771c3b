/** Whether a commit changes what production code does, as far as that was read. */
import type { Commit } from '../model/change.ts';
import type { Outline } from '../model/outline.ts';
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
  if (base === null && head !== null) return isVersionAlone(head);
  if (base === null || head === null || base.frame !== head.frame) return false;
  return takesTheSame({ path: from ?? path, imports: base.imports }, { path, imports: head.imports }, moves);
}

const ownVersion = /^_{0,2}version(?:_{0,2}|_string)$/i;

/** Whether all that a new file holds is the number of its own version. */
function isVersionAlone({ read, rest, cases, imports, declarations }: Outline): boolean {
  const isAlone = rest === '' && cases.length + imports.length === 0;
  return read === 'tree' && isAlone && declarations.every(({ name, isStub }) => isStub && ownVersion.test(name));
}

/** Null where it was not read. */
function codeOf(outline: Outline | null): string | null {
  return outline === null || outline.read === 'none' || outline.problem !== null ? null : outline.code;
}
