/** What a run over real code comes to: lines, findings by check and severity, and how many of them would block. */
import type { Finding } from '../../src/model/finding.ts';

export interface MeasuredFile {
  readonly path: string;
  readonly language: string;
  readonly lines: number;
  readonly findings: readonly Pick<Finding, 'checkId' | 'severity' | 'confidence'>[];
  readonly incomplete: readonly string[];
}

export function tally(_files: readonly MeasuredFile[]): string[] {
  return [];
}
