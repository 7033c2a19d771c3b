/** Which functions run where they are written: callbacks of promises, of lists, of a call that has ended, and those called on the spot. */
import type { Nodes } from './nodes.ts';

/** `there`: called on the spot. `chain`: by a promise. `each`: for every element. `once`: by the call it is handed to. */
export type Run = 'there' | 'chain' | 'each' | 'once';

/**
 * Whether a function of a library runs the callback it is given before it, or what it promises, is done; `event` is what a listener waits
 * for, where it is one.
 */
export type RunsCallback = (name: string | null, word: string, event: string | null) => boolean;

const chains = new Set(['then', 'catch', 'finally']);
const iterations = new Set([
  'forEach',
  'map',
  'filter',
  'some',
  'every',
  'find',
  'findIndex',
  'findLast',
  'flatMap',
  'reduce',
  'reduceRight',
  'each',
]);
/** Whoever is told of an event is told later, and again. */
const listening = new Set([
  'on',
  'once',
  'off',
  'addListener',
  'addEventListener',
  'prependListener',
  'use',
  'subscribe',
  'listen',
  'setErrorHandler',
]);

const errorName = /^_?(?:err|error|e|er|ex|exception)\d?$/i;

/** A function called where it stands: `(() => …)()`, `(function () { … }).call(this)`; the call, or -1. */
export function calledThere(fn: number, nodes: Nodes): number {
  const outer = nodes.wrapped(fn);
  const parent = nodes.parent(outer);
  if (parent < 0) return -1;
  const isCallee = (call: number, node: number) => nodes.type(call) === 'call_expression' && nodes.child(call, 'function') === node;
  if (isCallee(parent, outer)) return parent;
  if (nodes.type(parent) !== 'member_expression' || nodes.child(parent, 'object') !== outer) return -1;
  const method = nodes.property(parent);
  const call = nodes.parent(parent);
  return (method === 'call' || method === 'apply') && call >= 0 && isCallee(call, parent) ? call : -1;
}

/** How a function runs in the call it is written in, or null where it is a function of its own. */
export function runOf(fn: number, nodes: Nodes, runsCallback: (call: number, word: string, event: string | null) => boolean): Run | null {
  const type = nodes.type(fn);
  if (type === 'function_declaration' || type === 'generator_function_declaration' || type === 'method_definition') return null;
  if (calledThere(fn, nodes) >= 0) return type === 'generator_function' ? null : 'there';
  if (type === 'generator_function') return null;
  const outer = nodes.wrapped(fn);
  const list = nodes.parent(outer);
  if (list < 0 || nodes.type(list) !== 'arguments') return null;
  const call = nodes.parent(list);
  const given = nodes.arguments(call);
  const index = given.indexOf(outer);
  const word = nodes.word(call);
  if (nodes.type(call) === 'new_expression') return word === 'Promise' && index === 0 ? 'once' : null;
  const callee = nodes.callee(call);
  const isMethod = callee >= 0 && nodes.type(callee) === 'member_expression';
  if (isMethod && chains.has(word)) return 'chain';
  if (isMethod && iterations.has(word) && index <= 1) return 'each';
  const event = listening.has(word) && index === 1 ? /^['"](\w+)['"]$/.exec(nodes.text(given[0]!))?.[1] : undefined;
  if (runsCallback(call, word, event ?? null)) return 'once';
  if (index !== given.length - 1 || listening.has(word)) return null;
  const parameters = parametersOf(fn, nodes);
  const first = parameters[0];
  return first !== undefined && parameters.length <= 3 && errorName.test(nodes.text(nameOf(first, nodes))) ? 'once' : null;
}

/** The patterns of a function's parameters, in order. */
export function parametersOf(fn: number, nodes: Nodes): number[] {
  const single = nodes.child(fn, 'parameter');
  if (single >= 0) return [single];
  const list = nodes.child(fn, 'parameters');
  return list < 0 ? [] : nodes.children(list);
}

/** The pattern in a parameter, without its type and default. */
export function nameOf(parameter: number, nodes: Nodes): number {
  const type = nodes.type(parameter);
  const inner = type === 'assignment_pattern' ? nodes.child(parameter, 'left') : nodes.child(parameter, 'pattern');
  return inner < 0 ? parameter : inner;
}

/** A call that a promise's `then`, `catch` or `finally` makes. */
export function isChain(call: number, nodes: Nodes): boolean {
  const callee = nodes.callee(call);
  return (
    nodes.type(call) === 'call_expression' &&
    callee >= 0 &&
    nodes.type(callee) === 'member_expression' &&
    chains.has(nodes.property(callee) ?? '') &&
    nodes.arguments(call).length > 0
  );
}
