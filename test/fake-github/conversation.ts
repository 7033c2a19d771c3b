/** All that a page of a pull request shows, in one reading. */
import type { FileDifference } from './diff.ts';
import type { Host } from './host.ts';
import type { Mergeability } from './mergeability.ts';
import type { commitShape } from './shapes/commit.ts';
import type { CheckRun, Pull, Repository, Review, ReviewComment } from './state.ts';

export interface Conversation {
  readonly pull: Pull;
  readonly repository: Repository;
  /** Oldest first. */
  readonly commits: readonly ReturnType<typeof commitShape>[];
  /** From the merge base to the present head, with hunks. */
  readonly diff: readonly FileDifference[];
  readonly reviews: readonly Review[];
  readonly comments: readonly ReviewComment[];
  /** The newest run of each name and app at the present head. */
  readonly checks: readonly CheckRun[];
  readonly merge: Mergeability;
}

export function readConversation(_host: Host, _pull: Pull): Promise<Conversation> {
  return Promise.reject(new Error('not read yet'));
}
