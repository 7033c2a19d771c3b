/** The reports as Markdown, for pasting into a pull request. */
import type { Review, Scan, TddReport } from '../model/review.ts';

export function renderReviewMarkdown(_review: Review): string {
  return '';
}

export function renderScanMarkdown(_scan: Scan): string {
  return '';
}

export function renderTddMarkdown(_tdd: TddReport): string {
  return '';
}
