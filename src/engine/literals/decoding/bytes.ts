/** Texts that stand as base 64 or as hexadecimal digits. */
import type { Spelled } from '../spelled.ts';

/** How much of a decoded text tells whether it is one. */
const SAMPLE = 64;

function isReadable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Whether bytes are text, by how they begin: hashes and pictures show within a few. */
function areText(bytes: Buffer): boolean {
  const count = Math.min(bytes.length, SAMPLE);
  let strange = 0;
  for (let at = 0; at < count; at++) if (!isReadable(bytes[at]!)) strange++;
  return count > 0 && strange * 16 <= count;
}

/** PowerShell's encoded commands: every second byte is nothing. */
function areWideText(bytes: Buffer): boolean {
  const count = Math.min(bytes.length & ~1, SAMPLE);
  for (let at = 0; at < count; at += 2) if (!isReadable(bytes[at]!) || bytes[at + 1] !== 0) return false;
  return count >= 8;
}

/**
 * A text of bytes, each of which stands in so many characters of the digits. One character a byte, whatever the encoding: what a token is made of is ASCII,
 * and places stay a matter of counting.
 */
function textOf(bytes: Buffer, digits: Spelled, digitsPerByte: number): Spelled | null {
  const isWide = areWideText(bytes);
  if (!isWide && !areText(bytes)) return null;
  const width = digitsPerByte * (isWide ? 2 : 1);
  const last = digits.text.length;
  return {
    text: isWide ? bytes.toString('utf16le') : bytes.toString('latin1'),
    startOf: (offset) => digits.startOf(Math.min(last, Math.floor(offset * width))),
    endOf: (offset) => digits.endOf(Math.min(last, Math.ceil(offset * width))),
  };
}

/** Digits only, of either alphabet, with or without what fills them up. */
export function fromBase64(digits: Spelled): Spelled | null {
  return textOf(Buffer.from(digits.text, 'base64'), digits, 4 / 3);
}

/** Digits only. */
export function fromHex(digits: Spelled): Spelled | null {
  return digits.text.length % 2 === 0 ? textOf(Buffer.from(digits.text, 'hex'), digits, 2) : null;
}
