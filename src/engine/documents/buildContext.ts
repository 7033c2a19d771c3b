/** What of the files below a Dockerfile is sent to the builder, as far as it may hold secrets. */
import { languageOf } from '../files/language.ts';
import { roleByPath } from '../files/role.ts';
import { folderOf, foldersAround } from '../project/repositoryFiles.ts';
import { dockerIgnore } from './dockerIgnore.ts';

/** Wider than what any check asks for: it only spares an analysis the paths of all sources. */
const MAY_HOLD =
  /(?:^|\/)\.[^/]+\/(?:config|credentials)(?:\.[^/]+)?$|(?:^|\/)\.(?![^/]*(?:ignore|keep|attributes|modules|rc\.[^/]+|\.[cm]?[jt]s)$)[^/]+$|credential|secret|password|private|kubeconfig|service[-_]?account|(?:^|\/)(?:_netrc|id_[^/]*)$|\.(?:env|key|pem|p12|pfx|jks|kdbx|keytab|ppk|tfstate)$/i;
const LONGEST = 250;

export function mayHoldSecrets(path: string): boolean {
  return path.length <= LONGEST && MAY_HOLD.test(path) && roleByPath(path) === 'production';
}

/** A Dockerfile by its path, and one whose image is used. */
export function isDockerfilePath(path: string): boolean {
  return languageOf(path, '') === 'dockerfile' && roleByPath(path) === 'production';
}

export function isDockerIgnorePath(path: string): boolean {
  return path.endsWith('.dockerignore');
}

/** Lists of what is left out, where a builder may look for one: the Dockerfile's own, and one in each folder that it may be built from. */
export function dockerIgnorePaths(path: string): readonly string[] {
  return [`${path}.dockerignore`, ...foldersAround(path).map((folder) => (folder === '' ? '.dockerignore' : `${folder}/.dockerignore`))];
}

/**
 * Files that are sent if the Dockerfile is built in its own folder, by their paths below it. From where it really is built stands nowhere in it, so
 * what any of the lists leaves out counts as left out. `textOf` gives undefined for a list that is not there, and null for one that is not known.
 */
export function sentFiles(path: string, below: readonly string[], textOf: (list: string) => string | null | undefined): readonly string[] {
  const folder = folderOf(path);
  const start = folder === '' ? 0 : folder.length + 1;
  const lists: { readonly from: number; readonly isLeftOut: (path: string) => boolean }[] = [];
  const [own, ...others] = dockerIgnorePaths(path);
  const ownText = textOf(own!);
  for (const list of others) {
    // The Dockerfile's own list stands for that of whichever folder it is built from.
    const text = ownText === undefined ? textOf(list) : ownText;
    if (text === undefined) continue;
    const isLeftOut = text === null ? null : dockerIgnore(text);
    if (!isLeftOut) return [];
    const around = folderOf(list);
    lists.push({ from: around === '' ? 0 : around.length + 1, isLeftOut });
  }
  return below
    .filter((file) => file.length > start && (start === 0 || file.startsWith(`${folder}/`)))
    .filter((file) => !lists.some(({ from, isLeftOut }) => isLeftOut(file.slice(from))))
    .map((file) => file.slice(start));
}
