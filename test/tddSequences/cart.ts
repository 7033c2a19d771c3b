/** The same small shop in several languages, for sequences to grow. */

/** Tests of jest, each a title with the lines of its body. */
export function jest(cases: Readonly<Record<string, string>>, names = 'total', from = '../src/cart.js'): string {
  const all = Object.entries(cases).map(([title, body]) => `test('${title}', () => {\n  ${body}\n});\n`);
  return `import { expect, jest, test } from '@jest/globals';\nimport { ${names} } from '${from}';\n\n${all.join('\n')}`;
}

export const adds = { 'adds prices': 'expect(total([1, 2])).toBe(3);' };
export const discounts = { 'takes off a discount': 'expect(total([10, 10], { discount: 0.1 })).toBe(18);' };
export const empty = { 'is nothing without prices': 'expect(total([])).toBe(0);' };

export const totalJs = `export function total(prices) {
  return prices.reduce((sum, price) => sum + price, 0);
}
`;

export const discountJs = `export function total(prices, { discount = 0 } = {}) {
  const sum = prices.reduce((all, price) => all + price, 0);
  return sum * (1 - discount);
}
`;

/** A shop whose total is tested and works. */
export const shopJs = { 'src/cart.js': totalJs, 'test/cart.test.js': jest(adds) };

export const totalPy = `def total(prices):
    return sum(prices)
`;

export const testPy = `from shop.cart import total


def test_adds_prices():
    assert total([1, 2]) == 3
`;

export const shopPy = { 'shop/__init__.py': '', 'shop/cart.py': totalPy, 'tests/test_cart.py': testPy };

/** The cycle that gives the shop its total: what most sequences begin with. */
export const red = { say: 'test: total adds prices (RED)', files: { 'test/cart.test.js': jest(adds) } };
export const green = { say: 'feat: total adds prices (GREEN)', files: { 'src/cart.js': totalJs } };

/** The cycle that gives it a discount. */
export const redDiscount = {
  say: 'test: total takes off a discount (RED)',
  files: { 'test/cart.test.js': jest({ ...adds, ...discounts }) },
};
export const greenDiscount = { say: 'feat: total takes off a discount (GREEN)', files: { 'src/cart.js': discountJs } };
