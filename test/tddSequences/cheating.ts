/** What the labels claim, and the contents do not bear out; beside each, in the honest table, stands what looks like it. */
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
} from './cart.ts';
import { caught, fine, type Sequence } from './sequence.ts';

const both = { ...adds, ...discounts };

/** The GREEN of the discount with another test beside it. */
const greenWith = (test: string) => ({
  ...greenDiscount,
  files: { 'src/cart.js': totalJs.replace('prices)', 'prices, _options)'), 'test/cart.test.js': test },
});

const pythonDiscount = {
  say: 'test: total takes off a discount (RED)',
  files: { 'tests/test_cart.py': `${testPy}\n\ndef test_takes_off_a_discount():\n    assert total([10, 10], discount=0.1) == 18\n` },
};
const pythonGreen = (test: string) => ({
  say: 'feat: total takes off a discount (GREEN)',
  files: { 'shop/cart.py': 'def total(prices, discount=0):\n    return sum(prices)\n', 'tests/test_cart.py': test },
});

const bats = (body: string, mark = '') => `#!/usr/bin/env bats

@test "greets by name" {
${mark}  run ./bin/greet.sh Ada
${body}}
`;

export const cheating: readonly Sequence[] = [
  {
    name: 'GREEN weakens the assertion',
    base: shopJs,
    steps: [redDiscount, greenWith(jest({ ...adds, 'takes off a discount': 'expect(total([10, 10], { discount: 0.1 })).toBeDefined();' }))],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN expects what comes out',
    base: shopJs,
    steps: [redDiscount, greenWith(jest({ ...adds, 'takes off a discount': 'expect(total([10, 10], { discount: 0.1 })).toBe(20);' }))],
    ...fine,
  },
  { name: 'GREEN deletes the test', base: shopJs, steps: [redDiscount, greenWith(jest(adds))], ...caught('2 tdd/test-weakened') },
  {
    name: 'GREEN deletes the file of the test',
    steps: [red, { ...green, files: { ...green.files, 'test/cart.test.js': null } }],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN skips the test',
    base: shopJs,
    steps: [redDiscount, greenWith(jest(both).replace("test('takes", "test.skip('takes"))],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN runs another test only',
    base: shopJs,
    steps: [redDiscount, greenWith(jest(both).replace("test('adds", "test.only('adds"))],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN returns early in the test',
    base: shopJs,
    steps: [redDiscount, greenWith(jest({ ...adds, 'takes off a discount': `return;\n  ${discounts['takes off a discount']}` }))],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN swallows what the assertion throws',
    base: shopJs,
    steps: [
      redDiscount,
      greenWith(jest({ ...adds, 'takes off a discount': `try {\n    ${discounts['takes off a discount']}\n  } catch {}` })),
    ],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN asserts what always holds',
    base: shopJs,
    steps: [redDiscount, greenWith(jest({ ...adds, 'takes off a discount': 'expect(true).toBe(true);' }))],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN puts a double in the place of what is tested',
    base: shopJs,
    steps: [
      redDiscount,
      greenWith(jest(both).replace("\ntest('adds", "\njest.mock('../src/cart.js', () => ({ total: () => 18 }));\n\ntest('adds")),
    ],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN expects the failure, in pytest',
    base: shopPy,
    steps: [
      pythonDiscount,
      pythonGreen(
        pythonDiscount.files['tests/test_cart.py']
          .replace('def test_takes', '@pytest.mark.xfail\ndef test_takes')
          .replace('from shop', 'import pytest\n\nfrom shop'),
      ),
    ],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN skips in the middle of the test, in pytest',
    base: shopPy,
    steps: [
      pythonDiscount,
      pythonGreen(
        pythonDiscount.files['tests/test_cart.py']
          .replace('    assert total([10', '    pytest.skip("later")\n    assert total([10')
          .replace('from shop', 'import pytest\n\nfrom shop'),
      ),
    ],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN or true, in bats',
    steps: [
      { say: 'test: greet names who is greeted (RED)', files: { 'test/greet.bats': bats('  [ "$output" = "Hello Ada" ]\n') } },
      {
        say: 'feat: greet names who is greeted (GREEN)',
        files: { 'bin/greet.sh': "#!/bin/sh\nprintf 'Hello\\n'\n", 'test/greet.bats': bats('  [ "$output" = "Hello Ada" ] || true\n') },
      },
    ],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'GREEN skips, in bats',
    steps: [
      { say: 'test: greet names who is greeted (RED)', files: { 'test/greet.bats': bats('  [ "$output" = "Hello Ada" ]\n') } },
      {
        say: 'feat: greet names who is greeted (GREEN)',
        files: {
          'bin/greet.sh': "#!/bin/sh\nprintf 'Hello\\n'\n",
          'test/greet.bats': bats('  [ "$output" = "Hello Ada" ]\n', '  skip "later"\n'),
        },
      },
    ],
    ...caught('2 tdd/test-weakened'),
  },
  {
    name: 'an empty RED',
    base: shopJs,
    steps: [{ say: 'test: discounts (RED)' }, greenDiscount],
    ...caught('1 tdd/no-new-test'),
  },
  {
    name: 'a RED of comments',
    base: shopJs,
    steps: [
      { say: 'test: discounts (RED)', files: { 'test/cart.test.js': `// Discounts are to be tested.\n${jest(adds)}` } },
      greenDiscount,
    ],
    ...caught('1 tdd/no-new-test'),
  },
  {
    name: 'a RED with a test that holds nothing',
    base: shopJs,
    steps: [{ say: 'test: discounts (RED)', files: { 'test/cart.test.js': jest({ ...adds, 'takes off a discount': '' }) } }, greenDiscount],
    ...caught('1 tdd/no-new-test'),
  },
  {
    name: 'a RED that tests constants',
    base: shopJs,
    steps: [
      { say: 'test: discounts (RED)', files: { 'test/cart.test.js': jest({ ...adds, 'takes off a discount': 'expect(1 + 1).toBe(2);' }) } },
      greenDiscount,
    ],
    ...caught('1 tdd/no-new-test'),
  },
  {
    name: 'a RED with a skipped test',
    base: shopJs,
    steps: [
      { say: 'test: discounts (RED)', files: { 'test/cart.test.js': jest(both).replace("test('takes", "test.skip('takes") } },
      greenDiscount,
    ],
    ...caught('1 tdd/no-new-test'),
  },
  {
    name: 'a RED with the program',
    base: shopJs,
    steps: [
      { ...redDiscount, files: { ...redDiscount.files, 'src/cart.js': discountJs } },
      { say: 'feat: discounts are told (GREEN)', files: { 'README.md': 'Discounts.\n' } },
    ],
    ...caught('1 tdd/phase-content'),
  },
  {
    name: 'a RED of program alone',
    base: shopJs,
    steps: [
      { say: 'test: discounts (RED)', files: { 'src/cart.js': discountJs } },
      { say: 'feat: discounts (GREEN)', files: { 'test/cart.test.js': jest(both) } },
    ],
    ...caught('1 tdd/no-new-test', '1 tdd/phase-content'),
  },
  {
    name: 'a RED that searches the program instead of running it',
    base: shopJs,
    steps: [
      {
        say: 'test: discounts (RED)',
        files: {
          'test/discount.test.js': `import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

test('has a discount', () => {
  expect(readFileSync('src/cart.js', 'utf8')).toMatch(/discount/);
});
`,
        },
      },
      greenDiscount,
    ],
    ...fine,
  },
  {
    name: 'a shell test that searches the program',
    base: { 'deploy.sh': '#!/bin/bash\necho deploy\n' },
    steps: [
      { say: 'test: deploy is strict (RED)', files: { 'test/test-deploy.sh': "#!/bin/bash\ngrep -q 'set -e' deploy.sh || exit 1\n" } },
      { say: 'fix: deploy is strict (GREEN)', files: { 'deploy.sh': '#!/bin/bash\nset -e\necho deploy\n' } },
    ],
    ...fine,
  },
  {
    name: 'REFACTOR takes an assertion out',
    base: { 'src/cart.js': totalJs, 'test/cart.test.js': jest({ ...adds, ...empty }) },
    steps: [
      redDiscount,
      greenDiscount,
      {
        say: 'refactor: fewer lines (REFACTOR)',
        files: { 'test/cart.test.js': jest({ 'takes off a discount': discounts['takes off a discount'] }) },
      },
    ],
    ...caught('3 tdd/refactor-changes-tests'),
  },
  {
    name: 'REFACTOR brings a public function',
    steps: [
      red,
      green,
      {
        say: 'refactor: averages (REFACTOR)',
        files: { 'src/cart.js': `${totalJs}\nexport function average(prices) {\n  return total(prices) / prices.length;\n}\n` },
      },
    ],
    ...caught('3 tdd/phase-content'),
  },
];
