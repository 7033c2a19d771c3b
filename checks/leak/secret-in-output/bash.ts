import { literalStart, readShell } from '../../../src/engine/bash.ts';
import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { fateOf } from '../../models/bash/outputFate.ts';
import { SECRET, type Secret, type Spelled, shellSecrets } from '../../models/bash/secretFlow.ts';
import { called, capital, tell } from '../../models/bash/secretReport.ts';
import { vectors } from '../../models/vectors.ts';

type Place = 'output' | 'variable' | 'summary' | 'state';

const places: Readonly<Record<string, Place>> = {
  GITHUB_OUTPUT: 'output',
  GITHUB_ENV: 'variable',
  GITHUB_STEP_SUMMARY: 'summary',
  GITHUB_STATE: 'state',
  BASH_ENV: 'variable',
};
const told: Readonly<Record<Place, string>> = {
  output: 'an output of the step, which later steps and jobs read and logs show',
  variable: 'a variable of the environment of every later step of the job',
  summary: 'the summary of the run, which everybody who sees the run can read',
  state: 'the saved state of the action',
};

function placeOf(text: string): Place | null {
  const name = /\b(GITHUB_(?:OUTPUT|ENV|STEP_SUMMARY|STATE)|BASH_ENV)\b/.exec(text)?.[1];
  return name ? places[name]! : null;
}

/** `::set-output name=x::$T`, `##vso[task.setvariable variable=x]$T`, `##teamcity[setParameter …]`. */
function commandPlace(text: string): Place | null {
  if (/^::set-output\s/.test(text)) return 'output';
  if (/^::set-env\s/.test(text)) return 'variable';
  if (/^::save-state\s/.test(text)) return 'state';
  const vso = /^##vso\[task\.setvariable ([^\]\n]{0,200})\]/i.exec(text);
  return vso && !/issecret\s*=\s*true/i.test(vso[1]!) ? 'variable' : null;
}

function isMasked(node: SyntaxNode, context: SyntaxContext, secret: Secret): boolean {
  const { file } = context.shared(readShell);
  const secrets = context.shared(shellSecrets);
  return [...file.callsOf('echo'), ...file.callsOf('printf')].some((call) => {
    if (call.node.index >= node.index || !call.arguments.some((word) => /::add-mask::/.test(literalStart(word)))) return false;
    const masked = secrets.spellAll(call.arguments).secret;
    return masked !== null && (masked.name === secret.name || masked.trace[0]?.at.equals(secret.trace[0]?.at ?? null) === true);
  });
}

function report(context: SyntaxContext, at: SyntaxNode, { secret, text }: Spelled, place: Place): void {
  if (!secret || !text.includes(SECRET) || isMasked(at, context, secret)) return;
  // The runner hides what it knows as a secret wherever it stands in a log; what a script fetched or made it does not know.
  const isKnown = secret.from === 'workflow';
  tell(context, {
    at,
    secret,
    sink: `and becomes ${told[place].split(',')[0]}`,
    ...(isKnown && place === 'variable' ? { vector: vectors.sharedToken } : {}),
    message: `${capital(called(secret))} becomes ${told[place]}${isKnown ? '' : '; no mask hides it there'}.`,
  });
}

/** Reports secrets that a step hands on. */
export const bash: SyntaxRules = {
  command(node, context) {
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    if (!command || !/^(?:echo|printf|cat|tee)$/.test(command.name)) return;
    const secrets = context.shared(shellSecrets);
    const spelled = command.name === 'cat' || command.name === 'tee' ? secrets.fedTo(node) : secrets.spellAll(command.arguments);
    if (!spelled?.secret) return;
    const direct = commandPlace(spelled.text);
    if (direct) return report(context, node, spelled, direct);
    const fate = fateOf(node, file);
    const own = command.name === 'tee' ? command.arguments : [];
    for (const word of [...(fate.redirect ? [fate.redirect.target] : []), ...fate.files, ...own]) {
      const place = placeOf(word.node.text);
      if (place) return report(context, node, spelled, place);
    }
  },
};
