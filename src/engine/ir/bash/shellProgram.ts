/** A shell file as a program of the intermediate representation. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { SourceText } from '../../sourceText.ts';
import type { Program } from '../program.ts';

export function lowerBash({ tree }: SyntaxNode, _source?: SourceText): Program {
  return {
    tree,
    functions: [],
    valueOf: (at) => ({ kind: 'unknown', at }),
    nameOf: ({ word }) => word,
    receiverOf: () => null,
    argumentsOf: () => [],
    optionOf: () => null,
    targetOf: () => null,
    functionsCalling: () => [],
    callsOf: () => [],
    definitionsOf: () => [],
  };
}
