/** Which function of the file a call runs: by its name, a variable, a table, a method of a class whose instance is known. */
import { entriesOf } from '../../lower/python/collections.ts';
import { returnsOf } from '../../lower/python/functions.ts';
import { classNamed, fieldsOf } from '../../lower/python/names.ts';
import { reachingBindings } from '../../lower/python/reaching.ts';
import type { Binding, PythonScopes, Scope } from '../../lower/python/scopes.ts';
import { literalText } from '../../lower/python/strings.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import { basesOf, classOfMethod } from './variables.ts';

export interface Callee {
  readonly scope: Scope;
  /** True where the first argument is what the method calls `self`: `Base.save(self, x)`. */
  readonly takesSelf: boolean;
}

const MAX_DEPTH = 6;
/** Of a field that is set in many places, so many are looked at. */
const MAX_VALUES = 3;
/** Values that may be another name of a function. */
const naming = new Set(['identifier', 'attribute', 'lambda']);

export class PythonCallees {
  private readonly scopes: PythonScopes;
  private readonly known = new Map<number, Callee | null>();
  private readonly grouped = new Map<string, Map<Scope, SyntaxNode[]>>();
  /** By constructor: the names of the classes whose it is. */
  private makers: Map<Scope, string[]> | null = null;
  /** By the name (of a lambda: `@` and its node) of a function: what else it is called by; '' for an entry of a table. */
  private aliases: Map<string, Set<string>> | null = null;
  /** Every name by which something of the file can be called as an attribute. */
  private members: Set<string> | null = null;

  constructor(scopes: PythonScopes) {
    this.scopes = scopes;
  }

  of(call: SyntaxNode, depth = 0): Callee | null {
    const known = this.known.get(call.index);
    if (known !== undefined || depth > MAX_DEPTH) return known ?? null;
    // Whoever asks again on the way is in a circle.
    if (depth === 0) this.known.set(call.index, null);
    const callee = call.child('function');
    const found = callee ? this.named(callee, depth) : null;
    if (depth === 0) this.known.set(call.index, found);
    return found;
  }

  /** The calls of a function, by its names. */
  callsOf(target: Scope): readonly SyntaxNode[] {
    const found = [...this.namesOf(target)].flatMap((name) => this.callsByName(name).get(target) ?? []);
    return found.sort((a, b) => a.index - b.index);
  }

  private callsByName(name: string): ReadonlyMap<Scope, readonly SyntaxNode[]> {
    let groups = this.grouped.get(name);
    if (!groups) {
      groups = new Map();
      this.grouped.set(name, groups);
      for (const call of this.scopes.calls.get(name) ?? []) {
        const scope = this.of(call)?.scope;
        const group = scope && groups.get(scope);
        if (group) group.push(call);
        else if (scope) groups.set(scope, [call]);
      }
    }
    return groups;
  }

  private named(callee: SyntaxNode, depth: number): Callee | null {
    if (depth > MAX_DEPTH) return null;
    switch (callee.type) {
      case 'identifier':
        return this.ofIdentifier(callee, depth);
      case 'lambda': {
        const scope = this.scopes.scopeAt(callee);
        return scope && { scope, takesSelf: false };
      }
      case 'parenthesized_expression':
        return callee.namedChildren[0] ? this.named(callee.namedChildren[0], depth + 1) : null;
      case 'attribute':
        return this.ofAttribute(callee, depth);
      case 'subscript': {
        const key = literalText(callee.child('subscript'));
        const table = callee.child('value');
        const [binding, more] = table?.type === 'identifier' ? reachingBindings(this.scopes, table.text, table) : [];
        if (key === null || !binding || more || binding.value?.type !== 'dictionary') return null;
        const entry = entriesOf(binding.value).get(key);
        return entry ? this.named(entry, depth + 1) : null;
      }
      default:
        return null;
    }
  }

  private ofIdentifier(callee: SyntaxNode, depth: number): Callee | null {
    const all = this.scopes.ownerOf(callee.text, this.scopes.scopeOf(callee))?.bindings.get(callee.text);
    if (!all) return null;
    const [binding, more] = all.length === 1 ? all : reachingBindings(this.scopes, callee.text, callee);
    if (!binding || more) return null;
    if (binding.kind === 'parameter') {
      const own = ownClass(binding);
      return own && this.constructorOf(own);
    }
    if (!binding.value) return null;
    if (binding.kind === 'definition') return this.defined(binding.value);
    return binding.kind === 'assign' && naming.has(binding.value.type) ? this.named(binding.value, depth + 1) : null;
  }

  private defined(definition: SyntaxNode): Callee | null {
    const scope = this.scopes.scopeAt(definition);
    if (!scope) return null;
    return scope.isClass ? this.constructorOf(scope) : { scope, takesSelf: false };
  }

  private constructorOf(holder: Scope): Callee | null {
    return this.member(holder, '__init__', 0);
  }

