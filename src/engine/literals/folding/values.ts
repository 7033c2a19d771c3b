/** What expressions are worth, and what can be done to them. */
import { fromBase64, fromHex } from '../decoding/bytes.ts';
import { fromEscapes } from '../decoding/escapes.ts';
import { fromPercent } from '../decoding/percent.ts';
import type { Disguise } from '../foundSecret.ts';
import { reversed, type Spelled, SpelledBuilder, sliceOf } from '../spelled.ts';
import type { FormatStyle, Operation } from './shape.ts';

export interface TextValue {
  readonly kind: 'text';
  readonly spelled: Spelled;
  readonly via: readonly Disguise[];
}

export type Value =
  | TextValue
  | { readonly kind: 'list'; readonly items: readonly (Value | null)[] }
  /** With the digits, which say where it stands. */
  | { readonly kind: 'number'; readonly value: number; readonly digits: Spelled }
  | { readonly kind: 'pattern'; readonly pattern: RegExp | string; readonly isGlobal: boolean };

/** In the place of what is not known: no token holds it. */
export const HOLE = '\0';

const nowhere: Spelled = { text: '', startOf: () => 0, endOf: () => 0 };

export function constant(text: string): TextValue {
  return { kind: 'text', spelled: { text, startOf: () => 0, endOf: () => 0 }, via: [] };
}

function merged(all: readonly (readonly Disguise[])[], last: Disguise | null): Disguise[] {
  const via = [...new Set(all.flat())].filter((one) => one !== last);
  return last ? [...via, last] : via;
}

/** Numbers in a text are written out. */
function spelledOf(value: Value | null | undefined): Spelled | null {
  return value?.kind === 'text' ? value.spelled : value?.kind === 'number' ? value.digits : null;
}

function viaOf(value: Value | null | undefined): readonly Disguise[] {
  return value?.kind === 'text' ? value.via : [];
}

/** One after the other; null where nothing of it is known. `between` has no place of its own. */
export function concatenated(values: readonly (Value | null)[], between: string = ''): TextValue | null {
  const builder = new SpelledBuilder();
  // What stands in words of its own makes no new one.
  const isParted = /\s/.test(between);
  let isTogether = false;
  let wasKnown = false;
  let hasAny = false;
  values.forEach((value, index) => {
    if (index > 0 && between !== '') builder.standsFor(between, nowhere, 0, 0);
    const spelled = spelledOf(value);
    if (spelled === null) {
      builder.standsFor(HOLE, nowhere, 0, 0);
      wasKnown = false;
    } else if (spelled.text !== '') {
      builder.add(spelled);
      isTogether ||= wasKnown && !isParted;
      wasKnown = !spelled.text.endsWith(HOLE);
      hasAny = true;
    }
  });
  if (!hasAny) return values.every((value) => value !== null) && values.length > 0 ? constant('') : null;
  return { kind: 'text', spelled: builder.build(), via: merged(values.map(viaOf), isTogether ? 'concatenation' : null) };
}

function changed(value: TextValue, spelled: Spelled | null, by: Disguise): TextValue | null {
  // Twice the same is told twice: base 64 of base 64.
  return spelled && { kind: 'text', spelled, via: [...value.via, by] };
}

function withoutSpace(text: Spelled): Spelled {
  if (!/\s|=/.test(text.text)) return text;
  const builder = new SpelledBuilder();
  for (const { 0: run, index } of text.text.matchAll(/[^\s=]+/g)) builder.add(text, index, index + run.length);
  return builder.build();
}

/** A list of single characters is a text, and a text with nothing between is joined already. */
function joined(list: Value | null | undefined, between: Value | null | undefined): Value | null {
  if (between && between.kind !== 'text') return null;
  const separator = between?.spelled.text ?? '';
  if (list?.kind === 'text') return separator === '' ? list : null;
  return list?.kind === 'list' ? concatenated(list.items, separator) : null;
}

const MAX_ITEMS = 20_000;

function split(text: TextValue, separator: string): Value {
  if (separator === '') return text;
  const items: TextValue[] = [];
  const { spelled, via } = text;
  for (let from = 0; from <= spelled.text.length && items.length < MAX_ITEMS; ) {
    const found = spelled.text.indexOf(separator, from);
    const to = found < 0 ? spelled.text.length : found;
    items.push({ kind: 'text', spelled: sliceOf(spelled, from, to), via });
    from = to + separator.length;
  }
  return { kind: 'list', items };
}

function replaced(text: TextValue, sought: Value, by: TextValue, isAll: boolean): TextValue | null {
  const { spelled } = text;
  const builder = new SpelledBuilder();
  let done = 0;
  const put = (from: number, to: number): void => {
    builder.add(spelled, done, from);
    builder.add(by.spelled);
    done = to;
  };
  if (sought.kind === 'pattern' && typeof sought.pattern !== 'string') {
    for (const { 0: match, index } of spelled.text.matchAll(sought.pattern)) {
      put(index, index + match.length);
      if (!sought.isGlobal && !isAll) break;
    }
  } else {
    const what = sought.kind === 'pattern' ? (sought.pattern as string) : sought.kind === 'text' ? sought.spelled.text : '';
    if (what === '') return null;
    const every = isAll || (sought.kind === 'pattern' && sought.isGlobal);
    for (let at = spelled.text.indexOf(what); at >= 0; at = every ? spelled.text.indexOf(what, at + what.length) : -1)
      put(at, at + what.length);
  }
  if (done === 0) return text;
  builder.add(spelled, done);
  return { kind: 'text', spelled: builder.build(), via: merged([text.via, by.via], 'concatenation') };
}

