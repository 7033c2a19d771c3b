/** All that the checks know of a shell file, computed once and shared: `context.shared(readShell)`. */
import { lowerShell, type ShellFile } from '../../lower/bash/shellFile.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { ShellStart } from '../../shellStart.ts';
import type { SourceText } from '../../sourceText.ts';
import { OriginFinder } from './origins.ts';

export class Shell {
  readonly file: ShellFile;
  private readonly derived = new Map<unknown, unknown>();

  constructor(root: SyntaxNode, start?: ShellStart) {
    this.file = lowerShell(root, start);
  }

  /** Where text comes from; made when first asked for. */
  get origins(): OriginFinder {
    return this.derive(findOrigins);
  }

  /** Something computed from the file once and shared by all checks; the function that computes it is the key. */
  derive<T>(compute: (shell: Shell) => T): T {
    if (!this.derived.has(compute)) this.derived.set(compute, compute(this));
    return this.derived.get(compute) as T;
  }
}

function findOrigins(shell: Shell): OriginFinder {
  return new OriginFinder(shell.file);
}

export function readShell(root: SyntaxNode, source?: SourceText): Shell {
  return new Shell(root, source?.start);
}
