/** Which variable a name means: a function's own where it assigns it, else the one around it, else the script's. */
import type { Variable } from '../values.ts';
import type { Nodes } from './nodes.ts';
import type { PowerShellFunction, Survey } from './survey.ts';
import { type VariableName, variableName } from './words.ts';

const REST = /[$@]args\b/i;

export class Variables {
  private readonly nodes: Nodes;
  private count = 0;
  private readonly parameterNodes = new Map<Variable, number>();
  private readonly ofScript = new Map<string, Variable>();
  /** `$this` of each class. */
  private readonly instances = new Map<string, Variable>();
  /** Functions that set a variable, and where. */
  private readonly setters = new Map<Variable, Set<PowerShellFunction>>();
  /** Where a variable is set, by `=` or otherwise. */
  private readonly places = new Map<Variable, number[]>();

  constructor(nodes: Nodes, survey: Survey) {
    this.nodes = nodes;
    const takesRest = REST.test(nodes.tree.text);
    for (const fn of survey.functions) {
      this.declareParameters(fn);
      if (takesRest && REST.test(nodes.text(fn.at))) this.declareRest(fn);
    }
    for (const node of survey.assignments) {
      for (const target of this.targetsOf(node)) {
        const name = variableName(nodes.text(target));
        const fn = survey.ownerOf(node);
        const variable = this.declared(name, fn);
        if (!variable) continue;
        const setters = this.setters.get(variable);
        if (setters) setters.add(fn);
        else this.setters.set(variable, new Set([fn]));
        const places = this.places.get(variable);
        if (places) places.push(node);
        else this.places.set(variable, [node]);
      }
    }
  }

  private make(name: string, owner: PowerShellFunction | null, parameter = -1): Variable {
    return { id: this.count++, name, owner, parameter };
  }

  private declareParameters(fn: PowerShellFunction): void {
    fn.parameters = fn.parameterNodes.map((node, position) => {
      const variable = this.nodes.child(node, 'variable');
      const { name } = variableName(variable < 0 ? '' : this.nodes.text(variable));
      const made = this.make(name, fn.kind === 'script' ? null : fn, position);
      this.parameterNodes.set(made, node);
      if (fn.kind === 'script') this.ofScript.set(name, made);
      else fn.locals.set(name, made);
      return made;
    });
  }

  /** `$args`: what is given beyond the parameters. */
  private declareRest(fn: PowerShellFunction): void {
    const owner = fn.kind === 'script' ? null : fn;
    const rest: Variable = { id: this.count++, name: 'args', owner, parameter: fn.parameters.length, rest: true };
    if (owner) fn.locals.set('args', rest);
    else this.ofScript.set('args', rest);
    fn.parameters = [...fn.parameters, rest];
  }

  /** The variables that an assignment, a loop or an increment sets, as nodes. */
  targetsOf(node: number): readonly number[] {
    const { nodes } = this;
    if (nodes.type(node) === 'foreach_statement') {
      const variable = nodes.child(node, 'variable');
      return variable < 0 ? [] : [variable];
    }
    const left = nodes.named(node)[0];
    if (left === undefined) return [];
    const target = this.uncast(left);
    if (nodes.type(target) === 'variable') return [target];
    if (nodes.type(target) === 'array_literal_expression')
      return nodes
        .named(target)
        .map((one) => this.uncast(one))
        .filter((one) => nodes.type(one) === 'variable');
    const base = this.baseOf(target);
    return base < 0 ? [] : [base];
  }

  /** Without the type in front: `[string]$x`. */
  uncast(node: number): number {
    const { nodes } = this;
    let at = nodes.peel(node);
    while (nodes.type(at) === 'cast_expression') at = nodes.peel(nodes.named(at).at(-1)!);
    return at;
  }

  /** The variable whose field or element is set, or -1. */
  private baseOf(target: number): number {
    const { nodes } = this;
    if (!/^(?:member|element)_access$/.test(nodes.type(target))) return -1;
    const [base] = nodes.named(target);
    const inner = base === undefined ? -1 : nodes.peel(base);
    return inner >= 0 && nodes.type(inner) === 'variable' ? inner : -1;
  }

  /** The variable that an assignment in a function sets. */
  private declared({ name, scope }: VariableName, fn: PowerShellFunction): Variable | null {
    if (scope === 'env') return null;
    if (name === 'this' && fn.className) return this.instance(fn.className);
    if (scope === 'script' || fn.kind === 'script') return this.script(name);
    let variable = fn.locals.get(name);
    if (!variable) {
      variable = this.make(name, fn);
      fn.locals.set(name, variable);
    }
    return variable;
  }

  private script(name: string): Variable {
    let variable = this.ofScript.get(name);
    if (!variable) {
      variable = this.make(name, null);
      this.ofScript.set(name, variable);
    }
    return variable;
  }

  private instance(className: string): Variable {
    let variable = this.instances.get(className);
    if (!variable) {
      variable = this.make('this', null);
      this.instances.set(className, variable);
    }
    return variable;
  }

  /** `$_` in a function. */
  current(fn: PowerShellFunction): Variable {
    let variable = fn.locals.get('_');
    if (!variable) {
      variable = this.make('_', fn);
      fn.locals.set('_', variable);
    }
    return variable;
  }

  /** The variable that a name means in a function; null for one of the environment. */
  named({ name, scope }: VariableName, fn: PowerShellFunction): Variable | null {
    if (scope === 'env') return null;
    if (scope === 'script') return this.script(name);
    if (name === '_' || name === 'psitem') return this.current(fn);
    if (name === 'this' && fn.className) return this.instance(fn.className);
    for (let at: PowerShellFunction | null = scope === 'using' ? fn.outer : fn; at; at = at.outer) {
      const own = at.locals.get(name);
      if (own) return own;
    }
    return this.script(name);
  }

  /** The node that declares a parameter; -1 for other variables. */
  parameterNodeOf(variable: Variable): number {
    return this.parameterNodes.get(variable) ?? -1;
  }

  /** The variables that the whole file sees, by name. */
  scripts(): Iterable<readonly [string, Variable]> {
    return this.ofScript;
  }

  settersOf(variable: Variable): readonly PowerShellFunction[] {
    return [...(this.setters.get(variable) ?? [])];
  }

  /** The value of a variable that is assigned once in the file, as a node; -1 for any other. */
  onlyValueOf(variable: Variable): number {
    const places = this.places.get(variable) ?? [];
    const [place] = places;
    if (places.length !== 1 || variable.parameter >= 0 || place === undefined) return -1;
    return this.plainValue(place);
  }

  /** The places in which a variable, an element or a field of it is set. */
  placesOf(variable: Variable): readonly number[] {
    return this.places.get(variable) ?? [];
  }

  /** What `=` assigns to a whole variable; -1 for other assignments. */
  plainValue(place: number): number {
    const { nodes } = this;
    if (nodes.type(place) !== 'assignment_expression') return -1;
    const operator = nodes.child(place, 'assignement_operator');
    if (operator < 0 || nodes.text(operator).trim() !== '=') return -1;
    const target = this.uncast(nodes.named(place)[0]!);
    return nodes.type(target) === 'variable' ? nodes.field(place, 'value') : -1;
  }
}
