/** Which names stand for a secret where they are logged, and how that is told. */
import type { Report, SyntaxNode } from '../../../src/engine/check.ts';
import { namesSecret } from '../../models/secretValues.ts';

/** Holders of words about secrets rather than of secrets. */
const WORDS =
  /(?:messages?|labels?|errors?|codes?|i18n|strings?|locales?|translations?|types?|kinds?|enums?|schemas?|fields?|columns?|constants?|routes?|urls?|paths?|files?|dirs?|selectors?|validators?|rules?|prompts?|texts?|msgs?|lexer|parser|scanner|tokenizer)$/i;

/** Headers that carry credentials, in any case. */
const HEADER = /^(?:proxy-)?authorization$|^x-(?:api-key|auth-token|access-token)$/i;

/** A field or element of something; `holder` is the last name of what holds it. */
export function isSecretField(holder: string, field: string): boolean {
  if (/headers?$/i.test(holder)) return HEADER.test(field);
  if (WORDS.test(holder) || /^[A-Z][a-z]\w*$/.test(holder)) return false;
  return !/^(?:authorization|bearer|jwt)$/i.test(field) && namesSecret(field);
}

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
