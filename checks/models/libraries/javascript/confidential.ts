/** How JavaScript is followed to see what it shows: what libraries do to values, which of them are secrets, and where values are shown. */
import { type FlowBinding, flowModelOf } from '../../../../src/engine/check.ts';
import { comparing } from '../../confidential/comparing.ts';
import { hidingWords, secrecy, speaksOfSecrets } from '../../confidential/names.ts';
import { propagating } from '../../confidential/propagating.ts';
import { showing } from '../../confidential/showing.ts';
import { lower } from '../../javascript/program.ts';
import { namesSecret } from '../../secretValues.ts';
import { clients } from './clients.ts';
import { exposures, exposureWords, findExposures } from './exposures.ts';
import { express } from './express.ts';
import { koa } from './frameworks.ts';
import { libraries, roleNeeds } from './index.ts';
import { processes } from './processes.ts';
import { secretModelOf } from './secretAnswers.ts';
import { secrets } from './secrets.ts';

const shown = [
  showing(processes, ['shell', 'command', 'argument'], 'to arguments'),
  showing(processes, ['shell', 'command', 'argument'], 'to child', 'environment', 'option env'),
  showing(clients, ['url'], 'to address'),
  showing(express, ['redirect'], 'to address'),
  showing(koa, ['redirect'], 'to address'),
];

const model = flowModelOf([...libraries.map(propagating), ...shown, secrets, exposures], {
  environment: { source: 'secret' },
  environmentOf: (name) => (namesSecret(name) ? { source: 'secret' } : null),
  roleNeeds,
  cleaners: hidingWords,
  find: findExposures,
  findWords: exposureWords,
  places: comparing,
  modelOf: secretModelOf,
  own: /^\.{1,2}\/.*\.json\b/,
  secrecy,
});

const words = [...model.sinkWords, ...model.storeWords].filter((word) => word !== '[]').map((word) => word.replace(/\W/g, '\\$&'));

export const confidential: FlowBinding = {
  model,
  needs: new RegExp(`\\b(?:${words.join('|')})\\b|${comparing}`, 'i'),
  speaks: speaksOfSecrets,
  lower: (root, source) => lower(root, source),
};
