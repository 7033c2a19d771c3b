/** What decides over a call: the branches that lead to it or past it, and what they look at. */
import type { Block, Call, IrFunction, Program } from '../ir/program.ts';
import { successorsOf } from '../ir/program.ts';
import { partsOf, type Value } from '../ir/values.ts';
import type { ResourceKeys } from './resourceKey.ts';

export interface Decision {
  readonly block: Block;
  /** The way that leads to the call: where the condition holds, or where it does not. */
  readonly way: 'yes' | 'no';
}

const MAX_BRANCHES = 60;

/** The branches of which only one way leads to a call, nearest to the start first. */
export function decisionsOver(fn: IrFunction, call: Call): readonly Decision[] {
  const leading = blocksBefore(fn, call.block);
  const decisions: Decision[] = [];
  for (const block of fn.blocks) {
    const { next } = block;
    if (next.kind !== 'branch' || block.index === call.block || !leading.has(block.index)) continue;
    if (decisions.length >= MAX_BRANCHES) break;
    const yes = reaches(fn, next.yes, call.block, block.index);
    const no = reaches(fn, next.no, call.block, block.index);
    if (yes !== no) decisions.push({ block, way: yes === !next.negated ? 'yes' : 'no' });
  }
  return decisions;
}

function blocksBefore(fn: IrFunction, target: number): ReadonlySet<number> {
  const found = new Set([target]);
  const todo = [target];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const from of fn.blocks[at]!.from) {
      if (found.has(from)) continue;
      found.add(from);
      todo.push(from);
    }
  }
  return found;
}

/** Whether control gets from a block to another without passing a third. */
function reaches(fn: IrFunction, from: number, target: number, without: number): boolean {
  const seen = new Set([without, from]);
  const todo = [from];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (at === target) return true;
    for (const to of successorsOf(fn.blocks[at]!)) {
      if (seen.has(to)) continue;
      seen.add(to);
      todo.push(to);
    }
  }
  return false;
}

const MAX_VALUES = 400;

/** What of a call's result a value is made of: the names of its fields, `*` for the result as a whole. */
export function fieldsBehind(
  program: Program,
  keys: ResourceKeys,
  fn: IrFunction,
  value: Value,
  at: { readonly block: number; readonly index: number },
  source: Call,
): ReadonlySet<string> {
  const fields = new Set<string>();
  const seen = new Set<string>();
  const todo: { value: Value; at: { readonly block: number; readonly index: number }; field: string }[] = [{ value, at, field: '' }];
  for (let next = todo.pop(), steps = 0; next && steps < MAX_VALUES; next = todo.pop(), steps++) {
    const { value: one, at: where, field } = next;
    switch (one.kind) {
      case 'field':
        todo.push({ value: one.of, at: where, field: field === '' && !/^\d+$/.test(one.name) ? one.name : field });
        break;
      case 'element':
        todo.push({ value: one.of, at: where, field });
        break;
      case 'result':
      case 'argument': {
        const call = one.kind === 'argument' ? one.of : one.call;
        if (call === source) {
          fields.add(field === '' ? '*' : field);
          break;
        }
        if (seen.has(`${call.at} ${field}`)) break;
        seen.add(`${call.at} ${field}`);
        const receiver = program.receiverOf(call);
        // What a builder or a promise's chain gives is what it was begun with.
        if (receiver) todo.push({ value: receiver, at: call, field });
        // What was waited for is somebody else's answer, whatever was handed over with the question.
        if (call.awaited) break;
        for (const given of program.argumentsOf(call)) todo.push({ value: given, at: call, field: '' });
        break;
      }
      case 'variable':
        for (const definition of keys.definitionsIn(fn).reaching(one.variable, '', where)) {
          if (definition === 'entry' || seen.has(`${definition.at} ${field}`)) continue;
          seen.add(`${definition.at} ${field}`);
          const assigned = definition.given ?? (definition.value >= 0 ? program.valueOf(definition.value) : null);
          if (assigned) todo.push({ value: assigned, at: definition, field });
        }
        break;
      default:
        for (const part of partsOf(one)) todo.push({ value: part, at: where, field: '' });
    }
  }
  return fields;
}
