/** Functions and programs that run their arguments: `run() { log "$@"; "$@"; }`, `find … -exec`. */
import { type Command, literalOf, type ShellFile } from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';

interface Inner {
  /** What the call runs; its node is that of the call. */
  readonly command: Command;
  /** Where the function runs it. */
  readonly runs: SyntaxNode;
}

/** The commands `"$@"` by the function they stand in. */
function runners(file: ShellFile): ReadonlyMap<string, SyntaxNode> {
  return file.once(runners, '', new Map<string, SyntaxNode>(), () => {
    const found = new Map<string, SyntaxNode>();
    for (const { node, nameWord } of file.commands) {
      const part = nameWord?.parts.length === 1 ? nameWord.parts[0]! : null;
      if (part?.kind !== 'variable' || part.operator !== '' || (part.name !== '@' && part.name !== '*')) continue;
      const inside = file.functionOf(node);
      if (inside && !found.has(inside.name)) found.set(inside.name, node);
    }
    return found;
  });
}

/** What a call of such a function runs, or null. */
export function innerCommand(file: ShellFile, command: Command): Inner | null {
  const runs = command.name === '' ? undefined : runners(file).get(command.name);
  const [first, ...rest] = command.arguments;
  if (!runs || !first) return null;
  const named = literalOf(first) ?? '';
  const name = named.slice(named.lastIndexOf('/') + 1);
  // `run sudo chmod …`
  const wrapped = (name === 'sudo' || name === 'doas') && rest[0] && !(literalOf(rest[0]) ?? '-').startsWith('-');
  const inner = wrapped ? (literalOf(rest[0]) ?? '') : name;
  if (inner === '') return null;
  return { command: { ...command, name: inner, nameWord: first, arguments: wrapped ? rest.slice(1) : rest }, runs };
}

/** The closing programs that `find`, `xargs` and `chroot` are asked to run. */
const CARRIED = /^(?:chmod|chown|chgrp|setfacl|setcap|chattr|passwd|usermod)$/;

/** `find … -exec chmod 600 {} +`, `… | xargs chmod 600`, `chroot /mnt passwd -l root`: what is run, else the command itself. */
export function carriedBy(command: Command): Command {
  if (command.name !== 'find' && command.name !== 'xargs' && command.name !== 'chroot') return command;
  const words = command.arguments.map((word) => literalOf(word) ?? '');
  const at = words.findIndex(
    (word, index) => CARRIED.test(word) && (command.name !== 'find' || /^-exec(?:dir)?$/.test(words[index - 1] ?? '')),
  );
  const nameWord = command.arguments[at];
  return nameWord ? { ...command, name: words[at]!, nameWord, arguments: command.arguments.slice(at + 1) } : command;
}
