/** A Python file as a program: its functions, their graphs when they are asked for, and what its nodes mean. */
import { nameOf } from '../../lower/python/names.ts';
import { type PythonScopes, readScopes, type Scope } from '../../lower/python/scopes.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { SourceText } from '../../sourceText.ts';
import type { Assign, Block, Call, ClassOf, Decorator, FlowProgram, GivenPlaces, Import, IrFunction } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import { PythonCallees } from './callees.ts';
import { argumentsFor, calleeName, type Given, givenTo, preferred, receiverNode, wordOf } from './calls.ts';
import { PythonDeclarations } from './declarations.ts';
import type { Lowered } from './expressions.ts';
import type { PythonIrModel } from './model.ts';
import { exportsOf, importsOf } from './modules.ts';
import { PythonNodes } from './nodes.ts';
import { lowerBody } from './statements.ts';
import { PythonIrValues } from './values.ts';
import { classOfMethod, isGetter, PythonVariables, parametersOf } from './variables.ts';

/** Helpers that end by calling a helper. */
const MAX_HELPERS = 3;

/** Text and numbers that stand in the file; true of what is not there as well. */
function isWritten(node: SyntaxNode | null): boolean {
  if (!node) return true;
  if (node.type === 'string') return node.namedChildren.every(({ type }) => type !== 'interpolation');
  return /^(?:integer|float|true|false|none)$/.test(node.type);
}

class PythonFunction implements IrFunction {
  readonly index: number;
  readonly name: string;
  readonly at: number;
  readonly outer: IrFunction | null;
  readonly scope: Scope;
  readonly isAsync: boolean;
  private readonly program: PythonProgram;
  private built: readonly Block[] | null = null;
  private isBeingBuilt = false;
  private assigned: Map<Variable, Assign[]> | null = null;

  constructor(program: PythonProgram, scope: Scope, index: number, outer: IrFunction | null) {
    const { node } = scope;
    this.program = program;
    this.scope = scope;
    this.index = index;
    this.outer = outer;
    this.at = node.index;
    this.name = node.type === 'function_definition' ? (node.child('name')?.text ?? '') : '';
    this.isAsync = node.type === 'function_definition' && program.nodes.hasToken(node.index, 'async');
  }

  get parameters(): readonly Variable[] {
    const { scope, program } = this;
    const [self] = classOfMethod(scope) ? scope.bindings.keys() : [];
    const own = self !== undefined && scope.bindings.get(self)![0]!.kind === 'parameter' ? [self] : [];
    return [...own, ...parametersOf(scope)].map((name) => program.variables.in(scope, name));
  }

  /** What it assigns, by variable. */
  get assigns(): ReadonlyMap<Variable, readonly Assign[]> {
    if (!this.assigned) {
      const { blocks } = this;
      if (!this.built) return new Map();
      this.assigned = new Map();
      for (const { instructions } of blocks) {
        for (const one of instructions) {
          if (one.op !== 'assign') continue;
          const list = this.assigned.get(one.variable);
          if (list) list.push(one);
          else this.assigned.set(one.variable, [one]);
        }
      }
    }
    return this.assigned;
  }

  get blocks(): readonly Block[] {
    if (this.built) return this.built;
    // Whoever asks for a call while its function is being lowered gets what is there by then.
    if (this.isBeingBuilt) return [];
    this.isBeingBuilt = true;
    this.built = lowerBody(this.program, this.at);
    return this.built;
  }
}

class PythonProgram implements FlowProgram, Lowered {
  readonly tree;
  readonly functions: readonly PythonFunction[];
  readonly nodes: PythonNodes;
  readonly variables: PythonVariables;
  readonly scopes: PythonScopes;
  readonly model: PythonIrModel;
  private readonly values: PythonIrValues;
  private readonly callees: PythonCallees;
  private readonly declarations: PythonDeclarations;
  private imported: readonly Import[] | null = null;
  private exported: FlowProgram['exports'] | null = null;
  private readonly byScope = new Map<Scope, PythonFunction>();
  private readonly calls = new Map<number, Call>();
  private readonly names = new Map<number, string | null>();
  /** By the last word of what is imported: the other names it goes by. */
  private localNames: ReadonlyMap<string, readonly string[]> | null = null;
  private readonly given = new Map<number, Given>();
  private readonly assigns = new Map<Variable, readonly { readonly within: IrFunction; readonly assign: Assign }[]>();

