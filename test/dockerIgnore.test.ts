/** What a `.dockerignore` keeps from the builder. */
import { describe, expect, test } from '@jest/globals';
import { dockerIgnore, dockerPattern } from '../src/engine/documents/dockerIgnore.ts';

describe('a .dockerignore', () => {
  test.each<readonly [text: string, kept: string, sent: string]>([
    ['', '', '.env a/.env'],
    ['.env', '.env .env/x', 'a/.env .envx x.env'],
    ['/.env\r\n', '.env', 'a/.env'],
    ['**/.env', '.env a/.env a/b/.env', 'a/b.env'],
    ['**.env', '.env a/.env', 'b.env a/b.env'],
    ['**/*.env', '.env b.env a/b.env', 'b.envs'],
    ['a/', 'a/b a/b/c', 'b/a/c'],
    ['./a//b/../c', 'a/c a/c/d', 'a/b'],
    ['*', '.env a/.env', ''],
    ['**', '.env a/.env', ''],
    ['a/**', 'a/.env a/b/.env', '.env b/.env'],
    ['*/*.pem', 'a/x.pem', 'x.pem a/b/x.pem'],
    ['?.pem', 'a.pem', 'ab.pem .pem'],
    ['[ab].pem\n[^x].key', 'a.pem b.pem y.key', 'c.pem x.key'],
    ['[a-c]x', 'ax bx cx', 'dx'],
    ['\\*.pem', '*.pem', 'a.pem'],
    ['[a', '', 'a [a'],
    ['# .env\n#.pem', '', '.env .pem'],
    ['  .env  ', '.env', 'a'],
    ['*\n!a', 'b', 'a a/.env'],
    ['*\n!a\na/.env', 'b a/.env', 'a/x'],
    ['!.env\n.env', '.env', 'a'],
    ['.\n..\n../x\n!\n/', '', '.env x'],
    ['\uFEFF.env', '.env', 'a'],
  ])('%j', (text, kept, sent) => {
    const isLeftOut = dockerIgnore(text)!;
    const paths = [...kept.split(' '), ...sent.split(' ')].filter((path) => path !== '');
    expect(paths.filter(isLeftOut)).toEqual(kept.split(' ').filter((path) => path !== ''));
  });

  test('too long to be followed says nothing', () => {
    expect(dockerIgnore('a\n'.repeat(20_000))).toBe(null);
  });
});

test.each([
  ['.', '.env a/.env'],
  ['./', '.env a/.env'],
  ['/', '.env a/.env'],
  ['*', '.env a/.env'],
  ['a', 'a/.env'],
  ['./a/', 'a/.env'],
  ['.en?', '.env'],
  ['b', ''],
])('`COPY %s` takes %j', (source, taken) => {
  expect(['.env', 'a/.env'].filter(dockerPattern(source)).join(' ')).toBe(taken);
});
