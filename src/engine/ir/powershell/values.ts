/** What expressions stand for, when somebody asks. */
import type { Call } from '../program.ts';
import type { Part, Value, Variable } from '../values.ts';
import type { Element } from './arguments.ts';
import type { Nodes } from './nodes.ts';
import type { PowerShellFunction, Survey } from './survey.ts';
import type { Variables } from './variables.ts';
import { piecesOf, slashed, unescaped, variableName, type WordPiece } from './words.ts';

const MAX_DEPTH = 200;
const MAX_OPERANDS = 500;
const NARROW =
  /^\[(?:system\.)?(?:u?int(?:16|32|64|ptr)?|u?long|u?short|s?byte|double|single|float|decimal|bool(?:ean)?|char|guid|datetime|timespan|version|net\.ipaddress|ipaddress|switch|bigint|mailaddress)\]$/;
const PATTERN_OPERATOR = /^-[ic]?(?:(?:not)?match|replace|split)$/;

export class ExpressionValues {
  private readonly nodes: Nodes;
  private readonly survey: Survey;
  private readonly variables: Variables;
  private readonly callAt: (node: number) => Call | null;
  private readonly statusAt: (node: number) => readonly Call[];
  private readonly known = new Map<number, Value>();
  private depth = 0;

  constructor(
    nodes: Nodes,
    survey: Survey,
    variables: Variables,
    callAt: (node: number) => Call | null,
    statusAt: (node: number) => readonly Call[],
  ) {
    this.nodes = nodes;
    this.survey = survey;
    this.variables = variables;
    this.callAt = callAt;
    this.statusAt = statusAt;
  }

  valueOf(outer: number): Value {
    const known = this.known.get(outer);
    if (known) return known;
    if (this.depth > MAX_DEPTH) return { kind: 'unknown', at: outer };
    this.depth++;
    const node = this.nodes.peel(outer);
    const value = this.compute(node);
    this.depth--;
    this.known.set(outer, value);
    return value;
  }

