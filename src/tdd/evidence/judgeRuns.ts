/** What recorded runs of the tests say of the cycles of a range. */
import type { Policy } from '../../model/policy.ts';
import type { Observation } from '../observation.ts';
import type { Cycle } from '../order.ts';
import type { CommitRange } from '../range.ts';
import type { Proof } from '../settle.ts';

export interface RunsQuestion {
  readonly range: CommitRange;
  readonly cycles: readonly Cycle[];
  readonly settings: Policy['tdd'];
}

export interface RunsAnswer {
  readonly observations: readonly Observation[];
  /** E3 and E4, or why there is none. */
  readonly proofs: readonly Proof[];
}

export function judgeRuns(_question: RunsQuestion): RunsAnswer {
  return { observations: [], proofs: [] };
}
