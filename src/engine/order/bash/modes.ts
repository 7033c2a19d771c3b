/** Modes of chmod and masks of umask as numbers. */

/** Bits of a symbolic mode for files that had 644 before; null where it depends on more. */
function symbolicMode(text: string, before: number): number | null {
  let mode = before;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*)+)$/.exec(clause);
    if (!match) return null;
    const who = match[1] || 'a';
    for (const [, operator, letters] of match[2]!.matchAll(/([-+=])([rwxXst]*)/g)) {
      let bits = 0;
      for (const letter of letters!) bits |= letter === 'r' ? 4 : letter === 'w' ? 2 : letter === 'x' || letter === 'X' ? 1 : 0;
      for (const [class_, shift] of [
        ['u', 6],
        ['g', 3],
        ['o', 0],
      ] as const) {
        if (!who.includes(class_) && !who.includes('a')) continue;
        if (operator === '=') mode &= ~(7 << shift);
        if (operator === '-') mode &= ~(bits << shift);
        else mode |= bits << shift;
      }
    }
  }
  return mode;
}

/** The mode after chmod of a file (or directory) made under the usual mask, or null if the text is no mode. */
export function modeAfter(text: string, directory = false): number | null {
  if (/^=?[0-7]{3,5}$/.test(text)) return Number.parseInt(text.replace('=', ''), 8) & 0o777;
  if (/^[0-7]{1,2}$/.test(text)) return Number.parseInt(text, 8);
  return symbolicMode(text, directory ? 0o755 : 0o644);
}

/** What a mode takes from others compared with the usual mask: read bits of group and others. */
export function withheldReads(mode: number): number {
  return 0o044 & ~mode;
}

/** The bits a umask clears, or null if it is not constant (`umask "$old"`). */
export function maskOf(text: string): number | null {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  const allowed = symbolicMode(text, 0o777 & ~0o022);
  return allowed === null ? null : 0o777 & ~allowed;
}
