/** Short ways to write the parts that many tokens share. */
import type { Alphabet, Piece } from '../../../src/engine/literals/family.ts';

/** So many characters of an alphabet. */
export function run(alphabet: Alphabet, min: number, max: number = min): Piece {
  return { run: alphabet, min, max };
}

export function maybe(...optional: readonly Piece[]): Piece {
  return { optional };
}

/** Thirty-two hexadecimal digits in five groups. */
export const uuid: readonly Piece[] = [run('hex', 8), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 12)];

/** A JSON web token: header, claims and signature. */
export const jwt: readonly Piece[] = ['eyJ', run('base64url', 10, 2000), '.', run('base64url', 10, 8000), '.', run('base64url', 20, 1400)];

/** Every name of a service with every word for its secret. */
export function named(services: readonly string[], words: readonly string[]): readonly string[] {
  return [...new Set(services.flatMap((service) => words.map((word) => service + word)))];
}

/** What most services call the one secret that opens their interface. */
export const keyWords = ['apikey', 'apitoken', 'apisecret', 'accesstoken', 'authtoken', 'secretkey', 'token', 'secret', 'key'] as const;

/** What those call theirs that speak OAuth. */
export const clientSecretWords = [
  'clientsecret',
  'appsecret',
  'consumersecret',
  'oauthsecret',
  'apisecret',
  'secretkey',
  'secret',
] as const;

/** The source of forms that their provider does not describe, but that several public lists of rules agree on. */
export const ruleSets = 'public rule sets';
