import { crc32 } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { ProofName } from '../src/engine/literals/family.ts';
import { prove } from '../src/engine/literals/proofs/prove.ts';
import { characters } from './support/characters.ts';
import { fillSecrets } from './support/secrets.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hex = (value: number) => value.toString(16).padStart(8, '0');

function grafana(): string {
  const before = `glsa_${characters(letters, 32, 3)}`;
  return `${before}_${hex(crc32(before)).match(/../g)!.reverse().join('')}`;
}

function atlassian(): string {
  const before = `ATATT3xFfGF0${characters(letters, 171, 4)}=`;
  return before + hex(crc32(before)).toUpperCase();
}

/** Version 2: location, identifier, end of the section, end of the caveats, signature of 32 bytes. */
function macaroon(signature: number): string {
  const field = (type: number, bytes: Buffer) => Buffer.concat([Buffer.from([type, bytes.length]), bytes]);
  const parts = [
    Buffer.from([2]),
    field(1, Buffer.from('pypi.org')),
    field(2, Buffer.from(characters(letters, 36, 5))),
    Buffer.from([0, 0]),
  ];
  return `pypi-${Buffer.concat([...parts, field(6, Buffer.alloc(signature, 7))]).toString('base64url')}`;
}

const jwt = `${base64url({ alg: 'HS256' })}.${base64url({ sub: 1 })}.${characters(letters, 43, 6)}`;

describe('a proof', () => {
  test.each<[string, ProofName, string, 'valid' | 'none']>([
    ['GitHub’s checksum', 'base62-crc32', fillSecrets('{{ghp}}'), 'valid'],
    ['npm’s checksum', 'base62-crc32', fillSecrets('{{npm}}'), 'valid'],
    ['Grafana’s checksum, lowest byte first', 'grafana-crc32', grafana(), 'valid'],
    ['Atlassian’s checksum', 'atlassian-crc32', atlassian(), 'valid'],
    ['a macaroon', 'macaroon', macaroon(32), 'valid'],
    ['bech32, by the test vector of BIP 173', 'bech32', 'split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w', 'valid'],
    ['a JSON web token', 'jwt', jwt, 'valid'],
    ['a JSON web token behind a number', 'jwt', `ghs_12_${jwt}`, 'valid'],
    [
      'JSON behind a prefix',
      'base64-json',
      `sntrys_${base64url({ iat: 1, url: 'https://sentry.io' })}_${characters(letters, 43, 7)}`,
      'valid',
    ],
    ['the account in a key id of AWS', 'aws-account', fillSecrets('{{aws-id}}'), 'none'],
    ['a number in Discord’s first part', 'discord-id', `${Buffer.from('123456789012345678').toString('base64')}.Gabcde.x`, 'none'],
    ['a number of Telegram', 'telegram-id', '123456789:AAx', 'none'],
    ['a random UUID', 'uuid', '0f8fad5b-d9cb-469f-a165-70867728950e', 'none'],
  ])('%s', (_, name, value, proof) => {
    expect(prove(name, value)).toBe(proof);
  });

  test.each<[string, ProofName, string]>([
    ['a checksum of another body', 'base62-crc32', fillSecrets('{{ghp-broken}}')],
    ['bytes of a checksum in the usual order', 'grafana-crc32', grafana().replace(/(..)(..)(..)(..)$/, '$4$3$2$1')],
    ['a changed letter', 'atlassian-crc32', atlassian().replace(/.(?==)/, (char) => (char === 'a' ? 'b' : 'a'))],
    ['a signature that is too short', 'macaroon', macaroon(31)],
    ['two letters that changed places', 'bech32', 'split1checkupstagehandshakeupstreamerranterredcapered2y9e3wr'],
    ['a header without an algorithm', 'jwt', `${base64url({ typ: 'JWT' })}.${base64url({ sub: 1 })}.x`],
    ['a payload that is none', 'jwt', `${base64url({ alg: 'HS256' })}.eyJub3Q.x`],
    ['no signature', 'jwt', `${base64url({ alg: 'none' })}.${base64url({ sub: 1 })}.`],
    ['no JSON', 'base64-json', `sntrys_eyJ${characters(letters, 40, 8)}`],
    ['an account of thirteen digits', 'aws-account', `AKIA${'7'.repeat(16)}`],
    ['letters where Discord has a number', 'discord-id', `${Buffer.from('somebody-elses-id-').toString('base64')}.Gabcde.x`],
    ['a number that begins with a zero', 'telegram-id', '012345678:AAx'],
    ['a UUID of no known version', 'uuid', '0f8fad5b-d9cb-069f-a165-70867728950e'],
  ])('%s proves the contrary', (_, name, value) => {
    expect(prove(name, value)).toBe('invalid');
  });

  test('nothing to prove is no proof', () => {
    expect(prove(undefined, 'x')).toBe('none');
  });
});
