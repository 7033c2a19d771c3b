/**
 * Builds token-shaped samples at run time, so that none stands in this repository. A fixture holds a mark such as
 * `{{ghp}}`; each occurrence becomes a sample of that kind, the same for the same mark.
 */
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A repeatable stream of characters of an alphabet: xorshift over the seed. Nothing here needs to be secret. */
export function characters(alphabet: string, length: number, seed: number): string {
  let state = (seed * 2654435761 + 88675123) >>> 0 || 1;
  let text = '';
  while (text.length < length) {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    text += alphabet[state % alphabet.length];
  }
  return text;
}

function base62(value: number, width: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = BASE62[rest % 62] + text;
  return text.padStart(width, '0');
}

/** GitHub's and npm's scheme: 30 characters and the CRC-32 of them in base 62. */
function withChecksum(prefix: string, seed: number): string {
  const body = characters(BASE62, 30, seed);
  return `${prefix}_${body}${base62(crc32(body), 6)}`;
}

const kinds: Readonly<Record<string, (seed: number) => string>> = {
  ghp: (seed) => withChecksum('ghp', seed),
  gho: (seed) => withChecksum('gho', seed),
  ghs: (seed) => withChecksum('ghs', seed),
  npm: (seed) => withChecksum('npm', seed),
  'ghp-broken': (seed) => `ghp_${characters(BASE62, 36, seed)}`,
  'aws-id': (seed) => `AKIA${characters(BASE32, 16, seed)}`,
  'aws-secret': (seed) => characters(`${BASE62}+/`, 40, seed),
};

/** Replaces every `{{kind}}` or `{{kind:number}}`; the number picks another sample of the kind. */
export function fillSecrets(text: string): string {
  return text.replace(/\{\{([a-z0-9-]+)(?::(\d+))?\}\}/g, (mark, kind: string, seed?: string) => kinds[kind]?.(Number(seed ?? 1)) ?? mark);
}
