import type { Span } from '../../../src/engine/documents/actions.ts';
import type { Writable } from './contexts.ts';

/** Somebody's text that a value of a workflow holds. */
export interface Source {
  /** The context it comes from, as messages name it. */
  readonly name: string;
  /** Empty for an input. */
  readonly writables: readonly Writable[];
  /** The input of the workflow or action that it is. */
  readonly input: string | null;
  /** Through which steps it came. */
  readonly steps: readonly { readonly at: Span; readonly text: string }[];
  /** By an expression in the script itself, which is a hole already. */
  readonly isPasted?: boolean;
}
