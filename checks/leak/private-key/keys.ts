import type { CheckContext } from '../../../src/engine/check.ts';
import { type PrivateKey, privateKeysIn } from '../../../src/engine/literals/privateKey.ts';
import { secretIdentity } from '../../../src/engine/literals/secretIdentity.ts';

/** `-----BEGIN` once more in base 64, as Kubernetes keeps secrets. */
const WRAPPED = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{100,32000}={0,2}/g;

/** A passphrase that nobody here knows stands before any use. */
const locked = 'CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:U/C:L/I:L/A:N';

function report(context: CheckContext, at: { readonly start: number; readonly end: number }, { bytes, isLocked }: PrivateKey): void {
  const statement = secretIdentity('private key', bytes);
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
export function findPrivateKeys(context: CheckContext): void {
  const { text } = context.source;
  for (const key of privateKeysIn(text)) report(context, key, key);
  for (const { 0: wrapped, index } of text.matchAll(WRAPPED)) {
    for (const key of privateKeysIn(Buffer.from(wrapped, 'base64').toString('latin1')))
      report(context, { start: index, end: index + wrapped.length }, key);
  }
}
