/** The commit that is about to be made, with those of its branch: what a commit-msg hook looks at. */
import type { Change, Commit, CommitDiff, Content } from '../model/change.ts';
import { cleanMessage } from './commitMessage.ts';
import { GitError } from './gitError.ts';
import { type Objects, openObjects } from './objects.ts';
import { readBefore } from './readBefore.ts';
import { readCommits } from './readCommits.ts';
import { readDiffs, readIndexDiff } from './readDiffs.ts';
import { type Git, openGit } from './runGit.ts';

/** Of a commit that has no sha yet. */
export const stagedSha = '0'.repeat(40);

export interface StagedCommit {
  readonly commit: Commit;
  /** The commits of the branch, and this one last. */
  readonly change: Required<Pick<Change, 'commits' | 'load' | 'diffs' | 'before'>>;
  /** Of the work tree. */
  readonly folder: string;
  /** The file at this path at HEAD, or null. */
  readonly readHead: (path: string) => Promise<Content | null>;
  readonly close: () => Promise<void>;
}

export interface StagedQuestion {
  readonly repo: string;
  /** What the branch parts from; where it is left out, the default branch. */
  readonly base?: string;
  /** As it stands in the file that git gives to the hook. */
  readonly message: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Rejects with a `GitError`. Only the index is read, and objects. */
export async function readStaged({ repo, base, message, environment }: StagedQuestion): Promise<StagedCommit> {
  // Of `git commit -a` and `git commit PATH` the index is another file, which git names.
  const git = openGit(repo, environment, ['GIT_INDEX_FILE', 'GIT_DIR', 'GIT_WORK_TREE']);
  const [top, head, merged, settings] = await Promise.all([
    line(git, ['rev-parse', '--show-toplevel']),
    resolve(git, 'HEAD'),
    resolve(git, 'MERGE_HEAD'),
    readSettings(git),
  ]);
  if (top === null) {
    throw new GitError(
      'not-a-repository',
      `\`${repo}\` is in no work tree of git.`,
      'Run it as a commit-msg hook, or give a folder with `--repo`.',
    );
  }
  const parents = [head, merged].filter((sha) => sha !== null);
  const diff = await readIndexDiff(git, head ?? (await emptyTree(git)));
  const isEdited = environment.GIT_EDITOR !== ':';
  const commit: Commit = {
    sha: stagedSha,
    parents,
    message: cleanMessage(message, { ...settings, isEdited }),
    author: { name: environment.GIT_AUTHOR_NAME ?? '', isBot: (environment.GIT_AUTHOR_NAME ?? '').endsWith('[bot]') },
    touches: diff.problem === null ? pathsOf(diff) : null,
  };
  const objects = openObjects(git);
  try {
    const { commits, start } = await readBranch(git, objects, head, base);
    return {
      commit,
      change: {
        commits: [...commits, commit],
        load: (version) => objects.read(version.sha, 'blob'),
        diffs: async (wanted) => {
          const others = await readDiffs(
            git,
            wanted.filter(({ sha }) => sha !== stagedSha),
          );
          return new Map([...others, [stagedSha, diff]]);
        },
        before: async () => (start === null ? [] : readBefore(git, objects, start)),
      },
      folder: top,
      readHead: async (path) => {
        const sha = head === null ? null : await line(git, ['rev-parse', '-q', '--verify', '--end-of-options', `${head}:${path}`]);
        return sha === null ? null : objects.read(sha, 'blob');
      },
      close: objects.close,
    };
  } catch (error) {
    await objects.close();
    throw error;
  }
}

function pathsOf({ files }: CommitDiff): string[] {
  return [...new Set(files.flatMap(({ base, head }) => [base?.path, head?.path]).filter((path) => path !== undefined))];
}

/** What HEAD has beyond its base; without a base its last commits. */
async function readBranch(
  git: Git,
  objects: Objects,
  head: string | null,
  base: string | undefined,
): Promise<{ commits: readonly Commit[]; start: string | null }> {
  if (head === null) return { commits: [], start: null };
  const start = base === undefined ? await findStart(git, head) : await mergeBase(git, base, head);
  if (start !== null) return { commits: (await readCommits(git, objects, start, head)).commits, start };
  if (base !== undefined) {
    throw new GitError(
      'unknown-revision',
      `The base \`${base}\` is no commit that this branch comes from.`,
      'Fetch it, or give another one with `--base`.',
    );
  }
  return { commits: [...(await readBefore(git, objects, head))].reverse(), start: null };
}

/** Branches that others start from, best first. */
const defaults = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

async function findStart(git: Git, head: string): Promise<string | null> {
  const [branch, upstream, listed] = await Promise.all([
    line(git, ['symbolic-ref', '-q', 'HEAD']),
    line(git, ['rev-parse', '--symbolic-full-name', '@{upstream}']),
    git.run(['for-each-ref', '--format=%(refname) %(symref)', ...defaults]),
  ]);
  const symbolic = new Map(
    listed.stdout
      .toString('latin1')
      .split('\n')
      .filter(Boolean)
      .map((one) => one.split(' ') as [string, string]),
  );
  const candidates = [
    ...defaults.filter((name) => symbolic.has(name)).map((name) => symbolic.get(name) || name),
    ...(upstream === null ? [] : [upstream]),
  ];
  const own = branch === null ? null : shortName(branch);
  for (const name of new Set(candidates)) {
    // The same branch elsewhere holds what was pushed of this one: no place to start from.
    const start = shortName(name) === own ? null : await mergeBase(git, name, head);
    if (start !== null) return start;
  }
  return null;
}

/** `refs/heads/a/b` and `refs/remotes/origin/a/b`: `a/b`. */
function shortName(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '');
}

async function mergeBase(git: Git, revision: string, head: string): Promise<string | null> {
  const sha = await resolve(git, revision);
  return sha === null ? null : line(git, ['merge-base', sha, head]);
}

function resolve(git: Git, revision: string): Promise<string | null> {
  return line(git, ['rev-parse', '-q', '--verify', '--end-of-options', `${revision}^{commit}`]);
}

async function line(git: Git, args: readonly string[]): Promise<string | null> {
  const { code, stdout } = await git.run(args);
  const text = stdout.toString().trimEnd();
  return code === 0 && text !== '' ? text : null;
}

/** The same in every repository of a kind of hash; it is told without being written. */
async function emptyTree(git: Git): Promise<string> {
  return (await line(git, ['hash-object', '-t', 'tree', '--stdin'])) ?? '';
}

async function readSettings(git: Git): Promise<{ comment: string; cleanup: string }> {
  const { stdout } = await git.run(['config', '--null', '--get-regexp', '^(core\\.comment(char|string)|commit\\.cleanup)$']);
  const found = { comment: '#', cleanup: 'default' };
  for (const entry of stdout.toString().split('\0').filter(Boolean)) {
    const at = entry.indexOf('\n');
    if (at > 0) found[entry.startsWith('commit.') ? 'cleanup' : 'comment'] = entry.slice(at + 1);
  }
  return found;
}
