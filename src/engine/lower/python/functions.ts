/** Functions of the file that a call runs, and what they return. */
import { answersOf } from '../../facts.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { PythonScopes, Scope } from './scopes.ts';

/** The only function of the file that a name stands for; null where it is none, or one of several. */
export function functionNamed(scopes: PythonScopes, callee: SyntaxNode): Scope | null {
  if (callee.type !== 'identifier') return null;
  const [binding, more] = scopes.ownerOf(callee.text, scopes.scopeOf(callee))?.bindings.get(callee.text) ?? [];
  return binding && !more && binding.value?.type === 'function_definition' ? scopes.scopeAt(binding.value) : null;
}

/** What the `return` statements of a function give, found once. */
export function returnsOf(scopes: PythonScopes, body: Scope): readonly SyntaxNode[] {
  const results = answersOf<Scope, readonly SyntaxNode[]>(scopes.root.tree, returnsOf);
  let list = results.get(body);
  if (!list) {
    list = [...body.node.descendants('return_statement')].flatMap((statement) => {
      const result = statement.namedChildren[0];
      return result && scopes.functionOf(statement) === body ? [result] : [];
    });
    results.set(body, list);
  }
  return list;
}
