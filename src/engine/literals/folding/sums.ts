/** What the grammars of JavaScript and Python write alike. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

export const elementsOf = (node: SyntaxNode | null): SyntaxNode[] =>
  node ? node.namedChildren.filter((child) => child.type !== 'comment') : [];

/** The flattened sides of `a + b + …`, which leans to the left as deep as it is long; null for anything else of this type. */
export function operandsOf(node: SyntaxNode): SyntaxNode[] | null {
  const operands: SyntaxNode[] = [];
  let at = node;
  while (at.type === node.type && at.child('operator')?.text === '+') {
    const [left, right] = [at.child('left'), at.child('right')];
    if (!left || !right) return null;
    operands.push(right);
    at = left;
  }
  operands.push(at);
  return operands.length > 1 ? operands.reverse() : null;
}
