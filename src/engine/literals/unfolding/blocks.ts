/** Words cut into lines: block scalars of YAML and the like, each of whose lines holds nothing but a piece. */
import { type Spelled, SpelledBuilder } from '../spelled.ts';

/** A key or a list's dash, then the mark of a block. */
const OPENING = /[:-][ \t]{1,8}[|>][-+0-9]{0,2}[ \t]{0,8}\r?\n/g;
/** One piece, alone on its line. */
const LINE = /[ \t]{1,80}([\w./+=:@~-]{2,400})[ \t]{0,8}\r?(?:\n|$)/y;
const MAX_LINES = 400;

export function* wordsInBlocks(text: Spelled): Generator<{ readonly spelled: Spelled; readonly at: number }> {
  const whole = text.text;
  for (const { index, 0: opening } of whole.matchAll(OPENING)) {
    const builder = new SpelledBuilder();
    let lines = 0;
    LINE.lastIndex = index + opening.length;
    for (let found = LINE.exec(whole); found && lines < MAX_LINES; found = LINE.exec(whole)) {
      const from = found.index + found[0].indexOf(found[1]!);
      builder.add(text, from, from + found[1]!.length);
      lines++;
    }
    if (lines > 1) yield { spelled: builder.build(), at: index + opening.length };
  }
}
