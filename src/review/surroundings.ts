/** The files around those of a change: what they take from, and which of the change take from them. Read by name, parsed by nobody here. */
import { createHash } from 'node:crypto';
import { ACTIONS_PATHS } from '../engine/documents/actions.ts';
import { dockerIgnorePaths, isDockerfilePath, mayHoldSecrets } from '../engine/documents/buildContext.ts';
import { decode } from '../engine/files/decode.ts';
import { MAX_ANALYSED_BYTES } from '../engine/files/guards.ts';
import { languageOf } from '../engine/files/language.ts';
import { roleByPath } from '../engine/files/role.ts';
import { configNames } from '../engine/project/javascriptPaths.ts';
import type { Neighbour } from '../engine/project/project.ts';
import { type Reference, referencesIn, referredPaths } from '../engine/project/references.ts';
import { folderOf, foldersAround, type RepositoryFiles } from '../engine/project/repositoryFiles.ts';
import type { Language } from '../model/analysis.ts';
import type { Change, ChangedFile, FileVersion } from '../model/change.ts';

type Side = 'base' | 'head';

/** How much of what did not change is read for a change. */
export interface Following {
  readonly blobs: number;
  readonly bytes: number;
  /** Files behind files behind files of the change. */
  readonly depth: number;
}

export const localFollowing: Following = { blobs: 400, bytes: 8_000_000, depth: 6 };
/** Each blob is a call, and each call counts against the limits of an installation. */
export const remoteFollowing: Following = { blobs: 60, bytes: 2_000_000, depth: 4 };

/** What one file is given of the others. */
const MOST_NEIGHBOURS = 48;
const MOST_BYTES = 600_000;
const MOST_BELOW = 100;
const loadsAtOnce = 16;

export interface Surrounding {
  readonly neighbours: readonly Neighbour[];
  readonly beyond: readonly string[];
  /** What lies below a Dockerfile, if anything is told of it. */
  readonly below?: readonly string[];
}

/** References by blob and path, remembered between reviews. */
export interface ReferenceCache {
  get(key: string): KnownReferences | undefined;
  set(key: string, references: KnownReferences): unknown;
}

export interface KnownReferences {
  readonly language: Language | null;
  readonly references: readonly Reference[];
}

export interface Surroundings {
  /** What an analysis of a version depends on besides itself; '' where it stands alone. */
  keyOf(side: Side, path: string): string;
  around(side: Side, path: string): Promise<Surrounding>;
}

const NOTHING: Surrounding = { neighbours: [], beyond: [] };
const NO_REFERENCES: KnownReferences = { language: null, references: [] };

/** May a file of this path name others that matter? Told without its bytes; an extensionless script is told by them. */
function mayRefer(path: string): boolean {
  if (roleByPath(path) !== 'production') return false;
  return /\.ya?ml$/.test(path)
    ? ACTIONS_PATHS.test(path)
    : !/\.(?:md|txt|json|lock|svg|png|jpe?g|gif|css|s[ac]ss|html?|csv|xml)$/i.test(path);
}

/** Reads what the files of a change name, on both sides, as far as the budget goes. */
export async function surroundingsOf(
  change: Change,
  files: readonly ChangedFile[],
  options: { readonly following: Following; readonly references?: ReferenceCache; readonly signal?: AbortSignal },
): Promise<Surroundings> {
  const budget = new Budget(options.following);
  // The head first: what it needs is read before the budget is spent.
  const head = await gather(change, 'head', files, budget, options);
  const base = await gather(change, 'base', files, budget, options);
  const sides = { base, head };
  return {
    keyOf: (side, path) => sides[side].keyOf(path),
    around: (side, path) => sides[side].around(path),
  };
}

/** What did not change is read once for both sides. */
class Budget {
  readonly depth: number;
  private blobs: number;
  private bytes: number;
  private readonly taken = new Set<string>();

  constructor({ blobs, bytes, depth }: Following) {
    this.blobs = blobs;
    this.bytes = bytes;
    this.depth = depth;
  }

