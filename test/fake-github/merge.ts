/** Merging a pull request, by its button or through the queue. */

import { type Host, repositoryById, timestamp } from './host.ts';
import { mergeability } from './mergeability.ts';
import { mergeGroupEvent, pullEvent } from './payloads.ts';
import { fullPullShape } from './pullDetails.ts';
import type { Account, MergeGroup, Pull, Repository } from './state.ts';

export interface MergeOptions {
  readonly by: Account;
  readonly method?: 'merge' | 'squash' | 'rebase';
  /** The head the one who merges has seen. */
  readonly sha?: string | null;
}

export type MergeResult =
  | { readonly merged: true; readonly sha: string }
  | { readonly merged: false; readonly status: 405 | 409; readonly message: string };

const refused = (message: string, status: 405 | 409 = 405): MergeResult => ({ merged: false, status, message });

async function writeMerge(host: Host, repository: Repository, pull: Pull, method: 'merge' | 'squash', by: Account): Promise<string | null> {
  const base = await host.store.resolve(repository.directory, `refs/heads/${pull.base.ref}`);
  const tree = base && (await host.store.mergeTree(repository.directory, base, pull.head.sha));
  if (!base || !tree) return null;
  const author = { name: by.login, email: `${by.id}+${by.login}@users.noreply.example.com`, date: new Date(host.now()).toISOString() };
  const message =
    method === 'squash' ? `${pull.title} (#${pull.number})` : `Merge pull request #${pull.number} from ${pull.head.ref}\n\n${pull.title}`;
  const parents = method === 'squash' ? [base] : [base, pull.head.sha];
  return host.store.commitTree(repository.directory, { tree, parents, author, committer: author, message });
}

async function conclude(host: Host, repository: Repository, pull: Pull, sha: string, by: Account): Promise<void> {
  await host.store.updateRef(repository.directory, `refs/heads/${pull.base.ref}`, sha);
  const now = timestamp(host);
  Object.assign(pull, { state: 'closed', merged: true, mergedAt: now, closedAt: now, updatedAt: now, mergedBy: by, mergeCommitSha: sha });
  pull.timeline.push({ at: now, actor: by, kind: 'merged', sha });
  pullEvent(host, pull, await fullPullShape(host, repository, pull), 'closed', by);
}

export async function mergePull(host: Host, pull: Pull, { by, method = 'merge', sha = null }: MergeOptions): Promise<MergeResult> {
  const repository = repositoryById(host, pull.repositoryId);
  if (sha !== null && sha !== pull.head.sha) return refused('Head branch was modified. Review and try the merge again.', 409);
  if (method === 'rebase') return refused('Rebase merges are not allowed on this repository.');
  const { mergeable, reasons } = await mergeability(host, pull);
  if (!mergeable) return refused(reasons.join(' '));
  const merged = await writeMerge(host, repository, pull, method, by);
  if (!merged) return refused('Pull Request is not mergeable');
  await conclude(host, repository, pull, merged, by);
  return { merged: true, sha: merged };
}

/** Puts a pull request at the end of the merge queue: a temporary branch with the merge, for which the checks are asked. */
export async function enqueue(host: Host, pull: Pull, by: Account): Promise<MergeGroup> {
  const repository = repositoryById(host, pull.repositoryId);
  const baseSha = await host.store.resolve(repository.directory, `refs/heads/${pull.base.ref}`);
  const headSha = await writeMerge(host, repository, pull, 'merge', by);
  if (!baseSha || !headSha)
    throw new Error(`Pull request #${pull.number} of ${repository.fullName} conflicts with ${pull.base.ref} and cannot be queued.`);
  const headRef = `gh-readonly-queue/${pull.base.ref}/pr-${pull.number}-${baseSha}`;
  await host.store.updateRef(repository.directory, `refs/heads/${headRef}`, headSha);
  const group: MergeGroup = {
    id: host.nextId(),
    repositoryId: repository.id,
    pullNumber: pull.number,
    baseRef: pull.base.ref,
    baseSha,
    headRef,
    headSha,
    state: 'checking',
  };
  host.state.mergeGroups.push(group);
  pull.timeline.push({ at: timestamp(host), actor: by, kind: 'queued', sha: headSha });
  await mergeGroupEvent(host, group, 'checks_requested', by);
  return group;
}

/** Ends a merge group: into the base where every required check of its head passed, else out of the queue with the reasons. */
export async function finishMergeGroup(host: Host, group: MergeGroup, by: Account): Promise<MergeResult> {
  const repository = repositoryById(host, group.repositoryId);
  const pull = host.state.pulls.find((it) => it.repositoryId === repository.id && it.number === group.pullNumber);
  if (!pull) throw new Error(`Merge group ${group.headRef} belongs to no pull request.`);
  const { reasons } = await mergeability(host, { ...pull, head: { ...pull.head, sha: group.headSha } });
  group.state = reasons.length === 0 ? 'merged' : 'dropped';
  if (reasons.length === 0) await conclude(host, repository, pull, group.headSha, by);
  await host.store.updateRef(repository.directory, `refs/heads/${group.headRef}`, null);
  await mergeGroupEvent(host, group, 'destroyed', by, reasons.length === 0 ? 'merged' : 'dequeued');
  return reasons.length === 0 ? { merged: true, sha: group.headSha } : refused(reasons.join(' '));
}
