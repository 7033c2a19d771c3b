import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { SourceText } from '../../sourceText.ts';
import type { Program } from '../program.ts';
import type { PythonIrModel } from './model.ts';

export function lowerPython(root: SyntaxNode, _source: SourceText, _model: PythonIrModel): Program {
  return {
    tree: root.tree,
    functions: [],
    valueOf: (at) => ({ kind: 'unknown', at }),
    nameOf: () => null,
    receiverOf: () => null,
    argumentsOf: () => [],
    optionOf: () => null,
    targetOf: () => null,
    functionsCalling: () => [],
    callsOf: () => [],
    definitionsOf: () => [],
  };
}
