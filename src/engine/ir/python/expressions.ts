/** What happens while Python expressions are computed: calls in their order, waiting, short cuts, loops inside comprehensions. */
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { BlockBuilder } from '../blockBuilder.ts';
import type { Call } from '../program.ts';
import type { Value } from '../values.ts';
import { wordOf } from './calls.ts';
import type { PythonNodes } from './nodes.ts';
import { bindTarget, elementOf } from './targets.ts';
import type { ValueSource } from './values.ts';

/** What the lowering of a function needs of its file. */
export interface Lowered extends ValueSource {
  valueOf(node: number): Value;
  /** The resolved name of what a call calls. */
  calleeAt(call: number): string | null;
  /** Puts down which instruction a node became. */
  remember(call: Call): void;
  /** True for a call of a function of this file that never comes back. */
  neverReturns(call: number): boolean;
}

/** Nested deeper than this, an expression's calls are taken in reading order. */
const MAX_DEPTH = 300;
const comprehensions = new Set(['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression']);

export class ExpressionLowering {
  readonly builder: BlockBuilder;
  readonly file: Lowered;
  readonly nodes: PythonNodes;
  private depth = 0;
  /** Lambdas whose bodies stand in this graph already. */
  private readonly inlined = new Set<number>();

  /** The node of the function that is lowered. */
  private readonly body: number;

  constructor(file: Lowered, builder: BlockBuilder, body: number) {
    this.file = file;
    this.nodes = file.nodes;
    this.builder = builder;
    this.body = body;
  }

  /** Computes an expression for its value. */
  compute(node: number): void {
    if (node < 0 || !this.nodes.acting(node)) return;
    if (++this.depth > MAX_DEPTH) this.flat(node);
    else this.computeActing(node);
    this.depth--;
  }

  private computeActing(node: number): void {
    const { nodes, builder } = this;
    const type = nodes.type(node);
    if (comprehensions.has(type)) {
      this.comprehension(node);
      return;
    }
    switch (type) {
      case 'call':
        this.call(node, false);
        return;
      case 'await': {
        const [inner = -1] = nodes.children(node);
        if (inner >= 0 && nodes.type(inner) === 'call') this.call(inner, true);
        else {
          this.compute(inner);
          builder.suspend(node);
        }
        return;
      }
      case 'yield':
        for (const child of nodes.children(node)) {
          this.compute(child);
          // What another generator yields is passed on as it is.
          if (!nodes.hasToken(node, 'from')) builder.give(node, this.body, child);
        }
        builder.suspend(node);
        return;
      case 'named_expression': {
        const value = nodes.child(node, 'value');
        this.compute(value);
        bindTarget(this.file, builder, nodes.child(node, 'name'), value, null);
        return;
      }
      case 'boolean_operator':
        this.shortCut(node);
        return;
      case 'conditional_expression':
        this.either(node);
        return;
      case 'lambda':
        return;
      default:
        for (const child of nodes.children(node)) this.compute(child);
    }
  }

  /** `a and b()`: the right side runs by the left one's answer. */
  private shortCut(node: number): void {
    const { nodes, builder } = this;
    const left = nodes.child(node, 'left');
    const right = nodes.child(node, 'right');
    if (right < 0 || !nodes.acting(right)) {
      this.compute(left);
      return;
    }
    const more = builder.newBlock();
    const after = builder.newBlock();
    const isAnd = nodes.text(nodes.child(node, 'operator')) === 'and';
    this.condition(left, isAnd ? more : after, isAnd ? after : more);
    builder.continueAt(more);
    this.compute(right);
    builder.goTo(after);
  }

