/** How Python is followed to see what it shows: what libraries do to values, which of them are secrets, and where values are shown. */
import { type FlowBinding, type FlowProgram, flowModelOf } from '../../../../src/engine/check.ts';
import { comparing } from '../../confidential/comparing.ts';
import { hidingWords, isSecretVariable, secrecy, speaksOfSecrets } from '../../confidential/names.ts';
import { propagating } from '../../confidential/propagating.ts';
import { showing } from '../../confidential/showing.ts';
import { lower } from '../../python/ir.ts';
import { declarations } from './declarations.ts';
import { exposedAnswers } from './exposedAnswers.ts';
import { errorPlaces, findErrors } from './exposedErrors.ts';
import { exposedFiles } from './exposedFiles.ts';
import { exposures, exposureWords, findExposures } from './exposures.ts';
import { http } from './http.ts';
import { libraries, roleNeeds } from './index.ts';
import { processes } from './processes.ts';
import { secretModelOf } from './secretAnswers.ts';
import { secrets } from './secrets.ts';

const shown = [showing(processes, ['shell', 'command'], 'to arguments'), showing(http, ['url', 'redirect'], 'to address')];
const places = `${errorPlaces}|${comparing}`;

const model = flowModelOf([...libraries.map(propagating), ...shown, secrets, exposures, exposedAnswers, exposedFiles], {
  environment: { source: 'secret' },
  // Others are what they are called where they are put.
  environmentOf: (name) => (isSecretVariable(name) ? { source: 'secret' } : {}),
  roleNeeds,
  ...declarations,
  cleaners: hidingWords,
  find: (call, program) => [...findExposures(call, program), ...findErrors(call, program)],
  findWords: exposureWords,
  places,
  modelOf: secretModelOf,
  secrecy,
});

const words = [...model.sinkWords, ...model.storeWords].map((word) => word.replace(/\W/g, '\\$&'));

export const confidential: FlowBinding = {
  model,
  needs: new RegExp(`\\b(?:${words.join('|')}|return)\\b|${places}`, 'i'),
  speaks: speaksOfSecrets,
  lower: (root, source) => lower(root, source) as FlowProgram,
};
