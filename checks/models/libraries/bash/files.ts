/** Files that commands act on, by paths with values in them, and files that others read as configuration. */
import { type Command, literalOf, type ShellProgram, type Word } from '../../../../src/engine/bash.ts';
import type { Call, FoundSink } from '../../../../src/engine/check.ts';
import { inputKind, readWords } from './words.ts';

/** Those that write, move or delete. */
export const fileWords = 'rm mv cp chmod chown chgrp install ln mkdir tee touch > >> >| &>'.split(' ');

function isOpen(word: Word): boolean {
  return word.parts.some((part) => part.kind === 'variable' || part.kind === 'command');
}

export function filesOf(command: Command, program: ShellProgram): readonly FoundSink[] {
  return command.arguments
    .filter(isOpen)
    .map((word) => ({ sink: { at: 0, context: 'path', label: 'file' }, value: program.wordValue(word) }) as const);
}

export function redirected(target: Word, program: ShellProgram): readonly FoundSink[] {
  return isOpen(target) ? [{ sink: { at: 0, context: 'path', label: 'file' }, value: program.wordValue(target) }] : [];
}

/** Files that another program interprets. */
const interpreted =
  /\/(?:etc\/(?:cron|systemd|sudoers|nginx|apache2|httpd|init|profile|ssh|pam|security)|systemd\/|cron|nginx\/|cloud)|(?:\.(?:service|timer|socket|mount|conf|cfg|cnf|ini|toml|ya?ml|json|sh|bash|py|pl|rb|plist|rules|xml|properties|tf|hcl|env)|crontab|sudoers|user-data|Dockerfile|authorized_keys)["']?$/;

/** The file that a command copies its input to: `cat > file <<END`, `tee file <<END`. */
function targetOf(command: Command): string | null {
  if (command.name === 'tee') return readWords(command.arguments, {}).operands[0]?.node.text ?? null;
  const statement = command.node.parent?.type === 'redirected_statement' ? command.node.parent : command.node;
  for (const redirect of statement.descendants('file_redirect')) {
    if (redirect.children.some(({ type }) => /^(?:>|>>|>\|)$/.test(type))) return redirect.child('destination')?.text ?? null;
  }
  return null;
}

export const configWords = ['cat', 'tee'];

export function configOf(command: Command, call: Call, program: ShellProgram): readonly FoundSink[] {
  if (command.name === 'cat' && command.arguments.some((word) => literalOf(word) !== '-')) return [];
  if (inputKind(command) !== 'document') return [];
  const target = targetOf(command);
  const value = target !== null && interpreted.test(target) ? program.inputOf(call) : null;
  return value ? [{ sink: { at: 0, context: 'template', label: target! }, value }] : [];
}
