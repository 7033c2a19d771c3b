/** Blocks of a program of which no grammar is at hand: by its brackets, or by its indents. */
import type { TextLanguage } from './textLanguages.ts';
import type { TextCode } from './textLexer.ts';

/** How far behind its beginning a block opens. */
const HEADER = 400;
const MOST_AROUND = 40;

/** Blocks in blocks that are told apart; each is digested with all that is in it. */
export const DEEPEST = 12;

/** Of each kind of thing that a file names. */
export const MOST_NAMES = 2000;

export interface TextFile {
  readonly code: TextCode;
  readonly language: TextLanguage;
}

export interface Span {
  readonly start: number;
  /** Where its body begins. */
  readonly from: number;
  readonly end: number;
}

/** The block that something opens at an offset: to its closing bracket, or as its indent tells. */
export function spanOf({ code, language }: TextFile, start: number, header: number): Span {
  const { plain, closing } = code;
  if (language.ends === 'indent') {
    const line = plain.indexOf('\n', header);
    const end = code.endByIndent(start);
    return { start, from: Math.min(end, line < 0 ? plain.length : line), end };
  }
  for (let at = header; at < Math.min(plain.length, header + HEADER); at++) {
    const character = plain[at];
    if (character === '{') return { start, from: at + 1, end: (closing.get(at) ?? plain.length - 1) + 1 };
    if (character === ';' || character === '}') return { start, from: at, end: at + 1 };
    if (character === '=' && /[\s)>]/.test(plain[at - 1] ?? '') && plain[at + 1] !== '=') {
      const line = plain.slice(at, at + HEADER).search(/;|\{|\n\s*\n/);
      if (line >= 0 && plain[at + line] === '{') continue;
      return { start, from: at + 1, end: line < 0 ? Math.min(plain.length, at + HEADER) : at + line };
    }
    if (character !== '(' && character !== '[') continue;
    const close = closing.get(at);
    if (close === undefined) break;
    // A block among the arguments of a call is the body: `test('x', () { … })`.
    const inner = plain.indexOf('{', at);
    const isCall = inner >= 0 && inner < close && /["'`]/.test(plain.slice(at + 1, at + 3).trim()[0] ?? '');
    if (isCall) return { start, from: inner + 1, end: close + 1 };
    at = close;
  }
  const line = plain.indexOf('\n', header);
  return { start, from: line < 0 ? plain.length : line, end: line < 0 ? plain.length : line };
}

/** The brace of the innermost block around an offset, down to a limit; -1 of none. */
export function braceAround({ code }: TextFile, at: number, limit: number): number {
  let brace = code.braceBefore(at);
  for (let tries = 0; brace >= limit && tries < MOST_AROUND; tries++) {
    if ((code.closing.get(brace) ?? code.plain.length) >= at) return brace;
    brace = code.around.get(brace) ?? -1;
  }
  return -1;
}
