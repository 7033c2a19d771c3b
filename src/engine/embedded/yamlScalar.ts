/**
 * The value of a YAML scalar with the place of each character. The parser has read the value; here it is laid beside the scalar's own
 * text, of which folding and indentation change white space only, and quotes and escapes the rest.
 */
import type { Scalar } from 'yaml';
import { expressionsIn } from '../documents/expressions.ts';
import type { MappedText, Requote, TextBuilder } from './mappedText.ts';

const isSpace = (char: string | undefined) => char === ' ' || char === '\n' || char === '\t' || char === '\r';

/** Lines of a block go on at its indentation. */
function requoteIn(scalar: Scalar, text: string, bodyStart: number): Requote {
  switch (scalar.type) {
    case 'BLOCK_LITERAL': {
      const indentation = /^(?:[ \t]*\r?\n)*([ ]*)/.exec(text.slice(bodyStart, bodyStart + 2000))?.[1] ?? '';
      return (added) => added.replace(/\n(?!\n|$)/g, `\n${indentation}`);
    }
    case 'PLAIN':
      // What would end the scalar.
      return (added) => (/\n| #|:(?:\s|$)/.test(added) ? null : added);
    case 'QUOTE_SINGLE':
      return (added) => (added.includes('\n') ? null : added.replaceAll("'", "''"));
    case 'QUOTE_DOUBLE':
      return (added) => (added.includes('\n') ? null : added.replace(/["\\]/g, '\\$&'));
    default:
      return (added) => (added.includes('\n') ? null : added);
  }
}

/** One escape of a double-quoted scalar, as its length and its text. */
function escapeAt(text: string, at: number): { readonly length: number; readonly text: string } {
  const kind = text[at + 1] ?? '';
  const digits = kind === 'x' ? 2 : kind === 'u' ? 4 : kind === 'U' ? 8 : 0;
  if (digits > 0) {
    const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
    return { length: 2 + digits, text: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd' };
  }
  if (kind === '\n' || kind === '\r') {
    let end = at + 2;
    while (isSpace(text[end])) end++;
    return { length: end - at, text: '' };
  }
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\t': '\t', r: '\r', e: '\x1b', '0': '\0', a: '\x07', b: '\b' };
  return { length: 2, text: simple[kind] ?? (kind === '_' ? '\u00a0' : kind) };
}

/** Lays value and text side by side. */
class Aligner {
  private readonly text: string;
  private readonly value: string;
  private readonly builder: TextBuilder;
  private readonly requote: Requote;
  private readonly quote: '"' | "'" | '';
  private inValue = 0;
  private at: number;
  private readonly end: number;

  constructor(text: string, scalar: Scalar, value: string, from: number, to: number, builder: TextBuilder) {
    this.text = text;
    this.value = value;
    this.builder = builder;
    this.at = from;
    this.end = to;
    this.quote = scalar.type === 'QUOTE_DOUBLE' ? '"' : scalar.type === 'QUOTE_SINGLE' ? "'" : '';
    this.requote = requoteIn(scalar, text, from);
  }

  /** False where the two do not belong together. */
  run(): boolean {
    while (this.inValue < this.value.length) {
      if (!(isSpace(this.value[this.inValue]) || isSpace(this.text[this.at]) ? this.space() : this.word())) return false;
    }
    return true;
  }

  private space(): boolean {
    const escaped = this.quote === '"' && this.text[this.at] === '\\';
    if (escaped) return this.escape();
    let valueEnd = this.inValue;
    while (isSpace(this.value[valueEnd])) valueEnd++;
    let textEnd = this.at;
    while (textEnd < this.end && isSpace(this.text[textEnd])) textEnd++;
    // An escaped space that follows makes its own.
    if (this.quote === '"' && this.text[textEnd] === '\\') valueEnd = Math.min(valueEnd, this.inValue + this.folded(textEnd));
    const spaces = this.value.slice(this.inValue, valueEnd);
    const written = this.text.slice(this.at, textEnd);
    if (written.length === 0 && valueEnd < this.value.length) return false;
    if (spaces === written) this.builder.verbatim(this.at, textEnd, this.requote);
    else {
      // What stands before the next word of its line is the same; what is before that was folded or indentation.
      const head = spaces.lastIndexOf('\n') + 1;
      const tail = written.endsWith(spaces.slice(head)) ? spaces.length - head : 0;
      this.builder.decoded(this.at, textEnd - tail, spaces.slice(0, spaces.length - tail));
      if (tail > 0) this.builder.verbatim(textEnd - tail, textEnd, this.requote);
    }
    this.inValue = valueEnd;
    this.at = textEnd;
    return true;
  }

  /** How many characters white space up to here becomes: as it stands within a line, a space or line ends across lines. */
  private folded(textEnd: number): number {
    const written = this.text.slice(this.at, textEnd);
    const lines = written.split('\n').length - 1;
    return lines === 0 ? written.length : Math.max(1, lines - 1);
  }

  private word(): boolean {
    if (this.quote === '"' && this.text[this.at] === '\\') return this.escape();
    if (this.quote === "'" && this.text[this.at] === "'") {
      if (this.text[this.at + 1] !== "'" || this.value[this.inValue] !== "'") return false;
      this.builder.decoded(this.at, this.at + 2, "'");
      this.at += 2;
      this.inValue++;
      return true;
    }
    const from = this.at;
    while (
      this.at < this.end &&
      this.inValue < this.value.length &&
      this.text[this.at] === this.value[this.inValue] &&
      !isSpace(this.text[this.at]) &&
      !(this.quote !== '' && this.text[this.at] === this.quote) &&
      !(this.quote === '"' && this.text[this.at] === '\\')
    ) {
      this.at++;
      this.inValue++;
    }
    if (this.at === from) return false;
    this.builder.verbatim(from, this.at, this.requote);
    return true;
  }

  private escape(): boolean {
    const { length, text } = escapeAt(this.text, this.at);
    if (!this.value.startsWith(text, this.inValue)) return false;
    this.builder.decoded(this.at, this.at + length, text);
    this.at += length;
    this.inValue += text.length;
    return true;
  }
}

/** Where a scalar's content begins: after its quote, or after the line with `|`. */
function contentStart(text: string, scalar: Scalar, start: number): number {
  if (scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE') return start + 1;
  if (scalar.type !== 'BLOCK_LITERAL' && scalar.type !== 'BLOCK_FOLDED') return start;
  const newline = text.indexOf('\n', start);
  return newline < 0 ? text.length : newline + 1;
}

/** The text of a scalar, `${{ … }}` as holes; null where value and text cannot be laid side by side. */
export function readScalar(text: string, scalar: Scalar, makeBuilder: () => TextBuilder): MappedText | null {
  const { range, value } = scalar;
  if (!range || typeof value !== 'string') return null;
  const from = contentStart(text, scalar, range[0]);
  const aligned = makeBuilder();
  if (!new Aligner(text, scalar, value, from, Math.max(from, range[1]), aligned).run()) return null;
  const plain = aligned.build();
  const expressions = expressionsIn(value, 0, value.length);
  if (expressions.length === 0) return plain;
  const holed = makeBuilder();
  let done = 0;
  for (const expression of expressions) {
    plain.copyTo(holed, done, expression.start);
    holed.hole(plain.startOf(expression.start), plain.endOf(expression.end), `\${{ ${expression.text} }}`);
    done = expression.end;
  }
  plain.copyTo(holed, done, value.length);
  return holed.build();
}
