import type { Exposing } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** What is said of a secret on a command line. */
export const shown: Omit<Exposing, 'binding'> = {
  exposures: ['to arguments'],
  vector: vectors.filesLocal,
  says: 'is put on a command line, which every user of the machine can list while the program runs.',
  ending: 'and is an argument of a program that is started here',
};
