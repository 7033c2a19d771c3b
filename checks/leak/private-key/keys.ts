import type { CheckContext, FoundSecret, PrivateKey, Report, SecretContext } from '../../../src/engine/check.ts';
import { readJsonWebKey, readPrivateKey, readPuttyKey, secretIdentity } from '../../../src/engine/check.ts';

/** A passphrase that nobody here knows stands before any use. */
const locked = 'CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:U/C:L/I:L/A:N';

/** What the family's text holds, and how much of it is its mark; null for what is no key. */
function read({ family, value, within, at }: FoundSecret): { readonly key: PrivateKey | null; readonly mark: number } {
  switch (family.id) {
    case 'putty-private-key':
      return { key: readPuttyKey(value), mark: value.search(/[\r\n\\]|$/) };
    case 'json-web-key': {
      const [, encoded = ''] = /["']([\w-]{20,})["']$/.exec(value) ?? [];
      return { key: readJsonWebKey(within.text, at, encoded), mark: value.length };
    }
    default:
      return { key: readPrivateKey(value), mark: value.indexOf('-----', 5) + 5 };
  }
}

/** Keys in guides, tests and examples are made for them, mostly; those of others' packages are none of the author's. */
function weigh({ role }: CheckContext, { isLocked }: PrivateKey): Pick<Report, 'vector' | 'message' | 'confidence'> {
  if (role === 'production') {
    return isLocked
      ? {
          confidence: 'high',
          vector: locked,
          message:
            'A private key stands here, locked with a passphrase: whoever can read this file can try passphrases for as long as they like.',
        }
      : { confidence: 'high' };
  }
  if (role === 'documentation') {
    return {
      confidence: 'medium',
      vector: locked,
      message: 'A private key stands in this guide: make sure that nothing trusts it, or leave its body out.',
    };
  }
  return {
    vector: null,
    message:
      'A private key stands here, in a place for tests, examples or the code of others: make sure that nothing else trusts it, or make one when the test starts.',
  };
}

/** Reports every private key: by the mark that opens it, or by the whole text that it was decoded or put together of. */
export function reportPrivateKeys(found: readonly FoundSecret[], context: SecretContext): void {
  for (const secret of found) {
    const { key, mark } = read(secret);
    if (!key) continue;
    const { start, end, via } = secret;
    context.report({
      at: { start, end: via.length === 0 ? start + mark : end },
      statement: secretIdentity('private-key', key.bytes),
      ...weigh(context, key),
    });
  }
}