  constructor(scopes: PythonScopes, model: PythonIrModel) {
    this.tree = scopes.root.tree;
    this.scopes = scopes;
    this.model = model;
    this.nodes = new PythonNodes(this.tree);
    this.variables = new PythonVariables(scopes, (scope) => this.functionOf(scope));
    this.values = new PythonIrValues(this);
    this.callees = new PythonCallees(scopes);
    this.declarations = new PythonDeclarations(scopes, this.variables, (node) => this.valueOf(node));
    const functions: PythonFunction[] = [];
    for (const scope of scopes.allScopes()) {
      if (scope.parent && scope.node.type !== 'function_definition' && scope.node.type !== 'lambda') continue;
      const fn = new PythonFunction(this, scope, functions.length, scope.parent ? this.functionOf(scope.parent) : null);
      this.byScope.set(scope, fn);
      functions.push(fn);
    }
    this.functions = functions;
  }

  private functionOf(scope: Scope): PythonFunction {
    let at = scope;
    for (;;) {
      const known = this.byScope.get(at);
      if (known) return known;
      at = at.parent!;
    }
  }

  private view(node: number): SyntaxNode {
    return new SyntaxNode(this.tree, node);
  }

  functionAt(node: number): IrFunction | null {
    const scope = this.scopes.scopeAt(this.view(node));
    return scope ? (this.byScope.get(scope) ?? null) : null;
  }

  /** The function in whose graph a node stands. */
  private functionAround(node: number): PythonFunction {
    return this.functionOf(this.scopes.functionOf(this.view(node)));
  }

  remember(call: Call): void {
    if (!this.calls.has(call.at)) this.calls.set(call.at, call);
  }

  /** The call that a node became; builds the graph of the function around it if need be. */
  callAt(node: number): Call | null {
    const known = this.calls.get(node);
    if (known) return known;
    let fn: PythonFunction | null = this.functionAround(node);
    for (; fn && !this.calls.has(node); fn = this.isInline(fn) ? (fn.outer as PythonFunction) : null) void fn.blocks;
    return this.calls.get(node) ?? null;
  }

  /** A lambda that may stand in the graph of the function around it. */
  private isInline(fn: PythonFunction): boolean {
    return fn.outer !== null && this.nodes.type(fn.at) === 'lambda';
  }

  valueOf(node: number): Value {
    return this.values.of(node);
  }

  calleeAt(call: number): string | null {
    let name = this.names.get(call);
    if (name === undefined) {
      name = calleeName(this.scopes, this.model, this.view(call));
      this.names.set(call, name);
    }
    return name;
  }

  nameOf({ at, word }: Call): string | null {
    if (word === '__enter__') return null;
    return this.calleeAt(at);
  }

  receiverOf({ at, word }: Call): Value | null {
    if (word === '__enter__') {
      const value = this.nodes.child(at, 'value');
      const context = value >= 0 && this.nodes.type(value) === 'as_pattern' ? (this.nodes.children(value)[0] ?? -1) : value;
      return context < 0 ? null : this.valueOf(context);
    }
    const node = this.view(at);
    const object = receiverNode(this.scopes, node);
    if (!object) return null;
    const holder = this.callees.superClass(object);
    const self = holder && this.variables.selfOf(holder);
    if (self) return { kind: 'variable', variable: self, at: object.index };
    const [first] = this.callees.of(node)?.takesSelf ? this.givenTo(at).positional : [];
    return this.valueOf(first ?? object.index);
  }

  private givenTo(at: number): Given {
    let given = this.given.get(at);
    if (!given) {
      given = givenTo(this.view(at));
      this.given.set(at, given);
    }
    return given;
  }

