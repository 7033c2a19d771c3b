import type { FileRole, RawFinding } from '../model/analysis.ts';
import type { Finding, Severity } from '../model/finding.ts';

export function bandOf(_score: number): Severity {
  throw new Error('bandOf is not written yet');
}

export function judgeFinding(_raw: RawFinding, _role: FileRole): Pick<Finding, 'severity' | 'confidence' | 'cvss'> {
  throw new Error('judgeFinding is not written yet');
}
