/** Values put into others by name, as config files and programs without a tree do it: `TOKEN=${PREFIX}rest`, `prefix + rest`. */
import { type Spelled, SpelledBuilder } from '../spelled.ts';
import type { Together } from './pieces.ts';

const MAX_VALUE = 400;

/** A name and the constant that it is given, quoted or not; what a bracket follows is called or looked into. */
const DEFINITION =
  /(?<![\w.$-])["']?\$?([A-Za-z_][\w-]{0,60})["']?[ \t]{0,8}(?::=|=>|=(?!=)|:(?!:))[ \t]{0,8}(?:"([^"\n$]{1,400})"|'([^'\n]{1,400})'|([^\s"'`,;#${}()[\]]{1,400})(?![^\s"'`,;#${})\]]))/g;

/** What stands for a value by its name. The last part of a path is the name: `env.PREFIX`. */
const REFERENCE =
  /\$\{\{[ \t]{0,8}[\w.-]{1,80}[ \t]{0,8}\}\}|\{\{[ \t]{0,8}[\w.-]{1,80}[ \t]{0,8}\}\}|[$#]\{[\w.]{1,80}\}|\$\([\w.]{1,80}\)|\$[A-Za-z_]\w{0,60}|%[A-Za-z_]\w{0,60}%|\{[A-Za-z_]\w{0,60}\}/g;

type Place = readonly [from: number, to: number];

function definitionsOf(text: string): ReadonlyMap<string, Place> {
  const known = new Map<string, Place>();
  for (const match of text.matchAll(DEFINITION)) {
    const value = (match[2] ?? match[3] ?? match[4])!;
    const end = match.index + match[0].length - (match[4] === undefined ? 1 : 0);
    known.set(match[1]!, [end - value.length, end]);
  }
  return known;
}

const nameOf = (reference: string): string => /([\w-]+)[^\w-]*$/.exec(reference)?.[1] ?? '';

/** White space and quotes end a word. */
const isBoundary = (code: number): boolean => code <= 32 || code === 34 || code === 39 || code === 96;

const MAX_WORD = 2000;
const MAX_OPERANDS = 64;

function joined(text: Spelled, places: readonly (Place | null)[]): Spelled {
  const builder = new SpelledBuilder();
  for (const place of places) {
    if (place) builder.add(text, ...place);
    else builder.standsFor('\0', text, 0, 0);
  }
  return builder.build();
}

/** Whether two known parts stand side by side, of which at least one came by its name. */
const isMade = (places: readonly (Place | null)[]): boolean =>
  places.some((place, index) => index > 0 && place !== null && places[index - 1] !== null);

class Substitutions {
  private readonly text: Spelled;
  private definitions: ReadonlyMap<string, Place> | null = null;

  constructor(text: Spelled) {
    this.text = text;
  }

  private valueOf(name: string): Place | null {
    this.definitions ??= definitionsOf(this.text.text);
    return this.definitions.get(name) ?? null;
  }

  /** Words with references in them. */
  *words(): Generator<Together> {
    const whole = this.text.text;
    if (!/[$%{]/.test(whole)) return;
    let parts: (Place | string)[] = [];
    let start = 0;
    let end = -1;
    for (const { 0: reference, index } of whole.matchAll(REFERENCE)) {
      const isNext = end >= 0 && index - end < MAX_WORD && this.wordEnd(end, index) === index;
      if (!isNext) {
        yield* this.word(parts, start, end);
        start = this.wordStart(index, Math.max(0, end));
        parts = start < index ? [[start, index]] : [];
      } else if (end < index) parts.push([end, index]);
      parts.push(reference);
      end = index + reference.length;
    }
    yield* this.word(parts, start, end);
  }

  /** A word from its parts, as far as the last reference in it. */
  private *word(parts: readonly (Place | string)[], start: number, end: number): Generator<Together> {
    if (end < 0) return;
    const last = this.wordEnd(end);
    const all = last > end ? [...parts, [end, last] as const] : parts;
    if (all.length < 2) return;
    const places = all.map((part) => (typeof part === 'string' ? this.valueOf(nameOf(part)) : part));
    if (isMade(places)) yield { spelled: joined(this.text, places), at: start, isOne: true };
  }

  private wordStart(at: number, notBefore: number): number {
    const { text } = this.text;
    let start = at;
    while (start > notBefore && at - start < MAX_WORD && !isBoundary(text.charCodeAt(start - 1)) && text[start - 1] !== '=') start--;
    return start;
  }

  private wordEnd(at: number, notBehind = Math.min(this.text.text.length, at + MAX_WORD)): number {
    const { text } = this.text;
    let end = at;
    while (end < notBehind && !isBoundary(text.charCodeAt(end))) end++;
    return end;
  }

  /** Sums of names and literals. */
  *sums(): Generator<Together> {
    const whole = this.text.text;
    for (const operator of ['+', ' .. ', ' . ', ' ~ ', ' & ', '<>', '||']) {
      let done = 0;
      for (let index = whole.indexOf(operator); index >= 0; index = whole.indexOf(operator, Math.max(done, index + 1))) {
        // A digit of base 64 stands in a word, `++` and `+=` are others.
        const next = whole.charCodeAt(index + operator.length);
        if (operator === '+' && (next === 43 || next === 61 || (isWord(next) && isWord(whole.charCodeAt(index - 1))))) continue;
        const first = this.operandBefore(index);
        const sum = first && this.sumFrom(first, index);
        if (!sum) continue;
        done = sum.end;
        if (sum.made) yield { spelled: joined(this.text, sum.made), at: first.start, isOne: true };
      }
    }
  }

  private sumFrom(first: Operand, operator: number): { readonly end: number; readonly made: readonly (Place | null)[] | null } | null {
    const operands = [first];
    let at = operator;
    while (operands.length < MAX_OPERANDS) {
      const found = matchAt(NEXT_OPERATOR, this.text.text, at);
      const operand = found && this.operandAt(at + found[0].length);
      if (!operand) break;
      operands.push(operand);
      at = operand.end;
    }
    if (operands.length === 1) return null;
    // Literals alone are found side by side.
    if (!operands.some(({ name }) => name !== null)) return { end: at, made: null };
    const places = operands.map(({ name, literal }) => (name === null ? literal : this.valueOf(nameOf(name))));
    const isNamed = operands.some(({ name }, index) => name !== null && places[index] !== null);
    return { end: at, made: isNamed && isMade(places) ? places : null };
  }

  private operandBefore(at: number): Operand | null {
    const { text } = this.text;
    let end = at;
    while (end > 0 && at - end < 40 && text.charCodeAt(end - 1) <= 32) end--;
    const last = text.charCodeAt(end - 1);
    if (last === 34 || last === 39) {
      let open = end - 2;
      while (open >= 0 && end - open < MAX_VALUE && text.charCodeAt(open) !== last && text.charCodeAt(open) !== 10) open--;
      if (text.charCodeAt(open) !== last) return null;
      return { start: open, end, literal: open + 2 < end ? [open + 1, end - 1] : null, name: null };
    }
    let start = end;
    while (start > 0 && end - start < 60 && (isWord(text.charCodeAt(start - 1)) || text.charCodeAt(start - 1) === 46)) start--;
    return start < end ? { start, end, literal: null, name: text.slice(start, end) } : null;
  }

  private operandAt(at: number): Operand | null {
    const found = matchAt(OPERAND, this.text.text, at);
    return found && this.operand(found, at);
  }

  private operand([whole, double, single, name]: RegExpExecArray, start: number): Operand {
    const end = start + whole.length;
    return { start, end, literal: name === undefined && (double ?? single) !== '' ? [start + 1, end - 1] : null, name: name ?? null };
  }
}

interface Operand {
  readonly start: number;
  readonly end: number;
  readonly literal: Place | null;
  readonly name: string | null;
}

const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);

const NEXT_OPERATOR = /\s{0,40}(?:\+|\.{1,2}|~|&|<>|\|\|)\s{0,40}/y;
const OPERAND = /"([^"\n\\]{0,400})"|'([^'\n\\]{0,400})'|([$@]?[A-Za-z_][\w.]{0,60})(?![\w(])/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

export function* substitutions(text: Spelled): Generator<Together> {
  const found = new Substitutions(text);
  yield* found.words();
  yield* found.sums();
}
