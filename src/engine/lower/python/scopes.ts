/** Names and where they are bound: one pass over a Python tree, then look-ups. */
import { factOf } from '../../facts.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';

export type BindingKind = 'assign' | 'augment' | 'unpack' | 'loop' | 'with' | 'parameter' | 'import' | 'definition' | 'other';

export interface Binding {
  readonly kind: BindingKind;
  readonly name: string;
  /** The name itself, where it is bound. */
  readonly at: SyntaxNode;
  /** What it is bound to: the right side, the iterable, the context expression, a parameter's default. */
  readonly value: SyntaxNode | null;
  /** A parameter's or variable's annotation. */
  readonly annotation: SyntaxNode | null;
  readonly scope: Scope;
}

/** A function, class, comprehension or the module: what owns names. */
export class Scope {
  readonly node: SyntaxNode;
  readonly parent: Scope | null;
  readonly bindings = new Map<string, Binding[]>();
  /** Names that `global` or `nonlocal` hand to an outer scope. */
  readonly handedOut = new Set<string>();

  constructor(node: SyntaxNode, parent: Scope | null) {
    this.node = node;
    this.parent = parent;
  }

  get isClass(): boolean {
    return this.node.type === 'class_definition';
  }

  get module(): Scope {
    let scope: Scope = this;
    while (scope.parent) scope = scope.parent;
    return scope;
  }
}

