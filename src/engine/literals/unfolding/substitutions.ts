/** Values put into others by name, as config files and programs without a tree do it: `TOKEN=${PREFIX}rest`, `prefix + rest`. */
import { type Spelled, SpelledBuilder } from '../spelled.ts';
import type { Together } from './pieces.ts';

const MAX_VALUE = 400;

/** A name and the constant that it is given, quoted or not. */
const DEFINITION =
  /(?<![\w.$-])["']?\$?([A-Za-z_][\w-]{0,60})["']?[ \t]{0,8}(?::=|=>|=(?!=)|:(?!:))[ \t]{0,8}(?:"([^"\n$]{1,400})"|'([^'\n]{1,400})'|([^\s"'`,;#${}()[\]]{1,400}))/g;

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
    let places: (Place | null)[] = [];
    let start = 0;
    let end = -1;
    const parts = (): Together | null => {
      if (end < 0) return null;
      const last = this.wordEnd(end);
      if (last > end) places.push([end, last]);
      return isMade(places) ? { spelled: joined(this.text, places), at: start, isOne: true } : null;
    };
    for (const { 0: reference, index } of whole.matchAll(REFERENCE)) {
      const isNext = end >= 0 && index - end < MAX_WORD && this.wordEnd(end, index) === index;
      if (!isNext) {
        const made = parts();
        if (made) yield made;
        start = this.wordStart(index, Math.max(0, end));
        places = start < index ? [[start, index]] : [];
      } else if (end < index) places.push([end, index]);
      places.push(this.valueOf(nameOf(reference)));
      end = index + reference.length;
    }
    const made = parts();
    if (made) yield made;
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
    let done = 0;
    for (const { index } of whole.matchAll(/(?<=[\w"'`)])[ \t]{0,4}(?:\+(?![+=])|\.\.|[ \t]\.(?=[ \t])|~|&(?!&)|<>|\|\|)/g)) {
      if (index < done) continue;
      const first = this.operandBefore(index);
      if (!first) continue;
      const operands = [first];
      let at = index;
      while (operands.length < MAX_OPERANDS) {
        const operator = matchAt(NEXT_OPERATOR, whole, at);
        const operand = operator && this.operandAt(at + operator[0].length);
        if (!operator || !operand) break;
        operands.push(operand);
        at = operand.end;
      }
      done = at;
      const places = operands.map(({ place }) => place);
      if (operands.some(({ isNamed, place }) => isNamed && place) && isMade(places))
        yield { spelled: joined(this.text, places), at: first.start, isOne: true };
    }
  }

  private operandBefore(at: number): Operand | null {
    const found = /(?:"([^"\n\\]{0,400})"|'([^'\n\\]{0,400})'|([$@]?[A-Za-z_][\w.]{0,60}))$/.exec(
      this.text.text.slice(Math.max(0, at - MAX_VALUE), at),
    );
    return found && this.operand(found, at - found[0].length);
  }

  private operandAt(at: number): Operand | null {
    const found = matchAt(OPERAND, this.text.text, at);
    return found && this.operand(found, at);
  }

  private operand([whole, double, single, name]: RegExpExecArray, start: number): Operand {
    const end = start + whole.length;
    if (name === undefined) return { start, end, place: (double ?? single) === '' ? null : [start + 1, end - 1], isNamed: false };
    return { start, end, place: this.valueOf(nameOf(name)), isNamed: true };
  }
}

interface Operand {
  readonly start: number;
  readonly end: number;
  readonly place: Place | null;
  readonly isNamed: boolean;
}

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
