import type { FoundSecret, SecretContext } from '../../../src/engine/check.ts';
import { identityOf } from '../../../src/engine/check.ts';
import { proofWords, weighSecret } from '../../models/secrets/ladder.ts';

/** `a`, `an`: by sound as far as a first letter tells. */
function articleOf(words: string): string {
  return /^[aeio]/i.test(words) ? 'An' : 'A';
}

function named({ family: { provider, kind } }: FoundSecret): string {
  return `${provider} ${kind}`;
}

/** Where it is taken back, or that nobody told us. */
function revocation({ family: { provider, revoke } }: FoundSecret): string {
  return revoke === null
    ? `Take it back in the settings of ${provider}, or ask its support: no page for it is known here.`
    : `Take it back at ${revoke}.`;
}

function sentence(secret: FoundSecret): string {
  const what = named(secret);
  const told = `${articleOf(what)} ${what} stands here in full (${proofWords(secret)})`;
  switch (secret.family.worth) {
    case 'test':
      return `${told}: it opens a test account only, yet whoever can read this file can use it.`;
    case 'identifier':
      return `${told}: by itself it opens nothing, but it names the account.`;
    default:
      return `${told}: whoever can read this file, or any commit that ever held it, can act with it.`;
  }
}

/** Reports every token by its service, kind and place, never by its value. */
export function reportProviderTokens(found: readonly FoundSecret[], context: SecretContext): void {
  for (const secret of found) {
    const weight = weighSecret(secret, context);
    if (!weight) continue;
    context.report({
      at: secret,
      statement: identityOf(secret),
      message: sentence(secret),
      remediation: `${revocation(secret)} Then read a new one at run time from a secret store or from the environment. Deleting the line alone does not help: the history keeps it.`,
      ...weight,
    });
  }
}
