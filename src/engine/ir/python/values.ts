/** What Python expressions stand for. */
import { nameOf } from '../../lower/python/names.ts';
import type { PythonScopes } from '../../lower/python/scopes.ts';
import { braceFields, type Field, isNumericFormat, literalText, percentFields } from '../../lower/python/strings.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Call } from '../program.ts';
import type { Part, Value } from '../values.ts';
import type { PythonIrModel } from './model.ts';
import type { PythonNodes } from './nodes.ts';
import type { PythonVariables } from './variables.ts';

/** What the values need of the program they belong to. */
export interface ValueSource {
  readonly nodes: PythonNodes;
  readonly variables: PythonVariables;
  readonly model: PythonIrModel;
  readonly scopes: PythonScopes;
  callAt(node: number): Call | null;
  functionAt(node: number): Extract<Value, { kind: 'function' }>['body'] | null;
}

/** Deeper than anybody writes an expression. */
const MAX_DEPTH = 200;
/** Operators whose chains are one value of many operands. */
const chains = new Set(['+', 'or', 'and']);

export class PythonIrValues {
  private readonly source: ValueSource;
  private readonly known = new Map<number, Value>();

  constructor(source: ValueSource) {
    this.source = source;
  }

  of(node: number, depth = 0): Value {
    const known = this.known.get(node);
    if (known) return known;
    const value = depth > MAX_DEPTH ? ({ kind: 'unknown', at: node } as const) : this.make(node, depth + 1);
    this.known.set(node, value);
    return value;
  }

  private make(node: number, depth: number): Value {
    const { nodes } = this.source;
    const inner = (child: number): Value => (child < 0 ? { kind: 'unknown', at: node } : this.of(child, depth));
    switch (nodes.type(node)) {
      case 'string':
        return this.string(node, depth);
      case 'concatenated_string':
        return this.concat(node, nodes.children(node).map(inner));
      case 'integer':
      case 'float':
        return { kind: 'literal', text: nodes.text(node), type: 'number', at: node };
      case 'true':
      case 'false':
        return { kind: 'literal', text: nodes.type(node) === 'true' ? 'True' : 'False', type: 'boolean', at: node };
      case 'none':
        return nothing(node);
      case 'identifier':
        return { kind: 'variable', variable: this.source.variables.at(node), at: node };
      case 'attribute': {
        const module = this.module(node);
        if (module) return module;
        return { kind: 'field', of: inner(nodes.child(node, 'object')), name: nodes.text(nodes.child(node, 'attribute')), at: node };
      }
      case 'subscript':
        return this.subscript(node, inner);
      case 'await':
      case 'parenthesized_expression':
      case 'expression_statement':
        return inner(nodes.children(node)[0] ?? -1);
      case 'named_expression':
        return inner(nodes.child(node, 'value'));
      case 'assignment':
        return inner(nodes.child(node, 'right'));
      case 'augmented_assignment':
        return this.operation(node, nodes.text(nodes.child(node, 'operator')).slice(0, -1), depth);
      case 'binary_operator':
        return this.operation(node, nodes.text(nodes.child(node, 'operator')), depth);
      case 'boolean_operator': {
        const operator = nodes.text(nodes.child(node, 'operator'));
        const operands = this.operands(node, operator, depth);
        return operator === 'or'
          ? { kind: 'choice', among: operands, falls: true, at: node }
          : operands.reduce((left, right) => ({ kind: 'operation', operator, operands: [left, right], at: node }));
      }
      case 'not_operator':
        return { kind: 'operation', operator: 'not', operands: [inner(nodes.child(node, 'argument'))], at: node };
      case 'unary_operator': {
        const operator = nodes.text(nodes.child(node, 'operator'));
        const argument = inner(nodes.child(node, 'argument'));
        if (argument.kind === 'literal' && operator === '-') return { ...argument, text: `-${argument.text}`, at: node };
        return { kind: 'operation', operator, operands: [argument], at: node };
      }
      case 'comparison_operator':
        return { kind: 'operation', operator: this.comparison(node), operands: nodes.children(node).map(inner), at: node };
      case 'conditional_expression': {
        const [yes = -1, test = -1, no = -1] = nodes.children(node);
        return { kind: 'choice', among: [inner(yes), inner(no)], on: inner(test), at: node };
      }
      case 'list':
      case 'tuple':
      case 'set':
      case 'expression_list':
        return { kind: 'list', items: nodes.children(node).map(inner), at: node };
      case 'list_splat':
        return { kind: 'element', of: inner(nodes.children(node)[0] ?? -1), at: node };
      case 'list_comprehension':
      case 'set_comprehension':
      case 'dictionary_comprehension':
      case 'generator_expression': {
        const body = nodes.child(node, 'body');
        return {
          kind: 'collection',
          element: inner(body >= 0 && nodes.type(body) === 'pair' ? nodes.child(body, 'value') : body),
          at: node,
        };
      }
      case 'dictionary':
        return this.record(node, inner);
      case 'class_definition':
        return this.members(node, depth);
      case 'lambda': {
        const body = this.source.functionAt(node);
        return body ? { kind: 'function', body, at: node } : { kind: 'unknown', at: node };
      }
      case 'call':
        return this.call(node, depth);
      default:
        return { kind: 'unknown', at: node };
    }
  }

