import { powershell, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import type { Secret, Spelled } from '../../models/bash/secretFlow.ts';
import { called, capital, tell } from '../../models/bash/secretReport.ts';
import { powershellSecrets } from '../../models/powershell/secretFlow.ts';
import { vectors } from '../../models/vectors.ts';

const { argumentsOf, commandName } = powershell;
const FILES = /\$env:GITHUB_(OUTPUT|ENV|STEP_SUMMARY|STATE)\b/i;
const told: Readonly<Record<string, string>> = {
  output: 'an output of the step, which later steps and jobs read and logs show',
  env: 'a variable of the environment of every later step of the job',
  step_summary: 'the summary of the run, which everybody who sees the run can read',
  state: 'the saved state of the action',
};

function isMasked(context: SyntaxContext, at: SyntaxNode, secret: Secret): boolean {
  const text = context.root.tree.text.slice(0, at.start);
  const name = secret.trace.at(-1)?.at.text ?? '';
  return (
    /::add-mask::/.test(text) &&
    [...text.matchAll(/::add-mask::([^"'\n]{1,200})/g)].some(
      ([, masked]) => masked!.includes(secret.name) || (name !== '' && masked!.includes(name)),
    )
  );
}

function report(context: SyntaxContext, at: SyntaxNode, secret: Secret | null, place: string): void {
  if (!secret || isMasked(context, at, secret)) return;
  tell(context, {
    at,
    secret,
    sink: `and becomes ${told[place]!.split(',')[0]}`,
    ...(secret.from === 'workflow' && place === 'env' ? { vector: vectors.sharedToken } : {}),
    message: `${capital(called(secret))} becomes ${told[place]}.`,
  });
}

/** `::set-output`, `##vso[task.setvariable]`. */
function commandPlace({ text }: Spelled): string | null {
  if (/^::set-output\s/.test(text)) return 'output';
  if (/^::set-env\s/.test(text)) return 'env';
  const vso = /^##vso\[task\.setvariable ([^\]\n]{0,200})\]/i.exec(text);
  return vso && !/issecret\s*=\s*true/i.test(vso[1]!) ? 'env' : null;
}

/** Reports secrets that a step hands on. */
export const ps: SyntaxRules = {
  command(node, context) {
    const name = commandName(node);
    if (name === null) return;
    const secrets = context.shared(powershellSecrets);
    if (/^(?:write-host|write-output|echo)$/.test(name)) {
      const { positional, named } = argumentsOf(node);
      const spelled = secrets.spellAll([...positional, ...named.values()], ' ');
      const place = spelled.secret ? commandPlace(spelled) : null;
      if (place) report(context, node, spelled.secret, place);
      return;
    }
    if (!/^(?:out-file|add-content|set-content|tee-object|ac)$/.test(name)) return;
    const file = FILES.exec(node.text)?.[1]?.toLowerCase();
    if (!file) return;
    const { positional, named } = argumentsOf(node, (option) => /^(?:append|force|nonewline)$/.test(option));
    const value = named.get('value') ?? named.get('inputobject') ?? positional[1];
    report(context, node, (value ? secrets.spell(value).secret : null) ?? secrets.spellInput(node).secret, file);
  },
  redirection(node, context) {
    const file = FILES.exec(node.text)?.[1]?.toLowerCase();
    const first = node.ancestor('pipeline_chain')?.namedChildren[0];
    if (!file || !first) return;
    report(context, node.parent ?? node, context.shared(powershellSecrets).spell(first).secret, file);
  },
};
