/** A shell file as a program: its functions with blocks built on demand, and what its words mean. */
import type { Command } from '../../lower/bash/commands.ts';
import { type FileRedirect, opensFile } from '../../lower/bash/redirects.ts';
import { lowerShell, type ShellFile, type ShellFunction } from '../../lower/bash/shellFile.ts';
import { literalOf, readWord, type Word } from '../../lower/bash/words.ts';
import type { FlatTree } from '../../parse/flatTree.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { SourceText } from '../../sourceText.ts';
import type { Assign, Block, Call, Decorator, FlowProgram, Import, IrFunction } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import { BodyLowering } from './bodyLowering.ts';
import { mayAskFile } from './comparisons.ts';
import { evaluatedValues, evaluationsOf, INDIRECT } from './evaluations.ts';
import { inputAt } from './inputs.ts';
import { printedBy, printersIn } from './outputs.ts';
import { sourcedFiles } from './sources.ts';
import { assignedValue, type Meanings, wordValue } from './wordValues.ts';

/** What a call stands for in the file: a command, a redirection of a file, one test, or what the shell evaluates itself. */
export type Act =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'redirect'; readonly redirect: FileRedirect }
  | {
      readonly kind: 'test';
      readonly operator: string;
      readonly operands: readonly Value[];
      readonly word: Word;
      readonly node: SyntaxNode;
    }
  | { readonly kind: 'evaluation'; readonly of: readonly SyntaxNode[] };