  argumentsOf({ at, word }: Call): readonly Value[] {
    if (word === '__enter__') return [];
    return argumentsFor(this.givenTo(at), this.callees.of(this.view(at)), at, (node) => this.valueOf(node));
  }

  optionOf({ at }: Call, name: string): Value | null {
    const node = this.givenTo(at).named.get(name);
    return node === undefined ? null : this.valueOf(node);
  }

  optionsOf({ at, word }: Call): ReadonlyMap<string, Value> {
    if (word === '__enter__') return new Map();
    return new Map([...this.givenTo(at).named].map(([name, node]) => [name, this.valueOf(node)]));
  }

  spreadOf({ at, word }: Call): readonly Value[] {
    return word === '__enter__' ? [] : this.givenTo(at).spread.map((node) => this.valueOf(node));
  }

  calleeOf({ at, word }: Call): Value | null {
    const callee = word === '__enter__' ? -1 : this.nodes.child(at, 'function');
    return callee < 0 ? null : this.valueOf(callee);
  }

  /** Nothing is piped into a call of Python; what another program reads is an option of its call. */
  inputOf(): null {
    return null;
  }

  nameAt(node: number): string | null {
    const name = preferred(nameOf(this.scopes, this.view(node)));
    // `.name` is of the file itself, `.module.name` of another one beside it.
    const own = name === null ? null : /^\.(\w+)/.exec(name);
    return own && this.scopes.module.bindings.get(own[1]!)?.some(({ kind }) => kind === 'definition') ? null : name;
  }

  typeOf(variable: Variable): string | null {
    return this.declarations.typeOf(variable);
  }

  fieldTypesOf(type: string): ReadonlyMap<string, string> {
    return this.declarations.fieldTypesOf(type);
  }

  basesOf(type: string): readonly string[] {
    return this.declarations.basesOf(type);
  }

  decoratorsOf(fn: IrFunction): readonly Decorator[] {
    return this.declarations.decoratorsOf((fn as PythonFunction).scope);
  }

  markOf(variable: Variable): Decorator | null {
    return this.declarations.markOf(variable);
  }

  classOf(fn: IrFunction): ClassOf | null {
    return this.declarations.classOf((fn as PythonFunction).scope);
  }

  get imports(): readonly Import[] {
    this.imported ??= importsOf(this.scopes, this.variables);
    return this.imported;
  }

  get exports(): FlowProgram['exports'] {
    this.exported ??= exportsOf(this.scopes, this.variables, this.imports, (node) => this.functionAt(node));
    return this.exported;
  }

  targetOf({ at, word }: Call): IrFunction | null {
    if (word === '__enter__') return null;
    const scope = this.callees.of(this.view(at))?.scope;
    return scope ? (this.byScope.get(scope) ?? null) : null;
  }

  /** By its last statement: a helper such as `die` raises or ends the process whatever it is given. */
  neverReturns(call: number, depth = 0): boolean {
    const scope = this.callees.of(this.view(call))?.scope;
    const body = scope?.node.child('body');
    if (!body || depth > MAX_HELPERS) return false;
    const last = this.nodes.children(body.index).at(-1);
    if (last === undefined) return false;
    if (this.nodes.type(last) === 'raise_statement') {
      // A method for heirs to replace.
      if (this.nodes.text(last).includes('NotImplemented')) return false;
    } else {
      const ending = this.nodes.type(last) === 'expression_statement' ? (this.nodes.children(last)[0] ?? -1) : -1;
      if (ending < 0 || this.nodes.type(ending) !== 'call') return false;
      const word = wordOf(this.scopes, this.view(ending));
      if (!this.model.exits(this.calleeAt(ending), word) && !this.neverReturns(ending, depth + 1)) return false;
    }
    for (const statement of body.descendants('return_statement', 'yield')) if (this.scopes.functionOf(statement) === scope) return false;
    return true;
  }

