/** Matches the pieces of a form at a place. Runs give nothing back, so the cost is the length of what is matched. */
import { bitOf } from './alphabets.ts';
import type { Alphabet, Piece } from './family.ts';
import type { Runs } from './runs.ts';

type RunPiece = Extract<Piece, { readonly run: Alphabet }>;

/** The longest of these texts that stands at an offset, or ends there. */
function longestAt(texts: readonly string[], fits: (text: string) => boolean): number {
  let length = -1;
  for (const text of texts) if (text.length > length && fits(text)) length = text.length;
  return length;
}

/** Where pieces that begin at an offset end, or -1. */
export function matchForwards(runs: Runs, pieces: readonly Piece[], start: number, from = 0): number {
  const { text } = runs;
  let at = start;
  for (let index = from; index < pieces.length; index++) {
    const piece = pieces[index]!;
    runs.steps++;
    if (typeof piece === 'string') {
      if (!text.startsWith(piece, at)) return -1;
      at += piece.length;
    } else if ('oneOf' in piece) {
      const length = longestAt(piece.oneOf, (one) => text.startsWith(one, at));
      if (length < 0) return -1;
      at += length;
    } else if ('run' in piece) {
      const end = Math.min(runs.endOf(bitOf(piece.run), at), at + piece.max);
      if (end - at < piece.min || !holds(runs, piece, at, end)) return -1;
      at = end;
    } else if ('until' in piece) {
      const found = runs.next(piece.until, at);
      if (found < 0 || found - at > piece.max) return -1;
      at = found + piece.until.length;
    } else {
      const taken = matchForwards(runs, piece.optional, at);
      const end = taken < 0 ? -1 : matchForwards(runs, pieces, taken, index + 1);
      if (end >= 0) return end;
    }
  }
  return at;
}

function holds(runs: Runs, piece: RunPiece, start: number, end: number): boolean {
  if (!('holds' in piece)) return true;
  const at = runs.next(piece.holds, start);
  return at >= 0 && at + piece.holds.length <= end;
}

/** Where pieces that end at an offset begin, or -1. */
export function matchBackwards(runs: Runs, pieces: readonly Piece[], end: number, from = pieces.length - 1): number {
  const { text } = runs;
  let at = end;
  for (let index = from; index >= 0; index--) {
    const piece = pieces[index]!;
    runs.steps++;
    if (typeof piece === 'string') {
      if (!text.endsWith(piece, at)) return -1;
      at -= piece.length;
    } else if ('oneOf' in piece) {
      const length = longestAt(piece.oneOf, (one) => text.endsWith(one, at));
      if (length < 0) return -1;
      at -= length;
    } else if ('run' in piece) {
      const start = Math.max(runs.startOf(bitOf(piece.run), at), at - piece.max);
      if (at - start < piece.min || !holds(runs, piece, start, at)) return -1;
      at = start;
    } else if ('until' in piece) {
      // It has no beginning of its own.
      return -1;
    } else {
      const taken = matchBackwards(runs, piece.optional, at);
      const start = taken < 0 ? -1 : matchBackwards(runs, pieces, taken, index - 1);
      if (start >= 0) return start;
    }
  }
  return at;
}
