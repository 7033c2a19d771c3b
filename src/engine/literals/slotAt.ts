/** The name that a value is given to: of a variable, a key, an option, a header, an element; read backwards from the value. */
import { isAlphanumeric } from './alphabets.ts';

/** How far before the value on its line. */
const LOOK_BACK = 240;
/** How many lines above a value that stands alone on its line. */
const LINES_ABOVE = 60;
/** A longer text before an operator is no name. */
const MAX_NAME = 120;

const quotes = new Set('"\'`');
const blanks = new Set(' \t\r');
/** What stands between an operator and a value beside quotes: calls and lists. */
const openers = new Set('([{$@!<');
/** Words of a scheme before the token itself: `Authorization: Bearer x`. */
const schemes = new Set(['bearer', 'basic', 'token', 'digest', 'apikey', 'bot', 'key']);
/** Words that come before a name and are none. */
const declaring = new Set([
  'const',
  'let',
  'var',
  'export',
  'set',
  'setx',
  'env',
  'arg',
  'local',
  'readonly',
  'declare',
  'new',
  'return',
  'await',
]);

class Reader {
  private readonly text: string;
  private readonly floor: number;
  at: number;

  constructor(text: string, at: number, floor: number) {
    this.text = text;
    this.at = at;
    this.floor = floor;
  }

  get last(): string {
    return this.at > this.floor ? this.text[this.at - 1]! : '';
  }

  ends(words: string): boolean {
    return this.at - words.length >= this.floor && this.text.endsWith(words, this.at);
  }

  skip(chars: ReadonlySet<string>): boolean {
    const start = this.at;
    while (this.at > this.floor && chars.has(this.text[this.at - 1]!)) this.at--;
    return this.at < start;
  }

  /** Quotes with what escapes them: `\"`, `&quot;`, `%22`. */
  skipQuotes(): boolean {
    const start = this.at;
    for (;;) {
      if (this.at > this.floor && (quotes.has(this.last) || this.last === '\\')) this.at--;
      else if (this.ends('&quot;')) this.at -= 6;
      else if (this.ends('%22')) this.at -= 3;
      else return this.at < start;
    }
  }

  /** Letters, digits and what joins them in names. */
  word(): string {
    const end = this.at;
    while (this.at > this.floor) {
      const code = this.text.charCodeAt(this.at - 1);
      if (!(isAlphanumeric(code) || code > 127 || '_-.$'.includes(this.text[this.at - 1]!))) break;
      this.at--;
    }
    return this.text.slice(this.at, end).replace(/^[-.$]+|[.-]+$/g, '');
  }

  /** A name as it stands before an operator or a comma: `name`, `"name"`, `x["name"]`, `<name>`, `name: Type`. */
  name(): string | null {
    this.skip(blanks);
    if (this.ends('"]') || this.ends("']") || this.ends(')') || this.ends(']') || this.ends('}')) {
      const closed = this.last;
      this.at--;
      if (!quotes.has(this.last) && closed === ')') {
        // `getenv(NAME)`, `$(NAME)`; a call's last argument or, without one, its name.
        const inner = this.word();
        if (inner) return inner;
        if (this.last === '(') this.at--;
        return this.word() || null;
      }
      if (!quotes.has(this.last) && closed === ']') {
        const inner = this.word();
        if (this.last === '[') this.at--;
        const outer = this.word();
        return (/^\d*$/.test(inner) ? outer : inner) || null;
      }
    }
    if (this.last === '>') this.at--;
    if (this.skipQuotes()) {
      const end = this.at;
      while (this.at > this.floor && !quotes.has(this.last) && end - this.at < MAX_NAME) this.at--;
      const quoted = this.text.slice(this.at, end).trim();
      return quoted === '' || end - this.at >= MAX_NAME ? null : quoted;
    }
    return this.word() || null;
  }
}

/** `=`, `:`, `=>`, `:=`, `->`, `||`, `??` and their like, backwards; '' where none stands. */
function operator(reader: Reader): string {
  let found = '';
  while (found.length < 3 && reader.last !== '' && '=:>-|?~+<'.includes(reader.last)) {
    found = reader.last + found;
    reader.at--;
  }
  return found;
}

