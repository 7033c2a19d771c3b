import { describe, expect, test } from '@jest/globals';
import { code, type Files, judgeFiles, outline, testCase, tests } from './support/outlines.ts';

const path = 'test/cart.test.ts';
const lines = ['expect(total([1])).toBe(1)', 'expect(total([2, 3])).toBe(5)'];
const keeps = testCase('keeps', 'expect(total([])).toBe(0)');
const adds = testCase('adds', ...lines);

const tell = (files: Files) => judgeFiles([{ phase: 'refactor', files }]).told;
const turned = (...cases: Parameters<typeof tests>) => tell({ [path]: [tests(keeps, adds), tests(...cases)] });

describe('a REFACTOR that keeps its tests and its public face is silent', () => {
  const rows: [string, Files][] = [
    ['production code alone', { 'src/cart.ts': [code('total() a'), code('total() b')] }],
    ['a table for cases', { [path]: [tests(keeps, adds), tests(testCase('total of %s', 'expect(total(items)).toBe(expected)'))] }],
    ['a loop in a case', { [path]: [tests(adds), tests(testCase('adds', 'expect(total(items)).toBe(sum)'))] }],
    [
      'a table of yes and no',
      {
        [path]: [
          tests(testCase('a', 'expect(valid("a")).toBe(true)'), testCase('b', 'expect(valid("b")).toBe(true)')),
          tests(testCase('%s', 'expect(valid(text)).toBe(true)')),
        ],
      },
    ],
    [
      'a table for cases that assert the same',
      {
        [path]: [
          tests(keeps, testCase('nothing', 'f(0)', ...lines), testCase('less', 'f(-1)', ...lines)),
          tests(keeps, testCase('not positive', 'f(amount)', ...lines)),
        ],
      },
    ],
    [
      'a helper that asserts',
      {
        [path]: [
          tests(keeps, adds),
          outline({ cases: [testCase('keeps', 'sum()'), testCase('adds', 'sum()')], loose: ['expect(total(items)).toBe(sum)'] }),
        ],
      },
    ],
    [
      'a helper in another file',
      {
        [path]: [tests(keeps, adds), tests(testCase('keeps', 'a()'), testCase('adds', 'a()'))],
        'test/kit.ts': [null, outline({ loose: ['expect(total(items)).toBe(sum)'] })],
      },
    ],
    [
      'a known helper',
      {
        [path]: [
          tests(keeps, adds),
          outline({ cases: [testCase('keeps', 'assertTotal()'), testCase('adds', 'b()')], uses: ['assertTotal'] }),
        ],
      },
    ],
    [
      'a helper taken apart',
      {
        [path]: [
          outline({ cases: [testCase('keeps', 'a()'), testCase('adds', 'a()')], loose: ['expect(total(items)).toBe(sum)'] }),
          tests(keeps, adds),
        ],
      },
    ],
    [
      'one comparison of the whole',
      {
        [path]: [
          tests(testCase('a', 'expect(cart.a).toBe(1)', 'expect(cart.b).toBe(2)')),
          tests(testCase('a', 'expect(cart).toEqual({ a: 1, b: 2 })')),
        ],
      },
    ],
    [
      'another name of what is tested',
      {
        [path]: [
          tests(keeps, adds),
          tests(testCase('keeps', 'expect(sum([])).toBe(0)'), testCase('adds', 'expect(sum([1])).toBe(1)', 'expect(sum([2, 3])).toBe(5)')),
        ],
      },
    ],
    ['a moved file', { [`${path} -> test/shop/cart.test.ts`]: [tests(keeps, adds), tests(keeps, adds)] }],
    ['a split file', { [path]: [tests(keeps, adds), tests(keeps)], 'test/b.test.ts': [null, tests(adds)] }],
    ['merged files', { [path]: [tests(keeps), tests(keeps, adds)], 'test/b.test.ts': [tests(adds), null] }],
    ['merged cases', { [path]: [tests(keeps, adds), tests(testCase('total', 'expect(total([])).toBe(0)', ...lines))] }],
    ['the tests of code that goes', { [path]: [tests(keeps, adds), tests(keeps)], 'src/cart.ts': [code('total() a'), code('sum() c')] }],
    ['one of two tests that do the same', { [path]: [tests(keeps, { ...keeps, name: 'twin' }), tests(keeps)] }],
    ['more tests', { [path]: [tests(keeps), tests(keeps, adds)] }],
    [
      'tests written anew',
      { [path]: [tests(keeps, adds), tests(testCase('a', 'expect(x).toBe(1)', 'expect(y).toBe(2)', 'expect(z).toBe(3)'))] },
    ],
    ['a renamed function', { 'src/cart.ts': [code('total() a'), code('sum() b')], [path]: [tests(keeps), tests(keeps)] }],
    ['a moved function', { 'src/cart.ts': [code('total() a'), null], 'src/sum.ts': [null, code('total() a2')] }],
    ['an extracted function', { 'src/cart.ts': [code('total() a'), outline({ code: ['total() b', 'round() c'], uses: ['round'] })] }],
    [
      'a function extracted to a file',
      {
        'src/cart.ts': [code('total() a'), outline({ code: ['total() b'], imports: ['./round.ts: round'] })],
        'src/round.ts': [null, code('round() c')],
      },
    ],
    [
      'an extracted class',
      {
        'src/cart.ts': [code('total() a'), outline({ code: ['total() b'], imports: ['./sums.ts: Sums'] })],
        'src/sums.ts': [null, code('Sums {a}', 'Sums.add() c')],
      },
    ],
    ['a private function', { 'src/cart.ts': [code('total() a'), code('total() a', 'private round() c')] }],
    ['a type', { 'src/cart.ts': [code('total() a'), code('total() a', 'Item')] }],
    ['read by lines', { 'src/cart.pl': [code('Total() a'), outline({ code: ['Total() a', 'Sum() c'], read: 'text' })] }],
    [
      'what others look for by its name',
      { 'src/Cart.java': [code('Cart.total() a'), outline({ code: ['Cart.total() a', 'Cart.getItems() c'], read: 'text' })] },
    ],
    ['a skipped test goes', { [path]: [tests(keeps, testCase('skip: b', 'expect(b()).toBe(1)')), tests(keeps)] }],
    ['what always holds goes', { [path]: [tests(keeps, testCase('b', 'expect(true).toBe(true)')), tests(keeps)] }],
  ];
  test.each(rows)('%s', (_, files) => {
    expect(tell(files).filter((line) => !line.includes(' note '))).toEqual([]);
  });
});

