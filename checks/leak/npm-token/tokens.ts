import type { FoundSecret, SecretContext } from '../../../src/engine/check.ts';
import { identityOf } from '../../../src/engine/check.ts';
import { weighSecret } from '../../models/secrets/ladder.ts';

/** Reports every npm token whose checksum fits. */
export function reportNpmTokens(found: readonly FoundSecret[], context: SecretContext): void {
  for (const secret of found) {
    const weight = weighSecret(secret, context);
    if (weight) context.report({ at: secret, statement: identityOf(secret), ...weight });
  }
}
