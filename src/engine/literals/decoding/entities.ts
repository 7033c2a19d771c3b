/** `&#95;` and its like. */
import { type Spelled, SpelledBuilder } from '../spelled.ts';

const names: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  lowbar: '_',
  period: '.',
  colon: ':',
  sol: '/',
  equals: '=',
  plus: '+',
  hyphen: '-',
  dash: '-',
  commat: '@',
  nbsp: ' ',
};

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,8}));/g;

/** The text with its character references undone, or null where it has none. */
export function fromEntities(text: Spelled): Spelled | null {
  const builder = new SpelledBuilder();
  let done = 0;
  for (const { 0: whole, 1: decimal, 2: hex, 3: name, index } of text.text.matchAll(ENTITY)) {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : null;
    const known = name !== undefined && Object.hasOwn(names, name) ? names[name]! : null;
    const decoded = code !== null && code <= 0x10ffff ? String.fromCodePoint(code) : known;
    if (decoded === null) continue;
    builder.add(text, done, index);
    done = index + whole.length;
    builder.standsFor(decoded, text, index, done);
  }
  if (done === 0) return null;
  builder.add(text, done);
  return builder.build();
}
