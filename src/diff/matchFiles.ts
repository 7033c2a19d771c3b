import { basename } from 'node:path/posix';
import type { ChangedFile, Content, FileVersion, Incomplete } from '../model/change.ts';
import { type LineBag, lineBag, similarity } from './similarity.ts';

export interface TreePair {
  /** Entries of the base: the whole tree, or only those that differ or are gone. */
  readonly base: readonly FileVersion[];
  /** Entries of the head, likewise. */
  readonly head: readonly FileVersion[];
  /** Further base entries that a new file may be an exact copy of. */
  readonly copySources?: readonly FileVersion[];
  readonly load: (version: FileVersion) => Promise<Content>;
}

export interface MatchedFiles {
  /** By path of the head, or of the base where the file is gone. */
  readonly files: readonly ChangedFile[];
  readonly incomplete: readonly Incomplete[];
}

/** Shares of common lines from which a file counts as renamed (Git's own default) or copied (higher: its source still stands). */
const renamedFrom = 0.5;
const copiedFrom = 0.8;

/**
 * Bounds of the search by content, for each of the removed, the added and the edited files. Beyond them a file stays added or removed: what it holds then counts as introduced, unless
 * `compareFindings` finds it among what other files of the change lost.
 */
const comparedFiles = 1000;
const comparedBytes = 16_000_000;
const comparedFileBytes = 1_000_000;
const loadsAtOnce = 16;
/** A line that stands in more files than this tells none of them apart. */
const tellingLine = 32;

/**
 * Pairs the files of two trees. The same path is a modified file, whatever became of its mode; then equal blobs are renames
 * and copies, then similar texts are.
 */
export async function matchFiles({ base, head, copySources = [], load }: TreePair): Promise<MatchedFiles> {
  const incomplete: Incomplete[] = [];
  const baseByPath = byPath(base, incomplete);
  const headByPath = byPath(head, incomplete);
  const files: ChangedFile[] = [];
  const removed = new Map<string, FileVersion>();
  let added: FileVersion[] = [];

  for (const [path, version] of baseByPath) {
    const now = headByPath.get(path);
    if (!now) removed.set(path, version);
    else if (now.sha !== version.sha || now.mode !== version.mode) files.push({ status: 'modified', base: version, head: now });
  }
  for (const [path, version] of headByPath) if (!baseByPath.has(path)) added.push(version);
  const edited = files.map((file) => file.base!);

  const take = (status: 'renamed' | 'copied', from: FileVersion, to: FileVersion): void => {
    files.push({ status, base: from, head: to });
    if (status === 'renamed') removed.delete(from.path);
  };
  added = matchEqual(added, [...removed.values()], 'renamed', take);
  added = matchEqual(added, [...baseByPath.values(), ...copySources], 'copied', take);
  const gone = [...removed.values()];
  if (added.length > 0 && gone.length + edited.length > 0) {
    const bags = await loadBags([gone, added, edited], load);
    added = matchSimilar(added, gone, bags, renamedFrom, 'renamed', take);
    added = matchSimilar(added, [...gone, ...edited], bags, copiedFrom, 'copied', take);
  }

  for (const version of added) files.push({ status: 'added', base: null, head: version });
  for (const version of removed.values()) files.push({ status: 'removed', base: version, head: null });
  files.sort((a, b) => (shownPath(a) < shownPath(b) ? -1 : 1));
  return { files, incomplete };
}

type Take = (status: 'renamed' | 'copied', from: FileVersion, to: FileVersion) => void;

function shownPath(file: ChangedFile): string {
  return (file.head ?? file.base)!.path;
}

function byPath(entries: readonly FileVersion[], incomplete: Incomplete[]): Map<string, FileVersion> {
  const map = new Map<string, FileVersion>();
  for (const entry of entries) {
    // Git never writes such a tree, but it reads one that was made by hand; only one of the two would be checked out.
    if (map.has(entry.path)) incomplete.push({ path: entry.path, reason: 'the tree lists this path twice' });
    else map.set(entry.path, entry);
  }
  return map;
}

/** Links, submodules and files are never each other's rename; a file that became executable is. */
function blobKey({ sha, mode }: FileVersion): string {
  return mode === 'executable' ? `file ${sha}` : `${mode} ${sha}`;
}

