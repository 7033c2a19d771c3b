/** The review of a change that the app has read, over a pool of analyzer children, with what it remembers between pushes. */
import { LRUCache } from 'lru-cache';
import { loadPolicy } from '../config/loadPolicy.ts';
import type { ReviewResult, ReviewRun } from '../github/runJob.ts';
import type { FileAnalysis } from '../model/analysis.ts';
import type { Outline } from '../model/outline.ts';
import { reviewChange } from '../review/reviewChange.ts';
import { type KnownReferences, remoteFollowing } from '../review/surroundings.ts';
import type { AnalyzerPool } from '../sandbox/pool.ts';
import { knownChecks } from './policy.ts';

/** Analyses remembered between pushes: a push costs only its changed blobs. One is a few hundred bytes where nothing is found. */
const REMEMBERED = 20_000;
/** Outlines likewise, counted by what they list: some hundred bytes each. */
const OUTLINES_REMEMBERED = 300_000;

export function createReviewer(pool: AnalyzerPool, children: number): (run: ReviewRun) => Promise<ReviewResult> {
  const cache = new LRUCache<string, FileAnalysis>({ max: REMEMBERED });
  const outlines = new LRUCache<string, Outline>({ maxSize: OUTLINES_REMEMBERED, sizeCalculation: weightOf });
  const references = new LRUCache<string, KnownReferences>({ max: REMEMBERED });
  return async ({ change, configs, draft, signal, tdd }: ReviewRun): Promise<ReviewResult> => {
    const { policy, problems, notices } = await loadPolicy(configs, `the floor of ${change.repository.split('/')[0]}`, knownChecks);
    return reviewChange({
      change,
      tdd,
      policy,
      policyProblems: problems,
      notices,
      knownChecks,
      draft,
      signal,
      // The one clock of a review: a suppression ends with the day (UTC) it names.
      today: new Date().toISOString().slice(0, 10),
      analyze: pool.analyze,
      outline: pool.outline,
      cache,
      outlines,
      references,
      following: remoteFollowing,
      concurrency: children * 2,
    });
  };
}

function weightOf({ cases, loose, declarations, imports, uses }: Outline): number {
  const asserted = cases.reduce((sum, { assertions }) => sum + assertions.length, loose.length);
  return 1 + cases.length + asserted + declarations.length + imports.length + uses.length;
}
