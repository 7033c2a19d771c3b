/** The statements of one shell function, or of the file itself, as blocks. */

import type { Command } from '../../lower/bash/commands.ts';
import { definitionsOf } from '../../lower/bash/definitions.ts';
import { endsAt } from '../../lower/bash/leaving.ts';
import { redirectAt } from '../../lower/bash/redirects.ts';
import { isPrefix, type ShellFunction } from '../../lower/bash/shellFile.ts';
import { readTestCommand, readTests, type Test, type Tests } from '../../lower/bash/tests.ts';
import { literalOf, readWord } from '../../lower/bash/words.ts';
import { endsOnError, optionOn } from '../../order/bash/shellOptions.ts';
import { defeatOfCalls } from '../../order/bash/statusFlow.ts';
import type { FlatTree } from '../../parse/flatTree.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import { BlockBuilder } from '../blockBuilder.ts';
import { noteFlattened } from '../flattening.ts';
import type { Block, Call, IrFunction } from '../program.ts';
import type { Value } from '../values.ts';
import { arithmeticCondition, asksFile, compared, comparison } from './comparisons.ts';
import { ARITHMETIC, comparesNumbers, evaluationAt, isOpen, namesGiven } from './evaluations.ts';
import { filledBy, optionArgument } from './inputs.ts';
import { casesOf, readPattern } from './patterns.ts';
import type { ShellProgram } from './shellProgram.ts';
import { anyParameter, assignedValue, bareValue, type Meanings, wordValue } from './wordValues.ts';

/** Statements within statements; what is deeper is taken as a straight line. */
const MAX_DEPTH = 400;
const MAX_CASES = 200;

/** Nodes below a list or pipeline that are no commands. */
const noStatement = new Set(['comment', 'heredoc_body', 'heredoc_start', 'heredoc_end', 'file_descriptor', 'function_definition']);

interface Operand {
  readonly node: SyntaxNode;
  /** What stands before it: '' for the first. */
  readonly operator: string;
}

export class BodyLowering {
  private readonly program: ShellProgram;
  private readonly fn: IrFunction;
  private readonly shell: ShellFunction | null;
  private readonly tree: FlatTree;
  private readonly builder = new BlockBuilder();
  private readonly meanings: Meanings;
  /** Above 0 where `set -e` has no effect. */
  private quiet = 0;
  private depth = 0;
  /** The node that tells the status of what ran last, or -1. */
  private status = -1;
  /** Where `exit` leads in the subshells around. */
  private readonly subshells: number[] = [];
  private errexit: boolean | null = null;

  constructor(program: ShellProgram, fn: IrFunction, shell: ShellFunction | null) {
    this.program = program;
    this.fn = fn;
    this.shell = shell;
    this.tree = program.tree;
    this.meanings = program.meaningsIn(fn);
  }

  build(): readonly Block[] {
    if (this.shell) {
      for (const redirect of this.shell.node.childrenOf('redirect')) this.redirect(redirect);
      const body = this.shell.node.child('body');
      if (body) this.statement(body);
    } else this.sequence(this.program.file.root.children);
    this.builder.return(this.status);
    return this.builder.build();
  }

  // Statements

  private sequence(children: readonly SyntaxNode[]): void {
    for (const [at, child] of children.entries()) {
      if (!child.isNamed || noStatement.has(child.type)) continue;
      if (children[at + 1]?.type === '&') this.background(child);
      else this.statement(child);
    }
  }

  /** `cmd &` starts another process; nobody waits for what it says. */
  private background(node: SyntaxNode): void {
    this.subshell(node.index, () => this.quietly(() => this.statement(node)));
    this.status = -1;
  }

  private quietly(run: () => void): void {
    this.quiet++;
    run();
    this.quiet--;
  }

  private statement(node: SyntaxNode, redirects: readonly SyntaxNode[] = []): void {
    if (this.depth >= MAX_DEPTH) {
      this.straightLine(node);
      return;
    }
    this.depth++;
    this.lower(node, redirects);
    this.depth--;
  }

