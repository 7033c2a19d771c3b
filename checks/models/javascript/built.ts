/** Texts that are put together from values, as the checks of texts with syntax see them. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import type { JavaScriptFile, TextPart } from '../../../src/engine/javascript.ts';

export interface Built {
  readonly parts: readonly TextPart[];
  /** The expressions in it that are not constant. */
  readonly values: readonly SyntaxNode[];
  /** True where a value is put into a text; false for a value that stands alone. */
  readonly isBuilt: boolean;
}

/** The text that these expressions make together. */
export function builtFrom(nodes: readonly SyntaxNode[], file: JavaScriptFile): Built {
  const parts = nodes.flatMap((node) => [...file.writtenPartsOf(node)]);
  const values = parts.filter((part) => part.kind === 'value').map((part) => part.node);
  const isBuilt = values.length > 1 || parts.some((part) => part.kind === 'text' && part.text.trim() !== '');
  return { parts, values, isBuilt };
}
