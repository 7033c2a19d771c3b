/**
 * What each commit of a pull request changes: its files as GitHub tells them, and before each the version that the commits before it left.
 * Where those do not lead to the merge base, the version before is put together from the patch, which the sha after it proves.
 */
import type { ChangedFile, Commit, CommitDiff, Content, FileVersion } from '../model/change.ts';
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

/** The versions that a line of commits has left. */
interface Left {
  /** By path; null where it is gone. */
  readonly known: Map<string, string | null>;
  /** Whether what is not in it stands as in the merge base. */
  readonly isWhole: boolean;
}

export async function readDiffs(source: DiffSource, wanted: readonly Commit[], budget = diffBudget): Promise<Map<string, CommitDiff>> {
  const asked = new Set(wanted.map(({ sha }) => sha));
  const line = neededFor(asked, source.commits);
  const lefts = leftBy(source, line);
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
      lefts.set(commit, { known: new Map(), isWhole: false });
      continue;
    }
    if (asked.has(commit.sha)) diffs.set(commit.sha, await diffOf(source, commit, read, before));
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
function leftBy({ base }: DiffSource, line: readonly Commit[]) {
  const left = new Map<string, Left>();
  const waiting = new Map<string, number>();
  for (const { parents } of line) if (parents[0] !== undefined) waiting.set(parents[0], (waiting.get(parents[0]) ?? 0) + 1);
  return {
    before({ parents }: Commit): Left {
      const parent = parents[0];
      const known = parent === undefined ? undefined : left.get(parent);
      if (parent === undefined || known === undefined) return { known: new Map(), isWhole: parent === base };
      const others = waiting.get(parent)! - 1;
      waiting.set(parent, others);
      if (others === 0) left.delete(parent);
      return others === 0 ? known : { ...known, known: new Map(known.known) };
    },
    set: ({ sha }: Commit, made: Left) => void left.set(sha, made),
  };
}

function after({ known, isWhole }: Left, files: readonly CommitFile[]): Left {
  for (const { path, from, sha, module, status } of files) {
    if (from !== null && status === 'renamed') known.set(from, null);
    known.set(path, sha ?? module);
  }
  return { known, isWhole };
}

async function diffOf(source: DiffSource, commit: Commit, read: CommitFiles | ReadCommit, before: Left): Promise<CommitDiff> {
  let shown = read.files;
  if (commit.parents.length > 1) {
    const { own, isWhole } = read.own !== null ? { own: read.own, isWhole: true } : await ownOf(source, { commit, files: read.files });
    if (!isWhole) return { files: [], patchId: null, problem: 'GitHub does not tell what this merge changes against all of its parents' };
    shown = own;
  }
  const patches = shown.some((file) => versionBefore(source, file, before) === undefined) ? await patchesOf(source, commit, read) : null;
  const files: ChangedFile[] = [];
  let unknown = 0;
  for (const file of shown) {
    const told = versionBefore(source, file, before);
    const base = told === undefined ? await fromPatch(source, file, patches?.get(file.path)) : told;
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

/** Null where there is none, undefined where the commits before do not tell. */
function versionBefore({ trees }: DiffSource, { path, from, status }: CommitFile, { known, isWhole }: Left): string | null | undefined {
  if (status === 'added') return null;
  const at = from ?? path;
  const left = known.get(at);
  if (left !== undefined) return left;
  return isWhole && trees.peek ? (trees.peek('base', at)?.sha ?? null) : undefined;
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
