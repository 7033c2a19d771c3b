/** The candidate that was probably meant, or null where none is close. */
export function nearest(_word: string, _candidates: Iterable<string>): string | null {
  throw new Error('nearest is not written yet');
}
