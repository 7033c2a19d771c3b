/** A program of which no grammar is at hand as tokens, blocks and indents: only its comments and strings have to be known for that. */
import { firstPlace } from './firstPlace.ts';

export interface Lexis {
  readonly line: readonly string[];
  readonly block: readonly (readonly [string, string])[];
  /** What opens a string that ends on its line. */
  readonly quotes: string;
  /** What opens and closes a string of many lines. */
  readonly long: readonly (readonly [string, string])[];
  /** `'a'` is a character, `'a` is none. */
  readonly hasCharacters: boolean;
  /** Comments open only behind white space: `$#list` and `s#a#b#` open none. */
  readonly isSpaced: boolean;
}

export interface Token {
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}_$@]+/uy;
const CHARACTER = /'(?:\\(?:[^u\n]|u\{?\w{1,8}\}?)|[^'\\\n])'/y;

export class TextCode {
  readonly text: string;
  /** The text with its comments and the insides of its strings blanked. */
  readonly plain: string;
  readonly tokens: readonly Token[];
  /** By the offset of an opening bracket: that of the closing one. */
  readonly closing = new Map<number, number>();
  /** By the offset of an opening brace: that of the brace around it. */
  readonly around = new Map<number, number>();
  /** Offsets of opening braces. */
  private readonly braces: number[] = [];
  readonly lineStarts: number[] = [0];
  private readonly indents: number[] = [];
  /** By line: the first line after it that is indented no more. */
  private readonly ends: number[] = [];

  constructor(text: string, lexis: Lexis) {
    this.text = text;
    const tokens: Token[] = [];
    this.plain = scan(text, lexis, tokens);
    this.tokens = tokens;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
    this.matchBrackets();
    this.matchIndents();
  }

  private matchBrackets(): void {
    const open: { readonly at: number; readonly bracket: string }[] = [];
    const braces: number[] = [];
    for (const { start, end } of this.tokens) {
      if (end !== start + 1) continue;
      const bracket = this.text[start]!;
      if ('([{'.includes(bracket)) {
        open.push({ at: start, bracket });
        if (bracket === '{') {
          this.braces.push(start);
          this.around.set(start, braces.at(-1) ?? -1);
          braces.push(start);
        }
      } else if (')]}'.includes(bracket)) {
        const wanted = '([{'[')]}'.indexOf(bracket)]!;
        if (open.at(-1)?.bracket !== wanted) continue;
        this.closing.set(open.pop()!.at, start);
        if (bracket === '}') braces.pop();
      }
    }
  }

  private matchIndents(): void {
    const open: number[] = [];
    this.lineStarts.forEach((start, line) => {
      const end = this.lineStarts[line + 1] ?? this.plain.length;
      let at = start;
      while (at < end && (this.plain[at] === ' ' || this.plain[at] === '\t')) at++;
      const isBlank = at >= end || this.plain[at] === '\n' || this.plain[at] === '\r';
      this.indents[line] = isBlank ? -1 : at - start;
      this.ends[line] = this.lineStarts.length;
      if (isBlank) return;
      while (open.length > 0 && this.indents[open.at(-1)!]! >= at - start) this.ends[open.pop()!] = line;
      open.push(line);
    });
  }

  /** The last opening brace before an offset, or -1. */
  braceBefore(offset: number): number {
    return this.braces[firstPlace(this.braces, (brace) => brace < offset) - 1] ?? -1;
  }

  /** From 1. */
  lineAt(offset: number): number {
    return firstPlace(this.lineStarts, (start) => start <= offset);
  }

  /** Where the block ends that the line of an offset opens by its indent, its `end` included. */
  endByIndent(offset: number): number {
    const line = this.ends[this.lineAt(offset) - 1]!;
    const start = this.lineStarts[line] ?? this.text.length;
    const close = /^[ \t]*(?:end\b|\}|\))[^\n]{0,20}/.exec(this.plain.slice(start, start + 200));
    return close && this.indents[line] === this.indents[this.lineAt(offset) - 1] ? start + close[0].length : start;
  }

  /** The tokens of a range as they are written, without a comma that only ends a list. */
  words(from: number, to: number): string[] {
    const words: string[] = [];
    for (let at = firstPlace(this.tokens, ({ start }) => start < from); at < this.tokens.length && this.tokens[at]!.end <= to; at++) {
      const word = this.text.slice(this.tokens[at]!.start, this.tokens[at]!.end);
      if (/^[)\]}]$/.test(word) && words.at(-1) === ',') words.pop();
      words.push(word);
    }
    return words;
  }
}

function scan(text: string, lexis: Lexis, tokens: Token[]): string {
  const pieces: string[] = [];
  let done = 0;
  /** By quote: up to where none closes one. */
  const open = new Map<string, number>();
  const blank = (from: number, to: number): void => {
    pieces.push(text.slice(done, from), text.slice(from, to).replace(/[^\n]/g, ' '));
    done = to;
  };
  const endOf = (close: string, from: number): number => {
    const end = text.indexOf(close, from);
    return end < 0 ? text.length : end + close.length;
  };
  for (let at = 0; at < text.length; ) {
    const character = text[at]!;
    if (character === ' ' || character === '\n' || character === '\t' || character === '\r') {
      at++;
      continue;
    }
    const isApart = !lexis.isSpaced || at === 0 || /\s/.test(text[at - 1]!);
    if (isApart && lexis.line.some((mark) => text.startsWith(mark, at))) {
      const end = text.indexOf('\n', at);
      blank(at, end < 0 ? text.length : end);
      at = done;
      continue;
    }
    const block = lexis.block.find(([open]) => text.startsWith(open, at) && (open[0] !== '=' || at === 0 || text[at - 1] === '\n'));
    if (block) {
      const end = endOf(block[1], at + block[0].length);
      blank(at, end);
      at = end;
      continue;
    }
    const long = lexis.long.find(([open]) => text.startsWith(open, at));
    if (long) {
      const end = endOf(long[1], at + long[0].length);
      tokens.push({ start: at, end });
      blank(at + long[0].length, Math.max(at + long[0].length, end - long[1].length));
      at = end;
      continue;
    }
    if (lexis.quotes.includes(character) && at >= (open.get(character) ?? 0)) {
      let end = at + 1;
      while (end < text.length && text[end] !== character && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
      if (text[end] === character) {
        tokens.push({ start: at, end: end + 1 });
        blank(at + 1, end);
        at = end + 1;
        continue;
      }
      open.set(character, end);
    }
    if (character === "'" && lexis.hasCharacters) {
      CHARACTER.lastIndex = at;
      const found = CHARACTER.exec(text);
      if (found) {
        tokens.push({ start: at, end: at + found[0].length });
        blank(at + 1, at + found[0].length - 1);
        at += found[0].length;
        continue;
      }
    }
    WORD.lastIndex = at;
    const end = WORD.test(text) ? WORD.lastIndex : at + 1;
    tokens.push({ start: at, end });
    at = end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}
