/** What a check sees of JavaScript and TypeScript. */
export { READ, WRITE } from './ir/javascript/expressions.ts';
export { type JavaScriptProgram, lowerJavaScript } from './ir/javascript/lowerJavaScript.ts';
export type { Binding, Write } from './lower/javascript/bindings.ts';
export { callsOf, namedFunction } from './lower/javascript/functions.ts';
export { JavaScriptFile, javaScriptFile } from './lower/javascript/javaScriptFile.ts';
export { leaves } from './lower/javascript/leaving.ts';
export { onlyValue } from './lower/javascript/names.ts';
export * from './lower/javascript/syntax.ts';
export { optionOf, type TextPart } from './lower/javascript/text.ts';
