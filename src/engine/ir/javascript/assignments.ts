/** Lowers what gives names, fields and parameters their values: assignments, patterns, defaults. */
import { BlockBuilder } from '../blockBuilder.ts';
import type { Call } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import { nameOf, parametersOf } from './callbacks.ts';
import type { ExpressionValues } from './expressionValues.ts';
import type { Functions } from './functions.ts';
import type { Nodes } from './nodes.ts';
import type { Access } from './sharedPlaces.ts';
import type { Variables } from './variables.ts';

export interface Parts {
  /** By node: what happens to a shared place there; null where nobody asked. */
  readonly accesses: ReadonlyMap<number, Access> | null;
  readonly nodes: Nodes;
  readonly functions: Functions;
  readonly variables: Variables;
  readonly values: ExpressionValues;
  /** By node: the call that was emitted for it. */
  readonly calls: Map<number, Call>;
  /** The last part of the name of what a call calls, through what it is called here. */
  wordOf(call: number): string;
  /** The text of a constant, also through a name; else null. */
  constantOf(node: number): string | null;
}

export abstract class AssignmentLowering {
  protected readonly parts: Parts;
  protected readonly nodes: Nodes;
  protected builder = new BlockBuilder();

  constructor(parts: Parts) {
    this.parts = parts;
    this.nodes = parts.nodes;
  }

  /** An expression; nothing where nothing acts in it. */
  protected abstract expression(node: number): void;

