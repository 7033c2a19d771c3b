/** State that outlives a run: what calls read of it and write to it. Binds libraries to the events of `storeEvents.ts`. */
import type { Act, Binding, Call, EventModel, IrFunction, SyntaxNode, Value, Variable } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  calleeOf,
  functionAround,
  functionTypes,
  type JavaScriptProgram,
  javaScriptFile,
  lowerJavaScript,
  parametersOf,
  propertyOf,
  READ,
  unwrapAwait,
  WRITE,
  wrapped,
} from '../../../src/engine/javascript.ts';
import type { StoreEvent, StoreFacts } from '../storeEvents.ts';
import { chainOf, sqlOf, tableOf, tableOfSql } from './rowShapes.ts';
import {
  counting,
  documents,
  fetching,
  inserting,
  keyFetching,
  keyWriting,
  memoryReading,
  memoryWriting,
  querying,
  writing,
} from './storeWords.ts';

/** What stores keys and values, by the name of what is called. */
const keyStores = /redis|\bkv\b|_KV\b|\bKV|valkey|keyv|cache|memcached|storage|sessions?$|store$|\benv\.[A-Z][A-Z\d_]*\b/i;
/** A row is locked while it is looked at, or was so before. */
const locking =
  /\bfor\s+(?:no\s+key\s+)?update\b|\bforUpdate\s*\(|\.for\(\s*['"]update|pessimistic|\block\s*:\s*(?!false|null)|\bLOCK\b|\bupdlock\b|serializable/i;

export const places = new Set([READ, WRITE]);

function memoryPlace(node: SyntaxNode, program: JavaScriptProgram): string | null {
  const place = program.shared?.placeOf(node) ?? null;
  if (place === null || place === 'this') return null;
  if (!place.startsWith('this')) return place;
  // While it is made, nobody else has it.
  const fn = functionAround(node);
  return fn?.child('name')?.text === 'constructor' ? null : place;
}

function literal(text: string, at: number): Value {
  return { kind: 'literal', text, at };
}

type StoreAct = Act<StoreEvent, StoreFacts>;

function act(event: StoreEvent, key: string, call: Call, medium: StoreFacts['medium'], verb = call.word): StoreAct {
  return { event, on: literal(key, call.at), data: { medium, verb } };
}

/** True where nobody waits for the call: what it gives is a promise that goes elsewhere, or no promise at all. */
function isWaitedFor(call: SyntaxNode): boolean {
  const chain = chainOf(call).at(-1)?.call ?? call;
  const outer = wrapped(chain);
  if (hasCallback(chain) || chain.child('function')?.type === 'await_expression') return true;
  for (let at = chain; !at.equals(outer); at = at.parent ?? outer) if (at.parent?.type === 'await_expression') return true;
  const up = outer.parent;
  if (up?.type === 'member_expression') return /^(?:then|catch|finally)$/.test(propertyOf(up) ?? '');
  // `Promise.all([…])`, `return …`, `() => …`
  return up?.type === 'array' || up?.type === 'return_statement' || (up?.type === 'arrow_function' && outer.field === 'body');
}

/** `save((error) => …)`, `save(done)`: whoever is called back waits. */
function hasCallback(call: SyntaxNode): boolean {
  const last = argumentsOf(call).at(-1);
  if (!last) return false;
  if (last.type === 'identifier') return /^(?:cb|callback|done|next)$/.test(last.text);
  const [first] = functionTypes.has(last.type) ? parametersOf(last) : [];
  return first !== undefined && /^_?(?:err|error|e)\d?$/i.test((first.child('pattern') ?? first).text);
}

/** The table of the row that a local variable holds, fetched in this file. */
function tableOfRow(object: SyntaxNode, program: JavaScriptProgram): string | null {
  const value = program.valueOf(object.index);
  return value.kind === 'variable' ? tableOfHeld(value.variable, program) : null;
}

function tableOfHeld(variable: Variable, program: JavaScriptProgram): string | null {
  for (const { assign } of program.definitionsOf(variable)) {
    const assigned = assign.field !== '' ? null : (assign.given ?? (assign.value >= 0 ? program.valueOf(assign.value) : null));
    const isOne = assigned?.kind === 'element' || (assigned?.kind === 'field' && /^\d+$/.test(assigned.name));
    const from = isOne ? assigned.of : assigned;
    if (from?.kind !== 'result' && from?.kind !== 'argument') continue;
    const call = program.nodeOf(from.kind === 'result' ? from.call : from.of);
    const words = chainOf(call).map(({ word }) => word);
    if (words.some((word) => fetching.has(word))) return tableOf(call, program.file);
  }
  return null;
}

function memoryActs(call: Call, at: SyntaxNode, program: JavaScriptProgram): StoreAct[] {
  if (!program.shared) return [];
  if (call.word === READ || call.word === WRITE) {
    // `queue.length` tells of what is in the queue.
    const counts = at.type === 'member_expression' && /^(?:length|size)$/.test(propertyOf(at) ?? '');
    const object = counts ? at.child('object') : at;
    const place = object ? memoryPlace(object, program) : null;
    return place === null ? [] : [act(call.word === READ ? 'read' : 'write', counts ? `${place}.#` : place, call, 'memory', place)];
  }
  const callee = calleeOf(at);
  const object = callee?.type === 'member_expression' ? callee.child('object') : null;
  const place = object && !isWaitedFor(at) ? memoryPlace(object, program) : null;
  if (place === null) return [];
  const [first] = argumentsOf(at);
  const key = first && !functionTypes.has(first.type) ? program.shared.keyOf(first) : null;
  const event = memoryReading.has(call.word) ? 'read' : memoryWriting.has(call.word) ? 'write' : null;
  if (event === null) return [];
  const acts = [act(event, `${place}.#`, call, 'memory', `${place}.${call.word}`)];
  const isKeyed = /^(?:get|has|set|delete|add|includes)$/.test(call.word) && key !== null;
  if (isKeyed) acts.push(act(event, `${place}[${key}]`, call, 'memory', `${place}.${call.word}`));
  // What a map holds under one key is not told apart from the map where nobody names the key.
  return isKeyed ? acts.slice(1) : acts;
}

function storeActs(call: Call, at: SyntaxNode, fn: IrFunction, program: JavaScriptProgram): StoreAct[] {
  const { word } = call;
  const { file } = program;
  const sql = querying.has(word) || at.child('arguments')?.type === 'template_string' ? sqlOf(at, file) : null;
  if (sql !== null) {
    const table = tableOfSql(sql);
    if (table === null) return [];
    if (/^\(?(?:with\b.*?\)\s*)?select\b/i.test(sql))
      return locking.test(sql) ? [] : [act('fetch', `row:${table}`, call, /\bcount\s*\(/i.test(sql) ? 'count' : 'row', 'SELECT')];
    if (/^update\b/i.test(sql)) return [act('write', `row:${table}`, call, 'row', 'UPDATE')];
    return /^insert\b(?!.*\b(?:on conflict|on duplicate|not exists)\b)(?!\s+(?:or\s+)?ignore)/i.test(sql)
      ? [act('insert', `row:${table}`, call, 'row', 'INSERT')]
      : [];
  }
  const callee = calleeOf(at);
  const object = callee?.type === 'member_expression' ? callee.child('object') : null;
  if (!object || !isWaitedFor(at)) return [];
  const receiver = object.text.slice(-120);
  if (chainOf(at).some((link) => link.word === 'atomic' || link.word === 'watch')) return [];
  if ((keyFetching.has(word) || keyWriting.has(word)) && keyStores.test(`${receiver} ${program.nameOf(call) ?? ''}`)) {
    const [key] = program.argumentsOf(call);
    if (!key) return [];
    const on: Value = {
      kind: 'concat',
      parts: [
        { value: literal('key:', at.index), quoting: 'none' },
        { value: key, quoting: 'none' },
      ],
      at: at.index,
    };
    const isWrite = keyWriting.has(word);
    if (isWrite && isOnlyIfNew(at)) return [];
    return [{ event: isWrite ? 'write' : 'fetch', on, data: { medium: 'key', verb: word } }];
  }
  const document = documentAct(call, at, program);
  if (document) return [document];
  if (word === 'flush') return flushed(call, fn, program);
  const given = argumentsOf(at);
  if (given.some((one) => functionTypes.has(one.type)) && !hasCallback(at)) return [];
  const links = chainOf(at).map((link) => link.word);
  const row = unwrapAwait(object);
  if (writing.has(word)) {
    const held = row.type === 'identifier' ? tableOfRow(row, program) : null;
    const saved = word === 'save' && given[0]?.type === 'identifier' ? tableOfRow(given[0], program) : null;
    const table = held ?? saved ?? tableOf(at, file);
    return table === null ? [] : [act('write', `row:${table}`, call, 'row')];
  }
  if (inserting.has(word)) {
    const table = tableOf(at, file);
    return table === null || links.some((one) => /^(?:onConflict|onDuplicateKeyUpdate|ignore|orIgnore|orUpdate|merge)/.test(one))
      ? []
      : [act('insert', `row:${table}`, call, 'row')];
  }
  const isCount = counting.has(word);
  if ((!isCount && !fetching.has(word)) || links.some((one) => writing.has(one) || inserting.has(one))) return [];
  // In a builder's chain the last word that fetches stands for all.
  if (word === 'select' && links.some((one) => one !== 'select' && (fetching.has(one) || counting.has(one)))) return [];
  const whole = chainOf(at).at(-1)?.call ?? at;
  if (locking.test(whole.text.slice(0, 2000))) return [];
  const table = tableOf(at, file);
  return table === null ? [] : [act('fetch', `row:${table}`, call, isCount ? 'count' : 'row')];
}

/** A unit of work writes every row whose fields were set. */
function flushed(call: Call, fn: IrFunction, program: JavaScriptProgram): StoreAct[] {
  const tables = new Set<string>();
  for (const { instructions } of fn.blocks) {
    for (const one of instructions) {
      if (one.op !== 'assign' || one.field === '' || one.at > call.at) continue;
      const table = tableOfHeld(one.variable, program);
      if (table !== null) tables.add(table);
    }
  }
  return [...tables].map((table) => act('write', `row:${table}`, call, 'row'));
}

/** Documents of a cloud's stores: `ref.get()` and `ref.update(…)` of one reference, commands that name table and key. */
function documentAct(call: Call, at: SyntaxNode, program: JavaScriptProgram): StoreAct | null {
  const { word } = call;
  const receiver = program.receiverOf(call);
  if (receiver && (word === 'get' || word === 'update' || word === 'set') && isDocument(receiver, program)) {
    if (word === 'get' && argumentsOf(at).length > 0) return null;
    return { event: word === 'get' ? 'fetch' : 'write', on: receiver, data: { medium: 'row', verb: word } };
  }
  const [command] = argumentsOf(at);
  const made = word === 'send' && command?.type === 'new_expression' ? command : at;
  const name = made.equals(at) ? word : (made.child('constructor')?.text ?? '');
  const [input] = argumentsOf(made);
  const table = input ? program.file.option(input, 'TableName') : null;
  const event = /^(?:get|query|GetCommand|GetItemCommand|QueryCommand|getItem)$/.test(name)
    ? 'fetch'
    : /^(?:put|update|PutCommand|UpdateCommand|PutItemCommand|UpdateItemCommand|putItem|updateItem)$/.test(name)
      ? 'write'
      : null;
  if (!table || !event || !input || program.file.option(input, 'ConditionExpression')) return null;
  return act(event, `row:${table.text}`, call, 'key', name);
}

/** A reference to one document: what `doc(…)` gives. */
function isDocument(value: Value, program: JavaScriptProgram): boolean {
  if (value.kind === 'result') return value.call.word === 'doc';
  if (value.kind !== 'variable') return false;
  return program.definitionsOf(value.variable).some(({ assign }) => {
    const assigned = assign.value >= 0 ? program.valueOf(assign.value) : null;
    return assigned?.kind === 'result' && assigned.call.word === 'doc';
  });
}

/** `SET key value NX`, `setnx`, a condition on what is there. */
function isOnlyIfNew(call: SyntaxNode): boolean {
  return /['"`]NX['"`]|\bNX\s*:\s*true|\bnx\s*:\s*true|onlyIf|ifMatch|ifNoneMatch|etag|\bcas\b/i.test(
    call.child('arguments')?.text.slice(0, 1000) ?? '',
  );
}

const words = new Set([
  ...fetching,
  ...counting,
  ...writing,
  ...inserting,
  ...querying,
  ...keyFetching,
  ...keyWriting,
  ...memoryReading,
  ...memoryWriting,
  ...places,
  ...documents,
]);

const events: EventModel<StoreEvent, StoreFacts> = {
  words,
  wordsOf: { insert: new Set([...inserting, ...querying]) },
  actsOf(call, fn, program) {
    // This binding lowers its files itself.
    const file = program as JavaScriptProgram;
    const at = file.nodeOf(call);
    const memory = memoryActs(call, at, file);
    return memory.length > 0 || call.word === READ || call.word === WRITE ? memory : storeActs(call, at, fn, file);
  },
};

const running =
  /^\$?(?:transaction|withTransaction|runExclusive|runInTransaction|withLock|using|acquire|lock|request|synchronized|exclusive|atomic|runInBand|tx|begin)$/i;

/** State as JavaScript programs share it. */
export const stores: Binding<StoreEvent, StoreFacts> = {
  lower: (root, source) =>
    lowerJavaScript(root, source, { runsCallback: (_, word) => running.test(word), file: javaScriptFile(root), tellsShared: true }),
  events,
  names: { joins: new Set(), same: new Set(['String', 'toString']) },
  // Others run only while something is waited for; a prepared statement may be waited for by nobody and still race with another process.
  needs: /\bawait\b|\byield\b|\.then\b|\b(?:err|error|e)\b\s*(?:,|\)\s*(?:=>|\{))|\.prepare\b/,
};
