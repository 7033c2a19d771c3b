/** Assignments: what their targets get. */
import type { BlockBuilder } from '../blockBuilder.ts';
import type { Value } from '../values.ts';
import type { Lowered } from './expressions.ts';
import type { PythonNodes } from './nodes.ts';
import { isSpread } from './values.ts';

export const groups: ReadonlySet<string> = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'tuple', 'list', 'expression_list']);
const wrappers = new Set(['list_splat_pattern', 'parenthesized_expression', 'as_pattern_target']);
const constants = new Set(['string', 'integer', 'unary_operator', 'true', 'false', 'none']);
const MAX_DEPTH = 20;

/** Binds a target to the value of a node, or to what no node says (`given`). */
export function bindTarget(file: Lowered, builder: BlockBuilder, target: number, value: number, given: Value | null, depth = 0): void {
  const { nodes } = file;
  if (target < 0 || depth > MAX_DEPTH) return;
  const type = nodes.type(target);
  if (groups.has(type)) bindEach(file, builder, target, value, given, depth + 1);
  else if (wrappers.has(type)) bindTarget(file, builder, nodes.children(target)[0] ?? -1, value, given, depth + 1);
  else if (type === 'identifier') builder.assign(target, file.variables.at(target), value, { given });
  else if (type === 'attribute') {
    const field = nodes.text(nodes.child(target, 'attribute'));
    bindField(file, builder, target, nodes.child(target, 'object'), field, value, given);
  } else if (type === 'subscript') {
    const object = nodes.child(target, 'value');
    const key = nodes.child(target, 'subscript');
    const constant = key >= 0 && constants.has(nodes.type(key)) ? file.valueOf(key) : null;
    if (constant?.kind === 'literal') bindField(file, builder, target, object, constant.text, value, given);
    else if (object >= 0) builder.store(target, object, value, { key });
  }
}

function bindField(
  file: Lowered,
  builder: BlockBuilder,
  target: number,
  object: number,
  field: string,
  value: number,
  given: Value | null,
): void {
  if (object < 0) return;
  if (file.nodes.type(object) === 'identifier') builder.assign(target, file.variables.at(object), value, { field, given, of: object });
  else builder.store(target, object, value, { field });
}

/** `a, b = 1, 2` binds one to one; anything else is taken apart at run time. */
function bindEach(file: Lowered, builder: BlockBuilder, target: number, value: number, given: Value | null, depth: number): void {
  const { nodes } = file;
  const names = nodes.children(target);
  const sources = value >= 0 && groups.has(nodes.type(value)) ? nodes.children(value) : [];
  const star = names.findIndex((name) => nodes.type(name) === 'list_splat_pattern');
  const fits = star < 0 ? sources.length === names.length : sources.length >= names.length - 1;
  const isPlain = sources.length > 0 && fits && !sources.some((source) => nodes.type(source) === 'list_splat');
  const whole = given ?? (value >= 0 ? file.valueOf(value) : null);
  const row = whole && rowOf(nodes, whole);
  names.forEach((name, index) => {
    const behind = names.length - index;
    if (index === star) {
      const items = isPlain ? sources.slice(star, sources.length - behind + 1).map((source) => file.valueOf(source)) : null;
      const rest: Value | null = items ? { kind: 'list', items, at: target } : whole && sliceOf(whole, star, behind - 1, target);
      bindTarget(file, builder, name, -1, rest, depth);
    } else if (isPlain) bindTarget(file, builder, name, sources[star >= 0 && index > star ? sources.length - behind : index]!, null, depth);
    else bindTarget(file, builder, name, -1, whole && memberOf(whole, row, star >= 0 && index > star ? -behind : index, target), depth);
  });
}

/** The items of a list that are all told apart. */
export function rowOf(nodes: PythonNodes, whole: Value): readonly Value[] | null {
  return whole.kind === 'list' && !whole.items.some((item) => isSpread(nodes, item)) ? whole.items : null;
}

/** One of several values, from their end where the position is negative. */
export function memberOf(whole: Value, row: readonly Value[] | null, position: number, at: number): Value {
  return row?.at(position) ?? { kind: 'field', of: whole, name: String(position), at };
}

/** What is left of a row of values, without so many at its start and its end. */
export function sliceOf(whole: Value, before: number, behind: number, at: number): Value {
  const bound = (position: number): Value =>
    position === 0
      ? { kind: 'literal', text: 'None', type: 'nothing', at }
      : { kind: 'literal', text: String(position), type: 'number', at };
  return { kind: 'operation', operator: '[:]', operands: [whole, bound(before), bound(-behind)], at };
}

/** What a loop gets each time; taken apart as far as its target takes it apart and the language's own wrappers are seen through. */
export function elementOf(file: Lowered, target: number, iterable: number, at: number): Value {
  const { nodes } = file;
  const taken = target >= 0 && groups.has(nodes.type(target)) ? elementsOf(file, iterable, at, 0) : null;
  return taken ?? { kind: 'element', of: file.valueOf(iterable), at };
}

function elementsOf(file: Lowered, iterable: number, at: number, depth: number): Value | null {
  const { nodes } = file;
  if (depth > MAX_DEPTH || nodes.type(iterable) !== 'call') return null;
  const callee = nodes.child(iterable, 'function');
  const list = nodes.child(iterable, 'arguments');
  const given = list < 0 || nodes.type(list) !== 'argument_list' ? [] : nodes.children(list);
  if (nodes.type(callee) === 'attribute') {
    if (given.length > 0 || nodes.text(nodes.child(callee, 'attribute')) !== 'items') return null;
    const pair: Value = { kind: 'element', of: file.valueOf(iterable), at };
    const table = file.valueOf(nodes.child(callee, 'object'));
    return {
      kind: 'list',
      items: [
        { kind: 'field', of: pair, name: '0', at },
        { kind: 'element', of: table, at },
      ],
      at,
    };
  }
  const inner = (one: number): Value => elementsOf(file, one, at, depth + 1) ?? { kind: 'element', of: file.valueOf(one), at };
  const [first] = given;
  switch (first === undefined ? null : file.calleeAt(iterable)) {
    case 'builtins.enumerate':
      return { kind: 'list', items: [{ kind: 'unknown', at }, inner(first!)], at };
    case 'builtins.zip':
      if (given.some((one) => /splat|keyword/.test(nodes.type(one)))) return null;
      return { kind: 'list', items: given.map(inner), at };
    case 'builtins.sorted':
    case 'builtins.reversed':
    case 'builtins.list':
    case 'builtins.tuple':
      return elementsOf(file, first!, at, depth + 1);
    default:
      return null;
  }
}
