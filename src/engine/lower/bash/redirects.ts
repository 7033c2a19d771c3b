/** Redirections to files, with the command whose output goes there. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { MAX_CLIMB } from './control.ts';
import { readWord, type Word } from './words.ts';

export interface FileRedirect {
  readonly node: SyntaxNode;
  /** `>`, `>>`, `>|`, `&>`, `<` … */
  readonly operator: string;
  readonly descriptor: string;
  readonly target: Word;
  /** The statement with its redirections. */
  readonly statement: SyntaxNode;
  /** What writes: a command, a block, a pipeline; null for a bare `> file`. */
  readonly producer: SyntaxNode | null;
}

export function readRedirect(node: SyntaxNode): FileRedirect | null {
  const target = node.childrenOf('destination')[0];
  const operator = node.children.find((child) => !child.isNamed)?.type ?? '';
  if (!target || target.type === 'number') return null;
  // `$(< file)` stands alone.
  const statement = node.parent?.type === 'command_substitution' ? node.parent : node.ancestor('redirected_statement', 'command');
  if (!statement) return null;
  let producer = statement.type === 'command' ? statement : statement.child('body');
  // The grammar hangs the redirection of the last command of a list or pipeline on the whole of it.
  for (let depth = 0; producer && /^(?:list|pipeline|negated_command)$/.test(producer.type) && depth < MAX_CLIMB; depth++) {
    producer = producer.namedChildren.at(-1) ?? null;
  }
  return { node, operator, descriptor: node.child('descriptor')?.text ?? '', target: readWord(target), statement, producer };
}

/** Whether a redirection opens a file by name: no descriptor, and no device to speak to or to throw things away. */
export function opensFile(redirect: SyntaxNode): boolean {
  const target = redirect.childrenOf('destination')[0];
  return (
    target !== undefined && target.type !== 'number' && !/^["']?(?:\/dev\/(?!shm\/|sd|nvme|vd|xvd|disk|mapper)|&|-$)/.test(target.text)
  );
}

export function redirectAt(redirect: SyntaxNode): FileRedirect | null {
  return opensFile(redirect) ? readRedirect(redirect) : null;
}
