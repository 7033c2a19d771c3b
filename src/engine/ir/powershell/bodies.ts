/** Lowers one function to blocks: its statements in order, calls after what they are given, conditions as branches. */

import { BlockBuilder } from '../blockBuilder.ts';
import { noteFlattened } from '../flattening.ts';
import type { Block, Call } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import type { Nodes } from './nodes.ts';
import type { PowerShellFunction, Survey } from './survey.ts';
import type { ExpressionValues } from './values.ts';
import type { Variables } from './variables.ts';
import { givesOutput, variableName } from './words.ts';

/** Blocks of these make the elements of what comes next. */
function givesElements(word: string): boolean {
  return word === 'foreach-object' || word === 'foreach';
}

/** What chooses a clause; clauses on one line are an error to the grammar, and their words stand bare. */
const CLAUSE_WORD = /^(?:switch_clause_condition|simple_name|generic_token|string_literal|integer_literal|decimal_integer_literal)$/;

/** The one text that a clause of `switch` stands for, or null. */
function caseLiteral(text: string): string | null {
  if (/^'[^']*'$/.test(text) || /^"[^"$`]*"$/.test(text)) return text.slice(1, -1);
  return /^[\w.-]+$/.test(text) ? text : null;
}

/** What a body needs of the file it stands in. */
export interface FileParts {
  readonly nodes: Nodes;
  readonly survey: Survey;
  readonly variables: Variables;
  readonly values: ExpressionValues;
  /** Filled as calls are emitted. */
  readonly calls: Map<number, Call>;
  /** The commands whose status a node reads. */
  readonly statuses: Map<number, readonly Call[]>;
  /** The commands whose status a function of the file can read when it is called, by its call. */
  readonly before: Map<number, readonly Call[]>;
  /** The calls whose results a function gives, as it goes. */
  readonly outputs: Map<PowerShellFunction, Call[]>;
  /** What is piped into a command. */
  piped(command: number): Value | null;
  raises(node: number, word: string, fn: PowerShellFunction): boolean;
  /** A program of its own or a function: what sets `$LASTEXITCODE`. */
  setsExitCode(node: number, word: string): boolean;
  /** A command that ends what it stands in: `Write-Error` where errors stop. */
  throws(node: number, word: string, raises: boolean): boolean;
}

/** Deeper nesting is walked as straight-line code. */
const MAX_DEPTH = 400;
const MAX_STATUSES = 8;

const callTypes = new Set(['command', 'invokation_expression', 'redirection']);

export class Body {
  private readonly parts: FileParts;
  private readonly nodes: Nodes;
  private readonly fn: PowerShellFunction;
  private readonly builder = new BlockBuilder();
  private depth = 0;
  /** The latest commands of any kind, and those that set the exit code. */
  private latest: readonly Call[] = [];
  private latestProgram: readonly Call[] = [];
  /** Labels by which `return` leaves the script blocks that run in place. */
  private readonly returns: string[] = [];
  private labels = 0;
  /** The call that the values of the statements here are given to, or -1. */
  private giving = -1;
  /** Above 0 within `$( … )` and `@( … )`, whose values go where they stand. */
  private within = 0;
  /** The label that stands before the statement that comes now. */
  private label = '';

  constructor(parts: FileParts, fn: PowerShellFunction) {
    this.parts = parts;
    this.nodes = parts.nodes;
    this.fn = fn;
  }

  lower(): readonly Block[] {
    const { fn, builder } = this;
    const run = () => this.sections(fn.at, fn.kind === 'function' || fn.kind === 'method' || fn.kind === 'block');
    const trap = this.trap();
    if (trap < 0) run();
    else
      builder.attempt(
        run,
        () => {
          const [done, passed] = [builder.newBlock(), builder.newBlock()];
          // `break` passes the error on; `continue` and the end of the block go on behind what failed.
          builder.within('', passed, done, () => this.blockOf(trap));
          builder.jump(done);
          builder.continueAt(passed);
          builder.throw();
          builder.continueAt(done);
        },
        null,
      );
    return builder.build();
  }

  /** The function's `trap`, or -1. */
  private trap(): number {
    const { nodes, fn } = this;
    if (!/\btrap\b/i.test(nodes.text(fn.at))) return -1;
    const end = nodes.tree.next[fn.at]!;
    for (let node = fn.at + 1; node < end; node++)
      if (nodes.type(node) === 'trap_statement' && this.parts.survey.ownerOf(node) === fn) return node;
    return -1;
  }