  /** `a.b` where `import a.b` stands in the file: the module itself. */
  private module(node: number): Value | null {
    const { nodes, scopes, variables } = this.source;
    const text = scopes.modules.size > 0 ? nodes.text(node) : '';
    if (!scopes.modules.has(text)) return null;
    let root = node;
    while (nodes.type(root) === 'attribute') root = nodes.child(root, 'object');
    const view = new SyntaxNode(nodes.tree, root);
    const owner = scopes.ownerOf(view.text, scopes.scopeOf(view));
    const isImport = owner?.bindings.get(view.text)?.every(({ kind }) => kind === 'import');
    return isImport ? { kind: 'variable', variable: variables.in(scopes.module, text), at: node } : null;
  }

  private concat(node: number, values: readonly Value[], isText = true): Value {
    const parts: Part[] = [];
    for (const value of values) {
      if (value.kind === 'concat') parts.push(...value.parts);
      else parts.push({ value, quoting: 'none' });
    }
    // Numbers are added by whoever reads the value: what the others are is told by them.
    if (parts.every(({ value }) => value.kind === 'literal' && (isText || value.type !== 'number'))) {
      const text = parts.map(({ value }) => (value.kind === 'literal' ? value.text : '')).join('');
      return { kind: 'literal', text, at: node };
    }
    return { kind: 'concat', parts, at: node };
  }

  private string(node: number, depth: number): Value {
    const { nodes } = this.source;
    const view = new SyntaxNode(nodes.tree, node);
    const text = literalText(view);
    if (text !== null) return { kind: 'literal', text, at: node };
    return this.concat(
      node,
      view.namedChildren.flatMap((child): Value[] => {
        if (child.type === 'string_content') return [{ kind: 'literal', text: child.text, at: child.index }];
        const expression = child.type === 'interpolation' ? child.child('expression') : null;
        if (!expression) return [];
        const format = child.child('format_specifier')?.text.slice(1) ?? '';
        const value = this.of(expression.index, depth);
        const isShown = child.namedChildren.some((part) => part.type === 'type_conversion' && /^![ra]$/.test(part.text));
        if (isShown) return [{ kind: 'operation', operator: '!r', operands: [value], at: child.index }];
        return [formatted(value, isNumericFormat(format), child.index)];
      }),
    );
  }

  /** A field where the index is constant, so that `row['total']` is met again; else an element that is not told apart. */
  private subscript(node: number, inner: (child: number) => Value): Value {
    const { nodes, scopes, model } = this.source;
    const object = nodes.child(node, 'value');
    const of = inner(object);
    const subscript = nodes.child(node, 'subscript');
    if (subscript >= 0 && nodes.type(subscript) === 'slice') return this.slice(node, of, subscript, inner);
    const index = inner(subscript);
    if (index.kind !== 'literal') return { kind: 'element', of, index, at: node };
    const name = object < 0 ? null : nameOf(scopes, new SyntaxNode(nodes.tree, object));
    if (name !== null && model.isEnvironment(name)) return { kind: 'environment', name: index.text, at: node };
    return { kind: 'field', of, name: index.text, at: node };
  }

