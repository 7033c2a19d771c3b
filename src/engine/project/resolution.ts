/** Which file of the repository an import names, by the rules of its language. */
import type { Language } from '../../model/analysis.ts';
import type { RepositoryFiles } from './repositoryFiles.ts';

/**
 * The path of the file that `specifier` names in the file at `from`, or null: a package from elsewhere, or a file that is not there.
 * With `member`, the file of that name in the package it names, in languages where a package is a folder of modules.
 */
export function resolveImport(
  _language: Language,
  _from: string,
  _specifier: string,
  _files: RepositoryFiles,
  _member: string | null = null,
): string | null {
  return null;
}
