/** The files that a scan's arguments name. Links are never followed: they could lead anywhere, and round in circles. */
import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileMode, FileVersion, Incomplete, Skipped } from '../model/change.ts';
import { UsageError } from './exit.ts';

/** Files below one folder, by their path in it. */
export interface Root {
  readonly folder: string;
  /** The folder itself was named, so that all its files are here. */
  readonly isWhole: boolean;
  readonly files: readonly { readonly path: string; readonly mode: FileMode }[];
}

export interface Walked {
  readonly roots: readonly Root[];
  readonly skipped: readonly Skipped[];
  readonly incomplete: readonly Incomplete[];
}

/** Folders that hold what others wrote or what git keeps; named as an argument they are scanned all the same. */
const leftOut: Readonly<Record<string, string>> = { '.git': "git's own files", node_modules: 'installed packages' };

const modeOf = (bits: number): FileMode => ((bits & 0o111) !== 0 ? 'executable' : 'file');

/** A file below a folder by its path in it, for who takes from it: no link on the way there, and nothing that is left out. */
export function fileBelow(folder: string): (side: 'base' | 'head', path: string) => FileVersion | null {
  const known = new Map<string, Stats | null>();
  const statOf = (path: string): Stats | null => {
    let found = known.get(path);
    if (found === undefined) {
      found = lstatSync(join(folder, path), { throwIfNoEntry: false }) ?? null;
      known.set(path, found);
    }
    return found;
  };
  return (_, path) => {
    const names = path.split('/');
    if (names.some((name) => name === '' || name === '..' || Object.hasOwn(leftOut, name))) return null;
    for (let length = 1; length < names.length; length++) if (!statOf(names.slice(0, length).join('/'))?.isDirectory()) return null;
    const found = statOf(path);
    return found?.isFile() ? { path, mode: modeOf(found.mode), sha: path } : null;
  };
}

/** Throws UsageError for an argument that names nothing. */
export function walk(paths: readonly string[]): Walked {
  const roots = new Map<string, { path: string; mode: FileMode }[]>();
  const skipped: Skipped[] = [];
  const incomplete: Incomplete[] = [];
  const add = (folder: string, path: string, mode: FileMode) => {
    const files = roots.get(folder) ?? [];
    files.push({ path, mode });
    roots.set(folder, files);
  };
  const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

  /** Where this is a folder to go into: its path. An entry that cannot be read is named, and keeps no other from being read. */
  const enter = (root: string, folder: string, raw: Buffer): string | null => {
    const name = raw.toString();
    const path = folder === '' ? name : `${folder}/${name}`;
    const shown = join(root, path);
    if (!isUtf8(raw)) {
      incomplete.push({ path: shown, reason: 'its name is not UTF-8' });
      return null;
    }
    try {
      const found = lstatSync(shown);
      const reason = Object.hasOwn(leftOut, name) ? leftOut[name] : undefined;
      if (found.isDirectory() && !reason) return path;
      if (found.isDirectory() && reason) skipped.push({ path: shown, reason });
      else if (found.isSymbolicLink()) add(root, path, 'symlink');
      else if (found.isFile()) add(root, path, modeOf(found.mode));
      else skipped.push({ path: shown, reason: 'not a regular file' });
    } catch (error) {
      incomplete.push({ path: shown, reason: `cannot be read (${codeOf(error)})` });
    }
    return null;
  };

  const descend = (root: string): void => {
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      let names: Buffer[] = [];
      try {
        names = readdirSync(join(root, folder), 'buffer');
      } catch (error) {
        incomplete.push({ path: join(root, folder), reason: `cannot be read (${codeOf(error)})` });
      }
      for (const name of names) {
        const inner = enter(root, folder, name);
        if (inner !== null) folders.push(inner);
      }
    }
  };

  const whole = new Set<string>();
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) throw new UsageError(`${path}: there is no such file or folder.`);
    if (found.isDirectory()) {
      whole.add(path);
      descend(path);
    } else if (found.isFile()) add(dirname(path), basename(path), modeOf(found.mode));
    else throw new UsageError(`${path}: is neither a file nor a folder.`);
  }
  return {
    roots: [...roots].map(([folder, files]) => ({
      folder,
      isWhole: whole.has(folder),
      files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    })),
    skipped,
    incomplete,
  };
}
