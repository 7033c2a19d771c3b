/** How people work who write the test first: no verdict may be against them. */
import {
  adds,
  discountJs,
  discounts,
  empty,
  green,
  greenDiscount,
  jest,
  red,
  redDiscount,
  shopJs,
  shopPy,
  testPy,
  totalJs,
  totalPy,
} from './cart.ts';
import { fine, type Sequence, type Step } from './sequence.ts';

const docs: Step = { say: 'docs: how totals are made', files: { 'README.md': 'A shop. Totals are sums.\n' } };

const languages: readonly Sequence[] = [
  {
    name: 'a release that raises a version',
    base: { ...shopPy, 'src/shop/__init__.py': "__version__ = '1.2.0'\n" },
    steps: [{ say: 'chore: release 1.3.0', files: { 'src/shop/__init__.py': "__version__ = '1.3.0'\n" } }, red, green],
    ...fine,
  },
  { name: 'jest', steps: [red, green], ...fine },
  {
    name: 'vitest with describe, in TypeScript',
    steps: [
      {
        say: 'test: slugs are lower case (RED)',
        files: {
          'src/slug.spec.ts': `import { describe, expect, it } from 'vitest';
import { slug } from './slug';

describe('slug', () => {
  it('is lower case', () => {
    expect(slug('Two Words')).toEqual('two-words');
  });
});
`,
        },
      },
      {
        say: 'feat: slugs are lower case (GREEN)',
        files: { 'src/slug.ts': "export const slug = (title: string): string => title.toLowerCase().replace(/ /g, '-');\n" },
      },
    ],
    ...fine,
  },
  {
    name: 'mocha with chai, required',
    steps: [
      {
        say: 'test: the queue is first in, first out (RED)',
        files: {
          'test/queue.js': `const { expect } = require('chai');
const { Queue } = require('../lib/queue');

describe('Queue', function () {
  it('gives back what came first', function () {
    const queue = new Queue();
    queue.push(1);
    queue.push(2);
    expect(queue.shift()).to.equal(1);
  });
});
`,
        },
      },
      {
        say: 'feat: the queue is first in, first out (GREEN)',
        files: {
          'lib/queue.js': `class Queue {
  #items = [];
  push(item) {
    this.#items.push(item);
  }
  shift() {
    return this.#items.shift();
  }
}
module.exports = { Queue };
`,
        },
      },
    ],
    ...fine,
  },
  {
    name: 'node:test with assert',
    steps: [
      {
        say: 'test: parse refuses an empty line\n\nTDD-Phase: red',
        files: {
          'test/parse.test.mjs': `import assert from 'node:assert/strict';
import test from 'node:test';
import { parse } from '../src/parse.mjs';

test('an empty line is refused', () => {
  assert.throws(() => parse(''), /empty/);
});
`,
        },
      },
      {
        say: 'feat: parse refuses an empty line\n\nTDD-Phase: green',
        files: {
          'src/parse.mjs': `export function parse(line) {
  if (line === '') throw new Error('empty line');
  return line.split(',');
}
`,
        },
      },
    ],
    ...fine,
  },
  {
    name: 'pytest',
    steps: [
      { say: 'test: total (RED)', files: { 'tests/test_cart.py': testPy } },
      { say: 'feat: total (GREEN)', files: { 'shop/__init__.py': '', 'shop/cart.py': totalPy } },
    ],
    ...fine,
  },
  {
    name: 'pytest, parametrised rows added',
    base: {
      ...shopPy,
      'tests/test_cart.py': `import pytest

from shop.cart import total


@pytest.mark.parametrize(("prices", "sum_of_them"), [([1, 2], 3)])
def test_total(prices, sum_of_them):
    assert total(prices) == sum_of_them
`,
    },
    steps: [
      {
        say: 'test: totals of none at all (RED)',
        files: {
          'tests/test_cart.py': `import pytest

from shop.cart import total


@pytest.mark.parametrize(("prices", "sum_of_them"), [([1, 2], 3), (None, 0)])
def test_total(prices, sum_of_them):
    assert total(prices) == sum_of_them
`,
        },
      },
      { say: 'fix: totals of none at all (GREEN)', files: { 'shop/cart.py': 'def total(prices):\n    return sum(prices or [])\n' } },
    ],
    ...fine,
  },
  {
    name: 'unittest',
    steps: [
      {
        say: 'test: money is shown with two places (RED)',
        files: {
          'tests/test_money.py': `import unittest

from shop.money import show


class ShowTest(unittest.TestCase):
    def test_two_places(self):
        self.assertEqual(show(3), "3.00")


if __name__ == "__main__":
    unittest.main()
`,
        },
      },
      {
        say: 'feat: money is shown with two places (GREEN)',
        files: { 'shop/money.py': 'def show(amount):\n    return f"{amount:.2f}"\n' },
      },
    ],
    ...fine,
  },
  {
    name: 'bats',
    steps: [
      {
        say: 'test: greet names who is greeted (RED)',
        files: {
          'test/greet.bats': `#!/usr/bin/env bats

@test "greets by name" {
  run ./bin/greet.sh Ada
  [ "$status" -eq 0 ]
  [ "$output" = "Hello Ada" ]
}
`,
        },
      },
      { say: 'feat: greet names who is greeted (GREEN)', files: { 'bin/greet.sh': '#!/bin/sh\nset -eu\nprintf \'Hello %s\\n\' "$1"\n' } },
    ],
    ...fine,
  },
  {
    name: 'a plain shell test script',
    steps: [
      {
        say: 'test: backup keeps the old file (RED)',
        files: {
          'tests/test-backup.sh': `#!/bin/bash
set -euo pipefail
dir=$(mktemp -d)
echo old > "$dir/file"
bash backup.sh "$dir/file"
if [ "$(cat "$dir/file.bak")" != old ]; then
  echo "FAIL: no backup" >&2
  exit 1
fi
echo ok
`,
        },
      },
      { say: 'feat: backup keeps the old file (GREEN)', files: { 'backup.sh': '#!/bin/bash\nset -euo pipefail\ncp -- "$1" "$1.bak"\n' } },
    ],
    ...fine,
  },
  {
    name: 'Pester',
    steps: [
      {
        say: 'test: Get-Total adds (RED)',
        files: {
          'tests/Cart.Tests.ps1': `BeforeAll { . $PSScriptRoot/../src/Cart.ps1 }
Describe 'Get-Total' {
  It 'adds prices' {
    Get-Total 1, 2 | Should -Be 3
  }
}
`,
        },
      },
      {
        say: 'feat: Get-Total adds (GREEN)',
        files: { 'src/Cart.ps1': 'function Get-Total([int[]]$Prices) {\n  ($Prices | Measure-Object -Sum).Sum\n}\n' },
      },
    ],
    ...fine,
  },
  {
    name: 'go test',
    base: { 'go.mod': 'module example.com/shop\n' },
    steps: [
      {
        say: 'test: Total adds (RED)',
        files: {
          'cart_test.go': `package shop

import "testing"

func TestTotal(t *testing.T) {
	if got := Total([]int{1, 2}); got != 3 {
		t.Errorf("Total = %d", got)
	}
}
`,
        },
      },
      {
        say: 'feat: Total adds (GREEN)',
        files: {
          'cart.go':
            'package shop\n\nfunc Total(prices []int) (sum int) {\n\tfor _, price := range prices {\n\t\tsum += price\n\t}\n\treturn sum\n}\n',
        },
      },
    ],
    ...fine,
  },
  {
    name: 'cargo test, inside the program itself',
    base: { 'src/lib.rs': 'pub fn name() -> &\'static str {\n    "shop"\n}\n' },
    steps: [
      {
        say: 'test: total adds (RED)',
        files: {
          'tests/total.rs': 'use shop::total;\n\n#[test]\nfn adds() {\n    assert_eq!(total(&[1, 2]), 3);\n}\n',
        },
      },
      {
        say: 'feat: total adds (GREEN)',
        files: {
          'src/lib.rs':
            'pub fn name() -> &\'static str {\n    "shop"\n}\n\npub fn total(prices: &[i32]) -> i32 {\n    prices.iter().sum()\n}\n',
        },
      },
    ],
    ...fine,
  },
  {
    name: 'Java with JUnit',
    steps: [
      {
        say: 'test: a cart adds prices (RED)',
        files: {
          'src/test/java/shop/CartTest.java': `package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import org.junit.jupiter.api.Test;

class CartTest {
  @Test
  void addsPrices() {
    assertEquals(3, new Cart().total(1, 2));
  }
}
`,
        },
      },
      {
        say: 'feat: a cart adds prices (GREEN)',
        files: {
          'src/main/java/shop/Cart.java': `package shop;

import java.util.stream.IntStream;

public class Cart {
  public int total(int... prices) {
    return IntStream.of(prices).sum();
  }
}
`,
        },
      },
    ],
    ...fine,
  },
];

