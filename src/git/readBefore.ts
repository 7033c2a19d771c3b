import type { Commit } from '../model/change.ts';
import type { Objects } from './objects.ts';
import { readCommit } from './readCommits.ts';
import type { Git } from './runGit.ts';

const mostBefore = 100;

/** The last commits that lead to this one, itself the first, children before parents. What cannot be read is left out. */
export async function readBefore(git: Git, objects: Objects, end: string): Promise<Commit[]> {
  const { code, stdout } = await git.run(['rev-list', '--topo-order', '--parents', `--max-count=${mostBefore}`, end, '--']);
  if (code !== 0) return [];
  const lines = stdout.toString('latin1').split('\n').filter(Boolean);
  const read = lines.map(async (line) => {
    const [sha, ...parents] = line.split(' ');
    const content = await readCommit(objects, sha!);
    return content.kind === 'unavailable' ? [] : [{ sha: sha!, parents, message: content.message, author: content.author, touches: null }];
  });
  return (await Promise.all(read)).flat();
}
