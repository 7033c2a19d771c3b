/** A change as GitHub holds it: merge base and commits by compare, trees and blobs by sha. No cap of its diff or file lists applies. */
import { matchFiles } from '../diff/matchFiles.ts';
import type { Change, Commit, Content, FileVersion } from '../model/change.ts';
import { rateLimitPause, statusOf } from './apiErrors.ts';
import { type BlobCache, createBlobCache } from './blobCache.ts';
import type { Client } from './client.ts';
import { type CommitCache, createCommitCache } from './readCommit.ts';
import { readDiffs } from './readDiffs.ts';
import { type HistoryBudget, historyBudget, readHistory } from './readHistory.ts';
import { commitOf, type Range, readRange } from './readRange.ts';
import { readRuns } from './readRuns.ts';
import { type Place, readTrees } from './readTrees.ts';

export interface ReadOptions {
  readonly blobs?: BlobCache;
  readonly commits?: CommitCache;
  readonly historyBudget?: HistoryBudget;
  /** Id of the account that opened the pull request. */
  readonly author?: number | null;
}

export interface RemoteChange extends Change {
  /** The trouble that kept a blob away for now (a limit, the network), if any: such a review is worth another try. */
  readonly trouble: () => unknown;
}

const largest = 10_000_000;
const loadsAtOnce = 12;

export async function readChange(client: Client, range: Range, options: ReadOptions = {}): Promise<RemoteChange> {
  const { blobs = createBlobCache(), commits = createCommitCache(), historyBudget: budget = historyBudget, author = null } = options;
  const { owner, repo, head } = range;
  const place = { owner, repo };
  const compared = await readRange(client, range);
  const { missing } = compared;
  const trees = await readTrees(client, place, compared.base, head);
  const { load, known, keep, trouble, troubled } = loader(client, place, trees.sizes, blobs);
  const matched = await matchFiles({ base: trees.base, head: trees.head, load });
  return {
    repository: `${owner}/${repo}`,
    base: compared.base,
    head,
    files: matched.files,
    commits: compared.commits,
    incomplete: [...trees.incomplete, ...matched.incomplete, ...(missing === null ? [] : [{ path: null, reason: missing }])],
    ...(missing !== null && { missing }),
    load,
    find: trees.find,
    ...(trees.peek && { peek: trees.peek }),
    ...(trees.list && { list: trees.list }),
    history: () =>
      readHistory({
        client,
        place,
        head,
        changed: matched.files.flatMap((file) => (file.head ? [file.head] : [])),
        commits: compared.commits,
        ends: trees,
        cache: commits,
        budget,
        known,
        keep,
        load,
        noteSizes: trees.noteSizes,
        troubled,
      }),
    diffs: (wanted) =>
      readDiffs({ client, place, base: compared.base, commits: compared.commits, trees, cache: commits, keep, load, troubled }, wanted),
    before: () => readBefore(client, place, compared.base),
    runs: (wanted, settings) => readRuns(client, place, wanted, settings, { author }),
    close: async () => undefined,
    trouble,
  };
}

const commitsBefore = 100;

/** The last commits that lead to this one, itself the first, newest first. */
async function readBefore(client: Client, place: Place, end: string): Promise<Commit[]> {
  const { data } = await client.rest.repos.listCommits({ ...place, sha: end, per_page: commitsBefore });
  return data.map(commitOf);
}

function loader(client: Client, place: Place, sizes: ReadonlyMap<string, number>, blobs: BlobCache) {
  let trouble: unknown = null;
  let running = 0;
  const turns: (() => void)[] = [];
  const underway = new Map<string, Promise<Content>>();

  // By repository as well: a tree may name a blob that its author could not read.
  const keyOf = (sha: string): string => `${place.owner}/${place.repo} ${sha}`;
  const troubled = (error: unknown): void => {
    trouble ??= error;
  };

  async function fetchBlob(sha: string): Promise<Content> {
    if (running >= loadsAtOnce) await new Promise<void>((resolve) => turns.push(resolve));
    running++;
    try {
      const { data } = await client.rest.git.getBlob({ ...place, file_sha: sha });
      const bytes = new Uint8Array(Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8'));
      return { kind: 'bytes', bytes };
    } catch (error) {
      const status = statusOf(error);
      const isFinal = status !== null && status >= 400 && status < 500 && status !== 401 && rateLimitPause(error, 0) === null;
      if (!isFinal) troubled(error);
      return { kind: 'unavailable', reason: blobProblem(status, isFinal) };
    } finally {
      running--;
      turns.shift()?.();
    }
  }

  async function load({ sha, mode }: FileVersion): Promise<Content> {
    if (mode === 'submodule') return { kind: 'unavailable', reason: 'a submodule is another repository' };
    const size = sizes.get(sha) ?? 0;
    if (size > largest) return { kind: 'unavailable', reason: `larger than ${largest / 1_000_000} MB (${size} bytes)` };
    const key = keyOf(sha);
    const bytes = blobs.get(key);
    if (bytes) return { kind: 'bytes', bytes };
    const known = underway.get(key);
    if (known) return known;
    const fetched = fetchBlob(sha);
    underway.set(key, fetched);
    const content = await fetched;
    underway.delete(key);
    if (content.kind === 'bytes') blobs.set(key, content.bytes);
    return content;
  }

  return {
    load,
    known: (sha: string) => blobs.get(keyOf(sha)),
    keep: (sha: string, bytes: Uint8Array) => blobs.set(keyOf(sha), bytes),
    trouble: () => trouble,
    troubled,
  };
}

function blobProblem(status: number | null, isFinal: boolean): string {
  if (!isFinal) return 'GitHub could not be asked for its content';
  if (status === 404) return 'its content is gone from GitHub (404)';
  return `GitHub does not give its content (${status})`;
}
