/** The checksum that GitHub and npm put at the end of their tokens. */
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const WIDTH = 6;

function inBase62(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = BASE62[rest % 62] + text;
  return text.padStart(WIDTH, '0');
}

/** Whether the last six characters of a token's body are the CRC-32 of those before them, in base 62. */
export function hasValidChecksum(body: string): boolean {
  const random = body.slice(0, -WIDTH);
  return inBase62(crc32(random)) === body.slice(-WIDTH);
}