function nameBefore(text: string, offset: number, floor: number): string | null {
  const reader = new Reader(text, offset, floor);
  for (let step = 0; step < 4; step++) {
    reader.skipQuotes();
    while (reader.last !== '' && openers.has(reader.last) && !isCall(text, reader, floor)) reader.at--;
    reader.skipQuotes();
    // `f"..."`, `b'...'`, `@"..."`, `u8"..."`.
    if (reader.at < offset && /[bfruLN@]/i.test(reader.last) && !isAlphanumeric(text.charCodeAt(reader.at - 2))) reader.at--;
    const spaced = reader.skip(blanks);
    if (!spaced) break;
    const at = reader.at;
    const word = reader.word();
    if (!schemes.has(word.toLowerCase()) || at === reader.at) {
      reader.at = at;
      break;
    }
    // A scheme follows a name or opens a text; elsewhere the word is the name itself: `--token x`, `ENV TOKEN x`.
    const start = reader.at;
    reader.skip(blanks);
    if (text[start] === '-' || (reader.last !== '' && !quotes.has(reader.last) && !'=:,>'.includes(reader.last))) {
      reader.at = at;
      break;
    }
  }
  return nameAround(text, reader, floor, offset);
}

/** Whether the bracket before the reader opens the arguments of something named. */
function isCall(text: string, reader: Reader, floor: number): boolean {
  return reader.last === '(' && reader.at - 2 >= floor && (isAlphanumeric(text.charCodeAt(reader.at - 2)) || text[reader.at - 2] === '_');
}

function nameAround(text: string, reader: Reader, floor: number, offset: number): string | null {
  const spaced = blanks.has(text[reader.at] ?? '') && reader.at < offset;
  if (reader.last === '(') {
    reader.at--;
    return reader.word() || null;
  }
  if (reader.last === ',') {
    reader.at--;
    return reader.name();
  }
  if (reader.last === '>' && !reader.ends('=>') && !reader.ends('->')) {
    // `<name>value`, `<name type="x">value`
    const open = text.lastIndexOf('<', reader.at);
    if (open < floor) return null;
    return /^<([\w.:-]+)/.exec(text.slice(open, Math.min(reader.at, open + MAX_NAME)))?.[1] ?? null;
  }
  const found = operator(reader);
  if (found === '' || /^-+$/.test(found)) {
    reader.at += found.length;
    if (!spaced) return null;
    // `--option value`, `ENV NAME value`, `machine x password value`
    const word = reader.word();
    return word === '' || declaring.has(word.toLowerCase()) ? null : word;
  }
  // `https://user:value`, `https:value` and times of day name nothing.
  const before = reader.at;
  const name = reader.name();
  if (name === null) return null;
  // `name: Type = value`
  if (found.includes('=')) {
    reader.skip(blanks);
    if (reader.last === ':') {
      reader.at--;
      const typed = reader.name();
      if (typed !== null) return typed;
    }
  }
  return before - reader.at > MAX_NAME * 2 ? null : name;
}

/** The key of the block that a line above opens: `key: |`, `key:`, `key = [`, `key(`; found by its indentation. */
function keyAbove(text: string, lineStart: number, indentation: number): string | null {
  let end = lineStart - 1;
  for (let count = 0; count < LINES_ABOVE && end > 0; count++) {
    const window = Math.max(end - LOOK_BACK, 0);
    const start = window + text.slice(window, end).lastIndexOf('\n') + 1;
    if (start > 0 && text[start - 1] !== '\n') return null;
    const line = text.slice(start, end).trimEnd();
    const trimmed = line.trimStart();
    if (trimmed !== '' && (line.length - trimmed.length < indentation || count === 0)) {
      const block = /^(?:- +|[{,] *)?["']?([\w.$ -]{1,80}?)["']?\]?\s*(?::=|=>|[:=(])\s*(?:[|>][+-]?\d?[+-]?|[[({\\"'`]{1,3})?$/.exec(
        trimmed,
      );
      if (block) return block[1]!.split(/[ ]/).at(-1)!;
      if (line.length - trimmed.length < indentation) return null;
    }
    end = start - 1;
  }
  return null;
}

/** The name that the value beginning at an offset is given to, as written, or null. */
export function slotAt(text: string, offset: number): string | null {
  const window = Math.max(offset - LOOK_BACK, 0);
  const floor = window + text.slice(window, offset).lastIndexOf('\n') + 1;
  const before = text.slice(floor, offset);
  const isWholeLine = floor === 0 || text[floor - 1] === '\n';
  if (isWholeLine && /^[\s"'`\\-]*$/.test(before)) return keyAbove(text, floor, before.length - before.trimStart().length);
  return nameBefore(text, offset, floor);
}
