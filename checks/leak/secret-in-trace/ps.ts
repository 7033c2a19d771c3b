import { powershell, type SyntaxRules } from '../../../src/engine/check.ts';
import { called, isSeen, runsInCi } from '../../models/bash/secretReport.ts';
import { powershellSecrets } from '../../models/powershell/secretFlow.ts';
import { vectors } from '../../models/vectors.ts';

const { commandName } = powershell;
const MAX_USES = 600;

/** Reports tracing that is on while secrets are used: each line is printed, and each assignment with its value. */
export const ps: SyntaxRules = {
  program(node, context) {
    if (!/set-psdebug/i.test(node.tree.text)) return;
    const secrets = context.shared(powershellSecrets);
    const switches = secrets.file.commands.filter((command) => commandName(command) === 'set-psdebug');
    switches.forEach((command, index) => {
      if (!/-tr(?:a(?:c(?:e)?)?)?[\s:]+[12]\b/i.test(command.text)) return;
      const off = switches.slice(index + 1).find((later) => /-off\b|-tr\w*[\s:]+0\b/i.test(later.text));
      let looked = 0;
      for (const use of node.descendants('variable', 'command', 'member_access')) {
        if (use.index <= command.index || ++looked > MAX_USES) continue;
        if (off && use.index > off.index) break;
        const { secret } = secrets.spell(use);
        if (!secret) continue;
        context.report({
          at: command,
          confidence: isSeen(secret) ? 'high' : 'medium',
          ...(runsInCi(context) && isSeen(secret) ? { vector: secret.from === 'workflow' ? vectors.ownToken : vectors.readAll } : {}),
          message: `From here on PowerShell prints what it runs, with the values of assignments, and ${called(secret)} is among them.`,
          remediation: 'Turn it off (`Set-PSDebug -Off`) before secrets are used, or trace only the part that needs it.',
          trace: [
            { at: command, text: 'tracing is turned on' },
            { at: use, text: `and ${called(secret)} is used while it is on` },
          ],
        });
        return;
      }
    });
  },
};
