import type { FoundSecret, SecretContext } from '../../../src/engine/check.ts';
import { identityOf } from '../../../src/engine/check.ts';
import { proofWords, weighSecret } from '../../models/secrets/ladder.ts';

/** Reports every GitHub token by its kind and place, never by its value. */
export function reportGitHubTokens(found: readonly FoundSecret[], context: SecretContext): void {
  for (const secret of found) {
    const weight = weighSecret(secret, context);
    if (!weight) continue;
    context.report({
      at: secret,
      statement: identityOf(secret),
      message: `A GitHub ${secret.family.kind} stands here in full (${proofWords(secret)}): whoever can read this file, or any commit that ever held it, can act with it.`,
      ...weight,
    });
  }
}
