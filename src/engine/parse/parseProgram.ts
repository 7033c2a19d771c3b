/** A text to its syntax tree, with what keeps hostile ones from the parser. */
import { refusal } from '../files/guards.ts';
import type { FlatTree } from './flatTree.ts';
import type { Core, ParsedLanguage } from './grammars.ts';

export type ParsedProgram = { readonly tree: FlatTree; readonly problem: null } | { readonly tree: null; readonly problem: string };

/** Parses, or says why not; the deadline is in milliseconds. */
export function parseProgram(core: Core, language: ParsedLanguage, text: string, deadline: number): ParsedProgram {
  const problem = refusal(text);
  if (problem) return { tree: null, problem };
  const tree = core.parse(language, text, deadline);
  return tree ? { tree, problem: null } : { tree: null, problem: `parsing took longer than ${deadline} ms` };
}
