/** The fixed texts by which a family is looked for, and what stands around them. */
import type { Piece, SecretFamily } from './family.ts';

export interface Anchor {
  /** All texts that the fixed part can be. */
  readonly marks: readonly string[];
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
}

export const MIN_MARK = 3;
/** Alternatives beside alternatives multiply. */
const MAX_MARKS = 400;

function textsOf(piece: Piece): readonly string[] | null {
  return typeof piece === 'string' ? [piece] : 'oneOf' in piece ? piece.oneOf : null;
}

/** The longest stretch of fixed pieces, by the shortest text that it can be; null where none has three characters. */
export function anchorOf(form: readonly Piece[]): Anchor | null {
  let best: { readonly marks: readonly string[]; readonly from: number; readonly to: number } | null = null;
  let bestLength = MIN_MARK - 1;
  for (let from = 0; from < form.length; from++) {
    let marks: readonly string[] = [''];
    for (let to = from; to < form.length; to++) {
      const texts = textsOf(form[to]!);
      if (!texts || texts.length * marks.length > MAX_MARKS) break;
      marks = marks.flatMap((mark) => texts.map((text) => mark + text));
      const shortest = Math.min(...marks.map((mark) => mark.length));
      if (shortest > bestLength) {
        best = { marks, from, to: to + 1 };
        bestLength = shortest;
      }
    }
  }
  return best && { marks: best.marks, before: form.slice(0, best.from), after: form.slice(best.to) };
}

const lengths = new WeakMap<SecretFamily, number>();

/** How many characters of a family are fixed in one stretch; 0 for fewer than three. */
export function markLength(family: SecretFamily): number {
  const known = lengths.get(family);
  if (known !== undefined) return known;
  const anchor = anchorOf(family.form);
  const length = anchor ? Math.min(...anchor.marks.map((mark) => mark.length)) : 0;
  lengths.set(family, length);
  return length;
}
