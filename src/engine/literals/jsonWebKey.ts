/** JSON web keys (RFC 7517): whether the member `d` that was found is the private half of a key. */
import type { PrivateKey } from './privateKey.ts';

/** As far as the members of one key reach: an RSA key of 4,096 bits has six numbers of up to 700 characters. */
const REACH = 4500;

/** The least and the most bytes of the number, by the kind of key. */
const widths: Readonly<Record<string, readonly [number, number]>> = { RSA: [64, 1024], EC: [28, 66], OKP: [32, 57] };

/** The text of the object around an offset, as far as it can be seen. */
function objectAround(text: string, at: number): string {
  const from = Math.max(0, at - REACH);
  const before = text.slice(from, at);
  const behind = text.slice(at, at + REACH);
  const end = behind.indexOf('}');
  return before.slice(before.lastIndexOf('{') + 1) + (end < 0 ? behind : behind.slice(0, end));
}

/** `encoded` is the value of `d`, which stands at an offset of the text. */
export function readJsonWebKey(text: string, at: number, encoded: string): PrivateKey | null {
  const [, kind] = /["']?\bkty\b\\?["']?\s{0,4}:\s{0,4}\\?["'](RSA|EC|OKP)\b/.exec(objectAround(text, at)) ?? [];
  const width = kind === undefined ? undefined : widths[kind];
  const bytes = Buffer.from(encoded, 'base64url');
  return width && bytes.length >= width[0] && bytes.length <= width[1] ? { bytes, isLocked: false } : null;
}
