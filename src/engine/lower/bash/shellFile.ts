/** A shell file lowered once: its functions, its commands, where each variable gets a value, and who calls whom. */
import { factOf } from '../../facts.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import { type ShellStart, scriptStart } from '../../shellStart.ts';
import { SearchBudget } from '../searchBudget.ts';
import { type Command, readCommand } from './commands.ts';
import { type Definition, definitionsOf } from './definitions.ts';
import { readWord, type Word } from './words.ts';

export interface ShellFunction {
  readonly name: string;
  readonly node: SyntaxNode;
  /** Preorder indexes: first inside, first after. */
  readonly from: number;
  readonly to: number;
}

const NO_DEFINITIONS: readonly Definition[] = [];

export class ShellFile {
  readonly root: SyntaxNode;
  /** How the shell starts that reads it. */
  readonly start: ShellStart;
  /** What all questions about the file may cost together. */
  readonly budget = new SearchBudget(STEPS);
  readonly functions: readonly ShellFunction[];
  /** All simple commands in reading order; nodes inside error nodes included. */
  readonly commands: readonly Command[];
  /** Nodes of tests in brackets, and of redirections of files, in reading order. */
  readonly tests: readonly number[];
  readonly redirects: readonly number[];
  private readonly definitions = new Map<string, Definition[]>();
  private readonly byIndex = new Map<number, Command>();
  private readonly byName = new Map<string, ShellFunction>();
  private readonly callers = new Map<string, Command[]>();
  private readonly constants = new Map<string, string | null>();
  /** Answers computed once, by the function that computes them and its question. */
  private readonly answers = new Map<unknown, Map<string, unknown>>();

  constructor(root: SyntaxNode, start: ShellStart = scriptStart) {
    this.root = root;
    this.start = start;
    const { tree } = root;
    const functions: ShellFunction[] = [];
    const commandNodes: SyntaxNode[] = [];
    const assigning: SyntaxNode[] = [];
    const tests: number[] = [];
    const redirects: number[] = [];
    for (let index = 0; index < tree.count; index++) {
      switch (tree.names.types[tree.type[index]!]) {
        case 'function_definition': {
          const node = new SyntaxNode(tree, index);
          const one = { name: node.child('name')?.text ?? '', node, from: index, to: tree.next[index]! };
          functions.push(one);
          if (!this.byName.has(one.name)) this.byName.set(one.name, one);
          break;
        }
        case 'command':
          if (tree.start[index]! < tree.end[index]!) commandNodes.push(new SyntaxNode(tree, index));
          break;
        case 'variable_assignment':
        case 'for_statement':
        case 'declaration_command':
          assigning.push(new SyntaxNode(tree, index));
          break;
        case 'test_command':
          tests.push(index);
          break;
        case 'file_redirect':
          redirects.push(index);
      }
    }
    this.tests = tests;
    this.redirects = redirects;
    this.functions = functions;
    for (const node of assigning) this.define(node);
    this.commands = commandNodes.map((node) =>
      readCommand(
        node,
        (word) => this.constantName(word),
        (word) => this.elementsOf(word),
      ),
    );
    for (const command of this.commands) {
      this.byIndex.set(command.node.index, command);
      if (command.name) {
        const calls = this.callers.get(command.name);
        if (calls) calls.push(command);
        else this.callers.set(command.name, [command]);
      }
      for (const definition of definitionsOf(command, this.functionOf(command.node))) this.add(definition);
    }
    for (const all of this.definitions.values()) all.sort((a, b) => a.node.index - b.node.index);
  }

  private add(definition: Definition): void {
    const all = this.definitions.get(definition.name);
    if (all) all.push(definition);
    else this.definitions.set(definition.name, [definition]);
  }

  private define(node: SyntaxNode): void {
    const inside = this.functionOf(node);
    if (node.type === 'for_statement') {
      const name = node.child('variable')?.text;
      if (name) this.add({ name, kind: 'loop', node, values: node.childrenOf('value'), local: false, function: inside });
      return;
    }
    if (node.type === 'declaration_command') {
      const keyword = node.children[0]?.text;
      if (keyword === 'export' || keyword === 'readonly') return;
      for (const child of node.namedChildren) {
        if (child.type === 'variable_name')
          this.add({ name: child.text, kind: 'value', node: child, values: [], local: inside !== null, function: inside });
      }
      return;
    }
    const target = node.child('name');
    if (!target) return;
    const { parent } = node;
    if (parent?.type === 'command' && isPrefix(node, parent)) return;
    const keyword = parent?.type === 'declaration_command' ? parent.children[0]?.text : '';
    const value = node.child('value');
    const subscript = target.type === 'subscript';
    this.add({
      name: subscript ? (target.child('name')?.text ?? '') : target.text,
      kind: subscript || node.children.some((child) => child.type === '+=') ? 'append' : 'value',
      node,
      values: value ? (value.type === 'array' ? value.namedChildren : [value]) : [],
      local: inside !== null && (keyword === 'local' || keyword === 'declare' || keyword === 'typeset'),
      function: inside,
    });
  }

