import { type Report, type SecretContext, secretIdentity } from '../../../src/engine/check.ts';
import { jsonWebTokens } from '../../models/secrets/identity.ts';
import { helpless, type Weight, weighSecret } from '../../models/secrets/ladder.ts';
import { isShowing, Places } from '../../models/secrets/place.ts';
import { rarityOf } from '../../models/secrets/rarity.ts';
import { textFormatOf } from '../../models/secrets/textFormat.ts';

const family = jsonWebTokens[0]!;

const HEADER = /eyJ[\w-]{10,1000}/g;
const REST = /\.(eyJ[\w-]{4,8000})\.([\w-]{20,1400})(?![\w-]*\.)/y;

/** Good for a day at most: it has most likely ended before anybody finds it. */
const shortLived = 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N';
const A_DAY = 24 * 3600;
/** What ended before this was written has ended whenever it is read. */
const LONG_AGO = Date.UTC(2026, 0, 1) / 1000;

/** As they sign; a signature has at least 32 bytes, whatever the algorithm. */
const algorithms = new Set('HS256 HS384 HS512 ES256 ES256K ES384 ES512 EdDSA RS256 RS384 RS512 PS256 PS384 PS512'.split(' '));
const MIN_SIGNATURE = 43;

type Json = Readonly<Record<string, unknown>>;

function jsonOf(part: string): Json | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    // Not JSON: an answer, not a failure.
    return null;
  }
}

function numberIn(json: Json, name: string): number | null {
  const value = json[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Without any of these it says neither for whom it is nor for what. */
const claims = [
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'nbf',
  'jti',
  'role',
  'roles',
  'scope',
  'scp',
  'azp',
  'client_id',
  'user_id',
  'userId',
  'uid',
  'id',
  'email',
  'user',
  'username',
];

function saysExample(payload: Json): boolean {
  if (!claims.some((name) => Object.hasOwn(payload, name))) return true;
  return /example|localhost|\btest\b|dummy|\bfoo\b|joe\b|\bdemo\b|\bmock|\bfake|local[_-]?dev/i.test(
    ['iss', 'aud', 'sub', 'source', 'testData', 'user', 'username', 'email', 'name'].map((name) => String(payload[name] ?? '')).join(' '),
  );
}

type Judged = Pick<Report, 'confidence' | 'message' | 'vector'>;

/** What a token is worth, or null for one that opens nothing. */
function judge(header: Json, payload: Json, signature: string): Judged | null {
  const algorithm = String(header.alg);
  if (!algorithms.has(algorithm) || signature.length < MIN_SIGNATURE || rarityOf(signature) < signature.length * 0.8) return null;
  // Made to be shown: the row rules of the database decide what it may do.
  if (payload.role === 'anon') return null;
  if (payload.sub === '1234567890' || /^(?:john|jane) doe$/i.test(String(payload.name))) return null;
  const end = numberIn(payload, 'exp');
  if (end !== null && end < LONG_AGO) return null;
  if (saysExample(payload))
    return {
      vector: null,
      message: 'A JSON web token stands here that speaks of an example or a test: make sure that nothing accepts it.',
    };
  const begin = numberIn(payload, 'iat') ?? numberIn(payload, 'nbf');
  if (end !== null && begin !== null && end - begin <= A_DAY) {
    return {
      confidence: 'medium',
      vector: shortLived,
      message:
        'A signed JSON web token stands here in full. It was made for a day at most, so it has likely ended; what put it here may do so again.',
    };
  }
  return {
    confidence: 'high',
    message: `A signed JSON web token (\`${algorithm}\`) stands here in full, ${end === null ? 'and has no end' : 'and its end is far'}: whoever can read this file can act as the one it was made out to.`,
  };
}

interface Found {
  readonly token: string;
  readonly at: number;
  readonly judged: Judged;
}

function* tokensIn(text: string): Generator<Found> {
  if (!text.includes('eyJ')) return;
  for (const { 0: head, index } of text.matchAll(HEADER)) {
    REST.lastIndex = index + head.length;
    const rest = REST.exec(text);
    // The installation token of a GitHub App has one inside, and a check of its own.
    if (!rest || /ghs_\d{1,12}_$/.test(text.slice(Math.max(0, index - 20), index))) continue;
    const header = jsonOf(head);
    const payload = header && jsonOf(rest[1]!);
    const judged = header && payload && judge(header, payload, rest[2]!);
    if (judged) yield { token: head + rest[0], at: index, judged };
  }
}

/**
 * What the place changes of that. A signature cannot be tried here, and tests are full of tokens that they sign themselves: so one in a place
 * where the ladder believes less is worth less too.
 */
function inPlace(judged: Judged, { confidence }: Weight, isShown: boolean): Partial<Judged> {
  if (judged.vector === null || confidence === 'high') return {};
  return {
    confidence,
    vector: helpless,
    ...(isShown && {
      message: 'A signed JSON web token stands here, in a place for tests, examples or explanations: make sure that nothing accepts it.',
    }),
  };
}

/** Reports the JSON web tokens of a text that may still open something. */
export function findJsonWebTokens(context: SecretContext): void {
  const { source, path, role, texts } = context;
  if (role === 'vendored') return;
  const places = new Places(source, textFormatOf(path, source.text));
  const isShownPath = role === 'test' || role === 'example' || isShowing(path);
  const seen = new Set<number>();
  for (const text of texts) {
    for (const { token, at, judged } of tokensIn(text.text)) {
      const span = { start: text.startOf(at), end: text.endOf(at + token.length) };
      // Folded and decoded texts hold again what stands there as it is.
      if (seen.has(span.start)) continue;
      seen.add(span.start);
      const isShown = isShownPath || places.isExplanation(span.start);
      const weight = weighSecret({ family, proof: 'valid', value: token, slot: null }, { role: isShown ? 'example' : role });
      if (!weight) continue;
      context.report({ at: span, statement: secretIdentity(family.provider, token), ...judged, ...inPlace(judged, weight, isShown) });
    }
  }
}
