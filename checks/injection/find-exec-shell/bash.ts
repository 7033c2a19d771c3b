import { readShell } from '../../../src/engine/bash.ts';
import type { SyntaxRules } from '../../../src/engine/check.ts';
import { shellPrograms } from '../../models/bash/interpreters.ts';

/** The braces of `-exec` within the program of a shell. */
export const bash: SyntaxRules = {
  command(node, context) {
    if (!/\bfind\b/.test(node.text.slice(0, 80)) || !node.text.includes('{}')) return;
    const command = context.shared(readShell).file.commandAt(node);
    if (command?.name !== 'find') return;
    const [word] = shellPrograms(command)?.words ?? [];
    if (!word?.node.text.includes('{}')) return;
    context.report({
      at: node,
      confidence: 'high',
      trace: [
        { at: word.node, text: 'find puts each name here' },
        { at: node, text: 'and a shell parses it' },
      ],
    });
  },
};
