/** Puts tables together within a limit of bytes, cut at row borders, saying how much was left out. */

export interface Section {
  /** Everything before the first row, the table's header included. */
  readonly head: string;
  readonly rows: readonly string[];
  /** Everything after the last row (the end of a collapsed part, say). */
  readonly tail?: string;
}

/** So many rows of each section go before any section gets more. */
const FIRST_ROWS = 10;

/**
 * The texts always stand whole, the sections as far as they fit. Measured in bytes of UTF-8, which keeps any limit counted in
 * characters as well.
 */
export function joinSections(texts: readonly string[], sections: readonly Section[], limit: number): string {
  const opening = texts.filter((text) => text !== '').join('\n\n');
  const shown = sections.map(() => 0);
  const fixed = sections.map((section) => render(section, 0, section.rows.length));
  let left = limit - size(opening) - fixed.reduce((sum, text) => sum + size(text) + 2, 0);
  for (const most of [FIRST_ROWS, Number.POSITIVE_INFINITY]) {
    for (const [index, section] of sections.entries()) {
      while (shown[index]! < Math.min(most, section.rows.length)) {
        left -= size(section.rows[shown[index]!]!) + 1;
        if (left < 0) {
          left += size(section.rows[shown[index]!]!) + 1;
          break;
        }
        shown[index]!++;
      }
    }
  }
  return [opening, ...sections.map((section, index) => render(section, shown[index]!, section.rows.length - shown[index]!))].join('\n\n');
}

function render(section: Section, shown: number, leftOut: number): string {
  const table = [section.head, ...section.rows.slice(0, shown)].join('\n');
  return [table, ...(leftOut > 0 ? [`… and ${leftOut} more.`] : []), ...(section.tail ? [section.tail] : [])].join('\n\n');
}

function size(text: string): number {
  return Buffer.byteLength(text);
}
