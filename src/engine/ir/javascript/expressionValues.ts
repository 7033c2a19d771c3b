/** What a JavaScript expression stands for, looked up on demand. */
import { propertyOf, unescaped } from '../../lower/javascript/syntax.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Call, IrFunction } from '../program.ts';
import type { LiteralType, Part, Value, Variable } from '../values.ts';
import type { Functions } from './functions.ts';
import type { Nodes } from './nodes.ts';
import type { Access } from './sharedPlaces.ts';
import type { Variables } from './variables.ts';

/** Member expressions and lists nest as deep as their author likes. */
const MAX_DEPTH = 150;
const choosing = new Set(['||', '??']);
const constants: Readonly<Record<string, LiteralType>> = {
  number: 'number',
  true: 'boolean',
  false: 'boolean',
  null: 'nothing',
  undefined: 'nothing',
  regex: 'pattern',
};
const environments = new Set(['process.env', 'import.meta.env', 'Bun.env']);

/** What the program knows of nodes besides. */
interface Meanings {
  callAt(node: number): Call | null;
  functionAt(node: number): IrFunction | null;
  /** What a call of `require` stands for, where what it gives has no name. */
  requiredAt(call: number): Variable | null;
}

export class ExpressionValues {
  private readonly nodes: Nodes;
  private readonly variables: Variables;
  private readonly functions: Functions;
  private readonly meanings: Meanings;
  private readonly known = new Map<number, Value>();
  private readonly accesses: ReadonlyMap<number, Access> | null;
  private depth = 0;

  constructor(nodes: Nodes, variables: Variables, functions: Functions, meanings: Meanings, accesses: ReadonlyMap<number, Access> | null) {
    this.accesses = accesses;
    this.nodes = nodes;
    this.variables = variables;
    this.functions = functions;
    this.meanings = meanings;
  }

  of(node: number): Value {
    const known = this.known.get(node);
    if (known) return known;
    if (this.depth >= MAX_DEPTH) return { kind: 'unknown', at: node };
    this.depth++;
    const value = this.compute(node);
    this.depth--;
    // A call that was not lowered by now may be later.
    if (value.kind !== 'unknown') this.known.set(node, value);
    return value;
  }

  private compute(wrapped: number): Value {
    const read = this.accesses?.has(wrapped) ? this.meanings.callAt(wrapped) : null;
    if (read) return { kind: 'result', call: read, at: wrapped };
    const { nodes } = this;
    let at = nodes.unwrap(wrapped);
    while (nodes.type(at) === 'await_expression') {
      const inner = nodes.firstChild(at);
      if (inner < 0) break;
      at = nodes.unwrap(inner);
    }
    if (at !== wrapped && this.accesses?.has(at)) return this.of(at);
    const type = nodes.type(at);
    switch (type) {
      case 'string':
        return { kind: 'literal', text: this.stringText(at), at };
      case 'number':
      case 'true':
      case 'false':
      case 'null':
      case 'undefined':
      case 'regex':
        return { kind: 'literal', text: nodes.text(at), type: constants[type], at };
      case 'template_string':
        return this.template(at);
      case 'identifier':
      case 'shorthand_property_identifier':
        if (nodes.text(at) === 'undefined') return { kind: 'literal', text: 'undefined', type: 'nothing', at };
        return this.named(at);
      case 'this':
      case 'super':
        return { kind: 'variable', variable: this.variables.self(at), at };
      case 'member_expression':
      case 'subscript_expression':
        return this.member(at);
      case 'call_expression':
      case 'new_expression': {
        // `f.bind(this)` is `f`.
        const bound = nodes.property(nodes.callee(at)) === 'bind' ? this.meanings.functionAt(at) : null;
        if (bound) return { kind: 'function', body: bound, at };
        const required = nodes.word(at) === 'require' ? this.meanings.requiredAt(at) : null;
        if (required) return { kind: 'variable', variable: required, at };
        const sliced = this.sliced(at);
        if (sliced) return sliced;
        const call = this.meanings.callAt(at);
        return call ? { kind: 'result', call, at } : { kind: 'unknown', at };
      }
      case 'binary_expression':
        return this.binary(at);
      case 'unary_expression':
        return this.operation(at, nodes.text(nodes.child(at, 'operator')), [nodes.child(at, 'argument')]);
      case 'ternary_expression': {
        const [on, ...among] = this.all(['condition', 'consequence', 'alternative'].map((field) => nodes.child(at, field)));
        return { kind: 'choice', among, on, at };
      }
      case 'assignment_expression':
        return this.of(nodes.child(at, 'right'));
      case 'augmented_assignment_expression':
        return this.augmented(at);
      case 'update_expression':
        return this.operation(at, nodes.text(nodes.child(at, 'operator')), [nodes.child(at, 'argument')]);
      case 'spread_element':
        return { kind: 'element', of: this.of(nodes.firstChild(at)), at };
      case 'sequence_expression':
        return this.of(nodes.children(at).at(-1) ?? at + 1);
      case 'array':
        return { kind: 'list', items: this.all(nodes.children(at)), at };
      case 'object':
        return this.record(at);
      case 'class':
      case 'class_declaration':
      case 'abstract_class_declaration':
        return this.classRecord(at);
      default: {
        const body = this.functions.at(at);
        return body && at > 0 ? { kind: 'function', body, at } : { kind: 'unknown', at };
      }
    }
  }

