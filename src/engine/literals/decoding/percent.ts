/** `%41` and its like. */
import { type Spelled, SpelledBuilder } from '../spelled.ts';

/** The text with its percent escapes undone, or null where it has none. */
export function fromPercent(text: Spelled): Spelled | null {
  const builder = new SpelledBuilder();
  let done = 0;
  for (const { 0: sequence, index } of text.text.matchAll(/%[0-9a-fA-F]{2}/g)) {
    builder.add(text, done, index);
    done = index + sequence.length;
    builder.standsFor(String.fromCharCode(Number.parseInt(sequence.slice(1), 16)), text, index, done);
  }
  if (done === 0) return null;
  builder.add(text, done);
  return builder.build();
}
