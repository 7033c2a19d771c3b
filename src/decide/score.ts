import type { Confidence, Finding, Severity } from '../model/finding.ts';

/** What a band can take at most, however often it occurs, and what share of that is left after each further finding. */
const bands: Readonly<Record<Severity, { readonly most: number; readonly left: number }>> = {
  critical: { most: 1, left: 0.45 },
  high: { most: 0.8, left: 0.6 },
  medium: { most: 0.5, left: 0.8 },
  low: { most: 0.2, left: 0.9 },
  note: { most: 0, left: 1 },
};

/** In tenths of a finding, so that a sum is the same in any order. */
const tenths: Readonly<Record<Confidence, number>> = { high: 10, medium: 6, low: 3 };

/**
 * Security score of one side of a change: 5.0 is "nothing above a note", 0.0 the worst.
 *
 * `5 × Π over bands (1 − most × (1 − left^n))`, rounded down to a tenth, where n counts the band's findings, each by its
 * confidence (high 1, medium 0.6, low 0.3). A band's damage grows with every finding and is bounded: a thousand low ones
 * take one point, one critical takes more than half of five. The number of lines has no part in it: a large file does not
 * excuse anything.
 */
export function securityScore(findings: readonly Pick<Finding, 'severity' | 'confidence'>[]): number {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, note: 0 };
  for (const { severity, confidence } of findings) counts[severity] += tenths[confidence];
  let score = 5;
  for (const severity of Object.keys(bands) as Severity[]) {
    const { most, left } = bands[severity];
    score *= 1 - most * (1 - left ** (counts[severity] / 10));
  }
  // A billionth keeps 4.9 from becoming 4.8 where the float lies just below it.
  return Math.floor(score * 10 + 1e-9) / 10;
}
