/** `Command @table`: parameters handed over as a table of the file. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { PowerShellFile } from './scopes.ts';
import { unwrap, variableName } from './tree.ts';

/** The entries of the table by their names in lower case; null where the argument is none, or it is not written here. */
export function splatted(file: PowerShellFile, argument: SyntaxNode): ReadonlyMap<string, SyntaxNode> | null {
  const variable = unwrap(argument);
  const name = variable.text.startsWith('@') ? variableName(variable) : null;
  const value = name === null ? null : (file.reaching(name, variable).at(-1)?.value ?? null);
  const table = value && unwrap(value);
  if (table?.type !== 'hash_literal_expression') return null;
  const entries = new Map<string, SyntaxNode>();
  for (const entry of table.descendants('hash_entry')) {
    const [key, given] = entry.namedChildren;
    if (key && given) entries.set(key.text.toLowerCase(), given);
  }
  return entries;
}
