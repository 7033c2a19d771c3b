/** What the commits of a range contain, against what their phases allow, from the outlines of both sides of each file. */
import type { Policy } from '../../model/policy.ts';
import type { Phase } from '../../model/review.ts';
import type { Observation } from '../observation.ts';
import type { Cycle } from '../order.ts';
import type { CommitRange } from '../range.ts';
import type { Proof } from '../settle.ts';

export interface ContentQuestion {
  readonly range: CommitRange;
  /** As long as the commits. */
  readonly phases: readonly Phase[];
  readonly cycles: readonly Cycle[];
  readonly settings: Policy['tdd'];
}

export interface ContentAnswer {
  readonly observations: readonly Observation[];
  /** E1 and E2. */
  readonly proofs: readonly Proof[];
}

export function judgeContent(_question: ContentQuestion): ContentAnswer {
  return { observations: [], proofs: [] };
}
