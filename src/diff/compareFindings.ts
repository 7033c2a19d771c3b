import type { FileAnalysis, FileRole, RawFinding } from '../model/analysis.ts';
import type { ChangedFile } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';

/** A changed file with what the engine says of its two versions. */
export interface AnalysedFile {
  readonly file: ChangedFile;
  readonly base: FileAnalysis | null;
  readonly head: FileAnalysis | null;
  /** The texts map lines onto each other. They may be null where neither version has a finding. */
  readonly baseText: string | null;
  readonly headText: string | null;
}

/** What a finding weighs in a file of this role. */
export type Judge = (raw: RawFinding, role: FileRole) => Pick<Finding, 'severity' | 'confidence' | 'cvss'>;

export interface Comparison {
  readonly introduced: readonly Finding[];
  readonly fixed: readonly Finding[];
  readonly unchanged: readonly Finding[];
}

export function compareFindings(_files: readonly AnalysedFile[], _judge: Judge): Comparison {
  return { introduced: [], fixed: [], unchanged: [] };
}
