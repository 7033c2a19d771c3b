/** What is computed once of a parsed text and shared by all who look at it: the checks, and the search for inner code. */
import type { SyntaxContext } from './check.ts';
import type { FlatTree } from './parse/flatTree.ts';
import { SyntaxNode } from './parse/syntaxNode.ts';
import type { SourceText } from './sourceText.ts';

/** What was made of a tree under a key, made when first asked for. */
export function factOf<T>({ facts }: FlatTree, key: unknown, make: () => T): T {
  const known = facts.get(key);
  if (known !== undefined) return known as T;
  const fact = make();
  facts.set(key, fact);
  return fact;
}

/** A table of answers about a tree, empty when first asked for. */
export function answersOf<K, V>(tree: FlatTree, key: unknown): Map<K, V> {
  return factOf(tree, key, () => new Map<K, V>());
}

export function sharing(tree: FlatTree, source: SourceText): SyntaxContext['shared'] {
  const root = new SyntaxNode(tree, 0);
  return (compute) => factOf(tree, compute, () => compute(root, source));
}