  private ofAttribute(callee: SyntaxNode, depth: number): Callee | null {
    const object = callee.child('object');
    const name = callee.child('attribute')?.text;
    if (!object || name === undefined || !this.memberNames().has(name)) return null;
    const holder = this.classOf(object, depth + 1);
    const found = holder && this.member(holder, name, depth + 1);
    if (!found) return null;
    const isPlain = classOfMethod(found.scope) !== null && !isClassMethod(found.scope);
    return { scope: found.scope, takesSelf: isPlain && this.isClassItself(object) };
  }

  /** A method, a nested class, or a function that was put there; of the class or of what it extends. */
  private member(holder: Scope, name: string, depth: number): Callee | null {
    if (depth > MAX_DEPTH) return null;
    const binding = holder.bindings.get(name)?.at(-1);
    if (binding?.kind === 'definition' && binding.value) return this.defined(binding.value);
    const [value, more] = fieldsOf(holder).get(name) ?? [];
    if (value) return !more && naming.has(value.type) ? this.named(value, depth + 1) : null;
    for (const base of basesOf(this.scopes, holder)) {
      const found = this.member(base, name, depth + 1);
      if (found) return found;
    }
    return null;
  }

  private isClassItself(object: SyntaxNode): boolean {
    return object.type === 'identifier' && classNamed(this.scopes, object) !== null;
  }

  /** The class of the file that an expression names or is an instance of. */
  classOf(node: SyntaxNode, depth = 0): Scope | null {
    if (depth > MAX_DEPTH) return null;
    const inner = (child: SyntaxNode | null | undefined): Scope | null => (child ? this.classOf(child, depth + 1) : null);
    switch (node.type) {
      case 'identifier':
        return classNamed(this.scopes, node) ?? this.classOfIdentifier(node, depth);
      case 'call':
        return this.classOfCall(node, depth);
      case 'attribute': {
        const holder = inner(node.child('object'));
        const name = node.child('attribute')?.text ?? '';
        return holder && this.classOfField(holder, name, depth);
      }
      case 'await':
      case 'type':
      case 'parenthesized_expression':
        return inner(node.namedChildren[0]);
      case 'generic_type': {
        const wraps = /^(?:\w+\.)?(?:Optional|Annotated)$/.test(node.namedChildren[0]?.text ?? '');
        return wraps ? inner(node.namedChildren[1]?.namedChildren[0]) : null;
      }
      case 'binary_operator':
        return inner(node.child('left')) ?? inner(node.child('right'));
      case 'boolean_operator':
        return inner(node.child('right')) ?? inner(node.child('left'));
      case 'conditional_expression':
        return inner(node.namedChildren[0]) ?? inner(node.namedChildren[2]);
      case 'string': {
        // An annotation may be written as a text.
        const name = literalText(node);
        const [binding] = (name !== null && this.scopes.module.bindings.get(name)) || [];
        return binding?.value?.type === 'class_definition' ? this.scopes.scopeAt(binding.value) : null;
      }
      default:
        return null;
    }
  }

  private classOfIdentifier(node: SyntaxNode, depth: number): Scope | null {
    const binding = reachingBindings(this.scopes, node.text, node).at(-1);
    if (!binding) return null;
    const own = binding.kind === 'parameter' ? ownClass(binding) : null;
    if (own) return own;
    if (binding.annotation) return this.classOf(binding.annotation, depth + 1);
    return binding.value && (binding.kind === 'assign' || binding.kind === 'with') ? this.classOf(binding.value, depth + 1) : null;
  }

  private classOfField(holder: Scope, name: string, depth: number): Scope | null {
    if (depth > MAX_DEPTH) return null;
    const nested = holder.bindings.get(name)?.at(-1);
    if (nested?.kind === 'definition' && nested.value?.type === 'class_definition') return this.scopes.scopeAt(nested.value);
    const values = fieldsOf(holder).get(name) ?? [];
    for (const value of values.slice(0, MAX_VALUES)) {
      const found = this.classOf(value, depth + 1);
      if (found) return found;
    }
    if (nested?.annotation) return this.classOf(nested.annotation, depth + 1);
    const [base] = values.length === 0 ? basesOf(this.scopes, holder) : [];
    return base ? this.classOfField(base, name, depth + 1) : null;
  }

  private classOfCall(call: SyntaxNode, depth: number): Scope | null {
    const callee = call.child('function');
    if (!callee) return null;
    if (callee.type === 'identifier' && callee.text === 'super') {
      const around = this.classAround(callee);
      return around && (basesOf(this.scopes, around)[0] ?? null);
    }
    const made = /^(?:identifier|attribute)$/.test(callee.type) ? this.namedClass(callee, depth) : null;
    if (made) return made;
    const fn = this.of(call, depth + 1)?.scope;
    if (fn?.node.type !== 'function_definition') return null;
    const type = fn.node.child('return_type');
    const [only, more] = type ? [type] : returnsOf(this.scopes, fn);
    return only && !more ? this.classOf(only, depth + 1) : null;
  }

