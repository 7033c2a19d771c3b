/** Finds the stretches of a text that may be base 64 or hexadecimal digits for another text. */
import type { Disguise } from '../foundSecret.ts';
import { type Spelled, SpelledBuilder, sliceOf } from '../spelled.ts';
import { fromBase64, fromHex } from './bytes.ts';

export interface Decoded {
  readonly spelled: Spelled;
  readonly by: Disguise;
  /** In the text that was searched: where the digits begin. */
  readonly at: number;
}

/** Fifteen bytes: the shortest tokens have more. */
const MIN_RUN = 20;
/** How often the beginning of a run is tried behind one of its own `/`, `-`, `_`: a path may lead up to it. */
const MAX_BEGINNINGS = 6;

/** Bits: 1 a digit of base 64, 2 a hexadecimal digit, 4 one that parts words as well. */
const classes = new Uint8Array(128);
/** The number that a digit of base 64 stands for. */
const values = new Uint8Array(128);
for (const [value, digit] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  classes[digit.charCodeAt(0)] = 1;
  values[digit.charCodeAt(0)] = value;
}
for (const [digit, value] of [
  ['-', 62],
  ['_', 63],
] as const) {
  classes[digit.charCodeAt(0)] = 5;
  values[digit.charCodeAt(0)] = value;
}
for (const digit of '0123456789abcdefABCDEF') classes[digit.charCodeAt(0)]! |= 2;
classes['/'.charCodeAt(0)]! |= 4;

const classAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code < 128 ? classes[code]! : 0;
};

/** Whether digits begin as base 64 of ASCII, or of ASCII in UTF-16, does: no byte has its highest bit. */
function beginsAsText(text: string, from: number, to: number): boolean {
  const last = Math.min(to - 3, from + 4 * 5);
  for (let at = from; at < last; at += 4) {
    const first = values[text.charCodeAt(at)]!;
    const second = values[text.charCodeAt(at + 1)]!;
    const third = values[text.charCodeAt(at + 2)]!;
    if (first & 32 || second & 8 || third & 2) return false;
  }
  return true;
}

/** Whether hexadecimal digits begin as those of printable characters do. */
function beginsAsPrintable(text: string, from: number): boolean {
  for (let at = from; at < from + 12; at += 2) {
    const digit = text.charCodeAt(at);
    // 2 to 7, or a line's end.
    if ((digit < 50 || digit > 55) && digit !== 48) return false;
  }
  return true;
}

function isHex(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!(classAt(text, at) & 2)) return false;
  return true;
}

/** Behind what ends a line inside a long run: a line's end and the next line's indentation, or the escapes for one. Else the same place. */
function behindBreak(text: string, at: number): number {
  let next = at;
  const code = text.charCodeAt(next);
  if (code === 92) {
    if (text.startsWith('\\r\\n', next)) return next + 4;
    if (text.startsWith('\\n', next)) return next + 2;
    return at;
  }
  if (code === 13) next++;
  if (text.charCodeAt(next) !== 10) return at;
  next++;
  for (let code = text.charCodeAt(next); code === 32 || code === 9; code = text.charCodeAt(next)) next++;
  return next;
}

function runEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && classAt(text, at) & 1) at++;
  return at;
}

/** The lines of one run: offsets of its stretches. All but the last are equally long. */
function linesOf(text: string, from: number, to: number): [number, number][] {
  const lines: [number, number][] = [[from, to]];
  let width = 0;
  for (let end = to; ; ) {
    const next = behindBreak(text, end);
    if (next === end) return lines;
    const nextEnd = runEnd(text, next);
    const length = nextEnd - next;
    if (length === 0 || (width > 0 && length > width)) return lines;
    // What stands before the first line may be as long as it likes, so its width tells nothing but for a minimum.
    if (width === 0 && length > to - from + 4) return lines;
    lines.push([next, nextEnd]);
    if (width > 0 && length < width) return lines;
    width ||= length;
    end = nextEnd;
  }
}

function joinedLines(text: Spelled, lines: readonly (readonly [number, number])[]): Spelled {
  if (lines.length === 1) return sliceOf(text, lines[0]![0], lines[0]![1]);
  const builder = new SpelledBuilder();
  for (const [from, to] of lines) builder.add(text, from, to);
  return builder.build();
}

function decodedFrom(text: Spelled, start: number, to: number): Decoded | null {
  const whole = text.text;
  // `0x6768…`
  const hexStart = whole.charCodeAt(start) === 48 && whole.charCodeAt(start + 1) === 120 ? start + 2 : start;
  if (to - hexStart >= 2 * MIN_RUN && beginsAsPrintable(whole, hexStart) && isHex(whole, hexStart, to)) {
    const spelled = fromHex(sliceOf(text, hexStart, to));
    if (spelled) return { spelled, by: 'hex', at: hexStart };
  }
  if (!beginsAsText(whole, start, to)) return null;
  const spelled = fromBase64(sliceOf(text, start, to));
  return spelled && { spelled, by: 'base64', at: start };
}

function decodedRun(text: Spelled, from: number, to: number): Decoded | null {
  let start = from;
  for (let tries = 0; tries < MAX_BEGINNINGS && to - start >= MIN_RUN; tries++) {
    const found = decodedFrom(text, start, to);
    if (found) return found;
    do start++;
    while (start < to && !(classAt(text.text, start - 1) & 4));
  }
  return null;
}

/** The next run of at least so many digits: every such run has one at each so many characters, so most of a text is stepped over. */
function nextRun(text: string, from: number): number {
  const { length } = text;
  for (let at = from; at + MIN_RUN <= length; ) {
    let start = at + MIN_RUN - 1;
    while (start >= at && classAt(text, start) & 1) start--;
    if (start < at) return at;
    at = start + 1;
  }
  return -1;
}

export function* encodedRuns(text: Spelled): Generator<Decoded> {
  const { text: whole } = text;
  for (let from = nextRun(whole, 0); from >= 0; ) {
    let end = runEnd(whole, from + MIN_RUN);
    let found: Decoded | null = null;
    const lines = behindBreak(whole, end) === end ? [] : linesOf(whole, from, end);
    if (lines.length > 1) {
      const joined = joinedLines(text, lines);
      found = decodedRun(joined, 0, joined.text.length);
      if (found) {
        yield { ...found, at: from + found.at };
        end = lines.at(-1)![1];
      }
    }
    if (!found) {
      const alone = decodedRun(text, from, end);
      if (alone) yield alone;
    }
    from = nextRun(whole, end);
  }
}
