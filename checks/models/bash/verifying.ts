/** Whether something is compared with what it should be, also inside a function. */
import type { Command, ShellFile } from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { computesDigest, verifiedBy } from './verifications.ts';

/** What takes the output of a whole statement elsewhere: to a program or a file, which may compare it. */
const takers = ['command_substitution', 'process_substitution', 'redirected_statement', 'pipeline'] as const;

/** `echo …` to the log. */
function isTold(file: ShellFile, node: SyntaxNode | null): boolean {
  const talker = node?.type === 'command' ? file.commandAt(node) : null;
  if (!node || !talker || !/^(?:echo|printf|logger)$/.test(talker.name)) return false;
  const { parent } = node;
  const whole = parent?.type === 'redirected_statement' && />\s*(?:&2|\/dev\/stderr)/.test(parent.text) ? parent : node;
  return whole.ancestor(...takers) === null;
}

/** `sha256sum file | cut …`, with nothing after it that could compare. */
function isPrinted(file: ShellFile, pipeline: SyntaxNode): boolean {
  if (pipeline.ancestor(...takers) !== null) return false;
  return pipeline.namedChildren.slice(1).every((stage) => {
    const command = stage.type === 'command' ? file.commandAt(stage) : null;
    return command?.name === 'awk' ? /^awk\s+'\{\s*print\b[^;]*\}'$/.test(stage.text) : /^(?:cut|cat|head|tr)$/.test(command?.name ?? '');
  });
}

/** The digest goes to the log and nowhere else: whoever reads it may compare it, the script does not. */
function isOnlyTold(file: ShellFile, command: Command): boolean {
  // What a function prints, its caller may catch.
  if (file.functionOf(command.node)) return false;
  const substitution = command.node.ancestor('command_substitution');
  const pipeline = command.node.ancestor('pipeline');
  if (!substitution) return pipeline !== null && isPrinted(file, pipeline);
  const holder = substitution.parent?.type === 'string' ? substitution.parent.parent : substitution.parent;
  if (holder?.type === 'command') return isTold(file, holder);
  const name = holder?.type === 'variable_assignment' ? holder.child('name')?.text : undefined;
  if (name === undefined) return false;
  return file.once(isOnlyTold, `${substitution.index}`, false, () => {
    let told = 0;
    for (const use of file.root.descendants('simple_expansion', 'expansion')) {
      if (use.namedChildren[0]?.text !== name) continue;
      const by = use.ancestor('command', 'test_command', 'variable_assignment', 'case_statement', 'heredoc_body', 'herestring_redirect');
      if (!isTold(file, by)) return false;
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
