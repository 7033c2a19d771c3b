/** The flat tree as the lowering reads it: by integers, and with a quick answer to "is there anything to do below?". */
import type { FlatTree } from '../../parse/flatTree.ts';

/** What makes an expression worth a walk. */
const working = new Set([
  'call_expression',
  'new_expression',
  'await_expression',
  'yield_expression',
  'assignment_expression',
  'augmented_assignment_expression',
  'update_expression',
  'jsx_attribute',
]);

/** Attributes by which a page gets more than text. */
const active = new Set(['dangerouslySetInnerHTML', 'innerHTML', 'href', 'xlinkHref', 'src', 'srcDoc', 'action', 'formAction']);

const wrappers = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression', 'type_assertion']);

const holding = new Set([
  'arguments',
  'array',
  'pair',
  'return_statement',
  'arrow_function',
  'variable_declarator',
  'assignment_expression',
  'public_field_definition',
  'ternary_expression',
  'export_statement',
]);
const constant = new Set(['string', 'number', 'true', 'false', 'null', 'undefined', 'regex', 'arrow_function', 'function_expression']);

export class Nodes {
  readonly tree: FlatTree;
  /** By node: how many working nodes come before it. */
  private readonly before: Uint32Array;

  /** `also`: nodes that act besides. */
  constructor(tree: FlatTree, also: ReadonlyMap<number, unknown> | null = null) {
    this.tree = tree;
    const { names, count, type } = tree;
    this.before = new Uint32Array(count + 1);
    const works: boolean[] = [];
    let sum = 0;
    for (let node = 0; node < count; node++) {
      this.before[node] = sum;
      const id = type[node]!;
      works[id] ??= names.named[id]! && working.has(names.types[id]!);
      if ((works[id] && (names.types[id] !== 'jsx_attribute' || this.isActive(node))) || also?.has(node)) sum++;
    }
    this.before[count] = sum;
  }

  type(node: number): string {
    return this.tree.names.types[this.tree.type[node]!]!;
  }

  /** '' for a node that the parser did not find. */
  text(node: number): string {
    return node < 0 ? '' : this.tree.text.slice(this.tree.start[node], this.tree.end[node]);
  }

  parent(node: number): number {
    return this.tree.parent[node]!;
  }

  /** True if a node or anything below it acts. */
  hasWork(node: number): boolean {
    return this.before[this.tree.next[node]!]! > this.before[node]!;
  }

  /** True for a constant that is written out: a text, a number, a function, an empty list. */
  isConstant(node: number): boolean {
    const type = this.type(node);
    return constant.has(type) || ((type === 'object' || type === 'array') && this.children(node).length === 0);
  }

  /** True for a getter or a setter: it is called without a call. */
  isAccessor(member: number): boolean {
    return this.hasToken(member, 'get') || this.hasToken(member, 'set');
  }

  /** What a class extends, or -1. */
  baseOf(of: number): number {
    const heritage = this.children(of).find((child) => this.type(child) === 'class_heritage');
    const clause = heritage === undefined ? -1 : this.firstChild(heritage);
    return clause < 0 ? -1 : this.child(clause, 'value');
  }

  /** True for an expression that is handed on as it is: not called, asked for a member or assigned to. */
  isHeld(node: number): boolean {
    const outer = this.wrapped(node);
    const parent = this.parent(outer);
    return parent >= 0 && holding.has(this.type(parent)) && this.child(parent, 'left') !== outer;
  }

  /** True for an attribute of JSX that takes markup, an address or code. */
  isActive(attribute: number): boolean {
    return active.has(this.text(attribute + 1));
  }

  /** The child that fills a field, or -1. */
  child(node: number, field: string): number {
    const { next, names, field: fields } = this.tree;
    const end = next[node]!;
    for (let child = node + 1; child < end; child = next[child]!) if (names.fields[fields[child]!] === field) return child;
    return -1;
  }

  /** Named children but comments. */
  children(node: number): number[] {
    const { next, names, type } = this.tree;
    const end = next[node]!;
    const found: number[] = [];
    for (let child = node + 1; child < end; child = next[child]!) {
      const id = type[child]!;
      if (names.named[id] && names.types[id] !== 'comment') found.push(child);
    }
    return found;
  }

