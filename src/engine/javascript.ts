/** What a check sees of JavaScript and TypeScript. */
export { callsOf, namedFunction } from './flow/javascript/functions.ts';
export { type GuardContext, isCleaned, isGuarded, leaves } from './flow/javascript/guards.ts';
export type { Origin, OriginModel, OriginStep, SourceKind } from './flow/javascript/model.ts';
export { type Cleared, Origins } from './flow/javascript/origins.ts';
export { worse } from './flow/javascript/ranks.ts';
export { READ, WRITE } from './ir/javascript/expressions.ts';
export { type JavaScriptProgram, lowerJavaScript } from './ir/javascript/lowerJavaScript.ts';
export type { Binding, Write } from './lower/javascript/bindings.ts';
export { JavaScriptFile, javaScriptFile } from './lower/javascript/javaScriptFile.ts';
export { onlyValue } from './lower/javascript/names.ts';
export * from './lower/javascript/syntax.ts';
export { optionOf, type TextPart } from './lower/javascript/text.ts';
