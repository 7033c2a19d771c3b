/** What a file takes from other files, and what it lets them take: every name that its module binds. */
import type { Binding, PythonScopes } from '../../lower/python/scopes.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { FlowProgram, Import, IrFunction } from '../program.ts';
import type { Value } from '../values.ts';
import type { PythonVariables } from './variables.ts';

type Exported = Value | { readonly from: string; readonly name: string };

export function importsOf(scopes: PythonScopes, variables: PythonVariables): readonly Import[] {
  const found: Import[] = [];
  for (const scope of scopes.allScopes()) {
    for (const [name, bindings] of scope.bindings) {
      for (const binding of bindings) {
        if (binding.kind !== 'import' || binding.scope !== scope) continue;
        const variable = variables.in(scope, name);
        const { from, what, path } = takenBy(binding);
        found.push({ from, name: what, variable, at: binding.at.index });
        // `import a.b` binds `a`, through which `a.b` is reached.
        if (path !== null) found.push({ from: path, name: '*', variable: variables.in(scopes.module, path), at: binding.at.index });
      }
    }
  }
  return [...found, ...wildcardsOf(scopes)].sort((a, b) => a.at - b.at);
}

/** Where a bound name comes from, and the dotted module behind it where it is only its first part. */
function takenBy({ at }: Binding): { readonly from: string; readonly what: string; readonly path: string | null } {
  const aliased = at.parent?.type === 'aliased_import' ? at.parent : null;
  const dotted = aliased?.child('name') ?? (at.parent?.type === 'dotted_name' ? at.parent : at);
  const statement = (aliased ?? dotted).parent;
  const name = dotted.text;
  const module = statement?.type === 'import_from_statement' ? statement.child('module_name') : null;
  if (module) return { from: module.text, what: name, path: null };
  if (aliased || name === at.text) return { from: name, what: '*', path: null };
  return { from: at.text, what: '*', path: name };
}

function wildcardsOf({ root, wildcards }: PythonScopes): Import[] {
  if (wildcards.length === 0) return [];
  const { tree } = root;
  const found: Import[] = [];
  for (let at = 0; at < tree.count; at++) {
    if (tree.names.types[tree.type[at]!] !== 'wildcard_import') continue;
    const from = new SyntaxNode(tree, at).parent?.child('module_name')?.text;
    if (from !== undefined) found.push({ from, name: '*', variable: null, at });
  }
  return found;
}

export function exportsOf(
  { module }: PythonScopes,
  variables: PythonVariables,
  imports: readonly Import[],
  functionAt: (node: number) => IrFunction | null,
): FlowProgram['exports'] {
  const found = new Map<string, Exported>();
  const taken = new Map<number, Import>();
  for (const one of imports) if (one.variable && !taken.has(one.at)) taken.set(one.at, one);
  for (const [name, bindings] of module.bindings) {
    const [first, more] = bindings;
    const imported = bindings.find(({ kind }) => kind === 'import');
    const from = imported && taken.get(imported.at.index);
    const body = first && !more && first.value?.type === 'function_definition' ? functionAt(first.value.index) : null;
    const at = first?.at.index ?? module.node.index;
    if (from) found.set(name, { from: from.from, name: from.name });
    else found.set(name, body ? { kind: 'function', body, at } : { kind: 'variable', variable: variables.in(module, name), at });
  }
  // The first file that is passed on as a whole is `*`; any more are told apart by their own names.
  for (const { from, variable } of imports) if (!variable) found.set(found.has('*') ? `*${from}` : '*', { from, name: '*' });
  return found;
}
