import { type Exposing, personalBy, type Shown } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** Where somebody is to be reached: not the most private of it. */
const contact = /(?:e_?mail(?:_?address)?|phone(?:_?(?:number|no))?|mobile|name)$/i;

/** What is said of personal data in a log, in every language. */
export const personal: Omit<Exposing, 'binding'> = {
  exposures: ['to log', 'to analytics'],
  of: personalBy,
  atMost: 'medium',
  vector: ({ name }: Shown) => (contact.test(name) ? vectors.contactLocal : vectors.personalLocal),
  says: 'is written to a log, where it is kept longer and read by more people than it was given for.',
  ending: 'and is written to a log here',
};
