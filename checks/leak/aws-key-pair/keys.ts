import type { CheckContext } from '../../../src/engine/check.ts';
import { entropyOf, looksTyped } from '../../../src/engine/literals/placeholder.ts';
import { secretIdentity } from '../../../src/engine/literals/secretIdentity.ts';
import { isInSecretSlot } from '../../../src/engine/literals/slot.ts';

/** Neither inside a longer code nor inside base 64; behind `//` it can be the user of an address. */
const KEY_ID = /(?<![A-Za-z0-9+]|(?<!\/)\/)(?:AKIA|ASIA|ABIA|ACCA)([A-Z2-7]{16})(?![A-Za-z0-9+/=])/g;
const SECRET = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;
/** A signed address names its key id, and is worth nothing when it has gone out of date. */
const SIGNED_ADDRESS = /(?:AWSAccessKeyId|X-Amz-Credential)(?:=|%3D)$/i;

const MAX_LINES = 5;
const MAX_DISTANCE = 600;
/** Forty characters drawn from 64 have 4.9 bits each, seldom less than 4.5; paths and words have about 4. */
const MIN_ENTROPY = 4.3;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LARGEST_ACCOUNT = 999_999_999_999n;

/** The account number that key ids carry in 40 of their bits; ids of before 2019 begin with I or J and carry none. */
function namesAnAccount(id: string): boolean {
  if (/^[IJ]/.test(id)) return true;
  let bits = 0n;
  for (const char of id.slice(0, 10)) bits = (bits << 5n) | BigInt(BASE32.indexOf(char));
  // The first bit is not part of the number; 50 bits were read, 41 are looked at.
  const account = (bits >> 9n) & ((1n << 40n) - 1n);
  return account > 0n && account <= LARGEST_ACCOUNT;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function isSecret(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && entropyOf(text) >= MIN_ENTROPY && !looksTyped(text);
}

function secretsIn(text: string): Span[] {
  const found: Span[] = [];
  for (const { 0: secret, index } of text.matchAll(SECRET)) if (isSecret(secret)) found.push({ start: index, end: index + secret.length });
  return found;
}

/** Nothing but punctuation between the two. */
function isAdjacent(text: string, id: Span, secret: Span): boolean {
  const between = id.end <= secret.start ? text.slice(id.end, secret.start) : text.slice(secret.end, id.start);
  return between.length <= 12 && /^[\s"'`,:;|\\]*$/.test(between);
}

/** Reports secret access keys beside a key id; an id that has none near it is noted. */
export function findAwsKeys(context: CheckContext): void {
  const { source } = context;
  const { text } = source;
  const ids: Span[] = [];
  for (const { 0: id, 1: body, index } of text.matchAll(KEY_ID)) {
    if (!looksTyped(body!) && namesAnAccount(body!)) ids.push({ start: index, end: index + id.length });
  }
  if (ids.length === 0) return;
  const secrets = secretsIn(text);
  const reported = new Set<Span>();
  let from = 0;
  for (const id of ids) {
    const line = source.lineAt(id.start);
    while (from < secrets.length && secrets[from]!.start < id.start - MAX_DISTANCE) from++;
    let paired = false;
    for (let at = from; at < secrets.length && secrets[at]!.start <= id.end + MAX_DISTANCE; at++) {
      const secret = secrets[at]!;
      if (Math.abs(source.lineAt(secret.start) - line) > MAX_LINES) continue;
      paired = true;
      if (reported.has(secret)) continue;
      reported.add(secret);
      const sure = isInSecretSlot(source, secret.start) || isAdjacent(text, id, secret);
      const statement = secretIdentity('AWS secret access key', text.slice(secret.start, secret.end));
      context.report({ at: secret, confidence: sure ? 'high' : 'medium', statement });
    }
    if (paired || SIGNED_ADDRESS.test(text.slice(Math.max(0, id.start - 24), id.start))) continue;
    context.report({
      at: id,
      vector: null,
      message: 'An AWS access key id stands here without its secret: by itself it opens nothing, but it names the account and the key.',
      remediation: 'See that its secret access key was never committed. Where the id need not be fixed, use a role instead of a key.',
      statement: secretIdentity('AWS access key id', text.slice(id.start, id.end)),
    });
  }
}
