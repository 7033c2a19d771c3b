/** Labels that are missing, wrong or in the wrong order: no ill will, and to be mended. */
import { adds, discounts, empty, green, greenDiscount, jest, red, redDiscount, shopJs, totalJs } from './cart.ts';
import { broken, fine, type Sequence } from './sequence.ts';

const tidy = { say: 'refactor: a shorter name (REFACTOR)', files: { 'src/cart.js': totalJs.replaceAll('sum', 'all') } };

export const sloppy: readonly Sequence[] = [
  { name: 'GREEN before RED', steps: [green, red], ...broken('1 tdd/green-before-red') },
  { name: 'GREEN before RED, then a whole cycle', steps: [green, red, greenDiscount], ...broken('1 tdd/green-before-red') },
  { name: 'GREEN without RED', steps: [green], ...broken('1 tdd/missing-red') },
  { name: 'REFACTOR before a cycle', base: shopJs, steps: [tidy, redDiscount, greenDiscount], ...broken('1 tdd/missing-red') },
  { name: 'RED left at the head', steps: [red], ...broken('1 tdd/missing-green') },
  { name: 'a second RED left at the head', steps: [red, green, redDiscount], ...broken('3 tdd/missing-green') },
  { name: 'RED, then REFACTOR', base: shopJs, steps: [redDiscount, tidy, greenDiscount], ...broken('1 tdd/missing-green') },
  { name: 'GREEN after REFACTOR', steps: [red, green, tidy, greenDiscount], ...broken('4 tdd/missing-red') },
  {
    name: 'one commit for all',
    steps: [{ say: 'feat: total (RED→GREEN)', files: { ...red.files, ...green.files } }],
    ...broken('1 tdd/combined'),
  },
  {
    name: 'GREEN and REFACTOR in one',
    steps: [red, { ...green, say: 'feat: total (GREEN, REFACTOR)' }],
    ...broken('2 tdd/combined'),
  },
  {
    name: 'suffix and trailer that disagree',
    steps: [red, { ...green, say: `${green.say}\n\nTDD-Phase: red` }],
    ...broken('2 tdd/label-conflict'),
  },
  {
    name: 'code without a label between',
    steps: [red, green, { say: 'add discount', files: greenDiscount.files }],
    ...broken('3 tdd/unlabelled-code'),
  },
  {
    name: 'no labels at all',
    steps: [
      { say: 'add tests', files: red.files },
      { say: 'implement total', files: green.files },
    ],
    ...broken('2 tdd/unlabelled-code'),
  },
  {
    name: 'a type that needs no label, with code',
    steps: [red, green, { say: 'chore: a discount', files: greenDiscount.files }],
    ...broken('3 tdd/unlabelled-code'),
  },
  {
    name: 'a title for the squash that claims RED',
    title: 'test: total adds prices (RED)',
    steps: [red, green],
    verdict: ['neutral', 'failure', 'failure'],
    violations: ['2 tdd/squash-title'],
  },
  {
    name: 'a GREEN with a second function that no test asks for',
    steps: [
      red,
      { ...green, files: { 'src/cart.js': `${totalJs}\nexport function average(prices) {\n  return total(prices) / prices.length;\n}\n` } },
    ],
    ...fine,
  },
  {
    name: 'words that only look like labels',
    steps: [
      { say: 'test: total (red light)', files: red.files },
      { say: 'feat: the GREEN button\n\nThe RED phase is done.', files: green.files },
    ],
    ...broken('2 tdd/unlabelled-code'),
  },
  {
    name: 'tests that are added after, as an honest commit says',
    base: shopJs,
    steps: [
      redDiscount,
      greenDiscount,
      { say: 'test: more cases', files: { 'test/cart.test.js': jest({ ...adds, ...discounts, ...empty }) } },
    ],
    ...fine,
  },
];