  private lower(node: SyntaxNode, redirects: readonly SyntaxNode[]): void {
    switch (node.type) {
      case 'command':
        this.command(node, redirects);
        return;
      case 'redirected_statement':
        this.redirected(node, redirects);
        return;
      case 'list':
        this.list(operandsOf(node), node, redirects);
        return;
      case 'pipeline':
        this.pipeline(node, statementsOf(node), redirects);
        return;
      case 'negated_command': {
        const inner = statementsOf(node)[0];
        if (inner) this.quietly(() => this.statement(inner, redirects));
        this.is(node, this.statusValue(), (value) => ({ kind: 'operation', operator: '!', operands: [value], at: node.index }));
        return;
      }
      case 'test_command':
        this.openAll(redirects);
        this.tests(node, readTests(node));
        return;
      case 'if_statement':
        this.openAll(redirects);
        this.ifStatement(node);
        return;
      case 'while_statement':
        this.openAll(redirects);
        this.whileStatement(node);
        return;
      case 'for_statement':
      case 'c_style_for_statement':
        this.openAll(redirects);
        this.forStatement(node);
        return;
      case 'case_statement':
        this.openAll(redirects);
        this.caseStatement(node);
        return;
      case 'subshell':
        this.openAll(redirects);
        this.subshell(node.index, () => this.sequence(node.children));
        return;
      case 'compound_statement':
        this.openAll(redirects);
        if (node.children[0]?.type === '((') this.arithmetic(node);
        else this.sequence(node.children);
        return;
      case 'variable_assignment':
      case 'variable_assignments':
      case 'declaration_command':
      case 'unset_command':
        this.openAll(redirects);
        this.assignments(node);
        return;
      case 'function_definition':
      case 'comment':
        return;
      case 'file_redirect':
        this.redirect(node);
        return;
      default:
        this.openAll(redirects);
        this.sequence(node.children);
    }
  }

  /** Too deep to be followed: every command in it, in the order of the text. */
  private straightLine(node: SyntaxNode): void {
    noteFlattened(this.tree, node.index);
    for (const inner of node.descendants('command')) {
      const command = this.program.file.commandAt(inner);
      if (command && this.program.functionAt(inner) === this.fn) this.call(inner.index, command, false);
    }
    this.status = -1;
  }

  private redirected(node: SyntaxNode, outer: readonly SyntaxNode[]): void {
    const own: SyntaxNode[] = [];
    let tail: readonly Operand[] = [];
    let piped: readonly SyntaxNode[] = [];
    for (const redirect of node.childrenOf('redirect')) {
      if (redirect.type !== 'heredoc_redirect') {
        own.push(redirect);
        continue;
      }
      this.inner(redirect);
      own.push(...redirect.childrenOf('redirect'));
      const pipeline = redirect.namedChildren.find(({ type }) => type === 'pipeline');
      const right = redirect.child('right');
      // The grammar hangs what follows the first line of a here-document below the redirection.
      if (pipeline) piped = statementsOf(pipeline);
      if (right) tail = [{ node: right, operator: redirect.child('operator')?.text ?? '&&' }];
    }
    for (const text of node.namedChildren) if (text.type === 'herestring_redirect') this.inner(text);
    const body = node.child('body');
    const all = [...own, ...outer];
    if (!body) this.openAll(all);
    else if (piped.length > 0) this.pipeline(node, [body, ...piped], outer, own);
    else if (tail.length > 0) this.list([{ node: body, operator: '' }, ...tail], node, [], all);
    else this.statement(body, all);
  }

  private openAll(redirects: readonly SyntaxNode[]): void {
    for (const redirect of redirects) this.redirect(redirect);
  }

  private redirect(node: SyntaxNode): void {
    this.inner(node);
    const redirect = node.type === 'file_redirect' ? redirectAt(node) : null;
    if (!redirect) return;
    const call = this.builder.call(node.index, redirect.operator, { raises: false });
    this.program.addCall(call, { kind: 'redirect', redirect });
  }

  // Conditions

  private list(operands: readonly Operand[], whole: SyntaxNode, redirects: readonly SyntaxNode[], first: readonly SyntaxNode[] = []): void {
    const after = this.builder.newBlock();
    this.chain(operands, after, after, redirects, first, false);
    this.builder.continueAt(after);
    const said = operands.flatMap(({ node }) => this.program.statusOf(node.index) ?? []);
    const operator = operands.at(-1)!.operator;
    this.status = whole.index;
    this.program.say(
      whole.index,
      said.length === operands.length ? { kind: 'operation', operator, operands: said, at: whole.index } : unknown(whole),
    );
  }

