/** Dockerfiles that do not change, and whose images do: a file of secrets came to what they copy, or is left out of it no more. */
import { isDockerfilePath, isDockerIgnorePath, mayHoldSecrets } from '../engine/documents/buildContext.ts';
import { folderOf } from '../engine/project/repositoryFiles.ts';
import type { Change, ChangedFile } from '../model/change.ts';

const MOST = 20;

/** Paths that came, went or say what is left out. */
function turning({ files }: Change): string[] {
  return files.flatMap(({ base, head }) => {
    const paths = [base, head].flatMap((version) => (version ? [version.path] : []));
    const isMoved = base?.path !== head?.path;
    return paths.filter((path) => isDockerIgnorePath(path) || (isMoved && mayHoldSecrets(path)));
  });
}

/** The change with such Dockerfiles, each as it is on both sides. */
export function withDockerfiles(change: Change): Change {
  const { list, peek } = change;
  const turned = list && peek ? turning(change) : [];
  if (turned.length === 0) return change;
  const changed = new Set(change.files.flatMap(({ base, head }) => [base?.path, head?.path]));
  const isAbout = (path: string) => {
    const folder = folderOf(path);
    return turned.some((one) => folder === '' || one.startsWith(`${folder}/`) || (isDockerIgnorePath(one) && isAbove(one, path)));
  };
  const found: ChangedFile[] = list!('head')
    .filter((path) => isDockerfilePath(path) && !changed.has(path) && isAbout(path))
    .slice(0, MOST)
    .flatMap((path) => {
      const [base, head] = [peek!('base', path), peek!('head', path)];
      return base && head && head.mode !== 'symlink' ? [{ status: 'modified', base, head }] : [];
    });
  return found.length === 0 ? change : { ...change, files: [...change.files, ...found] };
}

function isAbove(list: string, path: string): boolean {
  const folder = folderOf(list);
  return folder === '' || path.startsWith(`${folder}/`);
}
