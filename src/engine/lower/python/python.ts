/** What checks see of Python beyond its tree: names resolved, texts taken apart, arguments by name. */

export type { Origin, Piece } from '../../flow/origin.ts';
export type { PythonIrModel } from '../../ir/python/model.ts';
export { type Arguments, argument, argumentsOf } from './calls.ts';
export type { PythonModel } from './model.ts';
export { nodeOf } from './nodeOf.ts';
export { blockExits, reachingBindings, relate, statementAround } from './reaching.ts';
export { type Binding, PythonScopes, readScopes, type Scope } from './scopes.ts';
export { literalText } from './strings.ts';
export { PythonValues, type Question } from './values.ts';
