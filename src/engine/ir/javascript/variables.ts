/** The variables of a file: what its names mean, what `this` is, and what functions take. */
import type { Binding, Bindings } from '../../lower/javascript/bindings.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { IrFunction } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import { nameOf, parametersOf } from './callbacks.ts';
import type { Functions } from './functions.ts';
import type { Nodes } from './nodes.ts';

const holding = new Set(['function', 'const', 'let', 'var']);
const classes = new Set(['class_declaration', 'abstract_class_declaration', 'class']);

const LETTER_A = 97;

export class Variables {
  private readonly nodes: Nodes;
  private readonly bindings: Bindings;
  private readonly functions: Functions;
  /** By the node that declares it. */
  private readonly byNode = new Map<number, Variable>();
  private readonly byName = new Map<string, Variable>();
  private readonly bindingOf = new Map<Variable, Binding>();
  /** The nodes of parameters without a name. */
  private readonly takenApart = new Map<Variable, number>();
  private readonly held = new Map<Variable, IrFunction | null>();
  private readonly owners = new Map<Variable, number>();
  private takers: ReadonlySet<IrFunction> | null = null;
  private count = 0;

  constructor(nodes: Nodes, bindings: Bindings, functions: Functions) {
    this.nodes = nodes;
    this.bindings = bindings;
    this.functions = functions;
  }

  private make(name: string, owner: IrFunction | null, parameter = -1, rest = false): Variable {
    return { id: this.count++, name, owner, parameter, rest };
  }

  /** What holds a value that has no name. */
  unnamed(): Variable {
    return this.make('', null);
  }

  /** The node of a parameter that is taken apart, or -1. */
  parameterNodeOf(variable: Variable): number {
    return this.takenApart.get(variable) ?? -1;
  }

  binding(identifier: number): Binding | null {
    return this.bindings.resolve(new SyntaxNode(this.nodes.tree, identifier));
  }

  /** The declaration of a variable; null for `this`, a global and a parameter without a name. */
  declarationOf(variable: Variable): Binding | null {
    return this.bindingOf.get(variable) ?? null;
  }

  /** The variable that an identifier names. */
  named(identifier: number): Variable {
    const binding = this.binding(identifier);
    return binding ? this.of(binding) : this.global(this.nodes.text(identifier));
  }

  global(name: string): Variable {
    let known = this.byName.get(name);
    if (!known) {
      known = this.make(name, null);
      this.byName.set(name, known);
    }
    return known;
  }

  private of(binding: Binding): Variable {
    const { index } = binding.identifier;
    const known = this.byNode.get(index);
    if (known) return known;
    const fn = this.functions.of(binding.scope.index);
    const { nodes } = this;
    const { parameter } = binding;
    const isRest = parameter !== null && nodes.type(nodes.parent(index)) === 'rest_pattern' && this.isRest(parameter.pattern.index);
    const isWhole = parameter !== null && (binding.path.length === 0 || isRest) && this.functions.at(parameter.fn.index) !== null;
    const made = this.make(binding.name, fn.index === 0 ? null : fn, isWhole ? parameter.index : -1, isWhole && isRest);
    this.byNode.set(index, made);
    this.bindingOf.set(made, binding);
    return made;
  }

  private isRest(parameter: number): boolean {
    return this.nodes.type(nameOf(parameter, this.nodes)) === 'rest_pattern';
  }

  /**
   * What a function takes, in order; a parameter that is taken apart is a variable without a name, and a function that reads `arguments`
   * takes what has no parameter as a list of that name. `this` is no parameter.
   */
  parametersOf(fn: IrFunction): readonly Variable[] {
    const { nodes } = this;
    const parameters = parametersOf(fn.at, nodes).map((parameter, index) => {
      const name = nameOf(parameter, nodes);
      const isRest = this.isRest(parameter);
      const inner = isRest ? nodes.firstChild(name) : name;
      if (inner >= 0 && nodes.type(inner) === 'identifier') return this.named(inner);
      let known = this.byNode.get(parameter);
      if (!known) {
        known = this.make('', fn, index, isRest);
        this.byNode.set(parameter, known);
        this.takenApart.set(known, parameter);
      }
      return known;
    });
    if (this.unnamedTakers.has(fn) && !parameters.at(-1)?.rest) parameters.push(this.make('arguments', fn, parameters.length, true));
    return parameters;
  }