  /** `a && b || c`: from each operand to the next one that its outcome leads to. */
  private chain(
    operands: readonly Operand[],
    yes: number,
    no: number,
    redirects: readonly SyntaxNode[],
    first: readonly SyntaxNode[],
    condition: boolean,
  ): void {
    const { builder } = this;
    const count = operands.length;
    const starts = operands.map((_, at) => (at === 0 ? -1 : builder.newBlock()));
    const nextOn: { and: number; or: number }[] = [];
    let next = { and: -1, or: -1 };
    for (let at = count - 1; at >= 0; at--) {
      nextOn[at] = next;
      next = operands[at]!.operator === '&&' ? { ...next, and: at } : { ...next, or: at };
    }
    for (const [at, { node }] of operands.entries()) {
      if (at > 0) builder.continueAt(starts[at]!);
      const { and, or } = nextOn[at]!;
      const opened = [...(at === 0 ? first : []), ...(at === count - 1 ? redirects : [])];
      const toYes = and < 0 ? yes : starts[and]!;
      const toNo = or < 0 ? no : starts[or]!;
      if (at < count - 1 || condition) this.quietly(() => this.condition(node, toYes, toNo, opened));
      else if (yes === no) {
        this.statement(node, opened);
        builder.jump(yes);
      } else this.condition(node, toYes, toNo, opened);
    }
  }

  /** Lowers a statement and goes on by its status. What follows must say where. */
  private condition(node: SyntaxNode, yes: number, no: number, redirects: readonly SyntaxNode[] = []): void {
    if (this.depth >= MAX_DEPTH) {
      this.straightLine(node);
      this.builder.choose([yes, no]);
      return;
    }
    this.depth++;
    this.branch(node, yes, no, redirects);
    this.depth--;
  }

  private branch(node: SyntaxNode, yes: number, no: number, redirects: readonly SyntaxNode[]): void {
    const { builder } = this;
    switch (node.type) {
      case 'list':
        this.chain(operandsOf(node), yes, no, redirects, [], true);
        return;
      case 'negated_command': {
        const inner = statementsOf(node)[0];
        if (inner) this.condition(inner, no, yes, redirects);
        else builder.choose([yes, no]);
        return;
      }
      case 'redirected_statement':
        if (!node.childrenOf('redirect').some(({ type }) => type === 'heredoc_redirect') && node.child('body')) {
          this.condition(node.child('body')!, yes, no, [...node.childrenOf('redirect'), ...redirects]);
          return;
        }
        break;
      case 'compound_statement':
        if (node.children[0]?.type === '{') {
          this.openAll(redirects);
          this.conditions(statementsOf(node), yes, no);
          return;
        }
        break;
      case 'test_command':
        this.openAll(redirects);
        this.testBranch(node, readTests(node), yes, no);
        return;
      case 'command': {
        const command = this.program.file.commandAt(node);
        if (!command) break;
        if (command.name === 'test' || command.name === '[') {
          this.inner(node);
          this.openAll(redirects);
          this.testBranch(node, readTestCommand(command), yes, no);
          return;
        }
        if (command.name === 'true' || command.name === ':' || command.name === 'false') {
          this.inner(node);
          this.openAll(redirects);
          builder.jump(command.name === 'false' ? no : yes);
          return;
        }
      }
    }
    this.quietly(() => this.statement(node, redirects));
    if (this.status < 0) builder.choose([yes, no]);
    else builder.branch(this.status, yes, no);
  }

  /** Several statements where a condition is wanted: the last one tells. */
  private conditions(statements: readonly SyntaxNode[], yes: number, no: number): void {
    const last = statements.at(-1);
    for (const one of statements.slice(0, -1)) this.quietly(() => this.statement(one));
    if (last) this.quietly(() => this.condition(last, yes, no));
    else this.builder.choose([yes, no]);
  }

  // Tests

  private test(test: Test, at: number, { node, doubled }: Tests): void {
    const { builder, program, meanings } = this;
    const call = builder.call(at, '[', { raises: false });
    const operands = [...(test.left ? [test.left] : []), test.right].map((word) => wordValue(word, meanings));
    program.addCall(call, { kind: 'test', operator: test.operator, operands, word: test.right, node });
    if (doubled && comparesNumbers(test.operator) && test.left)
      this.evaluate(at, ARITHMETIC, [test.left.node, test.right.node].filter(isOpen));
    program.say(at, asksFile(test) ? { kind: 'status', call, at } : comparison(test, meanings, doubled));
  }

