import type { FlatTree } from '../../parse/flatTree.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';

/** The view of a node that is known by its number, as the intermediate representation names it. */
export function nodeOf(tree: FlatTree, index: number): SyntaxNode {
  return new SyntaxNode(tree, index);
}