  /** `x[from:to]`; a bound that is left out is nothing. */
  private slice(node: number, of: Value, slice: number, inner: (child: number) => Value): Value {
    const { nodes } = this.source;
    const bounds: Value[] = [nothing(slice), nothing(slice)];
    let position = 0;
    for (const child of new SyntaxNode(nodes.tree, slice).children) {
      if (child.type === ':') position++;
      else if (child.isNamed && child.type !== 'comment' && position < bounds.length) bounds[position] = inner(child.index);
    }
    return { kind: 'operation', operator: '[:]', operands: [of, ...bounds], at: node };
  }

  /** A long chain (`a + b + c …`) leans to the left, as deep as it is long; so it is walked, not climbed. */
  private operands(node: number, operator: string, depth: number): Value[] {
    const { nodes } = this.source;
    const type = nodes.type(node);
    const operands: number[] = [nodes.child(node, 'right')];
    let left = nodes.child(node, 'left');
    while (chains.has(operator) && left >= 0 && nodes.type(left) === type && nodes.text(nodes.child(left, 'operator')) === operator) {
      operands.push(nodes.child(left, 'right'));
      left = nodes.child(left, 'left');
    }
    operands.push(left);
    return operands.reverse().map((operand): Value => (operand < 0 ? { kind: 'unknown', at: node } : this.of(operand, depth)));
  }

  /** `['a'] + rest` is a list as much as `['a', *rest]`. */
  private sum(node: number, operands: readonly Value[]): Value {
    if (!operands.some(({ kind }) => kind === 'list')) return this.concat(node, operands, false);
    const items = operands.flatMap((one): readonly Value[] => (one.kind === 'list' ? one.items : [{ kind: 'element', of: one, at: node }]));
    return { kind: 'list', items, at: node };
  }

  private operation(node: number, operator: string, depth: number): Value {
    const operands = this.operands(node, operator, depth);
    const [first, given] = operands;
    if (operator === '+') return this.sum(node, operands);
    if (operator === '%' && first?.kind === 'literal' && first.type !== 'number' && given) {
      const fields = percentFields(first.text);
      const several = fields.filter((field) => 'field' in field).length > 1;
      return this.filled(node, fields, (field, position) => {
        if (given.kind === 'list') return given.items[position];
        if (field !== '') return memberOf(given, field);
        return several ? { kind: 'field', of: given, name: String(position), at: given.at } : given;
      });
    }
    return { kind: 'operation', operator, operands, at: node };
  }

  /** A template with its fields filled in; one that is not given is unknown. */
  private filled(node: number, fields: readonly Field[], find: (field: string, position: number) => Value | undefined): Value {
    let position = 0;
    return this.concat(
      node,
      fields.map((field): Value => {
        if ('text' in field) return { kind: 'literal', text: field.text, at: node };
        const value = find(field.field, position);
        if (field.field === '') position++;
        return value ? formatted(value, field.numeric, node) : { kind: 'unknown', at: node };
      }),
    );
  }

  private comparison(node: number): string {
    const { tree } = this.source.nodes;
    const words: string[] = [];
    const end = tree.next[node]!;
    for (let child = node + 1; child < end; child = tree.next[child]!) {
      if (!tree.names.named[tree.type[child]!]) words.push(this.source.nodes.text(child).replace(/\s+/g, ' '));
    }
    return words.join(' ');
  }

  private record(node: number, inner: (child: number) => Value): Value {
    const { nodes } = this.source;
    const entries = new Map<string, Value>();
    const spread: Value[] = [];
    for (const child of nodes.children(node)) {
      if (nodes.type(child) === 'pair') {
        const key = inner(nodes.child(child, 'key'));
        const value = inner(nodes.child(child, 'value'));
        if (key.kind === 'literal') entries.set(key.text, value);
        else spread.push({ kind: 'collection', element: value, at: child });
      } else spread.push(inner(nodes.children(child)[0] ?? -1));
    }
    return { kind: 'record', entries, spread, at: node };
  }

