/** SARIF 2.1.0 of a review or a scan. */
import type { Review, Scan } from '../model/review.ts';
import type { CheckText } from './checkText.ts';

export interface SarifOptions {
  readonly checks: readonly CheckText[];
  readonly scoreOf: (vector: string) => number | null;
  readonly version: string;
}

export function renderReviewSarif(_review: Review, _options: SarifOptions): string {
  return '{}';
}

export function renderScanSarif(_scan: Scan, _options: SarifOptions): string {
  return '{}';
}
