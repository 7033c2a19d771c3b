import { expect, test } from '@jest/globals';
import { families } from '../checks/models/secrets/index.ts';
import { redact } from '../src/redact/redact.ts';
import { secretSample } from './support/secrets.ts';

/** As it may stand in a commit's subject, in code or in the words of an error; a mark-less one is only told by the words before it. */
const carriers: readonly ((word: string, secret: string) => string)[] = [
  (word, secret) => `fix: ${word} = "${secret}"`,
  (word, secret) => `${word}: ${secret}`,
  (word, secret) => `first\n${word.toUpperCase()}=${secret}\nlast`,
];

test.each(families.map((family) => [family.id, family] as const))('masks %s', (_, family) => {
  const secret = secretSample(family.id, 3)!;
  const word = `${(family.near?.[0] ?? 'token').replaceAll(' ', '_')}`;
  const shown = carriers.map((carrier) => redact(carrier(word, secret)));
  // The last third is drawn by chance in every form, where the beginning may be a mark that stands in our own words.
  const tail = secret.slice(-Math.max(6, Math.floor(secret.length / 3)));
  expect(shown.filter((text) => text.includes(tail))).toEqual([]);
  expect(shown.map((text) => text.split('\n').length)).toEqual([1, 1, 3]);
  expect(shown.map((text) => redact(text))).toEqual(shown);
});

test.each([
  'fix: the token is read from the environment (GREEN)',
  '`$TOKEN` comes from the environment and reaches `echo`',
  'Revoke it in its settings: https://docs.example.com/security/keys, then read it at run time.',
  'sha256 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
  'src/engine/literals/proofs/base62Crc32.ts:12',
])('leaves %s', (text) => {
  expect(redact(text)).toBe(text);
});