function bounds(length: number, from: number, to: number): [number, number] {
  const start = from < 0 ? Math.max(0, length + from) : Math.min(from, length);
  const end = to < 0 ? length + to : Math.min(to, length);
  return [start, Math.max(start, end)];
}

function slice(whole: Value, from: number, to: number): Value | null {
  if (whole.kind === 'list') return { kind: 'list', items: whole.items.slice(...bounds(whole.items.length, from, to)) };
  if (whole.kind !== 'text') return null;
  const [start, end] = bounds(whole.spelled.text.length, from, to);
  return { kind: 'text', spelled: sliceOf(whole.spelled, start, end), via: whole.via };
}

function reverse(value: Value): Value | null {
  if (value.kind === 'list') return { kind: 'list', items: [...value.items].reverse() };
  return value.kind === 'text' ? changed(value, reversed(value.spelled), 'escape') : null;
}

function characters(value: Value | null | undefined): TextValue | null {
  if (value?.kind === 'text') return value;
  const numbers = value?.kind === 'number' ? [value] : value?.kind === 'list' ? value.items : [];
  const builder = new SpelledBuilder();
  for (const number of numbers) {
    if (number?.kind !== 'number' || !(number.value >= 0 && number.value <= 0x10ffff)) return null;
    builder.standsFor(String.fromCodePoint(number.value), number.digits, 0, number.digits.text.length);
  }
  return builder.length > 0 ? { kind: 'text', spelled: builder.build(), via: ['escape'] } : null;
}

function rot13(text: Spelled): Spelled {
  const turned = text.text.replace(/[a-zA-Z]/g, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
  return { ...text, text: turned };
}

function chained(values: readonly (Value | null)[]): Value | null {
  if (!values.some((value) => value?.kind === 'list')) return concatenated(values);
  return { kind: 'list', items: values.flatMap((value) => (value?.kind === 'list' ? value.items : [value])) };
}

const numberOf = (value: Value | null | undefined): number | null => (value?.kind === 'number' ? value.value : null);

/** What becomes of values, or null where it is not known. */
export function perform(operation: Operation, values: readonly (Value | null)[]): Value | null {
  const [first, second, third] = values;
  if (operation === 'chain') return chained(values);
  if (!first) return null;
  switch (operation) {
    case 'join':
      return joined(first, second);
    case 'characters':
      return characters(first);
    case 'reverse':
      return reverse(first);
    case 'slice':
    case 'substr': {
      const from = second ? numberOf(second) : 0;
      const to = third ? numberOf(third) : Number.POSITIVE_INFINITY;
      return from === null || to === null ? null : slice(first, from, operation === 'substr' && from >= 0 ? from + to : to);
    }
    case 'item': {
      const index = numberOf(second);
      if (index === null) return null;
      if (first.kind === 'list') return first.items.at(index) ?? null;
      return slice(first, index, index === -1 ? Number.POSITIVE_INFINITY : index + 1);
    }
  }
  if (first.kind !== 'text') return null;
  switch (operation) {
    case 'base64':
      return changed(first, fromBase64(withoutSpace(first.spelled)), 'base64');
    case 'hex':
      return changed(first, fromHex(withoutSpace(first.spelled)), 'hex');
    case 'percent':
      return changed(first, fromPercent(first.spelled), 'percent');
    case 'unescape': {
      const plain = fromEscapes(first.spelled);
      return plain ? changed(first, plain, 'escape') : first;
    }
    case 'rot13':
      return changed(first, rot13(first.spelled), 'escape');
    case 'split':
      return second?.kind === 'text' ? split(first, second.spelled.text) : null;
    case 'replace':
    case 'replaceFirst':
      return second && third?.kind === 'text' ? replaced(first, second, third, operation === 'replace') : null;
    case 'trim': {
      const from = first.spelled.text.length - first.spelled.text.trimStart().length;
      return slice(first, from, Math.max(from, first.spelled.text.trimEnd().length));
    }
  }
}

const fields: Readonly<Record<FormatStyle, RegExp>> = {
  percent: /%(?:\(([^)]{0,80})\))?[-+ #0-9.*]{0,12}([a-zA-Z%])/g,
  printf: /%()[-+ #0-9.*]{0,12}([a-zA-Z%])/g,
  brace: /\{\{|\}\}|\{([^{}:!]{0,80})(?:![a-z])?(?::[^{}]{0,40})?\}/g,
};

/** A template with its fields filled. */
export function formatted(
  style: FormatStyle,
  template: Value | null,
  values: readonly (Value | null)[],
  named: (name: string) => Value | null,
): TextValue | null {
  if (template?.kind !== 'text') return null;
  const { spelled, via } = template;
  const parts: (Value | null)[] = [];
  const stretch = (from: number, to: number): TextValue => ({ kind: 'text', spelled: sliceOf(spelled, from, to), via });
  let next = 0;
  do {
    const before = next;
    let done = 0;
    for (const { 0: whole, 1: name, 2: conversion, index } of spelled.text.matchAll(fields[style])) {
      if (index > done) parts.push(stretch(done, index));
      done = index + whole.length;
      if (conversion === '%' || whole === '{{' || whole === '}}') parts.push(stretch(index, index + 1));
      else if (name === undefined || name === '') parts.push(values[next++] ?? null);
      else if (style === 'brace' && /^\d{1,4}$/.test(name)) parts.push(values[Number(name)] ?? null);
      else parts.push(named(name));
    }
    if (done < spelled.text.length) parts.push(stretch(done, spelled.text.length));
    // A shell begins again while it has arguments left.
    if (style !== 'printf' || next === before) break;
  } while (next < values.length);
  return concatenated(parts);
}
