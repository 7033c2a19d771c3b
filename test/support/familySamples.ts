/** Tokens of a family, made at run time from its form, with the checksum that it asks for. */

import { characters as alphabets } from '../../src/engine/literals/alphabets.ts';
import type { Piece, SecretFamily } from '../../src/engine/literals/family.ts';
import { base62Crc32 } from '../../src/engine/literals/proofs/base62Crc32.ts';
import { bech32Checksum } from '../../src/engine/literals/proofs/bech32.ts';
import { atlassianCrc32, gitlabCrc32, grafanaCrc32 } from '../../src/engine/literals/proofs/crc32.ts';
import { characters } from './characters.ts';

/** A run whose bounds lie further apart is this much longer than its least. */
const LONGER = 12;

function pieceSample(piece: Piece, seed: number): string {
  if (typeof piece === 'string') return piece;
  if ('oneOf' in piece) return piece.oneOf[seed % piece.oneOf.length]!;
  if ('optional' in piece) return '';
  if ('until' in piece) return piece.until;
  const length = Math.min(piece.max, piece.min + LONGER);
  const text = characters(alphabets[piece.run], length, seed);
  return 'holds' in piece
    ? text.slice(0, (length - piece.holds.length) >> 1) + piece.holds + text.slice((length + piece.holds.length) >> 1)
    : text;
}

const base64Json = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The same token with what makes it pass its proof. */
function proven(family: SecretFamily, token: string, seed: number): string {
  switch (family.proof) {
    case 'base62-crc32': {
      const start = token.lastIndexOf('_') + 1;
      return token.slice(0, -6) + base62Crc32(token.slice(start, -6));
    }
    case 'atlassian-crc32':
      return token.slice(0, -8) + atlassianCrc32(token.slice(0, -8));
    case 'grafana-crc32':
      return token.slice(0, -8) + grafanaCrc32(token.slice(0, -9));
    case 'gitlab-crc32':
      return token.slice(0, -7) + gitlabCrc32(token.slice(0, -7));
    case 'bech32': {
      const one = token.lastIndexOf('1');
      const checksum = bech32Checksum(token.slice(0, one), token.slice(one + 1, -6));
      return token.slice(0, -6) + (token === token.toUpperCase() ? checksum.toUpperCase() : checksum);
    }
    case 'jwt': {
      const [, , signature] = token.split('.');
      return `${token.slice(0, token.indexOf('eyJ'))}${base64Json({ alg: 'HS256', typ: 'JWT' })}.${base64Json({ sub: seed, name: 'app' })}.${signature}`;
    }
    case 'uuid':
      return token.replace(/(-[0-9a-f]{4}-)[0-9a-f]([0-9a-f]{3}-)[0-9a-f]/i, '$14$2a');
    default:
      return token;
  }
}

/** A token of this form; another number gives another one. */
export function familySample(family: SecretFamily, seed: number): string {
  const token = family.form.map((piece, index) => pieceSample(piece, seed * 131 + index * 7 + 3)).join('');
  return proven(family, token, seed);
}
