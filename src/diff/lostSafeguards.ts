/** What kept a file strict at the base and does so no longer. */
import type { FileRole, RawFinding } from '../model/analysis.ts';
import type { LostGuard } from '../model/finding.ts';
import type { AnalysedFile } from './compareFindings.ts';

export interface LostSafeguard {
  readonly raw: RawFinding;
  /** Of the head, or of the base where the file is gone. */
  readonly path: string;
  readonly role: FileRole;
  readonly guard: LostGuard;
}

export function lostSafeguards(_files: readonly AnalysedFile[]): LostSafeguard[] {
  return [];
}
