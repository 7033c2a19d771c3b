/** The two check runs of a review, ready for GitHub's API and within its limits. */

import type { Conclusion, Review } from '../model/review.ts';

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

export interface RenderedCheckRun {
  readonly name: string;
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly summary: string;
  /** All of them; GitHub takes 50 a request. */
  readonly annotations: readonly Annotation[];
}

export interface RenderedCheckRuns {
  readonly security: RenderedCheckRun;
  readonly tdd: RenderedCheckRun;
}

export function renderCheckRuns(review: Review): RenderedCheckRuns {
  const run = { name: '', conclusion: review.conclusion.security, title: '', summary: '', annotations: [] };
  return { security: run, tdd: run };
}
