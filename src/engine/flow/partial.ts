/** Why values of a file were not followed to their end: noted on its tree, so that it does not count as analysed in full. */
import { factOf } from '../facts.ts';
import type { FlatTree } from '../parse/flatTree.ts';

const reasonsOf = (tree: FlatTree): Set<string> => factOf(tree, reasonsOf, () => new Set());

export function notePartial(tree: FlatTree, reason: string): void {
  reasonsOf(tree).add(reason);
}

export function partialOf(tree: FlatTree): ReadonlySet<string> {
  return reasonsOf(tree);
}
