/** Proofs by their names. */

import type { ProofName } from '../family.ts';
import { readPrivateKey, readPuttyKey } from '../privateKey.ts';
import { fitsBase62Crc32 } from './base62Crc32.ts';
import { fitsBech32 } from './bech32.ts';
import { fitsAtlassianCrc32, fitsGitlabCrc32, fitsGrafanaCrc32 } from './crc32.ts';
import { readJsonWebToken } from './jsonWebToken.ts';
import { hasDiscordId, hasTelegramId, holdsJson, isMacaroon, isUuid, namesAwsAccount } from './structures.ts';

export type Proof = 'valid' | 'invalid' | 'none';

const tests: Readonly<Record<ProofName, (value: string) => boolean>> = {
  'base62-crc32': fitsBase62Crc32,
  'atlassian-crc32': fitsAtlassianCrc32,
  'grafana-crc32': fitsGrafanaCrc32,
  'gitlab-crc32': fitsGitlabCrc32,
  jwt: (value) => readJsonWebToken(value) !== null,
  macaroon: isMacaroon,
  bech32: fitsBech32,
  'base64-json': holdsJson,
  'aws-account': namesAwsAccount,
  'telegram-id': hasTelegramId,
  'discord-id': hasDiscordId,
  uuid: isUuid,
  'private-key': (value) => readPrivateKey(value) !== null,
  ppk: (value) => readPuttyKey(value) !== null,
};

/** Proofs that chance cannot pass: a checksum, or a structure of many bytes. The others only shut out what cannot be. */
const strong: ReadonlySet<ProofName> = new Set([
  'base62-crc32',
  'atlassian-crc32',
  'grafana-crc32',
  'gitlab-crc32',
  'jwt',
  'macaroon',
  'bech32',
  'base64-json',
  'private-key',
  'ppk',
]);

/** Whether a value is what its family says. Passing a weak test proves nothing; failing it does. */
export function prove(proof: ProofName | undefined, value: string): Proof {
  if (proof === undefined) return 'none';
  if (!tests[proof](value)) return 'invalid';
  return strong.has(proof) ? 'valid' : 'none';
}

/** Whether a token that passes this test is one wherever it stands, within a longer word too. */
export function isChecksum(proof: ProofName | undefined): boolean {
  return proof?.endsWith('crc32') === true;
}