  /** The parts of a script, a function or a script block. */
  private sections(node: number, returnsLast: boolean): void {
    const { nodes } = this;
    for (const child of nodes.children(node)) {
      switch (nodes.type(child)) {
        case 'param_block':
          if (this.fn.kind === 'script') this.defaults();
          break;
        case 'script_block':
        case 'script_block_body':
        case 'named_block_list':
          this.sections(child, returnsLast);
          break;
        case 'named_block':
          this.namedBlock(child, returnsLast);
          break;
        case 'statement_list':
          this.statements(child, returnsLast);
          break;
        case 'function_parameter_declaration':
        case 'function_name':
        case 'simple_name':
        case 'type_literal':
        case 'class_attribute':
        case 'class_method_parameter':
        case 'class_method_parameter_list':
          break;
        default:
          if (nodes.isNamed(child)) this.statement(child, false);
      }
    }
  }

  private namedBlock(node: number, returnsLast: boolean): void {
    const { nodes } = this;
    const name = nodes.text(node + 1).toLowerCase();
    const block = nodes.child(node, 'statement_block');
    if (block < 0) return;
    if (name.startsWith('process')) this.repeated(() => this.statements(block, false));
    else this.statements(block, returnsLast && name.startsWith('end'));
  }

  /** A script's parameters may keep what they have by default. */
  private defaults(): void {
    const { nodes, builder, fn } = this;
    fn.parameterNodes.forEach((node, position) => {
      const given = nodes.child(node, 'script_parameter_default');
      const value = given < 0 ? -1 : (nodes.named(given)[0] ?? -1);
      const variable = fn.parameters[position];
      if (value < 0 || !variable) return;
      const [own, after] = [builder.newBlock(), builder.newBlock()];
      builder.choose([own, after]);
      builder.continueAt(own);
      this.evaluate(value);
      builder.assign(node, variable, value);
      builder.goTo(after);
    });
  }

  private statements(list: number, returnsLast: boolean): void {
    const { nodes } = this;
    if (nodes.type(list) === 'statement_block') {
      for (const child of nodes.children(list)) {
        if (nodes.type(child) === 'statement_list') this.statements(child, returnsLast);
        else if (nodes.isNamed(child)) this.statement(child, returnsLast);
      }
      return;
    }
    const all = nodes.named(list);
    for (const [position, child] of all.entries()) this.statement(child, returnsLast && position === all.length - 1);
  }

  private statement(node: number, returnsLast: boolean): void {
    if (this.depth > MAX_DEPTH) {
      this.straight(node);
      return;
    }
    this.depth++;
    this.lowerStatement(node, returnsLast);
    this.depth--;
  }

  /** Every call in reading order, without control flow. */
  private straight(node: number): void {
    const { nodes } = this;
    noteFlattened(nodes.tree, node);
    const end = nodes.tree.next[node]!;
    for (let at = node; at < end; at++) if (callTypes.has(nodes.type(at))) this.emit(at);
  }

  private lowerStatement(node: number, returnsLast: boolean): void {
    const { nodes } = this;
    const label = this.label;
    this.label = '';
    switch (nodes.type(node)) {
      case 'pipeline':
        this.pipelineStatement(node, returnsLast);
        break;
      case 'statement_list':
      case 'statement_block':
        this.statements(node, returnsLast);
        break;
      case 'if_statement':
        this.ifStatement(node, returnsLast);
        break;
      case 'while_statement':
        this.loop(label, nodes.field(node, 'condition'), () => this.blockOf(node), -1);
        break;
      case 'do_statement':
        this.doStatement(node, label);
        break;
      case 'for_statement':
        this.forStatement(node, label);
        break;
      case 'foreach_statement':
        this.foreachStatement(node, label);
        break;
      case 'switch_statement':
        this.switchStatement(node, label);
        break;
      case 'try_statement':
        this.tryStatement(node, returnsLast);
        break;
      case 'flow_control_statement':
        this.flowControl(node);
        break;
      case 'label':
        this.label = nodes.text(node).replace(/^:/, '').toLowerCase();
        break;
      case 'function_statement':
      case 'class_statement':
      case 'enum_statement':
      case 'trap_statement':
      case 'param_block':
      case 'empty_statement':
        break;
      case 'ERROR':
        this.broken(node);
        break;
      default:
        if (nodes.isNamed(node)) this.evaluate(node);
    }
  }

