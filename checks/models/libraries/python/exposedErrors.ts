/** Errors, whose text is shown wherever they are caught, or not caught. */
import type { Call, FlowProgram, FoundSink, SinkModel, Value } from '../../../../src/engine/check.ts';
import { isInstance } from './exposures.ts';

const error: SinkModel = { at: 'all', context: 'to error' };

const ERROR =
  /^[A-Z]\w*(?:Error|Exception|Failure|Fault|Failed|Warning|Interrupt)$|^(?:SystemExit|Exception|ClickException|BadParameter|ImproperlyConfigured)$/;

/** What answers a request instead. */
const answering = /^(?:fastapi|starlette|flask|werkzeug|quart|sanic|aiohttp|falcon|tornado|bottle|rest_framework|ninja|litestar)\.|^HTTP/;

/** Named arguments that are the text; others are kept beside it. */
const text = /^(?:message|msg|detail|details|reason|description|text|error|hint|help)$/i;

/** Where a text is raised. */
export const errorPlaces = '\\braise\\b';

function isMade(value: Value): boolean {
  return value.kind === 'concat' || value.kind === 'operation' || (value.kind === 'result' && value.call.word === 'format');
}

/** The arguments of an error that its text is made of. */
export function findErrors(call: Call, program: FlowProgram): readonly FoundSink[] {
  if (!ERROR.test(call.word)) return [];
  const name = program.nameOf(call);
  if (name !== null && answering.test(name)) return [];
  // A constructor of the file's own may keep what it is given, and say nothing of it.
  const isOwn = program.targetOf(call) !== null;
  const given = program.argumentsOf(call).filter((value) => !isOwn || isMade(value));
  const named = [...program.optionsOf(call)].filter(([option, value]) => text.test(option) || isMade(value)).map(([, value]) => value);
  return [...given, ...named].filter((value) => !isInstance(value)).map((value) => ({ sink: error, value }));
}
