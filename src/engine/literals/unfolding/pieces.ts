/** Literals side by side in a text whose language has no tree here, or that is of none: `"one" + "two"`, `["one", "two"]`. */

import { stretchesOf } from '../folding/escapes.ts';
import { type Spelled, SpelledBuilder } from '../spelled.ts';

export interface Together {
  readonly spelled: Spelled;
  /** Where the first of them begins. */
  readonly at: number;
  /** False for elements of a list, of which it is not known that anybody joins them. */
  readonly isOne: boolean;
}

const MAX_PIECE = 4000;
/** A token letter by letter has some hundred. */
const MAX_LISTED = 256;
/** A key line by line and more. */
const MAX_PIECES = 20_000;

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;
const isQuote = (code: number): boolean => code === 34 || code === 39 || code === 96;

/** As much white space as stands between two pieces that belong together. */
const MAX_BLANK = 200;

function behindBlank(text: string, at: number): number {
  let next = at;
  while (next - at < MAX_BLANK && isBlank(text.charCodeAt(next))) next++;
  return next;
}

/** Operators of concatenation of many languages, and methods that add one more. */
const OPERATOR =
  /\+{1,2}|\.{1,2}(?=[\s"'`])|&|<<|<>|\|\||~|\\|\)?\s{0,40}\.\s{0,8}(?:append|Append|concat|Concat|plus|add|push_str|write|Write|WriteString)\s?\(/y;
const PLUS = 43;
const operatorStarts = new Set([...'.&<|~\\)'].map((char) => char.charCodeAt(0)));
/** The end of a statement, and one more that adds to the same. */
const NEXT_STATEMENT =
  /\)?;?[ \t]{0,8}\r?\n[ \t]{0,80}(?:\$?[\w.]{1,40}[ \t]{0,8}(?:\+=|\.=|<<)|[\w.]{1,40}\.(?:append|Append|add|Add|push|push_str|write|Write|WriteString|concat)\()[ \t]{0,8}/y;
/** What stands before a literal: `f"`, `@"`, a bracket. */
const PREFIX = /\(?[rbfuRBFUL@$]{0,2}/y;

function behind(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** The quote that opens what one at an offset closes, on the same line; -1 where none does. */
function openingOf(text: string, close: number, notBefore: number): number {
  const quote = text.charCodeAt(close);
  const last = Math.max(notBefore, close - MAX_PIECE);
  for (let at = close - 1; at >= last; at--) {
    const code = text.charCodeAt(at);
    if (code === 10) return -1;
    if (code === quote && text.charCodeAt(at - 1) !== 92) return at;
  }
  return -1;
}

function closingOf(text: string, open: number): number {
  const quote = text.charCodeAt(open);
  const last = Math.min(text.length, open + MAX_PIECE);
  for (let at = open + 1; at < last; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 10) return -1;
    else if (code === quote) return at;
  }
  return -1;
}

const KEY = /\s{0,20}:/y;

function isKey(text: string, close: number): boolean {
  KEY.lastIndex = close + 1;
  return KEY.test(text);
}

interface Joint {
  readonly open: number;
  readonly isListed: boolean;
}

/** From one literal's closing quote to the next one's opening one. */
function jointAt(text: string, close: number): Joint | null {
  // An escaped quote is a letter.
  if (text.charCodeAt(close - 1) === 92) return null;
  let at = behindBlank(text, close + 1);
  const code = text.charCodeAt(at);
  const isListed = code === 44;
  if (isListed || code === PLUS) at = behindBlank(text, at + (text.charCodeAt(at + 1) === PLUS ? 2 : 1));
  else if (!isQuote(code)) {
    const next = code === 41 || code === 59 || text.charCodeAt(at - 1) <= 32 ? behind(NEXT_STATEMENT, text, close + 1) : -1;
    const operator = next < 0 && operatorStarts.has(code) ? behind(OPERATOR, text, at) : -1;
    if (next > 0) at = next;
    else if (operator > 0) at = behindBlank(text, operator);
  }
  const open = isQuote(text.charCodeAt(at)) ? at : behind(PREFIX, text, at);
  return isQuote(text.charCodeAt(open)) ? { open, isListed } : null;
}

function quoteFrom(text: string, at: number): number {
  for (let next = at; next < text.length; next++) {
    if (isQuote(text.charCodeAt(next))) return next;
  }
  return -1;
}

export function* piecesTogether(text: Spelled): Generator<Together> {
  const whole = text.text;
  let done = 0;
  for (let quote = quoteFrom(whole, 0); quote >= 0; ) {
    let joint = jointAt(whole, quote);
    const first = joint ? openingOf(whole, quote, done) : -1;
    if (!joint || first < 0) {
      quote = quoteFrom(whole, quote + 1);
      continue;
    }
    const pieces: [number, number][] = [[first + 1, quote]];
    const { isListed } = joint;
    let [lastOpen, last] = [first, quote];
    while (joint && joint.isListed === isListed) {
      const close = closingOf(whole, joint.open);
      if (close < 0 || isKey(whole, close)) break;
      pieces.push([joint.open + 1, close]);
      [lastOpen, last] = [joint.open, close];
      joint = jointAt(whole, close);
    }
    if (pieces.length > 1 && pieces.length <= (isListed ? MAX_LISTED : MAX_PIECES)) {
      const builder = new SpelledBuilder();
      for (const [from, to] of pieces)
        for (const stretch of stretchesOf(whole, from, to, 'c')) {
          if (stretch.text === null) builder.add(text, stretch.from, stretch.to);
          else builder.standsFor(stretch.text, text, stretch.from, stretch.to);
        }
      yield { spelled: builder.build(), at: first, isOne: !isListed };
    }
    // The last piece may be the first one of a row of the other kind.
    const isFirstOfNext = pieces.length > 1 && joint !== null && joint.isListed !== isListed;
    done = isFirstOfNext ? lastOpen : last;
    quote = isFirstOfNext ? last : quoteFrom(whole, last + 1);
  }
}
