import type { CheckContext, FoundSecret, PrivateKey, SecretContext } from '../../../src/engine/check.ts';
import { readPrivateKey, secretIdentity } from '../../../src/engine/check.ts';

/** `-----BEGIN` once more in base 64, as Kubernetes keeps secrets. */
const WRAPPED = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{100,32000}={0,2}/g;

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

/** Reports every private key of a text at the mark that opens it. */
export function reportPrivateKeys(found: readonly FoundSecret[], context: SecretContext): void {
  for (const secret of found) {
    const key = readPrivateKey(secret.value);
    if (key) report(context, { start: secret.start, end: Math.min(secret.end, secret.start + secret.value.indexOf('-----', 5) + 5) }, key);
  }
  const { text } = context.source;
  for (const { 0: wrapped, index } of text.matchAll(WRAPPED)) {
    const key = readPrivateKey(Buffer.from(wrapped, 'base64').toString('latin1'));
    if (key) report(context, { start: index, end: index + wrapped.length }, key);
  }
}
