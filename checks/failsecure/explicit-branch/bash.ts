import { endsOnError, fateOf, literalOf, readShell, type ShellFile, surroundings } from '../../../src/engine/bash.ts';
import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { protectionOf } from '../../models/bash/protections.ts';

const asking = new Set(['condition', 'left-and', 'left-or', 'negated']);

/** Whether something in its own statement asks whether it went well. */
function isAsked(command: SyntaxNode): boolean {
  for (const { role } of surroundings(command)) {
    if (asking.has(role)) return true;
    if (role === 'branch' || role === 'loop' || role === 'function') return false;
  }
  return false;
}

/** `trap 'echo "failed in line $LINENO" >&2' ERR`. */
function speaksOnError(file: ShellFile): boolean {
  return file.callsOf('trap').some((call) => call.arguments.slice(1).some((word) => literalOf(word) === 'ERR'));
}

/** Reports protecting commands whose failure ends the script, silently. */
export const bash: SyntaxRules = {
  command(node, context) {
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    const protection = command ? protectionOf(file, command) : null;
    if (!protection || isAsked(node) || !endsOnError(file, node) || fateOf(file, node).kind !== 'seen' || speaksOnError(file)) return;
    context.report({
      at: node,
      vector: null,
      trace: [{ at: node, text: `if this fails, the script ends without saying that ${protection.what} is not set` }],
    });
  },
};
