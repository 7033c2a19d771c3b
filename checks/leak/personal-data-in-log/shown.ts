import { type Exposing, personalBy } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** What is said of personal data in a log, in every language. */
export const personal: Omit<Exposing, 'binding'> = {
  exposures: ['to log', 'to analytics'],
  of: personalBy,
  atMost: 'medium',
  vector: vectors.personalLocal,
  says: 'is written to a log, where it is kept longer and read by more people than it was given for.',
  ending: 'and is written to a log here',
};
