/** How much a finding weighs, once it is known in what kind of file it stands. */
import type { FileRole, RawFinding } from '../model/analysis.ts';
import { type Finding, type Severity, severities } from '../model/finding.ts';
import { scoreVector } from './cvss.ts';

/** The qualitative bands of CVSS 3.1; its "none" is a note. */
export function bandOf(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'note';
}

/** The profile of a missing hardening, in any order of its metrics: nothing is broken yet, so it is shown as low. */
const hardening = sorted('CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:C/C:L/I:L/A:L');

/**
 * A finding outside production code is a note, except a literal secret, which is as public in a test as anywhere. A leak with a trace
 * is no such thing: it says how a secret would travel.
 * A finding without a trace cannot say how it is reached, so it is at most low and never sure of itself; a literal secret
 * needs no way to be reached. The vector keeps saying what the flaw would be worth, also where the severity is lowered.
 */
export function judgeFinding(raw: RawFinding, role: FileRole): Pick<Finding, 'severity' | 'confidence' | 'cvss'> {
  const { confidence, vector } = raw;
  const isLiteral = raw.family === 'leak' && raw.trace.length === 0;
  const note = { severity: 'note', confidence, cvss: null } as const;
  if (vector === null) return note;
  const score = scoreVector(vector);
  if (score === null) throw new Error(`Check ${raw.checkId} has no valid CVSS 3.1 base vector: ${vector}`);
  if (score === 0 || (role !== 'production' && !isLiteral)) return note;
  const cvss = { vector, score };
  if (raw.trace.length === 0 && !isLiteral) return { severity: atMostLow(bandOf(score)), confidence: 'low', cvss };
  return { severity: sorted(vector) === hardening ? 'low' : bandOf(score), confidence, cvss };
}

function atMostLow(band: Severity): Severity {
  return severities.indexOf(band) < severities.indexOf('low') ? 'low' : band;
}

function sorted(vector: string): string {
  return vector.split('/').sort().join('/');
}