const PARAMETER = /^[1-9]\d?$/;
const ALL_PARAMETERS = /\$\{?[@*]|\bshift\b|\bgetopts\b|\b(?:for|select)\s+\w+\s*(?:;|\bdo\b)/;
const MAX_PARAMETERS = 9;

class ShellBody implements IrFunction {
  readonly index: number;
  readonly name: string;
  readonly at: number;
  readonly outer: IrFunction | null;
  readonly isAsync = false;
  readonly shell: ShellFunction | null;
  private readonly program: ShellProgram;
  private built: readonly Block[] | null = null;
  private known: readonly Variable[] | null = null;

  constructor(program: ShellProgram, index: number, shell: ShellFunction | null) {
    this.program = program;
    this.index = index;
    this.shell = shell;
    this.name = shell?.name ?? '';
    this.at = shell?.node.index ?? 0;
    this.outer = shell ? program.functions[0]! : null;
  }

  /** As many as the text asks for by number; where it asks for all of them or moves them on, as many as have a number. */
  get parameters(): readonly Variable[] {
    if (!this.known) {
      const text = (this.shell?.node ?? this.program.file.root).text;
      let count = ALL_PARAMETERS.test(text) ? MAX_PARAMETERS : 0;
      for (const [, number] of text.matchAll(/\$\{?#?([1-9])/g)) count = Math.max(count, Number(number));
      this.known = Array.from({ length: count }, (_, index) => this.program.variableOf(String(index + 1), this));
    }
    return this.known;
  }

  get blocks(): readonly Block[] {
    if (!this.built) {
      // Whoever asks while they are being built sees none of them.
      this.built = [];
      this.built = new BodyLowering(this.program, this, this.shell).build();
    }
    return this.built;
  }
}

const NO_OPTIONS: ReadonlyMap<string, Value> = new Map();

export class ShellProgram implements FlowProgram {
  readonly tree: FlatTree;
  readonly answersByStatus = true;
  readonly file: ShellFile;
  readonly functions: readonly IrFunction[];
  private readonly byNode = new Map<number, ShellBody>();
  private readonly byName = new Map<string, ShellBody>();
  private readonly variables = new Map<string, Variable>();
  private readonly calls = new Map<number, Call>();
  private readonly indirections = new Map<number, Call>();
  private readonly acts = new Map<Call, Act>();
  private readonly said = new Map<number, Value>();
  private readonly values = new Map<number, Value>();
  private readonly assigns = new Map<Variable, { readonly within: IrFunction; readonly assign: Assign }[]>();
  private readonly assigned = new Map<number, { readonly within: IrFunction; readonly assign: Assign }>();
  private readonly given = new Map<Call, readonly Value[]>();
  private readonly printers = new Map<IrFunction, readonly Call[]>();
  private integers: ReadonlySet<string> | null = null;
  private sourced: readonly Import[] | null = null;
  private exported: ReadonlyMap<string, Value> | null = null;

  constructor(file: ShellFile) {
    this.file = file;
    this.tree = file.root.tree;
    const bodies: ShellBody[] = [];
    this.functions = bodies;
    bodies.push(new ShellBody(this, 0, null));
    for (const shell of file.functions) {
      const body = new ShellBody(this, bodies.length, shell);
      bodies.push(body);
      this.byNode.set(shell.from, body);
      if (!this.byName.has(shell.name)) this.byName.set(shell.name, body);
    }
  }

  /** The function that a node stands in. */
  functionAt(node: SyntaxNode): IrFunction {
    const inside = this.file.functionOf(node);
    return (inside && this.byNode.get(inside.from)) ?? this.functions[0]!;
  }

  private build(node: SyntaxNode): IrFunction {
    const fn = this.functionAt(node);
    // Asking for the blocks builds them.
    return fn.blocks ? fn : fn;
  }

  /** A variable by its name in a function: its parameter, its own local, or the one that the whole file sees. */
  variableOf(name: string, fn: IrFunction): Variable {
    const isParameter = PARAMETER.test(name);
    const { shell } = fn as ShellBody;
    const isOwn =
      isParameter || (shell !== null && this.file.definitionsOf(name).some((one) => one.local && one.function?.from === shell.from));
    const key = isOwn ? `${fn.index}:${name}` : name;
    let variable = this.variables.get(key);
    if (!variable) {
      variable = { id: this.variables.size, name, owner: isOwn ? fn : null, parameter: isParameter ? Number(name) - 1 : -1 };
      this.variables.set(key, variable);
    }
    return variable;
  }

  /** What words mean where a function's blocks are being built. */
  meaningsIn(fn: IrFunction): Meanings {
    return {
      variable: (name) => (PARAMETER.test(name) || this.isGiven(name) ? this.variableOf(name, fn) : null),
      output: (node) => this.outputOf(node),
      status: (node) => this.said.get(node.index) ?? { kind: 'unknown', at: node.index },
      indirect: (node) => {
        const call = this.indirections.get(node.index);
        return call ? { kind: 'result', call, at: node.index } : { kind: 'unknown', at: node.index };
      },
      parameters: () => fn.parameters,
    };
  }

  private isGiven(name: string): boolean {
    const { file } = this;
    return file.definitionsOf(name).length > 0 || (name === 'OPTARG' && file.callsOf('getopts').length > 0);
  }

  /** Told by the lowering: the value of a node that is no word. */
  say(node: number, value: Value): void {
    this.said.set(node, value);
  }

  addCall(call: Call, act: Act): void {
    if (act.kind !== 'evaluation') this.calls.set(call.at, call);
    else if (call.word === INDIRECT) this.indirections.set(call.at, call);
    this.acts.set(call, act);
  }

  addAssign(within: IrFunction, assign: Assign): void {
    this.assigned.set(assign.at, { within, assign });
    const all = this.assigns.get(assign.variable);
    if (all) all.push({ within, assign });
    else this.assigns.set(assign.variable, [{ within, assign }]);
  }

  /** The call of a command; none for tests. */
  private readonly commandCall = (node: SyntaxNode): Call | null => {
    const call = this.calls.get(node.index);
    return call && this.acts.get(call)?.kind === 'command' ? call : null;
  };

  private readonly outputs = {
    printed: (statement: SyntaxNode) => this.printed(statement),
    callAt: (node: SyntaxNode) => this.calls.get(node.index) ?? null,
  };

  statusOf(node: number): Value | null {
    return this.said.get(node) ?? null;
  }

  /** What a substitution prints. */
  private outputOf(substitution: SyntaxNode): Value {
    this.build(substitution);
    const only = substitution.namedChildren.filter((child) => child.type !== 'comment');
    const read = only.length === 1 && only[0]!.type === 'file_redirect' ? this.calls.get(only[0]!.index) : undefined;
    if (read) return { kind: 'result', call: read, at: substitution.index };
    if (substitution.namedChildren.every((child) => child.type === 'comment')) return { kind: 'literal', text: '', at: substitution.index };
    return this.printed(substitution);
  }

  private printed(node: SyntaxNode): Value {
    return printedBy(node, this.commandCall) ?? { kind: 'unknown', at: node.index };
  }

  valueOf(node: number): Value {
    const view = new SyntaxNode(this.tree, node);
    const fn = this.build(view);
    const known = this.said.get(node) ?? this.values.get(node);
    if (known) return known;
    const value = assignedValue(view, this.meaningsIn(fn));
    this.values.set(node, value);
    return value;
  }

  actOf(call: Call): Act {
    return this.acts.get(call)!;
  }

  /** The call that a command is. */
  callAt(node: SyntaxNode): Call | null {
    this.build(node);
    return this.calls.get(node.index) ?? null;
  }

  commandOf(call: Call): Command | null {
    const act = this.acts.get(call);
    return act?.kind === 'command' ? act.command : null;
  }

  nameOf(call: Call): string | null {
    return call.word === '' ? null : call.word;
  }

  receiverOf(): null {
    return null;
  }

  /** The word that names the program, where it is no constant name: `"$cmd" -x`. */
  calleeOf(call: Call): Value | null {
    const word = call.word === '' ? this.commandOf(call)?.nameWord : null;
    return word ? this.wordValue(word) : null;
  }

  argumentsOf(call: Call): readonly Value[] {
    let values = this.given.get(call);
    if (!values) {
      values = this.readArguments(call);
      this.given.set(call, values);
    }
    return values;
  }

  private readArguments(call: Call): readonly Value[] {
    const act = this.acts.get(call);
    if (!act) return [];
    if (act.kind === 'test') return act.operands;
    const meanings = this.meaningsIn(this.functionAt(new SyntaxNode(this.tree, call.at)));
    if (act.kind === 'evaluation') return evaluatedValues(act.of, meanings);
    if (act.kind === 'redirect') return [wordValue(act.redirect.target, meanings)];
    const words = act.command.arguments;
    // What a function of the file is handed on keeps its number; other programs' words keep their places.
    if (!this.targetOf(call)) return words.map((word) => wordValue(word, meanings));
    return words.flatMap((word) => {
      const from = handsOn(word);
      if (from === null) return [wordValue(word, meanings)];
      const at = word.node.index;
      return meanings.parameters().flatMap((variable, index) => (index < from ? [] : [{ kind: 'variable', variable, at } as const]));
    });
  }

  /**
   * The word of an option, whether it stands behind it (`-o f`, `--output f`), is joined to it (`-of`, `--output=f`) or closes a group
   * (`-so f`); an empty text for one that has none. `stdin` is what it reads.
   */
  optionOf(call: Call, name: string): Value | null {
    const command = this.commandOf(call);
    if (!command) return null;
    if (name === 'stdin') return this.inputOf(call);
    const given = this.argumentsOf(call);
    const short = /^-[^-]$/.test(name) ? name[1]! : null;
    for (const [at, word] of command.arguments.entries()) {
      const text = literalOf(word) ?? word.node.text;
      if (text === '--') return null;
      const empty: Value = { kind: 'literal', text: '', at: word.node.index };
      if (text === name) return given[at + 1] ?? empty;
      if (short !== null && /^-[A-Za-z]/.test(text) && text.includes(short))
        return text.endsWith(short)
          ? (given[at + 1] ?? empty)
          : { kind: 'literal', text: text.slice(text.indexOf(short) + 1), at: empty.at };
      if (short === null && text.startsWith(`${name}=`)) {
        const [first, ...rest] = word.parts;
        if (first?.kind !== 'literal') return empty;
        const parts = [{ ...first, text: first.text.slice(name.length + 1) }, ...rest];
        return wordValue({ node: word.node, parts }, this.meaningsIn(this.functionAt(word.node)));
      }
    }
    return null;
  }

  /** What a word of a command means where it stands. */
  wordValue(word: Word): Value {
    return wordValue(word, this.meaningsIn(this.functionAt(word.node)));
  }

  /** The assignment that a node makes, if it makes one. */
  assignAt(node: number): { readonly within: IrFunction; readonly assign: Assign } | null {
    return this.assigned.get(node) ?? null;
  }

  inputOf(call: Call): Value | null {
    if (this.commandOf(call) === null) return null;
    const node = new SyntaxNode(this.tree, call.at);
    return inputAt(node, this.meaningsIn(this.functionAt(node)), this.outputs);
  }

  printersOf(fn: IrFunction): readonly Call[] {
    let printers = this.printers.get(fn);
    if (!printers) {
      const { shell, blocks } = fn as ShellBody;
      const body = shell ? shell.node.child('body') : this.file.root;
      printers = body && blocks.length > 0 ? printersIn(printedBy(body, this.commandCall)) : [];
      this.printers.set(fn, printers);
    }
    return printers;
  }

  namesFiles({ at }: Value): boolean {
    const type = this.tree.names.types[this.tree.type[at]!];
    if (type !== 'word' && type !== 'concatenation') return false;
    return readWord(new SyntaxNode(this.tree, at)).parts.some(
      (part) => part.kind === 'literal' && part.quoting === 'bare' && /(?:^|[^\\])[*?]/.test(part.node.text),
    );
  }

  nameAt(): null {
    return null;
  }

  /** `declare -i n` makes a number of whatever it is given. */
  typeOf(variable: Variable): string | null {
    this.integers ??= integersOf(this.file);
    return this.integers.has(variable.name) ? 'int' : null;
  }

  decoratorsOf(): readonly Decorator[] {
    return [];
  }

  markOf(): null {
    return null;
  }

  classOf(): null {
    return null;
  }

  optionsOf(): ReadonlyMap<string, Value> {
    return NO_OPTIONS;
  }

  get imports(): readonly Import[] {
    this.sourced ??= sourcedFiles(this.file);
    return this.sourced;
  }

  /** Whoever reads this file into theirs gets its functions and the variables that all of it sees. */
  get exports(): ReadonlyMap<string, Value> {
    if (!this.exported) {
      const exported = new Map<string, Value>();
      for (const name of this.file.variableNames()) {
        const global = this.file.definitionsOf(name).find(({ local }) => !local);
        if (global) exported.set(name, { kind: 'variable', variable: this.variableOf(name, this.functions[0]!), at: global.node.index });
      }
      for (const [name, body] of this.byName) exported.set(name, { kind: 'function', body, at: body.at });
      this.exported = exported;
    }
    return this.exported;
  }

  targetOf(call: Call): IrFunction | null {
    const command = this.commandOf(call);
    return command && command.wrappers.length === 0 ? (this.byName.get(call.word) ?? null) : null;
  }

  functionsCalling(words: ReadonlySet<string>): readonly IrFunction[] {
    const found = new Set<IrFunction>();
    const { file, tree } = this;
    for (const word of words) for (const { node } of file.callsOf(word)) found.add(this.functionAt(node));
    if (words.has('[')) {
      for (const test of file.tests) {
        const node = new SyntaxNode(tree, test);
        if (mayAskFile(node.text)) found.add(this.functionAt(node));
      }
      for (const { node } of file.callsOf('test')) found.add(this.functionAt(node));
    }
    if ([...words].some((word) => /[<>]/.test(word))) {
      for (const index of file.redirects) {
        const node = new SyntaxNode(tree, index);
        if (opensFile(node)) found.add(this.functionAt(node));
      }
    }
    for (const node of evaluationsOf(words, file.root)) found.add(this.functionAt(node));
    return [...found].sort((a, b) => a.index - b.index);
  }

  callersOf(target: IrFunction): readonly IrFunction[] {
    return this.file.callsOf(target.name).map(({ node }) => this.functionAt(node));
  }

  callsOf(target: IrFunction): readonly { readonly caller: IrFunction; readonly call: Call }[] {
    const found: { caller: IrFunction; call: Call }[] = [];
    for (const { node } of this.file.callsOf(target.name)) {
      const caller = this.build(node);
      const call = this.calls.get(node.index);
      if (call && this.targetOf(call) === target) found.push({ caller, call });
    }
    return found;
  }

  definitionsOf(variable: Variable): readonly { readonly within: IrFunction; readonly assign: Assign }[] {
    for (const { node } of this.file.definitionsOf(variable.name)) this.build(node);
    return this.assigns.get(variable) ?? [];
  }
}

/** The variables that are declared as numbers. */
function integersOf(file: ShellFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of file.root.descendants('declaration_command')) {
    if (!node.namedChildren.some((child) => child.type === 'word' && /^-\w*i/.test(child.text))) continue;
    for (const child of node.namedChildren)
      if (child.type === 'variable_name' || child.type === 'variable_assignment') names.add((child.child('name') ?? child).text);
  }
  return names;
}

/** The first of the parameters that a word hands on, `"$@"` or `"${@:2}"`, counted from 0; null where it is another word. */
function handsOn({ parts }: Word): number | null {
  const [only] = parts;
  if (parts.length !== 1 || only?.kind !== 'variable' || (only.name !== '@' && only.name !== '*')) return null;
  if (only.operator === '') return 0;
  const from = only.operator === ':' ? Number(only.argument?.text) : 0;
  return from > 0 ? from - 1 : null;
}

export function lowerBash(root: SyntaxNode, source?: SourceText): ShellProgram {
  return new ShellProgram(lowerShell(root, source?.start));
}