  /** Notes that a name, a field or a pattern gets a value: a node's, or one that is `given`. */
  protected assignTo(target: number, node: number, given: Value | null): void {
    if (target < 0) return;
    const { nodes, builder } = this;
    const { variables, values } = this.parts;
    const at = nodes.unwrap(target);
    switch (nodes.type(at)) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
        builder.assign(at, variables.named(at), node, { given });
        return;
      case 'member_expression':
      case 'subscript_expression': {
        const object = nodes.unwrap(nodes.child(at, 'object'));
        const field = nodes.property(at);
        const type = object < 0 ? '' : nodes.type(object);
        if (object < 0) return;
        if (field === null || (type !== 'identifier' && type !== 'this')) {
          builder.store(at, object, node, field === null ? { key: nodes.child(at, 'index') } : { field });
          return;
        }
        const variable: Variable = type === 'this' ? variables.self(object) : variables.named(object);
        builder.assign(at, variable, node, { field, given, of: object });
        return;
      }
      default:
        this.destructure(at, given ?? (node >= 0 ? values.of(node) : { kind: 'unknown', at }));
    }
  }

  /** Assigns the names of a pattern what they take from a value. A work list, because nesting is the author's to choose. */
  private destructure(pattern: number, value: Value): void {
    const { nodes } = this;
    const work: { at: number; value: Value }[] = [{ at: pattern, value }];
    for (let item = work.pop(); item; item = work.pop()) {
      const { at, value: from } = item;
      switch (nodes.type(at)) {
        case 'object_pattern':
        case 'array_pattern':
          nodes
            .placed(at)
            .map(({ child, index }) => ({ at: child, value: this.taken(from, at, child, index) }))
            .reverse()
            .forEach((one) => {
              work.push(one);
            });
          break;
        case 'pair_pattern':
          work.push({ at: nodes.child(at, 'value'), value: from });
          break;
        case 'assignment_pattern':
        case 'object_assignment_pattern': {
          const otherwise = nodes.child(at, 'right');
          this.expression(otherwise);
          work.push({ at: nodes.child(at, 'left'), value: this.orElse(from, otherwise, at) });
          break;
        }
        case 'rest_pattern':
          work.push({ at: nodes.firstChild(at), value: from });
          break;
        case 'identifier':
        case 'shorthand_property_identifier_pattern':
        case 'member_expression':
        case 'subscript_expression':
          this.assignTo(at, -1, from);
      }
    }
  }

  /** A value, or what is written as its default; one that is a constant says nothing about where the value is from. */
  private orElse(value: Value, otherwise: number, at: number): Value {
    if (otherwise < 0 || this.nodes.isConstant(otherwise)) return value;
    return { kind: 'choice', among: [value, this.parts.values.of(otherwise)], falls: true, at };
  }

  /** What one child of a pattern takes from a value. */
  private taken(from: Value, pattern: number, child: number, index: number): Value {
    const { nodes, parts } = this;
    const isRest = nodes.type(child) === 'rest_pattern';
    if (nodes.type(pattern) === 'array_pattern') {
      // `const [a, b] = await Promise.all([…, …])`
      const given = from.kind === 'result' && nodes.word(from.call.at) === 'all' ? nodes.arguments(from.call.at)[0] : undefined;
      const list = given === undefined ? from : parts.values.of(given);
      const items = list.kind === 'list' && !list.items.slice(0, index + 1).some(isSpread) ? list.items : null;
      if (isRest) {
        return items
          ? { kind: 'list', items: items.slice(index), at: child }
          : { kind: 'collection', element: { kind: 'element', of: from, at: child }, at: child };
      }
      return items?.[index] ?? { kind: 'field', of: from, name: String(index), at: child };
    }
    if (isRest) return this.rest(from, pattern, child);
    const computed = nodes.type(child) === 'pair_pattern' ? nodes.child(child, 'key') : -1;
    if (computed >= 0 && nodes.type(computed) === 'computed_property_name')
      return { kind: 'element', of: from, index: parts.values.of(nodes.firstChild(computed)), at: child };
    const name = this.keyOf(child);
    const entry = from.kind === 'record' ? from.entries.get(name) : undefined;
    return entry ?? { kind: 'field', of: from, name, at: child };
  }

  /** The property that one child of an object's pattern takes. */
  private keyOf(child: number): string {
    const { nodes } = this;
    const key = nodes.type(child) === 'pair_pattern' ? nodes.child(child, 'key') : child;
    const left = nodes.type(key) === 'object_assignment_pattern' ? nodes.child(key, 'left') : key;
    return nodes.text(left).replace(/^(['"])(.*)\1$/, '$2');
  }

  /** What `...rest` in an object's pattern takes: all but what is taken beside it. */
  private rest(from: Value, pattern: number, at: number): Value {
    if (from.kind !== 'record') return { kind: 'record', entries: new Map(), spread: [from], at };
    const { nodes } = this;
    const entries = new Map(from.entries);
    for (const child of nodes.children(pattern)) entries.delete(this.keyOf(child));
    return { kind: 'record', entries, spread: from.spread, at };
  }

  /** Assigns what a function is given to its parameters; `given` is null for those that have it already. */
  protected parameters(fn: number, given: (index: number) => Value | null): void {
    const { nodes } = this;
    const isConstructor = nodes.type(fn) === 'method_definition' && nodes.text(nodes.child(fn, 'name')) === 'constructor';
    parametersOf(fn, nodes).forEach((parameter, index) => {
      const name = nameOf(parameter, nodes);
      const otherwise = nodes.child(parameter, nodes.type(parameter) === 'assignment_pattern' ? 'right' : 'value');
      this.expression(otherwise);
      const taken = given(index);
      // Of several arguments, which only a function's own parameter knows as a list.
      const isFew = taken && nodes.type(name) === 'rest_pattern' && !(taken.kind === 'variable' && taken.variable.rest);
      const value: Value | null = isFew ? { kind: 'collection', element: taken, at: parameter } : taken;
      const isGiven = otherwise < 0 || nodes.isConstant(otherwise);
      if (value) this.assignTo(name, -1, this.orElse(value, otherwise, parameter));
      else if (!isGiven) this.assignTo(name, -1, this.orElse(this.parts.values.of(name), otherwise, parameter));
      // `constructor(private readonly repository)`
      if (isConstructor && nodes.keepsParameter(parameter)) {
        const variable = this.parts.variables.self(parameter);
        this.builder.assign(parameter, variable, name, { field: nodes.text(name) });
      }
    });
  }
}

/** An element of a list that stands for several. */
function isSpread(item: Value): boolean {
  return item.kind === 'element' && item.index === undefined;
}
