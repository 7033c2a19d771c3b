/** JavaScript, TypeScript and TSX in the intermediate representation. */
import { namedFunction } from '../../lower/javascript/functions.ts';
import { type JavaScriptFile, javaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { SourceText } from '../../sourceText.ts';
import type { Assign, Block, Call, ClassOf, Decorator, FlowProgram, GivenPlaces, Import, IrFunction } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import type { Parts } from './assignments.ts';
import type { RunsCallback } from './callbacks.ts';
import { Declarations } from './declarations.ts';
import { WRITE } from './expressions.ts';
import { ExpressionValues } from './expressionValues.ts';
import { Functions, type LoweredFunction } from './functions.ts';
import { Modules } from './modules.ts';
import { Nodes } from './nodes.ts';
import { SharedPlaces } from './sharedPlaces.ts';
import { FunctionLowering } from './statements.ts';
import { Targets } from './targets.ts';
import { Variables } from './variables.ts';

export interface LoweringOptions {
  readonly runsCallback: RunsCallback;
  /** The file's tables, where a check has made them already. */
  readonly file?: JavaScriptFile;
  /** Whether reading and writing what several runs share are acts of their own. */
  readonly tellsShared?: boolean;
}

export function lowerJavaScript(root: SyntaxNode, _source: SourceText, options: LoweringOptions): JavaScriptProgram {
  return new JavaScriptProgram(options.file ?? javaScriptFile(root), options.runsCallback, options.tellsShared ?? false);
}

/** What the platform gives a program to read, not to call. */
const data =
  /^(?:process\.(?:argv|env)|Bun\.(?:argv|env)|Deno\.args|import\.meta\.env|(?:(?:window|document|self|globalThis)\.)?location\.\w+|document\.(?:cookie|referrer|URL|baseURI)|window\.name)\./;

/** Text and numbers that stand in the file. */
const written = new Set(['string', 'number', 'true', 'false', 'null', 'regex']);

/** What can set a field of `this`. */
const setting = [
  'assignment_expression',
  'augmented_assignment_expression',
  'public_field_definition',
  'accessibility_modifier',
  'method_definition',
];

interface Everything extends Parts {
  readonly targets: Targets;
  readonly declarations: Declarations;
}

interface Definition {
  readonly within: IrFunction;
  readonly assign: Assign;
}

export class JavaScriptProgram implements FlowProgram {
  private readonly definitions = new Map<Variable, readonly Definition[]>();
  readonly file: JavaScriptFile;
  readonly tree: FlowProgram['tree'];
  private readonly runsCallback: RunsCallback;
  private readonly tellsShared: boolean;
  /** What several runs share; null where it is not told. */
  readonly shared: SharedPlaces | null;
  private made: Everything | null = null;
  private readonly names = new Map<number, string | null>();
  private readonly idle: FunctionLowering[] = [];
  private modulesMade: Modules | null = null;
  private readonly namesOfNodes = new Map<number, string | null>();

  constructor(file: JavaScriptFile, runsCallback: RunsCallback, tellsShared: boolean) {
    this.file = file;
    this.tellsShared = tellsShared;
    // What nothing waits in is done before anybody else runs.
    this.shared = tellsShared && /\bawait\b|\.then\(|\(\s*_?err(?:or)?\s*,/.test(file.root.tree.text) ? new SharedPlaces(file) : null;
    this.tree = file.root.tree;
    this.runsCallback = runsCallback;
  }

  private get parts(): Everything {
    this.made ??= this.make();
    return this.made;
  }

  private make(): Everything {
    const accesses = this.shared?.accesses ?? null;
    const nodes = new Nodes(this.tree, accesses);
    const calls = new Map<number, Call>();
    const functions: Functions = new Functions(nodes, {
      name: (fn) => namedFunction(this.node(fn))?.name ?? '',
      blocks: (fn) => this.lower(fn),
      parameters: (fn) => variables.parametersOf(fn),
      runsCallback: (call, word, event) => this.runsCallback(this.calledName(call), word, event),
    });
    const variables: Variables = new Variables(nodes, this.file.bindings, functions);
    const values: ExpressionValues = new ExpressionValues(
      nodes,
      variables,
      functions,
      {
        callAt: (node) => this.callAt(node),
        functionAt: (node) => targets.functionAt(node),
        requiredAt: (call) => this.modules.requiredAt(call),
      },
      accesses,
    );
    const constantOf = (node: number) => this.file.constantOf(this.node(node));
    const wordOf = (call: number) => this.wordOf(nodes, call);
    const targets: Targets = new Targets(this.file, nodes, functions, variables);
    const declarations = new Declarations(this.file, nodes, variables, (node) => values.of(node));
    return { accesses, nodes, functions, variables, values, calls, wordOf, constantOf, targets, declarations };
  }

  /** One lowering serves function after function; where one needs another's blocks meanwhile, there are two. */
  private lower(fn: LoweredFunction): readonly Block[] {
    const lowering = this.idle.pop() ?? new FunctionLowering(this.parts);
    const blocks = lowering.lower(fn);
    this.idle.push(lowering);
    return blocks;
  }

  /** `put(…)` after `import { writeFile as put }` is a call of `writeFile`. */
  private wordOf(nodes: Nodes, call: number): string {
    const callee = nodes.callee(call);
    const name = callee >= 0 && nodes.type(callee) === 'identifier' ? this.calledName(call) : null;
    return name === null || name.endsWith(')') ? nodes.word(call) : name.slice(name.lastIndexOf('.') + 1);
  }

  /** The call that a node stands for; the function it stands in is lowered for it. */
  private callAt(node: number): Call | null {
    const { calls, functions } = this.parts;
    const known = calls.get(node);
    if (known) return known;
    const fn = functions.of(node);
    return fn.blocks.length === 0 ? null : (calls.get(node) ?? null);
  }

  node(index: number): SyntaxNode {
    return new SyntaxNode(this.tree, index);
  }

  nodeOf({ at }: Call): SyntaxNode {
    return this.node(at);
  }

  get functions(): readonly LoweredFunction[] {
    return this.parts.functions.all;
  }

  /** The function that a node stands in. */
  functionAt(node: number): IrFunction {
    return this.parts.functions.of(node);
  }

  valueOf(node: number): Value {
    return this.parts.values.of(node);
  }

  nameOf({ at }: Call): string | null {
    return this.calledName(at);
  }

  private calledName(call: number): string | null {
    let name = this.names.get(call);
    if (name === undefined) {
      name = this.file.calledName(this.node(call));
      this.names.set(call, name);
    }
    return name;
  }

  receiverOf({ at }: Call): Value | null {
    const { nodes, values } = this.parts;
    const callee = nodes.callee(at);
    if (callee < 0 || !/^(?:member|subscript)_expression$/.test(nodes.type(callee))) return null;
    // A module or a global object is part of the name, not something that is acted on.
    const name = this.calledName(at);
    if (name !== null && !name.includes('()') && !data.test(name)) return null;
    const object = nodes.child(callee, 'object');
    return object < 0 ? null : values.of(object);
  }

  argumentsOf({ at }: Call): readonly Value[] {
    const { nodes, values, targets } = this.parts;
    const given = nodes.arguments(at);
    const [first, second] = given;
    if (first !== undefined && first === nodes.child(at, 'arguments') && nodes.type(first) === 'template_string')
      return values.pieces(first);
    const lent = first === undefined ? null : targets.lentBy(at);
    if (lent === 'apply') {
      const list: Value | null = second === undefined ? null : values.of(second);
      return list?.kind === 'list' ? list.items : list ? [{ kind: 'element', of: list, at: list.at }] : [];
    }
    return (lent ? given.slice(1) : given).map((node) => values.of(node));
  }

  optionOf({ at }: Call, name: string): Value | null {
    const { nodes, values } = this.parts;
    for (const given of nodes.arguments(at)) {
      const option = this.file.option(this.node(given), name);
      if (option) return values.of(option.index);
    }
    return null;
  }

  calleeOf({ at }: Call): Value | null {
    const { nodes, values } = this.parts;
    const callee = nodes.callee(at);
    return callee < 0 ? null : values.of(callee);
  }

  optionsOf({ at }: Call): ReadonlyMap<string, Value> {
    const { nodes, values } = this.parts;
    const options = new Map<string, Value>();
    for (const given of nodes.arguments(at)) {
      const literal = this.file.objectOf(this.node(given));
      const record = literal && values.of(literal.index);
      for (const [name, value] of record?.kind === 'record' ? record.entries : []) if (!options.has(name)) options.set(name, value);
    }
    return options;
  }

  nameAt(node: number): string | null {
    let name = this.namesOfNodes.get(node);
    if (name === undefined) {
      name = this.file.nameOf(this.node(node));
      this.namesOfNodes.set(node, name);
    }
    return name;
  }

  typeOf(variable: Variable): string | null {
    return this.parts.declarations.typeOf(variable);
  }

  fieldTypesOf(type: string): ReadonlyMap<string, string> {
    return this.parts.declarations.fieldTypesOf(type);
  }

  basesOf(type: string): readonly string[] {
    return this.parts.declarations.basesOf(type);
  }

  isClosed(variable: Variable, path: readonly string[]): boolean {
    return this.parts.declarations.isClosed(variable, path);
  }

  decoratorsOf(fn: IrFunction): readonly Decorator[] {
    return this.parts.declarations.decoratorsOf(fn);
  }

  markOf(variable: Variable): Decorator | null {
    return this.parts.declarations.markOf(variable);
  }

  classOf(fn: IrFunction): ClassOf | null {
    return this.parts.declarations.classOf(fn);
  }

  /** Nothing is piped into a call of JavaScript; what a child process reads is an option of its call. */
  inputOf(): null {
    return null;
  }

  private get modules(): Modules {
    const { variables, values } = this.parts;
    this.modulesMade ??= new Modules(this.file, variables, (node) => values.of(node));
    return this.modulesMade;
  }

  get imports(): readonly Import[] {
    return this.modules.imports;
  }

  get exports(): FlowProgram['exports'] {
    return this.modules.exports;
  }

  targetOf({ at }: Call): IrFunction | null {
    return this.parts.targets.of(at);
  }

  /** The function of this file that an expression stands for: a name, a method of an object or a class, `f.bind(this)`. */
  functionAtNode(node: number): IrFunction | null {
    return this.parts.targets.functionAt(node);
  }

  functionsCalling(words: ReadonlySet<string>): readonly IrFunction[] {
    if (this.tellsShared && !this.shared) return [];
    const places = this.file.calls.of(words).map(({ index }) => index);
    if (words.has(WRITE)) for (const [node, access] of this.shared?.accesses ?? []) if (access !== 'read') places.push(node);
    if (places.length === 0) return [];
    const found = new Set(places.map((place) => this.parts.functions.of(place)));
    const waiting = this.tellsShared ? this.waiting() : null;
    return [...found].filter((fn) => !waiting || waiting.has(fn)).sort((a, b) => a.index - b.index);
  }

  functionsGiving(word: string, { ofAnything, ofNamed }: GivenPlaces): readonly IrFunction[] {
    const found = new Set<LoweredFunction>();
    for (const { index } of this.file.calls.of([word])) {
      const { nodes, functions } = this.parts;
      const given = nodes.arguments(index);
      const on = nodes.child(nodes.callee(index), 'object');
      const isPlain = (node: number | undefined) => node === undefined || written.has(nodes.type(node));
      const places = on >= 0 && isPlain(on) ? ofAnything : [...ofAnything, ...ofNamed];
      const isWritten =
        places.every((place) => isPlain(place === 'receiver' ? (on < 0 ? undefined : on) : given[place])) &&
        given.every((node) => !/^(?:spread_element|template_string)$/.test(nodes.type(node)));
      if (!isWritten) found.add(functions.of(index));
    }
    return [...found];
  }

  /** The functions that wait for something. */
  private waiting(): ReadonlySet<IrFunction> {
    const { functions } = this.parts;
    const found = new Set<IrFunction>(functions.withCallbacks());
    for (const { index } of this.file.root.descendants('await_expression', 'yield_expression')) found.add(functions.of(index));
    return found;
  }

  callersOf(target: IrFunction): readonly IrFunction[] {
    return this.parts.targets.callsByName(target).map(({ index }) => this.parts.functions.of(index));
  }

  callsOf(target: IrFunction): readonly { readonly caller: IrFunction; readonly call: Call }[] {
    const { functions, targets } = this.parts;
    return targets.callsByName(target).flatMap(({ index }) => {
      const call = this.callAt(index);
      return call && this.targetOf(call) === target ? [{ caller: functions.of(index), call }] : [];
    });
  }

  /** All assignments to a variable; of `this` those of its fields, in the class and its methods. */
  definitionsOf(variable: Variable): readonly Definition[] {
    let definitions = this.definitions.get(variable);
    if (!definitions) {
      definitions = this.findDefinitions(variable);
      this.definitions.set(variable, definitions);
    }
    return definitions;
  }

  private findDefinitions(variable: Variable): readonly Definition[] {
    const { functions, variables } = this.parts;
    const binding = variables.declarationOf(variable);
    if (!binding && variables.ownerOf(variable) <= 0) return [];
    const places = binding
      ? [binding.identifier, ...this.file.bindings.writesTo(binding).map((write) => write.identifier)].map(({ index }) => index)
      : this.placesOfFields(variable);
    const within = new Set(places.map((place) => functions.of(place)));
    return [...within].flatMap((fn) =>
      fn.blocks.flatMap((block) =>
        block.instructions.flatMap((one) => (one.op === 'assign' && one.variable === variable ? [{ within: fn, assign: one }] : [])),
      ),
    );
  }

  /** Where fields of a `this` are set. */
  private placesOfFields(self: Variable): number[] {
    const { nodes, variables } = this.parts;
    const owner = variables.ownerOf(self);
    // The methods of a constructor function stand outside of it.
    const around = this.node(nodes.type(owner).startsWith('function') ? 0 : owner);
    return [...around.descendants(...setting)]
      .map(({ index }) => index)
      .filter((index) => {
        if (nodes.type(index) === 'method_definition' && !nodes.hasToken(index, 'get')) return false;
        if (nodes.type(index) === 'accessibility_modifier' && !nodes.type(nodes.parent(index)).endsWith('_parameter')) return false;
        const left = nodes.child(index, 'left');
        return (left < 0 || /^this\b/.test(nodes.text(left))) && variables.self(index) === self;
      });
  }
}
