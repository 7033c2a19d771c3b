/** Lines that go on behind a mark at their end: a backslash nearly everywhere, a caret in batch files, a backtick in PowerShell. */
import { type Spelled, SpelledBuilder } from '../spelled.ts';

/** The indentation of a line that goes on belongs to nothing: a token has none. */
function behindIndentation(text: string, at: number): number {
  let next = at;
  while (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 9) next++;
  return next;
}

/** Where the text goes on behind the mark at an offset, or -1. */
function nextLine(text: string, mark: number): number {
  const code = text.charCodeAt(mark + 1);
  if (code === 10) return behindIndentation(text, mark + 2);
  return code === 13 && text.charCodeAt(mark + 2) === 10 ? behindIndentation(text, mark + 3) : -1;
}

/** Every row of lines that are one, in one line. */
export function* continuedLines(text: Spelled, mark: string): Generator<{ readonly spelled: Spelled; readonly at: number }> {
  const whole = text.text;
  for (let at = whole.indexOf(mark); at >= 0; ) {
    let next = nextLine(whole, at);
    if (next < 0) {
      at = whole.indexOf(mark, at + 1);
      continue;
    }
    const start = whole.lastIndexOf('\n', at) + 1;
    const builder = new SpelledBuilder();
    let from = start;
    while (next >= 0) {
      builder.add(text, from, at);
      from = next;
      const end = whole.indexOf('\n', from);
      const last = (end < 0 ? whole.length : end) - (end > 0 && whole[end - 1] === '\r' ? 1 : 0);
      at = last > from && whole.startsWith(mark, last - 1) ? last - 1 : last;
      next = at < last ? nextLine(whole, at) : -1;
    }
    builder.add(text, from, at);
    yield { spelled: builder.build(), at: start };
    at = whole.indexOf(mark, at);
  }
}
