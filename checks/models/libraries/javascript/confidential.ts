/** How JavaScript is followed to see what it shows: what libraries do to values, which of them are secrets, and where values are shown. */
import { type FlowBinding, flowModelOf } from '../../../../src/engine/check.ts';
import { hidingWords, secrecy, speaksOfSecrets } from '../../confidential/names.ts';
import { propagating } from '../../confidential/propagating.ts';
import { lower } from '../../javascript/program.ts';
import { namesSecret } from '../../secretValues.ts';
import { exposures, exposureWords, findExposures } from './exposures.ts';
import { libraries, roleNeeds } from './index.ts';
import { secrets } from './secrets.ts';

const model = flowModelOf([...libraries.map(propagating), secrets, exposures], {
  environment: { source: 'secret' },
  environmentOf: (name) => (namesSecret(name) ? { source: 'secret' } : null),
  roleNeeds,
  cleaners: hidingWords,
  find: findExposures,
  findWords: exposureWords,
  own: /^\.{1,2}\/.*\.json\b/,
  secrecy,
});

const words = [...model.sinkWords, ...model.storeWords].map((word) => word.replace(/\W/g, '\\$&'));

export const confidential: FlowBinding = {
  model,
  needs: new RegExp(`\\b(?:${words.join('|')})\\b`),
  speaks: speaksOfSecrets,
  lower: (root, source) => lower(root, source),
};
