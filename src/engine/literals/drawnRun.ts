/** A quick answer to whether a text may hold pieces of a secret at all, before it is parsed to put them together. */

const shortest = 8;
/** From a digit to a letter or back, or between cases: chance gives eight characters four, words and names seldom three. */
const changes = 3;

/** 1 for a digit, 2 for a lower case letter, 3 for a capital, 0 for anything else. */
function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return 2;
  if (code >= 65 && code <= 90) return 3;
  return code >= 48 && code <= 57 ? 1 : 0;
}

/** Whether letters and digits stand anywhere as nobody would write them. */
export function holdsDrawnRun(text: string): boolean {
  let length = 0;
  let changed = 0;
  let hasDigit = false;
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind === 0) {
      length = 0;
      changed = 0;
      hasDigit = false;
    } else {
      length++;
      if (before !== 0 && before !== kind) changed++;
      hasDigit ||= kind === 1;
      if (length >= shortest && changed >= changes && hasDigit) return true;
    }
    before = kind;
  }
  return false;
}