  /** What a name stands for: a function that is never anything else, or a variable. */
  private named(at: number): Value {
    const variable = this.variables.named(at);
    if (variable.name === 'arguments' && variable.owner === null && !this.variables.declarationOf(variable))
      return this.variables.argumentsAt(at);
    const declaration = this.variables.declarationOf(variable);
    if (declaration?.kind === 'enum') return this.enumRecord(declaration.value?.index ?? -1, at);
    const body = this.variables.functionOf(variable);
    return body ? { kind: 'function', body, at } : { kind: 'variable', variable, at };
  }

  /** The members of an enum, each with its text, or its number. */
  private enumRecord(declaration: number, at: number): Value {
    const { nodes } = this;
    const entries = new Map<string, Value>();
    const body = declaration < 0 ? -1 : nodes.child(declaration, 'body');
    for (const [index, member] of (body < 0 ? [] : nodes.children(body)).entries()) {
      const value = nodes.child(member, 'value');
      const name = nodes.text(value < 0 ? member : nodes.child(member, 'name'));
      entries.set(name, value < 0 ? { kind: 'literal', text: String(index), type: 'number', at } : this.of(value));
    }
    return { kind: 'record', entries, spread: [], at };
  }

  /** A class as those see it who call its methods: what it extends, and its methods. */
  private classRecord(at: number): Value {
    const { nodes } = this;
    const entries = new Map<string, Value>();
    const body = nodes.child(at, 'body');
    for (const member of body < 0 ? [] : nodes.children(body)) {
      const isMethod = nodes.type(member) === 'method_definition';
      const name = nodes.child(member, 'name');
      const value = isMethod ? member : nodes.child(member, 'value');
      if (name < 0 || value < 0 || nodes.isAccessor(member)) continue;
      if (isMethod || this.functions.at(nodes.unwrap(value))) entries.set(nodes.text(name), this.of(value));
    }
    const base = nodes.baseOf(at);
    const isNamed = base >= 0 && /^(?:identifier|member_expression)$/.test(nodes.type(base));
    return { kind: 'record', entries, spread: isNamed ? [this.of(base)] : [], at };
  }

  private all(list: readonly number[]): Value[] {
    return list.filter((node) => node >= 0).map((node) => this.of(node));
  }

  private operation(at: number, operator: string, operands: readonly number[]): Value {
    return { kind: 'operation', operator, operands: this.all(operands), at };
  }

  /** The old value and what is added to it; of `||=` and its kin one of the two. */
  private augmented(at: number): Value {
    const { nodes } = this;
    const operator = nodes.text(nodes.child(at, 'operator')).slice(0, -1);
    const sides = [nodes.child(at, 'left'), nodes.child(at, 'right')];
    if (choosing.has(operator)) return { kind: 'choice', among: this.all(sides), falls: true, at };
    if (operator !== '+') return this.operation(at, operator, sides);
    return { kind: 'concat', parts: this.all(sides).map((value): Part => ({ value, quoting: 'none' })), at };
  }

  private stringText(string: number): string {
    const { nodes } = this;
    let text = '';
    for (const part of nodes.children(string)) {
      text += nodes.type(part) === 'escape_sequence' ? unescaped(nodes.text(part)) : nodes.text(part);
    }
    return text;
  }

  /** What a tag is given: the constant pieces of its template, then the holes. */
  pieces(template: number): Value[] {
    const { nodes } = this;
    const texts: string[] = [''];
    const holes: number[] = [];
    for (const part of nodes.children(template)) {
      if (nodes.type(part) === 'template_substitution') {
        holes.push(nodes.firstChild(part));
        texts.push('');
      } else texts.push(texts.pop() + (nodes.type(part) === 'escape_sequence' ? unescaped(nodes.text(part)) : nodes.text(part)));
    }
    const items = texts.map((text): Value => ({ kind: 'literal', text, at: template }));
    return [{ kind: 'list', items, at: template }, ...this.all(holes)];
  }

