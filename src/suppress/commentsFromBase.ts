import type { SuppressionComment } from '../model/analysis.ts';

/** A comment and the file it stands in. */
export interface PlacedComment {
  readonly path: string;
  readonly comment: SuppressionComment;
}
