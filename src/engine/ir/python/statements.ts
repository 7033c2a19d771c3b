/** The statements of a Python function as a control-flow graph. */

import { nameOf } from '../../lower/python/names.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import { BlockBuilder } from '../blockBuilder.ts';
import { noteFlattened } from '../flattening.ts';
import type { Block } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import { ExpressionLowering, type Lowered } from './expressions.ts';
import type { PythonNodes } from './nodes.ts';
import { bindPattern, bindRow, literalsOf, patternsOf, takesAll } from './patterns.ts';
import { bindTarget, elementOf } from './targets.ts';
import { isGetter } from './variables.ts';

/** Nested deeper than this, statements are walked as if they stood in a row. */
const MAX_DEPTH = 200;

/** The graph of a function's body, of a lambda's expression, or of the file. */
export function lowerBody(file: Lowered, node: number): readonly Block[] {
  const builder = new BlockBuilder();
  const lowering = new StatementLowering(file, builder, node);
  const { nodes } = file;
  const body = nodes.type(node) === 'module' ? node : nodes.child(node, 'body');
  if (body >= 0) {
    if (nodes.type(node) === 'lambda') {
      lowering.expressions.compute(body);
      builder.return(body);
    } else lowering.block(body);
  }
  return builder.build();
}

class StatementLowering {
  readonly expressions: ExpressionLowering;
  private readonly file: Lowered;
  private readonly builder: BlockBuilder;
  private readonly nodes: PythonNodes;
  private depth = 0;
  /** The field that is read through the function that is lowered, and what it belongs to. */
  private readonly read: { readonly self: Variable; readonly field: string } | null;

  constructor(file: Lowered, builder: BlockBuilder, body: number) {
    const method = file.scopes.scopeAt(new SyntaxNode(file.nodes.tree, body));
    const self = method?.parent && isGetter(method) ? file.variables.selfOf(method.parent) : null;
    this.read = self ? { self, field: file.nodes.text(file.nodes.child(body, 'name')) } : null;
    this.file = file;
    this.nodes = file.nodes;
    this.builder = builder;
    this.expressions = new ExpressionLowering(file, builder, body);
  }

  block(node: number): void {
    if (node < 0) return;
    for (const statement of this.nodes.children(node)) this.statement(statement);
  }

  private statement(node: number): void {
    if (++this.depth > MAX_DEPTH) this.inARow(node);
    else this.lower(node);
    this.depth--;
  }

  private lower(node: number): void {
    const { nodes, builder, expressions } = this;
    switch (nodes.type(node)) {
      case 'expression_statement':
        for (const child of nodes.children(node)) this.expression(child);
        return;
      case 'if_statement':
        this.branches(node);
        return;
      case 'while_statement':
        this.whileLoop(node);
        return;
      case 'for_statement':
        this.forLoop(node);
        return;
      case 'try_statement':
        this.attempt(node);
        return;
      case 'with_statement':
        this.withItems(node);
        return;
      case 'match_statement':
        this.match(node);
        return;
      case 'return_statement': {
        const [value = -1] = nodes.children(node);
        expressions.compute(value);
        // Who reads the field gets what its getter returns.
        const { read } = this;
        if (read && value >= 0) builder.assign(value, read.self, value, { field: read.field });
        builder.return(value);
        return;
      }
      case 'raise_statement':
        for (const child of nodes.children(node)) expressions.compute(child);
        builder.throw();
        return;
      case 'assert_statement': {
        const [test = -1, message = -1] = nodes.children(node);
        const [holds, fails] = [builder.newBlock(), builder.newBlock()];
        expressions.condition(test, holds, fails);
        builder.continueAt(fails);
        expressions.compute(message);
        builder.throw();
        builder.continueAt(holds);
        return;
      }
      case 'break_statement':
        builder.leaveLoop('break');
        return;
      case 'continue_statement':
        builder.leaveLoop('continue');
        return;
      case 'delete_statement':
        for (const child of nodes.children(node)) {
          expressions.compute(child);
          bindTarget(this.file, builder, child, -1, null);
        }
        return;
      case 'decorated_definition':
        for (const child of nodes.children(node)) {
          if (nodes.type(child) === 'decorator') expressions.compute(child);
          else this.lower(child);
        }
        return;
      case 'function_definition':
        this.definition(node);
        return;
      case 'class_definition':
        expressions.compute(nodes.child(node, 'superclasses'));
        this.block(nodes.child(node, 'body'));
        this.classMembers(node);
        return;
      case 'block':
      case 'ERROR':
        this.block(node);
        return;
      default:
        expressions.compute(node);
    }
  }

  /** Defaults are computed where the function is defined. */
  private definition(node: number): void {
    const { nodes } = this;
    const parameters = nodes.child(node, 'parameters');
    if (parameters >= 0) for (const one of nodes.children(parameters)) this.expressions.compute(nodes.child(one, 'value'));
    const body = this.file.functionAt(node);
    const name = nodes.child(node, 'name');
    if (body && name >= 0) bindTarget(this.file, this.builder, name, -1, { kind: 'function', body, at: node });
  }

