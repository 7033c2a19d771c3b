/** Whether something is compared with what it should be, also inside a function. */
import type { Command, ShellFile } from '../../../src/engine/bash.ts';
import { computesDigest, verifiedBy } from './verifications.ts';

/** `sum=$(sha256sum …)`, and then nothing but `echo "$sum"`: whoever reads the log may compare it, the script does not. */
function isOnlyTold(file: ShellFile, command: Command): boolean {
  const substitution = command.node.ancestor('command_substitution');
  const quoted = substitution?.parent?.type === 'string' ? substitution.parent.parent : substitution?.parent;
  const name = quoted?.type === 'variable_assignment' ? quoted.child('name')?.text : undefined;
  if (!substitution || name === undefined || file.functionOf(command.node)) return false;
  return file.once(isOnlyTold, `${substitution.index}`, false, () => {
    let told = 0;
    for (const use of file.root.descendants('simple_expansion', 'expansion')) {
      if (use.namedChildren[0]?.text !== name) continue;
      const by = use.ancestor('command', 'test_command', 'variable_assignment', 'case_statement', 'heredoc_body', 'herestring_redirect');
      const talker = by?.type === 'command' ? file.commandAt(by) : null;
      if (!talker || !/^(?:echo|printf|logger)$/.test(talker.name)) return false;
      // Told to a program or a file, which may compare it.
      const around = talker.node.parent;
      if (around?.type === 'redirected_statement' ? !/>\s*(?:&2|\/dev\/stderr)/.test(around.text) : around?.type === 'pipeline')
        return false;
      if (talker.node.ancestor('pipeline', 'command_substitution', 'process_substitution')) return false;
      told++;
    }
    return told > 0;
  });
}

/** Whether a command compares something with what it should be, also inside a function of the file. */
export function verifies(file: ShellFile, command: Command, depth = 0): boolean {
  if (verifiedBy(command) !== null) return true;
  if (computesDigest(command))
    return (
      command.node.ancestor('command_substitution', 'test_command', 'pipeline', 'process_substitution') !== null &&
      !isOnlyTold(file, command)
    );
  const called = file.functionNamed(command.name);
  if (called && depth < 2) {
    return file.once(verifies, `${called.from} ${depth}`, false, () => {
      for (let at = file.firstCommandFrom(called.from); at < file.commands.length; at++) {
        const inner = file.commands[at]!;
        if (inner.node.index >= called.to) break;
        if (verifies(file, inner, depth + 1)) return true;
      }
      return false;
    });
  }
  return /verif|check_?(?:sum|sha|sig|hash|md5)|sha\d+_?check|validate_(?:sum|sig|download)/i.test(command.name);
}
