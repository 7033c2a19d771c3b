/** Which file a script reads into itself or starts: beside it, or from where it is started, which is the root more often than not. */
import { folderOf, pathBelow, type RepositoryFiles } from './repositoryFiles.ts';

/** `$DIR/`, `${DIR}/`, `$(…)/` at the beginning: a folder that is not known. */
const unknownFolder = /^(?:\$\w+|\$\{[^}]*\}|\$\([^()]*(?:\([^()]*\)[^()]*)*\))\//;

export function scriptPath(from: string, specifier: string, files: RepositoryFiles): string | null {
  const written = specifier.replace(/\\/g, '/');
  const isUnknown = unknownFolder.test(written);
  const path = isUnknown ? written.replace(unknownFolder, '') : written;
  if (path === '' || path.startsWith('/') || path.startsWith('~') || /[$`*?]/.test(path)) return null;
  const own = folderOf(from);
  const isRelative = !isUnknown && /^\.\.?\//.test(path);
  const candidates = isRelative
    ? [pathBelow(own, path), pathBelow('', path)]
    : [pathBelow('', path), pathBelow(own, path), ...(isUnknown ? [pathBelow(folderOf(own), path)] : [])];
  return candidates.find((one) => one !== null && one !== from && files.has(one)) ?? null;
}
