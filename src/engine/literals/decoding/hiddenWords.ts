/** Words in which characters are written by their numbers: `%41` or `&#65;`. */
import type { Disguise } from '../foundSecret.ts';
import { type Spelled, SpelledBuilder, sliceOf } from '../spelled.ts';
import { fromEntities } from './entities.ts';
import { fromPercent } from './percent.ts';

export interface HiddenWord {
  readonly spelled: Spelled;
  readonly by: Disguise;
  readonly at: number;
}

const MAX_BEFORE = 512;
const MAX_BEHIND = 4096;

/** White space and quotes. */
function endsWord(code: number): boolean {
  return code <= 32 || code === 34 || code === 39 || code === 96;
}

/** Every word around a mark that `hides` a character there, with its characters plain. */
function* wordsAround(
  text: Spelled,
  mark: string,
  hides: (text: string, at: number) => boolean,
  by: Disguise,
  decode: (word: Spelled) => Spelled | null,
): Generator<HiddenWord> {
  const whole = text.text;
  let done = 0;
  for (let at = whole.indexOf(mark); at >= 0; at = whole.indexOf(mark, at)) {
    if (!hides(whole, at)) {
      at += mark.length;
      continue;
    }
    let start = at;
    while (start > done && at - start < MAX_BEFORE && !endsWord(whole.charCodeAt(start - 1))) start--;
    let end = at;
    while (end < whole.length && end - at < MAX_BEHIND && !endsWord(whole.charCodeAt(end))) end++;
    const spelled = decode(sliceOf(text, start, end));
    if (spelled) yield { spelled, by, at: start };
    done = end;
    at = end;
  }
}

/** Letters, digits and what tokens and addresses have between them. */
function isTelling(code: number): boolean {
  return (
    (code >= 45 && code <= 58) || (code >= 64 && code <= 90) || code === 95 || (code >= 97 && code <= 122) || code === 61 || code === 43
  );
}

const digitOf = (code: number): number =>
  code >= 48 && code <= 57 ? code - 48 : code >= 65 && code <= 70 ? code - 55 : code >= 97 && code <= 102 ? code - 87 : -1;

function isPercent(text: string, at: number): boolean {
  const [high, low] = [digitOf(text.charCodeAt(at + 1)), digitOf(text.charCodeAt(at + 2))];
  return high >= 2 && high < 8 && low >= 0 && isTelling(high * 16 + low);
}

function isEntity(text: string, at: number): boolean {
  return /^&(?:#\d{2,3}|#[xX][0-9a-fA-F]{2}|lowbar|period|colon|sol|equals|plus|hyphen|dash|commat);/.test(text.slice(at, at + 9));
}

/** What is seen by nobody and may stand anywhere: soft hyphens, spaces without width. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/;

function withoutInvisible(word: Spelled): Spelled {
  const builder = new SpelledBuilder();
  for (const { 0: run, index } of word.text.matchAll(/[^\u00ad\u200b-\u200d\u2060\ufeff]+/g)) builder.add(word, index, index + run.length);
  return builder.build();
}

export function* hiddenWords(text: Spelled): Generator<HiddenWord> {
  yield* wordsAround(text, '%', isPercent, 'percent', fromPercent);
  yield* wordsAround(text, '&', isEntity, 'escape', fromEntities);
  const first = text.text.search(INVISIBLE);
  if (first < 0) return;
  for (const mark of ['\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff'])
    yield* wordsAround(text, mark, (_, at) => at > 0, 'escape', withoutInvisible);
}
