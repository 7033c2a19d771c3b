import type { Change, Commit } from '../model/change.ts';
import type { BlobCache } from './blobCache.ts';
import type { Client } from './client.ts';
import type { Place } from './readTrees.ts';
export interface Range extends Place {
  /** Tip of the branch that the change goes into. */
  readonly base: string;
  /** Tip of the change; a fork's commit is in the network of the base repository. */
  readonly head: string;
}
export interface ReadOptions {
  readonly blobs?: BlobCache;
}
export interface RemoteChange extends Change {
  /** The trouble that kept a blob away for now (a limit, the network), if any: such a review is worth another try. */
  readonly trouble: () => unknown;
}
export function readChange(_client: Client, _range: Range, _options?: ReadOptions): Promise<RemoteChange> {
  throw new Error('not built yet');
}
/** The change with the paths that some of its commits touch, one call each and at most `budget` of them; the others stay unread. */
export function withTouches(
  _client: Client,
  _options: Place,
  _change: Change,
  _wanted: (commit: Commit) => boolean,
  _budget?: number,
): Promise<Change> {
  throw new Error('not built yet');
}
