/** The trees of both ends of a range, asked by blob and by path. */
import type { FileVersion } from '../model/change.ts';

export interface TwoEnds {
  /** Whether either end has this blob, under whatever path. */
  has(sha: string): boolean;
  /** Whether it is looked at there: the base has this blob under whatever path, or the head has it under this one. */
  stands(path: string, sha: string): boolean;
  /** Whether this is the version of the head, and not that of the base. */
  isHead(path: string, sha: string): boolean;
}

export function twoEnds({ base, head }: { readonly base: readonly FileVersion[]; readonly head: readonly FileVersion[] }): TwoEnds {
  const old = new Set(base.map(({ sha }) => sha));
  const blobs = new Set([...old, ...head.map(({ sha }) => sha)]);
  const bases = new Map(base.map(({ path, sha }) => [path, sha]));
  const heads = new Map(head.flatMap(({ path, sha }) => (bases.get(path) === sha ? [] : [[path, sha] as const])));
  const isHead = (path: string, sha: string) => heads.get(path) === sha;
  return { has: (sha) => blobs.has(sha), stands: (path, sha) => old.has(sha) || isHead(path, sha), isHead };
}
