/** What is told already: by the checks of known families, or a place before. */
import type { SecretContext } from '../../../src/engine/check.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Asked for a place: whether a token of a known family stands there, real or not, or this was asked about a place that begins there before,
 * as with texts that are folded or decoded of one that was looked at as it stands.
 */
export function isTold({ all }: Pick<SecretContext, 'all'>): (span: Span) => boolean {
  const taken = all.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start);
  // How far anything reaches that begins no later.
  let farthest = 0;
  const reach = taken.map(({ end }) => {
    farthest = Math.max(farthest, end);
    return farthest;
  });
  const own = new Set<number>();
  return ({ start, end }) => {
    let low = 0;
    let high = taken.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (taken[middle]!.start < end) low = middle + 1;
      else high = middle;
    }
    if ((low > 0 && reach[low - 1]! > start) || own.has(start)) return true;
    own.add(start);
    return false;
  };
}
