/** Backslashes and what follows them, in a text that need not be of a known language. */
import { escapeAt, numericEscape } from '../folding/escapes.ts';
import { type Spelled, SpelledBuilder } from '../spelled.ts';

function unescaped(text: Spelled, from: number, to: number, firstEscape: number): Spelled {
  const whole = text.text;
  const builder = new SpelledBuilder();
  let done = from;
  for (let next = firstEscape; next >= 0 && next < to; next = whole.indexOf('\\', done)) {
    const found = escapeAt(whole, next, 'c');
    const end = Math.min(found.to, to);
    builder.add(text, done, next);
    builder.standsFor(found.text, text, next, end);
    done = end;
  }
  builder.add(text, done, to);
  return builder.build();
}

/** The text with its escapes undone, or null where it has none. */
export function fromEscapes(text: Spelled): Spelled | null {
  const first = text.text.indexOf('\\');
  return first < 0 ? null : unescaped(text, 0, text.text.length, first);
}

/** On a line as long as a file: how much around an escape is looked at. A key has it in its last line. */
const AROUND = 4096;

const isWordPart = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 47 || code === 58 || code === 92;

/** Whether the backslash at an offset hides a character that a token may hold: by its number, or inside a word. */
function hidesCharacter(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  // x, u, U, an octal digit
  if (next === 120 || next === 117 || next === 85 || (next >= 48 && next <= 49)) {
    const hidden = numericEscape(text, at + 1);
    return hidden !== null && hidden.to - at > 3 && hidden.text > ' ' && hidden.text <= '~';
  }
  // `https:\/\/`, `ghp\_`, `user\:password`
  if (next === 47) return true;
  if (next === 95 || next === 58 || next === 61 || next === 45 || next === 46 || next === 64)
    return isWordPart(text.charCodeAt(at - 1)) && isWordPart(text.charCodeAt(at + 2));
  // A program in a string: `\"one\" + \"two\"`
  if (next === 34) return /^\s{0,4}[+.,]?\s{0,4}\\"/.test(text.slice(at + 2, at + 14));
  return false;
}

/** Stretches of lines that hide characters behind backslashes, with these undone. */
export function* escapedRuns(text: Spelled): Generator<{ readonly spelled: Spelled; readonly at: number }> {
  const whole = text.text;
  for (let at = whole.indexOf('\\'); at >= 0; at = whole.indexOf('\\', at)) {
    if (!hidesCharacter(whole, at)) {
      at += 2;
      continue;
    }
    const lineStart = whole.lastIndexOf('\n', at) + 1;
    const start = Math.max(lineStart, at - AROUND);
    const lineEnd = whole.indexOf('\n', at);
    const end = Math.min(lineEnd < 0 ? whole.length : lineEnd, at + AROUND);
    yield { spelled: unescaped(text, start, end, whole.indexOf('\\', start)), at: start };
    at = end;
  }
}
