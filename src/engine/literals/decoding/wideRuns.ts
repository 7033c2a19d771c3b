/** Texts in UTF-16 or UTF-32 that nothing marks as such: strings of a program, a file without a byte order mark. */
import type { Spelled } from '../spelled.ts';

/** Stretches of printable characters, each with the NUL characters that fill it up to its width. */
const stretches = [
  { width: 2, pattern: /(?:[\t\r\n\x20-\x7e]\0){11,}/g },
  { width: 4, pattern: /(?:[\t\r\n\x20-\x7e]\0{3}){11,}/g },
] as const;

const isPrintable = (code: number): boolean => code >= 0x20 && code < 0x7f;

function* runsOf(text: Spelled, width: number, pattern: RegExp): Generator<Spelled> {
  const whole = text.text;
  for (const { 0: run, index } of whole.matchAll(pattern)) {
    const behind = index + run.length;
    // With the NUL first, the last character has none behind it.
    const hasLast = whole.charCodeAt(index - 1) === 0 && isPrintable(whole.charCodeAt(behind));
    const plain = run.replaceAll('\0', '') + (hasLast ? whole[behind] : '');
    const placeOf = (offset: number): number => index + Math.min(offset, plain.length) * width;
    yield {
      text: plain,
      startOf: (offset) => text.startOf(placeOf(offset)),
      endOf: (offset) => text.endOf(Math.min(placeOf(offset), behind + 1)),
    };
  }
}

export function* wideRuns(text: Spelled): Generator<Spelled> {
  if (!text.text.includes('\0')) return;
  for (const { width, pattern } of stretches) yield* runsOf(text, width, pattern);
}