  /** The class that is called, so that an instance is made: `A`, `Outer.A`, `cls`, `type(self)` is left out. */
  private namedClass(callee: SyntaxNode, depth: number): Scope | null {
    if (callee.type === 'identifier') {
      const found = classNamed(this.scopes, callee);
      if (found) return found;
      const [binding, more] = reachingBindings(this.scopes, callee.text, callee);
      if (!binding || more) return null;
      if (binding.kind === 'parameter') return ownClass(binding);
      return binding.kind === 'assign' && binding.value?.type === 'identifier' ? classNamed(this.scopes, binding.value) : null;
    }
    const holder = callee.child('object') && this.classOf(callee.child('object')!, depth + 1);
    const binding = holder?.bindings.get(callee.child('attribute')?.text ?? '')?.at(-1);
    return binding?.value?.type === 'class_definition' ? this.scopes.scopeAt(binding.value) : null;
  }

  private classAround(node: SyntaxNode): Scope | null {
    for (let scope: Scope | null = this.scopes.scopeOf(node); scope; scope = scope.parent) if (scope.isClass) return scope;
    return null;
  }

  /** The class whose method a node stands in, where it calls on what that class extends: `super().save()`. */
  superClass(object: SyntaxNode): Scope | null {
    const callee = object.type === 'call' ? object.child('function') : null;
    return callee?.type === 'identifier' && callee.text === 'super' ? this.classAround(object) : null;
  }

  /** Last names that calls of a function can have; '' where it stands in a table, or is a lambda called on the spot. */
  private namesOf(target: Scope): ReadonlySet<string> {
    const name = target.node.type === 'lambda' ? `@${target.node.index}` : (target.node.child('name')?.text ?? '');
    const names = new Set([target.node.type === 'lambda' ? '' : name]);
    if (name === '__init__') for (const maker of ['cls', ...(this.makerTable().get(target) ?? [])]) names.add(maker);
    for (const one of [name, ...names]) for (const other of this.aliasTable().get(one) ?? []) names.add(other);
    return names;
  }

  private makerTable(): ReadonlyMap<Scope, readonly string[]> {
    if (!this.makers) {
      this.makers = new Map();
      for (const holder of this.scopes.allScopes()) {
        const made = holder.isClass ? this.constructorOf(holder)?.scope : undefined;
        if (!made) continue;
        const name = holder.node.child('name')?.text ?? '';
        const list = this.makers.get(made);
        if (list) list.push(name);
        else this.makers.set(made, [name]);
      }
    }
    return this.makers;
  }

  private memberNames(): ReadonlySet<string> {
    if (!this.members) {
      this.members = new Set();
      for (const scope of this.scopes.allScopes()) {
        if (scope.isClass) for (const [name, bindings] of scope.bindings) if (bindings.at(-1)!.value) this.members.add(name);
      }
      for (const others of this.aliasTable().values()) for (const name of others) this.members.add(name);
    }
    return this.members;
  }

  private aliasTable(): ReadonlyMap<string, ReadonlySet<string>> {
    this.aliases ??= readAliases(this.scopes);
    return this.aliases;
  }
}

/** One look at every assignment and table entry of the file. */
function readAliases(scopes: PythonScopes): Map<string, Set<string>> {
  const { tree } = scopes.root;
  const aliases = new Map<string, Set<string>>();
  const wanted = tree.names.types.map((type, id) => tree.names.named[id]! && (type === 'assignment' || type === 'pair'));
  for (let at = 0; at < tree.count; at++) {
    if (!wanted[tree.type[at]!]) continue;
    const node = new SyntaxNode(tree, at);
    const isPair = node.type === 'pair';
    const value = node.child(isPair ? 'value' : 'right');
    if (!value || !naming.has(value.type)) continue;
    const left = isPair ? null : node.child('left');
    const name = value.type === 'lambda' ? `@${value.index}` : value.type === 'attribute' ? value.child('attribute')!.text : value.text;
    const other = left?.type === 'attribute' ? left.child('attribute')!.text : left?.type === 'identifier' ? left.text : '';
    const list = aliases.get(name);
    if (list) list.add(other);
    else aliases.set(name, new Set([other]));
  }
  return aliases;
}

/** The class whose method's first parameter a binding is. */
function ownClass({ name, scope }: Binding): Scope | null {
  const [first] = scope.bindings.keys();
  return first === name ? classOfMethod(scope) : null;
}

function isClassMethod(method: Scope): boolean {
  const decorated = method.node.parent;
  return (
    decorated?.type === 'decorated_definition' &&
    decorated.namedChildren.some((child) => child.type === 'decorator' && child.namedChildren[0]?.text === 'classmethod')
  );
}
