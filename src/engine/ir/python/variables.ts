/** The variables of a file: one for each name that a scope binds, and one for what the methods of a class call themselves. */
import { classNamed } from '../../lower/python/names.ts';
import type { PythonScopes, Scope } from '../../lower/python/scopes.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { IrFunction } from '../program.ts';
import type { Variable } from '../values.ts';

/** The scope whose `self` a function's first parameter is, or null. */
export function classOfMethod(method: Scope): Scope | null {
  const { node, parent } = method;
  if (node.type !== 'function_definition' || !parent?.isClass) return null;
  const decorated = node.parent;
  const isStatic =
    decorated?.type === 'decorated_definition' &&
    decorated.namedChildren.some((child) => child.type === 'decorator' && child.namedChildren[0]?.text === 'staticmethod');
  return isStatic ? null : parent;
}

/** True for a method that is read like a field. */
export function isGetter({ node, parent }: Scope): boolean {
  if (!parent?.isClass || node.parent?.type !== 'decorated_definition') return false;
  return node.parent.namedChildren.some(
    (child) => child.type === 'decorator' && /^(?:functools\.)?(?:cached_)?property$/.test(child.namedChildren[0]?.text ?? ''),
  );
}

/** The parameters a caller fills: without `self`. */
export function parametersOf(fn: Scope): string[] {
  const names: string[] = [];
  for (const [name, bindings] of fn.bindings) if (bindings.some(({ kind }) => kind === 'parameter')) names.push(name);
  return classOfMethod(fn) ? names.slice(1) : names;
}

/** The classes of the file that a class extends. */
export function basesOf(scopes: PythonScopes, holder: Scope): readonly Scope[] {
  return (holder.node.child('superclasses')?.namedChildren ?? []).flatMap((base) => {
    const above = base.type === 'identifier' ? classNamed(scopes, base) : null;
    return above && above !== holder ? [above] : [];
  });
}

const MAX_HEIRS = 8;

export interface ParameterList {
  readonly names: readonly string[];
  /** The nodes of their defaults, or -1. */
  readonly presets: readonly number[];
  /** The place of `*rest` among them, or -1. */
  readonly rest: number;
  /** The place of `**rest` among them, or -1. */
  readonly table: number;
}

/** The parameters a caller fills, and which of them take what is left. */
export function parameterListOf(fn: Scope): ParameterList {
  const names = parametersOf(fn);
  const taking = (type: string): number => names.findIndex((name) => fn.bindings.get(name)![0]!.at.parent?.type === type);
  const presets = names.map((name) => fn.bindings.get(name)![0]!.value?.index ?? -1);
  return { names, presets, rest: taking('list_splat_pattern'), table: taking('dictionary_splat_pattern') };
}

export class PythonVariables {
  private readonly scopes: PythonScopes;
  private readonly functionOf: (scope: Scope) => IrFunction;
  private readonly known = new Map<Scope, Map<string, Variable>>();
  private readonly own = new Map<Scope, Variable>();
  /** By variable: the first of the classes whose methods call themselves by it. */
  private readonly receivers = new Map<Variable, Scope>();
  private readonly firsts = new Map<Scope, Scope>();
  private grouped: Map<Scope, Scope[]> | null = null;
  private readonly owners = new Map<Variable, Scope>();
  private count = 0;

  constructor(scopes: PythonScopes, functionOf: (scope: Scope) => IrFunction) {
    this.scopes = scopes;
    this.functionOf = functionOf;
  }

  /** The variable that an identifier names where it stands. */
  at(identifier: number): Variable {
    const { scopes } = this;
    const node = new SyntaxNode(scopes.root.tree, identifier);
    const name = node.text;
    return this.in(scopes.ownerOf(name, scopes.scopeOf(node)) ?? scopes.module, name);
  }

  in(scope: Scope, name: string): Variable {
    let names = this.known.get(scope);
    if (!names) {
      names = new Map();
      this.known.set(scope, names);
    }
    let variable = names.get(name);
    if (!variable) {
      variable = this.make(scope, name);
      names.set(name, variable);
    }
    return variable;
  }

  private make(scope: Scope, name: string): Variable {
    const [first] = scope.bindings.get(name) ?? [];
    const holder = first?.kind === 'parameter' && isFirst(scope, name) ? classOfMethod(scope) : null;
    if (holder) return this.receiverOf(holder, name);
    const parameter = first?.kind === 'parameter' ? parametersOf(scope).indexOf(name) : -1;
    const owner = scope.parent ? this.functionOf(this.functionScope(scope)) : null;
    const variable = { id: this.count++, name, owner: owner?.outer ? owner : null, parameter };
    this.owners.set(variable, scope);
    return variable;
  }

  /** All methods of a class, and of those of the file it is made from, mean the same thing by `self`. */
  private receiverOf(heir: Scope, name: string): Variable {
    const holder = this.firstOf(heir);
    let variable = this.own.get(holder);
    if (!variable) {
      variable = { id: this.count++, name, owner: null, parameter: -1 };
      this.own.set(holder, variable);
      this.receivers.set(variable, holder);
    }
    return variable;
  }

  /** What the methods of a class call themselves; null where it has none. */
  selfOf(holder: Scope): Variable | null {
    for (const bindings of holder.bindings.values()) {
      const { value } = bindings.at(-1)!;
      const method = value?.type === 'function_definition' ? this.scopes.scopeAt(value) : null;
      const [first] = method && classOfMethod(method) ? method.bindings.keys() : [];
      if (method && first !== undefined && method.bindings.get(first)![0]!.kind === 'parameter') return this.in(method, first);
    }
    return null;
  }

  /** The class of the file that a class is made from in the end. */
  private firstOf(heir: Scope): Scope {
    const known = this.firsts.get(heir);
    if (known) return known;
    let holder = heir;
    for (let depth = 0; depth < MAX_HEIRS; depth++) {
      const above = basesOf(this.scopes, holder)[0];
      if (!above || above === heir) break;
      holder = above;
    }
    this.firsts.set(heir, holder);
    return holder;
  }

  /** Classes by what they are made from. */
  private get families(): ReadonlyMap<Scope, readonly Scope[]> {
    if (!this.grouped) {
      this.grouped = new Map();
      for (const scope of this.scopes.allScopes()) {
        if (!scope.isClass) continue;
        const first = this.firstOf(scope);
        const family = this.grouped.get(first);
        if (family) family.push(scope);
        else this.grouped.set(first, [scope]);
      }
    }
    return this.grouped;
  }

  /** The classes whose methods call themselves by this variable. */
  classesOf(variable: Variable): readonly Scope[] {
    const first = this.receivers.get(variable);
    return (first && this.families.get(first)) ?? [];
  }

  scopeOf(variable: Variable): Scope | null {
    return this.owners.get(variable) ?? null;
  }

  private functionScope(scope: Scope): Scope {
    let at = scope;
    while (at.parent && at.node.type !== 'function_definition' && at.node.type !== 'lambda') at = at.parent;
    return at;
  }
}

function isFirst(scope: Scope, name: string): boolean {
  for (const [first, bindings] of scope.bindings) if (bindings.some(({ kind }) => kind === 'parameter')) return first === name;
  return false;
}
