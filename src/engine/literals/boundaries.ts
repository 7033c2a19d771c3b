/** Whether a token stands for itself or is a piece of something longer: of a word, or of base 64. */
import { bitOf, isAlphanumeric, isOf } from './alphabets.ts';

const HEX = bitOf('anyHex');
const BASE64 = bitOf('base64');
const DIGITS = bitOf('digits');
const LOWER = bitOf('lower');
const UPPER = bitOf('upper');
const UNDERSCORE = 95;

/** How much of base 64 is looked at before or behind a token, and how much of it is no path any more. */
const BLOB = 24;

/** Whether an escape sequence of some language ends here, so that its last letter belongs to no word: `\n`, `\x3d`, `\u003d`, `%3D`, `\033[1m`. */
export function endsEscape(text: string, end: number): boolean {
  const before = (back: number) => text.charCodeAt(end - back);
  const hexBefore = (count: number) => {
    for (let back = 1; back <= count; back++) if (!isOf(before(back), HEX)) return false;
    return true;
  };
  if (text[end - 2] === '\\') return 'nrtbfv0ae'.includes(text[end - 1]!);
  if (hexBefore(2) && (text[end - 3] === '%' || (text[end - 3] === 'x' && text[end - 4] === '\\'))) return true;
  if (hexBefore(4) && text[end - 5] === 'u' && text[end - 6] === '\\') return true;
  if (text[end - 1] !== 'm') return false;
  let at = end - 2;
  while (at > end - 12 && (isOf(text.charCodeAt(at), DIGITS) || text[at] === ';')) at--;
  return text[at] === '[' && at < end - 2;
}

/** Whether a stretch of base 64 beside a token is long and mixed enough to be of one piece with it. */
function isBlob(text: string, from: number, step: 1 | -1): boolean {
  let kinds = 0;
  let count = 0;
  for (let at = from; count < BLOB; at += step) {
    const code = text.charCodeAt(at);
    if (!isOf(code, BASE64)) return false;
    kinds |= isOf(code, DIGITS) ? 1 : isOf(code, LOWER) ? 2 : isOf(code, UPPER) ? 4 : 0;
    count++;
  }
  return kinds === 7;
}

/** Whether the character before a token belongs to the same word. `first` is the alphabet, by its bit, that the token begins with; 0 for a fixed text. */
export function isWordBefore(text: string, start: number, first: number): boolean {
  if (start === 0) return false;
  const code = text.charCodeAt(start - 1);
  // A number ends where letters begin: `/bot123:`.
  if (first === DIGITS) return isOf(code, DIGITS);
  if (isAlphanumeric(code)) return !endsEscape(text, start);
  const char = text[start - 1];
  return (char === '+' || char === '/') && isBlob(text, start - 1, -1);
}

/** Whether the character behind a token goes on with it. `last` is the alphabet, by its bit, that the token ends with; 0 for a fixed text. */
export function isWordAfter(text: string, end: number, last: number): boolean {
  if (end >= text.length) return false;
  const code = text.charCodeAt(end);
  if (isAlphanumeric(code) || isOf(code, last)) return true;
  if (code === UNDERSCORE) return isAlphanumeric(text.charCodeAt(end + 1));
  const char = text[end];
  return (char === '+' || char === '/') && isBlob(text, end, 1);
}
