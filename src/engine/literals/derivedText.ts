/** Texts that a file holds in another form than its own. */
import type { Disguise } from './foundSecret.ts';

/** A folded or decoded text, with the place in the file of every part of it. */
export interface DerivedText {
  readonly text: string;
  /** Outermost first. */
  readonly via: readonly Disguise[];
  /** The name that the whole is given to, or null. */
  readonly slot: string | null;
  /** Where in the file the character at this offset begins. */
  startOf(offset: number): number;
  /** Where in the file the character before this offset ends. */
  endOf(offset: number): number;
}

/** The name of a file as a text of its own; it has no place in the file but the beginning. */
export function nameAsText(path: string): DerivedText {
  return { text: path, via: ['name'], slot: null, startOf: () => 0, endOf: () => 0 };
}

/** A file's text as it stands. */
export function asItStands(text: string): DerivedText {
  return { text, via: [], slot: null, startOf: (offset) => offset, endOf: (offset) => offset };
}
