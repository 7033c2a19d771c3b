/** JavaScript, TypeScript and TSX in the intermediate representation. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { SourceText } from '../../sourceText.ts';
import type { Program } from '../program.ts';

export type JavaScriptProgram = Program;

export interface LoweringOptions {
  /** Whether a function of a library runs the callback it is given before it, or what it promises, is done. */
  readonly runsCallback: (name: string | null, word: string) => boolean;
}

export function lowerJavaScript(_root: SyntaxNode, _source: SourceText, _options: LoweringOptions): JavaScriptProgram {
  throw new Error('JavaScript is not lowered yet');
}
