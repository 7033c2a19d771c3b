import type { CheckContext, FoundSecret, PrivateKey, SecretContext } from '../../../src/engine/check.ts';
import { readPrivateKey, secretIdentity } from '../../../src/engine/check.ts';

/** A passphrase that nobody here knows stands before any use. */
const locked = 'CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:U/C:L/I:L/A:N';

function report(context: CheckContext, at: { readonly start: number; readonly end: number }, { bytes, isLocked }: PrivateKey): void {
  const statement = secretIdentity('private-key', bytes);
  if (context.role === 'test' || context.role === 'example') {
    context.report({
      at,
      statement,
      vector: null,
      message:
        'A private key stands here, in a place for tests or examples: make sure that nothing else trusts it, or make one when the test starts.',
    });
  } else if (!isLocked) context.report({ at, confidence: 'high', statement });
  else {
    context.report({
      at,
      confidence: 'high',
      statement,
      vector: locked,
      message:
        'A private key stands here, locked with a passphrase: whoever can read this file can try passphrases for as long as they like.',
    });
  }
}

/** Reports every private key: by the mark that opens it, or by the whole text that it was decoded or put together of. */
export function reportPrivateKeys(found: readonly FoundSecret[], context: SecretContext): void {
  for (const { value, start, end, via } of found) {
    const key = readPrivateKey(value);
    const markEnd = start + value.indexOf('-----', 5) + 5;
    if (key) report(context, { start, end: via.length === 0 ? markEnd : end }, key);
  }
}
