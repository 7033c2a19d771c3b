import { type Command, literalOf, readShell } from '../../../src/engine/bash.ts';
import type { SyntaxRules } from '../../../src/engine/check.ts';
import { environmentAt, imageAt } from '../../models/bash/childEnvironments.ts';
import { SECRET } from '../../models/bash/secretFlow.ts';
import { called, capital, isSeen, isWorkflow, tell } from '../../models/bash/secretReport.ts';
import { holdsStoreUrl, secretUrlIn } from '../../models/bash/secretUrls.ts';
import { secretBehind, spelledCommand } from '../../models/bash/spelledCommands.ts';
import { vectors } from '../../models/vectors.ts';
import { namedOption, namedValue, programNamed } from './programs.ts';

/** They only look at texts and are gone at once; those that keep running are what others see. */
const quick =
  /^(?:grep|egrep|fgrep|sed|awk|gawk|tr|cut|expr|basename|dirname|date|sleep|seq|jq|yq|cmp|diff|sort|head|tail|wc|cat|tee|rm|mkdir|chmod|chown|cp|mv|touch|ls|stat|readlink|realpath|dig|ping|gh|xargs|find|install|ln|base64|kill|logger|wall|iptables|ip|md5sum|sha256sum|notify-send)$/;

const wholeWord = new RegExp(`\\n${SECRET}$`);

/** A script or program of the project, or what interprets one. */
function isScript({ name, nameWord, arguments: words }: Command): boolean {
  if (/^(?:\.{1,2}\/|\/(?!usr\/bin|bin))[^$]/.test(nameWord?.node.text ?? '')) return true;
  return /^(?:python[\d.]*|node|ruby|perl|php|java|deno|bun|tsx|pwsh)$/.test(name) && !/^-[ce]$/.test(literalOf(words[0]) ?? '');
}

/** Reports secrets among the arguments of programs, which every user of the machine can list. */
export const bash: SyntaxRules = {
  command(node, context) {
    const found = spelledCommand(node, context);
    // Told by checks of their own.
    if (!found || environmentAt(found) >= 0 || imageAt(found) >= 0) return;
    const { command, text } = found;
    // Nobody else is on the runner of a workflow, and a header is what a secret is meant for.
    if (isWorkflow(context) && /^(?:curl|wget|http|git)$/.test(command.name)) return;
    const program = programNamed(command.name);
    let at = -1;
    for (const takes of program?.takes ?? []) if (at < 0) at = secretBehind(text, takes);
    const isKnown = at >= 0 || holdsStoreUrl(text);
    if (at < 0 && isKnown) at = secretBehind(text, /./);
    if (at < 0 && !quick.test(command.name)) at = secretBehind(text, namedOption);
    if (at < 0 && !quick.test(command.name)) at = secretBehind(text, namedValue);
    if (at < 0 && isScript(command)) at = secretBehind(text, wholeWord);
    if (at < 0) return;
    const word = found.wordAt(at);
    if (secretUrlIn(found.spelled[word.index]?.text ?? '')) return;
    const { alone } = context.shared(readShell).file.start;
    tell(context, {
      at: word.node,
      secret: word.secret,
      sink: `and is an argument of \`${command.name || 'a program'}\``,
      // Nobody else is on a machine made for one build.
      ...(alone ? { vector: vectors.lowLocal } : {}),
      confidence: isKnown && isSeen(word.secret) ? 'high' : 'medium',
      message: `${capital(called(word.secret))} is an argument of \`${command.name || 'a program'}\`: every user of the machine can list it while the program runs, and audit logs keep it.`,
      ...(program && isKnown ? { remediation: program.instead } : {}),
    });
  },
};
