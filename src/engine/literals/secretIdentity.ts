/** What makes a secret the same secret wherever it stands, without ever holding it. */
import { createHmac } from 'node:crypto';
import type { FoundSecret } from './foundSecret.ts';

/**
 * Keeps these digests apart from any other use of the same hash. It protects nothing: what is hashed here has more than a hundred bits
 * of its own.
 */
const DOMAIN = 'portcullis secret identity 1';

/** To be given as the statement of a finding: a secret that moves to another line, statement or file stays the same. */
export function secretIdentity(kind: string, value: string | Uint8Array): string {
  return `${kind} ${createHmac('sha256', DOMAIN).update(value).digest('hex').slice(0, 32)}`;
}

/** What every check gives as the statement of a secret that was found by its family. */
export function identityOf({ family, value }: FoundSecret): string {
  return secretIdentity(family.id, value);
}
