/**
 * What each commit of a pull request changes: its files as GitHub tells them, and before each the version that the commits before it left.
 * Those that do not lead to the merge base start from a tree of their own; where GitHub cuts trees, the version before is put together from
 * the patch, which the sha after it proves.
 */
import type { ChangedFile, Commit, CommitDiff, Content, FileVersion } from '../model/change.ts';
import { statusOf } from './apiErrors.ts';
import { patched } from './patched.ts';
import { type CommitFile, type CommitFiles, type CommitSource, cacheKey, ownOf, type ReadCommit, readCommit, shaOf } from './readCommit.ts';
import type { Trees } from './readTrees.ts';

export interface DiffSource extends CommitSource {
  /** The merge base. */
  readonly base: string;
  /** Parents first. */
  readonly commits: readonly Commit[];
  readonly trees: Pick<Trees, 'peek'>;
  readonly keep: (sha: string, bytes: Uint8Array) => void;
  readonly load: (version: FileVersion) => Promise<Content>;
}

/** Commits asked for in a review. */
export const diffBudget = 500;

const commitsAtOnce = 8;

/** Trees asked for where a line of commits does not start at the merge base. */
const treeBudget = 20;

/** The versions that a line of commits has left. */
interface Left {
  /** By path; null where it is gone. */
  readonly known: Map<string, string | null>;
  /** The commit that it started from: what is not known stands as there. Null before the first commit of a history. */
  readonly start: string | null;
}

/** The blob at a path of a commit's tree, or null; the lookup is null where GitHub does not list the tree whole. */
type Lookup = (path: string) => string | null;
type LookupAt = (start: string | null) => Promise<Lookup | null>;

export async function readDiffs(source: DiffSource, wanted: readonly Commit[], budget = diffBudget): Promise<Map<string, CommitDiff>> {
  const asked = new Set(wanted.map(({ sha }) => sha));
  const line = neededFor(asked, source.commits);
  const lefts = leftBy(line);
  const lookup = lookupsOf(source);
  const diffs = new Map<string, CommitDiff>();
  const reads: Promise<CommitFiles | ReadCommit | null>[] = [];
  let calls = 0;
  const begin = (commit: Commit): Promise<CommitFiles | ReadCommit | null> => {
    const known = source.cache.get(cacheKey(source.place, commit.sha));
    if (known) return Promise.resolve(known);
    if (calls >= budget) return Promise.resolve(null);
    calls++;
    return readCommit(source, commit);
  };
  for (const [at, commit] of line.entries()) {
    while (reads.length < Math.min(line.length, at + commitsAtOnce)) reads.push(begin(line[reads.length]!));
    const read = await reads[at]!;
    // Its patches are done with.
    reads[at] = Promise.resolve(null);
    const before = lefts.before(commit);
    const problem = read === null ? `at most ${budget} commits are read in a review` : 'problem' in read ? read.problem : null;
    if (read === null || problem !== null) {
      if (asked.has(commit.sha)) diffs.set(commit.sha, { files: [], patchId: null, problem });
      lefts.set(commit, { known: new Map(), start: commit.sha });
      continue;
    }
    if (asked.has(commit.sha)) diffs.set(commit.sha, await diffOf(source, commit, read, before, lookup));
    lefts.set(commit, after(before, read.files));
  }
  return diffs;
}

/** These commits and, of the range, all that their first parents lead to; parents first. */
function neededFor(asked: ReadonlySet<string>, commits: readonly Commit[]): Commit[] {
  const needed = new Set(asked);
  for (const { sha, parents } of [...commits].reverse()) if (needed.has(sha) && parents[0] !== undefined) needed.add(parents[0]);
  return commits.filter(({ sha }) => needed.has(sha));
}

/** What each commit found and left. A line of commits shares one map, which is copied where two go on from the same commit. */
function leftBy(line: readonly Commit[]) {
  const left = new Map<string, Left>();
  const waiting = new Map<string, number>();
  for (const { parents } of line) if (parents[0] !== undefined) waiting.set(parents[0], (waiting.get(parents[0]) ?? 0) + 1);
  return {
    before({ parents }: Commit): Left {
      const parent = parents[0];
      const known = parent === undefined ? undefined : left.get(parent);
      if (parent === undefined || known === undefined) return { known: new Map(), start: parent ?? null };
      const others = waiting.get(parent)! - 1;
      waiting.set(parent, others);
      if (others === 0) left.delete(parent);
      return others === 0 ? known : { ...known, known: new Map(known.known) };
    },
    set: ({ sha }: Commit, made: Left) => void left.set(sha, made),
  };
}

