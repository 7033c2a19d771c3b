import { describe, expect, test } from '@jest/globals';
import { Automaton } from '../src/engine/literals/automaton.ts';
import { asItStands } from '../src/engine/literals/derivedText.ts';
import type { Piece, SecretFamily } from '../src/engine/literals/family.ts';
import { withoutOverlaps } from '../src/engine/literals/overlaps.ts';
import { Runs } from '../src/engine/literals/runs.ts';
import { SecretSearch } from '../src/engine/literals/secretSearch.ts';
import { characters } from './support/characters.ts';

/** Every occurrence, the slow way. */
function naive(words: readonly string[], text: string): string[] {
  const found: string[] = [];
  for (let end = 1; end <= text.length; end++)
    for (const word of words) if (text.slice(0, end).endsWith(word)) found.push(`${end} ${word}`);
  return found.sort();
}

describe('the automaton', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))('finds what a slow search finds, in random texts (%d)', (seed) => {
    const alphabet = seed % 2 === 0 ? 'ab' : 'abc_';
    const words = [
      ...new Set(
        Array.from({ length: 1 + (seed % 7) }, (_, index) => characters(alphabet, 1 + ((seed * 7 + index * 3) % 5), seed * 31 + index)),
      ),
    ];
    const text = characters(`${alphabet}x`, 300, seed + 1);
    const found: string[] = [];
    new Automaton(words).search(text, (word, end) => found.push(`${end} ${words[word]}`));
    expect(found.sort()).toEqual(naive(words, text));
  });

  test('passes over case and joints where it is told to', () => {
    const found: string[] = [];
    const automaton = new Automaton(['apikey', 'key'], { ignoreCase: true, passedOver: '-_ ' });
    automaton.search('API_KEY api-\nkey ä Api  Key', (word, end) => found.push(`${end} ${word}`));
    expect(found).toEqual(['7 0', '7 1', '16 1', '27 0', '27 1']);
  });
});

function family(form: readonly Piece[], more: Partial<SecretFamily> = {}): SecretFamily {
  return { id: 'a-b', provider: 'A', kind: 'b', form, worth: 'live', revoke: null, source: 'none', ...more };
}

function valuesIn(text: string, ...families: SecretFamily[]): string[] {
  return new SecretSearch(families).search(asItStands(text)).map(({ value }) => value);
}

describe('a form', () => {
  const hex = (min: number, max = min): Piece => ({ run: 'hex', min, max });
  test.each<[string, readonly Piece[], string, string[]]>([
    ['a mark and a run', ['tok_', hex(4)], 'x tok_12ab y', ['tok_12ab']],
    ['too short a run', ['tok_', hex(5)], 'tok_12ab', []],
    ['too long a run', ['tok_', hex(4)], 'tok_12abc', []],
    ['a run that another alphabet goes on', ['tok_', hex(4)], 'tok_12abz', []],
    ['a part of a longer word', ['tok_', hex(4)], 'mytok_12ab', []],
    ['behind an escape', ['tok_', hex(4)], String.raw`"\ntok_12ab\n" \x3dtok_34cd %3Dtok_56ef`, ['tok_12ab', 'tok_34cd', 'tok_56ef']],
    ['behind a unicode escape', ['tok_', hex(4)], '\\' + 'u003dtok_12ab', ['tok_12ab']],
    ['pieces before the mark', [hex(4), '-mark', { run: 'digits', min: 1, max: 2 }], 'a 12ab-mark7', ['12ab-mark7']],
    ['a number behind letters', [{ run: 'digits', min: 4, max: 6 }, ':AAA'], '/bot1234:AAA 71234567:AAA', ['1234:AAA']],
    ['pieces before the mark, too many', [hex(4), '-mark'], 'a f12ab-mark', []],
    ['alternatives beside fixed texts', ['t', { oneOf: ['a', 'bb'] }, '_x', hex(2)], 'ta_x12 tbb_x34 tc_x56', ['ta_x12', 'tbb_x34']],
    ['an optional part that is there', ['tok_', { optional: ['v2_'] }, hex(4)], 'tok_v2_12ab tok_34cd', ['tok_v2_12ab', 'tok_34cd']],
    [
      'a run with something in it',
      ['sk-', { run: 'base62', min: 6, max: 20, holds: 'XYZ' }],
      'sk-abcXYZabc sk-abcabcabc',
      ['sk-abcXYZabc'],
    ],
    ['anything up to a text', ['<<<', { until: '>>>', max: 9 }], '<<<a\nb>>> <<<0123456789>>>', ['<<<a\nb>>>']],
    ['a part of base 64', ['tok', { run: 'base62', min: 4, max: 4 }], `${'aB3'.repeat(10)}/tok1234 ok/tok1234`, ['tok1234']],
  ])('%s', (_, form, text, values) => {
    expect(valuesIn(text, family(form))).toEqual(values);
  });

  test('one whose mark is too short is refused', () => {
    expect(() => new SecretSearch([family(['ab', hex(4)])])).toThrow('the family a-b has no fixed text of three characters');
  });
});

