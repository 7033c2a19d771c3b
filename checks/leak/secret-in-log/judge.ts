/** Which names stand for a secret where they are logged, and how that is told. */
import type { Report, SyntaxNode } from '../../../src/engine/check.ts';
import { namesSecret } from '../../models/secretValues.ts';

/** A variable by its name alone. */
export function isSecretVariable(name: string): boolean {
  return !/^(?:authorization|bearer|jwt)$/i.test(name) && namesSecret(name);
}

export function reportOf(sink: SyntaxNode, secret: SyntaxNode, fromEnvironment: boolean): Report {
  const name = secret.text.split('\n', 1)[0]!.slice(0, 60).replaceAll('`', "'");
  return {
    at: secret,
    confidence: fromEnvironment ? 'high' : 'medium',
    message: `\`${name}\` is written to a log or to the terminal, where it stays longer and is read by more people than the secret itself.`,
    trace: [
      { at: secret, text: `\`${name}\` holds a secret, by its name` },
      { at: sink, text: 'and is written out here as it is' },
    ],
  };
}
