/** A pull request with what must be counted from git and from its checks. */
import { differences } from './diff.ts';
import type { Host } from './host.ts';
import { mergeability } from './mergeability.ts';
import { accountShape } from './shapes/account.ts';
import { pullShape } from './shapes/pull.ts';
import type { Pull, Repository } from './state.ts';

/** What a pull request changes: from the merge base with its base branch to its head. */
export async function pullRange(host: Host, repository: Repository, pull: Pull, head = pull.head.sha) {
  const mergeBase = (await host.store.mergeBase(repository.directory, pull.base.sha, head)) ?? pull.base.sha;
  return { mergeBase, head };
}

export async function fullPullShape(host: Host, repository: Repository, pull: Pull) {
  const { mergeBase, head } = await pullRange(host, repository, pull);
  const files = await differences(repository.directory, mergeBase, head);
  const merge = await mergeability(host, pull);
  const { comments } = host.state;
  return {
    ...pullShape(host, pull),
    merged: pull.merged,
    mergeable: pull.state === 'closed' ? null : merge.state !== 'dirty',
    rebaseable: null,
    mergeable_state: merge.state,
    merged_by: pull.mergedBy && accountShape(host, pull.mergedBy),
    comments: 0,
    review_comments: comments.filter((it) => it.repositoryId === repository.id && it.pullNumber === pull.number).length,
    maintainer_can_modify: false,
    commits: (await host.store.revList(repository.directory, [head, `^${mergeBase}`])).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}
