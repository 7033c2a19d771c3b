import type { Finding } from '../model/finding.ts';
import type { Policy, SuppressionEntry } from '../model/policy.ts';
import type { Suppressed, SuppressionProblem } from '../model/review.ts';
import type { PlacedComment } from './commentsFromBase.ts';

export interface SuppressionInput {
  readonly introduced: readonly Finding[];
  /** Findings that stand on both sides, as they stand at the head: they need no suppression, but they use one. */
  readonly unchanged: readonly Finding[];
  readonly headComments: readonly PlacedComment[];
  readonly baseComments: readonly PlacedComment[];
  /** Path at the head to path at the base, for renamed files; any other file kept its path. A copy is a new file: it brings none along. */
  readonly renames: ReadonlyMap<string, string>;
  /** Paths analysed at the head: only of these can an entry be called unused. */
  readonly analysed: readonly string[];
  /** Entries of the config files, read from the base side. */
  readonly entries: readonly SuppressionEntry[];
  readonly ownSuppressions: Policy['ownSuppressions'];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly knownChecks: readonly string[];
}

export interface SuppressionOutcome {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly problems: readonly SuppressionProblem[];
}

export function applySuppressions(_input: SuppressionInput): SuppressionOutcome {
  throw new Error('applySuppressions is not written yet');
}