  /** The function that a variable is and stays; null where it may be anything else. */
  functionOf(variable: Variable): IrFunction | null {
    let fn = this.held.get(variable);
    if (fn === undefined) {
      fn = this.findHeld(variable);
      this.held.set(variable, fn);
    }
    return fn;
  }

  private findHeld(variable: Variable): IrFunction | null {
    const binding = this.bindingOf.get(variable);
    if (!binding?.value || binding.path.length > 0 || !holding.has(binding.kind)) return null;
    const fn = this.functions.at(this.nodes.unwrap(binding.value.index));
    return fn && fn.at > 0 && this.bindings.writesTo(binding).length === 0 ? fn : null;
  }

  /** The class, object or function whose `this` a variable is; -1 for any other variable. */
  ownerOf(self: Variable): number {
    return this.owners.get(self) ?? -1;
  }

  /** `this` at a place: one variable for all methods of a class, or of an object that is written out. */
  self(node: number): Variable {
    const owner = this.ownerOfThis(node);
    let known = this.byNode.get(owner);
    if (!known) {
      known = this.make('this', null);
      this.byNode.set(owner, known);
      this.owners.set(known, owner);
    }
    return known;
  }

  /** The class, object or function whose `this` holds at a place; 0 at the top of the file. */
  ownerOfThis(node: number): number {
    const { nodes } = this;
    for (let at = nodes.parent(node); at > 0; at = nodes.parent(at)) {
      const type = nodes.type(at);
      if (classes.has(type)) return at;
      if (type !== 'function_declaration' && type !== 'function_expression' && type !== 'method_definition') continue;
      const parent = nodes.parent(at);
      const holder = nodes.type(parent) === 'pair' ? nodes.parent(parent) : parent;
      if (nodes.type(holder) === 'class_body') return nodes.parent(holder);
      const made = this.madeBy(nodes.type(holder) === 'object' ? holder : at);
      return made > 0 ? made : nodes.type(holder) === 'object' ? holder : at;
    }
    return 0;
  }

  /** The function `A` whose prototype something is put into: `A.prototype.f = …`, `A.prototype = …`; -1 where it is none. */
  private madeBy(value: number): number {
    const { nodes } = this;
    const assignment = nodes.parent(nodes.wrapped(value));
    let left = assignment >= 0 && nodes.type(assignment) === 'assignment_expression' ? nodes.child(assignment, 'left') : -1;
    if (left >= 0 && nodes.property(left) !== 'prototype') left = nodes.child(left, 'object');
    const object = left >= 0 && nodes.property(left) === 'prototype' ? nodes.child(left, 'object') : -1;
    const binding = object >= 0 && nodes.type(object) === 'identifier' ? this.binding(object) : null;
    return binding?.value && this.functions.at(binding.value.index) ? binding.value.index : -1;
  }

  /** The list of all that the function around a place is given. */
  argumentsAt(node: number): Value {
    const { nodes, functions } = this;
    let fn = functions.of(node);
    while (fn.at > 0 && nodes.type(fn.at) === 'arrow_function') fn = functions.around(fn.at);
    const items = fn.parameters.map((variable): Value => {
      const value: Value = { kind: 'variable', variable, at: node };
      return variable.rest ? { kind: 'element', of: value, at: node } : value;
    });
    return { kind: 'list', items, at: node };
  }

  /** The functions that read `arguments`. */
  private get unnamedTakers(): ReadonlySet<IrFunction> {
    this.takers ??= this.findTakers();
    return this.takers;
  }

  private findTakers(): ReadonlySet<IrFunction> {
    const { nodes, functions } = this;
    const { text, start } = nodes.tree;
    const found = new Set<IrFunction>();
    if (!/\barguments\b/.test(text)) return found;
    for (let node = 0; node < nodes.tree.count; node++) {
      if (text.charCodeAt(start[node]!) !== LETTER_A || nodes.type(node) !== 'identifier' || nodes.text(node) !== 'arguments') continue;
      let fn = functions.of(node);
      while (fn.at > 0 && nodes.type(fn.at) === 'arrow_function') fn = functions.around(fn.at);
      if (fn.at > 0) found.add(fn);
    }
    return found;
  }
}
