import { type Command, literalOf, readShell, resourceKey, type ShellFile } from '../../../src/engine/bash.ts';
import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';

/** The variable that the output of a command is assigned to, or null. */
function assignedTo(command: Command): string | null {
  const substitution = command.node.parent;
  if (substitution?.type !== 'command_substitution') return null;
  const holder = substitution.parent?.type === 'string' ? substitution.parent.parent : substitution.parent;
  return holder?.type === 'variable_assignment' ? (holder.child('name')?.text ?? null) : null;
}

/** Whether a later command of the same function sets a mode of the file a variable names. */
function isRestricted(file: ShellFile, name: string, made: SyntaxNode): boolean {
  const inside = file.functionOf(made);
  const later = ['chmod', 'install', 'setfacl'].flatMap((program) => file.callsOf(program));
  return later.some(
    (call) =>
      call.node.index > made.index &&
      file.functionOf(call.node) === inside &&
      call.arguments.some(
        (word) => resourceKey(file, word) !== null && word.parts.some((part) => part.kind === 'variable' && part.name === name),
      ),
  );
}

/** Reports a file of `mktemp` whose mode the script does not set itself. */
export const bash: SyntaxRules = {
  command(node, context) {
    if (!node.text.startsWith('mktemp')) return;
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    if (command?.name !== 'mktemp') return;
    if (command.arguments.some((word) => /^(?:-\w*[du]|--directory|--dry-run)/.test(literalOf(word) ?? ''))) return;
    const name = assignedTo(command);
    if (!name || isRestricted(file, name, node)) return;
    context.report({
      at: node,
      vector: null,
      trace: [{ at: node, text: `\`$${name}\` is made with mode 600, and the script does not say so` }],
    });
  },
};