describe('a REFACTOR that changes what the tests ask', () => {
  const stays = 'what the tests ask stays as it is.';
  const rows: [string, string[], string][] = [
    ['deletes a case', turned(keeps), `REFACTOR deletes the test \`adds\` in \`${path}\`, and 3 assertions became 1: ${stays}`],
    [
      'deletes a file',
      tell({ [path]: [tests(keeps, adds), null] }),
      `REFACTOR deletes the test \`keeps\` in \`${path}\` (and 1 more), and 3 assertions became 0: ${stays}`,
    ],
    [
      'deletes an assertion',
      turned(keeps, testCase('adds', lines[0]!)),
      `REFACTOR drops \`${lines[1]}\` of the test \`adds\` in \`${path}\`, and 3 assertions became 2: ${stays}`,
    ],
    [
      'deletes a case that asserts through others',
      tell({ [path]: [tests(testCase('a', 'check(1)'), testCase('b', 'check(2)')), tests(testCase('a', 'check(1)'))] }),
      `REFACTOR deletes the test \`b\` in \`${path}\`: ${stays}`,
    ],
    [
      'skips',
      turned(keeps, testCase('skip: adds', ...lines)),
      `REFACTOR takes the test \`adds\` in \`${path}\` out of the run: let it run.`,
    ],
    [
      'focuses',
      turned(keeps, testCase('only: adds', ...lines)),
      `REFACTOR has only the test \`adds\` in \`${path}\` run: let all other tests run again.`,
    ],
    [
      'loosens',
      turned(keeps, testCase('adds', 'expect(total([1])).toBeTruthy()', lines[1]!)),
      `\`${lines[0]}\` of the test \`adds\` in \`${path}\` became \`expect(total([1])).toBeTruthy()\`, which demands less: put it back.`,
    ],
    [
      'guards',
      turned(keeps, testCase('adds', `if: ${lines[0]}`, lines[1]!)),
      `\`${lines[0]}\` of the test \`adds\` in \`${path}\` is no longer reached or heard in every run: put it back.`,
    ],
  ];
  test.each(rows)('%s', (_, told, message) => {
    expect(told).toEqual([`c0 strict tdd/refactor-changes-tests: ${message}`]);
  });
});

