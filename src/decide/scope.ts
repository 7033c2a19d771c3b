/** What a policy looks at: which checks count, which paths are left out. */
import type { Family } from '../model/finding.ts';
import { pathMatcher } from '../model/glob.ts';
import type { Policy } from '../model/policy.ts';

/** A check named in the policy does what is said there; any other follows its family. */
export function isCheckOn(policy: Pick<Policy, 'checks' | 'families'>, checkId: string, family: Family): boolean {
  return Object.hasOwn(policy.checks, checkId) ? policy.checks[checkId]! : policy.families[family];
}

/** Made once for a review, asked for every path: an excluded file is not analysed, and is accounted for as skipped. */
export function excludedBy(policy: Pick<Policy, 'paths'>): (path: string) => boolean {
  return pathMatcher(policy.paths.exclude);
}
