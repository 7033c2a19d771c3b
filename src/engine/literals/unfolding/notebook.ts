/** Cells of notebooks: programs and outputs as lists of lines in JSON. */
import { escapeAt } from '../folding/escapes.ts';
import { type Spelled, SpelledBuilder } from '../spelled.ts';

/** Behind the string that begins at an offset. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at + 1;
    else if (code === 10) return -1;
  }
  return -1;
}

function addString(builder: SpelledBuilder, text: Spelled, from: number, to: number): void {
  const whole = text.text;
  let done = from;
  for (let next = whole.indexOf('\\', done); next >= 0 && next < to; next = whole.indexOf('\\', done)) {
    const found = escapeAt(whole, next, 'c');
    builder.add(text, done, next);
    builder.standsFor(found.text, text, next, Math.min(found.to, to));
    done = Math.min(found.to, to);
  }
  builder.add(text, done, to);
}

const BETWEEN = /[\s,]*/y;

/** Each list of lines as the text that it is. */
export function* cellsOf(text: Spelled): Generator<{ readonly spelled: Spelled; readonly at: number }> {
  const whole = text.text;
  for (const { index, 0: opening } of whole.matchAll(/"(?:source|text|text\/plain|input|traceback)"\s{0,8}:\s{0,8}\[?\s{0,40}(?=")/g)) {
    const builder = new SpelledBuilder();
    const start = index + opening.length;
    for (let at = start; whole[at] === '"'; ) {
      const end = stringEnd(whole, at);
      if (end < 0) break;
      addString(builder, text, at + 1, end - 1);
      BETWEEN.lastIndex = end;
      at = end + (BETWEEN.exec(whole)?.[0].length ?? 0);
      if (!opening.includes('[')) break;
    }
    yield { spelled: builder.build(), at: start };
  }
}