/** Takes the equal ones, those with an equal basename first; a rename uses its source up. Returns what is left of `added`. */
function matchEqual(added: FileVersion[], sources: FileVersion[], status: 'renamed' | 'copied', take: Take): FileVersion[] {
  const used = new Set<FileVersion>();
  const blobs = new Set(added.map(blobKey));
  const equal = sources.filter((source) => blobs.has(blobKey(source))).reverse();
  let left = added;
  for (const keyOf of [(version: FileVersion) => `${blobKey(version)} ${basename(version.path)}`, blobKey]) {
    // Thousands of equal blobs (empty files, say) must not be searched through for each of thousands of others.
    const byKey = grouped(equal, keyOf);
    left = left.filter((version) => {
      const list = byKey.get(keyOf(version)) ?? [];
      while (list.length > 0 && used.has(list.at(-1)!)) list.pop();
      const source = list.at(-1);
      if (!source) return true;
      if (status === 'renamed') used.add(source);
      take(status, source, version);
      return false;
    });
  }
  return left;
}

function grouped(versions: FileVersion[], keyOf: (version: FileVersion) => string): Map<string, FileVersion[]> {
  const groups = new Map<string, FileVersion[]>();
  for (const version of versions) {
    const list = groups.get(keyOf(version));
    if (list) list.push(version);
    else groups.set(keyOf(version), [version]);
  }
  return groups;
}

/** Texts to compare by content, within the bounds for each list. */
async function loadBags(lists: FileVersion[][], load: TreePair['load']): Promise<Map<FileVersion, LineBag>> {
  const bags = new Map<FileVersion, LineBag>();
  for (const list of lists) {
    const candidates = list.filter(({ mode }) => mode === 'file' || mode === 'executable').slice(0, comparedFiles);
    let bytes = 0;
    for (let i = 0; i < candidates.length && bytes < comparedBytes; i += loadsAtOnce) {
      const group = candidates.slice(i, i + loadsAtOnce);
      const contents = await Promise.all(group.map(load));
      for (const [at, content] of contents.entries()) {
        if (content.kind !== 'bytes' || content.bytes.length > comparedFileBytes) continue;
        bytes += content.bytes.length;
        const bag = lineBag(content.bytes);
        if (bag) bags.set(group[at]!, bag);
      }
    }
  }
  return bags;
}

/** Takes the most similar pairs first. Only files that share a telling line are compared, so the work stays near linear. */
function matchSimilar(
  added: FileVersion[],
  sources: FileVersion[],
  bags: Map<FileVersion, LineBag>,
  least: number,
  status: 'renamed' | 'copied',
  take: Take,
): FileVersion[] {
  const wanted = new Set<number>();
  for (const version of added) for (const line of bags.get(version) ?? []) wanted.add(line);
  const holders = new Map<number, FileVersion[]>();
  for (const source of sources) {
    for (const line of new Set(bags.get(source))) {
      if (!wanted.has(line)) continue;
      const list = holders.get(line);
      if (list) list.push(source);
      else holders.set(line, [source]);
    }
  }
  const pairs: { from: FileVersion; to: FileVersion; score: number; named: number }[] = [];
  for (const to of added) {
    const bag = bags.get(to);
    const candidates = new Map<FileVersion, number>();
    for (const line of new Set(bag)) {
      const list = holders.get(line) ?? [];
      if (list.length <= tellingLine) for (const from of list) candidates.set(from, (candidates.get(from) ?? 0) + 1);
    }
    const likely = [...candidates].sort((a, b) => b[1] - a[1]).slice(0, 8);
    for (const [from] of likely) {
      const score = similarity(bags.get(from)!, bag!);
      if (score >= least) pairs.push({ from, to, score, named: Number(basename(from.path) === basename(to.path)) });
    }
  }
  pairs.sort((a, b) => b.score - a.score || b.named - a.named);
  const used = new Set<FileVersion>();
  for (const { from, to } of pairs) {
    if (used.has(to) || (status === 'renamed' && used.has(from))) continue;
    used.add(to).add(from);
    take(status, from, to);
  }
  return added.filter((version) => !used.has(version));
}
