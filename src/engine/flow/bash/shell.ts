/** All that the checks know of a shell file, computed once and shared: `context.shared(readShell)`. */
import { lowerShell, type ShellFile } from '../../lower/bash/shellFile.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { OriginFinder } from './origins.ts';

export interface Shell {
  readonly file: ShellFile;
  readonly origins: OriginFinder;
}

export function readShell(root: SyntaxNode): Shell {
  const file = lowerShell(root);
  let origins: OriginFinder | null = null;
  return {
    file,
    get origins() {
      origins ??= new OriginFinder(file);
      return origins;
    },
  };
}
