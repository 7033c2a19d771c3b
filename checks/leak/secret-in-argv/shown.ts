import type { Exposing, Shown } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** No line of a command can hold these: the file that one is in is meant. */
const file = /(?:private|ssh|identity|signing|deploy)_?key$/i;

/** What is said of a secret on a command line. */
export const shown: Omit<Exposing, 'binding'> = {
  exposures: ['to arguments'],
  mayBeShown: ({ name, fact }: Shown) => fact.kind === 'named-secret' && file.test(name),
  vector: vectors.filesLocal,
  says: 'is put on a command line, which every user of the machine can list while the program runs.',
  ending: 'and is an argument of a program that is started here',
};