  /** A class stands for the table of its members, and its methods see them through `self`. */
  private classMembers(node: number): void {
    const { nodes, builder, file } = this;
    const name = nodes.child(node, 'name');
    if (name >= 0) builder.assign(name, file.variables.at(name), node);
    const holder = file.scopes.scopeAt(new SyntaxNode(nodes.tree, node));
    const self = holder && file.variables.selfOf(holder);
    if (!self) return;
    for (const [field, bindings] of holder.bindings) {
      for (const { kind, at, value } of bindings) if (kind === 'assign' && value) builder.assign(at.index, self, value.index, { field });
    }
  }

  private expression(node: number): void {
    const { nodes, builder, expressions } = this;
    const type = nodes.type(node);
    if (type !== 'assignment' && type !== 'augmented_assignment') {
      expressions.compute(node);
      return;
    }
    // `a = b = f()`: the value, then the targets from left to right.
    const targets: number[] = [];
    let value = node;
    while (nodes.type(value) === 'assignment') {
      targets.push(nodes.child(value, 'left'));
      const right = nodes.child(value, 'right');
      // A bare annotation binds nothing.
      if (right < 0) return;
      value = right;
    }
    if (type === 'augmented_assignment') {
      const left = nodes.child(node, 'left');
      expressions.compute(left);
      expressions.compute(nodes.child(node, 'right'));
      bindTarget(this.file, builder, left, node, null);
      return;
    }
    expressions.compute(value);
    for (const target of targets) {
      expressions.compute(target);
      bindTarget(this.file, builder, target, value, null);
    }
  }

  private branches(node: number): void {
    const { nodes, builder, expressions } = this;
    const after = builder.newBlock();
    const arm = (condition: number, body: number): void => {
      const [yes, no] = [builder.newBlock(), builder.newBlock()];
      expressions.condition(condition, yes, no);
      builder.continueAt(yes);
      this.block(body);
      builder.jump(after);
      builder.continueAt(no);
    };
    arm(nodes.child(node, 'condition'), nodes.child(node, 'consequence'));
    for (const clause of nodes.children(node)) {
      if (nodes.type(clause) === 'elif_clause') arm(nodes.child(clause, 'condition'), nodes.child(clause, 'consequence'));
      else if (nodes.type(clause) === 'else_clause') this.block(nodes.child(clause, 'body'));
    }
    builder.goTo(after);
  }

  private whileLoop(node: number): void {
    const { nodes, builder, expressions } = this;
    const [head, body, ended, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock(), builder.newBlock()];
    const condition = nodes.child(node, 'condition');
    builder.goTo(head);
    if (condition >= 0 && /^(?:True|1)$/.test(nodes.text(condition))) builder.jump(body);
    else expressions.condition(condition, body, ended);
    this.loopBody(node, head, body, ended, after);
  }

  private forLoop(node: number): void {
    const { nodes, builder, expressions } = this;
    const [head, body, ended, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock(), builder.newBlock()];
    const iterable = nodes.child(node, 'right');
    expressions.compute(iterable);
    builder.goTo(head);
    if (nodes.hasToken(node, 'async')) builder.suspend(node);
    builder.choose([body, ended]);
    builder.continueAt(body);
    const target = nodes.child(node, 'left');
    bindTarget(this.file, builder, target, -1, iterable < 0 ? null : elementOf(this.file, target, iterable, iterable));
    this.loopBody(node, head, body, ended, after);
  }

  /** The `else` of a loop runs when it ends by itself. */
  private loopBody(node: number, head: number, body: number, ended: number, after: number): void {
    const { nodes, builder } = this;
    builder.continueAt(body);
    builder.within('', after, head, () => this.block(nodes.child(node, 'body')));
    builder.jump(head);
    builder.continueAt(ended);
    const otherwise = nodes.child(node, 'alternative');
    if (otherwise >= 0) this.block(nodes.child(otherwise, 'body'));
    builder.goTo(after);
  }

  private attempt(node: number): void {
    const { nodes, builder } = this;
    const parts = nodes.children(node);
    const clauses = parts.filter((part) => /^except/.test(nodes.type(part)));
    const otherwise = parts.find((part) => nodes.type(part) === 'else_clause');
    const last = parts.find((part) => nodes.type(part) === 'finally_clause');
    builder.attempt(
      () => this.block(nodes.child(node, 'body')),
      clauses.length > 0 ? () => this.handlers(clauses) : null,
      last === undefined ? null : () => this.block(this.blockIn(last)),
      otherwise === undefined ? null : () => this.block(nodes.child(otherwise, 'body')),
    );
  }

  private blockIn(clause: number): number {
    return this.nodes.children(clause).find((child) => this.nodes.type(child) === 'block') ?? -1;
  }

