/** Literals with escapes in them, as stretches of the file. */
import type { Stretch } from './shape.ts';

export type EscapeStyle = 'c' | 'ansi' | 'powershell' | 'double' | 'bare' | 'none';

const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', a: '\x07', e: '\x1b' };

const HEX = /^[0-9a-fA-F]+$/;

function codePoint(digits: string, radix: number): string | null {
  const code = Number.parseInt(digits, radix);
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

export interface Escape {
  /** Behind it. */
  readonly to: number;
  readonly text: string;
  /** Written by its number, as nobody writes a letter without a reason. */
  readonly isNumeric: boolean;
}

/** `\x41`, `\u0041`, `\U00000041`, `\u{41}`, `\101` behind the backslash; null where none is. */
export function numericEscape(text: string, at: number): Escape | null {
  const kind = text[at];
  if (kind === undefined) return null;
  if (kind === 'x' || kind === 'u' || kind === 'U') {
    if (text[at + 1] === '{') {
      const close = text.indexOf('}', at + 2);
      if (close < 0 || close - at > 8 || !HEX.test(text.slice(at + 2, close))) return null;
      const decoded = codePoint(text.slice(at + 2, close), 16);
      return decoded === null ? null : { to: close + 1, text: decoded, isNumeric: true };
    }
    const length = kind === 'x' ? 2 : kind === 'u' ? 4 : 8;
    const digits = text.slice(at + 1, at + 1 + length);
    const decoded = digits.length === length && HEX.test(digits) ? codePoint(digits, 16) : null;
    return decoded === null ? null : { to: at + 1 + length, text: decoded, isNumeric: true };
  }
  const octal = /^[0-3]?[0-7]{2}/.exec(text.slice(at, at + 3));
  return octal ? { to: at + octal[0].length, text: String.fromCharCode(Number.parseInt(octal[0], 8)), isNumeric: true } : null;
}

/** The escape that begins at its mark. */
export function escapeAt(text: string, at: number, style: EscapeStyle): Escape {
  const next = text[at + 1] ?? '';
  const plain = (decoded: string, length = 2): Escape => ({ to: at + length, text: decoded, isNumeric: false });
  if (next === '\r' && text[at + 2] === '\n') return plain('', 3);
  if (next === '\n') return plain('');
  if (style === 'double') return plain(/[$`"\\]/.test(next) ? next : `\\${next}`);
  if (style === 'bare') return plain(next);
  if (style === 'powershell' && next === '0') return plain('\0');
  const numeric = style === 'powershell' && next !== 'u' ? null : numericEscape(text, at + 1);
  if (numeric) return numeric;
  return plain(Object.hasOwn(letters, next) ? letters[next]! : next === '0' ? '\0' : next);
}

/** What a literal says between two offsets. */
export function stretchesOf(text: string, from: number, to: number, style: EscapeStyle): Stretch[] {
  const mark = style === 'powershell' ? '`' : '\\';
  let next = style === 'none' ? -1 : text.indexOf(mark, from);
  if (next < 0 || next >= to) return from < to ? [{ from, to, text: null }] : [];
  const stretches: Stretch[] = [];
  let done = from;
  while (next >= 0 && next < to) {
    const found = escapeAt(text, next, style);
    if (next > done) stretches.push({ from: done, to: next, text: null });
    stretches.push({ from: next, to: Math.min(found.to, to), text: found.text });
    done = Math.min(found.to, to);
    next = text.indexOf(mark, done);
  }
  if (done < to) stretches.push({ from: done, to, text: null });
  return stretches;
}

/** Whether a stretch writes a character that needs no escape by its number. */
export function isNumericStretch(source: string, { from, to, text }: Stretch): boolean {
  return text !== null && to - from > 2 && text > ' ' && source[from + 1] !== '\r';
}
