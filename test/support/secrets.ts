/**
 * Builds token-shaped samples at run time, so that none stands in this repository. A fixture holds a mark such as
 * `{{ghp}}`, or the id of a family; each occurrence becomes a sample of that kind, the same for the same mark.
 */
import { crc32 } from 'node:zlib';
import { familyById } from '../../checks/models/secrets/index.ts';
import { characters } from './characters.ts';
import { jsonWebToken } from './jsonWebTokens.ts';
import { privateKeySample } from './privateKeys.ts';
import { sampleOf } from './secretSamples.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

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

/** The letter after the prefix begins the account number; these keep it within twelve digits. */
function awsId(prefix: string, seed: number): string {
  return `${prefix}${characters('QRSTUVWX', 1, seed)}${characters(BASE32, 15, seed)}`;
}

function base64url(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

function jwt(seed: number): string {
  return `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url({ iss: 'github', sub: seed })}.${characters(`${BASE62}-_`, 342, seed)}`;
}

const kinds: Readonly<Record<string, (seed: number) => string>> = {
  ghp: (seed) => withChecksum('ghp', seed),
  gho: (seed) => withChecksum('gho', seed),
  ghs: (seed) => withChecksum('ghs', seed),
  ghu: (seed) => withChecksum('ghu', seed),
  /** The installation token of since April 2026: the app's number and a JSON web token. */
  'ghs-jwt': (seed) => `ghs_${12345 + seed}_${jwt(seed)}`,
  ghr: (seed) => `ghr_${characters(BASE62, 76, seed)}`,
  'github-pat': (seed) => `github_pat_11${characters(BASE62, 20, seed)}_${characters(BASE62, 59, seed + 1000)}`,
  npm: (seed) => withChecksum('npm', seed),
  'ghp-broken': (seed) => `ghp_${characters(BASE62, 36, seed)}`,
  'base62-32': (seed) => characters(BASE62, 32, seed),
  'base62-36': (seed) => characters(BASE62, 36, seed),
  'base64-86': (seed) => characters(`${BASE62}+/`, 86, seed),
  'random-20': (seed) => characters(BASE62, 20, seed + 40),
  'random-28': (seed) => characters(BASE62, 28, seed + 80),
  'hex-32': (seed) => characters('0123456789abcdef', 32, seed),
  'basic-auth': (seed) => Buffer.from(`admin:${characters(BASE62, 16, seed)}`).toString('base64'),
  sha1: (seed) => characters('0123456789abcdef', 40, seed),
  sha256: (seed) => characters('0123456789abcdef', 64, seed),
  'aws-id': (seed) => awsId('AKIA', seed),
  'aws-temporary-id': (seed) => awsId('ASIA', seed),
  'aws-secret': (seed) => characters(`${BASE62}+/`, 40, seed),
};

/** One sample; null for a kind that is none. */
export function secretSample(kind: string, seed: number): string | null {
  if (Object.hasOwn(kinds, kind)) return kinds[kind]!(seed);
  if (kind.startsWith('pem-')) return privateKeySample(kind.slice(4));
  if (kind.startsWith('jwt-')) return jsonWebToken(kind.slice(4), seed, (length, from) => characters(BASE62, length, from));
  const family = familyById(kind);
  return family && sampleOf(family, seed);
}

/** Replaces every `{{kind}}` or `{{kind:number}}`; the number picks another sample of the kind. Further lines are indented like the first. */
export function fillSecrets(text: string): string {
  return text.replace(/\{\{([a-z0-9-]+)(?::(\d+))?\}\}/g, (mark, kind: string, seed: string | undefined, offset: number) => {
    const indentation = /[ \t]*$/.exec(text.slice(text.lastIndexOf('\n', offset) + 1, offset))![0];
    return secretSample(kind, Number(seed ?? 1))?.replaceAll('\n', `\n${indentation}`) ?? mark;
  });
}
