/** What is known of the other files of a version: which there are, and the texts of those that were read. */
export interface RepositoryFiles {
  has(path: string): boolean;
  /** Null for one that was not read. */
  textOf(path: string): string | null;
}

/** Folders of a path, the innermost first; '' is the repository's root. */
export function foldersAround(path: string): readonly string[] {
  const folders: string[] = [];
  let folder = path;
  while (folder !== '') {
    folder = folderOf(folder);
    folders.push(folder);
  }
  return folders;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** A path below a folder, `.` and `..` resolved; null where it leads out of the repository. */
export function pathBelow(folder: string, path: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length === 0) return null;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join('/');
}