  /** What the grammar could not read: its pieces in order. */
  private broken(node: number): void {
    const { nodes, builder } = this;
    const children = nodes.children(node);
    const keyword = children[0] === undefined ? '' : nodes.text(children[0]).toLowerCase();
    // `break outer`: the grammar knows no labels there.
    if ((keyword === 'break' || keyword === 'continue') && children.length <= 2) {
      builder.leaveLoop(keyword, children[1] === undefined ? '' : nodes.text(children[1]).trim().toLowerCase());
      return;
    }
    for (const child of children) if (nodes.isNamed(child)) this.statement(child, false);
  }

  private blockOf(node: number): void {
    const block = this.nodes.child(node, 'statement_block');
    if (block >= 0) this.statements(block, false);
  }

  private pipelineStatement(node: number, returnsLast: boolean): void {
    const { nodes, builder } = this;
    this.evaluate(node);
    const value = nodes.peel(node);
    const type = nodes.type(value);
    if (type === 'assignment_expression' || /crement_expression$/.test(type)) return;
    const last = type === 'pipeline_chain' ? nodes.peel(nodes.named(value).at(-1) ?? value) : value;
    if (this.giving >= 0 && this.within === 0) this.builder.give(node, this.giving, node);
    this.output(last);
    if (!returnsLast) return;
    if (nodes.type(last) === 'command') {
      const word = this.parts.survey.wordOf(last);
      if (!givesOutput(word) && !this.parts.survey.functionNamed(word)) return;
    }
    builder.return(node);
  }

  /** A statement of its own gives its value to whoever called the function. */
  private output(node: number): void {
    const { parts, fn } = this;
    const call = this.returns.length > 0 || this.within > 0 ? undefined : parts.calls.get(node);
    if (!call) return;
    const outputs = parts.outputs.get(fn);
    if (outputs) outputs.push(call);
    else parts.outputs.set(fn, [call]);
  }

  private ifStatement(node: number, returnsLast: boolean): void {
    const { nodes, builder } = this;
    const after = builder.newBlock();
    const statuses = this.fork();
    const arm = (condition: number, block: number) => {
      const [yes, no] = [builder.newBlock(), builder.newBlock()];
      if (condition >= 0) this.condition(condition, yes, no);
      else builder.choose([yes, no]);
      builder.continueAt(yes);
      statuses.arm(() => {
        if (block >= 0) this.statements(block, returnsLast);
      });
      builder.goTo(after);
      builder.continueAt(no);
    };
    arm(nodes.field(node, 'condition'), nodes.child(node, 'statement_block'));
    const more = nodes.child(node, 'elseif_clauses');
    for (const clause of more < 0 ? [] : nodes.named(more)) arm(nodes.field(clause, 'condition'), nodes.child(clause, 'statement_block'));
    const otherwise = nodes.child(node, 'else_clause');
    statuses.arm(() => {
      const block = otherwise < 0 ? -1 : nodes.child(otherwise, 'statement_block');
      if (block >= 0) this.statements(block, returnsLast);
    });
    builder.goTo(after);
    statuses.join();
  }

  /** Branches on a condition, its parts one by one. */
  private condition(outer: number, yes: number, no: number, depth = 0): void {
    const { nodes, builder } = this;
    const node = nodes.peel(outer);
    const type = nodes.type(node);
    if (depth < MAX_DEPTH && type === 'expression_with_unary_operator') {
      const [operator, operand] = [nodes.children(node)[0], nodes.named(node).at(-1)];
      if (operator !== undefined && operand !== undefined && /^(?:!|-not)$/i.test(nodes.text(operator))) {
        this.condition(operand, no, yes, depth + 1);
        return;
      }
    }
    const chain = type.startsWith('logical') ? this.chainOf(node) : null;
    if (depth < MAX_DEPTH && chain && chain.operator !== '-xor') {
      const { operands, operator } = chain;
      operands.forEach((operand, position) => {
        const next = position === operands.length - 1 ? -1 : builder.newBlock();
        if (next < 0) this.condition(operand, yes, no, depth + 1);
        else {
          if (operator === '-and') this.condition(operand, next, no, depth + 1);
          else this.condition(operand, yes, next, depth + 1);
          builder.continueAt(next);
        }
      });
      return;
    }
    this.evaluate(node);
    // A program's exit code is true where it failed.
    if (type === 'variable' && variableName(nodes.text(node)).name === 'lastexitcode') builder.branch(node, no, yes);
    else builder.branch(node, yes, no);
  }

