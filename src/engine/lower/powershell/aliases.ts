/** Names that a PowerShell file gives to commands itself. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { argumentsOf, commandName } from './commands.ts';
import { literalOf } from './tree.ts';

export function aliasesIn(commands: readonly SyntaxNode[]): Map<string, string> {
  const aliases = new Map<string, string>();
  for (const command of commands) {
    if (!/^(?:set-alias|new-alias|sal|nal)$/.test(commandName(command) ?? '')) continue;
    const { positional, named } = argumentsOf(command, (parameter) => /^(?:force|passthru|confirm|whatif)$/.test(parameter));
    const rest = [...positional];
    const name = named.get('name') ?? rest.shift();
    const value = named.get('value') ?? rest.shift();
    const [alias, meant] = [name && literalOf(name), value && literalOf(value)];
    if (alias && meant) aliases.set(alias.toLowerCase(), meant.toLowerCase());
  }
  return aliases;
}
