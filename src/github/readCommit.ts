/** One commit as GitHub tells it: each file with its blob and, for texts, the patch. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Commit } from '../model/change.ts';
import { statusOf } from './apiErrors.ts';
import type { Client } from './client.ts';
import type { Place } from './readTrees.ts';

/** A file as a commit leaves it, against the commit's first parent. */
export interface CommitFile {
  readonly path: string;
  /** Its path before, where it was renamed or copied. */
  readonly from: string | null;
  /** Null where it is gone. */
  readonly sha: string | null;
  /** GitHub's word: `added`, `removed`, `modified`, `renamed`, `copied`, `changed`. */
  readonly status: string;
  /** A submodule's commit. */
  readonly module: string | null;
  /** GitHub shows a patch of texts only, and of none that is large. */
  readonly hasPatch: boolean;
}

export interface CommitFiles {
  readonly files: readonly CommitFile[];
  /** Of a merge, what differs from all of its parents, once that was asked; else all. */
  readonly own: readonly CommitFile[] | null;
  /** The same for the same change, at whatever lines it stands. */
  readonly patchId: string;
}

/** Files by commit: a push costs only its new ones. */
export interface CommitCache {
  get(key: string): CommitFiles | undefined;
  set(key: string, files: CommitFiles): unknown;
}

const filesRemembered = 200_000;

export function createCommitCache(): CommitCache {
  return new LRUCache<string, CommitFiles>({ maxSize: filesRemembered, sizeCalculation: ({ files }) => files.length + 1 });
}

export interface ReadCommit extends CommitFiles {
  readonly commit: Commit;
  readonly patches: ReadonlyMap<string, string>;
  /** Why it could not be read whole. */
  readonly problem: string | null;
}

/** GitHub lists 3,000 files, in pages of 300. */
const mostFiles = 3000;
const filePages = 100;
const filesOfComparison = 300;

/** What reading a commit needs. */
export interface CommitSource {
  readonly client: Client;
  readonly place: Place;
  readonly cache: CommitCache;
  /** Hears of what another try may mend. */
  readonly troubled: (error: unknown) => void;
}

export function cacheKey({ owner, repo }: Place, sha: string): string {
  return `${owner}/${repo} ${sha}`;
}

export async function readCommit({ client, place, cache, troubled }: CommitSource, commit: Commit): Promise<ReadCommit> {
  const files: CommitFile[] = [];
  const patches = new Map<string, string>();
  const lines = createHash('sha256');
  let problem: string | null = null;
  try {
    for (let page = 1; ; page++) {
      const { data, headers } = await client.rest.repos.getCommit({ ...place, ref: commit.sha, ...(page > 1 && { page }) });
      const listed = data.files ?? [];
      for (const { filename, previous_filename, sha, status, patch } of listed) {
        // A submodule stands there by the commit that it points to.
        const isModule = patch !== undefined && /^\+Subproject commit [0-9a-f]{40}$/m.test(patch) && !patch.includes('\n ');
        const isGone = status === 'removed' || isModule;
        files.push({
          path: filename,
          from: previous_filename ?? null,
          sha: isGone ? null : sha,
          status,
          module: isModule ? sha : null,
          hasPatch: patch !== undefined,
        });
        lines.update(`${status} ${filename}\0${patch === undefined ? sha : normalised(patch)}\0`);
        if (!isModule && patch !== undefined) patches.set(filename, patch);
      }
      if (!headers.link?.includes('rel="next"')) break;
      if (page === filePages || files.length >= mostFiles) {
        problem = `GitHub lists only ${files.length} of its files`;
        break;
      }
    }
  } catch (error) {
    const status = statusOf(error);
    const isFinal = status === 404 || status === 422;
    if (!isFinal) troubled(error);
    problem = isFinal ? `GitHub does not give it (${status})` : 'GitHub could not be asked for it';
  }
  const read = { files, own: commit.parents.length < 2 ? files : null, patchId: lines.digest('hex').slice(0, 40) };
  if (problem === null) cache.set(cacheKey(place, commit.sha), read);
  return { ...read, commit, patches, problem };
}

/** Without the places of its hunks. Blanks stay, other than in `git patch-id`: in Python they are code. */
function normalised(patch: string): string {
  return patch
    .split('\n')
    .filter((line) => !line.startsWith('@@ '))
    .join('\n');
}

/** Of a merge, what differs from all of its parents; not `isWhole` where GitHub does not tell it of one of them. */
export async function ownOf(
  source: CommitSource,
  { commit, files }: Pick<ReadCommit, 'commit' | 'files'>,
): Promise<{ readonly own: readonly CommitFile[]; readonly isWhole: boolean }> {
  let own = files;
  let isWhole = true;
  for (const parent of commit.parents.slice(1)) {
    const changed = await changedFrom(source, parent, commit.sha);
    if (changed) own = own.filter(({ path }) => changed.has(path));
    else isWhole = false;
  }
  return { own, isWhole };
}

/** The paths in which two commits differ; null where GitHub does not tell all of them. */
async function changedFrom({ client, place, troubled }: CommitSource, parent: string, merge: string): Promise<ReadonlySet<string> | null> {
  try {
    const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...place, basehead: `${parent}...${merge}` });
    const files = data.files ?? [];
    return files.length < filesOfComparison ? new Set(files.map(({ filename }) => filename)) : null;
  } catch (error) {
    const status = statusOf(error);
    if (status !== 404 && status !== 422) troubled(error);
    return null;
  }
}

export function shaOf(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
