/** All that is known of Python's libraries, and how its files are followed. */
import { type FlowBinding, type FlowProgram, flowModelOf } from '../../../../src/engine/check.ts';
import { lower } from '../../python/ir.ts';
import { code } from './code.ts';
import { collections } from './collections.ts';
import { commandLines } from './commandLines.ts';
import { databases } from './databases.ts';
import { declarations } from './declarations.ts';
import { encodings } from './encodings.ts';
import { fastapi } from './fastapi.ts';
import { flask } from './flask.ts';
import { machine } from './machine.ts';
import { processes } from './processes.ts';
import { remote } from './remote.ts';
import { serialization } from './serialization.ts';
import { texts } from './texts.ts';
import { webRequests } from './webRequests.ts';
import { xml } from './xml.ts';

// The order is that of the roles: the first that fits tells what a function is, and any `route` at all comes last.
const model = flowModelOf(
  [
    code,
    collections,
    commandLines,
    databases,
    encodings,
    fastapi,
    machine,
    processes,
    remote,
    serialization,
    texts,
    webRequests,
    xml,
    flask,
  ],
  {
    environment: { source: 'environment' },
    roleNeeds:
      /\b(?:flask|quart|fastapi|starlette|django|aiohttp|tornado|bottle|sanic|click|typer|falcon|pyramid|cherrypy|celery|rq|dramatiq|huey|pika|shared_task|rest_framework|HTTPRequestHandler|BaseRequestHandler|StreamRequestHandler)\b|\bdef \w+\(\s*event\b/,
    ...declarations,
  },
);

/** A word that the last part of a sink's name is. */
const needs = new RegExp(
  `\\b(?:${[...model.sinkWords, ...model.storeWords].map((word) => word.replace(/\W/g, '\\$&')).join('|')})\\b|\\breturn\\b`,
);

export const python: FlowBinding = {
  model,
  needs,
  lower: (root, source) => lower(root, source) as FlowProgram,
};
