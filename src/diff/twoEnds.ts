/** The trees of both ends of a range, asked by blob and by path. */
import type { FileVersion } from '../model/change.ts';

export interface TwoEnds {
  /** Whether either end has this blob, under whatever path. */
  has(sha: string): boolean;
  /** Whether this is the version of the head, and not that of the base. */
  isHead(path: string, sha: string): boolean;
}

export function twoEnds({ base, head }: { readonly base: readonly FileVersion[]; readonly head: readonly FileVersion[] }): TwoEnds {
  const blobs = new Set([...base, ...head].map(({ sha }) => sha));
  const bases = new Map(base.map(({ path, sha }) => [path, sha]));
  const heads = new Map(head.flatMap(({ path, sha }) => (bases.get(path) === sha ? [] : [[path, sha] as const])));
  return { has: (sha) => blobs.has(sha), isHead: (path, sha) => heads.get(path) === sha };
}