  private testBranch(node: SyntaxNode, tests: Tests, yes: number, no: number): void {
    const { builder } = this;
    const { all, joined } = tests;
    this.inner(node);
    if (all.length === 0) builder.choose([yes, no]);
    else if (joined === 'mixed') {
      for (const test of all) this.test(test, test.at, tests);
      this.program.say(node.index, joinedValue(this.program, tests, 'mixed'));
      builder.branch(node.index, yes, no);
    } else {
      for (const [index, test] of all.entries()) {
        const at = all.length === 1 ? node.index : test.at;
        this.test(test, at, tests);
        const next = index === all.length - 1 ? -1 : builder.newBlock();
        const onYes = next < 0 ? yes : joined === 'and' ? next : yes;
        const onNo = next < 0 ? no : joined === 'and' ? no : next;
        builder.branch(at, onYes, onNo, test.negated);
        if (next >= 0) builder.continueAt(next);
      }
    }
    this.status = node.index;
  }

  private tests(node: SyntaxNode, tests: Tests): void {
    const { builder, program } = this;
    if (tests.all.length === 1 && !tests.all[0]!.negated) {
      this.inner(node);
      this.test(tests.all[0]!, node.index, tests);
    } else {
      const after = builder.newBlock();
      this.testBranch(node, tests, after, after);
      builder.continueAt(after);
      program.say(node.index, joinedValue(program, tests, tests.joined));
    }
    this.status = node.index;
    this.stopUnless(node);
  }

  /** Under `set -e` what follows a test knows that it held. */
  private stopUnless(node: SyntaxNode): void {
    if (!this.endsHere(node)) return;
    const { builder } = this;
    const [held, failed] = [builder.newBlock(), builder.newBlock()];
    builder.branch(node.index, held, failed);
    builder.continueAt(failed);
    this.leave(true);
    builder.continueAt(held);
  }

  private arithmetic(node: SyntaxNode): void {
    this.inner(node);
    this.evaluate(node.index, ARITHMETIC, isOpen(node) ? [node] : []);
    this.program.say(node.index, arithmeticCondition(node, this.meanings));
    this.changedIn(node);
    this.status = node.index;
  }

  /** A part of `for ((i = 0; i < n; i++))`. */
  private counting(node: SyntaxNode): void {
    if (!node.isNamed) return;
    this.inner(node, true);
    const evaluated = node.type === 'variable_assignment' ? node.child('value') : node;
    this.evaluate(node.index, ARITHMETIC, evaluated && isOpen(evaluated) ? [evaluated] : []);
    this.changedIn(node);
  }

  /** `x=1`, `x++` and `x += 2` in arithmetic. */
  private changedIn(node: SyntaxNode): void {
    for (const inner of nodesIn(node, 'variable_assignment', 'postfix_expression', 'unary_expression', 'binary_expression')) {
      const operator = inner.child('operator')?.text ?? '';
      const target = inner.child('name') ?? inner.child('left') ?? inner.namedChildren[0];
      if (
        !target ||
        !/^(?:variable_name|word)$/.test(target.type) ||
        !(inner.type === 'variable_assignment' || /^(?:\+\+|--|.+[^=!<>]=|.=)$/.test(operator))
      )
        continue;
      if (/^(?:==|!=|<=|>=)$/.test(operator)) continue;
      this.assign(inner.index, target.text, -1);
    }
  }

  // Compound statements

  private ifStatement(node: SyntaxNode): void {
    const { builder } = this;
    const after = builder.newBlock();
    let clause = node;
    let otherwise: SyntaxNode | null = null;
    const clauses = node.namedChildren.filter(({ type }) => type === 'elif_clause' || type === 'else_clause');
    for (const next of [...clauses, null]) {
      const parts = partsOf(clause);
      const [yes, no] = [builder.newBlock(), builder.newBlock()];
      this.conditions(parts.condition, yes, no);
      const asked = parts.condition.length === 1 ? this.status : -1;
      builder.continueAt(yes);
      this.status = asked;
      this.sequence(parts.body);
      builder.jump(after);
      builder.continueAt(no);
      this.status = asked;
      if (next === null) break;
      if (next.type === 'else_clause') {
        otherwise = next;
        break;
      }
      clause = next;
    }
    if (otherwise) this.sequence(otherwise.children);
    builder.goTo(after);
    this.status = -1;
  }

