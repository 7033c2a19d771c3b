/** Finds every text of a family's form in one text: by its mark, or near the words that tell of it. */
import { bitOf, isAlphanumeric, isOf } from './alphabets.ts';
import { Automaton } from './automaton.ts';
import { isWordAfter, isWordBefore } from './boundaries.ts';
import type { DerivedText } from './derivedText.ts';
import type { Piece, SecretFamily } from './family.ts';
import type { FoundSecret } from './foundSecret.ts';
import { type Anchor, anchorOf } from './marks.ts';
import { matchBackwards, matchForwards } from './matchForm.ts';
import { firstAlphabet, NearSearch } from './near.ts';
import { isChecksum, prove } from './proofs/prove.ts';
import { Runs } from './runs.ts';
import { slotAt } from './slotAt.ts';

interface Marked {
  readonly family: SecretFamily;
  readonly anchor: Anchor;
}

/** The alphabet that a form ends with, by its bit; 0 for none. */
function lastAlphabet(form: readonly Piece[]): number {
  for (const piece of form.toReversed()) {
    if (typeof piece === 'object' && 'run' in piece) return bitOf(piece.run);
    const inner = typeof piece === 'object' && 'optional' in piece ? lastAlphabet(piece.optional) : 0;
    if (inner !== 0) return inner;
  }
  return 0;
}

export class SecretSearch {
  private readonly automaton: Automaton;
  /** By number of a mark. */
  private readonly marked: Marked[][];
  private readonly lengths: number[];
  private readonly near: NearSearch;
  private readonly first = new Map<SecretFamily, number>();
  private readonly last = new Map<SecretFamily, number>();

  constructor(families: readonly SecretFamily[]) {
    const byMark = new Map<string, Marked[]>();
    for (const family of families) {
      this.first.set(family, firstAlphabet(family.form));
      this.last.set(family, lastAlphabet(family.form));
      if (family.near) continue;
      const anchor = anchorOf(family.form);
      if (!anchor) throw new Error(`the family ${family.id} has no fixed text of three characters, and no words near it`);
      for (const mark of anchor.marks) byMark.set(mark, [...(byMark.get(mark) ?? []), { family, anchor }]);
    }
    this.automaton = new Automaton([...byMark.keys()]);
    this.marked = [...byMark.values()];
    this.lengths = [...byMark.keys()].map((mark) => mark.length);
    this.near = new NearSearch(families.filter(({ near }) => near));
  }

  /** All that fits, overlaps and all. `runs` is given to count the steps. */
  search(within: DerivedText, runs = new Runs(within.text)): FoundSecret[] {
    const { text } = within;
    const all: FoundSecret[] = [];
    const take = (family: SecretFamily, start: number, end: number) => {
      const secret = this.read(family, within, start, end);
      if (secret) all.push(secret);
    };
    this.automaton.search(text, (mark, end) => {
      const markStart = end - this.lengths[mark]!;
      for (const { family, anchor } of this.marked[mark]!) {
        const start = anchor.before.length === 0 ? markStart : matchBackwards(runs, anchor.before, markStart);
        if (start < 0) continue;
        const behind = matchForwards(runs, anchor.after, end);
        if (behind >= 0) take(family, start, behind);
      }
    });
    this.near.search(runs, take);
    return all;
  }

  private read(family: SecretFamily, within: DerivedText, start: number, end: number): FoundSecret | null {
    const { text } = within;
    const last = this.last.get(family)!;
    const first = text.charCodeAt(start);
    const final = text.charCodeAt(end - 1);
    const isPiece =
      (isAlphanumeric(first) && isWordBefore(text, start, this.first.get(family)!)) ||
      ((isAlphanumeric(final) || isOf(final, last)) && isWordAfter(text, end, last));
    // A checksum is proof enough for a token that something was written right behind.
    if (isPiece && !isChecksum(family.proof)) return null;
    const value = text.slice(start, end);
    const proof = prove(family.proof, value);
    if (isPiece && proof !== 'valid') return null;
    // The pieces of a folded text can stand in any order in the file.
    const from = Math.min(within.startOf(start), within.startOf(end - 1));
    const to = Math.max(within.endOf(end), within.endOf(start + 1));
    const slot = slotAt(text, start) ?? within.slot;
    return { family, start: from, end: to, value, proof, slot, via: within.via, within, at: start };
  }
}
