/** The facts of one Python file, computed when the first check asks and shared by all. */
import { python, type SyntaxContext, type SyntaxNode } from '../../../src/engine/check.ts';
import { library } from './library.ts';

export type PythonFile = { readonly scopes: python.PythonScopes; readonly values: python.PythonValues };

function compute(root: SyntaxNode): PythonFile {
  const scopes = python.readScopes(root);
  return { scopes, values: new python.PythonValues(scopes, library) };
}

export function pythonFile(context: SyntaxContext): PythonFile {
  return context.shared(compute);
}

/** The calls whose last name is one of these, under whatever alias they were imported. */
export function callsTo(file: PythonFile, names: readonly string[]): SyntaxNode[] {
  const wanted = new Set(names);
  for (const [local, path] of file.scopes.imports) if (wanted.has(path.slice(path.lastIndexOf('.') + 1))) wanted.add(local);
  const calls: SyntaxNode[] = [];
  for (const name of wanted) calls.push(...(file.scopes.calls.get(name) ?? []));
  return calls.sort((a, b) => a.index - b.index);
}
