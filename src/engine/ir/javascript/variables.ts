/** The variables of a file: what its names mean, what `this` is, and what functions take. */
import type { Binding, Bindings } from '../../lower/javascript/bindings.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { IrFunction } from '../program.ts';
import type { Variable } from '../values.ts';
import { nameOf, parametersOf } from './callbacks.ts';
import type { Functions } from './functions.ts';
import type { Nodes } from './nodes.ts';

const classes = new Set(['class_declaration', 'abstract_class_declaration', 'class']);

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

  /** What a function takes, in order; a parameter that is taken apart is a variable without a name. */
  parametersOf(fn: IrFunction): readonly Variable[] {
    const { nodes } = this;
    return parametersOf(fn.at, nodes).map((parameter, index) => {
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
    if (!binding?.value || binding.path.length > 0 || (binding.kind !== 'function' && binding.kind !== 'const')) return null;
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
      if (nodes.type(holder) === 'object') return holder;
      if (nodes.type(holder) === 'class_body') return nodes.parent(holder);
      return at;
    }
    return 0;
  }
}
