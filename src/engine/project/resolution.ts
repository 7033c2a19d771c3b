/** Which file of the repository an import names, by the rules of its language. */
import type { Language } from '../../model/analysis.ts';
import { javascriptPath } from './javascriptPaths.ts';
import { pythonMember, pythonPath } from './pythonPaths.ts';
import type { RepositoryFiles } from './repositoryFiles.ts';
import { scriptPath } from './scriptPaths.ts';

/**
 * The path of the file that `specifier` names in the file at `from`, or null: a package from elsewhere, or a file that is not there.
 * With `member`, the file of that name in the package it names, in languages where a package is a folder of modules.
 */
export function resolveImport(
  language: Language,
  from: string,
  specifier: string,
  files: RepositoryFiles,
  member: string | null = null,
): string | null {
  switch (language) {
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return member === null ? javascriptPath(from, specifier, files) : null;
    case 'python':
      return member === null ? pythonPath(from, specifier, files) : pythonMember(from, specifier, member, files);
    case 'bash':
    case 'powershell':
      return member === null ? scriptPath(from, specifier, files) : null;
    default:
      return null;
  }
}