  private either(node: number): void {
    const { nodes, builder } = this;
    const [yes = -1, test = -1, no = -1] = nodes.children(node);
    if (!(yes >= 0 && nodes.acting(yes)) && !(no >= 0 && nodes.acting(no))) {
      this.compute(test);
      return;
    }
    const [first, second, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
    this.condition(test, first, second);
    builder.continueAt(first);
    this.compute(yes);
    builder.jump(after);
    builder.continueAt(second);
    this.compute(no);
    builder.goTo(after);
  }

  /** Goes to one of two blocks by an expression's truth. */
  condition(node: number, yes: number, no: number): void {
    const { nodes, builder } = this;
    const type = node < 0 ? '' : nodes.type(node);
    if (type === '' || ++this.depth > MAX_DEPTH) {
      if (node >= 0) this.flat(node);
      builder.choose([yes, no]);
    } else if (type === 'parenthesized_expression') this.condition(nodes.children(node)[0] ?? -1, yes, no);
    else if (type === 'not_operator') this.condition(nodes.child(node, 'argument'), no, yes);
    else if (type === 'boolean_operator') {
      const between = builder.newBlock();
      const isAnd = nodes.text(nodes.child(node, 'operator')) === 'and';
      this.condition(nodes.child(node, 'left'), isAnd ? between : yes, isAnd ? no : between);
      builder.continueAt(between);
      this.condition(nodes.child(node, 'right'), yes, no);
    } else {
      this.compute(node);
      builder.branch(node, yes, no);
    }
    if (type !== '') this.depth--;
  }

  call(node: number, awaited: boolean): void {
    const { nodes, builder, file } = this;
    const callee = nodes.child(node, 'function');
    const list = nodes.child(node, 'arguments');
    this.compute(callee);
    const functions: number[] = [];
    const given: number[] = [];
    if (list >= 0 && nodes.type(list) === 'generator_expression') this.compute(list);
    else if (list >= 0) {
      for (const argument of nodes.children(list)) {
        const isNamed = nodes.type(argument) === 'keyword_argument';
        const value = isNamed ? nodes.child(argument, 'value') : argument;
        if (!isNamed) given.push(argument);
        if (value >= 0 && nodes.type(value) === 'lambda') functions.push(value);
        else this.compute(value);
      }
    }
    const word = wordOf(file.scopes, new SyntaxNode(nodes.tree, node));
    const call = builder.call(node, word, { awaited });
    file.remember(call);
    const own = callee >= 0 && nodes.type(callee) === 'parenthesized_expression' ? (nodes.children(callee)[0] ?? -1) : -1;
    if (own >= 0 && nodes.type(own) === 'lambda') this.inline(own, call, (index) => this.valueOf(given[index]));
    if (functions.length > 0 && file.model.runsCallback(file.calleeAt(node), word)) {
      const isOwn = file.calleeAt(node)?.startsWith('builtins.') === true;
      for (const one of functions) {
        // What runs over the items is handed one of each; `key=` and `default=` look at those of the first.
        const from = given.indexOf(one) + 1;
        this.inline(one, call, (index) => (isOwn ? this.elementOf(given[from + index]) : null));
      }
    }
    if (file.model.exits(file.calleeAt(node), word)) builder.exit(this.failsWith(node));
    else if (file.neverReturns(node)) builder.throw();
  }

  /** `sys.exit()` and `sys.exit(0)` say that all is well. */
  private failsWith(node: number): boolean {
    const { nodes } = this;
    const list = nodes.child(node, 'arguments');
    const [status] = list < 0 ? [] : nodes.children(list);
    return status !== undefined && !/^(?:0|None)$/.test(nodes.text(status));
  }

  private valueOf(node: number | undefined): Value | null {
    return node === undefined ? null : this.file.valueOf(node);
  }

  private elementOf(node: number | undefined): Value | null {
    return node === undefined ? null : { kind: 'element', of: this.file.valueOf(node), at: node };
  }

  /** A lambda that the call runs: its parameters are what the call hands in, as far as that is told. */
  private inline(lambda: number, call: Call, given: (index: number) => Value | null): void {
    const { nodes, builder, file } = this;
    if (this.inlined.has(lambda)) return;
    this.inlined.add(lambda);
    const scope = builder.enter(lambda, 'callback');
    const parameters = nodes.child(lambda, 'parameters');
    const names = parameters < 0 ? [] : nodes.children(parameters);
    names.forEach((name, index) => {
      const at = nodes.type(name) === 'identifier' ? name : nodes.child(name, 'name');
      const preset = nodes.child(name, 'value');
      const value = given(index) ?? (preset < 0 ? { kind: 'argument' as const, of: call, index, at } : file.valueOf(preset));
      if (at >= 0) builder.assign(at, file.variables.at(at), -1, { given: value });
    });
    const body = nodes.child(lambda, 'body');
    this.compute(body);
    // By a key things are told apart: it is no part of what the call gives.
    const isKey = nodes.type(nodes.tree.parent[lambda]!) === 'keyword_argument';
    if (body >= 0 && !isKey) builder.give(body, call.at, body);
    builder.leave(lambda, scope);
  }

  /** The first iterable is computed once; the rest runs as often as it gives something. */
  private comprehension(node: number): void {
    const { nodes, builder, file } = this;
    const clauses = nodes.children(node).filter((child) => /^(?:for_in_clause|if_clause)$/.test(nodes.type(child)));
    const head = builder.newBlock();
    const after = builder.newBlock();
    let again = head;
    clauses.forEach((clause, position) => {
      if (nodes.type(clause) === 'if_clause') {
        const passed = builder.newBlock();
        this.condition(nodes.children(clause)[0] ?? -1, passed, again);
        builder.continueAt(passed);
        return;
      }
      const iterable = nodes.child(clause, 'right');
      this.compute(iterable);
      const start = position === 0 ? head : builder.newBlock();
      const body = builder.newBlock();
      builder.goTo(start);
      if (nodes.hasToken(clause, 'async')) builder.suspend(clause);
      builder.choose([body, position === 0 ? after : again]);
      builder.continueAt(body);
      const target = nodes.child(clause, 'left');
      bindTarget(file, builder, target, -1, iterable < 0 ? null : elementOf(file, target, iterable, clause));
      again = start;
    });
    const body = nodes.child(node, 'body');
    this.compute(body);
    // What the conditions left over is an element, not whatever the variable held last.
    const element = body >= 0 && nodes.type(body) === 'pair' ? nodes.child(body, 'value') : body;
    if (element >= 0 && clauses.some((clause) => nodes.type(clause) === 'if_clause')) builder.give(element, node, element);
    builder.jump(again);
    builder.continueAt(after);
  }

  /** The calls of an expression that is nested too deep to be followed, one after the other. */
  private flat(node: number): void {
    const { nodes, builder, file } = this;
    const { tree } = nodes;
    for (let at = node; at < tree.next[node]!; at++) {
      if (nodes.type(at) === 'call') file.remember(builder.call(at, wordOf(file.scopes, new SyntaxNode(tree, at))));
      else if (/^(?:lambda|function_definition)$/.test(nodes.type(at))) at = tree.next[at]! - 1;
    }
  }
}
