/** One look over a file's nodes: which functions there are, which commands and methods are called where, what is assigned. */
import { aliasesIn } from '../../lower/powershell/aliases.ts';
import { commandName } from '../../lower/powershell/commands.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Block, IrFunction } from '../program.ts';
import type { Variable } from '../values.ts';
import type { Nodes } from './nodes.ts';
import type { PowerShellVocabulary } from './vocabulary.ts';
import { commandWord, isCmdletName } from './words.ts';

export type FunctionKind = 'script' | 'function' | 'method' | 'block';

export class PowerShellFunction implements IrFunction {
  readonly index: number;
  readonly name: string;
  readonly at: number;
  readonly outer: PowerShellFunction | null;
  readonly kind: FunctionKind;
  /** The class of a method, '' elsewhere. */
  readonly className: string;
  readonly isAsync = false;
  /** Nodes of its parameters. */
  readonly parameterNodes: readonly number[];
  parameters: readonly Variable[] = [];
  /** Its own variables, by name. */
  readonly locals = new Map<string, Variable>();
  private readonly build: (fn: PowerShellFunction) => readonly Block[];
  private built: readonly Block[] | null = null;

  constructor(
    kind: FunctionKind,
    { index, name, at, className }: { index: number; name: string; at: number; className: string },
    outer: PowerShellFunction | null,
    parameterNodes: readonly number[],
    build: (fn: PowerShellFunction) => readonly Block[],
  ) {
    this.kind = kind;
    this.index = index;
    this.name = name;
    this.at = at;
    this.className = className;
    this.outer = outer;
    this.parameterNodes = parameterNodes;
    this.build = build;
  }

  get blocks(): readonly Block[] {
    if (!this.built) {
      // Whoever asks while it is being built gets what there is: nothing.
      this.built = [];
      this.built = this.build(this);
    }
    return this.built;
  }
}

const looked = new Set([
  'command',
  'invokation_expression',
  'argument_list',
  'redirection',
  'script_block_expression',
  'assignment_expression',
  'foreach_statement',
  'post_increment_expression',
  'post_decrement_expression',
  'pre_increment_expression',
  'pre_decrement_expression',
]);

/** Blocks of these run where they stand. */
const inlineCommands = new Set(['foreach-object', 'where-object', 'begin', 'process', 'end', 'clean', 'measure-command', '&', '.']);
const inlineMethods = new Set(['foreach', 'where']);

export class Survey {
  readonly functions: PowerShellFunction[] = [];
  /** Assignments, loops and increments: nodes in order. */
  readonly assignments: number[] = [];
  private readonly nodes: Nodes;
  private readonly vocabulary: PowerShellVocabulary;
  private readonly byAt = new Map<number, PowerShellFunction>();
  private readonly byName = new Map<string, PowerShellFunction>();
  private readonly methods = new Map<string, PowerShellFunction[]>();
  /** Calls by word. */
  private readonly calls = new Map<string, number[]>();
  private readonly words = new Map<number, string>();
  private readonly aliases: ReadonlyMap<string, string>;
  private texts: Map<string, string> | null = null;

  constructor(nodes: Nodes, vocabulary: PowerShellVocabulary, build: (fn: PowerShellFunction) => readonly Block[]) {
    this.nodes = nodes;
    this.vocabulary = vocabulary;
    const commands: number[] = [];
    const others: number[] = [];
    const blocks: number[] = [];
    const functions: { node: number; kind: FunctionKind; end: number }[] = [];
    this.collect(commands, others, blocks, functions);
    const names = new Set(functions.map(({ node, kind }) => (kind === 'function' ? this.functionName(node).toLowerCase() : '')));
    this.aliases = this.fileAliases(commands);
    for (const command of commands) this.addCall(this.commandWordOf(command), command);
    for (const other of others) this.addCall(this.otherWord(other), other);
    for (const block of blocks) {
      if (!this.isInline(block, names)) functions.push({ node: block, kind: 'block', end: nodes.tree.next[block]! });
    }
    this.makeFunctions(functions, build);
  }

  private collect(commands: number[], others: number[], blocks: number[], functions: { node: number; kind: FunctionKind; end: number }[]) {
    const { tree } = this.nodes;
    const kinds: (number | undefined)[] = [];
    for (let node = 1; node < tree.count; node++) {
      const id = tree.type[node]!;
      const type = tree.names.types[id]!;
      kinds[id] ??= looked.has(type) ? 1 : type === 'function_statement' ? 2 : type === 'class_method_definition' ? 3 : 0;
      const kind = kinds[id];
      if (kind === 0) continue;
      if (kind !== 1) functions.push({ node, kind: kind === 2 ? 'function' : 'method', end: tree.next[node]! });
      else if (type === 'command') commands.push(node);
      else if (type === 'script_block_expression') blocks.push(node);
      else if (type === 'invokation_expression' || type === 'redirection') others.push(node);
      // A method call as an argument: its parentheses stand beside the member.
      else if (type === 'argument_list') {
        if (this.nodes.type(tree.parent[node]!) !== 'invokation_expression') others.push(node);
      } else this.assignments.push(node);
    }
  }

