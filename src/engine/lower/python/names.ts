/** What an expression names: imports followed, instances named after what made them. */
import { answersOf } from '../../facts.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { reachingBindings } from './reaching.ts';
import type { PythonScopes, Scope } from './scopes.ts';

const DEPTH = 8;

/**
 * A dotted name for an expression: `subprocess.run`, `pathlib.Path()` for an instance, `pathlib.Path().parent` for what hangs
 * on it, `builtins.open` for what nothing in the file binds. Null where nothing is known.
 */
export function nameOf(scopes: PythonScopes, node: SyntaxNode, depth = 0): string | null {
  if (depth > DEPTH) return null;
  switch (node.type) {
    case 'identifier':
      return nameOfIdentifier(scopes, node, depth);
    case 'attribute': {
      const object = node.child('object');
      const attribute = node.child('attribute')?.text;
      if (!object || attribute === undefined) return null;
      const field = fieldValue(scopes, object, attribute);
      if (field) return nameOf(scopes, field, depth + 1);
      const base = nameOf(scopes, object, depth + 1);
      return base === null ? null : `${base}.${attribute}`;
    }
    case 'call': {
      const callee = node.child('function');
      const name = callee && nameOf(scopes, callee, depth + 1);
      return name ? `${name}()` : null;
    }
    case 'parenthesized_expression':
    case 'await':
      return node.namedChildren[0] ? nameOf(scopes, node.namedChildren[0], depth + 1) : null;
    case 'binary_operator': {
      const left = node.child('left');
      const name = left && node.child('operator')?.text === '/' ? nameOf(scopes, left, depth + 1) : null;
      return name ? `${name}/` : null;
    }
    case 'subscript': {
      const value = node.child('value');
      const name = value && nameOf(scopes, value, depth + 1);
      if (!name) return null;
      // The first of a list can be of another kind than the rest: the program's own name among its arguments.
      return node.child('subscript')?.text === '0' ? `${name}[0]` : `${name}[]`;
    }
    default:
      return null;
  }
}

function nameOfIdentifier(scopes: PythonScopes, node: SyntaxNode, depth: number): string | null {
  const name = node.text;
  const owner = scopes.ownerOf(name, scopes.scopeOf(node));
  if (!owner) return scopes.wildcards.length > 0 ? `${scopes.wildcards.join('|')}|builtins.${name}` : `builtins.${name}`;
  const bindings = reachingBindings(scopes, name, node);
  // `try: import a as x / except ImportError: import b as x` is the first of them.
  const last = bindings.findLast((binding) => binding.kind !== 'augment') ?? bindings[0]!;
  switch (last.kind) {
    case 'import':
      return scopes.imports.get(name) ?? null;
    case 'definition':
      return `.${name}`;
    case 'assign':
    case 'with':
      return last.value ? nameOf(scopes, last.value, depth + 1) : null;
    case 'parameter': {
      const type = last.annotation?.namedChildren[0];
      const annotated = type && nameOf(scopes, type, depth + 1);
      return annotated ? `${annotated}()` : null;
    }
    case 'loop':
      return null;
    default:
      return null;
  }
}

/** The only value a class gives one of its fields, for `self.x` and `cls.x`; null where there are several or none. */
export function fieldValue(scopes: PythonScopes, object: SyntaxNode, attribute: string): SyntaxNode | null {
  const values = fieldValues(scopes, object, attribute);
  return values.length === 1 ? values[0]! : null;
}

/** Every value the class around gives a field in its body or through `self`. */
export function fieldValues(scopes: PythonScopes, object: SyntaxNode, attribute: string): SyntaxNode[] {
  if (object.type !== 'identifier') return [];
  const holder = /^(?:self|cls)$/.test(object.text) ? enclosingClass(scopes, object) : classNamed(scopes, object);
  if (!holder) return [];
  return [...(fieldsOf(holder).get(attribute) ?? [])];
}

function enclosingClass(scopes: PythonScopes, node: SyntaxNode): Scope | null {
  for (let scope: Scope | null = scopes.scopeOf(node); scope; scope = scope.parent) if (scope.isClass) return scope;
  return null;
}

/** The class of the file that a name stands for. */
export function classNamed(scopes: PythonScopes, node: SyntaxNode): Scope | null {
  const owner = scopes.ownerOf(node.text, scopes.scopeOf(node));
  const [binding] = owner?.bindings.get(node.text) ?? [];
  return binding?.kind === 'definition' && binding.value?.type === 'class_definition' ? scopes.scopeAt(binding.value) : null;
}

/** What the body of a class and its methods, through `self`, give each of its fields. */
export function fieldsOf(holder: Scope): ReadonlyMap<string, readonly SyntaxNode[]> {
  const tables = answersOf<Scope, Map<string, SyntaxNode[]>>(holder.node.tree, fieldsOf);
  const known = tables.get(holder);
  if (known) return known;
  const table = new Map<string, SyntaxNode[]>();
  const put = (name: string, value: SyntaxNode): void => {
    const list = table.get(name);
    if (list) list.push(value);
    else table.set(name, [value]);
  };
  for (const [name, bindings] of holder.bindings) {
    for (const binding of bindings) if (binding.value && binding.kind === 'assign') put(name, binding.value);
  }
  for (const assignment of holder.node.descendants('assignment', 'augmented_assignment')) {
    const left = assignment.child('left');
    const right = assignment.child('right');
    if (left?.type === 'attribute' && right && /^(?:self|cls)$/.test(left.child('object')?.text ?? ''))
      put(left.child('attribute')!.text, right);
  }
  tables.set(holder, table);
  return table;
}
