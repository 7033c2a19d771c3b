/** Which calls of a JavaScript file answer with a promise, as far as the file or a library's name tells. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  calleeOf,
  functionTypes,
  type JavaScriptFile,
  namedFunction,
  propertyOf,
  unwrap,
  wrapped,
} from '../../../src/engine/javascript.ts';

const libraries: ReadonlySet<string> = new Set([
  'jose.jwtVerify',
  'jose.compactVerify',
  'jose.jwtDecrypt',
  'jose.generalVerify',
  'argon2.verify',
  'crypto.subtle.verify',
  'crypto.subtle.decrypt',
  'crypto.subtle.encrypt',
  'crypto.webcrypto.subtle.verify',
]);
/** Promises where no callback is given. */
const eitherWay: ReadonlySet<string> = new Set(['bcrypt.compare', 'bcryptjs.compare']);
const named = /^(?:verifyIdToken|verifySessionCookie|constructEventAsync)$|[a-z]Async$/;

export function isAsync(fn: SyntaxNode): boolean {
  return fn.children.some((child) => child.type === 'async');
}

/** True where a function gives a promise: by its first word, or by its one expression. */
function givesPromise(fn: SyntaxNode): boolean {
  if (isAsync(fn) || /^:\s*Promise</.test(fn.child('return_type')?.text ?? '')) return true;
  const body = fn.child('body');
  return body !== null && /^(?:\{\s*return\s+)?new Promise\b/.test(body.text.slice(0, 60));
}

/** How sure it is that a call answers with a promise; null: it is not known to. */
export function promised(call: SyntaxNode, file: JavaScriptFile, awaited: ReadonlySet<string>): 'declared' | 'seen' | null {
  const callee = calleeOf(call);
  const last = argumentsOf(call).at(-1);
  if (!callee || (last && (functionTypes.has(unwrap(last).type) || /^(?:\w*callback|cb|done|next)$/i.test(last.text)))) return null;
  if (callee.type === 'identifier') {
    const value = file.bindings.resolve(callee)?.value;
    const fn = value ? unwrap(value) : null;
    if (fn && functionTypes.has(fn.type)) return givesPromise(fn) ? 'declared' : null;
  } else if (callee.child('object')?.type === 'this') {
    const methods = [...(call.ancestor('class_body')?.namedChildren ?? [])].filter((one) => one.child('name')?.text === propertyOf(callee));
    const fns = methods.map((one) => (one.type === 'method_definition' ? one : (one.child('value') ?? one)));
    if (fns.length > 0) return fns.every((fn) => givesPromise(fn)) ? 'declared' : null;
  } else {
    const fn = methodOf(callee, file);
    if (fn) return givesPromise(fn) ? 'declared' : null;
  }
  const name = file.calledName(call) ?? '';
  if (libraries.has(name) || eitherWay.has(name)) return 'declared';
  return named.test(propertyOf(callee) ?? callee.text) || awaited.has(callee.text) ? 'seen' : null;
}

/** `store.verify(…)` where `store` is an object written out in this file. */
function methodOf(callee: SyntaxNode, file: JavaScriptFile): SyntaxNode | null {
  const object = callee.child('object');
  const literal = object?.type === 'identifier' ? file.objectOf(object) : null;
  for (const member of literal?.namedChildren ?? []) {
    const fn = member.type === 'method_definition' ? member : member.child('value');
    if (fn && functionTypes.has(fn.type) && namedFunction(fn)?.name === propertyOf(callee)) return fn;
  }
  return null;
}

/** What is called with `await` in front of it, or with `.then` behind it, as it is written. */
export function awaitedIn(calls: Iterable<SyntaxNode>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const call of calls) {
    const outer = wrapped(call);
    const { parent } = outer;
    const isChained =
      parent?.type === 'member_expression' &&
      parent.parent?.type === 'call_expression' &&
      /^(?:then|catch)$/.test(propertyOf(parent) ?? '');
    if (isChained || outer.type === 'await_expression' || call.parent?.type === 'await_expression') names.add(calleeOf(call)?.text ?? '');
  }
  return names;
}
