/** The files around those of a change: what they take from, and which of the change take from them. Read by name, parsed by nobody here. */
import type { Neighbour } from '../engine/project/project.ts';
import type { Reference } from '../engine/project/references.ts';
import type { Language } from '../model/analysis.ts';
import type { Change, ChangedFile } from '../model/change.ts';

type Side = 'base' | 'head';

/** How much of what did not change is read for a change. */
export interface Following {
  readonly blobs: number;
  readonly bytes: number;
  /** Files behind files behind files of the change. */
  readonly depth: number;
}

export const localFollowing: Following = { blobs: 400, bytes: 8_000_000, depth: 6 };
/** Each blob is a call, and each call counts against the limits of an installation. */
export const remoteFollowing: Following = { blobs: 60, bytes: 2_000_000, depth: 4 };

export interface Surrounding {
  readonly neighbours: readonly Neighbour[];
  readonly beyond: readonly string[];
}

/** References by blob and path, remembered between reviews. */
export interface ReferenceCache {
  get(key: string): KnownReferences | undefined;
  set(key: string, references: KnownReferences): unknown;
}

export interface KnownReferences {
  readonly language: Language | null;
  readonly references: readonly Reference[];
}

export interface Surroundings {
  /** What an analysis of a version depends on besides itself; '' where it stands alone. */
  keyOf(side: Side, path: string): string;
  around(side: Side, path: string): Promise<Surrounding>;
}

/** Reads what the files of a change name, on both sides, as far as the budget goes. */
export async function surroundingsOf(
  _change: Change,
  _files: readonly ChangedFile[],
  _options: { readonly following: Following; readonly references?: ReferenceCache; readonly signal?: AbortSignal },
): Promise<Surroundings> {
  return { keyOf: () => '', around: async () => ({ neighbours: [], beyond: [] }) };
}
