/** What checks of state ask of a Python function's graph: what a value depends on, what decides that a place is reached. */
import {
  type Call,
  type IrFunction,
  lensOf,
  type OrderAnalysis,
  partsOf,
  type SyntaxContext,
  type Value,
} from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../fileEvents.ts';
import { pythonFiles } from './fileEvents.ts';

export type Analysis = OrderAnalysis<FileEvent, FileFacts>;

/** The lowered file; the one that the checks of files use. */
export function analysisOf(context: SyntaxContext): Analysis {
  return context.shared(lensOf(pythonFiles));
}

export interface Place {
  readonly block: number;
  readonly index: number;
}

/** What a value is made of: the calls behind it, and the texts of the fields and items it reads. */
export interface Behind {
  readonly calls: ReadonlySet<Call>;
  /** `account.balance`, `row["balance"]`, as written. */
  readonly reads: ReadonlySet<string>;
}

const MOST = 300;

/** Follows variables to what reaches the place, and calls to what they are called on and given. */
export function behind(analysis: Analysis, fn: IrFunction, value: Value, at: Place): Behind {
  const { program, keys } = analysis;
  const calls = new Set<Call>();
  const reads = new Set<string>();
  const seen = new Set<unknown>();
  const { tree } = program;
  const todo: { value: Value; at: Place }[] = [{ value, at }];
  for (let next = todo.pop(); next && seen.size < MOST; next = todo.pop()) {
    const { value: one, at: where } = next;
    if (one.kind === 'field' || one.kind === 'element')
      reads.add(tree.text.slice(tree.start[one.at]!, tree.end[one.at]!).replace(/\s+/g, ''));
    if (one.kind === 'result' || one.kind === 'argument') {
      const call = one.kind === 'result' ? one.call : one.of;
      if (calls.has(call)) continue;
      calls.add(call);
      const receiver = program.receiverOf(call);
      const inside = [...(receiver ? [receiver] : []), ...program.argumentsOf(call)];
      for (const part of inside) todo.push({ value: part, at: call });
      continue;
    }
    if (one.kind === 'variable') {
      for (const definition of keys.definitionsIn(fn).reaching(one.variable, '', where)) {
        if (definition === 'entry' || seen.has(definition)) continue;
        seen.add(definition);
        const assigned = definition.given ?? (definition.value >= 0 ? program.valueOf(definition.value) : null);
        if (assigned) todo.push({ value: assigned, at: definition });
      }
      continue;
    }
    if (seen.has(one)) continue;
    seen.add(one);
    for (const part of partsOf(one)) todo.push({ value: part, at: where });
  }
  return { calls, reads };
}

const reachable = new WeakMap<IrFunction, Map<number, ReadonlySet<number>>>();

/** The blocks that control can come to from a block, errors included; not the block itself unless it loops. */
export function reachedFrom(fn: IrFunction, block: number): ReadonlySet<number> {
  let known = reachable.get(fn);
  if (!known) {
    known = new Map();
    reachable.set(fn, known);
  }
  let found = known.get(block);
  if (!found) {
    const next = new Map<number, number[]>();
    for (const one of fn.blocks) {
      for (const from of one.from) {
        const list = next.get(from);
        if (list) list.push(one.index);
        else next.set(from, [one.index]);
      }
    }
    const seen = new Set<number>();
    const todo = [...(next.get(block) ?? [])];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      todo.push(...(next.get(at) ?? []));
    }
    found = seen;
    known.set(block, found);
  }
  return found;
}

/** True where the later place can follow the earlier one. */
export function canFollow(fn: IrFunction, earlier: Place, later: Place): boolean {
  if (earlier.block === later.block && earlier.index < later.index) return true;
  return reachedFrom(fn, earlier.block).has(later.block);
}

/** The same, on a way that does not pass a certain block in between. */
export function followsWithout(fn: IrFunction, earlier: Place, later: Place, barrier: number): boolean {
  if (earlier.block === later.block && earlier.index < later.index) return true;
  if (earlier.block === barrier) return canFollow(fn, earlier, later);
  return earlier.block !== later.block && reachedWithout(fn, earlier.block, barrier).has(later.block);
}

export interface Condition {
  readonly value: Value;
  readonly at: Place;
  readonly node: number;
}

/** The conditions that decide whether a place is reached: one of their ways leads there, the other does not. */
export function conditionsOf(analysis: Analysis, fn: IrFunction, place: Place): Condition[] {
  const conditions: Condition[] = [];
  for (const block of fn.blocks) {
    const { next } = block;
    if (next.kind !== 'branch' || !reachedFrom(fn, block.index).has(place.block)) continue;
    const leads = (to: number) => to === place.block || (to !== block.index && reachedWithout(fn, to, block.index).has(place.block));
    if (leads(next.yes) === leads(next.no)) continue;
    conditions.push({
      value: analysis.program.valueOf(next.on),
      at: { block: block.index, index: block.instructions.length },
      node: next.on,
    });
  }
  return conditions;
}

const around = new WeakMap<IrFunction, Map<string, ReadonlySet<number>>>();

/** The blocks that can be come to without passing a certain one again: a loop's next round is another question. */
function reachedWithout(fn: IrFunction, start: number, barrier: number): ReadonlySet<number> {
  let known = around.get(fn);
  if (!known) {
    known = new Map();
    around.set(fn, known);
  }
  const key = `${start} ${barrier}`;
  let found = known.get(key);
  if (!found) {
    const seen = new Set<number>([barrier]);
    const todo = [start];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const { next, handler } = fn.blocks[at]!;
      if (next.kind === 'go') todo.push(next.to);
      else if (next.kind === 'branch') todo.push(next.yes, next.no);
      else if (next.kind === 'choose') todo.push(...next.among);
      if (handler >= 0) todo.push(handler);
    }
    seen.delete(barrier);
    found = seen;
    known.set(key, found);
  }
  return found;
}

/** Calls of a function in the order of their nodes. */
export function callsIn(fn: IrFunction): Call[] {
  return fn.blocks.flatMap(({ instructions }) => instructions.filter((one) => one.op === 'call')).sort((a, b) => a.at - b.at);
}
