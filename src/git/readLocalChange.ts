import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { matchFiles } from '../diff/matchFiles.ts';
import { twoEnds } from '../diff/twoEnds.ts';
import type { Change, Content, FileVersion, Incomplete } from '../model/change.ts';
import { GitError } from './gitError.ts';
import { type Objects, openObjects } from './objects.ts';
import { readBefore } from './readBefore.ts';
import { readCommits } from './readCommits.ts';
import { readDiffs } from './readDiffs.ts';
import { readHistory } from './readHistory.ts';
import { readTree } from './readTree.ts';
import { type Git, openGit } from './runGit.ts';

export interface LocalRange {
  /** Any folder of the repository, or a bare one. */
  readonly repo: string;
  readonly base: string;
  readonly head: string;
  /** The caller's environment; only what finds git and its user's configuration is passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads what the head adds to its merge base with the base, as a pull request would show it. Rejects with a `GitError`.
 * Work tree, index and refs are neither read nor written.
 */
export async function readLocalChange({ repo, base, head, environment }: LocalRange): Promise<Change> {
  const git = openGit(repo, environment);
  const { folder, isShallow } = await describeRepository(git, repo);
  const baseCommit = await resolveRevision(git, 'base', base);
  const headCommit = await resolveRevision(git, 'head', head);
  const start = await findMergeBase(git, baseCommit, headCommit, isShallow);
  if (isShallow) await refuseCutRange(git, folder, [baseCommit, headCommit], start);

  const objects = openObjects(git);
  try {
    const [baseTree, headTree] = await Promise.all([readTree(git, start), readTree(git, headCommit)]);
    const load = (version: FileVersion) => loadVersion(objects, version);
    const matched = await matchFiles({ base: baseTree, head: headTree, load });
    const { commits, incomplete } = await readCommits(git, objects, baseCommit, headCommit);
    return {
      repository: basename(basename(folder) === '.git' ? dirname(folder) : folder, '.git'),
      base: start,
      head: headCommit,
      files: matched.files,
      commits,
      incomplete: [...matched.incomplete, ...incomplete],
      ...(incomplete.length > 0 && { missing: sayUnread(incomplete) }),
      load,
      history: () => readHistory(git, { base: baseCommit, head: headCommit }, twoEnds({ base: baseTree, head: headTree })),
      diffs: (wanted) => readDiffs(git, wanted),
      before: () => readBefore(git, objects, start),
      ...finder(baseTree, headTree),
      close: objects.close,
    };
  } catch (error) {
    await objects.close();
    throw error;
  }
}

function sayUnread([first, ...others]: readonly Incomplete[]): string {
  return `${first!.reason}${others.length > 0 ? ` (and ${others.length} more)` : ''}`;
}

async function loadVersion(objects: Objects, { mode, sha }: FileVersion): Promise<Content> {
  if (mode === 'submodule') return { kind: 'unavailable', reason: 'a submodule is another repository' };
  return objects.read(sha, 'blob');
}

function finder(base: readonly FileVersion[], head: readonly FileVersion[]): Required<Pick<Change, 'find' | 'peek' | 'list'>> {
  const index = (tree: readonly FileVersion[]) => new Map(tree.map((version) => [version.path, version]));
  const trees = { base: index(base), head: index(head) };
  const peek = (side: 'base' | 'head', path: string) => trees[side].get(path) ?? null;
  return { peek, list: (side) => [...trees[side].keys()], find: async (side, path) => peek(side, path) };
}

async function describeRepository(git: Git, repo: string): Promise<{ folder: string; isShallow: boolean }> {
  const { code, stdout, stderr } = await git.run(['rev-parse', '--path-format=absolute', '--git-common-dir', '--is-shallow-repository']);
  if (code === 0) {
    const lines = stdout.toString().trimEnd().split('\n');
    return { isShallow: lines.pop() === 'true', folder: lines.join('\n') };
  }
  if (stderr.includes('dubious ownership')) {
    const remedy = 'If you trust it: `git config --global --add safe.directory <its full path>`.';
    throw new GitError('unsafe-repository', `\`${repo}\` belongs to another user, so git does not read it.`, remedy);
  }
  if (/not a git repository|cannot change to/.test(stderr)) {
    throw new GitError('not-a-repository', `\`${repo}\` is not in a git repository.`, 'Give a folder of one with `--repo`.');
  }
  throw new GitError(
    'failed',
    `git cannot read the repository at \`${repo}\`.`,
    `See what \`git -C ${JSON.stringify(repo)} rev-parse\` says.`,
  );
}

/** The commit a revision means. What starts with `-` is a revision too, and never an option. */
async function resolveRevision(git: Git, side: 'base' | 'head', revision: string): Promise<string> {
  const unknown = (): GitError =>
    new GitError(
      'unknown-revision',
      `The ${side} \`${revision}\` names no commit of this repository.`,
      'Fetch it, or see `git branch --all` for the names.',
    );
  if (revision === '' || revision.includes('\0')) throw unknown();
  const { code, stdout, stderr } = await git.run(['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
  const sha = stdout.toString('latin1').trim();
  // A full sha always means the object; a branch that was given such a name cannot stand in its way.
  const isFullSha = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(revision);
  if (/is ambiguous/.test(stderr) && !isFullSha) {
    const remedy = 'Give its full name (`refs/heads/…`, `refs/tags/…`) or the full sha.';
    throw new GitError('ambiguous-revision', `The ${side} \`${revision}\` could mean several things.`, remedy);
  }
  if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(sha)) throw unknown();
  return sha;
}

const unshallow = 'Fetch the whole history: `git fetch --unshallow` (actions/checkout: `fetch-depth: 0`).';

async function findMergeBase(git: Git, base: string, head: string, isShallow: boolean): Promise<string> {
  const { code, stdout } = await git.run(['merge-base', base, head]);
  const sha = stdout.toString('latin1').trim();
  if (code === 0 && sha !== '') return sha;
  if (isShallow) throw new GitError('shallow', 'This clone is shallow and lacks the commit where base and head part.', unshallow);
  if (code === 1) {
    throw new GitError('unrelated', 'Base and head have no commit in common.', 'Give a base that the head was branched from.');
  }
  throw new GitError('failed', 'The merge base could not be found.', 'See what `git fsck` says.');
}

/** Where history ends between the merge base and the tips, the merge base may be a wrong one and commits may be missing. */
async function refuseCutRange(git: Git, folder: string, tips: readonly string[], mergeBase: string): Promise<void> {
  const ends = new Set((await readFile(join(folder, 'shallow'), 'latin1')).split('\n').filter(Boolean));
  const { code, stdout } = await git.run(['rev-list', ...tips, `^${mergeBase}`, '--']);
  const isCut = stdout
    .toString('latin1')
    .split('\n')
    .some((sha) => ends.has(sha));
  if (code !== 0 || isCut) throw new GitError('shallow', 'This clone is shallow and lacks a part of the range.', unshallow);
}
