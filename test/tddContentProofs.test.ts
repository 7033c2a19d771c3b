import { describe, expect, test } from '@jest/globals';
import { code, type Files, type Given, judgeFiles, outline, testCase, tests } from './support/outlines.ts';

const parses = testCase('parses', 'expect(parse("1")).toBe(1)');
const file = (...imports: string[]) => outline({ cases: [parses], imports });
const red = (files: Files): Given => ({ phase: 'red', files });
const green = (files: Files): Given => ({ phase: 'green', files });
const prove = (...given: Given[]) => judgeFiles(given).proofs;
const parseTest: Files = { 'test/parse.test.ts': [null, file('../src/parse.js: parse')] };

describe('what the test of a RED names, and what its GREEN does with it', () => {
  const rows: [string, Files, Files, string, string][] = [
    [
      'a new file',
      parseTest,
      { 'src/parse.ts': [null, code('parse(text) a')] },
      'E2: Its test imports `parse` from `src/parse.ts`, which does not exist here; `c1` adds it.',
      'E2: Adds `parse` in `src/parse.ts`, which the test of `c0` imports.',
    ],
    [
      'a new name',
      parseTest,
      { 'src/parse.ts': [code('print() a'), code('print() a', 'parse(text) a')] },
      'E2: Its test imports `parse` from `src/parse.ts`, which does not declare it here; `c1` adds it.',
      'E2: Adds `parse` in `src/parse.ts`, which the test of `c0` imports.',
    ],
    [
      'a stub of the RED',
      { ...parseTest, 'src/parse.ts': [null, code('parse(text) stub')] },
      { 'src/parse.ts': [code('parse(text) stub'), code('parse(text) a')] },
      'E2: Its test imports `parse` from `src/parse.ts`, where it is a stub; `c1` fills it in.',
      'E2: Fills in `parse` in `src/parse.ts`, a stub that the test of `c0` imports.',
    ],
    [
      'another signature',
      parseTest,
      { 'src/parse.ts': [code('parse(text) a'), code('parse(text, base) b')] },
      'E2: Its test imports `parse` from `src/parse.ts`, where it has another signature; `c1` changes it.',
      'E2: Changes the signature of `parse` in `src/parse.ts`, which the test of `c0` imports.',
    ],
    [
      'another body',
      parseTest,
      { 'src/parse.ts': [code('parse(text) a'), code('parse(text) b')] },
      'E1: Its test imports `parse` from `src/parse.ts`, which `c1` changes.',
      'E1: Changes `parse` in `src/parse.ts`, which the test of `c0` imports.',
    ],
    [
      'something else in the file',
      parseTest,
      { 'src/parse.ts': [code('parse(text) a', 'private digit() a'), code('parse(text) a', 'private digit() b')] },
      'E1: Its test imports `parse` from `src/parse.ts`, which `c1` changes.',
      'E1: Changes `parse` in `src/parse.ts`, which the test of `c0` imports.',
    ],
    [
      'a member of a class',
      { 'test/cart.test.ts': [null, outline({ cases: [parses], imports: ['../src/cart: Cart'], uses: ['Cart', 'total'] })] },
      { 'src/cart.ts': [code('Cart {a}'), code('Cart {b}', 'Cart.total() a')] },
      'E2: Its test imports `total` from `src/cart.ts`, which does not declare it here; `c1` adds it.',
      'E2: Adds `total` in `src/cart.ts`, which the test of `c0` imports.',
    ],
    [
      'an alias of a folder',
      { 'src/shop/cart.spec.ts': [null, file('@/shop/parse: parse')] },
      { 'src/shop/parse.ts': [null, code('parse() a')] },
      'E2: Its test imports `parse` from `src/shop/parse.ts`, which does not exist here; `c1` adds it.',
      'E2: Adds `parse` in `src/shop/parse.ts`, which the test of `c0` imports.',
    ],
    [
      'a dotted module',
      { 'tests/test_cart.py': [null, file('shop.cart: total')] },
      { 'src/shop/cart.py': [null, code('total(items) a')] },
      'E2: Its test imports `total` from `src/shop/cart.py`, which does not exist here; `c1` adds it.',
      'E2: Adds `total` in `src/shop/cart.py`, which the test of `c0` imports.',
    ],
    [
      'a module from a package',
      { 'tests/test_cart.py': [null, outline({ cases: [parses], imports: ['shop: cart'], uses: ['total'] })] },
      { 'shop/cart.py': [code('total() a'), code('total() b')] },
      'E1: Its test imports `cart` from `shop/cart.py`, which `c1` changes.',
      'E1: Changes `cart` in `shop/cart.py`, which the test of `c0` imports.',
    ],
    [
      'a script by its path',
      { 'test/deploy.bats': [null, outline({ cases: [parses], imports: ['$BATS_TEST_DIRNAME/../bin/deploy.sh'] })] },
      { 'bin/deploy.sh': [outline({ rest: 'a' }), outline({ rest: 'b' })] },
      'E1: Its test uses `bin/deploy.sh`, which `c1` changes.',
      'E1: Changes `bin/deploy.sh`, which the test of `c0` uses.',
    ],
    [
      'a name of the same package',
      { 'shop/cart_test.go': [null, outline({ cases: [parses], uses: ['Total'], read: 'text' })] },
      { 'shop/cart.go': [outline({ read: 'text' }), outline({ code: ['Total() a'], read: 'text' })] },
      'E2: Its test uses `Total` of `shop/cart.go`, which does not declare it here; `c1` adds it.',
      'E2: Adds `Total` in `shop/cart.go`, which the test of `c0` uses.',
    ],
  ];
  test.each(rows)('%s', (_, first, second, ofRed, ofGreen) => {
    expect(prove(red(first), green(second))).toEqual([`c0 ${ofRed}`, `c1 ${ofGreen}`]);
  });
});