  /** One of the clauses runs, or none fits and the error goes on. */
  private handlers(clauses: readonly number[]): void {
    const { nodes, builder } = this;
    const after = builder.newBlock();
    const starts = clauses.map(() => builder.newBlock());
    const catchesAll = clauses.some((clause) => {
      const kind = nodes.child(clause, 'value');
      return kind < 0 || /^(?:Base)?Exception\b/.test(nodes.text(kind));
    });
    const unmatched = builder.newBlock();
    builder.choose(catchesAll ? starts : [...starts, unmatched]);
    builder.continueAt(unmatched);
    builder.throw();
    clauses.forEach((clause, index) => {
      builder.continueAt(starts[index]!);
      const kind = nodes.child(clause, 'value');
      const alias = kind >= 0 && nodes.type(kind) === 'as_pattern' ? nodes.child(kind, 'alias') : -1;
      if (alias >= 0) bindTarget(this.file, builder, alias, -1, null);
      this.block(this.blockIn(clause));
      builder.jump(after);
    });
    builder.continueAt(after);
  }

  private withItems(node: number): void {
    const { nodes } = this;
    const clause = nodes.children(node).find((child) => nodes.type(child) === 'with_clause');
    const items: number[] = [];
    for (const child of clause === undefined ? [] : nodes.children(clause)) {
      // `with (a, b):` is read as a tuple or as items, by grammar version.
      if (nodes.type(child) === 'with_item') items.push(child);
    }
    this.withItem(node, items, 0);
  }

  /** Each item is entered within those before it. */
  private withItem(node: number, items: readonly number[], position: number): void {
    const { nodes, builder, expressions, file } = this;
    const item = items[position];
    if (item === undefined) {
      this.block(nodes.child(node, 'body'));
      return;
    }
    const value = nodes.child(item, 'value');
    const isNamed = value >= 0 && nodes.type(value) === 'as_pattern';
    const context = isNamed ? (nodes.children(value)[0] ?? -1) : value;
    expressions.compute(context);
    const name = context < 0 ? null : nameOf(file.scopes, new SyntaxNode(nodes.tree, context));
    const inside = (): void => {
      const scope = builder.enter(item, 'with');
      const isAsync = nodes.hasToken(node, 'async');
      file.remember(builder.call(item, '__enter__', { awaited: isAsync }));
      if (isNamed) bindTarget(file, builder, nodes.child(value, 'alias'), context, null);
      this.withItem(node, items, position + 1);
      if (isAsync) builder.suspend(item);
      builder.leave(item, scope);
    };
    if (name !== null && file.model.suppresses(name)) builder.attempt(inside, () => {}, null);
    else inside();
  }

  private match(node: number): void {
    const { nodes, builder, expressions } = this;
    for (const child of nodes.children(node)) if (nodes.type(child) !== 'block') expressions.compute(child);
    const body = nodes.child(node, 'body');
    const cases = (body < 0 ? [] : nodes.children(body)).filter((child) => nodes.type(child) === 'case_clause');
    const after = builder.newBlock();
    const starts = cases.map(() => builder.newBlock());
    const among = cases.some((clause) => takesAll(this.file, clause)) ? starts : [...starts, after];
    const subjects = nodes.children(node).filter((child) => child !== body);
    const [on = -1, more] = subjects;
    const literals = among.map((_, index) => (index < cases.length ? literalsOf(this.file, cases[index]!) : null));
    builder.choose(among, on < 0 || more !== undefined ? null : { on, cases: literals });
    const items = subjects.map((subject) => this.file.valueOf(subject));
    const matched: Value = items.length === 1 ? items[0]! : { kind: 'list', items, at: node };
    cases.forEach((clause, index) => {
      builder.continueAt(starts[index]!);
      this.captures(clause, matched);
      const guard = nodes.child(clause, 'guard');
      if (guard >= 0) {
        const passed = builder.newBlock();
        expressions.condition(nodes.children(guard)[0] ?? -1, passed, starts[index + 1] ?? after);
        builder.continueAt(passed);
      }
      this.block(nodes.child(clause, 'consequence'));
      builder.jump(after);
    });
    builder.continueAt(after);
  }

  private captures(clause: number, matched: Value): void {
    const patterns = patternsOf(this.file, clause);
    if (patterns.length > 1) bindRow(this.file, this.builder, patterns, matched);
    else for (const pattern of patterns) bindPattern(this.file, this.builder, pattern, matched);
  }

  /** What is nested too deep to be followed, as calls in reading order. */
  private inARow(node: number): void {
    const { nodes } = this;
    const { tree } = nodes;
    noteFlattened(tree, node);
    for (let at = node; at < tree.next[node]!; at++) {
      const type = nodes.type(at);
      if (type === 'function_definition' || type === 'lambda') at = tree.next[at]! - 1;
      else if (type === 'expression_statement' || type === 'call') {
        this.expression(type === 'call' ? at : (nodes.children(at)[0] ?? at));
        at = tree.next[at]! - 1;
      }
    }
  }
}