  mayRead(sha: string): boolean {
    if (this.taken.has(sha)) return true;
    if (this.blobs <= 0 || this.bytes <= 0) return false;
    this.blobs--;
    this.taken.add(sha);
    return true;
  }

  spend(bytes: number): void {
    this.bytes -= bytes;
  }
}

interface Node {
  readonly version: FileVersion;
  readonly isChanged: boolean;
  /** Files it names, and files that say how its names are meant. */
  links: readonly string[];
  configs: readonly string[];
}

async function gather(
  change: Change,
  side: Side,
  files: readonly ChangedFile[],
  budget: Budget,
  { references, signal }: { readonly references?: ReferenceCache; readonly signal?: AbortSignal },
) {
  const changed = new Map(files.flatMap((file) => (file[side] ? [[file[side].path, file[side]] as const] : [])));
  const find = (path: string): FileVersion | null => {
    const found = changed.get(path) ?? change.peek?.(side, path) ?? null;
    return found && found.mode !== 'symlink' && found.mode !== 'submodule' ? found : null;
  };
  const configTexts = new Map<string, string | null>();
  const repository: RepositoryFiles = { has: (path) => find(path) !== null, textOf: (path) => configTexts.get(path) ?? null };
  const nodes = new Map<string, Node>();
  const beyond = new Set<string>();

  async function bytesOf(version: FileVersion, isChanged: boolean): Promise<Uint8Array | null> {
    if (!isChanged && !budget.mayRead(version.sha)) return null;
    const content = await change.load(version);
    if (content.kind === 'unavailable' || content.bytes.length > MAX_ANALYSED_BYTES) return null;
    if (!isChanged) budget.spend(content.bytes.length);
    return content.bytes;
  }

  async function referencesOf(version: FileVersion, isChanged: boolean): Promise<KnownReferences | null> {
    if (!mayRefer(version.path)) return NO_REFERENCES;
    const key = `${version.sha} ${version.mode} ${version.path}`;
    const known = references?.get(key);
    if (known) return !isChanged && !budget.mayRead(version.sha) ? null : known;
    const bytes = await bytesOf(version, isChanged);
    if (!bytes) return isChanged ? NO_REFERENCES : null;
    const decoded = decode(bytes);
    const language = decoded.kind === 'text' ? languageOf(version.path, decoded.text, version.mode) : null;
    const read: KnownReferences =
      decoded.kind === 'text' && language !== null ? { language, references: referencesIn(language, decoded.text) } : NO_REFERENCES;
    references?.set(key, read);
    return read;
  }

  /** What says how names of JavaScript are meant stands in the folders around. */
  async function readConfigs(path: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (const folder of foldersAround(path)) {
      for (const name of configNames) {
        const config = folder === '' ? name : `${folder}/${name}`;
        const version = find(config);
        if (!version) continue;
        if (!configTexts.has(config)) {
          configTexts.set(config, null);
          const bytes = await bytesOf(version, changed.has(config));
          const decoded = bytes && decode(bytes);
          configTexts.set(config, decoded?.kind === 'text' ? decoded.text : null);
        }
        if (configTexts.get(config) !== null) found.push(config);
      }
    }
    return found;
  }

  async function read(path: string): Promise<void> {
    const version = find(path);
    if (!version) return;
    const isChanged = changed.has(path);
    const known = await referencesOf(version, isChanged);
    if (!known) {
      beyond.add(path);
      return;
    }
    const { language } = known;
    const isScript = language === 'javascript' || language === 'typescript' || language === 'tsx';
    const isAsking = isScript && known.references.some(({ specifier }) => !specifier.startsWith('.'));
    const configs = isAsking ? await readConfigs(path) : isDockerfilePath(path) ? dockerIgnorePaths(path).filter(repository.has) : [];
    const links = language === null ? [] : referredPaths(language, path, known.references, repository);
    nodes.set(path, { version, isChanged, links, configs });
  }

  let level = [...changed.keys()];
  for (let depth = 0; level.length > 0; depth++) {
    const next = new Set<string>();
    for (let from = 0; from < level.length; from += loadsAtOnce) {
      signal?.throwIfAborted();
      await Promise.all(level.slice(from, from + loadsAtOnce).map(read));
    }
    for (const path of level) {
      for (const link of nodes.get(path)?.links ?? []) {
        if (nodes.has(link) || beyond.has(link)) continue;
        if (depth < budget.depth) next.add(link);
        else beyond.add(link);
      }
    }
    level = [...next];
  }

  const takers = new Map<string, string[]>();
  for (const [path, { links }] of nodes) {
    for (const link of links) {
      const list = takers.get(link);
      if (list) list.push(path);
      else takers.set(link, [path]);
    }
  }

  /** The files around one: what it takes from, who takes from it, and what those take from; the nearest first. */
  function pathsAround(path: string): { readonly near: readonly string[]; readonly beyond: readonly string[] } {
    const near = new Set<string>();
    const left = new Set<string>();
    const add = (from: readonly string[], linksOf: (path: string) => readonly string[]): string[] => {
      const reached = [...from];
      const seen = new Set(reached);
      for (const one of reached) {
        for (const link of linksOf(one)) {
          if (seen.has(link)) continue;
          seen.add(link);
          if (!nodes.has(link) || near.size >= MOST_NEIGHBOURS) {
            if (link !== path && !near.has(link)) left.add(link);
            continue;
          }
          reached.push(link);
          if (link !== path) near.add(link);
        }
      }
      return reached;
    };
    const linksOf = (one: string) => nodes.get(one)?.links ?? [];
    add([path], linksOf);
    const importers = add([path], (one) => takers.get(one) ?? []);
    add(importers, linksOf);
    for (const one of [path, ...near]) for (const config of nodes.get(one)?.configs ?? []) near.add(config);
    near.delete(path);
    return { near: [...near], beyond: [...left].filter((one) => !near.has(one)) };
  }

  const mayHold = (change.list?.(side) ?? []).filter((path) => mayHoldSecrets(path) && find(path));

  /** What a Dockerfile may copy without naming it. */
  function belowOf(path: string): readonly string[] {
    if (!changed.has(path) || !isDockerfilePath(path)) return [];
    const folder = folderOf(path);
    return mayHold.filter((one) => folder === '' || one.startsWith(`${folder}/`)).slice(0, MOST_BELOW);
  }

  const lists = new Map<string, ReturnType<typeof pathsAround>>();
  const listOf = (path: string) => {
    let list = lists.get(path);
    if (!list) {
      list = nodes.has(path) ? pathsAround(path) : { near: [], beyond: [] };
      lists.set(path, list);
    }
    return list;
  };

  return {
    keyOf(path: string): string {
      const list = listOf(path);
      const below = belowOf(path);
      if (list.near.length + list.beyond.length + below.length === 0) return '';
      const hash = createHash('sha256');
      for (const one of list.near) hash.update(`${one}\0${find(one)!.sha}\0${changed.has(one)}\0`);
      hash.update('\0');
      for (const one of list.beyond) hash.update(`${one}\0`);
      hash.update('\0');
      for (const one of below) hash.update(`${one}\0`);
      return hash.digest('hex');
    },
    async around(path: string): Promise<Surrounding> {
      const list = listOf(path);
      const below = belowOf(path);
      if (list.near.length + list.beyond.length + below.length === 0) return NOTHING;
      const neighbours: Neighbour[] = [];
      const left = [...list.beyond];
      let bytes = 0;
      for (const one of list.near) {
        const version = find(one)!;
        const content = await change.load(version);
        if (content.kind === 'unavailable' || bytes + content.bytes.length > MOST_BYTES) left.push(one);
        else {
          bytes += content.bytes.length;
          neighbours.push({ path: one, mode: version.mode, sha: version.sha, bytes: content.bytes, isChanged: changed.has(one) });
        }
      }
      return { neighbours, beyond: left, ...(below.length > 0 && { below }) };
    },
  };
}