  private chainOf(node: number): { operands: number[]; operator: string } | null {
    const { nodes } = this;
    const operands: number[] = [];
    let operator = '';
    let at = node;
    for (;;) {
      const parts = nodes.type(at).startsWith('logical') ? nodes.children(at) : [];
      const sign = parts.length === 3 ? nodes.text(parts[1]!).toLowerCase() : '';
      if (parts.length !== 3 || (operator !== '' && sign !== operator)) {
        operands.push(at);
        return operator === '' ? null : { operands: operands.reverse(), operator };
      }
      operator = sign;
      operands.push(parts[2]!);
      // Parentheses keep a chain of their own.
      const [left] = parts;
      at = nodes.type(left!).startsWith('logical') && nodes.children(left!).length === 3 ? left! : nodes.peel(left!);
    }
  }

  /** A loop that may run no time at all. */
  private loop(label: string, condition: number, body: () => void, iterator: number): void {
    const { builder } = this;
    const [head, inside, step, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock(), builder.newBlock()];
    builder.goTo(head);
    if (condition >= 0) this.condition(condition, inside, after);
    else builder.choose([inside, after]);
    builder.continueAt(inside);
    const statuses = this.fork();
    statuses.arm(() => this.labelled(label, after, step, body));
    statuses.arm(() => {});
    builder.goTo(step);
    if (iterator >= 0) this.evaluate(iterator);
    builder.jump(head);
    builder.continueAt(after);
    statuses.join();
  }

  private labelled(label: string, onBreak: number, onContinue: number, body: () => void): void {
    const { builder } = this;
    if (label === '') builder.within('', onBreak, onContinue, body);
    else builder.within(label, onBreak, onContinue, () => builder.within('', onBreak, onContinue, body));
  }

  private repeated(body: () => void): void {
    this.loop('', -1, body, -1);
  }

