/** How what a call gives is made of what it is given: joined, replaced, filled in, taken out. */
import type { Value } from '../ir/values.ts';
import { provenByPattern, provenByRemoval } from './allowList.ts';
import { provenByAbsence } from './conditions.ts';
import { EVERY, maskOf } from './contexts.ts';
import { boolean, indexed } from './evaluation.ts';
import { mustNotBeShown, unite } from './fact.ts';
import type { CallModel } from './flowModel.ts';
import type { Interpretation } from './interpretation.ts';
import {
  allCleared,
  allFacts,
  cleared,
  concatenate,
  constant,
  constantOf,
  derived,
  elementOf,
  fieldOf,
  join,
  type Known,
  listOf,
  numberOf,
  UNKNOWN,
  withElement,
  withField,
} from './known.ts';
import { asNamed, HIDDEN, hidesAll, holderOf, isShort } from './secrecy.ts';

export function make(
  here: Interpretation,
  as: NonNullable<CallModel['gives']>['as'],
  given: readonly { readonly known: Known; readonly value: Value }[],
  at: number,
): Known {
  const first = given[0]?.known ?? UNKNOWN;
  switch (as) {
    case 'same': {
      let all: Known | null = null;
      for (const { known } of given) all = all ? join(all, known) : known;
      const [only] = given;
      // The other form of a text says something about the text itself.
      return all && given.length === 1 && only?.value.kind === 'variable' && all.facts.size > 0
        ? { ...all, name: null, view: { of: all, variable: only.value.variable.id, aspect: 'same' } }
        : all
          ? { ...all, name: null }
          : UNKNOWN;
    }
    case 'itself':
      return first;
    case 'derived': {
      let all: Known | null = null;
      for (const { known } of given) all = all ? join(all, derived(known, at)) : derived(known, at);
      return all ?? UNKNOWN;
    }
    case 'joined':
      if (first.type === 'list') return listed(given, at);
      return concatenate(given.map(({ known, value }) => ({ known, quoting: 'none' as const, at: value.at })));
    case 'path':
      return concatenate(between(given, constant('/'), at));
    case 'text of items':
      return ofItems(given, at);
    case 'printf':
      return printed(given, at);
    case 'text':
      return { ...first, type: first.texts ? 'text' : first.type, name: null };
    case 'shaped':
      return shaped(first, given[1]?.known ?? UNKNOWN, at, 0);
    case 'matching': {
      const pattern = given[1] && constantOf(given[1].known);
      return { ...cleared(first, typeof pattern === 'string' ? provenByPattern(pattern, 'part') : 0), name: null };
    }
    case 'slice':
      if (here.unit.model.secrecy && isShort(given.slice(1).map(({ known }) => known))) return HIDDEN;
      return first.type === 'list' || first.element
        ? { ...UNKNOWN, cleared: EVERY, type: 'list', element: elementOf(first, at) }
        : beginning(given, derived(first, at));
    case 'format':
      return filledBraces(given, at) ?? concatenate(given.map(({ known, value }) => ({ known, quoting: 'none' as const, at: value.at })));
    case 'element':
      return elementOf(first, at);
    case 'field': {
      const key = given[1]?.known ?? UNKNOWN;
      const name = here.unit.model.secrecy ? constantOf(key) : null;
      const found = indexed(here, first, key, at);
      const held = name !== null && given[0] ? asNamed(here, found, name, holderOf(given[0].value), at) : found;
      const other = given[2]?.known;
      return other && held.facts.size === 0 && held === UNKNOWN ? other : other ? join(held, other) : held;
    }
    case 'collection': {
      let all: Known | null = null;
      for (const { known } of given) all = all ? join(all, known) : known;
      return all ? (all.fields || all.element ? all : { ...UNKNOWN, cleared: EVERY, type: 'list', element: elementOf(all, at) }) : UNKNOWN;
    }
    case 'replaced': {
      const pattern = given[1] && constantOf(given[1].known);
      const replacement = given[2] && constantOf(given[2].known);
      if (here.unit.model.secrecy && pattern && hidesAll(pattern, replacement ?? null)) return HIDDEN;
      const whole = replaced(first, pattern ?? null, replacement ?? null);
      if (whole !== null) return constant(whole);
      const filled = given[2] && typeof pattern === 'string' ? filledIn(first, pattern, given[2], at) : null;
      if (filled) return filled;
      // What a function puts in its place is taken for something else than what it was.
      const put = given[2]?.known.type === 'function' ? '' : replacement;
      const mask = pattern && put !== null && put !== undefined ? provenByRemoval(pattern, put) : 0;
      const rest = given[2] ? derived(given[2].known, at) : UNKNOWN;
      const text = derived(first, at, mask);
      return given[2] && rest.facts.size > 0 ? join(text, rest) : text;
    }
    case 'rewritten':
      return rewritten(first, given[1]?.known ?? UNKNOWN, given[2]?.known ?? UNKNOWN, at);
    case 'parts':
      return { ...UNKNOWN, cleared: EVERY, type: 'list', element: derived(first, at) };
    case 'keys':
      if (here.unit.model.secrecy) return { ...HIDDEN, type: 'list', element: HIDDEN };
      return { ...UNKNOWN, cleared: EVERY, type: 'list', element: derived({ ...first, fields: null, element: null }, at) };
    case 'merged': {
      let all: Known = { ...UNKNOWN, cleared: EVERY, type: 'record', fields: new Map() };
      for (const { known } of given) all = merged(all, known, at);
      return all;
    }
    case 'field of field': {
      const [section, key] = [given[1]?.known, given[2]?.known].map((known) => (known ? constantOf(known) : null));
      const held = section !== null && key !== null ? first.fields?.get(`${section}.${key}`) : undefined;
      if (held) return held;
      const within = given[1] ? indexed(here, first, given[1].known, at) : elementOf(first, at);
      return given[2] ? indexed(here, within, given[2].known, at) : within;
    }
    case 'mapped': {
      const list = given[1]?.known ?? UNKNOWN;
      const element = givesNumbers(here, first) ? { ...UNKNOWN, cleared: EVERY } : elementOf(list, at);
      return { ...UNKNOWN, cleared: EVERY, type: 'list', element };
    }
    case 'number':
      return numberOf(first, at);
    case 'boolean':
      return boolean(null, null);
  }
}

