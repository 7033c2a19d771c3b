/** A change made of texts, for tests of everything behind the reading of one. */
import { createHash } from 'node:crypto';
import { matchFiles } from '../../src/diff/matchFiles.ts';
import { type Change, type Commit, type FileMode, type FileVersion, noHistory } from '../../src/model/change.ts';

type Content = string | Uint8Array | { readonly mode: FileMode; readonly text: string };

/** Path to content; a string is a plain file. */
export type Files = Readonly<Record<string, Content>>;

function blobSha(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export async function memoryChange(base: Files, head: Files, commits: readonly Commit[] = []): Promise<Change> {
  const blobs = new Map<string, Uint8Array>();
  const tree = (files: Files): FileVersion[] =>
    Object.entries(files).map(([path, content]) => {
      const special = typeof content === 'object' && 'mode' in content;
      const text = special ? content.text : content;
      const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
      const sha = blobSha(bytes);
      blobs.set(sha, bytes);
      return { path, sha, mode: special ? content.mode : 'file' };
    });
  const load: Change['load'] = async ({ sha }) => {
    const bytes = blobs.get(sha);
    return bytes ? { kind: 'bytes', bytes } : { kind: 'unavailable', reason: 'the blob is gone' };
  };
  const trees = { base: tree(base), head: tree(head) };
  const { files, incomplete } = await matchFiles({ ...trees, load });
  return {
    repository: 'acme/widgets',
    base: 'b'.repeat(40),
    head: 'a'.repeat(40),
    files,
    commits,
    incomplete,
    load,
    find: async (side, path) => trees[side].find((version) => version.path === path) ?? null,
    peek: (side, path) => trees[side].find((version) => version.path === path) ?? null,
    list: (side) => trees[side].map(({ path }) => path),
    history: async () => noHistory,
    close: async () => {},
  };
}
