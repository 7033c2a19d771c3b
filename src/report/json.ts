/** The machine-readable reports. */
import type { Review, Scan, TddReport } from '../model/review.ts';

export function renderReviewJson(_review: Review): string {
  return '{}';
}

export function renderScanJson(_scan: Scan): string {
  return '{}';
}

export function renderTddJson(_tdd: TddReport): string {
  return '{}';
}
