/** The commits of a range: by compare, and where that keeps some back, by walking from the head to those that it gave. */
import type { Commit } from '../model/change.ts';
import { statusOf } from './apiErrors.ts';
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
  /** Which are missing, as a sentence without its full stop; null where none is. */
  readonly missing: string | null;
}

/** Calls for the commits that a comparison keeps back. */
export const walkBudget = 40;

const commitPages = 100;

const pageSize = 100;

export async function readRange(client: Client, range: Range): Promise<Compared> {
  const known = new Map<string, Commit>();
  for (let page = 1; ; page++) {
    const { data } = await compare(client, range, range.head, page);
    for (const listed of data.commits) known.set(listed.sha, commitOf(listed));
    const total = data.total_commits;
    if (known.size < total && data.commits.length > 0 && page < commitPages) continue;
    if (known.size < total) await walk(client, range, { known, total });
    const missing = known.size < total ? `GitHub gave ${known.size} of ${total} commits` : null;
    return { base: data.merge_base_commit.sha, commits: parentsFirst([...known.values()]), missing };
  }
}

function compare(client: Client, { owner, repo, base }: Range, head: string, page: number) {
  return client.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead: `${base}...${head}`, per_page: pageSize, page });
}

interface Partly {
  /** Commits that are surely of the range; more are put in. */
  readonly known: Map<string, Commit>;
  /** How many it has. */
  readonly total: number;
}

/**
 * From the head down, along first parents, ancestors are listed a hundred a call; what has a commit of the range among its ancestors is of
 * the range. Whether the other parent of a merge, or the parent of a commit of the range, is of the base, a comparison of its own tells.
 */
async function walk(client: Client, range: Range, { known, total }: Partly): Promise<void> {
  const { owner, repo, head } = range;
  const listed = new Map<string, Commit>();
  const ofBase = new Set<string>();
  const ofRange = new Set<string>();
  for (let calls = 0; known.size < total && calls < walkBudget; calls++) {
    const next = nextToAsk(head, { known, listed, ofBase, ofRange });
    if (next === null) return;
    try {
      if (next.how === 'list') {
        const { data } = await client.rest.repos.listCommits({ owner, repo, sha: next.sha, per_page: pageSize });
        if (data.length === 0) return;
        for (const one of data) listed.set(one.sha, commitOf(one));
      } else {
        const { data } = await compare(client, range, next.sha, 1);
        for (const one of data.commits) known.set(one.sha, commitOf(one));
        (data.total_commits === 0 ? ofBase : ofRange).add(next.sha);
      }
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 || status === 422) return;
      throw error;
    }
    for (const commit of parentsFirst([...listed.values()])) {
      if (ofRange.has(commit.sha) || commit.parents.some((parent) => known.has(parent))) known.set(commit.sha, commit);
    }
  }
}

interface Walked {
  readonly known: ReadonlyMap<string, Commit>;
  /** What lists gave, of the range or of the base. */
  readonly listed: ReadonlyMap<string, Commit>;
  /** As comparisons of their own told. */
  readonly ofBase: ReadonlySet<string>;
  readonly ofRange: ReadonlySet<string>;
}

interface Question {
  readonly sha: string;
  readonly how: 'list' | 'compare';
}

/** What is nearest to the head; null where all that leads on is known to be of the base. Comparisons go first: lists may lead into the base. */
function nextToAsk(head: string, { known, listed, ofBase, ofRange }: Walked): Question | null {
  let toList: Question | null = null;
  const seen = new Set([...ofBase, head]);
  const waiting = [{ sha: head, isDoubtful: false }];
  for (const { sha, isDoubtful } of waiting) {
    const isKnown = known.has(sha);
    if (!isKnown && isDoubtful && !ofRange.has(sha)) return { sha, how: 'compare' };
    const commit = known.get(sha) ?? listed.get(sha);
    if (commit === undefined) toList ??= { sha, how: 'list' };
    // Below one that a comparison has just told, there may be a whole line that it kept back.
    const isEnd = isKnown && !ofRange.has(sha);
    for (const [at, parent] of (commit?.parents ?? []).entries()) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      waiting.push({ sha: parent, isDoubtful: isEnd || at > 0 });
    }
  }
  return toList;
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
