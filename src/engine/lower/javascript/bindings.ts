/** Which declaration a name means, in JavaScript and TypeScript: scopes, destructuring, imports, and every later write. */
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import { functionTypes, parametersOf, stringValue } from './syntax.ts';

export type BindingKind = 'import' | 'const' | 'let' | 'var' | 'parameter' | 'function' | 'class' | 'enum' | 'catch' | 'element';

export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The identifier that declares it. */
  readonly identifier: SyntaxNode;
  /** The node it is visible in. */
  readonly scope: SyntaxNode;
  /**
   * What it gets its value from: the initialiser, a parameter's default, the list of a `for` loop (kind `element`), the function or class
   * itself. Null where nothing is given.
   */
  readonly value: SyntaxNode | null;
  /** Properties taken from the value by destructuring; `*` stands for an element of an array, a rest, or a computed one. */
  readonly path: readonly string[];
  /** Module and exported name of an import; `*` for the module as a whole. */
  readonly module: string | null;
  /** The function whose parameter it is, and which one. */
  readonly parameter: { readonly fn: SyntaxNode; readonly index: number; readonly pattern: SyntaxNode } | null;
}

/** A write to a name after its declaration. */
export interface Write {
  /** The whole assignment or update. */
  readonly at: SyntaxNode;
  readonly identifier: SyntaxNode;
  /** What is written; null for `++`, destructuring and loops. */
  readonly value: SyntaxNode | null;
  /** True for `+=` and its kin. */
  readonly adds: boolean;
}

type Scope = Map<string, Binding>;

const blockScopes = new Set([
  'program',
  'statement_block',
  'for_statement',
  'for_in_statement',
  'switch_body',
  'catch_clause',
  ...functionTypes,
]);
const varScopes = new Set(['program', ...functionTypes]);

const maximumPattern = 40;

export class Bindings {
  private readonly scopes = new Map<number, Scope>();
  private readonly writes = new Map<string, Write[]>();
  private readonly writesOf = new Map<Binding, readonly Write[]>();
  private readonly mentionsFound = new Map<Binding, readonly SyntaxNode[]>();
  private mentions: ReadonlyMap<string, readonly number[]> | null = null;
  private nearest: Int32Array | null = null;

  constructor(root: SyntaxNode) {
    const { tree } = root;
    const visitors: (((node: SyntaxNode) => void) | null)[] = [];
    for (let index = 0; index < tree.count; index++) {
      const id = tree.type[index]!;
      let visit = visitors[id];
      if (visit === undefined) {
        const type = tree.names.types[id]!;
        visit = tree.names.named[id] && Object.hasOwn(this.declarers, type) ? this.declarers[type]! : null;
        visitors[id] = visit;
      }
      if (visit) visit(new SyntaxNode(tree, index));
    }
  }

  /** The declaration an identifier means, or null for a global. */
  resolve(identifier: SyntaxNode): Binding | null {
    const name = identifier.text;
    const { parent } = identifier.tree;
    this.nearest ??= this.nearestScopes(identifier.tree);
    for (let at = this.nearest[identifier.index]!; at >= 0; at = at === 0 ? -1 : this.nearest[parent[at]!]!) {
      const binding = this.scopes.get(at)?.get(name);
      if (binding) return binding;
    }
    return null;
  }

  /** By node: the innermost node around it, itself included, that declares anything; -1 where nothing does. */
  private nearestScopes({ count, parent }: SyntaxNode['tree']): Int32Array {
    const nearest = new Int32Array(count);
    for (let node = 0; node < count; node++) nearest[node] = this.scopes.has(node) ? node : node === 0 ? -1 : nearest[parent[node]!]!;
    return nearest;
  }

  /** What a scope declares itself; 0 is the file. */
  declaredIn(scope: number): Iterable<Binding> {
    return this.scopes.get(scope)?.values() ?? [];
  }

  /** Every write to this very variable, in reading order. */
  writesTo(binding: Binding): readonly Write[] {
    const known = this.writesOf.get(binding);
    if (known) return known;
    const all = this.writes.get(binding.name) ?? [];
    const found: Write[] = [];
    const end = binding.scope.tree.next[binding.scope.index]!;
    for (let at = firstFrom(all, binding.scope.index, (write) => write.identifier.index); at < all.length; at++) {
      const write = all[at]!;
      if (write.identifier.index >= end) break;
      if (this.isOf(write.identifier, binding)) found.push(write);
    }
    this.writesOf.set(binding, found);
    return found;
  }

