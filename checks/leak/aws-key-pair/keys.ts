import type { DerivedText, FoundSecret, SecretContext } from '../../../src/engine/check.ts';
import { entropyOf, identityOf, isTypedToken, looksTyped, SourceText, secretIdentity, slotAt } from '../../../src/engine/check.ts';
import { isSecretSlot, weighShape } from '../../models/secrets/ladder.ts';

const SECRET = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;
/** A signed address names its key id, and is worth nothing when it has gone out of date. */
const SIGNED_ADDRESS = /(?:AWSAccessKeyId|X-Amz-Credential)(?:=|%3D)$/i;

const MAX_LINES = 5;
const MAX_DISTANCE = 600;
/** Forty characters drawn from 64 have 4.9 bits each, seldom less than 4.5; paths and words have about 4. */
const MIN_ENTROPY = 4.3;

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

/** Secrets of one text: those that have a name, and those beside key ids, which are noted where they have none. */
function reportIn(named: readonly FoundSecret[], ids: readonly FoundSecret[], within: DerivedText, context: SecretContext): void {
  const { text } = within;
  const reported = new Set<number>();
  const report = (secret: Span, sure: boolean) => {
    if (reported.has(secret.start)) return;
    reported.add(secret.start);
    const weight = weighShape(sure, context.role);
    if (!weight) return;
    context.report({
      at: { start: within.startOf(secret.start), end: within.endOf(secret.end) },
      statement: secretIdentity('aws-secret-access-key', text.slice(secret.start, secret.end)),
      ...weight,
    });
  };
  for (const { at, value, slot } of named) {
    if (isSecret(value)) report({ start: at, end: at + value.length }, isSecretSlot(slot));
  }
  if (ids.length === 0) return;
  const lines = new SourceText(context.path, text);
  const secrets = secretsIn(text);
  let from = 0;
  for (const id of ids) {
    const place: Span = { start: id.at, end: id.at + id.value.length };
    const line = lines.lineAt(place.start);
    while (from < secrets.length && secrets[from]!.start < place.start - MAX_DISTANCE) from++;
    let paired = false;
    for (let at = from; at < secrets.length && secrets[at]!.start <= place.end + MAX_DISTANCE; at++) {
      const secret = secrets[at]!;
      if (Math.abs(lines.lineAt(secret.start) - line) > MAX_LINES) continue;
      paired = true;
      report(secret, isSecretSlot(slotAt(text, secret.start)) || isAdjacent(text, place, secret));
    }
    if (paired || context.role !== 'production' || SIGNED_ADDRESS.test(text.slice(Math.max(0, place.start - 24), place.start))) continue;
    context.report({
      at: id,
      vector: null,
      message: 'An AWS access key id stands here without its secret: by itself it opens nothing, but it names the account and the key.',
      remediation: 'See that its secret access key was never committed. Where the id need not be fixed, use a role instead of a key.',
      statement: identityOf(id),
    });
  }
}

/** Reports secret access keys by their names or beside a key id; an id that has none near it is noted. */
export function reportAwsKeys(found: readonly FoundSecret[], context: SecretContext): void {
  const byText = new Map<DerivedText, FoundSecret[]>();
  for (const one of found) {
    if (one.proof === 'invalid' || isTypedToken(one.family, one.value)) continue;
    byText.set(one.within, [...(byText.get(one.within) ?? []), one]);
  }
  for (const [text, ones] of byText) {
    const [ids, named] = [ones.filter(isKeyId), ones.filter((one) => !isKeyId(one))];
    reportIn(named, ids, text, context);
  }
}

const isKeyId = ({ family }: FoundSecret) => family.worth === 'identifier';
