/** Which bindings of a name can be the ones in force at a place. Thin: blocks and exits, no graph. */
import { answersOf } from '../../facts.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Binding, PythonScopes, Scope } from './scopes.ts';

const exits = new Set(['return_statement', 'raise_statement', 'continue_statement', 'break_statement']);
/** Clauses of one statement of which at most one runs. */
const exclusive: Readonly<Record<string, ReadonlySet<string>>> = {
  if_statement: new Set(['block', 'elif_clause', 'else_clause']),
  match_statement: new Set(['case_clause']),
  // Within the `block` of a match the cases stand side by side.
  block: new Set(['case_clause']),
};

/** The statement a node belongs to: the node's ancestor that stands directly in a block or the module. */
export function statementAround(node: SyntaxNode): SyntaxNode {
  let at = node;
  for (let parent = at.parent; parent && parent.type !== 'block' && parent.type !== 'module'; parent = at.parent) at = parent;
  return at;
}

/** Found from the end: a block can be as long as the file. */
function lastStatement(block: SyntaxNode): SyntaxNode | null {
  const { tree } = block;
  for (let index = tree.next[block.index]! - 1; index > block.index; ) {
    let at = index;
    while (tree.parent[at]! !== block.index) at = tree.parent[at]!;
    const node = new SyntaxNode(tree, at);
    if (node.isNamed && node.type !== 'comment') return node;
    index = at - 1;
  }
  return null;
}

/** True where a block always leaves by return, raise, break or continue. */
export function blockExits(block: SyntaxNode): boolean {
  const last = lastStatement(block);
  if (!last) return false;
  if (exits.has(last.type)) return true;
  // `sys.exit(...)`, `parser.error(...)`, `abort(404)`, `self.fail(...)`.
  const call = last.type === 'expression_statement' ? last.namedChildren[0] : null;
  return (
    call?.type === 'call' && /(?:^|[._])(?:exit|_exit|abort|error|fail|die|usage|fail_json|fatal)$/.test(call.child('function')?.text ?? '')
  );
}

/** Nobody nests statements this deep; expressions that do are not worth an answer. */
const DEEPEST = 1500;

/** Index of each node around a place to the index of its child on the way there. */
function pathTo(node: SyntaxNode): Map<number, number> {
  const path = new Map<number, number>();
  const { parent } = node.tree;
  let child = node.index;
  for (let at = parent[child]!; at >= 0 && path.size < DEEPEST; at = parent[at]!) {
    path.set(at, child);
    child = at;
  }
  return path;
}

interface Relation {
  /** The binding always runs before the use is reached. */
  readonly dominates: boolean;
  /** The binding can be followed by the use. */
  readonly reaches: boolean;
}

/** How an earlier place relates to a later one of the same function. */
export function relate(earlier: SyntaxNode, later: SyntaxNode, around: ReadonlyMap<number, number> = pathTo(later)): Relation {
  let child = earlier;
  let dominates = true;
  let depth = 0;
  for (let at = earlier.parent; at && depth < DEEPEST; at = at.parent, depth++) {
    const branch = around.get(at.index);
    if (branch !== undefined) {
      const other = new SyntaxNode(at.tree, branch);
      const clauses = exclusive[at.type];
      const apart = clauses !== undefined && other.index !== child.index && clauses.has(child.type) && clauses.has(other.type);
      // The value of a loop variable exists only in the loop's body and after a run of it.
      if (/^(?:while_statement|for_statement)$/.test(at.type) && child.type === 'block') dominates = false;
      if (at.type === 'if_statement' && /^(?:block|elif_clause|else_clause)$/.test(child.type)) dominates = false;
      if (/^(?:try_statement)$/.test(at.type) && other.type === 'except_clause') dominates = false;
      return { dominates: dominates && !apart, reaches: !apart };
    }
    if (child.type === 'block' || /_clause$/.test(child.type)) {
      if (child.type === 'block' && blockExits(child) && at.type !== 'with_statement') return { dominates: false, reaches: false };
      // A `with` or a `try` runs its body; every other block may be skipped.
      if (!/^(?:with_statement|try_statement|finally_clause)$/.test(at.type) && child.type === 'block') dominates = false;
      if (/^(?:except_clause|elif_clause|else_clause|case_clause)$/.test(child.type)) dominates = false;
    }
    child = at;
  }
  return { dominates, reaches: true };
}

/** Bindings looked at for one use; a name bound more often than this in one function is nobody's constant. */
const most = 40;

/** The bindings of `name` that can be in force where `use` stands; empty where nothing in the file binds it. */
export function reachingBindings(scopes: PythonScopes, name: string, use: SyntaxNode): readonly Binding[] {
  const known = answersOf<number, readonly Binding[]>(scopes.root.tree, reachingBindings);
  let found = known.get(use.index);
  if (!found) {
    found = findReaching(scopes, name, use);
    known.set(use.index, found);
  }
  return found;
}

function findReaching(scopes: PythonScopes, name: string, use: SyntaxNode): readonly Binding[] {
  const from = scopes.scopeOf(use);
  const owner = scopes.ownerOf(name, from);
  if (!owner) return [];
  const all = owner.bindings.get(name)!;
  // From an inner function everything the outer one ever binds can be seen.
  if (!sameFunction(from, owner)) return all.slice(-most);
  const around = pathTo(use);
  const found: Binding[] = [];
  const before = countBefore(all, use.index);
  for (let position = before - 1; position >= 0 && position >= before - most; position--) {
    const binding = all[position]!;
    if (binding.scope !== owner || isInside(use, binding)) continue;
    const { dominates, reaches } = relate(binding.at, use, around);
    if (!reaches) continue;
    found.push(binding);
    if (dominates && binding.kind !== 'augment') return found.reverse();
  }
  return found.length > 0 ? found.reverse() : all.slice(-most);
}

/** How many of the bindings stand before a place; they are in reading order. */
function countBefore(bindings: readonly Binding[], index: number): number {
  let low = 0;
  let high = bindings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bindings[middle]!.at.index < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Comprehensions and classes run where they stand; functions and lambdas run later. */
function sameFunction(from: Scope, owner: Scope): boolean {
  for (let scope: Scope | null = from; scope; scope = scope.parent) {
    if (scope === owner) return true;
    if (scope.node.type === 'function_definition' || scope.node.type === 'lambda') return false;
  }
  return false;
}

/** `x = f(x)`: the x on the right is not the x it is assigned to. */
function isInside(use: SyntaxNode, binding: Binding): boolean {
  return (
    binding.value !== null &&
    (binding.kind === 'assign' || binding.kind === 'augment' || binding.kind === 'unpack') &&
    binding.value.contains(use)
  );
}
