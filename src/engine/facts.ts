/** What is computed once of a parsed text and shared by all who look at it: the checks, and the search for inner code. */
import type { SyntaxContext } from './check.ts';
import type { FlatTree } from './parse/flatTree.ts';
import { SyntaxNode } from './parse/syntaxNode.ts';
import type { SourceText } from './sourceText.ts';

const factsOf = new WeakMap<FlatTree, Map<unknown, unknown>>();

export function sharing(tree: FlatTree, source: SourceText): SyntaxContext['shared'] {
  const root = new SyntaxNode(tree, 0);
  const facts = factsOf.get(tree) ?? new Map<unknown, unknown>();
  factsOf.set(tree, facts);
  return (compute) => {
    if (!facts.has(compute)) facts.set(compute, compute(root, source));
    return facts.get(compute) as ReturnType<typeof compute>;
  };
}
