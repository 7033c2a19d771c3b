/** Makes samples of every kind of secret from its form, at run time, so that none stands in this repository; and texts that only look like one. */
import { characters as charactersOf } from '../../src/engine/literals/alphabets.ts';
import type { Alphabet, Piece, SecretFamily } from '../../src/engine/literals/family.ts';
import { base62Crc32 } from '../../src/engine/literals/proofs/base62Crc32.ts';
import { bech32Checksum } from '../../src/engine/literals/proofs/bech32.ts';
import { atlassianCrc32, gitlabCrc32, grafanaCrc32 } from '../../src/engine/literals/proofs/crc32.ts';
import { characters } from './characters.ts';

type Length = 'shortest' | 'usual';

/** How far above the shortest a usual sample goes. */
const USUAL_EXCESS = 6;

interface Part {
  readonly text: string;
  readonly piece: Piece;
}

/** Every piece with a text for it, drawn from the seed. */
function partsOf(form: readonly Piece[], seed: number, length: Length): Part[] {
  return form.flatMap((piece, index): Part[] => {
    const drawn = seed * 97 + index + 1;
    if (typeof piece === 'string') return [{ text: piece, piece }];
    if ('oneOf' in piece) return [{ text: piece.oneOf[seed % piece.oneOf.length]!, piece }];
    if ('until' in piece) return [{ text: piece.until, piece }];
    if ('optional' in piece) return length === 'usual' && seed % 2 === 0 ? partsOf(piece.optional, drawn, length) : [];
    const count = length === 'usual' ? Math.min(piece.max, piece.min + USUAL_EXCESS) : piece.min;
    const text = characters(charactersOf[piece.run], count, drawn);
    if (!('holds' in piece)) return [{ text, piece }];
    const middle = Math.floor((count - piece.holds.length) / 2);
    return [{ text: text.slice(0, middle) + piece.holds + text.slice(middle + piece.holds.length), piece }];
  });
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const random = (alphabet: Alphabet, length: number, seed: number) => characters(charactersOf[alphabet], length, seed);

/** Tokens that are structures: each family's own. */
const structures: Readonly<Record<string, (seed: number) => string>> = {
  'json-web-token': (seed) => jsonWebToken({ alg: 'HS256', typ: 'JWT' }, { sub: `user-${seed}`, iat: 1700000000 + seed }, 43, seed),
  'github-installation-web-token': (seed) =>
    `ghs_${12345 + seed}_${jsonWebToken({ alg: 'RS256', typ: 'JWT' }, { iss: 'github', sub: `app-${seed}` }, 342, seed)}`,
  'turso-token': (seed) => jsonWebToken({ alg: 'EdDSA', typ: 'JWT' }, { a: 'rw', iat: 1700000000 + seed }, 86, seed),
  'monday-token': (seed) => jsonWebToken({ alg: 'HS256' }, { tid: 300000000 + seed, uid: 1, iad: '2026-01-01' }, 43, seed),
  'pypi-token': (seed) => macaroon('pypi.org', seed),
  'test-pypi-token': (seed) => macaroon('test.pypi.org', seed),
  'age-secret-key': (seed) => {
    const data = random('bech32', 52, seed);
    return `AGE-SECRET-KEY-1${data}${bech32Checksum('age-secret-key-', data).toUpperCase()}`;
  },
  '1password-service-token': (seed) => `ops_${encoded({ signInAddress: 'my.example.org', secretKey: random('base62', 220, seed) })}`,
  'grafana-cloud-token': (seed) => `glc_${encoded({ o: `${1000 + seed}`, n: 'a', k: random('base62', 32, seed), m: { r: 'eu' } })}`,
  'grafana-api-key': (seed) => encoded({ k: random('base62', 32, seed), n: 'deploy', id: seed }),
  'sentry-organization-token': (seed) =>
    `sntrys_${encoded({ iat: 1700000000 + seed, url: 'https://sentry.io', region_url: 'https://us.sentry.io', org: 'x' })}_${random('base64', 43, seed)}`,
  'mapbox-secret-token': (seed) => mapboxToken('sk', seed),
  'mapbox-temporary-token': (seed) => mapboxToken('tk', seed),
  'mapbox-public-token': (seed) => mapboxToken('pk', seed),
  'discord-bot-token': (seed) =>
    `${Buffer.from(`${100 + (seed % 900)}${random('digits', 15, seed)}`).toString('base64url')}.${random('base64url', 6, seed)}.${random('base62', 38, seed + 1)}`,
};

function mapboxToken(kind: string, seed: number): string {
  return `${kind}.${encoded({ u: `user-${seed}`, a: random('base36', 25, seed) })}.${random('base64url', 22, seed)}`;
}

function jsonWebToken(header: object, payload: object, signature: number, seed: number): string {
  return `${encoded(header)}.${encoded(payload)}.${random('base64url', signature, seed)}`;
}

/** A macaroon of version 2: location, identifier, one caveat, signature. */
function macaroon(location: string, seed: number): string {
  const field = (type: number, bytes: Buffer) => Buffer.concat([Buffer.from([type, bytes.length]), bytes]);
  const text = (type: number, value: string) => field(type, Buffer.from(value));
  const end = Buffer.from([0]);
  const parts = [Buffer.from([2]), text(1, location), text(2, random('hex', 36, seed)), end, text(2, '[0]'), end, end];
  return `pypi-${Buffer.concat([...parts, field(6, Buffer.from(random('base62', 32, seed + 1)))]).toString('base64url')}`;
}

/** Puts what is computed in the place of what was drawn. */
function completed(family: SecretFamily, text: string): string {
  const before = (count: number) => text.slice(0, -count);
  switch (family.proof) {
    case 'base62-crc32':
      return before(6) + base62Crc32(text.slice(text.lastIndexOf('_') + 1, -6));
    case 'atlassian-crc32':
      return before(8) + atlassianCrc32(before(8));
    case 'grafana-crc32':
      return before(8) + grafanaCrc32(before(9));
    case 'gitlab-crc32':
      return before(7) + gitlabCrc32(before(7));
    case 'aws-account':
      // The first letter begins the account number; this one keeps it within twelve digits.
      return `${text.slice(0, 4)}R${text.slice(5)}`;
    case 'telegram-id':
      return text.replace(/^./, '7');
    default:
      return text;
  }
}

/** A token of a family as its provider could have made it. The same for the same seed. */
export function sampleOf(family: SecretFamily, seed: number, length: Length = 'usual'): string {
  const structure = structures[family.id];
  if (structure) return structure(seed);
  const parts = partsOf(family.form, seed, length);
  return completed(family, parts.map((part) => part.text).join(''));
}

export interface NearMiss {
  readonly why: string;
  readonly text: string;
}

/** The first of these that is not in an alphabet, nor in any other: a space. */
function strange(alphabet: Alphabet): string {
  return [...'gzG-_.~!'].find((char) => !charactersOf[alphabet].includes(char)) ?? ' ';
}

/** Whether a token is known by more than its form. */
function isStructure(family: SecretFamily): boolean {
  return Object.hasOwn(structures, family.id);
}

/** Texts that differ from a token of the family by one thing that makes them none. */
export function nearMissesOf(family: SecretFamily, seed: number): NearMiss[] {
  if (isStructure(family)) return brokenStructures(family, seed);
  const parts = partsOf(family.form, seed, 'shortest');
  const text = completed(family, parts.map((part) => part.text).join(''));
  const last = parts.at(-1)!;
  const misses: NearMiss[] = [];
  if (typeof last.piece === 'object' && 'run' in last.piece) {
    misses.push({ why: 'one character short', text: text.slice(0, -1) });
    // What a checksum proves may be followed by anything.
    if (last.piece.min === last.piece.max && !family.proof?.endsWith('crc32')) {
      misses.push({ why: 'one character too long', text: text + charactersOf[last.piece.run][0] });
    }
  }
  const long = parts.reduce((longest, part) => ('run' in Object(part.piece) && part.text.length > longest.text.length ? part : longest));
  if (typeof long.piece === 'object' && 'run' in long.piece) {
    const at = parts.slice(0, parts.indexOf(long)).reduce((sum, part) => sum + part.text.length, 0) + (long.text.length >> 1);
    misses.push({ why: 'a foreign character', text: `${text.slice(0, at)}${strange(long.piece.run)}${text.slice(at + 1)}` });
  }
  const mark = parts.find((part) => typeof part.piece === 'string' && part.text.length >= 3);
  if (mark) misses.push({ why: 'another mark', text: text.replace(mark.text, `${mark.text.slice(0, -2)}Zq`) });
  return misses;
}

function brokenStructures(family: SecretFamily, seed: number): NearMiss[] {
  const text = structures[family.id]!(seed);
  return [
    { why: 'cut in the middle', text: text.slice(0, 24) },
    { why: 'a foreign character', text: `${text.slice(0, 20)} ${text.slice(21)}` },
  ];
}

/** A token of the right form whose checksum or structure is wrong; null for families that prove nothing. */
export function spoiledOf(family: SecretFamily, seed: number): string | null {
  const strong = ['base62-crc32', 'atlassian-crc32', 'grafana-crc32', 'gitlab-crc32', 'bech32', 'macaroon', 'jwt', 'base64-json'];
  if (!family.proof || !strong.includes(family.proof)) return null;
  const text = sampleOf(family, seed);
  if (family.proof === 'jwt') return text.replace(/(\.eyJ[^.]{4})[^.]{3}/, '$1AAA');
  if (family.proof === 'base64-json') return text.replace(/(eyJ.{6})../, '$1AA');
  if (family.proof === 'macaroon') return text.slice(0, -4);
  const swapped = text.at(-2) === '2' ? '3' : '2';
  return `${text.slice(0, -2)}${swapped}${text.at(-1)}`;
}

/** What stands in documentation instead of a token: the form, with nothing drawn. */
export function placeholderOf(family: SecretFamily, filler: 'x' | '1234567890'): string {
  return family.form
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if ('oneOf' in piece) return piece.oneOf[0]!;
      if (!('run' in piece)) return '';
      const allowed = charactersOf[piece.run];
      const usable = [...filler].filter((char) => allowed.includes(char)).join('') || allowed[0]!;
      return usable.repeat(Math.ceil(piece.min / usable.length)).slice(0, piece.min);
    })
    .join('');
}