  /** An answer that is computed once; `meanwhile` is given to whoever asks again while it is being computed. */
  once<T>(by: unknown, question: string, meanwhile: T, compute: () => T): T {
    const known = this.answers.get(by) ?? new Map<string, unknown>();
    this.answers.set(by, known);
    if (known.has(question)) return known.get(question) as T;
    known.set(question, meanwhile);
    const answer = compute();
    known.set(question, answer);
    return answer;
  }

  /** The innermost function around a node. */
  functionOf(node: SyntaxNode): ShellFunction | null {
    let low = 0;
    let high = this.functions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.functions[middle]!.from < node.index) low = middle + 1;
      else high = middle;
    }
    // Functions are in preorder, so the last one before the node that still holds it is the innermost.
    for (let at = low - 1, looked = 0; at >= 0 && looked < 64; at--, looked++) {
      if (this.functions[at]!.to > node.index) return this.functions[at]!;
    }
    return null;
  }

  functionNamed(name: string): ShellFunction | null {
    return this.byName.get(name) ?? null;
  }

  commandAt(node: SyntaxNode): Command | null {
    return this.byIndex.get(node.index) ?? null;
  }

  /** Where in `commands` those at or after a node begin. */
  firstCommandFrom(index: number): number {
    return lastBefore(this.commands, index) + 1;
  }

  /** Calls of a program before a place, the nearest first. */
  *callsBefore(name: string, index: number): Generator<Command> {
    const calls = this.callsOf(name);
    const from = lastBefore(calls, index);
    for (let at = from; at >= 0; at--) {
      this.budget.spend();
      yield calls[at]!;
    }
  }

  /** Commands that run this program or function. */
  callsOf(name: string): readonly Command[] {
    return this.callers.get(name) ?? [];
  }

  /** Every variable that the file gives a value. */
  variableNames(): Iterable<string> {
    return this.definitions.keys();
  }

  definitionsOf(name: string): readonly Definition[] {
    return this.definitions.get(name) ?? NO_DEFINITIONS;
  }

  /** The one constant a variable has wherever it is assigned in this file, or null. */
  constantOf(name: string): string | null {
    const known = this.constants.get(name);
    if (known !== undefined) return known;
    // While it is being computed the answer is "not constant", which ends cycles.
    this.constants.set(name, null);
    let constant: string | null = null;
    for (const definition of this.definitionsOf(name)) {
      const value = definition.kind === 'value' ? definition.values : null;
      const text =
        value?.length === 0 ? '' : value?.length === 1 && definition.node.type !== 'array' ? this.fold(readWord(value[0]!)) : null;
      if (text === null || (constant !== null && constant !== text)) return null;
      constant = text;
    }
    this.constants.set(name, constant);
    return constant;
  }

  /** The text of a word all of whose variables are constants of the file, or null. */
  fold(word: Word): string | null {
    let text = '';
    for (const part of word.parts) {
      const value =
        part.kind === 'literal' ? part.text : part.kind === 'variable' && part.operator === '' ? this.constantOf(part.name) : null;
      if (value === null || text.length + value.length > MAX_CONSTANT) return null;
      text += value;
    }
    return text;
  }

  /** The words of an array that is given its elements in one place, where a word is all of it: `"${options[@]}"`. */
  private elementsOf({ parts }: Word): readonly Word[] | null {
    const [only] = parts;
    if (parts.length !== 1 || only?.kind !== 'variable' || only.operator !== '' || !/^\$\{\w+\[[@*]\]\}$/.test(only.node.text)) return null;
    const [definition, ...others] = this.definitionsOf(only.name);
    if (!definition || others.length > 0 || definition.kind !== 'value' || definition.values.length > MAX_ELEMENTS) return null;
    return definition.node.child('value')?.type === 'array' && definition.values.length > 0 ? definition.values.map(readWord) : null;
  }

  private constantName(word: Word): string | null {
    return word.parts.some((part) => part.kind === 'variable') ? this.fold(word) : null;
  }
}

/** A file made to be searched for ever spends it; real ones stay far below. */
const STEPS = 1_000_000;
const MAX_CONSTANT = 4096;
const MAX_ELEMENTS = 16;

/** Position of the last of some ordered things that stands before an index, or -1. */
export function lastBefore(ordered: readonly { readonly node: SyntaxNode }[], index: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ordered[middle]!.node.index < index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** `A=1 cmd` sets A for cmd only; but the grammar also joins two lines `A=1⏎cmd`, which is an assignment of its own. */
export function isPrefix(assignment: SyntaxNode, command: SyntaxNode): boolean {
  const name = command.child('name');
  return name !== null && !command.tree.text.slice(assignment.end, name.start).includes('\n');
}

/** One for a tree: rules that look at nodes and those that work on the program share it. */
export function lowerShell(root: SyntaxNode, start?: ShellStart): ShellFile {
  return factOf(root.tree, lowerShell, () => new ShellFile(root, start));
}