  /** The parts of a list's pattern, each with its place: `[, second]`. */
  placed(pattern: number): { readonly child: number; readonly index: number }[] {
    const { next, names, type } = this.tree;
    const end = next[pattern]!;
    const found: { child: number; index: number }[] = [];
    let index = 0;
    for (let child = pattern + 1; child < end; child = next[child]!) {
      const id = type[child]!;
      if (names.types[id] === ',') index++;
      else if (names.named[id] && names.types[id] !== 'comment') found.push({ child, index });
    }
    return found;
  }

  /** True for a parameter of TypeScript that is a field of `this` as well. */
  keepsParameter(parameter: number): boolean {
    return this.hasToken(parameter, 'accessibility_modifier') || this.hasToken(parameter, 'readonly');
  }

  firstChild(node: number): number {
    return this.children(node)[0] ?? -1;
  }

  /** True if a node has a token child of this text. */
  hasToken(node: number, token: string): boolean {
    const { next, names, type } = this.tree;
    const end = next[node]!;
    for (let child = node + 1; child < end; child = next[child]!) if (names.types[type[child]!] === token) return true;
    return false;
  }

  /** The expression inside parentheses, casts and `!`. */
  unwrap(node: number): number {
    let at = node;
    while (wrappers.has(this.type(at))) {
      const children = this.children(at);
      const inner = this.type(at) === 'type_assertion' ? children.at(-1) : children[0];
      if (inner === undefined) return at;
      at = inner;
    }
    return at;
  }

  /** The outermost parentheses and casts around an expression. */
  wrapped(node: number): number {
    let at = node;
    for (let up = this.parent(at); up >= 0 && wrappers.has(this.type(up)); up = this.parent(up)) at = up;
    return at;
  }

  /** The arguments of a call, or the template it is tagged with. */
  arguments(call: number): number[] {
    const list = this.child(call, 'arguments');
    if (list < 0) return [];
    return this.type(list) === 'arguments' ? this.children(list) : [list];
  }

  /** What a call calls, unwrapped; -1 where the parser found nothing. */
  callee(call: number): number {
    const callee = this.child(call, this.type(call) === 'new_expression' ? 'constructor' : 'function');
    if (callee < 0) return -1;
    // The grammar reads `await f<T>(x)` as a call of `await f`.
    return this.unwrap(this.type(callee) === 'await_expression' ? this.firstChild(callee) : callee);
  }

  /** True for `await f<T>(x)`, in which the grammar puts the `await` inside. */
  isAwaitedInside(call: number): boolean {
    const callee = this.child(call, 'function');
    return callee >= 0 && this.type(callee) === 'await_expression';
  }

  /** The last part of the callee's name as it is written. */
  word(call: number): string {
    const callee = this.callee(call);
    if (callee < 0) return '';
    switch (this.type(callee)) {
      case 'identifier':
        return this.text(callee);
      case 'import':
      case 'super':
        return this.type(callee);
      case 'member_expression':
      case 'subscript_expression':
        return this.property(callee) ?? '';
      case 'sequence_expression': {
        // `(0, fs.writeFile)(…)`, as compilers write it.
        const last = this.children(callee).at(-1);
        return last === undefined ? '' : (this.property(last) ?? this.text(last).slice(0, 100));
      }
      default:
        return '';
    }
  }

  /** The name of the property a member expression reads, if it is written out. */
  property(member: number): string | null {
    if (member < 0) return null;
    const type = this.type(member);
    if (type === 'member_expression') {
      const property = this.child(member, 'property');
      return property < 0 ? null : this.text(property);
    }
    if (type !== 'subscript_expression') return null;
    const index = this.child(member, 'index');
    if (index < 0) return null;
    const kind = this.type(index);
    if (kind === 'number') return this.text(index);
    if (kind !== 'string') return null;
    const parts = this.children(index);
    return parts.every((part) => this.type(part) === 'string_fragment') ? parts.map((part) => this.text(part)).join('') : null;
  }
}
