/** How the lines of two texts belong together. Lines count from 1. */
export interface LineMap {
  /** The base line that a head line is, unchanged; null for an added line. */
  readonly baseLineOf: (headLine: number) => number | null;
  /** Base lines that the head no longer has, ascending. */
  readonly removed: readonly number[];
  /** Head lines that the base did not have, ascending. */
  readonly added: readonly number[];
}

/** Two lines are the same if their bytes are, or if they are but for the white space around them. */
export type LineEquality = 'exact' | 'trimmed';

/** A stretch of head lines, both ends included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

export function mapLines(_base: string, _head: string, _equality: LineEquality = 'exact'): LineMap {
  return { baseLineOf: () => null, removed: [], added: [] };
}

/** The stretches of head lines that a diff shows: what was added, what surrounds it and what surrounds a removal. */
export function shownRanges(_base: string, _head: string, _context = 3): LineRange[] {
  return [];
}
