/** All that a page of a pull request shows, in one reading. */
import { differences, type FileDifference } from './diff.ts';
import { readCommits } from './endpoints/gitData.ts';
import { type Host, repositoryById } from './host.ts';
import { latestRuns, type Mergeability, mergeability } from './mergeability.ts';
import { pullRange } from './pullDetails.ts';
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

export async function readConversation(host: Host, pull: Pull): Promise<Conversation> {
  const repository = repositoryById(host, pull.repositoryId);
  const mine = (it: Review | ReviewComment) => it.repositoryId === repository.id && it.pullNumber === pull.number;
  const { mergeBase, head } = await pullRange(host, repository, pull);
  const shas = await host.store.revList(repository.directory, ['--reverse', head, `^${mergeBase}`]);
  return {
    pull,
    repository,
    commits: await readCommits(host, repository, shas),
    diff: await differences(repository.directory, mergeBase, head),
    reviews: host.state.reviews.filter(mine),
    comments: host.state.comments.filter(mine),
    checks: latestRuns(host, repository, head),
    merge: await mergeability(host, pull),
  };
}
