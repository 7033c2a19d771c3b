/** All that is known of JavaScript's libraries, and how its files are followed. */
import { type FlowBinding, flowModelOf } from '../../../../src/engine/check.ts';
import { lower } from '../../javascript/program.ts';
import { archives } from './archives.ts';
import { express } from './express.ts';
import { objects } from './objects.ts';
import { files, paths } from './paths.ts';
import { processes } from './processes.ts';
import { texts } from './texts.ts';
import { uploads } from './uploads.ts';

const model = flowModelOf([archives, express, files, objects, paths, processes, texts, uploads], {
  environment: { source: 'environment' },
  roleNeeds: /\breq(?:uest)?\b|\bctx\b/,
});
const words = [...model.sinkWords, ...model.storeWords].filter((word) => word !== '[]').map((word) => word.replace(/\W/g, '\\$&'));

export const javascript: FlowBinding = {
  model,
  needs: new RegExp(`\\b(?:${words.join('|')})\\b`),
  lower: (root, source) => lower(root, source),
};
