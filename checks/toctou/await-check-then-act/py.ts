import { type Call, type IrFunction, python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import {
  type Analysis,
  analysisOf,
  behind,
  type Condition,
  callsIn,
  canFollow,
  conditionsOf,
  followsWithout,
  type Place,
} from '../../models/python/flow.ts';
import { isHeldBefore, isValuable, textAt } from '../../models/python/rows.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

/** Nobody gains anything by it. */
const HARMLESS = 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:N';
const changing = new Set('add append appendleft extend update insert remove discard pop popleft setdefault clear'.split(' '));
/** What is put there says only that it is over. */
const ended = /^(?:None|False|0|""|''|\[\]|\{\}|set\(\)|dict\(\)|list\(\))$/;

interface Write extends Place {
  /** The shared state, as it is written: `self.balance`, `sessions`. */
  readonly place: string;
  readonly at: number;
  /** The node of what is put there; -1 where there is none. */
  readonly value: number;
  readonly statement: SyntaxNode;
}

/** Reports shared state that a coroutine looks at, and changes by what it saw after it has waited. */
export const py: SyntaxRules = {
  module(root, context) {
    if (!/\basync def\b/.test(root.text)) return;
    const analysis = analysisOf(context);
    for (const fn of analysis.program.functions) {
      if (!fn.isAsync || !/\bawait\b|async (?:with|for)\b/.test(textAt(analysis, fn.at))) continue;
      judge(analysis, fn, context);
    }
  },
};

function judge(analysis: Analysis, fn: IrFunction, context: SyntaxContext): void {
  const calls = callsIn(fn);
  const suspends = fn.blocks.flatMap(({ instructions }) => instructions.filter((one) => one.op === 'suspend'));
  const writes = [...writesIn(analysis, fn), ...keyWritesIn(analysis, fn, calls)];
  const told = new Set<string>();
  for (const write of writes) {
    if (told.has(write.place)) continue;
    const read = staleRead(analysis, fn, write, suspends, writes);
    if (!read || inTestCode(write.statement) || isHeldBefore(analysis, fn, calls, { at: read.index }) || isHeldByCallers(analysis, fn))
      continue;
    told.add(write.place);
    const field = write.place.slice(write.place.lastIndexOf('.') + 1);
    context.report({
      at: write.statement,
      ...(isValuable(field) ? {} : { vector: HARMLESS }),
      remediation:
        'Hold an `asyncio.Lock` over both (`async with lock:`), ask again after the `await`, or change it before the first `await`.',
      trace: [
        { at: read, text: `${quoted(read)} is looked at` },
        { at: write.statement, text: 'and changed by what was seen, after others may have run' },
      ],
    });
  }
}

/** What many coroutines share: fields of the object, names of the module, the application's state. */
function isShared(analysis: Analysis, fn: IrFunction, place: string, root: number): boolean {
  if (/^(?:self|cls)\.\w/.test(place) || /^(?:request\.app|app)(?:\.state)?(?:\.|$)/.test(place)) return true;
  const { tree } = analysis.program;
  if (tree.names.types[tree.type[root]!] !== 'identifier') return false;
  const node = python.nodeOf(tree, root);
  const scopes = python.readScopes(python.nodeOf(tree, 0));
  const owner = scopes.ownerOf(node.text, scopes.scopeOf(node));
  return owner === scopes.module && fn.outer !== null && owner.bindings.get(node.text)?.some(({ kind }) => kind === 'assign') === true;
}

/** The way to a place without its items: `self.rooms[name].users` is `self.rooms`. */
function placeOf(node: SyntaxNode): { readonly place: string; readonly root: number } {
  let at = node;
  let base = node;
  for (let depth = 0; depth < 20; depth++) {
    const inner = at.type === 'attribute' ? at.child('object') : at.type === 'subscript' ? at.child('value') : null;
    if (!inner) break;
    if (at.type === 'subscript') base = inner;
    at = inner;
  }
  return { place: base.text.replace(/\s+/g, ''), root: at.index };
}

function writesIn(analysis: Analysis, fn: IrFunction): Write[] {
  const { tree } = analysis.program;
  return fn.blocks.flatMap(({ instructions }) =>
    instructions.flatMap((one): Write[] => {
      if ((one.op === 'assign' || one.op === 'store') && one.value >= 0) {
        const target = python.nodeOf(tree, one.at);
        const { place, root } = placeOf(target);
        if (!isShared(analysis, fn, place, root)) return [];
        return [{ place, at: one.at, block: one.block, index: one.index, value: one.value, statement: python.statementAround(target) }];
      }
      if (one.op !== 'call' || !changing.has(one.word)) return [];
      const call = python.nodeOf(tree, one.at);
      const object = call.child('function')?.child('object');
      if (!object) return [];
      const { place, root } = placeOf(object);
      if (!isShared(analysis, fn, place, root)) return [];
      const given = python.argumentsOf(call).positional;
      const value = /^(?:pop|popleft|remove|discard|clear)$/.test(one.word) ? -1 : (given.at(-1)?.index ?? -1);
      return [{ place, at: one.at, block: one.block, index: one.index, value, statement: python.statementAround(call) }];
    }),
  );
}

/** `await redis.set(key, …)`: the key is the place. */
function keyWritesIn(analysis: Analysis, fn: IrFunction, calls: readonly Call[]): Write[] {
  const { tree } = analysis.program;
  return calls.flatMap((call): Write[] => {
    if (!/^(?:set|setex|hset|psetex|put)$/.test(call.word)) return [];
    const node = python.nodeOf(tree, call.at);
    const place = keyPlace(node);
    const { positional, named } = python.argumentsOf(node);
    if (place === null || named.has('nx') || positional.length < 2 || fn.outer === null) return [];
    return [
      {
        place,
        at: call.at,
        block: call.block,
        index: call.index,
        value: positional.at(-1)!.index,
        statement: python.statementAround(node),
      },
    ];
  });
}

/** The store and the key of a call: `redis(f"used:{token}")`. */
function keyPlace(call: SyntaxNode): string | null {
  const object = call.child('function')?.child('object');
  const [key] = python.argumentsOf(call).positional;
  if (!object || !key || !/(?:redis|valkey|memcache\w*|\bkv|cache|\br|\brdb|store)(?:_client|_conn)?$/i.test(object.text)) return null;
  return `${object.text}(${key.text.replace(/\s+/g, '')})`;
}

/**
 * What was read of the place before the coroutine waited, and still decides the write: a condition on it, or a part of the new value.
 * Null where it is asked again after the last wait, where the place was claimed before, or where the write only fills a cache.
 */
function staleRead(
  analysis: Analysis,
  fn: IrFunction,
  write: Write,
  suspends: readonly (Place & { readonly at: number })[],
  writes: readonly Write[],
): SyntaxNode | null {
  const { tree } = analysis.program;
  const value = write.value >= 0 ? python.nodeOf(tree, write.value) : null;
  const isKey = write.place.includes('(');
  if (!isKey && value && ended.test(value.text)) return null;
  const end = tree.next[write.statement.index]!;
  const waits = (from: Place & { readonly at: number }): (Place & { readonly at: number })[] =>
    suspends.filter((one) => one.at >= from.at && one.at < end && canFollow(fn, from, one) && followsWithout(fn, one, write, from.block));
  // `self.total += await f()`: what is added to was read before.
  const lost = lostUpdate(analysis, write);
  if (lost) return lost;
  const asked = conditionsOf(analysis, fn, write)
    .filter((condition) => readsPlace(analysis, fn, condition, write.place))
    .sort((a, b) => a.node - b.node)
    .at(-1);
  if (asked) {
    // What came out of a store was old when it arrived.
    const between = waits({ ...asked.at, at: asked.node });
    if (between.length === 0 && !isKey) return null;
    const first = Math.min(...between.map((one) => one.at));
    if (!isKey && writes.some((other) => other !== write && other.place === write.place && other.at > asked.node && other.at < first))
      return null;
    const condition = python.nodeOf(tree, asked.node);
    if (isKey) return value && isPresence(condition, write.place) && fillsCache(analysis, fn, write, value) ? null : condition;
    // Taking out what is not there any more fails by itself.
    if (!value) return null;
    if (value.type === 'augmented_assignment') return condition;
    if (isPresence(condition, write.place) && fillsCache(analysis, fn, write, value)) return null;
    const isEntry = tree.names.types[tree.type[write.at]!] !== 'attribute' && tree.names.types[tree.type[write.at]!] !== 'identifier';
    // The steps of a connection are its own; what is worth something is not.
    return isEntry || (isValuable(write.place) && !/stat(?:e|us)$/i.test(write.place)) ? condition : null;
  }
  return staleValue(analysis, fn, write, waits);
}

/** `x += await f()` and `x = x + await f()`: the old value is taken first, then others run. */
function lostUpdate(analysis: Analysis, { value, place, statement }: Write): SyntaxNode | null {
  if (value < 0) return null;
  const node = python.nodeOf(analysis.program.tree, value);
  const text = node.text.replace(/\s+/g, ' ');
  const wait = text.indexOf('await ');
  if (wait < 0) return null;
  if (node.type === 'augmented_assignment') return node.child('left');
  const read = text.replace(/\s/g, '').indexOf(place);
  return node.type === 'binary_operator' && read >= 0 && text.indexOf(place) >= 0 && text.indexOf(place) < wait ? statement : null;
}

/** The new value is computed of what a variable kept of the place before the wait. */
function staleValue(
  analysis: Analysis,
  fn: IrFunction,
  write: Write,
  waits: (from: Place & { readonly at: number }) => readonly unknown[],
): SyntaxNode | null {
  const { program } = analysis;
  if (write.value < 0) return null;
  const value = python.nodeOf(program.tree, write.value);
  if (value.type === 'augmented_assignment') return null;
  const names = value.type === 'identifier' ? [value] : [...value.descendants('identifier')].slice(0, 20);
  for (const name of names) {
    const read = program.valueOf(name.index);
    if (read.kind !== 'variable' || read.variable.owner !== fn) continue;
    for (const definition of analysis.keys.definitionsIn(fn).reaching(read.variable, '', write)) {
      if (definition === 'entry' || definition.value < 0) continue;
      const source = python.nodeOf(program.tree, definition.value);
      if (!mentions(source.text, write.place)) continue;
      // Something has to be computed on the way; a reference that is put back is the same.
      const computes =
        source.type === 'binary_operator' || value.type === 'binary_operator' || [...value.descendants('binary_operator')].length > 0;
      if (computes && waits(definition).length > 0) return source;
    }
  }
  return null;
}

function mentions(text: string, place: string): boolean {
  const flat = text.replace(/\s+/g, ' ');
  for (let at = flat.indexOf(place); at >= 0; at = flat.indexOf(place, at + 1)) {
    const before = flat[at - 1] ?? ' ';
    const after = flat[at + place.length] ?? ' ';
    if (!/[\w.]/.test(before) && !/\w/.test(after)) return true;
  }
  return false;
}

function readsPlace(analysis: Analysis, fn: IrFunction, { node, value, at }: Condition, place: string): boolean {
  const { tree } = analysis.program;
  if (place.includes('(')) {
    const { calls } = behind(analysis, fn, value, at);
    return [...calls].some(
      ({ word, at: call }) => /^(?:get|exists|hget|mget)$/.test(word) && keyPlace(python.nodeOf(tree, call)) === place,
    );
  }
  if (mentions(textAt(analysis, node), place)) return true;
  const { reads, calls } = behind(analysis, fn, value, at);
  return (
    [...reads].some((read) => mentions(read, place)) ||
    [...calls].some((call) => mentions(textAt(analysis, call.at).slice(0, 300), place) && /^(?:get|count|index)$/.test(call.word))
  );
}

/** Only whether there is something: `not self.x`, `x is None`, `key not in cache`. */
function isPresence(condition: SyntaxNode, place: string): boolean {
  return /\bin\b|\bis\b.*\bNone\b/.test(condition.text) || condition.type !== 'comparison_operator' || !mentions(condition.text, place);
}

/** What was loaded is put where nothing was: the second load is wasted, no more. */
function fillsCache(analysis: Analysis, fn: IrFunction, write: Write, value: SyntaxNode): boolean {
  if (/^(?:true|false|integer|string|none)$/.test(value.type)) return false;
  return behind(analysis, fn, analysis.program.valueOf(value.index), write).calls.size > 0;
}

/** A helper that is only called under the lock. */
function isHeldByCallers(analysis: Analysis, fn: IrFunction): boolean {
  if (fn.name === '') return false;
  const callers = analysis.program.callsOf(fn);
  return callers.length > 0 && callers.every(({ caller, call }) => isHeldBefore(analysis, caller, callsIn(caller), call));
}
