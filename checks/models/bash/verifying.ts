/** Whether something is compared with what it should be, also inside a function. */
import type { Command, ShellFile } from '../../../src/engine/bash.ts';
import { computesDigest, verifiedBy } from './verifications.ts';

/** Whether a command compares something with what it should be, also inside a function of the file. */
export function verifies(file: ShellFile, command: Command, depth = 0): boolean {
  if (verifiedBy(command) !== null) return true;
  if (computesDigest(command))
    return command.node.ancestor('command_substitution', 'test_command', 'pipeline', 'process_substitution') !== null;
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
