/** Which commands start a program of their own instead of being the shell's. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import type { PowerShellSecrets } from './secretFlow.ts';

/** The shell's own names without a dash, and operators that look like commands. */
const own =
  /^(?:echo|write|cd|ls|dir|cat|type|gc|sc|ac|ni|ri|rm|mv|cp|del|copy|move|gci|gi|gm|iex|icm|irm|iwr|saps|start|sleep|sort|select|where|foreach|%|\?|tee|diff|compare|measure|group|ft|fl|fw|gal|sal|nal|sv|gv|set|clear|cls|pushd|popd|kill|ps|man|help|mount|import|using|return|throw|if|param|h|history|r|curl|wget|\.|&)$/;

/** `docker`, `mysql`; a path; not `Get-Item`, an alias, or a function of the file. `curl` with options of the program is the program. */
export function isNative(command: SyntaxNode, name: string, secrets: PowerShellSecrets): boolean {
  const program = programName(name);
  // Functions of other files are written in words: `GetAlias -Token $token`.
  if (/^[A-Z][a-z]+[A-Z][A-Za-z]*\s/.test(command.text)) return false;
  if (program === '' || secrets.functionNamed(name) !== null || secrets.file.aliases.has(name)) return false;
  return !own.test(name) && (!/^[a-z]+-[a-z]+$/.test(name) || /^(?:docker-compose|redis-cli|ansible-playbook|snyk-cli)$/.test(program));
}

/** The last part of a program's path, without its ending. */
export function programName(text: string): string {
  return (/[^/\\]*$/.exec(text)?.[0] ?? '').replace(/\.(?:exe|cmd|bat|com)$/i, '').toLowerCase();
}
