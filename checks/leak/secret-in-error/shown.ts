import type { Exposing } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** What is said of a secret in an error, in every language. */
export const error: Omit<Exposing, 'binding'> = {
  exposures: ['to error'],
  vector: vectors.filesLocal,
  says: 'is put into the text of an error, which is logged, reported and shown by whoever catches it.',
  ending: 'and stands in the text of an error here',
};
