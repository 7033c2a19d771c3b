/** Branches that end what they stand in. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/** True if every way through this branch ends the function, the loop or the process. */
export function leaves(branch: SyntaxNode): boolean {
  let last: SyntaxNode | undefined = branch;
  if (branch.type === 'else_clause') last = branch.namedChildren[0];
  if (branch.type === 'switch_default') last = branch.namedChildren.filter((child) => child.type !== 'comment').at(-1);
  if (last?.type === 'statement_block') last = last.namedChildren.filter((child) => child.type !== 'comment').at(-1);
  if (!last) return false;
  if (/^(?:return|throw|continue|break)_statement$/.test(last.type)) return true;
  return last.type === 'expression_statement' && /^(?:process\.exit|exit|fail|die|usage|[\w$]{1,20}\.throw)\(/.test(last.text.slice(0, 30));
}
