import { powershell, type SyntaxRules } from '../../../src/engine/check.ts';
import { environmentIn } from '../../models/bash/childEnvironments.ts';
import { called, capital, isSeen, tell } from '../../models/bash/secretReport.ts';
import { isNative, programName } from '../../models/powershell/nativePrograms.ts';
import { powershellSecrets } from '../../models/powershell/secretFlow.ts';

/** Reports secrets written out for the environment of a container, a service or the whole machine. */
export const ps: SyntaxRules = {
  command(node, context) {
    const said = powershell.commandName(node);
    const secrets = context.shared(powershellSecrets);
    if (said === null || !isNative(node, said, secrets)) return;
    const { words, secret } = secrets.spellWords(node);
    const name = programName(said === '&' ? (words[1] ?? '') : said);
    const isMachine = name === 'setx';
    if (!secret || (!isMachine && environmentIn(name, `\n${words.slice(1).join('\n')}\n`) < 0)) return;
    tell(context, {
      at: node,
      secret,
      sink: `and is written out for the environment that \`${name}\` sets`,
      confidence: isSeen(secret) ? 'high' : 'medium',
      message: `${capital(called(secret))} is written out for an environment: the arguments of \`${name}\` and whoever may inspect ${isMachine ? 'the registry' : 'the container or service'} show it.`,
    });
  },
  invokation_expression(node, context) {
    if (powershell.memberOf(node) !== 'setenvironmentvariable') return;
    const list = node.namedChildren.find(({ type }) => type === 'argument_list')?.namedChildren[0]?.namedChildren ?? [];
    const [, value, target] = list;
    if (!value || !target || !/machine|user/i.test(target.text)) return;
    const { secret } = context.shared(powershellSecrets).spell(value);
    if (!secret) return;
    tell(context, {
      at: node,
      secret,
      sink: 'and is kept for every program of the user or machine',
      message: `${capital(called(secret))} becomes a lasting variable: it is kept in the registry, and every program started from now on inherits it.`,
      remediation: 'Keep it in a store of secrets and set it for the one process that needs it.',
    });
  },
};
