import { type Library, library } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Library['calls']>;

/** What gives the answer again, so that calls go on with it. */
const chained = ['status', 'type', 'set', 'header', 'code', 'contentType', 'cookie', 'append', 'vary', 'links', 'attachment', 'writeHead'];
const raw: Calls = Object.fromEntries(
  ['end', 'write'].map((word) => [`express.Response.${word}`, { sinks: [{ at: 0, context: 'html' as const, label: 'raw' }] }]),
);

/** Answers as Express, Fastify and Node's own server write them. */
export const answers = library({
  library: 'answers',
  names: Object.fromEntries(chained.map((word) => [`express.Response.${word}()`, 'express.Response'])),
  calls: raw,
});
