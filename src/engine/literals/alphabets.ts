/** Which characters belong to which alphabet, as one bit each. */
import { type Alphabet, alphabets } from './family.ts';

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const base62 = digits + upper + lower;

export const characters: Readonly<Record<Alphabet, string>> = {
  digits,
  lower,
  upper,
  letters: upper + lower,
  hex: `${digits}abcdef`,
  HEX: `${digits}ABCDEF`,
  anyHex: `${digits}abcdefABCDEF`,
  base32: `${upper}234567`,
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  base36: digits + lower,
  BASE36: digits + upper,
  base58: base62.replace(/[0OIl]/g, ''),
  base62,
  word: `${base62}_`,
  base64: `${base62}+/`,
  base64url: `${base62}-_`,
  percent: `${base62}%`,
  unreserved: `${base62}-_.~`,
  symbols: Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
    .join('')
    .replace(/["'`\\]/g, ''),
};

const CODES = 128;
const masks = new Uint32Array(CODES);
for (const [index, name] of alphabets.entries()) {
  for (const char of characters[name]) masks[char.charCodeAt(0)] = masks[char.charCodeAt(0)]! | (1 << index);
}

export function bitOf(alphabet: Alphabet): number {
  return 1 << alphabets.indexOf(alphabet);
}

/** Whether a character, by its code, belongs to the alphabet of this bit. */
export function isOf(code: number, bit: number): boolean {
  return code < CODES && (masks[code]! & bit) !== 0;
}

const ALPHANUMERIC = bitOf('base62');

/** A letter or digit of ASCII. False past the ends of a text, where there is no code. */
export function isAlphanumeric(code: number): boolean {
  return code < CODES && (masks[code]! & ALPHANUMERIC) !== 0;
}
