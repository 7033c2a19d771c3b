/** The commits of a range, by compare. */
import type { Commit, Incomplete } from '../model/change.ts';
import type { Client } from './client.ts';
import type { Place } from './readTrees.ts';

export interface Range extends Place {
  /** Tip of the branch that the change goes into. */
  readonly base: string;
  /** Tip of the change; a fork's commit is in the network of the base repository. */
  readonly head: string;
}

export interface Compared {
  /** The merge base. */
  readonly base: string;
  /** Parents first. */
  readonly commits: readonly Commit[];
  readonly incomplete: readonly Incomplete[];
  /** Which are missing; null where none is. */
  readonly missing: string | null;
}

/** Calls for the commits that a comparison keeps back. */
export const walkBudget = 40;

const commitPages = 100;

export async function readRange(client: Client, { owner, repo, base, head }: Range): Promise<Compared> {
  const commits: Commit[] = [];
  for (let page = 1; ; page++) {
    const { data } = await client.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${base}...${head}`,
      per_page: 100,
      page,
    });
    commits.push(...data.commits.map(commitOf));
    const isWhole = commits.length >= data.total_commits;
    if (!isWhole && data.commits.length > 0 && page < commitPages) continue;
    const reason = `GitHub gave ${commits.length} of ${data.total_commits} commits`;
    return {
      base: data.merge_base_commit.sha,
      commits: parentsFirst(commits),
      incomplete: isWhole ? [] : [{ path: null, reason }],
      missing: null,
    };
  }
}

interface ListedCommit {
  readonly sha: string;
  readonly parents: readonly { readonly sha: string }[];
  readonly commit: { readonly message: string; readonly author: { readonly name?: string } | null };
  /** Null or empty where the mail address belongs to no account. */
  readonly author: { readonly type?: string } | null;
}

/** As lists and comparisons give it. */
export function commitOf({ sha, parents, commit, author }: ListedCommit): Commit {
  const name = commit.author?.name ?? '';
  const isBot = author?.type === 'Bot' || name.endsWith('[bot]');
  return { sha, parents: parents.map((parent) => parent.sha), message: commit.message, author: { name, isBot }, touches: null };
}

/** GitHub sorts by date, and dates lie. Otherwise the order given stays. */
function parentsFirst(commits: readonly Commit[]): Commit[] {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const sorted: Commit[] = [];
  for (const commit of commits) {
    const path = [commit];
    while (path.length > 0) {
      const last = path.at(-1)!;
      const parent = last.parents.map((sha) => bySha.get(sha)).find((candidate) => candidate !== undefined);
      if (parent) path.push(parent);
      else {
        path.pop();
        if (bySha.delete(last.sha)) sorted.push(last);
      }
    }
  }
  return sorted;
}
