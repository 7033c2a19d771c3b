/** A PowerShell file as functions, blocks and values: lowered once, whoever asks. */
import { type Call, factOf, type Program, powershell, type SourceText, type SyntaxNode, type Value } from '../../../src/engine/check.ts';
import { vocabulary } from './vocabulary.ts';

export function lowerOnce(root: SyntaxNode, source: SourceText): powershell.PowerShellProgram {
  return factOf(root.tree, lowerOnce, () => powershell.lowerPowerShell(root, source, vocabulary));
}

/** Functions and commands that only make names of names. */
export const names = {
  joins: new Set(['Join-Path', 'System.IO.Path.Combine', 'System.IO.Path.Join']),
  same: new Set([
    'Get-Item',
    'Resolve-Path',
    'Convert-Path',
    'System.IO.Path.GetFullPath',
    'System.IO.FileInfo.new',
    'System.IO.DirectoryInfo.new',
  ]),
};

/** What a command acts on: the path it is given, by any of its names, or what is piped into it. */
export function pathOf(program: Program, call: Call, parameter = 'path'): Value | null {
  return program.optionOf(call, parameter) ?? program.optionOf(call, '|');
}

export function isSet(program: Program, call: Call, parameter: string): boolean {
  const value = program.optionOf(call, parameter);
  return value !== null && !(value.kind === 'literal' && /^\$?false$/i.test(value.text));
}

/** The constant text of an option in lower case, '' where there is none to see. */
export function textOf(program: Program, call: Call, parameter: string): string {
  const value = program.optionOf(call, parameter);
  return value?.kind === 'literal' ? value.text.toLowerCase() : '';
}

/** The words a program is given, where they are constant. */
export function wordsOf(program: Program, call: Call): readonly string[] {
  return program.argumentsOf(call).map((value) => (value.kind === 'literal' ? value.text : ''));
}