  private doStatement(node: number, label: string): void {
    const { nodes, builder } = this;
    const [inside, test, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
    builder.goTo(inside);
    this.labelled(label, after, test, () => this.blockOf(node));
    builder.goTo(test);
    const condition = nodes.field(node, 'condition');
    const isUntil = nodes.children(node).some((child) => nodes.text(child).toLowerCase() === 'until');
    if (condition < 0) builder.choose([inside, after]);
    else if (isUntil) this.condition(condition, after, inside);
    else this.condition(condition, inside, after);
    builder.continueAt(after);
  }

  private forStatement(node: number, label: string): void {
    const { nodes } = this;
    const first = nodes.field(node, 'for_initializer');
    if (first >= 0) this.evaluate(first);
    this.loop(label, nodes.field(node, 'for_condition'), () => this.blockOf(node), nodes.field(node, 'for_iterator'));
  }

  private foreachStatement(node: number, label: string): void {
    const { nodes, builder, parts } = this;
    const [variable, iterated] = nodes.named(node).filter((child) => !/^(?:foreach_parameter|statement_block)$/.test(nodes.type(child)));
    if (iterated !== undefined) this.evaluate(iterated);
    this.loop(
      label,
      -1,
      () => {
        const target = variable === undefined ? null : parts.variables.named(variableName(nodes.text(variable)), this.fn);
        if (target && iterated !== undefined)
          builder.assign(node, target, -1, { given: { kind: 'element', of: parts.values.valueOf(iterated), at: iterated } });
        this.blockOf(node);
      },
      -1,
    );
  }

  private switchStatement(node: number, label: string): void {
    const { nodes, builder } = this;
    const condition = nodes.child(node, 'switch_condition');
    if (condition >= 0) this.evaluate(condition);
    const clauses: number[] = [];
    /** By clause: the literal that chooses it. */
    const cases: (readonly string[] | null)[] = [];
    let hasDefault = false;
    let literal: string | null = null;
    const collect = (at: number, depth: number) => {
      for (const child of nodes.children(at)) {
        const type = nodes.type(child);
        if (type === 'statement_block') {
          clauses.push(child);
          cases.push(literal === null ? null : [literal]);
          literal = null;
        } else if (nodes.text(child).trim().toLowerCase() === 'default') hasDefault = true;
        else if (CLAUSE_WORD.test(type)) literal = caseLiteral(nodes.text(child).trim());
        else if (depth < 4 && /^(?:switch_body|switch_clauses|switch_clause|ERROR)$/.test(type)) collect(child, depth + 1);
      }
    };
    collect(node, 0);
    const after = builder.newBlock();
    const starts = clauses.map(() => builder.newBlock());
    const subject = condition < 0 ? undefined : nodes.named(condition)[0];
    const byText = /^switch\s*(?:-(?:exact|casesensitive)\s*)*\(/i.test(nodes.text(node).slice(0, 60));
    const of = subject === undefined || !byText ? null : { on: subject, cases: hasDefault ? cases : [...cases, null] };
    builder.choose(hasDefault ? starts : [...starts, after], of);
    const statuses = this.fork();
    clauses.forEach((clause, position) => {
      builder.continueAt(starts[position]!);
      statuses.arm(() => this.labelled(label, after, after, () => this.statements(clause, false)));
      builder.jump(after);
    });
    statuses.arm(() => {});
    builder.continueAt(after);
    statuses.join();
  }

  private tryStatement(node: number, returnsLast: boolean): void {
    const { nodes, builder } = this;
    const list = nodes.child(node, 'catch_clauses');
    const clauses = list < 0 ? [] : nodes.named(list).filter((clause) => nodes.type(clause) === 'catch_clause');
    const last = nodes.child(node, 'finally_clause');
    const catchesAll = clauses.some((clause) => nodes.child(clause, 'catch_type_list') < 0);
    const statuses = this.fork();
    builder.attempt(
      () =>
        statuses.arm(() => {
          const block = nodes.child(node, 'statement_block');
          if (block >= 0) this.statements(block, returnsLast);
        }),
      clauses.length === 0
        ? null
        : () => {
            const after = builder.newBlock();
            const starts = clauses.map(() => builder.newBlock());
            const unmatched = catchesAll ? -1 : builder.newBlock();
            builder.choose(unmatched < 0 ? starts : [...starts, unmatched]);
            clauses.forEach((clause, position) => {
              builder.continueAt(starts[position]!);
              statuses.arm(() => {
                const block = nodes.child(clause, 'statement_block');
                if (block >= 0) this.statements(block, returnsLast);
              });
              builder.jump(after);
            });
            if (unmatched >= 0) {
              builder.continueAt(unmatched);
              builder.throw();
            }
            builder.continueAt(after);
          },
      last < 0 ? null : () => this.blockOf(last),
    );
    statuses.join();
  }

  private flowControl(node: number): void {
    const { nodes, builder } = this;
    const [keyword, ...rest] = nodes.children(node);
    const value = rest.find((child) => nodes.isNamed(child)) ?? -1;
    const word = keyword === undefined ? '' : nodes.text(keyword).toLowerCase();
    if (word === 'break' || word === 'continue') {
      builder.leaveLoop(word, value < 0 ? '' : nodes.text(value).trim().replace(/^:/, '').toLowerCase());
      return;
    }
    this.leave(word, value);
  }

  private leave(word: string, value: number): void {
    const { nodes, builder } = this;
    if (value >= 0) this.evaluate(value);
    const inner = value < 0 ? -1 : nodes.peel(value);
    if (word === 'throw') builder.throw();
    else if (word === 'exit') {
      // A computed exit code is for the caller of the script to look at.
      if (inner >= 0 && !/_literal$/.test(nodes.type(inner))) builder.return(value);
      else builder.exit(inner >= 0 && nodes.text(inner) !== '0');
    } else if (this.returns.length > 0) builder.leaveLoop('break', this.returns.at(-1)!);
    else builder.return(value);
  }

  /** Emits the calls of an expression in the order in which they run. */
  private evaluate(outer: number): void {
    const { nodes } = this;
    const node = nodes.peel(outer);
    if (this.depth > MAX_DEPTH) {
      this.straight(node);
      return;
    }
    this.depth++;
    this.lowerExpression(node);
    this.depth--;
  }

  private lowerExpression(node: number): void {
    const { nodes, parts } = this;
    const type = nodes.type(node);
    switch (type) {
      case 'command':
        this.command(node);
        return;
      case 'invokation_expression':
        this.invocation(node);
        return;
      case 'pipeline':
        this.chain(node);
        return;
      case 'pipeline_chain':
        for (const child of nodes.named(node)) {
          if (/^redirections?$/.test(nodes.type(child))) this.redirections(child);
          else this.evaluate(child);
        }
        return;
      case 'assignment_expression':
        this.assignment(node);
        return;
      case 'post_increment_expression':
      case 'post_decrement_expression':
      case 'pre_increment_expression':
      case 'pre_decrement_expression':
        for (const target of parts.variables.targetsOf(node)) {
          const variable = parts.variables.named(variableName(nodes.text(target)), this.fn);
          if (variable) this.builder.assign(node, variable, -1);
        }
        return;
      case 'variable': {
        const text = nodes.text(node);
        if (text === '$?') parts.statuses.set(node, this.latest);
        else if (variableName(text).name === 'lastexitcode') parts.statuses.set(node, this.latestProgram);
        return;
      }
      case 'script_block_expression':
        // Blocks that run in place are lowered by whoever runs them; an array of them, say, is not run here.
        return;
      case 'sub_expression':
      case 'array_expression':
        this.within++;
        for (const child of nodes.named(node)) this.statement(child, false);
        this.within--;
        return;
      case 'if_statement':
      case 'switch_statement':
      case 'try_statement':
      case 'while_statement':
      case 'for_statement':
      case 'foreach_statement':
      case 'do_statement':
      case 'flow_control_statement':
      case 'statement_list':
        this.within++;
        this.statement(node, false);
        this.within--;
        return;
      case 'logical_expression':
      case 'logical_argument_expression':
        this.shortCircuit(node);
        return;
      default:
        this.evaluateChildren(node);
    }
  }

  private evaluateChildren(node: number): void {
    const { nodes } = this;
    // A sum of many parts leans to the left: it is walked without recursion.
    const later: number[][] = [];
    let at = node;
    for (;;) {
      const children = nodes.named(at);
      const [first, ...rest] = children;
      if (first === undefined) break;
      const inner = nodes.peel(first);
      if (
        rest.length > 0 &&
        nodes.type(inner) === nodes.type(at) &&
        /^(?:additive|multiplicative|comparison|bitwise)/.test(nodes.type(at))
      ) {
        later.push(rest);
        at = inner;
        continue;
      }
      for (const child of children) if (!nodes.isLeaf(child) || nodes.type(child) === 'variable') this.evaluate(child);
      break;
    }
    for (const rest of later.reverse()) for (const child of rest) if (!nodes.isLeaf(child)) this.evaluate(child);
  }

  /** `a -and b` as a value: what stands behind may not run. */
  private shortCircuit(node: number): void {
    const { builder } = this;
    const after = builder.newBlock();
    const chain = this.chainOf(node);
    if (!chain) {
      this.evaluateChildren(node);
      return;
    }
    chain.operands.forEach((operand, position) => {
      this.evaluate(operand);
      if (position === chain.operands.length - 1) return;
      const next = builder.newBlock();
      builder.choose([next, after]);
      builder.continueAt(next);
    });
    builder.goTo(after);
  }

  /** `a && b || c`: each part runs by what became of the one before it that ran. */
  private chain(node: number): void {
    const { nodes, builder, parts } = this;
    const stages: { readonly at: number; readonly token: number; readonly sign: string }[] = [];
    let token = -1;
    for (const child of nodes.children(node)) {
      const text = nodes.type(child) === 'pipeline_chain' ? '' : nodes.text(child).trim();
      if (text === '&&' || text === '||') token = nodes.isNamed(child) ? child + 1 : child;
      else if (nodes.isNamed(child)) {
        stages.push({ at: child, token, sign: token < 0 ? '' : nodes.text(token) });
        token = -1;
      }
    }
    const after = builder.newBlock();
    const starts = stages.map(() => builder.newBlock());
    const behind = (stage: number, sign: string): number => {
      const next = stages.findIndex((one, position) => position > stage && one.sign === sign);
      return next < 0 ? after : starts[next]!;
    };
    stages.forEach(({ at }, position) => {
      if (position === 0) builder.goTo(starts[0]!);
      else builder.continueAt(starts[position]!);
      this.evaluate(at);
      const next = stages[position + 1];
      if (next) {
        parts.statuses.set(next.token, this.latest);
        builder.branch(next.token, behind(position, '&&'), behind(position, '||'));
      } else builder.goTo(after);
    });
    builder.continueAt(after);
  }

  private assignment(node: number): void {
    const { nodes, builder, parts } = this;
    const { variables, values } = parts;
    const value = nodes.field(node, 'value');
    // `$a ? b : c` is an error to the grammar, up to its last part.
    const unread = nodes.child(node, 'ERROR');
    if (unread >= 0) this.evaluateChildren(unread);
    if (value >= 0) this.evaluate(value);
    const left = nodes.named(node)[0];
    const sign = nodes.child(node, 'assignement_operator');
    if (left === undefined || value < 0) return;
    const target = variables.uncast(left);
    const isPlain = sign >= 0 && nodes.text(sign).trim() === '=';
    const type = nodes.type(target);
    if (type === 'member_access' || type === 'element_access') {
      const [base] = variables.targetsOf(node);
      const variable = base === undefined ? null : variables.named(variableName(nodes.text(base)), this.fn);
      const place = values.valueOf(target);
      if (!variable || place.kind !== 'field') this.store(node, target, value, place);
      else if (isPlain) builder.assign(node, variable, value, { field: place.name });
      else builder.assign(node, variable, -1, { field: place.name, given: this.changed(place, sign, value, node) });
      return;
    }
    const targets = variables.targetsOf(node);
    targets.forEach((one, position) => {
      const variable = variables.named(variableName(nodes.text(one)), this.fn);
      if (!variable) return;
      if (type === 'variable' && isPlain) builder.assign(node, variable, value);
      else if (type === 'variable') builder.assign(node, variable, -1, { given: this.changed(values.valueOf(target), sign, value, node) });
      else {
        const whole = values.valueOf(value);
        const item = whole.kind === 'list' ? whole.items[position] : undefined;
        builder.assign(node, variable, -1, { given: item ?? { kind: 'element', of: whole, at: node } });
      }
    });
  }

  /** `$a.b.c = 1`, `$a[$i] = 1`: a place that no variable's name alone tells. */
  private store(at: number, target: number, value: number, place: Value): void {
    const { nodes, builder } = this;
    const [of, key] = nodes.named(target);
    if (of === undefined) return;
    if (place.kind === 'field') builder.store(at, of, value, { field: place.name });
    else builder.store(at, of, value, { key: nodes.type(target) === 'element_access' ? (key ?? -1) : -1 });
  }

  /** What `+=` and its like make of a value. */
  private changed(before: Value, sign: number, node: number, at: number): Value {
    const { nodes, parts } = this;
    const operator = nodes.text(sign).trim();
    const more = parts.values.valueOf(node);
    // `??=`, whose first half the grammar is not shown.
    if (operator === '??=' || operator === '?=') return { kind: 'choice', among: [before, more], falls: true, at };
    if (operator !== '+=' || (more.kind === 'literal' && more.type === 'number'))
      return { kind: 'operation', operator, operands: [before, more], at };
    if (more.kind === 'list' || (before.kind === 'variable' && this.isArray(before.variable)))
      return { kind: 'list', items: [{ kind: 'element', of: before, at }, ...(more.kind === 'list' ? more.items : [more])], at };
    return { kind: 'concat', parts: [before, more].map((value) => ({ value, quoting: 'none' })), at };
  }

  /** A variable that is given `@( … )` somewhere. */
  private isArray(variable: Variable): boolean {
    const { nodes, parts } = this;
    return parts.variables.placesOf(variable).some((place) => {
      const value = parts.variables.plainValue(place);
      return value >= 0 && /^array_(?:literal_)?expression$/.test(nodes.type(nodes.peel(value)));
    });
  }

  private emit(node: number): Call {
    const { parts, builder, fn } = this;
    const word = parts.survey.wordOf(node);
    const raises = parts.raises(node, word, fn);
    const call = builder.call(node, word, { raises });
    parts.calls.set(node, call);
    if (parts.survey.functionNamed(word)) parts.before.set(node, [...new Set([...this.latestProgram, ...this.latest])]);
    this.latest = [call];
    if (parts.setsExitCode(node, word)) this.latestProgram = [call];
    return call;
  }

  private command(node: number): void {
    const { nodes, parts, builder } = this;
    const name = nodes.field(node, 'command_name');
    const inner = name < 0 ? -1 : nodes.peel(name);
    const elements = nodes.field(node, 'command_elements');
    // Behind `||` the grammar takes a statement that leaves for a command.
    if (/^(?:exit|throw|return)$/.test(parts.survey.wordOf(node))) {
      const given = elements < 0 ? [] : nodes.named(elements).filter((child) => nodes.type(child) !== 'command_argument_sep');
      this.leave(parts.survey.wordOf(node), given[0] ?? -1);
      return;
    }
    const blocks: number[] = [];
    const redirected: number[] = [];
    for (const child of elements < 0 ? [] : nodes.named(elements)) {
      const at = nodes.peel(child);
      const type = nodes.type(at);
      if (/^redirections?$/.test(type)) redirected.push(at);
      else if (type === 'script_block_expression') {
        if (!parts.survey.blockFunction(at)) blocks.push(at);
      } else if (type === 'argument_list') {
        this.evaluateChildren(at);
        if (parts.survey.memberBefore(at) >= 0) this.emit(at);
      } else if (type !== 'command_argument_sep' && !nodes.isLeaf(at)) this.evaluate(at);
    }
    if (inner >= 0 && nodes.type(inner) === 'script_block_expression' && !parts.survey.blockFunction(inner)) {
      this.inline(inner, null, false);
    } else {
      if (inner >= 0 && nodes.type(name) === 'command_name_expr') this.evaluate(inner);
      const call = this.emit(node);
      for (const block of blocks) this.inline(block, call, this.isRepeated(call, block));
      if (parts.throws(node, call.word, call.raises)) builder.throw();
    }
    for (const one of redirected) this.redirections(one);
  }

  /** Whether a block runs once for each thing that is piped in; the first and the last of several, and named ones, once. */
  private isRepeated({ word }: Call, block: number): boolean {
    if (word !== 'foreach-object' && word !== 'where-object' && word !== 'foreach' && word !== 'where') return false;
    const { nodes } = this;
    const { start, text } = nodes.tree;
    return !/-(?:b|begin|en|end)\s*:?\s*$/i.test(text.slice(Math.max(0, start[block]! - 12), start[block]!));
  }

  private redirections(node: number): void {
    const { nodes } = this;
    const all = nodes.type(node) === 'redirection' ? [node] : nodes.named(node);
    for (const one of all) {
      const file = nodes.child(one, 'redirected_file_name');
      if (file < 0) continue;
      this.evaluateChildren(file);
      if (!/\$null$/i.test(nodes.text(file))) this.emit(one);
    }
  }

  private invocation(node: number): void {
    const { nodes, parts } = this;
    const [object, ...rest] = nodes.named(node);
    if (object !== undefined) this.evaluate(object);
    const blocks: number[] = [];
    for (const child of rest) {
      const type = nodes.type(child);
      if (type !== 'argument_list' && type !== 'invokation_foreach_expression') continue;
      for (const block of this.blocksIn(child)) blocks.push(block);
      if (blocks.length === 0) this.evaluateChildren(child);
    }
    const call = this.emit(node);
    for (const block of blocks) this.inline(block, call, true);
    if (parts.throws(node, call.word, true)) this.builder.throw();
  }

  /** Blocks among a method's arguments that run there and then. */
  private blocksIn(list: number): number[] {
    const { nodes, parts } = this;
    const found: number[] = [];
    const end = nodes.tree.next[list]!;
    for (let at = list; at < end; at++) {
      if (nodes.type(at) !== 'script_block_expression') continue;
      if (!parts.survey.blockFunction(at)) found.push(at);
      at = nodes.tree.next[at]! - 1;
    }
    return found;
  }

  /** A script block in the place where it runs. */
  private inline(block: number, call: Call | null, isRepeated: boolean): void {
    const { nodes, builder, parts } = this;
    const after = builder.newBlock();
    const head = builder.newBlock();
    const body = isRepeated ? builder.newBlock() : head;
    builder.goTo(head);
    if (isRepeated) {
      builder.choose([body, after]);
      builder.continueAt(body);
    }
    const scope = builder.enter(block, 'callback');
    if (call && isRepeated) {
      const of = this.iterated(call);
      const given: Value = of ? { kind: 'element', of, at: block } : { kind: 'argument', of: call, index: 0, at: block };
      builder.assign(block, parts.variables.current(this.fn), -1, { given });
    }
    const { giving, within } = this;
    this.giving = call && givesElements(call.word) ? call.at : -1;
    this.within = 0;
    const done = builder.newBlock();
    const label = `return#${++this.labels}`;
    this.returns.push(label);
    builder.within(label, done, -1, () => this.sections(block, false));
    this.returns.pop();
    this.giving = giving;
    this.within = within;
    builder.goTo(done);
    builder.leave(nodes.tree.next[block]! - 1, scope);
    if (isRepeated) {
      builder.jump(head);
      builder.continueAt(after);
    } else builder.goTo(after);
  }

  /** What a block runs over: what is piped into its command, or what its method is called on. */
  private iterated(call: Call): Value | null {
    const { nodes, parts } = this;
    if (nodes.type(call.at) === 'command') return parts.piped(call.at);
    const [object] = nodes.type(call.at) === 'invokation_expression' ? nodes.named(call.at) : [];
    return object === undefined ? null : parts.values.valueOf(object);
  }

  /** Keeps the latest statuses of several ways apart, and joins them where the ways meet. */
  private fork(): { arm(run: () => void): void; join(): void } {
    const [latest, program] = [this.latest, this.latestProgram];
    const ends: (readonly [readonly Call[], readonly Call[]])[] = [];
    return {
      arm: (run) => {
        this.latest = latest;
        this.latestProgram = program;
        run();
        ends.push([this.latest, this.latestProgram]);
      },
      join: () => {
        this.latest = [...new Set(ends.flatMap(([any]) => any))].slice(0, MAX_STATUSES);
        this.latestProgram = [...new Set(ends.flatMap(([, own]) => own))].slice(0, MAX_STATUSES);
      },
    };
  }
}
