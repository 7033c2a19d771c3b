/** What a regular expression lets through: its characters are looked at, its author's intention is not trusted. */

/** The characters a closed pattern can match, or null where it is open: not anchored, a wildcard, a negated class. */
export interface RegexParts {
  readonly pattern: string;
  readonly flags: string;
}

export function regexParts(literal: string): RegexParts | null {
  const end = literal.lastIndexOf('/');
  return literal[0] === '/' && end > 0 ? { pattern: literal.slice(1, end), flags: literal.slice(end + 1) } : null;
}

const words = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';

/** What an escape inside a pattern stands for: its characters, '' for an assertion, or null for anything at all. */
function escaped(letter: string): string | null {
  if (letter === 'd') return '0123456789';
  if (letter === 'w') return words;
  if (letter === 's') return ' \t\n\r';
  if (letter === 'n') return '\n';
  if (letter === 'r') return '\r';
  if (letter === 't') return '\t';
  if (letter === 'b' || letter === 'B') return '';
  return /[A-Za-z0-9]/.test(letter) ? null : letter;
}

/** The characters of a class that starts at `[`, and where it ends. `characters` is null for what cannot be listed. */
function readClass(pattern: string, start: number): { end: number; negated: boolean; characters: string | null } {
  let at = start + 1;
  const negated = pattern[at] === '^';
  if (negated) at++;
  let characters: string | null = '';
  while (at < pattern.length && pattern[at] !== ']') {
    let piece: string | null;
    if (pattern[at] === '\\') {
      piece = escaped(pattern[at + 1] ?? '');
      at += 2;
    } else {
      piece = pattern[at]!;
      at++;
      if (pattern[at] === '-' && pattern[at + 1] !== undefined && pattern[at + 1] !== ']' && pattern[at + 1] !== '\\') {
        piece = between(piece, pattern[at + 1]!);
        at += 2;
      }
    }
    characters = piece === null || characters === null ? null : characters + piece;
  }
  return { end: at, negated, characters };
}

function between(first: string, last: string): string | null {
  const from = first.charCodeAt(0);
  const to = last.charCodeAt(0);
  if (to > 0x7e) return null;
  let text = '';
  for (let code = from; code <= to; code++) text += String.fromCharCode(code);
  return text;
}

function hasAny(characters: string, forbidden: string): boolean {
  for (const character of characters) if (forbidden.includes(character)) return true;
  return false;
}

/** True if every text that matches as a whole is free of these characters. */
export function allowsOnlySafe({ pattern, flags }: RegexParts, forbidden: string): boolean {
  if (!pattern.startsWith('^') || !pattern.endsWith('$') || pattern.endsWith('\\$') || flags.includes('m')) return false;
  const end = pattern.length - 1;
  let depth = 0;
  for (let at = 1; at < end; at++) {
    const letter = pattern[at]!;
    if (letter === '\\') {
      const characters = escaped(pattern[at + 1] ?? '');
      if (characters === null || hasAny(characters, forbidden)) return false;
      at++;
    } else if (letter === '[') {
      const found = readClass(pattern, at);
      if (found.negated || found.characters === null || hasAny(found.characters, forbidden)) return false;
      at = found.end;
    } else if (letter === '(') {
      depth++;
      // `(?:`, `(?<name>` and look-aheads: what stands behind the mark is read like the rest.
      if (pattern[at + 1] === '?') {
        const close =
          pattern[at + 2] === '<' && !'=!'.includes(pattern[at + 3] ?? '')
            ? pattern.indexOf('>', at)
            : at + (pattern[at + 2] === '<' ? 3 : 2);
        if (close < 0) return false;
        at = close;
      }
    } else if (letter === ')') depth--;
    else if (letter === '|') {
      // `^a|b$` is anchored on one side each.
      if (depth === 0) return false;
    } else if (letter === '{') {
      const close = pattern.indexOf('}', at);
      if (close < 0) return false;
      at = close;
    } else if (letter === '.') return false;
    else if (!'*+?^$'.includes(letter) && forbidden.includes(letter)) return false;
  }
  return true;
}

/** True if replacing every match of this pattern leaves none of these characters: `/[^a-z0-9]/g`. */
export function removesAllBut({ pattern, flags }: RegexParts, forbidden: string): boolean {
  if (!flags.includes('g') || !pattern.startsWith('[')) return false;
  const found = readClass(pattern, 0);
  const rest = pattern.slice(found.end + 1);
  if (rest !== '' && rest !== '+') return false;
  if (pattern === '[\\W]' || pattern === '[\\W]+') return true;
  return found.negated && found.characters !== null && !hasAny(found.characters, forbidden);
}
