import { powershell, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { environmentIn, imageIn } from '../../models/bash/childEnvironments.ts';
import type { Secret } from '../../models/bash/secretFlow.ts';
import { called, capital, isSeen, isWorkflow, tell } from '../../models/bash/secretReport.ts';
import { holdsStoreUrl, secretUrlIn } from '../../models/bash/secretUrls.ts';
import { secretBehind } from '../../models/bash/spelledCommands.ts';
import { isNative, programName } from '../../models/powershell/nativePrograms.ts';
import { powershellSecrets } from '../../models/powershell/secretFlow.ts';
import { vectors } from '../../models/vectors.ts';
import { namedOption, namedValue, programNamed } from './programs.ts';

const { argumentsOf, commandName } = powershell;

function report(context: SyntaxContext, at: SyntaxNode, name: string, secret: Secret, instead: string | undefined): void {
  tell(context, {
    at,
    secret,
    sink: `and is an argument of \`${name}\``,
    ...(isWorkflow(context) ? { vector: vectors.lowLocal } : {}),
    confidence: instead && isSeen(secret) ? 'high' : 'medium',
    message: `${capital(called(secret))} is an argument of \`${name}\`: others on the machine can list it while the program runs, and audit logs keep it.`,
    ...(instead ? { remediation: instead } : {}),
  });
}

/** Reports secrets among the arguments of programs. */
export const ps: SyntaxRules = {
  command(node, context) {
    const said = commandName(node);
    if (said === null) return;
    const secrets = context.shared(powershellSecrets);
    if (said === 'start-process' || said === 'saps' || said === 'start') {
      const { positional, named } = argumentsOf(node, (option) => /^(?:wait|nonewwindow|passthru|usenewenvironment)$/.test(option));
      const list = named.get('argumentlist') ?? positional[1];
      const spelled = list ? secrets.spell(list) : null;
      if (spelled?.secret)
        report(context, node, (named.get('filepath') ?? positional[0])?.text.slice(0, 40) ?? 'the program', spelled.secret, undefined);
      return;
    }
    if (!isNative(node, said, secrets)) return;
    const { words, secret } = secrets.spellWords(node);
    if (!secret) return;
    const name = programName(said === '&' ? (words[1] ?? '') : said);
    const text = `\n${words.slice(1).join('\n')}\n`;
    if (environmentIn(name, text) >= 0 || imageIn(name, text) >= 0) return;
    const program = programNamed(name);
    let at = -1;
    for (const takes of program?.takes ?? []) if (at < 0) at = secretBehind(text, takes);
    const isKnown = at >= 0 || holdsStoreUrl(text);
    if (!isKnown && at < 0) at = Math.max(secretBehind(text, namedOption), secretBehind(text, namedValue));
    if ((at < 0 && !isKnown) || words.some((word) => secretUrlIn(word) !== null)) return;
    if (isWorkflow(context) && /^(?:curl|wget|http)$/.test(name)) return;
    report(context, node, name, secret, isKnown ? program?.instead : undefined);
  },
};