/** A template of one written text with its places in braces: by position, by number, by name. */
function filledBraces(given: Placed, at: number): Known | null {
  const [template, ...others] = given;
  const text = template && template.known.facts.size === 0 ? constantOf(template.known) : null;
  if (text === null || text.length > 2_000) return null;
  const named = others.find(({ known }) => known.type === 'record')?.known.fields;
  const positional = others.filter(({ known }) => known.type !== 'record' || known.fields !== named);
  let next = 0;
  const parts = text.split(/(\{\{|\}\}|\{[^{}]*\})/).map((part): Known => {
    if (part === '{{' || part === '}}') return constant(part.slice(1));
    if (!part.startsWith('{') || !part.endsWith('}')) return constant(part);
    const field = /^[^!:.[]*/.exec(part.slice(1, -1))![0];
    const own = /^\d*$/.test(field) ? positional[field === '' ? next++ : Number(field)]?.known : named?.get(field);
    return own ?? UNKNOWN;
  });
  return concatenate(parts.map((known) => ({ known, quoting: 'none' as const, at })));
}

/** A mapping with what another one has. */
export function merged(all: Known, known: Known, at: number): Known {
  let made = all;
  // Pairs in a list: their second halves.
  if (known.type === 'list') return withElement(made, elementOf(elementOf(known, at), at));
  for (const [key, field] of known.fields ?? []) made = withField(made, key, field);
  if (known.element) made = withElement(made, known.element);
  else if ([...known.facts.values()].some(({ kind }) => mustNotBeShown(kind))) made = { ...made, facts: unite(made.facts, known.facts) };
  else if (known.facts.size > 0) made = withElement(made, elementOf(known, at));
  return made;
}

/** A quote is closed, escaped and opened again: what stands in single quotes of a shell stays there. */
function rewritten(text: Known, from: Known, to: Known, at: number): Known {
  const [pattern, replacement] = [constantOf(from), constantOf(to)];
  const whole = constantOf(text);
  if (whole !== null && pattern !== null && replacement !== null && text.facts.size === 0)
    return constant(whole.replaceAll(pattern, () => replacement));
  if (whole !== null && pattern && whole.includes(pattern) && text.facts.size === 0 && replacement === null) {
    const hole: Known = { ...derived(to, at), texts: [[{ facts: allFacts(to), cleared: allCleared(to), quoting: 'none', at }]] };
    const texts = whole.split(pattern).slice(0, 12);
    return concatenate(
      texts
        .flatMap((one, index) => [...(index > 0 ? [hole] : []), constant(one)])
        .map((known) => ({ known, quoting: 'none' as const, at })),
    );
  }
  const isQuoting =
    pattern === "'" && replacement !== null && replacement.length > 2 && replacement.startsWith("'") && replacement.endsWith("'");
  // Without its quote a value between quotes stays there.
  const isUnquoting = pattern !== null && /^['"]$/.test(pattern) && replacement !== null && !/['"]/.test(replacement);
  // What is taken everywhere is not there any more; of several letters, others can come together to the same.
  const isGone = pattern !== null && (pattern.length === 1 || pattern === '..') && replacement !== null && !replacement.includes(pattern);
  const proven = isQuoting ? maskOf('shell') : isUnquoting ? maskOf('xpath') : 0;
  const made = derived(text, at, proven | (isGone ? provenByAbsence(pattern) : 0));
  const rest = derived(to, at);
  return rest.facts.size > 0 ? join(made, rest) : made;
}

/** A word of a written text with a value in its place. */
function filledIn(text: Known, pattern: string, by: Placed[number], at: number): Known | null {
  const whole = constantOf(text);
  if (whole === null || pattern === '' || /^\/.*\/[a-z]*$/.test(pattern) || !whole.includes(pattern)) return null;
  const known = allFacts(by.known).size > 0 ? derived(by.known, at) : by.known;
  const parts = whole
    .split(pattern)
    .flatMap((piece, index) => [
      ...(index > 0 ? [{ known, quoting: 'none' as const, at: by.value.at }] : []),
      { known: constant(piece), quoting: 'none' as const, at },
    ]);
  return parts.length > 24 ? null : concatenate(parts);
}

/** From the first character on: what it equals is what the whole begins with. */
function beginning([whole, from]: Placed, known: Known): Known {
  if (!whole || !from || constantOf(from.known) !== '0') return known;
  const variable = whole.value.kind === 'variable' ? whole.value.variable.id : -1;
  return { ...known, view: { of: whole.known, variable, aspect: 'beginning' } };
}

/** Where all three are written out, and the pattern is no pattern. */
function replaced(text: Known, pattern: string | null, replacement: string | null): string | null {
  const whole = constantOf(text);
  if (whole === null || pattern === null || replacement === null || text.facts.size > 0 || /^\/.*\/[a-z]*$/.test(pattern)) return null;
  return whole.replaceAll(pattern, () => replacement);
}

const MAX_SHAPE = 5;

function shaped(shape: Known, value: Known, at: number, depth: number): Known {
  if (depth < MAX_SHAPE && shape.type === 'record' && shape.fields) {
    const fields = new Map([...shape.fields].map(([name, one]) => [name, shaped(one, fieldOf(value, name, at), at, depth + 1)]));
    return { ...UNKNOWN, cleared: EVERY, type: 'record', fields };
  }
  if (depth < MAX_SHAPE && shape.type === 'list' && shape.element)
    return { ...UNKNOWN, cleared: EVERY, type: 'list', element: shaped(shape.element, elementOf(value, at), at, depth + 1) };
  return { ...cleared(value, shape.cleared), name: null };
}

/** Lists and items one after the other. */
function listed(given: Placed, at: number): Known {
  const counts = given.map(({ known }) => (known.type === 'list' ? known.count : 1));
  if (counts.every((count) => count !== null))
    return listOf(given.flatMap(({ known }) => (known.type === 'list' ? itemsOf(known) : [known])));
  let element: Known | null = null;
  for (const { known } of given) {
    const one = known.type === 'list' ? elementOf(known, at) : known;
    element = element ? join(element, one) : one;
  }
  return { ...UNKNOWN, cleared: EVERY, type: 'list', element };
}

/** `%s` and its kin filled in; numbers stay numbers. */
function printed(given: Placed, at: number): Known {
  const [first, ...rest] = given;
  const format = first && constantOf(first.known);
  if (format === null || format === undefined)
    return concatenate(given.map(({ known, value }) => ({ known, quoting: 'none' as const, at: value.at })));
  const parts: { readonly known: Known; readonly quoting: 'none'; readonly at: number }[] = [];
  let end = 0;
  for (const { 0: directive, index } of format.matchAll(/%[sdifjoOc%]/g)) {
    const next = directive === '%%' ? null : rest.shift();
    if (next === undefined) break;
    parts.push({ known: constant(format.slice(end, index)), quoting: 'none', at });
    if (next) parts.push({ known: /[dif]/.test(directive) ? numberOf(next.known, at) : next.known, quoting: 'none', at: next.value.at });
    else parts.push({ known: constant('%'), quoting: 'none', at });
    end = index + directive.length;
  }
  parts.push({ known: constant(format.slice(end)), quoting: 'none', at });
  for (const { known, value } of rest) parts.push({ known: constant(' '), quoting: 'none', at }, { known, quoting: 'none', at: value.at });
  return concatenate(parts);
}

export type Placed = readonly { readonly known: Known; readonly value: Value }[];

function between(given: Placed, separator: Known, at: number) {
  return given.flatMap(({ known, value }, index) => [
    ...(index > 0 ? [{ known: separator, quoting: 'none' as const, at }] : []),
    { known, quoting: 'none' as const, at: value.at },
  ]);
}

/** The items of a list with a text between: the list and the separator in either order. */
function ofItems(given: Placed, at: number): Known {
  const list =
    given.find(({ known }) => known.type === 'list' || known.fields || known.element)?.known ??
    given.find(({ known }) => constantOf(known) === null)?.known ??
    given.at(-1)?.known;
  const separator = given.find(({ known }) => known !== list)?.known ?? constant(',');
  if (!list) return UNKNOWN;
  if (list.count === null || list.count > 24) return ofSome(list, separator, at);
  const items = itemsOf(list);
  return concatenate(
    items.flatMap((known, index) => [
      ...(index > 0 ? [{ known: separator, quoting: 'none' as const, at }] : []),
      { known, quoting: 'none' as const, at },
    ]),
  );
}

/** Items that are not told apart: each of the texts that they may be once, one after the other. */
function ofSome(list: Known, separator: Known, at: number): Known {
  const element = elementOf(list, at);
  const { texts } = element;
  if (!texts?.some((text) => text.some((piece) => 'text' in piece))) return derived(list, at);
  const items = texts.map((text) => ({ ...element, texts: [text] }));
  return concatenate(
    items.flatMap((known, index) => [
      ...(index > 0 ? [{ known: separator, quoting: 'none' as const, at }] : []),
      { known, quoting: 'none' as const, at },
    ]),
  );
}

/** True of a function that makes a number of whatever it is given, or another harmless thing. */
export function givesNumbers(here: Interpretation, fn: Known | undefined): boolean {
  const model = fn?.name ? here.unit.model.call(here.unit.model.canonical(fn.name)) : undefined;
  return model?.gives?.as === 'number' || model?.clears === 'every';
}

export function itemsOf({ fields, count }: Known): readonly Known[] {
  return Array.from({ length: count ?? 0 }, (_, index) => fields?.get(String(index)) ?? UNKNOWN);
}
