/** What is looked at before a parser sees a text: cheap bounds against input made to hurt it. */

/** Bounds of docs/architecture.md, "Numbers". */
export const MAX_ANALYSED_BYTES = 1_000_000;
export const MAX_SEARCHED_BYTES = 10_000_000;
export const MAX_LINE_LENGTH = 50_000;
export const MAX_NESTING = 1_000;

/** Why a text is not given to a parser, or null. Brackets are counted wherever they stand: strings of them are as suspicious. */
export function refusal(text: string, longestLine = MAX_LINE_LENGTH): string | null {
  let depth = 0;
  let lineStart = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x0a:
        if (at - lineStart > longestLine) return `a line is longer than ${longestLine} characters`;
        lineStart = at + 1;
        break;
      case 0x28:
      case 0x5b:
      case 0x7b:
        if (++depth > MAX_NESTING) return `brackets nest deeper than ${MAX_NESTING}`;
        break;
      case 0x29:
      case 0x5d:
      case 0x7d:
        if (depth > 0) depth--;
    }
  }
  return text.length - lineStart > longestLine ? `a line is longer than ${longestLine} characters` : null;
}
