/** The reports for a person at a terminal. */
import type { Review, Scan, TddReport } from '../model/review.ts';
import type { CheckText, LineOf } from './checkText.ts';

export interface TextOptions {
  readonly lineOf: LineOf;
  readonly colour: boolean;
  readonly checks?: readonly CheckText[];
}

export function renderReviewText(_review: Review, _options: TextOptions): string {
  return '';
}

export function renderScanText(_scan: Scan, _options: TextOptions): string {
  return '';
}

export function renderTddText(_tdd: TddReport, _options: Pick<TextOptions, 'colour'>): string {
  return '';
}
