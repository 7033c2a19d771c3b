/** The checksum that GitHub and npm put at the end of their tokens: the CRC-32 of the body before it, in base 62. */
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const WIDTH = 6;

/** A number in the digits of a base, padded to a width. */
export function inBase(digits: string, value: number, width: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / digits.length)) text = digits[rest % digits.length] + text;
  return text.padStart(width, '0');
}

export function base62Crc32(random: string): string {
  return inBase(BASE62, crc32(random), WIDTH);
}

/** Of the whole token; the prefix, up to its last `_`, is not counted in. */
export function fitsBase62Crc32(token: string): boolean {
  const body = token.slice(token.lastIndexOf('_') + 1);
  return base62Crc32(body.slice(0, -WIDTH)) === body.slice(-WIDTH);
}
