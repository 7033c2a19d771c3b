import { type Command, literalOf, readShell } from '../../../src/engine/bash.ts';
import type { SyntaxRules } from '../../../src/engine/check.ts';
import { steered, traceOf } from '../../models/bash/steered.ts';

/** `eval set -- …` only re-splits what getopt quoted. */
function isGetopt(command: Command): boolean {
  const text = literalOf(command.arguments[0]);
  return text === 'set' && command.arguments.length > 1 && /getopt/i.test(command.node.tree.text.slice(0, command.node.start).slice(-4000));
}

/** Reports `eval` of a word whose text comes from outside the file. */
export const bash: SyntaxRules = {
  command(node, context) {
    // Cheap before anything else: most commands are not eval.
    if (!node.text.includes('eval')) return;
    const shell = context.shared(readShell);
    const command = shell.file.commandAt(node);
    if (command?.name !== 'eval' || isGetopt(command)) return;
    const found = steered(shell, command.arguments);
    if (found) {
      context.report({ at: node, confidence: found.confidence, trace: traceOf(found, node, 'and is parsed as code by `eval`') });
    }
  },
};
