import type { ChangedFile, Content, FileVersion, Incomplete } from '../model/change.ts';

export interface TreePair {
  /** Entries of the base: the whole tree, or only those that differ or are gone. */
  readonly base: readonly FileVersion[];
  /** Entries of the head, likewise. */
  readonly head: readonly FileVersion[];
  /** Further base entries that a new file may be an exact copy of. */
  readonly copySources?: readonly FileVersion[];
  readonly load: (version: FileVersion) => Promise<Content>;
}

export interface MatchedFiles {
  /** By path of the head, or of the base where the file is gone. */
  readonly files: readonly ChangedFile[];
  readonly incomplete: readonly Incomplete[];
}

export async function matchFiles(_trees: TreePair): Promise<MatchedFiles> {
  return { files: [], incomplete: [] };
}
