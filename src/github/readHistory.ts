/**
 * What the commits of a pull request bring, one call a commit. GitHub tells the blob of each file and, for texts, the patch: applied to the
 * version before it gives the blob, which its sha proves, so that hardly any has to be fetched.
 */
import { twoEnds } from '../diff/twoEnds.ts';
import type { Commit, Content, FileVersion, History, Incomplete, PastVersion } from '../model/change.ts';
import { patched } from './patched.ts';
import { type CommitSource, cacheKey, ownOf, type ReadCommit, readCommit, shaOf } from './readCommit.ts';

export interface HistoryBudget {
  /** Commits asked for. A pull request shows 250. */
  readonly commits: number;
  /** Blobs that cannot be put together and have to be fetched. */
  readonly blobs: number;
}

export const historyBudget: HistoryBudget = { commits: 500, blobs: 500 };

export interface HistorySource extends CommitSource {
  readonly head: string;
  /** Versions of the head that differ from the base. */
  readonly changed: readonly FileVersion[];
  /** Parents first. */
  readonly commits: readonly Commit[];
  /** The trees of both ends, as far as they were read. */
  readonly ends: { readonly base: readonly FileVersion[]; readonly head: readonly FileVersion[] };
  readonly budget: HistoryBudget;
  /** Bytes that are at hand, and where more are put. */
  readonly known: (sha: string) => Uint8Array | undefined;
  readonly keep: (sha: string, bytes: Uint8Array) => void;
  readonly load: (version: FileVersion) => Promise<Content>;
  /** What keeps blobs from being fetched that are too large. */
  readonly noteSizes: (commit: string) => Promise<void>;
}

const commitsAtOnce = 8;
export async function readHistory(source: HistorySource): Promise<History> {
  const { changed } = source;
  // What the head brings stands in its tree.
  const middle = source.commits.filter(({ sha }) => sha !== source.head);
  const state = stateOf(source);
  const incomplete: Incomplete[] = [];
  let calls = 0;
  let unread = 0;
  const reads: Promise<ReadCommit | null>[] = [];
  const begin = (commit: Commit): Promise<ReadCommit | null> => {
    const known = source.cache.get(cacheKey(source.place, commit.sha));
    if (known) return Promise.resolve({ ...known, commit, patches: new Map(), problem: null });
    if (calls >= source.budget.commits) return Promise.resolve(null);
    calls++;
    return readCommit(source, commit);
  };
  for (const [at] of middle.entries()) {
    while (reads.length < Math.min(middle.length, at + commitsAtOnce)) reads.push(begin(middle[reads.length]!));
    const read = await reads[at]!;
    // Its patches are done with.
    reads[at] = Promise.resolve(null);
    if (!read) unread++;
    else if (read.problem === null) await state.add(await withoutParents(source, read, state.isKnown));
    else incomplete.push({ path: null, reason: `commit ${read.commit.sha.slice(0, 7)} was not searched for secrets: ${read.problem}` });
  }
  if (unread > 0) {
    const reason = `${unread} of ${source.commits.length} commits ${were(unread)} not searched for secrets: at most ${source.budget.commits} are read in a review`;
    incomplete.push({ path: null, reason });
  }
  const { versions, paths, bringers, leftOut } = state;
  // What no commit before it has, the head itself brought.
  for (const { path } of changed) if (!bringers.has(path)) bringers.set(path, source.head);
  if (leftOut() > 0) {
    const what = leftOut() === 1 ? '1 version' : `${leftOut()} versions`;
    const reason = `${what} in the commits between ${were(leftOut())} not searched for secrets: at most ${source.budget.blobs} are fetched in a review`;
    incomplete.push({ path: null, reason });
  }
  return { versions, paths: [...paths], bringers, incomplete };
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were';
}

/** Of a merge, what differs from all of its parents. It is asked only where something is left that no other commit has brought. */
async function withoutParents(source: HistorySource, read: ReadCommit, isKnown: (sha: string) => boolean): Promise<ReadCommit> {
  const { commit, files, patchId } = read;
  if (read.own !== null) return { ...read, files: read.own };
  if (!files.some(({ sha }) => sha !== null && !isKnown(sha))) return read;
  const { own, isWhole } = await ownOf(source, read);
  if (isWhole) source.cache.set(cacheKey(source.place, commit.sha), { files, own, patchId });
  return { ...read, files: own };
}

const empty = shaOf(new Uint8Array());

/** The versions so far, and which one each path had last. */
function stateOf(source: HistorySource) {
  const { ends, budget, known, keep, load, noteSizes } = source;
  const atEnds = twoEnds(ends);
  const bringers = new Map<string, string>();
  const latest = new Map(ends.base.map(({ path, sha }) => [path, sha]));
  const versions: PastVersion[] = [];
  const paths = new Set<string>();
  const brought = new Set<string>();
  const seen = new Set<string>();
  let fetches = 0;
  let leftOut = 0;

  function rebuild(sha: string, before: string | undefined, patch: string): boolean {
    const bytes = before === undefined ? new Uint8Array() : known(before);
    const text = bytes && patched(Buffer.from(bytes).toString('utf8'), patch);
    if (text === undefined || text === null) return false;
    const made = new TextEncoder().encode(text);
    if (shaOf(made) !== sha) return false;
    keep(sha, made);
    return true;
  }

  return {
    versions,
    paths,
    bringers,
    leftOut: () => leftOut,
    isKnown: (sha: string) => atEnds.has(sha) || brought.has(sha),
    async add({ commit, files, patches }: ReadCommit): Promise<void> {
      let hasSizes = false;
      for (const { path, from, sha, hasPatch } of files) {
        paths.add(path);
        if (from !== null) paths.add(from);
        const before = latest.get(from ?? path);
        if (sha === null) {
          latest.delete(path);
          continue;
        }
        latest.set(path, sha);
        brought.add(sha);
        if (atEnds.isHead(path, sha) && !bringers.has(path)) bringers.set(path, commit.sha);
        if (atEnds.stands(path, sha) || sha === empty || seen.has(`${sha} ${path}`)) continue;
        seen.add(`${sha} ${path}`);
        const version: FileVersion = { path, sha, mode: 'file' };
        const patch = patches.get(path);
        if (!known(sha) && !(patch !== undefined && rebuild(sha, before, patch))) {
          if (++fetches > budget.blobs) {
            leftOut++;
            continue;
          }
          // With it the versions after it can be put together. What has no patch may be large.
          if (hasPatch) await load(version);
          else if (!hasSizes) {
            hasSizes = true;
            await noteSizes(commit.sha);
          }
        }
        versions.push({ version, commit: commit.sha });
      }
    },
  };
}
