import type { TwoEnds } from '../diff/twoEnds.ts';
import { type FileMode, type History, noHistory, type PastVersion } from '../model/change.ts';
import { GitError } from './gitError.ts';
import { decodePath, splitAtNul } from './readTree.ts';
import type { Git } from './runGit.ts';

/** Far more than anyone reviews; what is left out is said. */
const mostVersions = 100_000;

/**
 * What the commits of a range bring. A merge brings only what it takes from none of its parents, so merging the base branch brings nothing.
 */
export async function readHistory(git: Git, range: { readonly base: string; readonly head: string }, ends: TwoEnds): Promise<History> {
  try {
    const listed = await git.run(['rev-list', '--topo-order', '--reverse', range.head, `^${range.base}`, '--']);
    const flags = ['--no-renames', '--no-ext-diff', '--no-textconv', '--no-relative', '--no-abbrev'];
    const { code, stdout } = await git.run(
      ['diff-tree', '--stdin', '-c', '--root', '-r', '-z', '--raw', ...flags],
      listed.stdout.toString('latin1'),
    );
    if (listed.code === 0 && code === 0) return readEntries(splitAtNul(stdout), ends);
    return {
      ...noHistory,
      incomplete: [{ path: null, reason: 'a tree is missing: what the commits between hold was not searched for secrets' }],
    };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return {
      ...noHistory,
      incomplete: [{ path: null, reason: 'the commits touch too much: what they hold was not searched for secrets' }],
    };
  }
}

/** A removed file and a submodule have nothing to search. */
const searched: Readonly<Record<string, FileMode>> = { '100644': 'file', '100664': 'file', '100755': 'executable', '120000': 'symlink' };

/** Commits as `<sha>`, each with its files: as many colons as parents, the modes, the shas, the status; then the path. */
function readEntries(fields: readonly Buffer[], ends: TwoEnds): History {
  const versions: PastVersion[] = [];
  const paths = new Set<string>();
  const bringers = new Map<string, string>();
  const seen = new Set<string>();
  let commit = '';
  let leftOut = 0;
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at]!.toString('latin1');
    const parents = /^:*/.exec(field)![0].length;
    if (parents === 0) {
      commit = field;
      continue;
    }
    const path = decodePath(fields[++at] ?? Buffer.alloc(0));
    paths.add(path);
    const parts = field.slice(parents).split(' ');
    const [mode, sha] = [parts[parents]!, parts[2 * parents + 1]!];
    const key = `${sha} ${path}`;
    if (ends.isHead(path, sha) && !bringers.has(path)) bringers.set(path, commit);
    const kept = searched[mode];
    if (!kept || ends.stands(path, sha) || seen.has(key)) continue;
    seen.add(key);
    if (versions.length === mostVersions) leftOut++;
    else versions.push({ version: { path, sha, mode: kept }, commit });
  }
  const reason = `${leftOut} versions in the commits between were not searched for secrets: more than ${mostVersions} are not`;
  return { versions, paths: [...paths], bringers, incomplete: leftOut > 0 ? [{ path: null, reason }] : [] };
}