const scopeTypes = new Set([
  'function_definition',
  'lambda',
  'class_definition',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

const interesting = new Set([
  ...scopeTypes,
  'assignment',
  'augmented_assignment',
  'named_expression',
  'for_statement',
  'for_in_clause',
  'with_item',
  'except_clause',
  'import_statement',
  'import_from_statement',
  'global_statement',
  'nonlocal_statement',
  'call',
  'case_pattern',
  'splat_pattern',
  'keyword_pattern',
]);

export class PythonScopes {
  readonly root: SyntaxNode;
  readonly module: Scope;
  /** Name as written here to the dotted path it was imported from. */
  readonly imports = new Map<string, string>();
  /** Modules of `import a.b`, which are reached through the first part of their names. */
  readonly modules = new Set<string>();
  /** Modules of `from x import *`. */
  readonly wildcards: string[] = [];
  /** Every call by the last name of what it calls, '' where it has none: of an entry of a table. */
  readonly calls = new Map<string, SyntaxNode[]>();
  private readonly scopes: Scope[];
  /** Preorder index of a scope's node to the scope. */
  private readonly byNode = new Map<number, Scope>();

  constructor(root: SyntaxNode) {
    this.root = root;
    this.module = new Scope(root, null);
    this.scopes = [this.module];
    this.byNode.set(root.index, this.module);
    const { tree } = root;
    const asked: (boolean | undefined)[] = [];
    let scope = this.module;
    for (let index = 1; index < tree.count; index++) {
      while (scope.parent && index >= tree.next[scope.node.index]!) scope = scope.parent;
      const id = tree.type[index]!;
      asked[id] ??= interesting.has(tree.names.types[id]!);
      if (!asked[id]) continue;
      // Keywords such as `lambda` are nodes of the same name as the expression they begin.
      if (!tree.names.named[id]) continue;
      const node = new SyntaxNode(tree, index);
      if (scopeTypes.has(node.type)) {
        if (node.type === 'class_definition' || node.type === 'function_definition') this.define(scope, node);
        scope = new Scope(node, scope);
        this.byNode.set(index, scope);
        this.scopes.push(scope);
        this.addParameters(scope, node.child('parameters'));
      } else this.bind(scope, node);
    }
    this.liftHandedOut();
  }

  /** The scope that a node's names are looked up in. */
  scopeOf(node: SyntaxNode): Scope {
    // The last scope that starts before the node, or one around that: they nest.
    let low = 0;
    let high = this.scopes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.scopes[middle]!.node.index <= node.index) low = middle;
      else high = middle - 1;
    }
    let scope = this.scopes[low]!;
    // A decorator, a default and the name of a function belong to the scope around it.
    while (scope.parent && !(scope.node.contains(node) && (scope.node.index === node.index || !this.isOutside(node, scope))))
      scope = scope.parent;
    return scope;
  }

  private isOutside(node: SyntaxNode, scope: Scope): boolean {
    if (scope.node.type !== 'function_definition') return false;
    const body = scope.node.child('body');
    return body !== null && node.index < body.index;
  }

  /** The innermost function around a node, or the module. */
  functionOf(node: SyntaxNode): Scope {
    let scope = this.scopeOf(node);
    while (scope.parent && scope.node.type !== 'function_definition' && scope.node.type !== 'lambda') scope = scope.parent;
    return scope;
  }

  scopeAt(node: SyntaxNode): Scope | null {
    return this.byNode.get(node.index) ?? null;
  }

  allScopes(): readonly Scope[] {
    return this.scopes;
  }

  /** The scope that binds this name for somebody who stands in `from`, or null where nobody does. */
  ownerOf(name: string, from: Scope): Scope | null {
    for (let scope: Scope | null = from; scope; scope = scope.parent) {
      if (scope.isClass && scope !== from) continue;
      if (scope.handedOut.has(name)) continue;
      if (scope.bindings.has(name)) return scope;
    }
    return null;
  }

  private add(scope: Scope, kind: BindingKind, at: SyntaxNode, value: SyntaxNode | null, annotation: SyntaxNode | null = null): void {
    const name = at.text;
    const list = scope.bindings.get(name);
    const binding: Binding = { kind, name, at, value, annotation, scope };
    if (list) list.push(binding);
    else scope.bindings.set(name, [binding]);
  }

  private define(scope: Scope, node: SyntaxNode): void {
    const name = node.child('name');
    if (name) this.add(scope, 'definition', name, node);
  }

  private addParameters(scope: Scope, parameters: SyntaxNode | null): void {
    for (const parameter of parameters?.namedChildren ?? []) {
      const name =
        parameter.type === 'identifier'
          ? parameter
          : (parameter.child('name') ?? [...parameter.descendants('identifier')].find(() => true) ?? null);
      if (name) this.add(scope, 'parameter', name, parameter.child('value'), parameter.child('type'));
    }
  }

  private bind(scope: Scope, node: SyntaxNode): void {
    switch (node.type) {
      case 'call': {
        const callee = node.child('function');
        const name = callee?.type === 'attribute' ? callee.child('attribute')?.text : callee?.type === 'identifier' ? callee.text : '';
        if (name === undefined) return;
        const list = this.calls.get(name);
        if (list) list.push(node);
        else this.calls.set(name, [node]);
        return;
      }
      case 'assignment':
        this.target(scope, 'assign', node.child('left'), node.child('right'), node.child('type'));
        return;
      case 'augmented_assignment':
        this.target(scope, 'augment', node.child('left'), node.child('right'));
        return;
      case 'named_expression':
        this.target(scope, 'assign', node.child('name'), node.child('value'));
        return;
      case 'for_statement':
      case 'for_in_clause':
        this.target(scope, 'loop', node.child('left'), node.child('right'));
        return;
      case 'with_item': {
        const value = node.child('value');
        if (value?.type !== 'as_pattern') return;
        this.target(scope, 'with', value.child('alias')?.namedChildren[0] ?? null, value.namedChildren[0] ?? null);
        return;
      }
      case 'except_clause': {
        const alias = node.child('value')?.child('alias')?.namedChildren[0];
        this.target(scope, 'other', alias ?? null, null);
        return;
      }
      case 'case_pattern':
      case 'keyword_pattern':
      case 'splat_pattern':
        this.capture(scope, node);
        return;
      case 'global_statement':
      case 'nonlocal_statement':
        for (const name of node.namedChildren) scope.handedOut.add(name.text);
        return;
      default:
        this.importNames(scope, node);
    }
  }

  private target(
    scope: Scope,
    kind: BindingKind,
    target: SyntaxNode | null,
    value: SyntaxNode | null,
    annotation: SyntaxNode | null = null,
  ): void {
    if (!target || (kind === 'assign' && !value)) return;
    if (target.type === 'identifier') this.add(scope, kind, target, value, annotation);
    if (!/^(?:pattern_list|tuple_pattern|list_pattern|tuple|list|list_splat_pattern)$/.test(target.type)) return;
    // `a, b = 1, 2` binds one to one; anything else is taken apart at run time.
    const names = target.namedChildren;
    const values = value && /^(?:expression_list|tuple|list)$/.test(value.type) ? value.namedChildren : [];
    names.forEach((name, position) => {
      const own = kind === 'assign' && values.length === names.length ? values[position]! : null;
      if (name.type === 'identifier') this.add(scope, own ? 'assign' : 'unpack', name, own ?? value);
      else this.target(scope, own ? 'assign' : 'unpack', name, own ?? value);
    });
  }

  /** A name in a pattern of `match`: by itself, after `as`, after `*`, behind a keyword. */
  private capture(scope: Scope, pattern: SyntaxNode): void {
    const last = pattern.namedChildren.at(-1);
    const name = last?.type === 'as_pattern' ? last.namedChildren.at(-1) : last?.type === 'dotted_name' ? last.namedChildren[0] : last;
    const isName = name?.type === 'identifier' && (last?.type !== 'dotted_name' || last.namedChildren.length === 1);
    if (isName) this.add(scope, 'other', name, null);
  }

  private importNames(scope: Scope, node: SyntaxNode): void {
    const from = node.type === 'import_from_statement' ? (node.child('module_name')?.text ?? '') : null;
    if (from !== null && node.children.some((child) => child.type === 'wildcard_import')) this.wildcards.push(from);
    for (const name of node.childrenOf('name')) {
      const alias = name.type === 'aliased_import' ? name.child('alias') : null;
      const dotted = name.type === 'aliased_import' ? name.child('name') : name;
      if (!dotted) continue;
      const path = from === null ? dotted.text : `${from}.${dotted.text}`;
      const bound = alias ?? dotted.namedChildren[0] ?? dotted;
      if (from === null && !alias && bound.text !== path) this.modules.add(path);
      // `import a.b` binds `a`.
      this.imports.set(bound.text, alias || from !== null ? path : bound.text);
      this.add(scope, 'import', bound, null);
    }
  }

  /** What a function binds under `global x` is a binding of the module's x. */
  private liftHandedOut(): void {
    for (const scope of this.scopes) {
      for (const name of scope.handedOut) {
        for (const binding of scope.bindings.get(name) ?? []) {
          const list = this.module.bindings.get(name) ?? [];
          list.push(binding);
          this.module.bindings.set(name, list);
        }
        this.module.bindings.get(name)?.sort((a, b) => a.at.index - b.at.index);
      }
    }
  }
}

/** The scopes of a file, made once however many ask. */
export function readScopes(root: SyntaxNode): PythonScopes {
  return factOf(root.tree, readScopes, () => new PythonScopes(root));
}
