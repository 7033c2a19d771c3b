/** The one review a head gets: inline comments for what is new and in the diff, and a short body. */
import type { Review } from '../model/review.ts';
import type { CheckText, LineOf } from './checkText.ts';

export interface Marker {
  readonly fingerprint: string;
  readonly state: 'open' | 'fixed';
}

export interface PostedComment extends Marker {
  readonly path: string;
}

export interface ReviewComment {
  readonly path: string;
  readonly line: number;
  readonly side: 'RIGHT';
  readonly start_line?: number;
  readonly start_side?: 'RIGHT';
  readonly body: string;
  readonly fingerprint: string;
}

export interface RenderedReview {
  readonly body: string;
  readonly comments: readonly ReviewComment[];
  readonly remaining: number;
}

export interface ReviewInput {
  readonly review: Review;
  readonly commentable: (path: string, line: number) => boolean;
  readonly posted: readonly PostedComment[];
  readonly lineOf: LineOf;
  readonly checks?: readonly CheckText[];
  readonly blobBase?: string;
}

export function renderReview(_input: ReviewInput): RenderedReview | null {
  return null;
}

export function settledComments<T extends PostedComment>(_review: Review, posted: readonly T[]): T[] {
  return [...posted];
}

export function renderFixedComment(body: string, _sha: string): string {
  return body;
}

export function parseMarkers(_body: string): Marker[] {
  return [];
}

export function parseMarker(_body: string): Marker | null {
  return null;
}
