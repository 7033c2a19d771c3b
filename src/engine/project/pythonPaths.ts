/** Which file a module of Python is: relative to its package, or below what Python would search. */
import { folderOf, foldersAround, pathBelow, type RepositoryFiles } from './repositoryFiles.ts';

/** Folders of a repository that packages stand in. */
const roots = ['', 'src', 'lib', 'python'] as const;

const join = (folder: string, path: string): string => (folder === '' ? path : path === '' ? folder : `${folder}/${path}`);

/** A module or a package below a folder; '' is the folder's own package. */
function moduleAt(folder: string, dotted: string, files: RepositoryFiles): string | null {
  const path = join(folder, dotted.split('.').join('/'));
  const candidates = dotted === '' ? [join(path, '__init__.py')] : [`${path}.py`, join(path, '__init__.py')];
  return candidates.find((one) => files.has(one)) ?? null;
}

export function pythonPath(from: string, specifier: string, files: RepositoryFiles): string | null {
  const dots = /^\.*/.exec(specifier)![0].length;
  const dotted = specifier.slice(dots);
  if (!/^(?:\w+(?:\.\w+)*)?$/.test(dotted) || specifier === '') return null;
  if (dots > 0) {
    const folder = pathBelow(folderOf(from), '../'.repeat(dots - 1));
    return folder === null ? null : moduleAt(folder, dotted, files);
  }
  // A script finds what lies beside it, a module of a package what lies beside the package; then the usual folders of the repository.
  const searched = foldersAround(from).filter((folder) => !files.has(join(folder, '__init__.py')));
  for (const folder of [...searched, ...roots]) {
    const found = moduleAt(folder, dotted, files);
    if (found !== null) return found;
  }
  return null;
}

/** A module of that name in the package that a specifier names: `from .tools import files`. */
export function pythonMember(from: string, specifier: string, name: string, files: RepositoryFiles): string | null {
  return pythonPath(from, specifier.endsWith('.') ? specifier + name : `${specifier}.${name}`, files);
}