  /** What can be read off a class: what its body binds, and what it inherits. */
  private members(node: number, depth: number): Value {
    const { nodes, scopes } = this.source;
    const entries = new Map<string, Value>();
    for (const [name, bindings] of scopes.scopeAt(new SyntaxNode(nodes.tree, node))?.bindings ?? []) {
      const { kind, value } = bindings.at(-1)!;
      if (!value || (kind !== 'assign' && kind !== 'definition')) continue;
      const body = value.type === 'function_definition' ? this.source.functionAt(value.index) : null;
      entries.set(name, body ? { kind: 'function', body, at: value.index } : this.of(value.index, depth));
    }
    const list = nodes.child(node, 'superclasses');
    const bases = list < 0 ? [] : nodes.children(list).filter((base) => /^(?:identifier|attribute)$/.test(nodes.type(base)));
    return { kind: 'record', entries, spread: bases.map((base) => this.of(base, depth)), at: node };
  }

  /** What a call gives; a text where it does no more than fill in or join one that is written here. */
  private call(node: number, depth: number): Value {
    const { nodes } = this.source;
    const callee = nodes.child(node, 'function');
    const method = callee >= 0 && nodes.type(callee) === 'attribute' ? nodes.text(nodes.child(callee, 'attribute')) : '';
    if (method === 'format' || method === 'join') {
      const template = this.of(nodes.child(callee, 'object'), depth);
      if (template.kind === 'literal') {
        const text = this.madeText(node, method, template.text, depth);
        if (text) return text;
      }
    }
    const call = this.source.callAt(node);
    return call ? { kind: 'result', call, at: node } : { kind: 'unknown', at: node };
  }

  private madeText(node: number, method: string, template: string, depth: number): Value | null {
    const { nodes } = this.source;
    const positional: Value[] = [];
    const named = new Map<string, Value>();
    let spread: Value | undefined;
    const list = nodes.child(node, 'arguments');
    if (list < 0 || nodes.type(list) === 'generator_expression') return null;
    for (const argument of nodes.children(list)) {
      const type = nodes.type(argument);
      if (type === 'keyword_argument') named.set(nodes.text(nodes.child(argument, 'name')), this.of(nodes.child(argument, 'value'), depth));
      else if (type === 'dictionary_splat') spread = this.of(nodes.children(argument)[0] ?? argument, depth);
      else positional.push(this.of(argument, depth));
    }
    const splat = nodes.children(list).find((argument) => nodes.type(argument) === 'list_splat');
    if (method === 'format') {
      const rest = splat === undefined ? undefined : this.of(splat, depth);
      return this.filled(node, braceFields(template), (field, position) => {
        if (/^\d*$/.test(field)) return positional[field === '' ? position : Number(field)] ?? rest;
        return named.get(field) ?? (spread && memberOf(spread, field));
      });
    }
    const [joined] = positional;
    // How often what is spread into a list gives something is not told.
    if (joined?.kind !== 'list' || joined.items.some((item) => isSpread(nodes, item))) return null;
    const separator: Value = { kind: 'literal', text: template, at: node };
    return this.concat(
      node,
      joined.items.flatMap((item, position) => (position > 0 ? [separator, item] : [item])),
    );
  }
}

/** What a list is given by another that is put into it: any number of items, at a place that is not told. */
export function isSpread(nodes: PythonNodes, item: Value): boolean {
  return item.kind === 'element' && /^(?:list_splat|binary_operator|augmented_assignment)$/.test(nodes.type(item.at));
}

function nothing(node: number): Value {
  return { kind: 'literal', text: 'None', type: 'nothing', at: node };
}

/** What a mapping has under a name. */
function memberOf(mapping: Value, name: string): Value {
  const own = mapping.kind === 'record' ? mapping.entries.get(name) : undefined;
  return own ?? { kind: 'field', of: mapping, name, at: mapping.at };
}

/** A format that only numbers have raises for anything else. */
function formatted(value: Value, numeric: boolean, node: number): Value {
  return numeric && value.kind !== 'literal' ? { kind: 'operation', operator: '%d', operands: [value], at: node } : value;
}
