/** Days are `YYYY-MM-DD` strings: they compare as text, and no time zone takes part. */

export function isDay(_text: string): boolean {
  throw new Error('isDay is not written yet');
}

/** The day a number of days later. */
export function addDays(_day: string, _days: number): string {
  throw new Error('addDays is not written yet');
}
