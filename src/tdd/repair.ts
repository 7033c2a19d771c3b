/** How to mend a violation: lines to type, exact for this range. */
import type { Commit } from '../model/change.ts';
import type { Phase } from '../model/review.ts';
import type { Cycle } from './order.ts';

export interface Mendable {
  /** Parents before children; the last one is the head. */
  readonly commits: readonly Commit[];
  /** As long as the commits. */
  readonly phases: readonly Phase[];
  readonly cycles: readonly Cycle[];
  readonly isProduction: (path: string) => boolean;
  readonly isTest: (path: string) => boolean;
}

/** Shell commands, lines of a `git rebase -i` list, and comments that begin with `#`. */
export type Repair = (violation: { readonly id: string; readonly commit: string }) => string[];

export function repairs(_range: Mendable): Repair {
  return () => [];
}
