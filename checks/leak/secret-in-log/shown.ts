import type { Hit } from '../../../src/engine/check.ts';
import type { Exposing, Shown } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** A key of the program, by its variable of the environment, or of who asks. */
const key = /(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|(?:SECRET|PRIVATE|ACCESS)_KEY)$|(?:^|\.)(?:proxy-)?authorization$/;

/** Seen to be a key, and put into the text: whoever reads it can act with it. Of a record, loggers may leave out fields. */
function weightOf({ isSure, name }: Shown, { known, options }: Hit): string {
  const isText = known.fields === null || known.fields.size === 0 || known.count !== null;
  return isSure && isText && options.size === 0 && key.test(name) ? vectors.keyInLog : vectors.filesLocal;
}

/** What is said of a secret in a log, in every language. */
export const log: Omit<Exposing, 'binding'> = {
  exposures: ['to log'],
  vector: weightOf,
  says: 'is written to a log or to the terminal, where it stays longer and is read by more people than the secret itself.',
  ending: 'and is written out here as it is',
};
