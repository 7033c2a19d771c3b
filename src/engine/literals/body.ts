/** The parts of a token that were drawn, without the fixed texts around them. */
import { characters } from './alphabets.ts';
import type { Piece, SecretFamily } from './family.ts';
import { matchForwards } from './matchForm.ts';
import { looksTyped } from './placeholder.ts';
import { Runs } from './runs.ts';

export interface DrawnPart {
  readonly text: string;
  /** How many characters its alphabet has. */
  readonly size: number;
}

/** The runs of a value of this family, from left to right. */
export function drawnParts(family: SecretFamily, value: string): DrawnPart[] {
  const parts: DrawnPart[] = [];
  const runs = new Runs(value);
  const collect = (pieces: readonly Piece[], start: number): number => {
    let at = start;
    pieces.forEach((piece, index) => {
      if (at < 0) return;
      if (typeof piece === 'object' && 'optional' in piece) {
        const taken = matchForwards(runs, piece.optional, at);
        if (taken >= 0 && matchForwards(runs, pieces, taken, index + 1) >= 0) at = collect(piece.optional, at);
        return;
      }
      const end = matchForwards(runs, [piece], at);
      if (end >= 0 && typeof piece === 'object' && 'run' in piece)
        parts.push({ text: value.slice(at, end), size: characters[piece.run].length });
      at = end;
    });
    return at;
  };
  collect(family.form, 0);
  return parts;
}

/** Shorter ones say too little: a version, a region, a number. */
const MIN_TELLING = 8;

/** Some providers draw from fewer characters than they promise: a text of this length has no others by no accident. */
const SURE_LENGTH = 24;

function drawnFrom({ text, size }: DrawnPart): number {
  if (text.length < SURE_LENGTH) return size;
  if (/^(?:[\da-f]*|[\dA-F]*)$/.test(text)) return Math.min(size, 16);
  return /^[A-Z2-7]*$/.test(text) ? Math.min(size, 32) : size;
}

/** Whether the parts of a token look typed rather than drawn. */
export function isTypedToken(family: SecretFamily, value: string): boolean {
  const parts = drawnParts(family, value);
  const longest = Math.max(0, ...parts.map(({ text }) => text.length));
  return parts.some((part) => (part.text.length >= MIN_TELLING || part.text.length === longest) && looksTyped(part.text, drawnFrom(part)));
}
