/** All that is known of Python's libraries, and how its files are followed. */
import { type FlowBinding, type FlowProgram, flowModelOf } from '../../../../src/engine/check.ts';
import { lower } from '../../python/ir.ts';
import { flask } from './flask.ts';
import { processes } from './processes.ts';
import { texts } from './texts.ts';

const model = flowModelOf([flask, processes, texts], {
  environment: { source: 'environment' },
  roleNeeds: /\b(?:flask|quart|fastapi|starlette|django|aiohttp|tornado|bottle|sanic|click|typer|falcon|pyramid|cherrypy)\b/,
});

/** A word that the last part of a sink's name is. */
const needs = new RegExp(
  `\\b(?:${[...model.sinkWords, ...model.storeWords].map((word) => word.replace(/\W/g, '\\$&')).join('|')})\\b|\\breturn\\b`,
);

export const python: FlowBinding = {
  model,
  needs,
  lower: (root, source) => lower(root, source) as FlowProgram,
};
