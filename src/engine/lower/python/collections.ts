/** The elements of a list, a table or a loop's iterable, where they are written in the file. */
import { factOf } from '../../facts.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { argumentsOf } from './calls.ts';
import { reachingBindings } from './reaching.ts';
import type { PythonScopes } from './scopes.ts';
import { literalText } from './strings.ts';

const most = 200;
/** Wrappers that give the elements of their argument. */
const wrappers = /^(?:enumerate|sorted|reversed|list|tuple|set|frozenset|iter)$/;

/** Key text to value of a dictionary literal; entries with other keys are left out. */
export function entriesOf(dictionary: SyntaxNode): Map<string, SyntaxNode> {
  const entries = new Map<string, SyntaxNode>();
  for (const pair of dictionary.namedChildren) {
    const key = pair.type === 'pair' ? literalText(pair.child('key')) : null;
    if (key !== null) entries.set(key, pair.child('value')!);
  }
  return entries;
}

/**
 * The elements, or null where they are not all written here. Of a table `keys` are what a loop gives and `values` what a
 * look-up gives; `grown` also takes what `append`, `extend` and `+=` add to the list.
 */
export function elementsOf(
  scopes: PythonScopes,
  node: SyntaxNode,
  want: 'keys' | 'values' | 'grown' = 'keys',
  depth = 0,
): SyntaxNode[] | null {
  if (depth > 6) return null;
  switch (node.type) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list': {
      const elements = node.namedChildren.filter((child) => child.type !== 'comment');
      if (elements.length > most) return null;
      return elements.flatMap((element) => {
        if (element.type !== 'list_splat') return [element];
        return elementsOf(scopes, element.namedChildren[0]!, want, depth + 1) ?? [element];
      });
    }
    case 'dictionary': {
      const pairs = node.namedChildren.filter((child) => child.type === 'pair');
      if (pairs.length > most || node.namedChildren.some((child) => child.type === 'dictionary_splat')) return null;
      return pairs.map((pair) => pair.child(want === 'keys' ? 'key' : 'value')!);
    }
    case 'parenthesized_expression':
      return node.namedChildren[0] ? elementsOf(scopes, node.namedChildren[0], want, depth + 1) : null;
    case 'binary_operator': {
      const left = node.child('left');
      const right = node.child('right');
      if (!left || !right) return null;
      // `["?"] * n` and `[a] + rest`.
      if (node.child('operator')?.text === '*') return elementsOf(scopes, left, want, depth + 1);
      if (node.child('operator')?.text !== '+') return null;
      const first = elementsOf(scopes, left, want, depth + 1);
      const second = elementsOf(scopes, right, want, depth + 1);
      return first && second ? [...first, ...second] : null;
    }
    case 'list_comprehension':
    case 'generator_expression':
    case 'set_comprehension':
      return want === 'grown' && node.child('body') ? [node.child('body')!] : null;
    case 'call':
      return ofCall(scopes, node, want, depth);
    case 'identifier':
      return ofName(scopes, node, want, depth);
    default:
      return null;
  }
}

function ofCall(scopes: PythonScopes, node: SyntaxNode, want: 'keys' | 'values' | 'grown', depth: number): SyntaxNode[] | null {
  const callee = node.child('function');
  const [first] = argumentsOf(node).positional;
  if (callee?.type === 'identifier') {
    if (wrappers.test(callee.text)) return first ? elementsOf(scopes, first, want, depth + 1) : [];
    // `map(lambda _: "?", xs)` gives what the lambda gives.
    const body = callee.text === 'map' && first?.type === 'lambda' ? first.child('body') : null;
    return body && want === 'grown' ? [body] : null;
  }
  if (callee?.type !== 'attribute') return null;
  const object = callee.child('object')!;
  switch (callee.child('attribute')?.text) {
    case 'items': {
      const keys = elementsOf(scopes, object, 'keys', depth + 1);
      const values = keys && elementsOf(scopes, object, 'values', depth + 1);
      return keys && values ? [...keys, ...values] : null;
    }
    case 'keys':
      return elementsOf(scopes, object, 'keys', depth + 1);
    case 'values':
      return elementsOf(scopes, object, 'values', depth + 1);
    case 'split':
      return literalText(object) === null ? null : [object];
    case 'copy':
      return elementsOf(scopes, object, want, depth + 1);
    default:
      return null;
  }
}

function ofName(scopes: PythonScopes, node: SyntaxNode, want: 'keys' | 'values' | 'grown', depth: number): SyntaxNode[] | null {
  const bindings = reachingBindings(scopes, node.text, node);
  if (bindings.length === 0 || bindings.length > 8) return null;
  const elements: SyntaxNode[] = [];
  for (const binding of bindings) {
    if (!binding.value || (binding.kind !== 'assign' && binding.kind !== 'augment')) return null;
    const own = elementsOf(scopes, binding.value, want, depth + 1);
    if (!own) return null;
    elements.push(...own);
  }
  const added = additions(scopes, node, bindings[0]!.scope.node);
  if (added === null) return null;
  return [...elements, ...added];
}

type Growths = Map<string, { readonly method: string; readonly call: SyntaxNode }[]>;

/** Calls that put something into a collection, by the collection's name. */
function growing(scopes: PythonScopes): Growths {
  return factOf(scopes.root.tree, growing, () => {
    const table: Growths = new Map();
    for (const method of ['append', 'add', 'insert', 'extend', 'update', 'setdefault']) {
      for (const call of scopes.calls.get(method) ?? []) {
        const object = call.child('function')?.child('object');
        if (object?.type !== 'identifier') continue;
        const list = table.get(object.text);
        if (list) list.push({ method, call });
        else table.set(object.text, [{ method, call }]);
      }
    }
    return table;
  });
}

/** What is put into the list or table of this name elsewhere in its scope; null where that cannot be told. */
function additions(scopes: PythonScopes, node: SyntaxNode, scope: SyntaxNode): SyntaxNode[] | null {
  const added: SyntaxNode[] = [];
  for (const { method, call } of growing(scopes).get(node.text) ?? []) {
    if (scope.contains(call)) {
      const { positional } = argumentsOf(call);
      const value = positional.at(-1);
      if (!value) return null;
      if (method === 'append' || method === 'add' || method === 'insert') added.push(value);
      else {
        const inner = value.type === 'identifier' ? null : elementsOf(scopes, value, 'grown', 4);
        if (!inner) return null;
        added.push(...inner);
      }
      if (added.length > most) return null;
    }
  }
  return added;
}
