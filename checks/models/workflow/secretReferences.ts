/** The secrets that the expressions of a text put into it. */
import { expressionsIn, referencesIn, secretsIn } from '../../../src/engine/documents/expressions.ts';
import { namesSecret } from '../secretValues.ts';

/** `secrets.name`, `github.token`, and inputs, variables and outputs whose names say that they hold one. */
export function secretReferences(text: string): string[] {
  const found = secretsIn(text);
  if (found.length > 0 || !text.includes('${{')) return found;
  return expressionsIn(text, 0, text.length)
    .flatMap((expression) => referencesIn(expression.text))
    .filter((reference) => /^(?:inputs|env|steps\.[^.]+\.outputs|needs\.[^.]+\.outputs)\./.test(reference) && isNamed(reference));
}

function isNamed(reference: string): boolean {
  const name = reference.split('.').at(-1)!;
  // `token` alone, of an action or of a step that makes one, is a token.
  return name === 'token' || namesSecret(name) || namesSecret(name.toUpperCase());
}
