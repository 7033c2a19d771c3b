import type { Exposing } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** What is said of a secret in a file, in every language. */
export const file: Omit<Exposing, 'binding'> = {
  exposures: ['to file'],
  atMost: 'medium',
  vector: vectors.filesLocal,
  says: 'is written in plain text to a file with the default mode, which other users of the machine may read.',
  ending: 'and is written to a file here',
};