  private fileAliases(commands: readonly number[]): ReadonlyMap<string, string> {
    const { nodes } = this;
    const defining = commands.filter((command) => /^(?:set-alias|new-alias|sal|nal)$/i.test(nodes.text(command + 1)));
    return defining.length === 0 ? NO_ALIASES : aliasesIn(defining.map((command) => new SyntaxNode(nodes.tree, command)));
  }

  private addCall(word: string, node: number): void {
    this.words.set(node, word);
    const list = this.calls.get(word);
    if (list) list.push(node);
    else this.calls.set(word, [node]);
  }

  private commandWordOf(command: number): string {
    const { nodes } = this;
    const written = this.writtenName(command) ?? this.programName(command);
    const { word, isPath } = commandWord(written ?? '&');
    if (word === '&' || (written !== null && this.isUnknownFile(command, word)))
      return nodes.text(nodes.child(command, 'command_invokation_operator')) === '.' ? '.' : '&';
    return isPath ? word : this.resolved(word);
  }

  /** A file that is run by its place, and whose name says nothing. */
  private isUnknownFile(command: number, word: string): boolean {
    const { nodes } = this;
    const name = nodes.field(command, 'command_name');
    return /[\\/]/.test(nodes.text(name)) && !isCmdletName(word) && !this.vocabulary.knowsProgram(word);
  }

  /** The program that a computed name certainly ends with: `& "$env:SystemRoot\System32\\icacls.exe"`, `& $icacls`. */
  private programName(command: number): string | null {
    const { nodes } = this;
    const name = nodes.field(command, 'command_name');
    if (name < 0) return null;
    const inner = nodes.peel(name);
    const text = nodes.type(inner) === 'variable' ? (this.onlyTexts.get(nodes.text(inner).toLowerCase()) ?? '') : nodes.text(inner);
    return /[\\/]([\w.-]{1,60}\.(?:exe|com))["']?$/i.exec(text)?.[1] ?? /^["']([\w-]{1,60}(?:\.exe)?)["']$/i.exec(text)?.[1] ?? null;
  }

  /** What variables hold that are assigned once, as it is written. */
  private get onlyTexts(): ReadonlyMap<string, string> {
    if (this.texts) return this.texts;
    this.texts = new Map();
    const twice = new Set<string>();
    for (const node of this.assignments) {
      const [left] = this.nodes.named(node);
      const value = this.nodes.field(node, 'value');
      if (left === undefined) continue;
      const name = this.nodes.text(left).toLowerCase();
      if (this.texts.has(name) || value < 0) twice.add(name);
      else this.texts.set(name, this.nodes.text(value).slice(0, 300));
    }
    for (const name of twice) this.texts.delete(name);
    return this.texts;
  }

  /** The name a command is called by as it is written, or null where it is computed. */
  writtenName(command: number): string | null {
    const { nodes } = this;
    const name = nodes.field(command, 'command_name');
    if (name < 0) return null;
    if (nodes.type(name) === 'command_name') return nodes.text(name);
    const inner = nodes.peel(name);
    if (nodes.type(inner) === 'script_block_expression' || nodes.type(inner) === 'variable') return null;
    return commandName(new SyntaxNode(nodes.tree, command));
  }

  private resolved(word: string): string {
    const own = this.aliases.get(word) ?? word;
    return this.vocabulary.aliasOf(own) ?? own;
  }

  private otherWord(node: number): string {
    const { nodes } = this;
    if (nodes.type(node) === 'redirection') return '>';
    return this.memberName(node);
  }

