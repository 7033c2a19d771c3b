/** What makes a secret the same secret wherever it stands, without ever holding it. */
import { createHmac } from 'node:crypto';
import type { FoundSecret } from './foundSecret.ts';

/**
 * Keeps these digests apart from any other use of the same hash. It protects nothing, for anybody can read it: what a token's digest is made
 * of has more than a hundred bits of its own, and of what has fewer the digest is cut.
 */
const DOMAIN = 'portcullis secret identity 1';

/** To be given as the statement of a finding: a secret that moves to another line, statement or file stays the same. */
export function secretIdentity(kind: string, value: string | Uint8Array): string {
  return `${kind} ${createHmac('sha256', DOMAIN).update(value).digest('hex').slice(0, 32)}`;
}

/** So many digits of a digest tell sixteen bits. */
const FEW_DIGITS = 4;
/** Drawn at random, a text of this length cannot be found by trying. */
const LONG = 20;

/**
 * The same for what could be found by trying: a password that a person made up, or a short one. Fingerprints of findings are posted and stay
 * when the line is long gone, so they must not confirm a guess; one of 65,536 passwords is taken for the same.
 */
export function guessableIdentity(kind: string, value: string, isDrawn: boolean): string {
  const identity = secretIdentity(kind, value);
  return isDrawn && value.length >= LONG ? identity : identity.slice(0, kind.length + 1 + FEW_DIGITS);
}

/** What every check gives as the statement of a secret that was found by its family. */
export function identityOf({ family, value }: FoundSecret): string {
  return secretIdentity(family.id, value);
}
