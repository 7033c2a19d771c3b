import type { Family } from '../model/finding.ts';
import type { Policy } from '../model/policy.ts';

export function isCheckOn(_policy: Policy, _checkId: string, _family: Family): boolean {
  throw new Error('isCheckOn is not written yet');
}

export function excludedBy(_policy: Policy): (path: string) => boolean {
  throw new Error('excludedBy is not written yet');
}