function lookupsOf({ client, place, base, trees: { peek }, troubled }: DiffSource): LookupAt {
  const lookups = new Map<string, Promise<Lookup | null>>();
  const ask = async (start: string): Promise<Lookup | null> => {
    try {
      const { data } = await client.rest.git.getTree({ ...place, tree_sha: start, recursive: '1' });
      if (data.truncated) return null;
      const shas = new Map(data.tree.map(({ path, sha }) => [path, sha]));
      return (path) => shas.get(path) ?? null;
    } catch (error) {
      const status = statusOf(error);
      if (status !== 404 && status !== 422) troubled(error);
      return null;
    }
  };
  return async (start) => {
    if (start === null) return () => null;
    if (start === base && peek) return (path) => peek('base', path)?.sha ?? null;
    // Where one of the ends is cut, so is what lies between.
    if (!peek || (lookups.size >= treeBudget && !lookups.has(start))) return null;
    const known = lookups.get(start) ?? ask(start);
    lookups.set(start, known);
    return known;
  };
}

function after({ known, start }: Left, files: readonly CommitFile[]): Left {
  for (const { path, from, sha, module, status } of files) {
    if (from !== null && status === 'renamed') known.set(from, null);
    known.set(path, sha ?? module);
  }
  return { known, start };
}

async function diffOf(
  source: DiffSource,
  commit: Commit,
  read: CommitFiles | ReadCommit,
  { known, start }: Left,
  lookup: LookupAt,
): Promise<CommitDiff> {
  let shown = read.files;
  if (commit.parents.length > 1) {
    const { own, isWhole } = read.own !== null ? { own: read.own, isWhole: true } : await ownOf(source, { commit, files: read.files });
    if (!isWhole) return { files: [], patchId: null, problem: 'GitHub does not tell what this merge changes against all of its parents' };
    shown = own;
  }
  const isTold = ({ path, from, status }: CommitFile) => status === 'added' || known.has(from ?? path);
  const tree = shown.every(isTold) ? null : await lookup(start);
  const patches = tree !== null || shown.every(isTold) ? null : await patchesOf(source, commit, read);
  const files: ChangedFile[] = [];
  let unknown = 0;
  for (const file of shown) {
    const at = file.from ?? file.path;
    const left = file.status === 'added' ? null : known.get(at);
    const base = left !== undefined ? left : tree ? tree(at) : await fromPatch(source, file, patches?.get(file.path));
    if (base === undefined) unknown++;
    else files.push(changedFile(source, file, base));
  }
  const problem = unknown === 0 ? null : `of ${unknown === 1 ? 'a file' : `${unknown} files`} the version before it could not be told`;
  return { files, patchId: problem === null ? read.patchId : null, problem };
}

function changedFile({ trees }: DiffSource, { path, from, sha, status, module }: CommitFile, base: string | null): ChangedFile {
  // The mode is told by the tree of an end that has the version there; between them it is a file.
  const modeOf = (at: string, version: string) =>
    (['head', 'base'] as const).map((side) => trees.peek?.(side, at)).find((known) => known?.sha === version)?.mode ?? 'file';
  const version = (at: string, one: string | null): FileVersion | null =>
    one === null ? null : { path: at, sha: one, mode: modeOf(at, one) };
  const was = status === 'added' ? null : version(from ?? path, base);
  const is = module === null ? version(path, sha) : ({ path, sha: module, mode: 'submodule' } as const);
  const isMoved = from !== null && was !== null && is !== null;
  if (isMoved) return { status: status === 'copied' ? 'copied' : 'renamed', base: was, head: is };
  return { status: was === null ? 'added' : is === null ? 'removed' : 'modified', base: was, head: is };
}

async function patchesOf(source: DiffSource, commit: Commit, read: CommitFiles | ReadCommit): Promise<ReadonlyMap<string, string>> {
  return 'patches' in read ? read.patches : (await readCommit(source, commit)).patches;
}

/** The blob before, from the one after it and the patch between them; undefined where they do not tell it. */
async function fromPatch(source: DiffSource, { path, sha }: CommitFile, patch: string | undefined): Promise<string | undefined> {
  // What stands for bytes that are no text would be taken for them.
  if (patch === undefined || patch.includes('\ufffd')) return undefined;
  const content = sha === null ? null : await source.load({ path, sha, mode: 'file' });
  if (content?.kind === 'unavailable') return undefined;
  const now = content === null ? '' : Buffer.from(content.bytes).toString('utf8');
  const text = patched(now, inverted(patch));
  if (text === null) return undefined;
  const bytes = new TextEncoder().encode(text);
  const again = patched(text, patch);
  if (again === null || (sha !== null && shaOf(new TextEncoder().encode(again)) !== sha)) return undefined;
  const before = shaOf(bytes);
  source.keep(before, bytes);
  return before;
}

/** The patch that leads back. */
function inverted(patch: string): string {
  return patch
    .split('\n')
    .map((line) => {
      const hunk = /^@@ -(\d+(?:,\d+)?) \+(\d+(?:,\d+)?) @@/.exec(line);
      if (hunk) return `@@ -${hunk[2]} +${hunk[1]} @@`;
      return line.startsWith('+') ? `-${line.slice(1)}` : line.startsWith('-') ? `+${line.slice(1)}` : line;
    })
    .join('\n');
}
