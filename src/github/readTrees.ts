/** The two trees of a change by sha: whole, or where GitHub cuts them, only the folders in which they differ. */
import type { FileMode, FileVersion, Incomplete } from '../model/change.ts';
import type { Client } from './client.ts';

export interface Place {
  readonly owner: string;
  readonly repo: string;
}

export interface Trees {
  readonly base: readonly FileVersion[];
  readonly head: readonly FileVersion[];
  readonly incomplete: readonly Incomplete[];
  /** Bytes of blobs as the trees tell them, so that none too large is asked for. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Learns the sizes of the blobs of another commit, as far as GitHub lists them. */
  readonly noteSizes: (commit: string) => Promise<void>;
  readonly find: (side: 'base' | 'head', path: string) => Promise<FileVersion | null>;
  /** Left out where GitHub did not list the trees whole. */
  readonly peek?: (side: 'base' | 'head', path: string) => FileVersion | null;
  readonly list?: (side: 'base' | 'head') => readonly string[];
}

interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly sha: string;
  readonly size?: number | undefined;
}

interface Listing {
  readonly entries: readonly Entry[];
  readonly truncated: boolean;
}

/** Calls spent on walking the folders of a tree too large to be listed whole. */
const folderCalls = 300;

export async function readTrees(client: Client, place: Place, base: string, head: string): Promise<Trees> {
  const sizes = new Map<string, number>();
  const list = async (sha: string, whole: boolean): Promise<Listing> => {
    const { data } = await client.rest.git.getTree({ ...place, tree_sha: sha, ...(whole && { recursive: '1' }) });
    for (const { sha: blob, size } of data.tree) if (size !== undefined) sizes.set(blob, size);
    return { entries: data.tree, truncated: data.truncated };
  };
  const noteSizes = async (commit: string): Promise<void> => {
    // Without them a blob is asked for, and refused by GitHub if it is larger than it gives.
    await list(commit, true).catch(() => undefined);
  };
  const [baseList, headList] = await Promise.all([list(base, true), list(head, true)]);
  if (baseList.truncated || headList.truncated) return { ...(await walkTrees((sha) => list(sha, false), base, head, sizes)), noteSizes };
  const versions = { base: versionsOf(baseList.entries), head: versionsOf(headList.entries) };
  const index = { base: byPath(versions.base), head: byPath(versions.head) };
  const peek = (side: 'base' | 'head', path: string) => index[side].get(path) ?? null;
  const paths = (side: 'base' | 'head') => [...index[side].keys()];
  return { ...versions, incomplete: [], sizes, noteSizes, peek, list: paths, find: async (side, path) => peek(side, path) };
}

/** Both trees folder by folder, side by side: equal folders are never opened. */
async function walkTrees(
  list: (sha: string) => Promise<Listing>,
  base: string,
  head: string,
  sizes: Map<string, number>,
): Promise<Omit<Trees, 'noteSizes'>> {
  const incomplete: Incomplete[] = [];
  const found = { base: [] as FileVersion[], head: [] as FileVersion[] };
  const listings = new Map<string, Promise<Listing>>();
  const open = (sha: string): Promise<Listing> | null => {
    const known = listings.get(sha);
    if (known || listings.size >= folderCalls) return known ?? null;
    const listing = list(sha);
    listings.set(sha, listing);
    return listing;
  };
  let folders: { readonly path: string; readonly base: string | null; readonly head: string | null }[] = [{ path: '', base, head }];
  while (folders.length > 0) {
    const next: typeof folders = [];
    for (const folder of folders) {
      const opened = { base: folder.base === null ? null : open(folder.base), head: folder.head === null ? null : open(folder.head) };
      const isShort = (['base', 'head'] as const).some((side) => folder[side] !== null && !opened[side]);
      const [left, right] = [await opened.base, await opened.head];
      if (isShort || left?.truncated || right?.truncated) {
        const reason = isShort ? 'the tree is too large to be read: this folder was not opened' : 'GitHub lists only a part of this folder';
        incomplete.push({ path: folder.path === '' ? null : folder.path, reason });
        if (isShort) continue;
      }
      const [leftByName, rightByName] = [byName(left), byName(right)];
      for (const name of new Set([...leftByName.keys(), ...rightByName.keys()])) {
        const [was, is] = [leftByName.get(name), rightByName.get(name)];
        if (was && is && was.sha === is.sha && was.mode === is.mode) continue;
        const path = folder.path === '' ? name : `${folder.path}/${name}`;
        const folderOf = (entry: Entry | undefined): string | null => (entry && isFolder(entry) ? entry.sha : null);
        if (was && !isFolder(was)) found.base.push(versionOf({ ...was, path }));
        if (is && !isFolder(is)) found.head.push(versionOf({ ...is, path }));
        if (folderOf(was) !== null || folderOf(is) !== null) next.push({ path, base: folderOf(was), head: folderOf(is) });
      }
    }
    folders = next;
  }
  const roots = { base, head };
  return { ...found, incomplete, sizes, find: (side, path) => findByWalking(list, roots[side], path) };
}

async function findByWalking(list: (sha: string) => Promise<Listing>, root: string, path: string): Promise<FileVersion | null> {
  let folder = root;
  const names = path.split('/');
  for (const [at, name] of names.entries()) {
    const { entries, truncated } = await list(folder);
    const entry = entries.find((candidate) => candidate.path === name);
    // Not to be found in a cut list is not the same as not to be there.
    if (!entry && truncated) throw new Error(`GitHub lists only a part of the folder in which ${path} would stand.`);
    if (!entry) return null;
    if (at === names.length - 1) return isFolder(entry) ? null : versionOf({ ...entry, path });
    if (!isFolder(entry)) return null;
    folder = entry.sha;
  }
  return null;
}

const isFolder = ({ mode }: Entry): boolean => mode === '040000';

function byName(listing: Listing | null): Map<string, Entry> {
  return new Map(listing?.entries.map((entry) => [entry.path, entry]));
}

function byPath(versions: readonly FileVersion[]): Map<string, FileVersion> {
  return new Map(versions.map((version) => [version.path, version]));
}

function versionsOf(entries: readonly Entry[]): FileVersion[] {
  return entries.filter((entry) => !isFolder(entry)).map(versionOf);
}

const modes: Readonly<Record<string, FileMode>> = { '100755': 'executable', '120000': 'symlink', '160000': 'submodule' };

/** What is no link, no submodule and not executable is a file; Git itself wrote 100664 once. */
function versionOf({ path, mode, sha }: Entry): FileVersion {
  return { path, sha, mode: modes[mode] ?? 'file' };
}
