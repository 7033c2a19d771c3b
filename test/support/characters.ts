/** Random text that is the same each time. */

/** A repeatable stream of characters of an alphabet: xorshift over the seed. Nothing here needs to be secret. */
export function characters(alphabet: string, length: number, seed: number): string {
  let state = (seed * 2654435761 + 88675123) >>> 0 || 1;
  let text = '';
  while (text.length < length) {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    text += alphabet[state % alphabet.length];
  }
  return text;
}
