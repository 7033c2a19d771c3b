import type { Finding } from '../model/finding.ts';

export function securityScore(_findings: readonly Pick<Finding, 'severity' | 'confidence'>[]): number {
  throw new Error('securityScore is not written yet');
}
