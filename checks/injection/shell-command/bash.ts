import { type Command, literalOf, readShell, type Word } from '../../../src/engine/bash.ts';
import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { shellPrograms } from '../../models/bash/interpreters.ts';
import { steered, traceOf } from '../../models/bash/steered.ts';
import { vectors } from '../../models/vectors.ts';

/** A user of the machine reached over the network, with an account. */
const REMOTE = 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H';

const POSITIONAL = 'Keep the program constant and pass values as parameters: `sh -c \'run "$1"\' sh "$value"`.';

/** `{}` inside the program: the file name or line is pasted into the code. */
function pastes(command: Command, word: Word): SyntaxNode | null {
  if (command.name === 'find') return word.node.text.includes('{}') ? word.node : null;
  if (command.name !== 'xargs' && command.name !== 'parallel') return null;
  let mark = command.name === 'parallel' ? '{}' : null;
  command.arguments.forEach((argument, at) => {
    const text = literalOf(argument) ?? '';
    const attached = /^(?:-I|-i|--replace=)(.+)$/.exec(text)?.[1];
    if (attached) mark = attached;
    else if (text === '-I') mark = literalOf(command.arguments[at + 1]);
    else if (text === '-i' || text === '--replace') mark = '{}';
  });
  return mark && word.node.text.includes(mark) ? word.node : null;
}

/** Reports values that get into the program text of another shell. */
export const bash: SyntaxRules = {
  command(node, context) {
    if (!/\s-\w*c\b|\s--command\b|\bssh\b/.test(node.text)) return;
    const shell = context.shared(readShell);
    const command = shell.file.commandAt(node);
    const program = command ? shellPrograms(command) : null;
    if (!command || !program) return;
    const pasted = program.words.length === 1 ? pastes(command, program.words[0]!) : null;
    if (pasted) {
      context.report({
        at: node,
        vector: vectors.localCode,
        confidence: 'high',
        message: `Each name or line is pasted into the program text, so a file called \`$(…)\` or \`;…\` is run by ${program.by}.`,
        remediation: 'Pass the names as parameters: `sh -c \'for f; do …"$f"; done\' sh {} +`.',
        trace: [
          { at: pasted, text: `${command.name} puts each name here` },
          { at: node, text: `and ${program.by} parses it` },
        ],
      });
      return;
    }
    const found = steered(shell, program.words);
    if (!found) return;
    const remote = command.name === 'ssh';
    context.report({
      at: node,
      vector: remote ? REMOTE : vectors.localCode,
      confidence: remote ? 'medium' : found.confidence,
      message: `The value becomes part of a program that ${program.by} parses: quotes, \`;\` and \`$( )\` in it are code.`,
      remediation: remote
        ? 'Quote the value for the remote shell (`printf -v quoted %q "$value"`), or send it on standard input.'
        : POSITIONAL,
      trace: traceOf(found, node, `and is parsed by ${program.by}`),
    });
  },
};