  private template(at: number): Value {
    const { nodes } = this;
    const parts: Part[] = [];
    let text = '';
    const flush = () => {
      if (text !== '') parts.push({ value: { kind: 'literal', text, at }, quoting: 'none' });
      text = '';
    };
    for (const part of nodes.children(at)) {
      if (nodes.type(part) === 'template_substitution') {
        flush();
        const inner = nodes.firstChild(part);
        if (inner >= 0) parts.push({ value: this.of(inner), quoting: 'none' });
      } else text += nodes.type(part) === 'escape_sequence' ? unescaped(nodes.text(part)) : nodes.text(part);
    }
    if (parts.length === 0) return { kind: 'literal', text, at };
    flush();
    return { kind: 'concat', parts, at };
  }

  /** `[].slice.call(arguments, 1)`, as lists were made of them. */
  private sliced(call: number): Value | null {
    const { nodes } = this;
    const callee = nodes.callee(call);
    if (nodes.property(callee) !== 'call' || nodes.property(nodes.child(callee, 'object')) !== 'slice') return null;
    const given = nodes.arguments(call);
    return given.length > 0 && nodes.text(given[0]!) === 'arguments' ? this.operation(call, '[:]', given) : null;
  }

  private binary(at: number): Value {
    const { nodes } = this;
    const operator = nodes.text(nodes.child(at, 'operator'));
    if (operator !== '+' && !choosing.has(operator))
      return this.operation(at, operator, [nodes.child(at, 'left'), nodes.child(at, 'right')]);
    const operands = this.chained(at, operator);
    if (choosing.has(operator)) return { kind: 'choice', among: this.all(operands), falls: true, at };
    return { kind: 'concat', parts: this.all(operands).map((value): Part => ({ value, quoting: 'none' })), at };
  }

  /** The operands of a long chain of one operator, whose left side is such a chain again: taken apart by a loop. */
  private chained(at: number, operator: string): number[] {
    const { nodes } = this;
    const operands: number[] = [];
    let side = at;
    while (nodes.type(side) === 'binary_expression' && nodes.text(nodes.child(side, 'operator')) === operator) {
      operands.push(nodes.child(side, 'right'));
      side = nodes.unwrap(nodes.child(side, 'left'));
    }
    operands.push(side);
    return operands.reverse();
  }

  private member(at: number): Value {
    const { nodes } = this;
    const object = nodes.child(at, 'object');
    if (object < 0) return { kind: 'unknown', at };
    const name = propertyOf(new SyntaxNode(nodes.tree, at));
    if (name !== null && environments.has(nodes.text(object))) return { kind: 'environment', name, at };
    const body = name !== null && this.functions.names.has(name) && nodes.isHeld(at) ? this.meanings.functionAt(at) : null;
    if (body) return { kind: 'function', body, at };
    const given = name !== null && this.functions.getters.has(name) && nodes.type(object) === 'this' ? this.given(object, name) : -1;
    if (given >= 0) return this.of(given);
    if (name !== null) {
      const of = this.of(object);
      const isGiven = nodes.text(object) === 'arguments' && of.kind === 'list';
      return (isGiven && of.items[Number(name)]) || { kind: 'field', of, name, at };
    }
    const index = nodes.child(at, 'index');
    return index < 0 ? { kind: 'unknown', at } : { kind: 'element', of: this.of(object), index: this.of(index), at };
  }

  /** The one expression that a getter of `this` returns, or -1. */
  private given(self: number, name: string): number {
    const { nodes } = this;
    const owner = this.variables.ownerOfThis(self);
    const body = nodes.type(owner).includes('class') ? nodes.child(owner, 'body') : -1;
    const getter =
      body < 0
        ? undefined
        : nodes.children(body).find((one) => nodes.hasToken(one, 'get') && nodes.text(nodes.child(one, 'name')) === name);
    const [only, more] = getter === undefined ? [] : nodes.children(nodes.child(getter, 'body'));
    return only !== undefined && more === undefined && nodes.type(only) === 'return_statement' ? nodes.firstChild(only) : -1;
  }

  private record(at: number): Value {
    const { nodes } = this;
    const entries = new Map<string, Value>();
    const spread: Value[] = [];
    for (const member of nodes.children(at)) {
      switch (nodes.type(member)) {
        case 'pair': {
          const key = nodes.child(member, 'key');
          const value = nodes.child(member, 'value');
          if (key < 0 || value < 0) break;
          if (nodes.type(key) === 'computed_property_name') spread.push({ kind: 'collection', element: this.of(value), at: member });
          else entries.set(nodes.type(key) === 'string' ? this.stringText(key) : nodes.text(key), this.of(value));
          break;
        }
        case 'shorthand_property_identifier':
          entries.set(nodes.text(member), this.of(member));
          break;
        case 'method_definition':
          entries.set(nodes.text(nodes.child(member, 'name')), this.of(member));
          break;
        case 'spread_element':
          spread.push(this.of(nodes.firstChild(member)));
      }
    }
    return { kind: 'record', entries, spread, at };
  }
}