describe('a REFACTOR that does something new', () => {
  const begin = 'which nothing in this commit uses';
  const rows: [string, Files, string][] = [
    [
      'a function',
      { 'src/cart.ts': [code('total() a'), code('total() a', 'refund(cart) b')] },
      `REFACTOR adds \`refund\` to \`src/cart.ts\`, ${begin}`,
    ],
    [
      'two',
      { 'src/cart.ts': [null, code('refund(cart) b', 'pay() c')] },
      `REFACTOR adds \`refund\` to \`src/cart.ts\`, ${begin} (and 1 more)`,
    ],
    [
      'a method, where all code stands in classes',
      {
        'src/Cart.java': [
          code('Cart {a}', 'Cart.total() a'),
          outline({ code: ['Cart {a}', 'Cart.total() a', 'Cart.refund() c'], read: 'text' }),
        ],
      },
      `REFACTOR adds \`Cart.refund\` to \`src/Cart.java\`, ${begin}`,
    ],
    [
      'a function of Go',
      { 'cart/cart.go': [code('Total() a'), outline({ code: ['Total() a', 'Refund() c'], read: 'text' })] },
      `REFACTOR adds \`Refund\` to \`cart/cart.go\`, ${begin}`,
    ],
  ];
  test.each(rows)('%s', (_, files, what) => {
    expect(tell(files)).toEqual([`c0 strict tdd/phase-content: ${what}: new behaviour begins with a RED.`]);
  });

  test('a method that nothing uses is asked about', () => {
    const files: Files = {
      'src/cart.ts': [code('Cart {a}', 'Cart.total() a'), code('Cart {b}', 'Cart.total() a', 'Cart.refund() b')],
    };
    expect(tell(files)).toEqual([
      'c0 note tdd/phase-content: REFACTOR adds `Cart.refund` to `src/cart.ts`, which nothing in this commit uses: does it do anything new?',
    ]);
  });

  test('a method that its class may owe to an interface is asked about', () => {
    const files: Files = {
      'src/Cart.java': [
        code('Cart() {a}', 'Cart.a() a'),
        outline({ code: ['Cart(i) {a}', 'Cart.a() a', 'Cart.compareTo() c'], read: 'text' }),
      ],
    };
    expect(tell(files)).toEqual([
      'c0 note tdd/phase-content: REFACTOR adds `Cart.compareTo` to `src/Cart.java`, which nothing in this commit uses: does it do anything new?',
    ]);
  });

  test('other parameters that callers of the commit give are no question', () => {
    const files: Files = {
      'src/cart.ts': [code('total(items) a'), code('total(items, rate) b')],
      'src/shop.ts': [outline({ code: ['sell() a'], uses: ['total'] }), outline({ code: ['sell() b'], uses: ['total'] })],
    };
    expect(tell(files)).toEqual([]);
  });

  test('other parameters of what others use are asked about', () => {
    const files: Files = { 'src/cart.ts': [code('total(items) a'), code('total(items, rate) b')] };
    const question =
      'c0 note tdd/phase-content: `total` in `src/cart.ts` takes other parameters, and no test changed: does it do anything new?';
    expect([tell(files), tell({ ...files, [path]: [tests(keeps), tests(keeps, adds)] })]).toEqual([[question], []]);
  });
});