describe('what proves nothing', () => {
  const make: Files = { 'src/parse.ts': [null, code('parse() a')] };
  const rows: [string, Files, Files][] = [
    ['a test of something else', { 'test/a.test.ts': [null, file('../src/other: a')] }, make],
    ['a package', { 'test/a.test.ts': [null, file('parse: parse')] }, make],
    ['no test', { 'README.md': [null, null] }, make],
    ['a GREEN that changes nothing of it', parseTest, { 'src/print.ts': [null, code('parse() a')] }],
    ['a GREEN of comments', parseTest, { 'src/parse.ts': [code('parse() a'), code('parse() a')] }],
    ['a GREEN that weakens the test', parseTest, { ...make, 'test/parse.test.ts': [file('../src/parse.js: parse'), tests()] }],
  ];
  test.each(rows)('%s', (_, first, second) => {
    expect(prove(red(first), green(second))).toEqual([]);
  });

  test('a RED that comes after', () => expect(prove(green(make), red(parseTest))).toEqual([]));
});

test('several REDs and GREENs: each against what it goes with', () => {
  const second: Files = {
    'test/print.test.ts': [null, outline({ cases: [testCase('prints', 'expect(print()).toBe(1)')], imports: ['../src/parse: print'] })],
  };
  const one = green({ 'src/parse.ts': [null, code('parse() a')] });
  const two = green({ 'src/parse.ts': [code('parse() a'), code('parse() a', 'print() b')] });
  expect(prove(red(parseTest), red(second), one, two)).toEqual([
    'c0 E2: Its test imports `parse` from `src/parse.ts`, which does not exist here; `c2` adds it.',
    'c1 E2: Its test imports `print` from `src/parse.ts`, which does not declare it here; `c3` adds it.',
    'c2 E2: Adds `parse` in `src/parse.ts`, which the test of `c0` imports.',
    'c3 E2: Adds `print` in `src/parse.ts`, which the test of `c1` imports.',
  ]);
});