  /** The method that is called, in lower case. */
  memberName(node: number): string {
    const { nodes } = this;
    const called = nodes.type(node) === 'argument_list' ? this.memberBefore(node) : node;
    const member = called < 0 ? -1 : nodes.child(called, 'member_name');
    return member < 0
      ? ''
      : nodes
          .text(member)
          .replace(/^["']|["']$/g, '')
          .toLowerCase();
  }

  /** `$a.Do` of `Set-Content x $a.Do('q')`, for its argument list; -1 where it is not one. */
  memberBefore(list: number): number {
    const { nodes } = this;
    let before = -1;
    const parent = nodes.parent(list);
    for (const child of nodes.children(parent)) {
      if (child === list) break;
      before = child;
    }
    const member = before < 0 ? -1 : nodes.peel(before);
    return member >= 0 && nodes.type(member) === 'member_access' ? member : -1;
  }

  private functionName(node: number): string {
    const name = this.nodes.child(node, 'function_name');
    return name < 0 ? '' : this.nodes.text(name).replace(/^(?:global|script|local|private):/i, '');
  }

  /** Whether a script block runs where it stands. */
  private isInline(block: number, functions: ReadonlySet<string>): boolean {
    const { nodes } = this;
    for (let at = nodes.parent(block); at > 0; at = nodes.parent(at)) {
      const type = nodes.type(at);
      if (type === 'command') {
        const word = this.words.get(at) ?? '';
        if (word === '&' || word === '.') return nodes.peel(nodes.field(at, 'command_name')) === block;
        return (
          inlineCommands.has(word) || functions.has(word) || this.vocabulary.runsCallback(this.vocabulary.shapeOf(word)?.name ?? null, word)
        );
      }
      if (type === 'invokation_expression' || type === 'argument_list') {
        const word = this.words.get(at);
        if (word !== undefined) return inlineMethods.has(word);
      } else if (type === 'invokation_foreach_expression') return true;
      else if (type === 'pipeline' || type === 'hash_entry' || type === 'statement_list') return false;
    }
    return false;
  }

  private makeFunctions(
    found: { node: number; kind: FunctionKind; end: number }[],
    build: (fn: PowerShellFunction) => readonly Block[],
  ): void {
    const { nodes } = this;
    found.sort((a, b) => a.node - b.node);
    const script = new PowerShellFunction('script', { index: 0, name: '', at: 0, className: '' }, null, this.parametersOf(0), build);
    this.functions.push(script);
    this.byAt.set(0, script);
    const open: { fn: PowerShellFunction; end: number }[] = [{ fn: script, end: nodes.tree.count }];
    for (const { node, kind, end } of found) {
      while (open.at(-1)!.end <= node) open.pop();
      const className = kind === 'method' ? this.classAround(node) : '';
      const name = kind === 'function' ? this.functionName(node) : kind === 'method' ? this.methodName(node) : '';
      const place = { index: this.functions.length, name: className ? `${className}.${name}` : name, at: node, className };
      const fn = new PowerShellFunction(kind, place, open.at(-1)!.fn, this.parametersOf(node), build);
      this.functions.push(fn);
      this.byAt.set(node, fn);
      if (kind === 'function') this.byName.set(name.toLowerCase(), fn);
      if (kind === 'method') {
        const key = name.toLowerCase();
        this.methods.set(key, [...(this.methods.get(key) ?? []), fn]);
      }
      open.push({ fn, end });
    }
  }

  private methodName(node: number): string {
    const name = this.nodes.child(node, 'simple_name');
    return name < 0 ? '' : this.nodes.text(name);
  }

  private classAround(node: number): string {
    const around = this.nodes.around(node, -1, 'class_statement');
    return around < 0 ? '' : this.methodName(around);
  }

  private parametersOf(node: number): number[] {
    const { nodes } = this;
    let list = -1;
    for (const child of nodes.children(node)) {
      const type = nodes.type(child);
      if (type === 'class_method_parameter_list') list = child;
      else if (type === 'class_method_parameter') return [child];
      else if (type === 'function_parameter_declaration' || type === 'param_block') list = nodes.child(child, 'parameter_list');
      else if (type === 'script_block') {
        const block = nodes.child(child, 'param_block');
        if (block >= 0) list = nodes.child(block, 'parameter_list');
      }
      if (list >= 0) break;
    }
    return list < 0 ? [] : nodes.named(list).filter((one) => /^(?:script_parameter|class_method_parameter)$/.test(nodes.type(one)));
  }

  /** The function that a node stands in. */
  ownerOf(node: number): PowerShellFunction {
    for (let at = node; at > 0; at = this.nodes.parent(at)) {
      const fn = this.byAt.get(at);
      if (fn) return fn;
    }
    return this.functions[0]!;
  }

  /** The function of a script block, or null where it runs in place. */
  blockFunction(node: number): PowerShellFunction | null {
    return this.byAt.get(node) ?? null;
  }

  functionNamed(word: string): PowerShellFunction | null {
    return this.byName.get(word) ?? null;
  }

  methodsNamed(word: string): readonly PowerShellFunction[] {
    return this.methods.get(word) ?? [];
  }

  wordOf(call: number): string {
    return this.words.get(call) ?? '';
  }

  callsWith(word: string): readonly number[] {
    return this.calls.get(word) ?? [];
  }
}

const NO_ALIASES: ReadonlyMap<string, string> = new Map();
