/** Words with quotes inside, as a shell takes them away: `one"two"'three'`. */
import { type Spelled, SpelledBuilder } from '../spelled.ts';

const MIN_WORD = 16;
const MAX_WORD = 1000;

const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);

/** Only what tokens are made of: an argument of a function is none. */
const isPart = (code: number): boolean =>
  isWord(code) || code === 34 || code === 39 || code === 45 || code === 46 || code === 43 || code === 47;

export function* quotedWords(text: Spelled): Generator<{ readonly spelled: Spelled; readonly at: number }> {
  const whole = text.text;
  for (const quote of ['"', "'"]) {
    let done = 0;
    for (let index = whole.indexOf(quote); index >= 0; index = whole.indexOf(quote, Math.max(done, index + 1))) {
      // Within a word, or before another quote that is.
      if (!isWord(whole.charCodeAt(index - 1)) || !isPart(whole.charCodeAt(index + 1))) continue;
      let start = index;
      while (start > done && index - start < MAX_WORD && isPart(whole.charCodeAt(start - 1))) start--;
      let end = index;
      while (end < whole.length && end - index < MAX_WORD && isPart(whole.charCodeAt(end))) end++;
      done = end;
      const word = whole.slice(start, end);
      if (word.length < MIN_WORD || !/\w["']{1,2}\w/.test(word)) continue;
      // Looked at already for its quotes of the first kind.
      if (quote === "'" && /\w"["']?\w/.test(word)) continue;
      const builder = new SpelledBuilder();
      for (const { 0: run, index: at } of word.matchAll(/[^"']+/g)) builder.add(text, start + at, start + at + run.length);
      yield { spelled: builder.build(), at: start };
    }
  }
}