  private compute(node: number): Value {
    const { nodes } = this;
    switch (nodes.type(node)) {
      case '&&':
      case '||':
        return this.status(node);
      case 'variable':
        return this.variable(node);
      case 'expandable_string_literal':
        return this.expandable(node, 1, 1);
      case 'expandable_here_string_literal':
        return this.expandable(node, /^@"\r\n/.test(nodes.text(node).slice(0, 4)) ? 4 : 3, 3);
      case 'verbatim_string_characters':
        return this.literal(node, nodes.text(node).slice(1, -1).replaceAll("''", "'"));
      case 'verbatim_here_string_characters':
        return this.literal(
          node,
          nodes
            .text(node)
            .replace(/^@'\r?\n/, '')
            .replace(/\r?\n'@$/, ''),
        );
      case 'decimal_integer_literal':
      case 'hexadecimal_integer_literal':
      case 'real_literal':
        return { kind: 'literal', text: nodes.text(node).trim(), type: 'number', at: node };
      case 'simple_name':
      case 'type_identifier':
      case 'command_parameter':
        return this.literal(node, nodes.text(node).trim());
      case 'generic_token':
        return this.word(node, this.nodes.text(node));
      case 'command':
      case 'invokation_expression':
      case 'redirection':
        return this.result(node);
      case 'pipeline_chain':
      case 'pipeline':
        return this.pipeline(node);
      case 'statement_list':
      case 'sub_expression':
      case 'statement_block':
      case 'script_block':
      case 'script_block_body':
      case 'else_clause':
        return this.lastOf(node);
      case 'array_expression':
        return this.array(node);
      case 'array_literal_expression':
        return {
          kind: 'list',
          items: nodes
            .named(node)
            .slice(0, MAX_OPERANDS)
            .map((one) => this.valueOf(one)),
          at: node,
        };
      case 'hash_literal_expression':
        return this.record(node);
      case 'member_access':
        return this.member(node);
      case 'element_access':
        return this.element(node);
      case 'cast_expression':
        return this.cast(node);
      case 'script_block_expression': {
        const body = this.survey.blockFunction(node);
        return body ? { kind: 'function', body, at: node } : { kind: 'unknown', at: node };
      }
      case 'assignment_expression': {
        const value = nodes.field(node, 'value');
        return value < 0 ? { kind: 'unknown', at: node } : this.valueOf(value);
      }
      case 'if_statement':
      case 'switch_statement':
      case 'try_statement':
        return this.statement(node);
      case 'expression_with_unary_operator':
        return this.unary(node);
      default:
        return this.operation(node);
    }
  }

  private literal(at: number, text: string): Value {
    return { kind: 'literal', text: slashed(text), at };
  }

  private status(at: number): Value {
    const calls = this.statusAt(at);
    const [only] = calls;
    if (!only) return { kind: 'unknown', at };
    if (calls.length === 1) return { kind: 'status', call: only, at };
    return { kind: 'choice', among: calls.map((call) => ({ kind: 'status', call, at }) as const), at };
  }

  private result(node: number): Value {
    // `foreach ($n in 1..3)` reads as a command of that name.
    if (this.nodes.type(node) === 'command' && /^\d{1,9}\.\.\d{1,9}$/.test(this.nodes.text(node)))
      return { kind: 'operation', operator: '..', operands: [], at: node };
    const call = this.callAt(node);
    const text = call && (call.word === 'format' || call.word === 'concat') ? this.textMade(node, call.word) : null;
    if (text) return text;
    return call ? { kind: 'result', call, at: node } : { kind: 'unknown', at: node };
  }

  /** `[string]::Format('{0}/x', $q)`, `[string]::Concat($a, $b)` */
  private textMade(node: number, word: string): Value | null {
    const { nodes } = this;
    const [object] = nodes.type(node) === 'invokation_expression' ? nodes.named(node) : [];
    if (object === undefined || !/^\[(?:System\.)?String\]$/i.test(nodes.text(nodes.peel(object)))) return null;
    const list = nodes.child(node, 'argument_list');
    const expressions = list < 0 ? -1 : nodes.child(list, 'argument_expression_list');
    const given = expressions < 0 ? [] : nodes.named(expressions).map((one) => this.valueOf(one));
    if (word === 'concat') return this.sum(given, node);
    const [template, ...items] = given;
    return template ? this.formatted([template, { kind: 'list', items, at: node }], node) : null;
  }

  private variable(node: number): Value {
    const text = this.nodes.text(node);
    if (text === '$?') return this.status(node);
    return this.named(text, node);
  }

  private named(text: string, at: number): Value {
    const name = variableName(text);
    if (name.scope === 'env') return { kind: 'environment', name: name.name, at };
    switch (name.name) {
      case 'true':
      case 'false':
        return { kind: 'literal', text: `$${name.name}`, type: 'boolean', at };
      case 'null':
        return { kind: 'literal', text: '$null', type: 'nothing', at };
      case 'lastexitcode':
        return this.status(at);
    }
    const variable = this.variables.named(name, this.survey.ownerOf(at));
    return variable ? { kind: 'variable', variable, at } : { kind: 'unknown', at };
  }

  /** The grammar gives no nodes to the plain stretches of a string: they are what lies between the others. */
  private expandable(node: number, skip: number, drop: number): Value {
    const { nodes } = this;
    const { tree } = nodes;
    const parts: Part[] = [];
    let at = tree.start[node]! + skip;
    const plain = (to: number) => {
      if (to > at) parts.push({ value: this.literal(node, unescaped(tree.text.slice(at, to)).replaceAll('""', '"')), quoting: 'none' });
    };
    for (const part of nodes.named(node)) {
      plain(tree.start[part]!);
      parts.push({ value: this.valueOf(part), quoting: 'none' });
      at = tree.end[part]!;
    }
    plain(tree.end[node]! - drop);
    return joined(parts, node);
  }

  /** A word without quotes. */
  private word(node: number, text: string): Value {
    const pieces = piecesOf(text);
    const value = ({ text: piece, isVariable }: WordPiece): Value =>
      isVariable ? this.named(piece, node) : this.literal(node, unescaped(piece).replace(/^["']|["']$/g, ''));
    return joined(
      pieces.map((piece) => ({ value: value(piece), quoting: 'none' })),
      node,
    );
  }

  argument(element: Element): Value {
    const { node, start, end, isExpression, list } = element;
    if (list >= 0) return this.result(list);
    return isExpression ? this.valueOf(node) : this.word(node, this.nodes.tree.text.slice(start, end));
  }

  private pipeline(node: number): Value {
    const last = this.nodes.named(node).findLast((one) => !/^redirections?$/.test(this.nodes.type(one)));
    return last === undefined ? { kind: 'unknown', at: node } : this.valueOf(last);
  }

  private lastOf(node: number): Value {
    const last = this.nodes.named(node).at(-1);
    return last === undefined ? { kind: 'unknown', at: node } : this.valueOf(last);
  }

  private array(node: number): Value {
    const statements = this.nodes.named(node);
    const [only] = statements;
    const inner = statements.length === 1 && only !== undefined ? this.valueOf(only) : null;
    if (inner?.kind === 'list' || inner?.kind === 'result') return inner;
    return { kind: 'list', items: inner ? [inner] : [], at: node };
  }

  private record(node: number): Value {
    const { nodes } = this;
    const entries = new Map<string, Value>();
    const body = nodes.child(node, 'hash_literal_body');
    for (const entry of body < 0 ? [] : nodes.named(body).slice(0, MAX_OPERANDS)) {
      const [key, value] = nodes.named(entry);
      if (key === undefined || value === undefined) continue;
      const name = this.valueOf(key);
      if (name.kind === 'literal') entries.set(name.text.toLowerCase(), this.valueOf(value));
    }
    return { kind: 'record', entries, spread: [], at: node };
  }

  private member(node: number): Value {
    const { nodes } = this;
    const [object] = nodes.named(node);
    const member = nodes.child(node, 'member_name');
    if (object === undefined || member < 0) return { kind: 'unknown', at: node };
    const name = nodes
      .text(member)
      .replace(/^["']|["']$/g, '')
      .toLowerCase();
    if (nodes.type(nodes.peel(object)) === 'type_literal') return { kind: 'literal', text: nodes.text(node).trim(), at: node };
    return this.fieldOf(this.valueOf(object), name, node);
  }

  private element(node: number): Value {
    const [object, index] = this.nodes.named(node);
    if (object === undefined) return { kind: 'unknown', at: node };
    const key = index === undefined ? null : this.valueOf(index);
    const of = this.valueOf(object);
    if (key?.kind === 'literal' && !/^-?\d+$/.test(key.text)) return this.fieldOf(of, key.text.toLowerCase(), node);
    return key ? { kind: 'element', of, index: key, at: node } : { kind: 'element', of, at: node };
  }

  /** A cast to a type with few values says something of the value; one to text or an object does not. */
  private cast(node: number): Value {
    const { nodes } = this;
    const [type, inner] = nodes.named(node);
    if (type === undefined || inner === undefined) return { kind: 'unknown', at: node };
    const value = this.valueOf(inner);
    const name = nodes.text(type).toLowerCase();
    return NARROW.test(name) ? { kind: 'operation', operator: name, operands: [value], at: node } : value;
  }

  /** A file's object stands for its path. */
  private fieldOf(of: Value, name: string, at: number): Value {
    return name === 'fullname' || name === 'pspath' ? of : { kind: 'field', of, name, at };
  }

  /** The values that the branches of a statement end with. */
  private statement(node: number): Value {
    const { nodes } = this;
    const among: Value[] = [];
    const collect = (at: number, depth: number) => {
      for (const child of nodes.named(at)) {
        const type = nodes.type(child);
        if (type === 'statement_block') among.push(this.valueOf(child));
        else if (depth < 4 && /^(?:else_clause|elseif_clauses?|catch_clauses?|switch_body|switch_clauses?|ERROR)$/.test(type))
          collect(child, depth + 1);
      }
    };
    collect(node, 0);
    return { kind: 'choice', among, at: node };
  }

  private unary(node: number): Value {
    const { nodes } = this;
    const [operator, operand] = [nodes.children(node)[0], nodes.named(node).at(-1)];
    if (operator === undefined || operand === undefined) return { kind: 'unknown', at: node };
    const sign = nodes.text(operator).toLowerCase();
    if (operator === operand || sign === ',') return this.valueOf(operand);
    return { kind: 'operation', operator: sign, operands: [this.valueOf(operand)], at: node };
  }

  /** Operators with two sides; chains of the same one lean to the left and are followed without recursion. */
  private operation(node: number): Value {
    const { nodes } = this;
    const operands: number[] = [];
    let operator = '';
    let at = node;
    for (;;) {
      const parts = nodes.children(at);
      const sign = parts.length === 3 ? nodes.text(parts[1]!).trim().toLowerCase() : '';
      if (parts.length !== 3 || (operator !== '' && sign !== operator) || operands.length > MAX_OPERANDS) {
        operands.push(at);
        break;
      }
      operator = sign;
      operands.push(parts[2]!);
      at = nodes.peel(parts[0]!);
      if (!/_expression$/.test(nodes.type(at)) || nodes.type(at) === 'invokation_expression') {
        operands.push(at);
        break;
      }
    }
    if (operator === '') return { kind: 'unknown', at: node };
    const [first, ...others] = operands.reverse();
    // A pattern is no path: its backslashes stay.
    const values = [
      this.valueOf(first!),
      ...others.map((one) => (PATTERN_OPERATOR.test(operator) ? this.pattern(one) : this.valueOf(one))),
    ];
    // `??`, whose first half the grammar is not shown.
    if (operator === '?') return { kind: 'choice', among: values, falls: true, at: node };
    if (operator === '+') return this.sum(values, node);
    if (operator === '-f') return this.formatted(values, node);
    return {
      kind: 'operation',
      operator: operator.replace(/^-[ic](?=eq|ne|like|match|contains|in|not|replace|split|join)/, '-'),
      operands: values,
      at: node,
    };
  }

  private pattern(outer: number): Value {
    const { nodes } = this;
    const node = nodes.peel(outer);
    if (nodes.type(node) === 'array_literal_expression')
      return { kind: 'list', items: nodes.named(node).map((one) => this.pattern(one)), at: node };
    const value = this.valueOf(outer);
    if (value.kind !== 'literal') return value;
    const text = nodes.text(node);
    if (nodes.type(node) === 'verbatim_string_characters') return { ...value, text: text.slice(1, -1).replaceAll("''", "'") };
    return nodes.type(node) === 'expandable_string_literal' ? { ...value, text: unescaped(text.slice(1, -1)) } : value;
  }

  private sum(values: readonly Value[], at: number): Value {
    if (values.some((value) => value.kind === 'list')) return { kind: 'operation', operator: '+', operands: values, at };
    return joined(
      values.map((value) => ({ value, quoting: 'none' })),
      at,
    );
  }

  /** `'{0}/{1}' -f $a, $b` */
  private formatted(values: readonly Value[], at: number): Value {
    const [template, given] = values;
    if (template?.kind !== 'literal' || !given) return { kind: 'operation', operator: '-f', operands: values, at };
    const items = given.kind === 'list' ? given.items : [given];
    const parts: Part[] = [];
    let taken = 0;
    for (const found of template.text.matchAll(/\{(\d{1,2})(?:[,:][^}]{0,40})?\}/g)) {
      const item = items[Number(found[1])];
      if (found.index > taken)
        parts.push({ value: { kind: 'literal', text: template.text.slice(taken, found.index), at: template.at }, quoting: 'none' });
      parts.push({ value: item ?? { kind: 'unknown', at }, quoting: 'none' });
      taken = found.index + found[0].length;
    }
    if (taken < template.text.length)
      parts.push({ value: { kind: 'literal', text: template.text.slice(taken), at: template.at }, quoting: 'none' });
    return joined(parts, at);
  }

  /** The value a variable has wherever it is read, if it is assigned once; -1 where it is not. */
  onlyValue(variable: Variable): number {
    return this.variables.onlyValueOf(variable);
  }

  currentOf(fn: PowerShellFunction): Variable {
    return this.variables.current(fn);
  }
}

/** Neighbouring constants as one; a single part as itself. */
function joined(parts: readonly Part[], at: number): Value {
  const [only] = parts;
  if (!only) return { kind: 'literal', text: '', at };
  if (parts.every(({ value }) => value.kind === 'literal'))
    return { kind: 'literal', text: parts.map(({ value }) => (value.kind === 'literal' ? value.text : '')).join(''), at };
  if (parts.length === 1) return only.value;
  // A sum of sums is one: `$a + '/' + "$b.txt"`.
  return { kind: 'concat', parts: parts.flatMap((part) => (part.value.kind === 'concat' ? part.value.parts : [part])), at };
}