  functionsCalling(words: ReadonlySet<string>): readonly IrFunction[] {
    const found = new Set<PythonFunction>();
    for (const word of words) for (const call of this.callsOfWord(word)) this.addAround(call, found);
    return [...found].sort((a, b) => a.index - b.index);
  }

  /** Calls by the last word of what is called, by whatever name that is imported. */
  private callsOfWord(word: string): readonly SyntaxNode[] {
    if (!this.localNames) {
      const names = new Map<string, string[]>();
      for (const [name, path] of this.scopes.imports) {
        const last = path.slice(path.lastIndexOf('.') + 1);
        if (last !== name) names.set(last, [...(names.get(last) ?? []), name]);
      }
      this.localNames = names;
    }
    const { calls } = this.scopes;
    const own = calls.get(word) ?? [];
    const others = this.localNames.get(word);
    return others ? [...own, ...others.flatMap((name) => calls.get(name) ?? [])] : own;
  }

  /** A lambda may stand in the graph of the function around it. */
  private addAround(call: SyntaxNode, found: Set<PythonFunction>): void {
    for (let fn: PythonFunction | null = this.functionAround(call.index); fn; ) {
      found.add(fn);
      fn = this.isInline(fn) ? (fn.outer as PythonFunction) : null;
    }
  }

  functionsGiving(word: string, { ofAnything, ofNamed }: GivenPlaces): readonly IrFunction[] {
    const found = new Set<PythonFunction>();
    for (const call of this.callsOfWord(word)) {
      const given = (call.child('arguments')?.namedChildren ?? []).filter(({ type }) => type !== 'comment');
      const on = call.child('function')?.child('object') ?? null;
      const places = on && isWritten(on) ? ofAnything : [...ofAnything, ...ofNamed];
      const isPlain =
        places.every((place) => isWritten(place === 'receiver' ? on : (given[place] ?? null))) &&
        given.every(({ type }) => !/_splat$|^(?:generator_expression|keyword_argument)$/.test(type));
      if (!isPlain) this.addAround(call, found);
    }
    return [...found];
  }

  callersOf(target: IrFunction): readonly IrFunction[] {
    return this.callees.callsOf((target as PythonFunction).scope).map(({ index }) => this.functionAround(index));
  }

  callsOf(target: IrFunction): readonly { readonly caller: IrFunction; readonly call: Call }[] {
    return this.callees.callsOf((target as PythonFunction).scope).flatMap(({ index }) => {
      const call = this.callAt(index);
      return call ? [{ caller: this.functionAround(index), call }] : [];
    });
  }

  definitionsOf(variable: Variable): readonly { readonly within: IrFunction; readonly assign: Assign }[] {
    let found = this.assigns.get(variable);
    if (!found) {
      found = this.findDefinitions(variable);
      this.assigns.set(variable, found);
    }
    return found;
  }

  private findDefinitions(variable: Variable): readonly { readonly within: IrFunction; readonly assign: Assign }[] {
    const functions = new Set<PythonFunction>();
    for (const binding of this.variables.scopeOf(variable)?.bindings.get(variable.name) ?? [])
      functions.add(this.functionAround(binding.at.index));
    for (const holder of this.variables.classesOf(variable)) {
      functions.add(this.functionAround(holder.node.index));
      for (const bindings of holder.bindings.values()) {
        const { value } = bindings[0]!;
        const method = value?.type === 'function_definition' ? this.scopes.scopeAt(value) : null;
        if (method && isGetter(method)) functions.add(this.functionOf(method));
      }
      for (const assignment of holder.node.descendants('assignment', 'augmented_assignment')) {
        const left = assignment.child('left');
        if (/^(?:attribute|subscript)$/.test(left?.type ?? '')) functions.add(this.functionAround(left!.index));
      }
    }
    return [...functions].flatMap((within) => (within.assigns.get(variable) ?? []).map((assign) => ({ within, assign })));
  }
}

export function lowerPython(root: SyntaxNode, _source: SourceText, model: PythonIrModel): FlowProgram {
  return new PythonProgram(readScopes(root), model);
}
