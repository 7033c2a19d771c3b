/** Of several checks that tell of one written value, the one that says most of it. */
import type { RawFinding } from '../model/analysis.ts';

export interface Claim {
  readonly finding: RawFinding;
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/** The findings whose value another one tells more of. */
export function outweighed(claims: readonly Claim[]): ReadonlySet<RawFinding> {
  const lost = new Set<RawFinding>();
  const sorted = [...claims].sort((a, b) => a.start - b.start);
  let open: Claim[] = [];
  for (const claim of sorted) {
    open = open.filter(({ end }) => end > claim.start);
    for (const other of open) {
      if (other.weight === claim.weight) continue;
      lost.add(other.weight < claim.weight ? other.finding : claim.finding);
    }
    open.push(claim);
  }
  return lost;
}
