/** The flat tree of a PowerShell file by numbers: no views are made, for most nodes are ranks of operators that an expression might have had. */
import { ERROR_TYPE, type FlatTree } from '../../parse/flatTree.ts';

const wrappers = new Set(
  [
    'logical',
    'bitwise',
    'comparison',
    'additive',
    'multiplicative',
    'format',
    'range',
    'array_literal',
    'unary',
    'logical_argument',
    'bitwise_argument',
    'comparison_argument',
    'additive_argument',
    'multiplicative_argument',
    'format_argument',
    'range_argument',
  ]
    .map((rank) => `${rank}_expression`)
    .concat(
      'argument_expression',
      'argument_expression_list',
      'pipeline',
      'pipeline_chain',
      'expression_with_unary_operator',
      'string_literal',
      'integer_literal',
      'left_assignment_expression',
      'statement_list',
      'while_condition',
      'for_condition',
      'for_initializer',
      'for_iterator',
      'key_expression',
      'member_name',
      'command_name_expr',
      'path_command_name',
      'label_expression',
      'switch_clause_condition',
    ),
);

export class Nodes {
  readonly tree: FlatTree;
  private readonly isWrapper: (boolean | undefined)[] = [];

  constructor(tree: FlatTree) {
    this.tree = tree;
  }

  type(node: number): string {
    return this.tree.names.types[this.tree.type[node]!]!;
  }

  isNamed(node: number): boolean {
    return this.tree.names.named[this.tree.type[node]!]!;
  }

  text(node: number): string {
    return this.tree.text.slice(this.tree.start[node], this.tree.end[node]);
  }

  isLeaf(node: number): boolean {
    return this.tree.next[node] === node + 1;
  }

  /** All children, comments excepted. */
  children(node: number): number[] {
    const { next } = this.tree;
    const children: number[] = [];
    const end = next[node]!;
    for (let child = node + 1; child < end; child = next[child]!) if (this.type(child) !== 'comment') children.push(child);
    return children;
  }

  named(node: number): number[] {
    return this.children(node).filter((child) => this.isNamed(child));
  }

  /** The first child of one of these types, or -1. */
  child(node: number, ...types: readonly string[]): number {
    const { next } = this.tree;
    const end = next[node]!;
    for (let child = node + 1; child < end; child = next[child]!) if (types.includes(this.type(child))) return child;
    return -1;
  }

  /** The first child that fills this field, or -1. */
  field(node: number, name: string): number {
    const { next, field, names } = this.tree;
    const end = next[node]!;
    for (let child = node + 1; child < end; child = next[child]!) if (names.fields[field[child]!] === name) return child;
    return -1;
  }

  parent(node: number): number {
    return this.tree.parent[node]!;
  }

  /** The expression itself: wrappers with a single child and parentheses are left out. */
  peel(node: number): number {
    const { tree, isWrapper } = this;
    let at = node;
    for (;;) {
      const id = tree.type[at]!;
      if (id === ERROR_TYPE) return at;
      isWrapper[id] ??= wrappers.has(tree.names.types[id]!);
      if (isWrapper[id]) {
        if (at + 1 >= tree.next[at]! || tree.next[at + 1] !== tree.next[at]) return at;
        at++;
      } else if (tree.names.types[id] === 'parenthesized_expression') {
        const inner = this.named(at);
        if (inner.length !== 1) return at;
        at = inner[0]!;
      } else return at;
    }
  }

  /** The nearest node around this one of one of these types, or -1; up to and without `stop`. */
  around(node: number, stop: number, ...types: readonly string[]): number {
    for (let at = this.parent(node); at > stop; at = this.parent(at)) if (types.includes(this.type(at))) return at;
    return -1;
  }

  hasError(node: number): boolean {
    const end = this.tree.next[node]!;
    for (let at = node; at < end; at++) if (this.tree.type[at] === ERROR_TYPE) return true;
    return false;
  }
}
