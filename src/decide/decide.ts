import type { Incomplete } from '../model/change.ts';
import { confidences, type Finding, severities } from '../model/finding.ts';
import type { Policy, PolicyProblem } from '../model/policy.ts';
import type { Conclusion } from '../model/review.ts';

export interface SecurityInput {
  /** Introduced findings that no suppression covers. */
  readonly introduced: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly policyProblems: readonly PolicyProblem[];
  readonly policy: Pick<Policy, 'failOn' | 'onIncomplete'>;
  readonly draft: boolean;
}

/**
 * The conclusion of the security check, and the fingerprints that block. GitHub counts `neutral` as passed, so it never
 * stands for "could not look", not even on a draft, unless the policy says so for what was not analysed. A draft lists what
 * will block once it is ready.
 */
export function decideSecurity(input: SecurityInput): { readonly conclusion: Conclusion; readonly blocking: readonly string[] } {
  const { introduced, incomplete, policyProblems, policy, draft } = input;
  const blocking = introduced.filter((finding) => blocks(finding, policy.failOn)).map((finding) => finding.fingerprint);
  const conclude = (): Conclusion => {
    if (policyProblems.length > 0) return 'failure';
    if (incomplete.length > 0 && policy.onIncomplete === 'failure') return 'failure';
    if (draft) return 'neutral';
    if (blocking.length > 0) return 'failure';
    return introduced.length > 0 || incomplete.length > 0 ? 'neutral' : 'success';
  };
  return { conclusion: conclude(), blocking };
}

function blocks(finding: Finding, failOn: Policy['failOn']): boolean {
  return (
    severities.indexOf(finding.severity) <= severities.indexOf(failOn.severity) &&
    confidences.indexOf(finding.confidence) <= confidences.indexOf(failOn.confidence)
  );
}
