/** What Python expressions stand for. */
import { nameOf } from '../../lower/python/names.ts';
import { braceFields, type Field, literalText, percentFields } from '../../lower/python/strings.ts';
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
  readonly scopes: Parameters<typeof nameOf>[0];
  callAt(node: number): Call | null;
  functionAt(node: number): Extract<Value, { kind: 'function' }>['body'] | null;
}

/** Deeper than anybody writes an expression. */
const MAX_DEPTH = 200;

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
        return { kind: 'literal', text: nodes.text(node), at: node };
      case 'true':
        return { kind: 'literal', text: 'True', at: node };
      case 'false':
        return { kind: 'literal', text: 'False', at: node };
      case 'none':
        return { kind: 'literal', text: 'None', at: node };
      case 'identifier':
        return { kind: 'variable', variable: this.source.variables.at(node), at: node };
      case 'attribute':
        return { kind: 'field', of: inner(nodes.child(node, 'object')), name: nodes.text(nodes.child(node, 'attribute')), at: node };
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
      case 'boolean_operator':
        return this.operation(node, nodes.text(nodes.child(node, 'operator')), depth);
      case 'not_operator':
        return { kind: 'operation', operator: 'not', operands: [inner(nodes.child(node, 'argument'))], at: node };
      case 'unary_operator': {
        const operator = nodes.text(nodes.child(node, 'operator'));
        const argument = inner(nodes.child(node, 'argument'));
        if (argument.kind === 'literal' && operator === '-') return { kind: 'literal', text: `-${argument.text}`, at: node };
        return { kind: 'operation', operator, operands: [argument], at: node };
      }
      case 'comparison_operator':
        return { kind: 'operation', operator: this.comparison(node), operands: nodes.children(node).map(inner), at: node };
      case 'conditional_expression': {
        const [yes, , no] = nodes.children(node);
        return { kind: 'choice', among: [inner(yes ?? -1), inner(no ?? -1)], at: node };
      }
      case 'list':
      case 'tuple':
      case 'set':
      case 'expression_list':
        return { kind: 'list', items: nodes.children(node).map(inner), at: node };
      case 'dictionary':
        return this.record(node, inner);
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

  private concat(node: number, values: readonly Value[]): Value {
    const parts: Part[] = [];
    for (const value of values) {
      if (value.kind === 'concat') parts.push(...value.parts);
      else parts.push({ value, quoting: 'none' });
    }
    if (parts.every(({ value }) => value.kind === 'literal')) {
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
        return expression ? [this.of(expression.index, depth)] : [];
      }),
    );
  }

  /** A field where the index is constant, so that `row['total']` is met again; else an element that is not told apart. */
  private subscript(node: number, inner: (child: number) => Value): Value {
    const { nodes, scopes, model } = this.source;
    const object = nodes.child(node, 'value');
    const of = inner(object);
    const index = inner(nodes.child(node, 'subscript'));
    if (index.kind !== 'literal') return { kind: 'element', of, at: node };
    const name = object < 0 ? null : nameOf(scopes, new SyntaxNode(nodes.tree, object));
    if (name !== null && model.isEnvironment(name)) return { kind: 'environment', name: index.text, at: node };
    return { kind: 'field', of, name: index.text, at: node };
  }

  /** A long chain (`a + b + c …`) leans to the left, as deep as it is long; so it is walked, not climbed. */
  private operation(node: number, operator: string, depth: number): Value {
    const { nodes } = this.source;
    const type = nodes.type(node);
    const operands: number[] = [nodes.child(node, 'right')];
    let left = nodes.child(node, 'left');
    while (
      type === 'binary_operator' &&
      operator === '+' &&
      left >= 0 &&
      nodes.type(left) === type &&
      nodes.text(nodes.child(left, 'operator')) === operator
    ) {
      operands.push(nodes.child(left, 'right'));
      left = nodes.child(left, 'left');
    }
    operands.push(left);
    const values = operands.reverse().map((operand): Value => (operand < 0 ? { kind: 'unknown', at: node } : this.of(operand, depth)));
    if (operator === '+') return this.concat(node, values);
    if (operator === '%' && values[0]?.kind === 'literal' && nodes.type(left) !== 'integer') {
      const given = values[1]!;
      return this.filled(node, percentFields(values[0].text), (field, position) =>
        given.kind === 'record' ? given.entries.get(field) : given.kind === 'list' ? given.items[position] : given,
      );
    }
    return { kind: 'operation', operator, operands: values, at: node };
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
        return value ?? { kind: 'unknown', at: node };
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
        else spread.push(value);
      } else spread.push(inner(nodes.children(child)[0] ?? -1));
    }
    return { kind: 'record', entries, spread, at: node };
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
    for (const argument of nodes.children(nodes.child(node, 'arguments'))) {
      if (nodes.type(argument) === 'keyword_argument')
        named.set(nodes.text(nodes.child(argument, 'name')), this.of(nodes.child(argument, 'value'), depth));
      else positional.push(this.of(argument, depth));
    }
    if (method === 'format') {
      return this.filled(node, braceFields(template), (field, position) =>
        field === '' ? positional[position] : /^\d+$/.test(field) ? positional[Number(field)] : named.get(field),
      );
    }
    const [list] = positional;
    if (list?.kind !== 'list') return null;
    const separator: Value = { kind: 'literal', text: template, at: node };
    return this.concat(
      node,
      list.items.flatMap((item, position) => (position > 0 ? [separator, item] : [item])),
    );
  }
}
