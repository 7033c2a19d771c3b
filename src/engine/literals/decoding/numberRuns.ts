/** Texts that stand as the numbers of their characters, in decimal or hexadecimal. */
import { type Spelled, SpelledBuilder } from '../spelled.ts';

const NUMBERS = /(?:0x[0-9a-fA-F]{2}|\b\d{2,3})\b(?:\s{0,20},\s{0,20}(?:0x[0-9a-fA-F]{2}|\d{2,3})\b){11,}/g;
const DUMP = /\b[2-7][0-9a-fA-F](?:[ :][2-7][0-9a-fA-F]\b){15,}/g;

function isPlain(code: number): boolean {
  return (code >= 32 && code < 127) || code === 10 || code === 13 || code === 9;
}

export function* numberRuns(text: Spelled): Generator<{ readonly spelled: Spelled; readonly at: number }> {
  for (const [pattern, isHex] of [
    [NUMBERS, false],
    [DUMP, true],
  ] as const) {
    for (const { 0: run, index } of text.text.matchAll(pattern)) {
      const builder = new SpelledBuilder();
      for (const { 0: digits, index: at } of run.matchAll(/[0-9a-fA-Fx]+/g)) {
        const code = isHex ? Number.parseInt(digits, 16) : Number(digits);
        // What is no text in between is no part of a token either.
        builder.standsFor(isPlain(code) ? String.fromCharCode(code) : '\0', text, index + at, index + at + digits.length);
      }
      yield { spelled: builder.build(), at: index };
    }
  }
}
