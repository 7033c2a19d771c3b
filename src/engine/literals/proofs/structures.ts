/** Tokens whose parts must decode to what they are meant to be. */
import { jsonOfBase64 } from './jsonWebToken.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LARGEST_ACCOUNT = 999_999_999_999n;

/** The account number that AWS key ids carry in 40 of their bits; ids of before 2019 begin with I or J and carry none. */
export function namesAwsAccount(id: string): boolean {
  const body = id.slice(4);
  if (/^[IJ]/.test(body)) return true;
  let bits = 0n;
  for (const char of body.slice(0, 10)) bits = (bits << 5n) | BigInt(BASE32.indexOf(char));
  // The first bit is not part of the number; 50 bits were read, 41 are looked at.
  const account = (bits >> 9n) & ((1n << 40n) - 1n);
  return account > 0n && account <= LARGEST_ACCOUNT;
}

const MACAROON_PREFIX = 'pypi-';

/** PyPI: a macaroon of version 2 whose location is the index, followed by an identifier and a signature. */
export function isMacaroon(token: string): boolean {
  const bytes = Buffer.from(token.slice(token.startsWith(MACAROON_PREFIX) ? MACAROON_PREFIX.length : 0), 'base64url');
  if (bytes[0] !== 2) return false;
  // Fields of type, length and value; 0 ends a section. The signature, type 6, is 32 bytes long and ends it all.
  let at = 1;
  let fields = 0;
  while (at < bytes.length) {
    const type = bytes[at++]!;
    if (type === 0) continue;
    let length = 0;
    let shift = 0;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 14) return false;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
      shift += 7;
    }
    if (at + length > bytes.length) return false;
    if (type === 6) return length === 32 && at + length === bytes.length && fields >= 2;
    if (type !== 1 && type !== 2 && type !== 4) return false;
    at += length;
    fields++;
  }
  return false;
}

/** Telegram: the bot's number before the colon. It begins with no zero. */
export function hasTelegramId(token: string): boolean {
  return /^(?:bot)?[1-9]\d{7,9}:/.test(token);
}

/** Discord: the first part is a user's number in base 64; such numbers count milliseconds since 2015 and have 17 to 19 digits. */
export function hasDiscordId(token: string): boolean {
  const first = token.slice(0, token.indexOf('.'));
  return /^\d{17,20}$/.test(Buffer.from(first, 'base64').toString('latin1'));
}

/** A token that carries a JSON object in base 64 behind its prefix. */
export function holdsJson(token: string): boolean {
  const at = token.indexOf('eyJ');
  const end = /[^A-Za-z0-9+/=_-]/.exec(token.slice(at))?.index;
  if (at < 0) return false;
  const encoded = token.slice(at, end === undefined ? undefined : at + end);
  // The object may be followed by a signature behind `_`.
  return jsonOfBase64(encoded) !== null || jsonOfBase64(encoded.replace(/_[^_]*$/, '')) !== null;
}

/** RFC 9562: of a known version and variant, and not all alike. */
export function isUuid(text: string): boolean {
  const [, version, variant] = /[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{12}$/i.exec(text) ?? [];
  return version !== undefined && /[1-8]/.test(version) && /[89ab]/i.test(variant!);
}