  /** Every place that names this very variable, its declaration and its writes among them, in reading order. */
  mentionsOf(binding: Binding): readonly SyntaxNode[] {
    const known = this.mentionsFound.get(binding);
    if (known) return known;
    const { tree } = binding.scope;
    this.mentions ??= mentionsIn(binding.scope);
    const all = this.mentions.get(binding.name) ?? [];
    const found: SyntaxNode[] = [];
    const end = tree.next[binding.scope.index]!;
    for (let at = firstFrom(all, binding.scope.index, (index) => index); at < all.length && all[at]! < end; at++) {
      const node = new SyntaxNode(tree, all[at]!);
      if (this.isOf(node, binding)) found.push(node);
    }
    this.mentionsFound.set(binding, found);
    return found;
  }

  private isOf(identifier: SyntaxNode, binding: Binding): boolean {
    return this.resolve(identifier)?.identifier.equals(binding.identifier) === true;
  }

  private declare(
    scopeOf: SyntaxNode,
    scopes: ReadonlySet<string>,
    identifier: SyntaxNode,
    kind: BindingKind,
    rest: Partial<Binding>,
  ): void {
    let scope = scopeOf;
    while (!scopes.has(scope.type) && scope.parent) scope = scope.parent;
    const names = this.scopes.get(scope.index) ?? new Map<string, Binding>();
    this.scopes.set(scope.index, names);
    const name = identifier.text;
    const known = names.get(name);
    // `var x` twice, or a `var` that repeats a parameter: the first declaration stays, the second is a write.
    if (known) {
      if (rest.value) this.addWrite({ at: identifier, identifier, value: rest.path?.length ? null : rest.value, adds: false });
      return;
    }
    names.set(name, { name, kind, identifier, scope, value: null, path: [], module: null, parameter: null, ...rest });
  }

  private addWrite(write: Write): void {
    const name = write.identifier.text;
    const list = this.writes.get(name);
    if (list) list.push(write);
    else this.writes.set(name, [write]);
  }

  private declarePattern(
    pattern: SyntaxNode,
    scope: SyntaxNode,
    scopes: ReadonlySet<string>,
    kind: BindingKind,
    rest: Partial<Binding>,
  ): void {
    for (const { identifier, path } of namesIn(pattern))
      this.declare(scope, scopes, identifier, kind, { ...rest, path: [...(rest.path ?? []), ...path] });
  }

  private readonly declarers: Readonly<Record<string, (node: SyntaxNode) => void>> = {
    variable_declarator: (node) => {
      const pattern = node.child('name');
      const holder = node.parent;
      if (!pattern || !holder) return;
      const word = holder.children[0]?.text;
      const kind = word === 'const' || word === 'let' ? word : 'var';
      this.declarePattern(pattern, holder, kind === 'var' ? varScopes : blockScopes, kind, { value: node.child('value') });
    },
    for_in_statement: (node) => {
      const left = node.child('left');
      if (!left) return;
      const word = node.child('kind')?.text;
      if (!word) return this.assignPattern(left, node);
      const keys = node.child('operator')?.text === 'in';
      this.declarePattern(left, node, word === 'var' ? varScopes : blockScopes, 'element', {
        value: node.child('right'),
        path: keys ? ['*key'] : [],
      });
    },
    function_declaration: (node) => this.declareNamed(node, 'function', node.parent),
    generator_function_declaration: (node) => this.declareNamed(node, 'function', node.parent),
    class_declaration: (node) => this.declareNamed(node, 'class', node.parent),
    abstract_class_declaration: (node) => this.declareNamed(node, 'class', node.parent),
    enum_declaration: (node) => this.declareNamed(node, 'enum', node.parent),
    function_expression: (node) => this.declareNamed(node, 'function', node),
    formal_parameters: (node) => {
      if (node.parent && functionTypes.has(node.parent.type)) this.declareParameters(node.parent);
    },
    arrow_function: (node) => {
      if (node.child('parameter')) this.declareParameters(node);
    },
    catch_clause: (node) => {
      const parameter = node.child('parameter');
      if (parameter) this.declarePattern(parameter, node, blockScopes, 'catch', {});
    },
    import_statement: (node) => this.declareImports(node),
    assignment_expression: (node) => {
      const left = node.child('left');
      if (left?.type === 'identifier') this.addWrite({ at: node, identifier: left, value: node.child('right'), adds: false });
      else if (left && /_pattern$/.test(left.type)) this.assignPattern(left, node);
    },
    augmented_assignment_expression: (node) => {
      const left = node.child('left');
      if (left?.type === 'identifier') this.addWrite({ at: node, identifier: left, value: node.child('right'), adds: true });
    },
    update_expression: (node) => {
      const argument = node.child('argument');
      if (argument?.type === 'identifier') this.addWrite({ at: node, identifier: argument, value: null, adds: true });
    },
  };

