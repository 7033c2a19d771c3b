/** The order of the levels of evidence. */
import { type EvidenceLevel, evidenceLevels } from '../model/review.ts';

export function reachesLevel(level: EvidenceLevel, wanted: EvidenceLevel): boolean {
  return evidenceLevels.indexOf(level) >= evidenceLevels.indexOf(wanted);
}

export function higher(a: EvidenceLevel, b: EvidenceLevel): EvidenceLevel {
  return reachesLevel(a, b) ? a : b;
}
