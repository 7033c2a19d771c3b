/** PowerShell in the intermediate representation. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { SourceText } from '../../sourceText.ts';
import type { Program } from '../program.ts';
import type { PowerShellVocabulary } from './vocabulary.ts';

export type PowerShellProgram = Program;

export function lowerPowerShell(root: SyntaxNode, source: SourceText, vocabulary: PowerShellVocabulary): PowerShellProgram {
  throw new Error(`nothing lowers ${source.path} yet (${root.type}, ${vocabulary.shapeOf('set-content')?.name})`);
}
