import { type Command, literalOf, readShell } from '../../../src/engine/bash.ts';
import type { SyntaxRules } from '../../../src/engine/check.ts';
import { shellPrograms } from '../../models/bash/interpreters.ts';

/** What is replaced by each line. */
function markOf(command: Command): string | null {
  let mark = command.name === 'parallel' ? '{}' : null;
  for (const [at, word] of command.arguments.entries()) {
    const text = literalOf(word) ?? '';
    const attached = /^(?:-I|-i|--replace=)(.+)$/.exec(text)?.[1];
    if (attached) mark = attached;
    else if (text === '-I') mark = literalOf(command.arguments[at + 1]);
    else if (text === '-i' || text === '--replace') mark = '{}';
  }
  return mark;
}

export const bash: SyntaxRules = {
  command(node, context) {
    if (!/\b(?:xargs|parallel)\b/.test(node.text.slice(0, 80))) return;
    const command = context.shared(readShell).file.commandAt(node);
    if (command?.name !== 'xargs' && command?.name !== 'parallel') return;
    const mark = markOf(command);
    const [word] = shellPrograms(command)?.words ?? [];
    if (!mark || !word?.node.text.includes(mark)) return;
    context.report({
      at: node,
      confidence: 'high',
      trace: [
        { at: word.node, text: `${command.name} puts each line here` },
        { at: node, text: 'and a shell parses it' },
      ],
    });
  },
};
