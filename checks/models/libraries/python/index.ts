/** All that is known of Python's libraries, and how its files are followed. */
import { type FlowBinding, type FlowModel, type FlowProgram, flowModelOf, type Library } from '../../../../src/engine/check.ts';
import { lower } from '../../python/ir.ts';
import { archives } from './archives.ts';
import { code } from './code.ts';
import { collections } from './collections.ts';
import { commandLines } from './commandLines.ts';
import { crypto } from './crypto.ts';
import { databases } from './databases.ts';
import { declarations } from './declarations.ts';
import { encodings } from './encodings.ts';
import { fastapi } from './fastapi.ts';
import { flask } from './flask.ts';
import { http } from './http.ts';
import { logs } from './logs.ts';
import { machine } from './machine.ts';
import { pages } from './pages.ts';
import { paths } from './paths.ts';
import { processes } from './processes.ts';
import { queries } from './queries.ts';
import { records, recordsIn, recordWords } from './records.ts';
import { remote } from './remote.ts';
import { serialization } from './serialization.ts';
import { cookieSetting, sessions } from './sessions.ts';
import { texts } from './texts.ts';
import { webRequests } from './webRequests.ts';
import { xml } from './xml.ts';

// The order is that of the roles: the first that fits tells what a function is, and any `route` at all comes last.
export const libraries: readonly Library[] = [
  archives,
  code,
  collections,
  commandLines,
  crypto,
  databases,
  encodings,
  fastapi,
  http,
  logs,
  machine,
  pages,
  paths,
  processes,
  queries,
  records,
  remote,
  serialization,
  sessions,
  texts,
  webRequests,
  xml,
  flask,
];
export const roleNeeds =
  /\b(?:flask|quart|fastapi|starlette|django|aiohttp|tornado|bottle|sanic|click|typer|falcon|pyramid|cherrypy|celery|rq|dramatiq|huey|pika|shared_task|rest_framework|HTTPRequestHandler|BaseRequestHandler|StreamRequestHandler)\b|\bdef \w+\(\s*event\b/;
const language = {
  environment: { source: 'environment' as const },
  roleNeeds,
  ...declarations,
  find: recordsIn,
  findWords: recordWords,
};

/** What all libraries make together, with others that only one check looks at. */
export function pythonModel(others: readonly Library[]): FlowModel {
  return flowModelOf([...libraries, ...others], language);
}

const all = pythonModel([]);
const model: FlowModel = {
  ...all,
  named: cookieSetting,
  places: /COOKIE_(?:SECURE|HTTPONLY)/g,
};

/** A word that the last part of a sink's name is. */
const needs = new RegExp(
  `\\b(?:${[...model.sinkWords, ...model.storeWords].map((word) => word.replace(/\W/g, '\\$&')).join('|')})\\b|\\breturn\\b|COOKIE_(?:SECURE|HTTPONLY)`,
);

export const python: FlowBinding = {
  model,
  needs,
  lower: (root, source) => lower(root, source) as FlowProgram,
};
