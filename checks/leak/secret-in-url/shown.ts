import type { Exposing, Shown } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** Made to stand in an address, and good for one use or one place. */
const meant =
  /(?:^|[._])(?:csrf|xsrf|publishable|reset|invite|invitation|verification|confirm|confirmation|sas|signed|public|site|share|sharing|unsubscribe)/i;

/** What is said of a secret in an address. */
export const shown: Omit<Exposing, 'binding'> = {
  exposures: ['to address'],
  mayBeShown: ({ name }: Shown) => meant.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')),
  vector: vectors.readWithAccount,
  says: 'becomes a part of an address, which servers, proxies and browsers write down.',
  ending: 'and the address is asked for here',
};