describe('words nearby', () => {
  const acme = family([{ run: 'hex', min: 8, max: 8 }], { near: ['acme key', 'acme.example'] });
  test.each([
    ['in the name', 'ACME_KEY=12ab34cd', ['12ab34cd']],
    ['in the key of an object', '{"acmeKey": "12ab34cd"}', ['12ab34cd']],
    ['before it on the line', 'curl https://acme.example/ -H "X-Key: 12ab34cd"', ['12ab34cd']],
    ['on another line', 'acme key\n12ab34cd', []],
    ['behind it', '12ab34cd # acme key', []],
    ['a part of a longer word', 'acme_key=12ab34cd56', []],
  ])('%s', (_, text, values) => {
    expect(valuesIn(text, acme)).toEqual(values);
  });
});

describe('of overlapping secrets', () => {
  const shorter = family(['tok_', { run: 'base62', min: 8, max: 8 }], { id: 'shorter' });
  const longer = family(['tok_', { run: 'base62', min: 8, max: 8 }, { optional: ['.', { run: 'base62', min: 4, max: 4 }] }], {
    id: 'longer',
  });
  const special = family(['tok_live', { run: 'base62', min: 4, max: 4 }], { id: 'special' });
  test.each([
    ['the whole is kept before its piece', 'tok_12345678.abcd', ['longer']],
    ['the longer mark is kept', 'tok_live5678', ['special']],
    ['those apart are kept', 'tok_12345678 tok_live5678', ['shorter', 'special']],
  ])('%s', (_, text, ids) => {
    const found = new SecretSearch([shorter, ...(text.includes('.') ? [longer] : []), special]).search(asItStands(text));
    expect(withoutOverlaps(found).map((one) => one.family.id)).toEqual(ids);
  });
});

describe('the steps of a search grow with the text', () => {
  const families = [
    family([
      'eyJ',
      { run: 'base64url', min: 4, max: 400 },
      '.eyJ',
      { run: 'base64url', min: 4, max: 4000 },
      '.',
      { run: 'base64url', min: 4, max: 400 },
    ]),
    family([{ run: 'base62', min: 32, max: 32 }, '-us', { run: 'digits', min: 1, max: 2 }]),
    family(['<<<', { until: '>>>', max: 20_000 }]),
    family(['sk-', { run: 'base62', min: 6, max: 5000, holds: 'XYZ' }]),
    family([{ run: 'hex', min: 40, max: 40 }], { near: ['acme'] }),
  ];
  test.each(['eyJ-', 'eyJ.', 'eyJabcd.', '-us1', 'a-us', '<<<', '<<< >>', 'sk-', 'sk-aXY-', 'acme:', 'acme0', 'acme="a', 'aB3/eyJ'])(
    '%s',
    (unit) => {
      const steps = (length: number) => {
        const runs = new Runs(unit.repeat(length / unit.length));
        new SecretSearch(families).search(asItStands(runs.text), runs);
        return runs.steps;
      };
      expect(steps(200_000) / Math.max(1, steps(20_000))).toBeLessThan(11);
      expect(steps(200_000)).toBeLessThan(200_000 * 40);
    },
  );
});
