import type { ChangedFile, Commit, CommitDiff, FileVersion } from '../model/change.ts';
import { GitError } from './gitError.ts';
import { decodePath, fileMode, splitAtNul } from './readTree.ts';
import type { Git } from './runGit.ts';

/** Files that may be paired by what they hold; above it, only equal ones are. */
const comparedFiles = 1000;

/** What each of these commits changes against its first parent; of a merge, what none of its parents has. */
export async function readDiffs(git: Git, wanted: readonly Commit[]): Promise<Map<string, CommitDiff>> {
  if (wanted.length === 0) return new Map();
  try {
    // Comparing what files hold needs their blobs, which a damaged repository may lack while its trees are whole.
    const output = (await list(git, wanted, ['-M', `-l${comparedFiles}`])) ?? (await list(git, wanted, ['--no-renames']));
    return output === null ? all(wanted, 'its trees are not whole in this repository') : readEntries(splitAtNul(output), wanted);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return all(wanted, 'the commits of the range touch too much');
  }
}

/** What the index holds beyond a tree: the change of a commit that is about to be made. */
export async function readIndexDiff(git: Git, tree: string): Promise<CommitDiff> {
  const flags = ['-M', `-l${comparedFiles}`, '--no-ext-diff', '--no-textconv', '--no-relative', '--no-abbrev', '--ignore-submodules=none'];
  const { code, stdout } = await git.run(['diff-index', '--cached', '-r', '-z', '--raw', ...flags, tree, '--']);
  if (code !== 0) return { files: [], patchId: null, problem: 'what is staged could not be listed' };
  const name = Buffer.from('staged');
  return readEntries([name, ...splitAtNul(stdout)], [{ sha: 'staged' }]).get('staged')!;
}

async function list(git: Git, wanted: readonly Commit[], renames: readonly string[]): Promise<Buffer | null> {
  const flags = [...renames, '--no-ext-diff', '--no-textconv', '--no-relative', '--no-abbrev', '--ignore-submodules=none'];
  const input = wanted.map(({ sha }) => `${sha}\n`).join('');
  const { code, stdout } = await git.run(['diff-tree', '--stdin', '-c', '--root', '-r', '-z', '--raw', ...flags], input);
  return code === 0 ? stdout : null;
}

function all(wanted: readonly Commit[], problem: string): Map<string, CommitDiff> {
  return new Map(wanted.map(({ sha }) => [sha, { files: [], patchId: null, problem }]));
}

/**
 * Commits as `<sha>`, each with its files: as many colons as parents, the modes, the shas, the status; then the path, of a rename both.
 * A commit that changes nothing is not listed.
 */
function readEntries(fields: readonly Buffer[], wanted: readonly Pick<Commit, 'sha'>[]): Map<string, CommitDiff> {
  const bySha = new Map<string, ChangedFile[]>(wanted.map(({ sha }) => [sha, []]));
  let files: ChangedFile[] = [];
  let at = 0;
  const nextPath = (): string => decodePath(fields[at++] ?? Buffer.alloc(0));
  while (at < fields.length) {
    const field = fields[at++]!.toString('latin1');
    const parents = /^:*/.exec(field)![0].length;
    if (parents === 0) {
      files = bySha.get(field) ?? [];
      continue;
    }
    const parts = field.slice(parents).split(' ');
    const status = parts.at(-1)!;
    const path = nextPath();
    const isRename = parents === 1 && status.startsWith('R');
    const base = version(path, parts[0]!, parts[parents + 1]!);
    const head = version(isRename ? nextPath() : path, parts[parents]!, parts[2 * parents + 1]!);
    files.push({ status: isRename ? 'renamed' : base === null ? 'added' : head === null ? 'removed' : 'modified', base, head });
  }
  return new Map([...bySha].map(([sha, changed]) => [sha, { files: changed, patchId: null, problem: null }]));
}

/** Mode 000000 stands for a file that is not there. */
function version(path: string, mode: string, sha: string): FileVersion | null {
  return /^0+$/.test(mode) ? null : { path, sha, mode: fileMode(mode) };
}
