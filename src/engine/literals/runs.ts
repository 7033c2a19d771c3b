/** Runs of characters of one alphabet in a text. What was looked at once is remembered, so that many hits in one long run stay cheap. */
import { isOf } from './alphabets.ts';
import { alphabets } from './family.ts';

/** More than any form has runs of one alphabet. */
const REMEMBERED = 8;

export class Runs {
  readonly text: string;
  /** Characters looked at so far: what shows that the search is linear. */
  steps = 0;
  /** Pairs of offsets, by alphabet: from the first one on it is a run that ends with the second. */
  private readonly forward = alphabets.map(() => new Int32Array(REMEMBERED * 2).fill(-1));
  private readonly oldest = new Uint8Array(alphabets.length);
  /** By alphabet: a run that begins with the first offset, up to the second. */
  private readonly backward = alphabets.map(() => new Int32Array(2).fill(-1));
  private readonly occurrences = new Map<string, { readonly from: number; readonly at: number }>();

  constructor(text: string) {
    this.text = text;
  }

  /** Where the run of an alphabet, by its bit, ends that begins at an offset; the offset itself where none does. */
  endOf(bit: number, at: number): number {
    const index = 31 - Math.clz32(bit);
    const known = this.forward[index]!;
    for (let entry = 0; entry < known.length; entry += 2) if (known[entry]! <= at && at <= known[entry + 1]!) return known[entry + 1]!;
    let end = at;
    while (end < this.text.length && isOf(this.text.charCodeAt(end), bit)) end++;
    this.steps += end - at + 1;
    const oldest = this.oldest[index]!;
    known[oldest * 2] = at;
    known[oldest * 2 + 1] = end;
    this.oldest[index] = (oldest + 1) % REMEMBERED;
    return end;
  }

  /** Where the run begins that ends at an offset. */
  startOf(bit: number, at: number): number {
    const known = this.backward[31 - Math.clz32(bit)]!;
    const [from, to] = [known[0]!, known[1]!];
    if (from <= at && at <= to) return from;
    let start = at;
    while (start > 0 && start !== to && isOf(this.text.charCodeAt(start - 1), bit)) start--;
    this.steps += at - start + 1;
    if (start === to) start = from;
    known[0] = start;
    known[1] = at;
    return start;
  }

  /** Where a text comes next from an offset on, or -1. */
  next(words: string, from: number): number {
    const known = this.occurrences.get(words);
    if (known && known.from <= from && (known.at < 0 || from <= known.at)) return known.at;
    const at = this.text.indexOf(words, from);
    this.steps += (at < 0 ? this.text.length : at) - from + 1;
    this.occurrences.set(words, { from, at });
    return at;
  }
}