const shapes: readonly Sequence[] = [
  {
    name: 'a full cycle with REFACTOR',
    steps: [
      red,
      green,
      {
        say: 'refactor: a loop reads better (REFACTOR)',
        files: {
          'src/cart.js': 'export function total(prices) {\n  let sum = 0;\n  for (const price of prices) sum += price;\n  return sum;\n}\n',
        },
      },
    ],
    ...fine,
  },
  { name: 'two cycles', steps: [red, green, redDiscount, greenDiscount], ...fine },
  {
    name: 'two cycles, rebased',
    before: [docs],
    steps: [red, green, redDiscount, greenDiscount].map((step) => ({ ...step, date: 1_800_000_000 })),
    ...fine,
  },
  { name: 'docs between', steps: [red, docs, green], ...fine },
  {
    name: 'several RED, then several GREEN',
    steps: [
      red,
      {
        say: 'test: an empty cart (RED)',
        files: { 'test/empty.test.js': jest({ 'is empty': 'expect(isEmpty([])).toBe(true);' }, 'isEmpty', '../src/empty.js') },
      },
      { say: 'feat: total (GREEN 1/2)', files: { 'src/cart.js': totalJs } },
      { say: 'feat: isEmpty (GREEN 2/2)', files: { 'src/empty.js': 'export const isEmpty = (prices) => prices.length === 0;\n' } },
    ],
    ...fine,
  },
  {
    name: 'a merge of the base branch between',
    steps: [
      { ...red, as: 'red' },
      { say: 'docs: other words', on: 'base', as: 'theirs', files: { 'docs/other.md': 'Words.\n' } },
      { say: "Merge branch 'main' into total", on: 'red', merge: ['theirs'], files: { 'docs/other.md': 'Words.\n' } },
      green,
    ],
    ...fine,
  },
  {
    name: 'two branches side by side, merged',
    steps: [
      { ...red, as: 'red' },
      { ...green, as: 'total' },
      {
        say: 'test: isEmpty (RED)',
        on: 'base',
        files: { 'test/empty.test.js': jest({ 'is empty': 'expect(isEmpty([])).toBe(true);' }, 'isEmpty', '../src/empty.js') },
      },
      { say: 'feat: isEmpty (GREEN)', as: 'empty', files: { 'src/empty.js': 'export const isEmpty = (prices) => prices.length === 0;\n' } },
      {
        say: "Merge branch 'empty'",
        on: 'total',
        merge: ['empty'],
        files: {
          'test/empty.test.js': jest({ 'is empty': 'expect(isEmpty([])).toBe(true);' }, 'isEmpty', '../src/empty.js'),
          'src/empty.js': 'export const isEmpty = (prices) => prices.length === 0;\n',
        },
      },
    ],
    ...fine,
  },
  {
    name: 'cycles named by a trailer, interleaved',
    steps: [
      { say: 'test: total\n\nTDD-Phase: red\nTDD-Cycle: total', files: red.files },
      {
        say: 'test: isEmpty\n\nTDD-Phase: red\nTDD-Cycle: empty',
        files: { 'test/empty.test.js': jest({ 'is empty': 'expect(isEmpty([])).toBe(true);' }, 'isEmpty', '../src/empty.js') },
      },
      { say: 'feat: total\n\nTDD-Phase: green\nTDD-Cycle: total', files: green.files },
      {
        say: 'feat: isEmpty\n\nTDD-Phase: green\nTDD-Cycle: empty',
        files: { 'src/empty.js': 'export const isEmpty = (prices) => prices.length === 0;\n' },
      },
    ],
    ...fine,
  },
  {
    name: 'fixups of a RED and of a GREEN',
    steps: [
      red,
      { say: `fixup! ${red.say}`, files: { 'test/cart.test.js': jest({ ...adds, ...empty }) } },
      green,
      { say: `fixup! ${green.say}`, files: { 'src/cart.js': totalJs.replace('sum + price', 'price + sum') } },
    ],
    ...fine,
  },
  {
    name: 'a cherry-picked cycle',
    steps: [
      { ...red, say: `${red.say}\n\n(cherry picked from commit ${'5a'.repeat(20)})` },
      { ...green, say: `${green.say}\n\n(cherry picked from commit ${'6b'.repeat(20)})` },
    ],
    ...fine,
  },
  {
    name: 'a cycle that is reverted whole',
    base: shopJs,
    steps: [
      redDiscount,
      greenDiscount,
      { say: `Revert "${greenDiscount.say}"\n\nThis reverts commit ${'2'.repeat(40)}.`, files: { 'src/cart.js': totalJs } },
      { say: `Revert "${redDiscount.say}"\n\nThis reverts commit ${'1'.repeat(40)}.`, files: { 'test/cart.test.js': jest(adds) } },
    ],
    verdict: ['success', 'success', 'success'],
    violations: [],
  },
  {
    name: 'a range that begins with the GREEN of a RED before it',
    before: [red],
    steps: [green],
    ...fine,
  },
  {
    name: 'release bot and dependencies between',
    steps: [
      red,
      {
        say: 'chore(deps): bump left-pad from 1.0.0 to 1.1.0',
        author: 'dependabot[bot]',
        files: { 'package.json': '{ "dependencies": { "left-pad": "1.1.0" } }\n' },
      },
      green,
    ],
    ...fine,
  },
  {
    name: 'dates that lie',
    steps: [
      { ...red, date: 1_900_000_000 },
      { ...green, date: 1_000_000_000 },
    ],
    ...fine,
  },
  {
    name: 'nobody claims a phase, and nothing is production code',
    steps: [docs, { say: 'chore: settings', files: { '.editorconfig': 'root = true\n' } }],
    verdict: ['success', 'success', 'success'],
    violations: [],
  },
  {
    name: 'more commits than one page of GitHub lists',
    steps: Array.from({ length: 130 }, (_, at): readonly Step[] => {
      const name = `f${at}`;
      return [
        {
          say: `test: ${name} (RED)`,
          files: {
            [`test/${name}.test.js`]: jest({ [`${name} is ${at}`]: `expect(${name}(1)).toBe(${at + 1});` }, name, `../src/${name}.js`),
          },
        },
        { say: `feat: ${name} (GREEN)`, files: { [`src/${name}.js`]: `export const ${name} = (more) => ${at} + more;\n` } },
      ];
    }).flat(),
    ...fine,
  },
];

