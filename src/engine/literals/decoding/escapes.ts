/** Backslashes and what follows them, in a text that is not known to be of any language. */
import { escapeAt } from '../folding/escapes.ts';
import { type Spelled, SpelledBuilder } from '../spelled.ts';

/** The text with its escapes undone, or null where it has none. */
export function fromEscapes(text: Spelled): Spelled | null {
  const whole = text.text;
  let next = whole.indexOf('\\');
  if (next < 0) return null;
  const builder = new SpelledBuilder();
  let done = 0;
  while (next >= 0) {
    const { to, text: decoded } = escapeAt(whole, next, 'c');
    builder.add(text, done, next);
    builder.standsFor(decoded, text, next, Math.min(to, whole.length));
    done = Math.min(to, whole.length);
    next = whole.indexOf('\\', done);
  }
  builder.add(text, done);
  return builder.build();
}
