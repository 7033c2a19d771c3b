/** Tells a value that was drawn at random from one that somebody typed to stand in for it. */

const standIn = /example|placeholder|dummy|fake|sample|redacted|changeme|your|token|secret|insert|replace|foobar|lorem/i;

/** As many equal characters in a row, or counted up (`abcdef`, `123456`), as chance does not give. */
const MAX_RUN = 5;

/** Letters and digits: a longer text has to repeat them. */
const ALPHABET = 62;

function longestRun(text: string): number {
  let longest = 1;
  let equal = 1;
  let rising = 1;
  for (let at = 1; at < text.length; at++) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1);
    equal = step === 0 ? equal + 1 : 1;
    rising = step === 1 ? rising + 1 : 1;
    longest = Math.max(longest, equal, rising);
  }
  return longest;
}

/** Bits per character, by how often each occurs in the text itself. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Whether a text of characters of an alphabet of this size looks typed rather than drawn. */
export function looksTyped(text: string, size = ALPHABET): boolean {
  // Few characters repeat themselves by chance, and stand side by side more often.
  const mostRun = size < 20 ? MAX_RUN + 2 : MAX_RUN;
  return standIn.test(text) || longestRun(text) >= mostRun || entropyOf(text) < Math.log2(Math.min(text.length, size)) - 1.3;
}
