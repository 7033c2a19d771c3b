/** JavaScript, TypeScript and TSX in the intermediate representation. */
import { namedFunction } from '../../flow/javascript/functions.ts';
import { type JavaScriptFile, javaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { onlyValue } from '../../lower/javascript/names.ts';
import { functionTypes, unwrapAwait } from '../../lower/javascript/syntax.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { SourceText } from '../../sourceText.ts';
import type { Assign, Block, Call, ClassOf, Decorator, FlowProgram, Import, IrFunction } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import type { RunsCallback } from './callbacks.ts';
import { type Parts, WRITE } from './expressions.ts';
import { ExpressionValues } from './expressionValues.ts';
import { Functions, type LoweredFunction } from './functions.ts';
import { Nodes } from './nodes.ts';
import { SharedPlaces } from './sharedPlaces.ts';
import { FunctionLowering } from './statements.ts';
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
  private made: Parts | null = null;
  private readonly names = new Map<number, string | null>();
  private readonly idle: FunctionLowering[] = [];
  private readonly targets = new Map<number, IrFunction | null>();
  private readonly members = new Map<number, ReadonlyMap<string, IrFunction>>();

  constructor(file: JavaScriptFile, runsCallback: RunsCallback, tellsShared: boolean) {
    this.file = file;
    this.tellsShared = tellsShared;
    // What nothing waits in is done before anybody else runs.
    this.shared = tellsShared && /\bawait\b|\.then\(|\(\s*_?err(?:or)?\s*,/.test(file.root.tree.text) ? new SharedPlaces(file) : null;
    this.tree = file.root.tree;
    this.runsCallback = runsCallback;
  }

  private get parts(): Parts {
    this.made ??= this.make();
    return this.made;
  }

  private make(): Parts {
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
    const values = new ExpressionValues(nodes, variables, functions, (node) => this.callAt(node), accesses);
    const constantOf = (node: number) => this.file.constantOf(this.node(node));
    return { accesses, nodes, functions, variables, values, calls, wordOf: (call) => this.wordOf(nodes, call), constantOf };
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
    if (name !== null && !name.includes('()')) return null;
    const object = nodes.child(callee, 'object');
    return object < 0 ? null : values.of(object);
  }

  argumentsOf({ at }: Call): readonly Value[] {
    const { nodes, values } = this.parts;
    return nodes
      .arguments(at)
      .flatMap((node) =>
        nodes.type(node) === 'template_string' && node === nodes.child(at, 'arguments') ? values.pieces(node) : [values.of(node)],
      );
  }

  optionOf({ at }: Call, name: string): Value | null {
    const { nodes, values } = this.parts;
    for (const given of nodes.arguments(at)) {
      const option = this.file.option(this.node(given), name);
      if (option) return values.of(option.index);
    }
    return null;
  }

  calleeOf(_call: Call): Value | null {
    return null;
  }

  optionsOf(_call: Call): ReadonlyMap<string, Value> {
    return new Map();
  }

  nameAt(_node: number): string | null {
    return null;
  }

  typeOf(_variable: Variable): string | null {
    return null;
  }

  decoratorsOf(_fn: IrFunction): readonly Decorator[] {
    return [];
  }

  markOf(_variable: Variable): Decorator | null {
    return null;
  }

  classOf(_fn: IrFunction): ClassOf | null {
    return null;
  }

  inputOf(): null {
    return null;
  }

  readonly imports: readonly Import[] = [];
  readonly exports: FlowProgram['exports'] = new Map();

  targetOf({ at }: Call): IrFunction | null {
    let target = this.targets.get(at);
    if (target === undefined) {
      target = this.findTarget(at);
      this.targets.set(at, target);
    }
    return target;
  }

  private findTarget(at: number): IrFunction | null {
    const { nodes, functions, variables } = this.parts;
    const callee = nodes.callee(at);
    if (callee < 0) return null;
    const type = nodes.type(callee);
    if (type === 'identifier') return this.functionNamed(callee, nodes.type(at) === 'new_expression');
    if (type !== 'member_expression') return null;
    const object = nodes.unwrap(nodes.child(callee, 'object'));
    const method = nodes.property(callee);
    if (object < 0 || method === null) return null;
    if (nodes.type(object) === 'this') return this.memberOf(variables.ownerOfThis(object), method);
    if (nodes.type(object) !== 'identifier') return null;
    const binding = variables.binding(object);
    const value = binding && (binding.kind === 'class' ? binding.value : onlyValue(binding, this.file.bindings));
    if (!binding || !value || binding.path.length > 0) return null;
    const held = unwrapAwait(value);
    if (held.type !== 'new_expression') return this.memberOf(held.index, method);
    const made = held.child('constructor');
    const of = made?.type === 'identifier' ? this.file.bindings.resolve(made) : null;
    return of?.kind === 'class' && of.value ? this.memberOf(of.value.index, method) : functions.at(-1);
  }

  private functionNamed(identifier: number, isNew: boolean): IrFunction | null {
    const { functions, variables } = this.parts;
    const binding = variables.binding(identifier);
    if (!binding || binding.path.length > 0) return null;
    if (binding.kind === 'class') return isNew && binding.value ? this.memberOf(binding.value.index, 'constructor') : null;
    const value = binding.kind === 'function' ? binding.value : onlyValue(binding, this.file.bindings);
    const fn = value ? unwrapAwait(value) : null;
    return fn && functionTypes.has(fn.type) ? functions.at(fn.index) : null;
  }

  /** A method of a class or of an object that is written out. */
  private memberOf(holder: number, name: string): IrFunction | null {
    let members = this.members.get(holder);
    if (!members) {
      members = this.membersOf(holder);
      this.members.set(holder, members);
    }
    return members.get(name) ?? null;
  }

  private membersOf(holder: number): ReadonlyMap<string, IrFunction> {
    const { nodes, functions } = this.parts;
    const type = nodes.type(holder);
    const members = type === 'object' ? nodes.children(holder) : type.includes('class') ? nodes.children(nodes.child(holder, 'body')) : [];
    const found = new Map<string, IrFunction>();
    for (const member of members) {
      const named = ['name', 'property', 'key'].map((field) => nodes.child(member, field)).find((child) => child >= 0);
      if (named === undefined) continue;
      const value = nodes.type(member) === 'method_definition' ? member : nodes.unwrap(nodes.child(member, 'value'));
      const fn = value > 0 ? functions.at(value) : null;
      const name = nodes.text(named);
      if (fn && !found.has(name)) found.set(name, fn);
    }
    return found;
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

  /** The functions that wait for something. */
  private waiting(): ReadonlySet<IrFunction> {
    const { functions } = this.parts;
    const found = new Set<IrFunction>(functions.withCallbacks());
    for (const { index } of this.file.root.descendants('await_expression', 'yield_expression')) found.add(functions.of(index));
    return found;
  }

  callersOf(target: IrFunction): readonly IrFunction[] {
    return this.callsByName(target).map(({ index }) => this.parts.functions.of(index));
  }

  private callsByName({ name, at }: IrFunction): readonly { readonly index: number }[] {
    return name === '' ? [] : this.file.calls.named(name === 'constructor' ? this.nameOfClass(at) : name);
  }

  callsOf(target: IrFunction): readonly { readonly caller: IrFunction; readonly call: Call }[] {
    const { functions } = this.parts;
    return this.callsByName(target).flatMap(({ index }) => {
      const call = this.callAt(index);
      return call && this.targetOf(call) === target ? [{ caller: functions.of(index), call }] : [];
    });
  }

  private nameOfClass(method: number): string {
    return this.node(method).parent?.parent?.child('name')?.text ?? '';
  }

  /** All assignments to a variable; to fields of `this` only those that a class declares or the asking function makes are of use. */
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
    if (!binding) return [];
    const places = [binding.identifier, ...this.file.bindings.writesTo(binding).map((write) => write.identifier)];
    const within = new Set(places.map((place) => functions.of(place.index)));
    return [...within].flatMap((fn) =>
      fn.blocks.flatMap((block) =>
        block.instructions.flatMap((one) => (one.op === 'assign' && one.variable === variable ? [{ within: fn, assign: one }] : [])),
      ),
    );
  }
}
