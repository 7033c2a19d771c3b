import type { Incomplete } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { Policy, PolicyProblem } from '../model/policy.ts';
import type { Conclusion } from '../model/review.ts';

export interface SecurityInput {
  /** Introduced findings that no suppression covers. */
  readonly introduced: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly policyProblems: readonly PolicyProblem[];
  readonly policy: Policy;
  readonly draft: boolean;
}

export function decideSecurity(_input: SecurityInput): { readonly conclusion: Conclusion; readonly blocking: readonly string[] } {
  throw new Error('decideSecurity is not written yet');
}
