/** All that is known of JavaScript's libraries, and how its files are followed. */
import { type Call, type FlowBinding, type FlowProgram, type FoundSink, flowModelOf, type Library } from '../../../../src/engine/check.ts';
import { lower } from '../../javascript/program.ts';
import { answers } from './answers.ts';
import { archives } from './archives.ts';
import { browser } from './browser.ts';
import { cleaners } from './cleaners.ts';
import { clients } from './clients.ts';
import { code } from './code.ts';
import { components } from './components.ts';
import { databases, documents, logs, otherQueries } from './databases.ts';
import { express } from './express.ts';
import { cloud, decorators, fastify, graphql, hapi, hono, koa, namedRequests, web } from './frameworks.ts';
import { files, paths } from './paths.ts';
import { processes } from './processes.ts';
import { records } from './records.ts';
import { sanitizers } from './sanitizers.ts';
import { serialization } from './serialization.ts';
import { messages, surroundings } from './surroundings.ts';
import { templates } from './templates.ts';
import { texts } from './texts.ts';
import { uploads } from './uploads.ts';
import { joi, validators, yup, zod } from './validators.ts';

/** `table[name]()`: the name picks what is called. */
function calledByName(call: Call, program: FlowProgram): readonly FoundSink[] {
  const callee = program.calleeOf(call);
  const key = callee?.kind === 'element' ? callee.index : undefined;
  return key && key.kind !== 'literal' ? [{ sink: { at: 0, context: 'member', label: 'called' }, value: key }] : [];
}

export const libraries: readonly Library[] = [
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
  code,
  databases,
  documents,
  otherQueries,
  logs,
  messages,
  surroundings,
  processes,
  answers,
  archives,
  browser,
  components,
  files,
  paths,
  records,
  sanitizers,
  serialization,
  templates,
  texts,
  uploads,
  zod,
  joi,
  yup,
  validators,
];
export const roleNeeds =
  /\breq(?:uest)?\b|\bctx\b|\bc\b|\bevent\b|\bevt\b|\bargs\b|@\w+\(|\b(?:loader|action|load|getServerSideProps|GET|POST|PUT|PATCH|DELETE)\b/;

const model = flowModelOf(libraries, {
  environment: { source: 'environment' },
  roleNeeds,
  cleaners,
  find: calledByName,
  places: '\\]!?(?:\\?\\.)?\\(',
  own: /^\.{1,2}\/.*\.json\b/,
});
const words = [...model.sinkWords, ...model.storeWords].filter((word) => word !== '[]').map((word) => word.replace(/\W/g, '\\$&'));

export const javascript: FlowBinding = {
  model,
  needs: new RegExp(`\\b(?:${words.join('|')})\\b`),
  lower: (root, source) => lower(root, source),
};
