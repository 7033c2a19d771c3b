/** One place, one secret: of several that overlap, the one that says most. */
import type { DerivedText } from './derivedText.ts';
import type { FoundSecret } from './foundSecret.ts';
import { markLength } from './marks.ts';

const proofRank = { valid: 0, none: 1, invalid: 2 } as const;

interface Weighed {
  readonly secret: FoundSecret;
  readonly mark: number;
}

/**
 * A valid proof first; then a mark before words nearby, the whole before its piece, both before a mark alone, the longer mark, the plain text
 * before one made of it.
 */
function byWeight({ secret: a, mark: markA }: Weighed, { secret: b, mark: markB }: Weighed): number {
  return (
    Number(b.proof === 'valid') - Number(a.proof === 'valid') ||
    Number(markB > 0) - Number(markA > 0) ||
    b.value.length - a.value.length ||
    Number(b.family.near !== undefined) - Number(a.family.near !== undefined) ||
    markB - markA ||
    proofRank[a.proof] - proofRank[b.proof] ||
    a.via.length - b.via.length ||
    a.start - b.start
  );
}

/** Stretches of a text that are taken, each by an owner; two of one owner may overlap. */
class Taken {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly owners: unknown[] = [];

  /** The first stretch that ends behind an offset. */
  private behind(offset: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Takes a stretch, unless a part of it is another's. */
  take(start: number, end: number, owner: unknown): boolean {
    const first = this.behind(start);
    let index = first;
    let [from, to] = [start, end];
    for (; index < this.starts.length && this.starts[index]! < end; index++) {
      if (this.owners[index] !== owner) return false;
      from = Math.min(from, this.starts[index]!);
      to = Math.max(to, this.ends[index]!);
    }
    this.starts.splice(first, index - first, from);
    this.ends.splice(first, index - first, to);
    this.owners.splice(first, index - first, owner);
    return true;
  }
}

/** In reading order. Two in one folded or decoded text can come from the same place of the file; they overlap if they do so there. */
export function withoutOverlaps(found: readonly FoundSecret[]): FoundSecret[] {
  if (found.length < 2) return [...found];
  const inTexts = new Map<DerivedText, Taken>();
  const inFile = new Taken();
  const weighed = found.map((secret) => ({ secret, mark: markLength(secret.family) })).sort(byWeight);
  const kept: FoundSecret[] = [];
  for (const { secret } of weighed) {
    const { within, at, value, start, end } = secret;
    const inText = inTexts.get(within) ?? new Taken();
    inTexts.set(within, inText);
    if (inText.take(at, at + value.length, secret) && inFile.take(start, end, within)) kept.push(secret);
  }
  return kept.sort((a, b) => a.start - b.start || a.at - b.at);
}
