/** What the parts of the judgement say of a commit; the mode makes violations and notes of it. */

/** The lowest mode in which it fails; a `note` counts for nothing in any. */
export type Weight = 'labels' | 'strict' | 'note';

export interface Observation {
  readonly id: string;
  readonly commit: string;
  readonly message: string;
  readonly weight: Weight;
}
