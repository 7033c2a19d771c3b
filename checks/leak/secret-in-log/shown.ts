import type { Exposing } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** What is said of a secret in a log, in every language. */
export const log: Omit<Exposing, 'binding'> = {
  exposures: ['to log'],
  vector: vectors.filesLocal,
  says: 'is written to a log or to the terminal, where it stays longer and is read by more people than the secret itself.',
  ending: 'and is written out here as it is',
};
