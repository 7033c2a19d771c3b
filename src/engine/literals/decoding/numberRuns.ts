/** Texts that stand as the numbers of their characters, in decimal or hexadecimal. */
import { type Spelled, SpelledBuilder } from '../spelled.ts';

const NUMBERS = /(?:0x[0-9a-fA-F]{2}|\b\d{2,3})\b(?:\s{0,20},\s{0,20}(?:0x[0-9a-fA-F]{2}|\d{2,3})\b){11,}/g;
const DUMP = /\b[2-7][0-9a-fA-F](?:[ :][2-7][0-9a-fA-F]\b){15,}/g;

/** Twelve numbers of two digits with commas between. */
const MIN_RUN = 35;

/** What runs of numbers consist of. */
const inRun = new Uint8Array(128);
for (const char of '0123456789abcdefABCDEFx,: \t\r\n') inRun[char.charCodeAt(0)] = 1;

/** Stretches that hold nothing but numbers and what parts them. */
function* stretchesOf(text: string): Generator<readonly [number, number]> {
  const { length } = text;
  const isIn = (at: number): boolean => {
    const code = text.charCodeAt(at);
    return code < 128 && inRun[code] === 1;
  };
  for (let at = 0; at + MIN_RUN <= length; ) {
    let start = at + MIN_RUN - 1;
    while (start >= at && isIn(start)) start--;
    if (start >= at) {
      at = start + 1;
      continue;
    }
    let end = at + MIN_RUN;
    while (end < length && isIn(end)) end++;
    yield [at, end];
    at = end;
  }
}

function isPlain(code: number): boolean {
  return (code >= 32 && code < 127) || code === 10 || code === 13 || code === 9;
}

export function* numberRuns(text: Spelled): Generator<{ readonly spelled: Spelled; readonly at: number }> {
  for (const [from, to] of stretchesOf(text.text)) {
    const stretch = text.text.slice(from, to);
    for (const pattern of [NUMBERS, DUMP]) {
      const base = pattern === DUMP ? 16 : 10;
      for (const { 0: run, index } of stretch.matchAll(pattern)) {
        const builder = new SpelledBuilder();
        for (const { 0: digits, index: at } of run.matchAll(/[0-9a-fA-Fx]+/g)) {
          const code = digits.startsWith('0x') ? Number(digits) : Number.parseInt(digits, base);
          const start = from + index + at;
          // What is no text in between is no part of a token either.
          builder.standsFor(isPlain(code) ? String.fromCharCode(code) : '\0', text, start, start + digits.length);
        }
        yield { spelled: builder.build(), at: from + index };
      }
    }
  }
}