  private assignPattern(pattern: SyntaxNode, at: SyntaxNode): void {
    for (const { identifier } of namesIn(pattern)) this.addWrite({ at, identifier, value: null, adds: false });
  }

  private declareNamed(node: SyntaxNode, kind: BindingKind, scope: SyntaxNode | null): void {
    const name = node.child('name');
    if (name && scope) this.declare(scope, blockScopes, name, kind, { value: node });
  }

  private declareParameters(fn: SyntaxNode): void {
    parametersOf(fn).forEach((item, index) => {
      const pattern = item.child('pattern') ?? item;
      this.declarePattern(pattern, fn, blockScopes, 'parameter', {
        value: item.child('value') ?? (item.type === 'assignment_pattern' ? item.child('right') : null),
        parameter: { fn, index, pattern: item },
      });
    });
  }

  private declareImports(node: SyntaxNode): void {
    const clause = node.namedChildren.find((child) => child.type === 'import_clause' || child.type === 'import_require_clause');
    const source = node.child('source') ?? clause?.child('source');
    if (!clause || source?.type !== 'string') return;
    const module = stringValue(source);
    const add = (identifier: SyntaxNode | null | undefined, path: readonly string[]) => {
      if (identifier) this.declare(node, blockScopes, identifier, 'import', { module, path });
    };
    for (const part of clause.namedChildren) {
      if (part.type === 'identifier') add(part, clause.type === 'import_clause' ? ['default'] : []);
      else if (part.type === 'namespace_import') add(part.namedChildren[0], []);
      else if (part.type === 'named_imports') {
        for (const specifier of part.namedChildren) {
          const name = specifier.child('name');
          if (name) add(specifier.child('alias') ?? name, [name.type === 'string' ? stringValue(name) : name.text]);
        }
      }
    }
  }
}

/** Position of the first item at or after an index, in a list in reading order. */
function firstFrom<T>(items: readonly T[], index: number, indexOf: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (indexOf(items[middle]!) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every identifier of a file by its name. */
function mentionsIn({ tree }: SyntaxNode): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  const { types } = tree.names;
  for (let index = 0; index < tree.count; index++) {
    const type = types[tree.type[index]!]!;
    if (type !== 'identifier' && type !== 'shorthand_property_identifier') continue;
    const name = tree.text.slice(tree.start[index]!, tree.end[index]!);
    const list = found.get(name);
    if (list) list.push(index);
    else found.set(name, [index]);
  }
  return found;
}

/** The names a pattern declares, each with the way to it. A work list, because nesting is the author's to choose. */
function namesIn(pattern: SyntaxNode): { identifier: SyntaxNode; path: readonly string[] }[] {
  const names: { identifier: SyntaxNode; path: readonly string[] }[] = [];
  const work: { node: SyntaxNode; path: readonly string[] }[] = [{ node: pattern, path: [] }];
  for (let item = work.pop(); item; item = work.pop()) {
    const { node, path } = item;
    if (path.length > maximumPattern) continue;
    switch (node.type) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
        names.push({ identifier: node, path: node.type === 'identifier' ? path : [...path, node.text] });
        break;
      case 'object_pattern':
        for (const child of node.namedChildren) work.push({ node: child, path });
        break;
      case 'pair_pattern': {
        const key = node.child('key');
        const value = node.child('value');
        if (value) work.push({ node: value, path: [...path, key ? keyText(key) : '*'] });
        break;
      }
      case 'object_assignment_pattern':
      case 'assignment_pattern': {
        const left = node.child('left');
        if (left) work.push({ node: left, path });
        break;
      }
      case 'rest_pattern':
      case 'array_pattern':
        for (const child of node.namedChildren) work.push({ node: child, path: [...path, '*'] });
        break;
      case 'required_parameter':
      case 'optional_parameter': {
        const inner = node.child('pattern');
        if (inner) work.push({ node: inner, path });
        break;
      }
    }
  }
  return names;
}

function keyText(key: SyntaxNode): string {
  if (key.type === 'string') return stringValue(key);
  return key.type === 'computed_property_name' ? '*' : key.text;
}
