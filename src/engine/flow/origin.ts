/** Where a value comes from, as far as one file shows it. The same words for every language. */
import type { SyntaxNode } from '../parse/syntaxNode.ts';

export type Origin =
  /** Nobody outside steers it: a constant, a number, a value that was checked or quoted. */
  | { readonly kind: 'safe' }
  /** Outside data; `source` names its kind in a model's words (`request`, `argument`, …). */
  | { readonly kind: 'source'; readonly source: string; readonly at: SyntaxNode }
  /** A caller outside this file decides. */
  | { readonly kind: 'parameter'; readonly at: SyntaxNode }
  | { readonly kind: 'unknown'; readonly at: SyntaxNode };

/** A stretch of a text that the program puts together: its own words, or a value put in. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly at: SyntaxNode }
  | { readonly kind: 'value'; readonly at: SyntaxNode; readonly origin: Origin };
