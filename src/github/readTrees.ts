/** The two trees of a change by sha: whole, or where GitHub cuts them, only the folders in which they differ. */
import type { FileVersion, Incomplete } from '../model/change.ts';
import type { Client } from './client.ts';
export interface Place {
  readonly owner: string;
  readonly repo: string;
}
export interface Trees {
  readonly base: readonly FileVersion[];
  readonly head: readonly FileVersion[];
  readonly incomplete: readonly Incomplete[];
  /** Bytes of blobs as the trees tell them, so that none too large is asked for. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly find: (side: 'base' | 'head', path: string) => Promise<FileVersion | null>;
}
export function readTrees(_client: Client, _place: Place, _base: string, _head: string): Promise<Trees> {
  throw new Error('not built yet');
}
