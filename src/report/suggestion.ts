/** The lines a fix would leave behind, and whether GitHub can offer them to be committed. */
import type { Edit, Finding } from '../model/finding.ts';
import type { LineOf } from './checkText.ts';

/** Head lines `first` to `last`, and what stands there once the fix is applied. */
export interface Replacement {
  readonly first: number;
  readonly last: number;
  readonly lines: readonly string[];
}

/** A suggestion of more lines is no longer read, only clicked. */
export const SUGGESTION_LINES = 10;

/** Null where the finding has no fix, a line is missing, or the edits do not fit the text. */
export function replacementOf(finding: Finding, lineOf: LineOf): Replacement | null {
  const edits = [...(finding.fix?.edits ?? [])].sort((a, b) => a.startLine - b.startLine || a.startColumn - b.startColumn);
  if (edits.length === 0) return null;
  // The finding's own line belongs to it: there the comment stands.
  const first = Math.min(finding.startLine, ...edits.map((edit) => edit.startLine));
  const last = Math.max(finding.startLine, ...edits.map((edit) => edit.endLine));
  if (last - first > 2 * SUGGESTION_LINES) return null;
  const before: string[] = [];
  for (let line = first; line <= last; line++) {
    const text = lineOf(finding.path, line);
    if (text === null) return null;
    before.push(text);
  }
  const after = apply(edits, before, first);
  return after && trim({ first, last, lines: after }, before, finding.startLine);
}

function apply(edits: readonly Edit[], before: readonly string[], first: number): string[] | null {
  let text = '';
  let at = { line: first, column: 1 };
  const upTo = (line: number, column: number): boolean => {
    if (line < at.line || (line === at.line && column < at.column)) return false;
    if (column > before[line - first]!.length + 1) return false;
    for (; at.line < line; at = { line: at.line + 1, column: 1 }) text += `${before[at.line - first]!.slice(at.column - 1)}\n`;
    text += before[line - first]!.slice(at.column - 1, column - 1);
    at = { line, column };
    return true;
  };
  for (const edit of edits) {
    if (!upTo(edit.startLine, edit.startColumn)) return null;
    if (edit.endLine < edit.startLine || (edit.endLine === edit.startLine && edit.endColumn < edit.startColumn)) return null;
    if (edit.endColumn > before[edit.endLine - first]!.length + 1) return null;
    text += edit.newText;
    at = { line: edit.endLine, column: edit.endColumn };
  }
  const last = first + before.length - 1;
  upTo(last, before.at(-1)!.length + 1);
  return text.split('\n');
}

/** An edit that ends at the start of the next line touches that line in name only. */
function trim(replacement: Replacement, before: readonly string[], keep: number): Replacement {
  let { last } = replacement;
  const lines = [...replacement.lines];
  while (last > keep && last > replacement.first && lines.length > 0 && lines.at(-1) === before[last - replacement.first]) {
    lines.pop();
    last--;
  }
  return { first: replacement.first, last, lines };
}
