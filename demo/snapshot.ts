/** A pull request as it stands at one moment: what the page and the terminal show. */
import type { FileDifference } from '../test/fake-github/diff.ts';
import type { Mergeability } from '../test/fake-github/mergeability.ts';
import type { CheckRun, Pull, Review, ReviewComment } from '../test/fake-github/state.ts';

export interface PushedCommit {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
}

/** What happened for one head: it came, with its commits, and was reviewed. */
export interface Round {
  readonly sha: string;
  readonly by: string;
  readonly commits: readonly PushedCommit[];
  readonly reviews: readonly { readonly review: Review; readonly comments: readonly ReviewComment[] }[];
}

export interface MergeAnswer {
  readonly status: number;
  readonly message: string;
}

export interface Snapshot {
  /** `before the fix`. */
  readonly title: string;
  readonly pull: Pull;
  readonly rounds: readonly Round[];
  readonly files: readonly FileDifference[];
  readonly comments: readonly ReviewComment[];
  /** The runs of the present head. */
  readonly runs: readonly CheckRun[];
  readonly merge: Mergeability;
  /** What GitHub answered to the attempt to merge, if there was one. */
  readonly answer: MergeAnswer | null;
}