const contents: readonly Sequence[] = [
  {
    name: 'a RED with stubs, so that it compiles',
    steps: [
      {
        say: 'test: total (RED)',
        files: {
          'test/cart.test.js': jest(adds),
          'src/cart.js': "export function total(prices) {\n  throw new Error('not implemented');\n}\n",
        },
      },
      green,
    ],
    ...fine,
  },
  {
    name: 'a RED with types and an empty class, in TypeScript',
    steps: [
      {
        say: 'test: the ledger sums (RED)',
        files: {
          'test/ledger.test.ts': `import { expect, test } from 'vitest';
import { type Entry, Ledger } from '../src/ledger';

test('sums', () => {
  const entries: Entry[] = [{ amount: 2 }, { amount: 3 }];
  expect(new Ledger(entries).sum()).toBe(5);
});
`,
          'src/ledger.ts': `export interface Entry {
  readonly amount: number;
}

export class Ledger {
  constructor(readonly entries: readonly Entry[]) {}
  sum(): number {
    return 0;
  }
}
`,
        },
      },
      {
        say: 'feat: the ledger sums (GREEN)',
        files: {
          'src/ledger.ts': `export interface Entry {
  readonly amount: number;
}

export class Ledger {
  constructor(readonly entries: readonly Entry[]) {}
  sum(): number {
    return this.entries.reduce((sum, { amount }) => sum + amount, 0);
  }
}
`,
        },
      },
    ],
    ...fine,
  },
  {
    name: 'a RED that changes what a test expects',
    base: shopJs,
    steps: [
      {
        say: 'test: totals are in cents (RED)',
        files: { 'test/cart.test.js': jest({ 'adds prices': 'expect(total([1, 2])).toBe(300);' }) },
      },
      { say: 'feat: totals are in cents (GREEN)', files: { 'src/cart.js': totalJs.replace('sum + price, 0)', 'sum + 100 * price, 0)') } },
    ],
    ...fine,
  },
  {
    name: 'a RED that only adds test data',
    base: {
      'test/cases.json': '[{ "prices": [1, 2], "total": 3 }]\n',
      'test/cart.test.js': `import cases from './cases.json';
import { total } from '../src/cart.js';

test.each(cases)('total of $prices', ({ prices, total: wanted }) => {
  expect(total(prices)).toBe(wanted);
});
`,
      'src/cart.js': totalJs,
    },
    steps: [
      {
        say: 'test: prices may be missing (RED)',
        files: { 'test/cases.json': '[{ "prices": [1, 2], "total": 3 }, { "prices": [null, 1], "total": 1 }]\n' },
      },
      { say: 'fix: prices may be missing (GREEN)', files: { 'src/cart.js': totalJs.replace('+ price', '+ (price ?? 0)') } },
    ],
    ...fine,
  },
  {
    name: 'a GREEN that adds a further test of its own',
    steps: [red, { ...green, files: { ...green.files, 'test/cart.test.js': jest({ ...adds, ...empty }) } }],
    ...fine,
  },
  {
    name: 'a GREEN that adds a test helper',
    steps: [
      {
        say: 'test: total of a basket (RED)',
        files: {
          'test/basket.test.js': `import { expect, test } from '@jest/globals';
import { total } from '../src/cart.js';
import { basket } from './support/basket.js';

test('adds what is in the basket', () => {
  expect(total(basket(1, 2))).toBe(3);
});
`,
        },
      },
      { ...green, files: { ...green.files, 'test/support/basket.js': 'export const basket = (...prices) => prices;\n' } },
    ],
    ...fine,
  },
  {
    name: 'a REFACTOR that moves program and test',
    steps: [
      red,
      green,
      {
        say: 'refactor: the cart has its folder (REFACTOR)',
        files: {
          'src/cart/total.js': { from: 'src/cart.js' },
          'test/cart/total.test.js': { from: 'test/cart.test.js' },
        },
      },
    ],
    ...fine,
  },
  {
    name: 'a REFACTOR that takes a helper out of the program',
    steps: [
      red,
      green,
      {
        say: 'refactor: adding stands for itself (REFACTOR)',
        files: {
          'src/cart.js':
            'const add = (sum, price) => sum + price;\n\nexport function total(prices) {\n  return prices.reduce(add, 0);\n}\n',
        },
      },
    ],
    ...fine,
  },
  {
    name: 'a REFACTOR that makes a table of three tests',
    base: {
      'src/cart.js': totalJs,
      'test/cart.test.js': jest({
        'one price': 'expect(total([1])).toBe(1);',
        'two prices': 'expect(total([1, 2])).toBe(3);',
      }),
    },
    steps: [
      {
        say: 'test: no prices at all (RED)',
        files: {
          'test/cart.test.js': jest({
            'one price': 'expect(total([1])).toBe(1);',
            'two prices': 'expect(total([1, 2])).toBe(3);',
            'no prices': 'expect(total()).toBe(0);',
          }),
        },
      },
      { say: 'fix: no prices at all (GREEN)', files: { 'src/cart.js': totalJs.replace('(prices)', '(prices = [])') } },
      {
        say: 'refactor: totals in a table (REFACTOR)',
        files: {
          'test/cart.test.js': `import { expect, test } from '@jest/globals';
import { total } from '../src/cart.js';

test.each([
  [[1], 1],
  [[1, 2], 3],
  [undefined, 0],
])('total of %j', (prices, wanted) => {
  expect(total(prices)).toBe(wanted);
});
`,
        },
      },
    ],
    ...fine,
  },
  {
    name: 'a bug: its test first, then the mend',
    base: shopJs,
    steps: [
      { say: 'test: a discount of one is free (RED)', files: { 'test/cart.test.js': jest({ ...adds, ...discounts }) } },
      { say: 'fix: a discount of one is free (GREEN)', files: { 'src/cart.js': discountJs } },
    ],
    ...fine,
  },
  {
    name: 'a GREEN over several files',
    steps: [
      red,
      {
        say: 'feat: total adds prices (GREEN)',
        files: {
          'src/sum.js': 'export const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);\n',
          'src/cart.js': "import { sum } from './sum.js';\n\nexport const total = (prices) => sum(prices);\n",
        },
      },
    ],
    ...fine,
  },
  {
    name: 'a GREEN that takes out a function nobody needs any more, with its test',
    base: {
      'src/cart.js': `${totalJs}\nexport function oldTotal(prices) {\n  return prices[0] + prices[1];\n}\n`,
      'test/cart.test.js': jest({ ...adds, 'adds the first two': 'expect(oldTotal([1, 2])).toBe(3);' }, 'oldTotal, total'),
    },
    steps: [
      {
        say: 'test: oldTotal is gone (RED)',
        files: {
          'test/cart.test.js': `import { expect, test } from '@jest/globals';
import * as cart from '../src/cart.js';

test('adds prices', () => {
  expect(cart.total([1, 2])).toBe(3);
});

test('has one total', () => {
  expect(Object.keys(cart)).toEqual(['total']);
});
`,
        },
      },
      { say: 'feat!: oldTotal is gone (GREEN)', files: { 'src/cart.js': totalJs } },
    ],
    ...fine,
  },
  {
    name: 'a title for the squash that claims nothing',
    title: 'feat: total adds prices',
    steps: [red, green],
    ...fine,
  },
];

export const honest: readonly Sequence[] = [...languages, ...shapes, ...contents];
