/** What a pattern proves of a text that it matches: the contexts none of whose metacharacters it lets through. */
import { expect, test } from '@jest/globals';
import { provenByPattern, provenByRemoval } from '../src/engine/flow/allowList.ts';
import { type Context, isCleared } from '../src/engine/flow/contexts.ts';

const asked: readonly Context[] = ['shell', 'sql', 'path', 'html', 'argument'];

function proven(mask: number): string {
  return asked.filter((context) => isCleared(mask, context)).join(' ');
}

test.each([
  ['^[a-z]+$', 'part', 'shell sql path html argument'],
  ['^[a-z]+', 'part', ''],
  ['[a-z]+$', 'part', ''],
  ['[a-z]+', 'whole', 'shell sql path html argument'],
  ['[a-z]+', 'start', ''],
  ['^[a-z]+$', 'start', 'shell sql path html argument'],
  ['^a|b$', 'part', ''],
  ['^(?:a|b)$', 'part', 'shell sql path html argument'],
  ['^[\\w-]+$', 'part', 'shell sql path html'],
  ['^[\\w.-]+$', 'part', 'shell sql html'],
  ['^[a-z/]+$', 'part', 'shell sql html argument'],
  ["^[a-z']+$", 'part', 'path argument'],
  ['^[^;]+$', 'part', ''],
  ['^.*$', 'part', ''],
  ['^\\d{1,3}(\\.\\d{1,3}){3}$', 'part', 'shell sql path html argument'],
  ['/^[a-z]+$/i', 'part', 'shell sql path html argument'],
  ['/^[a-z]+$/m', 'part', ''],
  ['^[a-z]+\\$', 'part', ''],
] as const)('%s, %s: %s', (pattern, match, expected) => {
  expect(proven(provenByPattern(pattern, match))).toBe(expected);
});

test.each([
  ['/[^a-z0-9]/', '', ''],
  ['/[^a-z0-9]/gi', '', 'shell sql path html argument'],
  ['[^a-z]', '-', 'shell sql path html'],
  ['[^a-z]', '/', 'shell sql html argument'],
  ['[;&|]', '', ''],
  ['[^;]', '', 'path html argument'],
])('without %s, %s for it: %s', (pattern, replacement, expected) => {
  expect(proven(provenByRemoval(pattern, replacement))).toBe(expected);
});

test.each([
  ['/[\\r\\n]+/g', ' ', 'log', true],
  ['/[\\r\\n]+/', ' ', 'log', false],
  ['/[\\r\\n]/g', '\n', 'log', false],
  ['/[\\\\*()\\0]/g', '', 'ldap', true],
  ['/[*()]/g', '', 'ldap', false],
  ['/[<>"\'&]/g', '', 'html', true],
  ['/[;&|]/g', '', 'shell', false],
] as const)('every one of %s, %s for it, in %s: %s', (pattern, replacement, context, expected) => {
  expect(isCleared(provenByRemoval(pattern, replacement), context)).toBe(expected);
});
