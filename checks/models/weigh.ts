/** Words of the program in what is told about it. */
import type { SyntaxNode } from '../../src/engine/check.ts';

/** A short quotation for a trace: one line, no strings, for they may hold what must not be repeated. */
export function quoted(node: SyntaxNode): string {
  const text = node.text.replace(/(["'])[^\n]*\1/g, '$1…$1').replace(/\s+/g, ' ');
  return `\`${(text.length > 60 ? `${text.slice(0, 57)}…` : text).replaceAll('`', "'")}\``;
}
