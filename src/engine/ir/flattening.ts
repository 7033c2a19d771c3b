/**
 * Code that nests too deep to be lowered with its ways: its calls are kept in a straight line, and what they do in an order is not known.
 * That is noted on the tree, so that such a file does not count as analysed in full.
 */
import { factOf } from '../facts.ts';
import type { FlatTree } from '../parse/flatTree.ts';

/** What decides whether other code runs, in any of the grammars. */
const DECIDING =
  /^(?:(?:if|while|for|for_in|c_style_for|foreach|do|try|switch|case|with|match)_statement|list|subshell|pipeline_chain|script_block)$/;

const noteOf = (tree: FlatTree): { at: number | null } => factOf(tree, noteOf, () => ({ at: null }));

/** Notes that a node is read as a straight line, where it holds ways that are lost by it: a sum of a thousand strings holds none. */
export function noteFlattened(tree: FlatTree, node: number): void {
  const note = noteOf(tree);
  if (note.at !== null) return;
  for (let at = node; at < tree.next[node]!; at++) {
    if (!DECIDING.test(tree.names.types[tree.type[at]!]!)) continue;
    note.at = tree.start[at]!;
    return;
  }
}

/** Where code was first read as a straight line, or null. */
export function flattenedAt(tree: FlatTree): number | null {
  return noteOf(tree).at;
}
