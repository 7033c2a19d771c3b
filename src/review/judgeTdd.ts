/** Commit discipline of a change: reads what its judgement looks at, and no more, then has it judged. */
import type { Change } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import type { TddReport } from '../model/review.ts';
import { judgeCommits } from '../tdd/judgeCommits.ts';
import { type CommitRange, rangeOf } from '../tdd/range.ts';
import type { OutlineCache, OutlineVersion } from './outlineCommits.ts';

/** What is known of the pull request around the commits. */
export type TddContext = Pick<CommitRange, 'title' | 'isDraft' | 'isNewcomer' | 'override' | 'remarks'>;

export interface TddRequest {
  readonly change: Pick<Change, 'commits' | 'load' | 'diffs' | 'runs' | 'before'>;
  readonly settings: Policy['tdd'];
  /** The pool of children does it, or a test. */
  readonly outline: OutlineVersion;
  readonly context?: Partial<TddContext>;
  /** Files loaded and outlined at the same time. */
  readonly concurrency: number;
  readonly cache?: OutlineCache;
  readonly signal?: AbortSignal;
}

/** Rejects if the signal aborts, if no child can be started, or where another try may succeed. */
export async function judgeTdd({ change, settings, context }: TddRequest): Promise<TddReport> {
  return judgeCommits(rangeOf(change.commits, context), settings);
}