  private whileStatement(node: SyntaxNode): void {
    const { builder } = this;
    const [head, body, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
    const until = node.children[0]?.type === 'until';
    const statements = node.children.filter((child) => child.field === 'condition' && child.isNamed && !noStatement.has(child.type));
    builder.goTo(head);
    this.conditions(statements, until ? after : body, until ? body : after);
    builder.continueAt(body);
    const group = node.child('body');
    builder.within('', after, head, () => {
      if (group) this.statement(group);
    });
    builder.jump(head);
    builder.continueAt(after);
    this.status = -1;
  }

  private forStatement(node: SyntaxNode): void {
    const { builder, meanings } = this;
    const [head, body, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
    const at = node.index;
    for (const value of node.childrenOf('value')) this.inner(value, true);
    const counted = node.type === 'c_style_for_statement';
    if (counted) for (const first of node.childrenOf('initializer')) this.counting(first);
    builder.goTo(head);
    if (counted) for (const condition of node.childrenOf('condition')) this.counting(condition);
    builder.choose([body, after]);
    builder.continueAt(body);
    const name = node.child('variable')?.text;
    if (name) {
      const items = node.childrenOf('value').map((value) => wordValue(readWord(value), meanings));
      const given = node.children.some(({ type }) => type === 'in');
      this.assign(at, name, -1, given ? { kind: 'element', of: { kind: 'list', items, at }, at } : anyParameter(meanings, at));
    }
    const group = node.child('body');
    builder.within('', after, head, () => {
      if (group) this.statement(group);
    });
    if (counted) for (const update of node.childrenOf('update')) this.counting(update);
    builder.jump(head);
    builder.continueAt(after);
    this.status = -1;
  }

  private caseStatement(node: SyntaxNode): void {
    const { builder, meanings, program } = this;
    const value = node.child('value');
    if (value) this.inner(value, true);
    const subject = value ? bareValue(wordValue(readWord(value), meanings)) : null;
    const items = node.namedChildren.filter(({ type }) => type === 'case_item');
    const after = builder.newBlock();
    const bodies = items.map(() => builder.newBlock());
    let open = true;
    for (const [index, item] of items.entries()) {
      const patterns = item.childrenOf('value').map((pattern) => readPattern(readWord(pattern)));
      if (patterns.some(({ glob }) => glob === '*')) {
        builder.jump(bodies[index]!);
        open = false;
        break;
      }
      const next = builder.newBlock();
      const only = patterns.length === 1 ? patterns[0]!.literal : null;
      if (subject && items.length <= MAX_CASES && only !== null) {
        program.say(item.index, compared('=', subject, { kind: 'literal', text: only, at: item.index }, item.index));
        builder.branch(item.index, bodies[index]!, next);
      } else builder.choose([bodies[index]!, next], value ? casesOf(value.index, patterns) : null);
      builder.continueAt(next);
    }
    if (open) builder.jump(after);
    for (const [index, item] of items.entries()) {
      builder.continueAt(bodies[index]!);
      this.sequence(item.children.filter((child) => child.field !== 'value'));
      const on = item.children.some(({ type }) => type === ';&' || type === ';;&');
      builder.jump(on ? (bodies[index + 1] ?? after) : after);
    }
    builder.continueAt(after);
    this.status = -1;
  }

  private subshell(at: number, run: () => void): void {
    const { builder } = this;
    const end = builder.newBlock();
    const enter = builder.enter(at, 'subshell');
    this.subshells.push(end);
    run();
    this.subshells.pop();
    builder.goTo(end);
    builder.leave(at, enter);
  }

  private pipeline(
    node: SyntaxNode,
    parts: readonly SyntaxNode[],
    redirects: readonly SyntaxNode[],
    first: readonly SyntaxNode[] = [],
  ): void {
    const all: (Value | null)[] = [];
    const pipefail = optionOn(this.program.file, '', 'pipefail', node);
    for (const [at, part] of parts.entries()) {
      const last = at === parts.length - 1;
      const opened = [...(at === 0 ? first : []), ...(last ? redirects : [])];
      const run = () => this.statement(part, opened);
      this.subshell(part.index, () => (last || pipefail ? run() : this.quietly(run)));
      all.push(this.statusValue());
    }
    const said = all.filter((value) => value !== null);
    const value =
      !pipefail || said.length < 2 ? all.at(-1)! : { kind: 'operation' as const, operator: '&&', operands: said, at: node.index };
    this.is(node, value, (same) => same);
  }

  // Commands

  private command(node: SyntaxNode, redirects: readonly SyntaxNode[]): void {
    const { program } = this;
    const command = program.file.commandAt(node);
    if (!command) return;
    const { name } = command;
    this.inner(node);
    for (const child of node.children) {
      if (child.type === 'file_redirect') this.redirect(child);
      else if (child.type !== 'variable_assignment') continue;
      else if (isPrefix(child, node)) this.inner(child);
      else this.assignment(child, true);
    }
    this.openAll(redirects);
    switch (name) {
      case 'test':
      case '[':
        this.tests(node, readTestCommand(command));
        return;
      case 'exit':
        this.leave(literalOf(command.arguments[0]) !== '0');
        return;
      case 'return':
        this.returns(command);
        return;
      case 'break':
      case 'continue':
        this.builder.leaveLoop(name, '', Number(literalOf(command.arguments[0]) ?? 1) || 1);
        return;
      case ':':
      case 'true':
      case 'false':
        this.status = -1;
        return;
    }
    if (command.nameWord === null) {
      this.status = -1;
      return;
    }
    const call = this.call(node.index, command, this.endsHere(node));
    if (name === 'shift' || name === 'set') this.newParameters(command);
    for (const definition of definitionsOf(command, this.shell))
      this.assign(
        node.index,
        definition.name,
        -1,
        filledBy(command, call, () => program.inputOf(call)),
      );
    if (name === 'getopts') this.assign(node.index, 'OPTARG', -1, optionArgument(command, this.meanings));
    if (command.wrappers.includes('exec') || endsAt(program.file, node)) this.leave(true);
  }

  private call(at: number, command: Command, raises: boolean): Call {
    const call = this.builder.call(at, isByPath(command) ? '' : command.name, { raises });
    this.program.addCall(call, { kind: 'command', command });
    this.program.say(at, { kind: 'status', call, at });
    this.status = at;
    return call;
  }

  private endsHere(node: SyntaxNode): boolean {
    if (this.quiet > 0) return false;
    const { file } = this.program;
    // Few files ever set it; those that do not are not asked command by command.
    this.errexit ??= endsOnError(file, node) || file.callsOf('set').length > 0;
    if (!this.errexit || !endsOnError(file, node)) return false;
    return this.shell === null || defeatOfCalls(file, this.shell) === null;
  }

  private leave(failed: boolean): void {
    const end = this.subshells.at(-1);
    if (end === undefined) this.builder.exit(failed);
    else this.builder.jump(end);
    this.status = -1;
  }

  private returns(command: Command): void {
    const end = this.subshells.at(-1);
    const given = command.arguments[0];
    const text = literalOf(given);
    if (end !== undefined) this.builder.jump(end);
    else if (given && text === null) this.builder.return(given.node.index, false);
    else if (given) this.builder.return(-1, text !== '0');
    else this.builder.return(this.status, false);
    this.status = -1;
  }

  /** `shift` moves the parameters on; `set -- …` gives them anew. */
  private newParameters(command: Command): void {
    const at = command.node.index;
    const words = command.arguments;
    const { length } = this.fn.parameters;
    if (command.name === 'shift') {
      const by = words.length === 0 ? 1 : Number(literalOf(words[0]));
      for (let number = 1; number <= length; number++) {
        const from = number + by;
        const value: Value | null =
          from <= length ? { kind: 'variable', variable: this.program.variableOf(String(from), this.fn), at } : null;
        this.assign(at, String(number), -1, value);
      }
      return;
    }
    const from = words.findIndex((word) => literalOf(word) === '--');
    if (from < 0) return;
    const given = words.slice(from + 1);
    const values = given.map((word) => bareValue(wordValue(word, this.meanings)));
    // A word that is several shifts those behind it.
    const told = given.every((word) => !/[@*]/.test(word.node.text));
    const split = !told || given.some(({ parts }) => parts.some(({ kind, quoting }) => kind !== 'literal' && quoting === 'bare'));
    const any: Value | null = split ? { kind: 'element', of: { kind: 'list', items: values, at }, at } : null;
    for (let number = 1; number <= length; number++) this.assign(at, String(number), -1, (told ? values[number - 1] : null) ?? any);
  }

  // Assignments

  private assign(at: number, name: string, value: number, given: Value | null = null): void {
    const assign = this.builder.assign(at, this.program.variableOf(name, this.fn), value, { given });
    this.program.addAssign(this.fn, assign);
  }

  private assignments(node: SyntaxNode): void {
    const declared = node.type === 'declaration_command' || node.type === 'unset_command';
    const all = node.type === 'variable_assignment' ? [node] : node.namedChildren;
    const integer = declared && node.namedChildren.some((child) => child.type === 'word' && /^-\w*i/.test(child.text));
    for (const one of all) {
      if (one.type === 'variable_assignment') {
        const value = integer ? one.child('value') : null;
        if (value && isOpen(value)) this.evaluate(one.index, ARITHMETIC, [value]);
        this.assignment(one, !declared);
      } else if (declared && one.type === 'variable_name' && !/^(?:export|readonly)$/.test(node.children[0]?.text ?? ''))
        this.assign(one.index, one.text, -1, { kind: 'literal', text: '', at: one.index });
      else this.inner(one, true);
    }
    if (!declared) return;
    this.evaluate(node.index, node.children[0]?.text ?? '', namesGiven(node));
    this.status = -1;
  }

  /** The status of `x=$(cmd)` is that of the command, unless the assignment is part of a declaration. */
  private assignment(node: SyntaxNode, carries: boolean): void {
    const target = node.child('name');
    const value = node.child('value');
    const ran = value !== null && this.inner(value, true, carries);
    this.is(node, ran && carries ? this.statusValue() : null, (same) => same);
    if (!target) return;
    const subscript = target.type === 'subscript';
    if (subscript) this.inner(target, true);
    const name = subscript ? (target.child('name')?.text ?? '') : target.text;
    if (name === '') return;
    const at = node.index;
    const appends = node.children.some(({ type }) => type === '+=');
    if (subscript || appends) {
      const before = { kind: 'variable', variable: this.program.variableOf(name, this.fn), at } as const;
      const more: Value = value ? assignedValue(value, this.meanings) : { kind: 'literal', text: '', at };
      const added = more.kind === 'list' ? more.items : subscript ? [more] : null;
      this.assign(at, name, -1, added ? grown(before, added) : joined(before, more));
    } else if (value) this.assign(node.index, name, value.index);
    else this.assign(node.index, name, -1, { kind: 'literal', text: '', at: node.index });
  }

  // What stands within words

  /** Runs the substitutions in a node (`itself`: or the node), and tells its `$?` what ran before. True if any ran. */
  private inner(node: SyntaxNode, itself = false, carries = false): boolean {
    const { tree } = this;
    const before = this.statusValue();
    const end = tree.next[node.index]!;
    let ran = false;
    /** What is evaluated when the substitutions in it have run. */
    const open: { readonly at: number; readonly word: string; readonly of: readonly SyntaxNode[] }[] = [];
    const evaluateUpTo = (index: number): void => {
      for (let last = open.at(-1); last && tree.next[last.at]! <= index; last = open.at(-1)) {
        open.pop();
        this.evaluate(last.at, last.word, last.of);
      }
    };
    for (let index = itself ? node.index : node.index + 1; index < end; ) {
      if (open.length > 0) evaluateUpTo(index);
      switch (tree.names.types[tree.type[index]!]) {
        case 'command_substitution':
        case 'process_substitution': {
          const view = new SyntaxNode(tree, index);
          const run = () => this.sequence(view.children);
          this.depth++;
          if (this.depth < MAX_DEPTH) this.subshell(index, () => (carries ? run() : this.quietly(run)));
          else noteFlattened(tree, index);
          this.depth--;
          ran = true;
          index = tree.next[index]!;
          break;
        }
        case 'special_variable_name':
          if (before && tree.text[tree.start[index]!] === '?') {
            this.program.say(index, before);
            this.program.say(tree.parent[index]!, before);
          }
          index++;
          break;
        case 'arithmetic_expansion':
        case 'subscript':
        case 'expansion': {
          const evaluated = open.some(({ word }) => word === ARITHMETIC) ? null : evaluationAt(tree, index);
          if (evaluated) open.push({ at: index, ...evaluated });
          index++;
          break;
        }
        // Redirections of the statement run by themselves.
        case 'file_redirect':
        case 'variable_assignment':
          index = node.type === 'command' && tree.parent[index] === node.index ? tree.next[index]! : index + 1;
          break;
        case 'heredoc_redirect':
          index++;
          break;
        case 'pipeline':
        case 'command':
        case 'list':
          // Below a here-document's first line; lowered as the statements they are.
          index = tree.next[index]!;
          break;
        default:
          index++;
      }
    }
    evaluateUpTo(end);
    if (ran && !carries) this.status = -1;
    return ran;
  }

  private evaluate(at: number, word: string, of: readonly SyntaxNode[]): void {
    if (of.length > 0) this.program.addCall(this.builder.call(at, word, { raises: false }), { kind: 'evaluation', of });
  }

  private statusValue(): Value | null {
    return this.status < 0 ? null : this.program.statusOf(this.status);
  }

  private is(node: SyntaxNode, value: Value | null, change: (value: Value) => Value): void {
    this.status = value ? node.index : -1;
    if (value) this.program.say(node.index, change(value));
  }
}

/** A program in a directory of everybody is told by its path: its name says nothing. */
function isByPath({ nameWord }: Command): boolean {
  return /^["']?\/(?:tmp|var\/tmp|dev\/shm)\//.test(nameWord?.node.text ?? '');
}

function unknown(node: SyntaxNode): Value {
  return { kind: 'unknown', at: node.index };
}

/** An array with elements added. */
function grown(before: Value, added: readonly Value[]): Value {
  const { at } = before;
  return { kind: 'list', items: [{ kind: 'element', of: before, at }, ...added], at };
}

function joined(before: Value, more: Value): Value {
  return { kind: 'concat', parts: [before, more].map((value) => ({ value, quoting: 'none' as const })), at: before.at };
}

function* nodesIn(node: SyntaxNode, ...types: string[]): Generator<SyntaxNode> {
  if (types.includes(node.type)) yield node;
  yield* node.descendants(...types);
}

function statementsOf(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter(({ type }) => !noStatement.has(type));
}

/** The operands of a list, which the grammar nests to the left. */
function operandsOf(list: SyntaxNode): readonly Operand[] {
  const operands: Operand[] = [];
  let node = list;
  for (;;) {
    const [left, right] = statementsOf(node);
    const operator = node.children.find(({ type }) => type === '&&' || type === '||')?.type ?? '&&';
    if (right) operands.push({ node: right, operator });
    if (!left) break;
    if (left.type !== 'list') {
      operands.push({ node: left, operator: '' });
      break;
    }
    node = left;
  }
  return operands.reverse();
}

/** The condition and the body of an `if` or `elif`. */
function partsOf(clause: SyntaxNode): { readonly condition: readonly SyntaxNode[]; readonly body: readonly SyntaxNode[] } {
  const { children } = clause;
  const then = children.findIndex(({ type }) => type === 'then');
  const last = children.findIndex(({ type }) => type === 'elif_clause' || type === 'else_clause' || type === 'fi');
  return {
    condition: children.slice(1, Math.max(then, 1)).filter((child) => child.isNamed && !noStatement.has(child.type)),
    body: children.slice(then + 1, last < 0 ? undefined : last),
  };
}

function joinedValue(program: ShellProgram, { all, node }: Tests, joined: string): Value {
  const at = node.index;
  const operands = all.map((test): Value => {
    const value = program.statusOf(all.length === 1 ? at : test.at) ?? unknown(node);
    return test.negated ? { kind: 'operation', operator: '!', operands: [value], at } : value;
  });
  const only = operands.length === 1 ? operands[0]! : null;
  return only ?? { kind: 'operation', operator: joined === 'and' ? '&&' : joined === 'or' ? '||' : 'mixed', operands, at };
}
