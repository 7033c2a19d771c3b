import type { Commit, Incomplete, Person } from '../model/change.ts';
import { GitError } from './gitError.ts';
import type { Objects } from './objects.ts';
import { decodePath, splitAtNul } from './readTree.ts';
import type { Git } from './runGit.ts';

/** The commits that the head has and the base has not, parents before children. */
export async function readCommits(
  git: Git,
  objects: Objects,
  base: string,
  head: string,
): Promise<{ commits: Commit[]; incomplete: Incomplete[] }> {
  const listed = await git.run(['rev-list', '--topo-order', '--reverse', '--parents', head, `^${base}`, '--']);
  if (listed.code !== 0) throw new GitError('failed', 'The commits of this range could not be listed.', 'See what `git fsck` says.');
  const lines = listed.stdout.toString('latin1').split('\n').filter(Boolean);
  const graph = lines.map((line) => {
    const [sha, ...parents] = line.split(' ');
    return { sha: sha!, parents };
  });
  const touches = await readTouches(git, graph);
  const incomplete: Incomplete[] = [];
  const contents = await Promise.all(graph.map(({ sha }) => readCommit(objects, sha)));
  const commits = graph.map(({ sha, parents }, at): Commit => {
    const content = contents[at]!;
    if (content.kind === 'unavailable') incomplete.push({ path: null, reason: `commit ${sha} could not be read: ${content.reason}` });
    const { message, author } = content.kind === 'read' ? content : parseCommit(Buffer.alloc(0));
    return { sha, parents, message, author, touches: touches?.get(sha) ?? (touches ? [] : null) };
  });
  return { commits, incomplete };
}

export type CommitText =
  | { readonly kind: 'read'; readonly message: string; readonly author: Person }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** What a commit says of itself, but for its ancestry. */
export async function readCommit(objects: Objects, sha: string): Promise<CommitText> {
  const content = await objects.read(sha, 'commit');
  return content.kind === 'unavailable' ? content : { kind: 'read', ...parseCommit(Buffer.from(content.bytes)) };
}

/** Headers, an empty line, the message; in UTF-8 unless a header says otherwise. */
function parseCommit(raw: Buffer): { message: string; author: Person } {
  const gap = raw.indexOf('\n\n');
  const head = gap < 0 ? raw : raw.subarray(0, gap);
  const decoder = decoderFor(/^encoding (.+)$/m.exec(head.toString('latin1'))?.[1]);
  const name = (/^author (.*?) ?</m.exec(decoder.decode(head))?.[1] ?? '').trim();
  return {
    message: gap < 0 ? '' : decoder.decode(raw.subarray(gap + 2)),
    author: { name, isBot: name.endsWith('[bot]') },
  };
}

/** In these ASCII can mean something else, so that what is read there would be read by nobody else. Git writes no commit in them. */
const misleading = /^(?:utf-16[bl]e|iso-2022-jp|replacement|x-user-defined)$/;

function decoderFor(label = 'utf-8'): InstanceType<typeof TextDecoder> {
  try {
    const decoder = new TextDecoder(label);
    return misleading.test(decoder.encoding) ? new TextDecoder() : decoder;
  } catch {
    return new TextDecoder();
  }
}

/** Paths that differ from the first parent, by commit; null where a tree is missing. A commit that changes nothing is absent. */
async function readTouches(git: Git, graph: readonly { sha: string; parents: readonly string[] }[]): Promise<Map<string, string[]> | null> {
  // A commit followed by one parent is compared with that parent alone, merges included.
  const input = graph.map(({ sha, parents }) => `${[sha, ...parents.slice(0, 1)].join(' ')}\n`).join('');
  const flags = ['--no-renames', '--no-ext-diff', '--no-textconv', '--no-relative', '--ignore-submodules=none'];
  // --raw, because between bare names a path that looks like a commit's sha could not be told from one.
  const { code, stdout } = await git.run(['diff-tree', '--stdin', '--root', '-r', '-z', '--raw', ...flags], input);
  if (code !== 0) return null;
  const touches = new Map<string, string[]>();
  let paths: string[] = [];
  const fields = splitAtNul(stdout);
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    if (field[0] === 58 /* : */) paths.push(decodePath(fields[++i] ?? Buffer.alloc(0)));
    else {
      paths = [];
      touches.set(field.toString('latin1'), paths);
    }
  }
  return touches;
}
