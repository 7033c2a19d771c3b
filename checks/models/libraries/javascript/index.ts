/** All that is known of JavaScript's libraries, and how its files are followed. */
import { type FlowBinding, flowModelOf } from '../../../../src/engine/check.ts';
import { lower } from '../../javascript/program.ts';
import { answers } from './answers.ts';
import { archives } from './archives.ts';
import { browser } from './browser.ts';
import { cleaners } from './cleaners.ts';
import { clients } from './clients.ts';
import { components } from './components.ts';
import { express } from './express.ts';
import { cloud, decorators, fastify, graphql, hapi, hono, koa, namedRequests, web } from './frameworks.ts';
import { files, paths } from './paths.ts';
import { processes } from './processes.ts';
import { sanitizers } from './sanitizers.ts';
import { messages, surroundings } from './surroundings.ts';
import { texts } from './texts.ts';
import { uploads } from './uploads.ts';

const model = flowModelOf(
  [
    express,
    koa,
    fastify,
    hapi,
    hono,
    web,
    cloud,
    decorators,
    graphql,
    namedRequests,
    clients,
    messages,
    surroundings,
    processes,
    answers,
    archives,
    browser,
    components,
    files,
    paths,
    sanitizers,
    texts,
    uploads,
  ],
  {
    environment: { source: 'environment' },
    roleNeeds:
      /\breq(?:uest)?\b|\bctx\b|\bc\b|\bevent\b|\bevt\b|\bargs\b|@\w+\(|\b(?:loader|action|load|getServerSideProps|GET|POST|PUT|PATCH|DELETE)\b/,
    cleaners,
    own: /^\.{1,2}\/.*\.json\b/,
  },
);
const words = [...model.sinkWords, ...model.storeWords].filter((word) => word !== '[]').map((word) => word.replace(/\W/g, '\\$&'));

export const javascript: FlowBinding = {
  model,
  needs: new RegExp(`\\b(?:${words.join('|')})\\b`),
  lower: (root, source) => lower(root, source),
};
