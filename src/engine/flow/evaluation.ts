/** What an expression gives, by what is known of its parts. */
import type { Call } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { provenByPattern, provenByRemoval } from './allowList.ts';
import { statusOf } from './commands.ts';
import { both, either, equality, guardCondition, membership, negated, type Subject, withoutHost } from './conditions.ts';
import { EVERY, maskOf } from './contexts.ts';
import { unite } from './fact.ts';
import { provenByGlob, provenByNoGlob } from './globs.ts';
import { type Interpretation, refine, truthOf } from './interpretation.ts';
import {
  allFacts,
  type Condition,
  cleared,
  concatenate,
  constant,
  constantOf,
  derived,
  elementOf,
  fieldOf,
  isWritten,
  join,
  type Known,
  listOf,
  numberOf,
  steered,
  UNKNOWN,
} from './known.ts';
import { asNamed, HIDDEN, holderOf, isShort, ofNothing } from './secrecy.ts';

const MAX_DEPTH = 60;

export function evaluate(here: Interpretation, value: Value, depth: number): Known {
  here.flow.budget.spend();
  if (depth > MAX_DEPTH) return UNKNOWN;
  const inner = (one: Value): Known => evaluate(here, one, depth + 1);
  const { at } = value;
  switch (value.kind) {
    case 'literal':
      return constant(value.text, typeOfLiteral(value));
    case 'variable': {
      const known = here.variable(value.variable);
      const named = known === UNKNOWN || (known.facts.size === 0 && !known.name) ? platform(here, known, at) : known;
      return known === UNKNOWN ? unseen(here, named, value.variable.name, at) : named;
    }
    case 'field': {
      const held = field(here, inner(value.of), value, depth);
      return here.unit.model.secrecy ? asNamed(here, held, value.name, holderOf(value.of), at) : held;
    }
    case 'element': {
      const of = inner(value.of);
      const index = value.index ? inner(value.index) : null;
      return indexed(here, of, index, at);
    }
    case 'concat': {
      const parts = value.parts.map((part) => ({
        known: asText(here, part.value, inner(part.value)),
        quoting: part.quoting,
        at: part.value.at,
      }));
      return sum(parts.map(({ known }) => known)) ?? concatenation(parts, at);
    }
    case 'result':
      return result(here, value.call);
    case 'argument':
      return argument(here, value.of, value.index, at);
    case 'choice':
      return choice(here, value, depth);
    case 'operation':
      return operation(here, value.operator, value.operands, at, depth);
    case 'list':
      return list(here, value.items, inner, at);
    case 'collection':
      return { ...UNKNOWN, cleared: EVERY, type: 'list', element: here.gives.get(at) ?? inner(value.element) };
    case 'record': {
      let known: Known = { ...UNKNOWN, cleared: EVERY, type: 'record', fields: new Map() };
      for (const spread of value.spread) {
        const held = inner(spread);
        const before = known.facts;
        known = {
          ...known,
          facts: allFacts({ ...held, fields: null }),
          fields: new Map([...(known.fields ?? []), ...(held.fields ?? [])]),
          element: held.element ?? known.element,
        };
        // What must not be shown is still asked for by its names.
        if (here.unit.model.secrecy) known = { ...known, facts: unite(known.facts, before) };
        else if (known.facts.size > 0) known = { ...known, element: elementOf(held, at) };
      }
      const fields = new Map(known.fields ?? []);
      for (const [key, entry] of value.entries) {
        const held = inner(entry);
        fields.set(key, held);
        here.namedSink(key, at, held);
      }
      // What must not be shown is not to be shown as a part of something either.
      if (here.unit.model.secrecy) return { ...known, fields };
      // What is spread in as a whole has its facts as elements; the record itself is nobody's text.
      return { ...known, facts: UNKNOWN.facts, fields };
    }
    case 'function':
      return { ...UNKNOWN, cleared: EVERY, type: 'function', bodies: [value.body] };
    case 'environment': {
      // Of a shell it is also whatever the files that it reads into itself have set.
      const shared = here.flow.crossings.takenWhole(here.unit, value.name);
      if (shared) return here.withProven(shared);
      const { environment, environmentOf } = here.unit.model;
      const read = environmentOf ? environmentOf(value.name, here.unit.program) : environment;
      if (!read?.source) return read ? UNKNOWN : { ...UNKNOWN, cleared: EVERY };
      const { source } = read;
      if (here.unit.model.read(`environment ${value.name}`)) return { ...UNKNOWN, cleared: EVERY };
      return here.withProven(steered(here.flow.sourceAt(here.unit, at, source, value.name), at));
    }
    case 'status':
      return statusOf(here, value);
    default:
      return platform(here, UNKNOWN, at);
  }
}

/** An instance that is put into a text does not show what it holds. */
function asText(here: Interpretation, value: Value, known: Known): Known {
  const isInstance = here.unit.model.secrecy && value.kind === 'variable' && /^(?:self|cls)$/.test(value.variable.name);
  return isInstance && known.fields ? { ...known, fields: null } : known;
}

/** A variable that nothing is known of, by its name: no module, and nothing of the platform. */
function unseen(here: Interpretation, known: Known, name: string, at: number): Known {
  if (!here.unit.model.secrecy || (here.unit.program.nameAt(at) !== null && /[a-z]/.test(name))) return known;
  return asNamed(here, known, name, '', at);
}

/** `a + b` of numbers. */
function sum(parts: readonly Known[]): Known | null {
  let whole = 0;
  for (const known of parts) {
    const text = known.type === 'number' && known.facts.size === 0 ? constantOf(known) : null;
    if (text === null || !/^-?\d+(?:\.\d+)?$/.test(text)) return null;
    whole += Number(text);
  }
  return parts.length > 1 ? constant(String(whole), 'number') : null;
}

/** `a + b` of lists is a list; of anything else a text. */
function concatenation(parts: Parameters<typeof concatenate>[0], at: number): Known {
  if (!parts.some(({ known }) => known.type === 'list')) return concatenate(parts);
  const counts = parts.map(({ known }) => (known.type === 'list' ? known.count : null));
  if (counts.every((count) => count !== null))
    return listOf(
      parts.flatMap(({ known }) => Array.from({ length: known.count! }, (_, index) => known.fields?.get(String(index)) ?? UNKNOWN)),
    );
  let element: Known | null = null;
  for (const { known } of parts) {
    const one = elementOf(known, at);
    element = element ? join(element, one) : one;
  }
  return { ...UNKNOWN, cleared: EVERY, type: 'list', element };
}

function typeOfLiteral(value: Value & { kind: 'literal' }): Known['type'] {
  const type = (value as { readonly type?: 'text' | 'number' | 'boolean' | 'nothing' }).type;
  return type ?? 'text';
}

/** Something of the platform or of a library, by its full name. */
function platform(here: Interpretation, known: Known, at: number): Known {
  const name = here.unit.program.nameAt(at);
  if (name === null) return known;
  return reading(here, known, here.unit.model.canonical(name), at);
}

/** What reading a named thing gives: a source, or something with a name. */
function reading(here: Interpretation, known: Known, name: string, at: number): Known {
  const read = here.unit.model.read(name);
  if (read?.source) {
    const facts = here.flow.sourceAt(here.unit, at, read.source, wordsOf(here, at));
    const given = { ...steered(facts, at), name: read.is ?? name };
    return here.withProven(read.clears ? cleared(given, read.clears === 'every' ? EVERY : maskOf(...read.clears)) : given);
  }
  if (read?.text !== undefined) return constant(read.text);
  const named = { ...known, name: read?.is ?? name };
  return read?.clears ? cleared(named, read.clears === 'every' ? EVERY : maskOf(...read.clears)) : named;
}

/** The expression as its reader knows it, as far as it holds nothing but names. */
export function wordsOf(here: Interpretation, at: number): string {
  const { tree } = here.unit.program;
  const text = tree.text.slice(tree.start[at]!, Math.min(tree.end[at]!, tree.start[at]! + 80)).replace(/\s+/g, '');
  const names = /^[\w$@.?!]+(?:\[(?:\w+|'[\w-]+'|"[\w-]+")\])*(?:\(\))?(?:\.[\w$?]+)*/.exec(text)?.[0] ?? '';
  return names.slice(0, 60) || 'a value';
}

function field(here: Interpretation, of: Known, value: Value & { kind: 'field' }, depth: number): Known {
  const { at, name } = value;
  const any = of.fields?.has(name) ? undefined : here.unit.model.read(`*.${name}`);
  // A process id by its name is a number, but not among what somebody sent.
  const isSent = any?.clears !== undefined && of.type === null && [...of.facts.values()].some(({ kind }) => kind !== 'parameter');
  if (any && !isSent) return reading(here, fieldOf(of, name, at), `*.${name}`, at);
  // Of an instance that a framework made, too, its class says what it holds.
  const set = of.name === null ? UNKNOWN : withOwn(here, UNKNOWN, of, value);
  if (set !== UNKNOWN) return here.withProven(set);
  if (of.name !== null || (/^-?\d+$/.test(name) && of.type !== 'list' && constantOf(of) !== null))
    return fieldNamed(here, of, name, at, value.of.kind === 'variable' ? value.of.variable.id : -1);
  const known = closed(here, withOwn(here, fieldOf(of, name, at), of, value));
  if (known !== UNKNOWN) return here.withProven(known);
  return depth > MAX_DEPTH ? UNKNOWN : platform(here, known, at);
}

/** A field of a value that may be of a library: what the model says of reading it, or what is held there. */
export function fieldNamed(here: Interpretation, of: Known, name: string, at: number, variable: number): Known {
  if (/^-?\d+$/.test(name) && of.type !== 'list' && constantOf(of) !== null) return indexed(here, of, constant(name), at);
  if (of.name === null) return here.withProven(fieldOf(of, name, at));
  const own = of.fields?.get(name);
  if (own) return here.withProven(own);
  const full = here.unit.model.canonical(`${of.name}.${name}`);
  const read = here.unit.model.read(full);
  if (read?.whole) return here.withProven({ ...of, name: read.is ?? null });
  if (read?.aspect) {
    const subject = of.view ?? { of, variable };
    const view = { of: subject.of, variable: subject.variable, aspect: read.aspect };
    return { ...derived(of, at), view, ...(view.aspect === 'host' && { condition: withoutHost(view) }) };
  }
  if (read) return reading(here, fieldOf(of, name, at), full, at);
  const plain = closed(here, fieldOf(of, name, at));
  return here.withProven(plain.name === null && plain.fields === null ? { ...plain, name: full } : plain);
}

/** What callers give in fields that are declared to be numbers and the like has no syntax. */
function closed(here: Interpretation, known: Known): Known {
  if (known.facts.size !== 1) return known;
  const [fact] = known.facts.values();
  return fact?.given && fact.exact && fact.given.path.length > 0 && here.flow.isClosed(fact.given) ? cleared(known, EVERY) : known;
}

/** A field of the instance itself that this function has not set: also what other methods set it to. */
function withOwn(here: Interpretation, known: Known, of: Known, { of: holder, name }: Value & { kind: 'field' }): Known {
  if (holder.kind !== 'variable' || !/^(?:self|cls)$/.test(holder.variable.name) || of.fields?.has(name)) return known;
  const set = here.flow.ambient(here.unit, holder.variable).fields?.get(name);
  if (!set) return known;
  // What is written out is the class's own, whoever the instance is.
  if (isWritten(set)) return set;
  const both = known === UNKNOWN ? set : join(known, set);
  // What other methods set it to says what it is.
  return known.name === null && both.name !== set.name ? { ...both, name: set.name } : both;
}

export function indexed(here: Interpretation, of: Known, index: Known | null, at: number): Known {
  const name = index && constantOf(index);
  const text = constantOf(of);
  if (name !== null && name !== undefined && text !== null && of.type !== 'list' && /^-?\d+$/.test(name)) {
    const character = text.at(Number(name));
    return character === undefined ? UNKNOWN : constant(character);
  }
  if (name !== null && name !== undefined) {
    const full = of.name === null ? null : here.unit.model.canonical(`${of.name}.${name}`);
    const read = full && here.unit.model.read(full);
    if (read) return reading(here, fieldOf(of, name, at), full, at);
    return here.withProven(fieldOf(of, name, at));
  }
  const read = of.name === null ? undefined : here.unit.model.read(here.unit.model.canonical(`${of.name}.[]`));
  if (read) return reading(here, elementOf(of, at), `${of.name}.[]`, at);
  // One of several that are written out is one of these, whoever chooses.
  return here.withProven(elementOf(of, at));
}

function result(here: Interpretation, call: Call): Known {
  const known = here.results.get(call.at) ?? UNKNOWN;
  const given = here.gives.get(call.at);
  if (given) return here.withProven(withGiven(here, call, known, given));
  return here.withProven(unrun(here, call) ?? known);
}

/** What a call gives whose callback stands in it and has not run: nothing was in the list. */
function unrun(here: Interpretation, call: Call): Known | null {
  if (!/^(?:map|flatMap|some|every)$/.test(call.word)) return null;
  const [first] = here.unit.program.argumentsOf(call);
  if (first?.kind !== 'unknown' || here.unit.program.nameAt(first.at) !== null) return null;
  return call.word === 'some' || call.word === 'every' ? boolean(false, null) : { ...UNKNOWN, cleared: EVERY, type: 'list' };
}

/** What a call gives whose callback ran in place: what that gave, if that is what the call is for. */
export function withGiven(here: Interpretation, call: Call, known: Known, given: Known): Known {
  switch (call.word) {
    case 'map':
    case 'from':
      return { ...UNKNOWN, cleared: EVERY, type: 'list', element: given };
    case 'flatMap':
      return { ...UNKNOWN, cleared: EVERY, type: 'list', element: given.element ?? given };
    case 'filter':
    case 'find':
    case 'findLast':
    case 'forEach':
    case 'each':
      return known;
    case 'some':
      return boolean(null, given.condition && { yes: given.condition.yes, no: [] });
    case 'every':
      return boolean(null, ofEvery(here, call, given));
    default:
      return given;
  }
}

/** What holds of every element holds of the whole. */
function ofEvery(here: Interpretation, call: Call, { condition }: Known): Condition | null {
  const receiver = here.unit.program.receiverOf(call);
  if (!receiver || !condition) return null;
  const on = here.evaluate(receiver);
  const elements = allFacts(elementOf(on, call.at));
  const mask = condition.yes.reduce((all, one) => ([...one.facts.keys()].some((key) => elements.has(key)) ? all | one.cleared : all), 0);
  if (mask === 0) return null;
  return {
    yes: [{ facts: allFacts(on), variable: receiver.kind === 'variable' ? receiver.variable.id : -1, cleared: mask, equals: null }],
    no: [],
  };
}

/** What a callback that runs in place is given. */
function argument(here: Interpretation, call: Call, index: number, at: number): Known {
  const known = here.results.get(call.at);
  const given = callbackGiven(here, call, index, at);
  return given ?? (known && index > 0 ? UNKNOWN : (known ?? UNKNOWN));
}

export const eachWords = new Set(['map', 'forEach', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'flatMap', 'each']);

function callbackGiven(here: Interpretation, call: Call, index: number, at: number): Known | null {
  const { program } = here.unit;
  const receiver = program.receiverOf(call);
  const on = receiver ? here.evaluate(receiver) : UNKNOWN;
  if (eachWords.has(call.word))
    return index === 0 ? here.withProven(elementOf(on, at)) : index === 1 ? { ...UNKNOWN, cleared: EVERY, type: 'number' } : UNKNOWN;
  if (call.word === 'reduce' || call.word === 'reduceRight') {
    if (index === 1) return here.withProven(elementOf(on, at));
    const initial = program.argumentsOf(call)[1];
    const before = here.gives.get(call.at);
    const start = initial ? here.evaluate(initial) : elementOf(on, at);
    return index === 0 ? (before ? join(start, before) : start) : UNKNOWN;
  }
  if (call.word === 'then') return index === 0 ? on : UNKNOWN;
  if (call.word === 'catch' || call.word === 'finally') return UNKNOWN;
  // A callback in the manner of Node: first the error, then what the call gives.
  const given = here.results.get(call.at);
  return index === 0 ? UNKNOWN : (given ?? UNKNOWN);
}

function choice(here: Interpretation, value: Value & { kind: 'choice' }, depth: number): Known {
  const { among, on, falls } = value;
  const go = (one: Value) => evaluate(here, one, depth + 1);
  if (on && among.length === 2) {
    const known = go(on);
    const truth = truthOf(known);
    if (truth !== null) return go(among[truth ? 0 : 1]!);
    if (!known.condition) return join(go(among[0]!), go(among[1]!));
    const { state } = here;
    const arms = [known.condition.yes, known.condition.no].map((refinements, index) => {
      here.state = { variables: new Map(state.variables), proven: new Map(state.proven) };
      refine(here.state, refinements);
      return go(among[index]!);
    });
    here.state = state;
    return join(arms[0]!, arms[1]!);
  }
  let all: Known | null = null;
  for (const one of among) {
    const known = go(one);
    if (falls && all === null && isEmpty(known)) continue;
    all = all ? join(all, known) : known;
    if (falls && isThere(known)) break;
  }
  return all ?? UNKNOWN;
}

function isEmpty(known: Known): boolean {
  return known.facts.size === 0 && (known.type === 'nothing' || truthOf(known) === false || constantOf(known) === '');
}

function isThere(known: Known): boolean {
  if (known.facts.size > 0) return false;
  const text = constantOf(known);
  return known.type === 'text' ? text !== null && text !== '' : truthOf(known) === true;
}

const equals = new Set(['==', '===', 'is', '-eq', '=', '-ceq', '-ieq']);
const differs = new Set(['!=', '!==', 'is not', '-ne', '-cne', '-ine', '<>']);
const arithmetic = new Set(['-', '*', '**', '/', '//', '%', '<<', '>>', '>>>', '&', '|', '^', '~', '$((', '-band', '-bor']);
const compares = new Set(['<', '>', '<=', '>=', '-lt', '-gt', '-le', '-ge', 'instanceof', '-like', '-notlike']);

function operation(here: Interpretation, operator: string, operands: readonly Value[], at: number, depth: number): Known {
  const go = (one: Value | undefined): Known => (one ? evaluate(here, one, depth + 1) : UNKNOWN);
  const subject = (one: Value | undefined): Subject => ({ known: go(one), variable: one?.kind === 'variable' ? one.variable.id : -1 });
  const [left, right] = operands;
  if (operator === '[]') return indexed(here, go(left), go(right), at);
  if (operator === '!' || operator === 'not' || operator === '-not') {
    const known = go(left);
    const truth = truthOf(known);
    return boolean(truth === null ? null : !truth, negated(known.condition ?? ofNothing(here, known)));
  }
  if (equals.has(operator) || differs.has(operator)) {
    const isEqual = equals.has(operator);
    const [a, b] = [subject(left), subject(right)];
    const [one, two] = [constantOf(a.known), constantOf(b.known)];
    const same = one !== null && two !== null && a.known.facts.size === 0 && b.known.facts.size === 0 ? one === two : null;
    if (here.unit.model.secrecy) compared(here, a.known, b.known, at);
    const condition = placeFound(a.known, b.known) ?? booleanEquality(a, b) ?? equality(a, b);
    return boolean(same === null ? null : same === isEqual, isEqual ? condition : negated(condition));
  }
  if (operator === 'in' || operator === 'not in') {
    const condition = membership(subject(left), subject(right));
    return boolean(null, operator === 'in' ? condition : negated(condition));
  }
  if (operator === '-in' || operator === '-notin' || operator === '-contains' || operator === '-notcontains') {
    const [item, all] = operator.endsWith('contains') ? [right, left] : [left, right];
    const condition = membership(subject(item), subject(all));
    return boolean(null, operator.startsWith('-not') ? negated(condition) : condition);
  }
  if (operator === '&&' || operator === 'and' || operator === '-and') return conjunction(here, go(left), go(right));
  if (operator === '||' || operator === 'or' || operator === '-or' || operator === '??') return logical(go(left), go(right), false);
  if (operator === 'typeof') {
    const of = subject(left);
    return { ...UNKNOWN, cleared: EVERY, type: 'text', view: { of: of.known, variable: of.variable, aspect: 'type' } };
  }
  if (operator === '[:]') {
    const bounds = operands.slice(1).map(go);
    return here.unit.model.secrecy && isShort(bounds) ? HIDDEN : slice(subject(left), bounds, at);
  }
  if (operator === '+') return concatenate(operands.map((one) => ({ known: go(one), quoting: 'none' as const, at: one.at })));
  if (compares.has(operator)) {
    const [a, b] = [go(left), go(right)];
    const found = operator === '<' || operator === '>=' || operator === '>' ? placeFound(a, b, operator) : null;
    return found ? boolean(null, found) : comparison(operator, a, b);
  }
  // Shown as it would be written: line breaks are letters then.
  if (operator === '!r') return derived(go(left), at, maskOf('log', 'header'));
  if (operator === '=~' || operator === '=*' || operator === '!=*') return matched(operator, subject(left), go(right));
  if (operator === '%d') return numberOf(go(left), at);
  if (/^-c?(?:not)?match$/.test(operator)) {
    const condition = guardCondition({ of: 0, by: 'pattern', holds: 'true', match: 'part' }, subject(left), go(right));
    return boolean(null, operator.includes('not') ? negated(condition) : condition);
  }
  // `1..5`
  if (operator === '..') return { ...UNKNOWN, cleared: EVERY, type: 'list', element: { ...UNKNOWN, cleared: EVERY, type: 'number' } };
  // A cast to a type whose values are no syntax.
  if (/^\[[a-z]/.test(operator)) return cleared(derived(go(left), at), operator.includes('mailaddress') ? 0 : EVERY);
  if (/^-c?replace$/.test(operator)) return removed(go(left), right ?? null, go, at);
  if (arithmetic.has(operator)) return calculation(operator, operands.map(go), at);
  if (operator.startsWith('${')) return expanded(operator, operands.map(go), at);
  let all: Known | null = null;
  for (const operand of operands) {
    const known = derived(go(operand), at);
    all = all ? join(all, known) : known;
  }
  return all ?? UNKNOWN;
}

/** Of `a && b` nothing of the first is given on, unless it is nothing. */
function conjunction(here: Interpretation, a: Known, b: Known): Known {
  return here.unit.model.secrecy ? logical({ ...a, type: 'boolean', facts: UNKNOWN.facts }, b, true) : logical(a, b, true);
}

/** Two values that are compared, one of which must not be shown. */
function compared(here: Interpretation, a: Known, b: Known, at: number): void {
  const known: Known = { ...UNKNOWN, facts: unite(allFacts(a), allFacts(b)) };
  here.hit(
    { at: 0, context: 'to comparison', always: true },
    { at, call: null, name: null, options: new Map(), on: UNKNOWN, known, given: [a, b] },
  );
}

/** `$x -replace 'pattern', 'text'`: what the pattern matches is gone from it. */
function removed(of: Known, by: Value | null, go: (one: Value | undefined) => Known, at: number): Known {
  const [pattern, put] = (by?.kind === 'list' ? by.items : [by ?? undefined]).map((one) => go(one));
  const [text, replacement] = [pattern ? constantOf(pattern) : null, put ? constantOf(put) : ''];
  const mask = text !== null && replacement !== null ? provenByRemoval(text, replacement) : 0;
  const rest = put && allFacts(put).size > 0 ? derived(put, at) : null;
  return rest ? join(derived(of, at, mask), rest) : derived(of, at, mask);
}

/** `list.indexOf(x) === -1`, `> -1`, `>= 0`, `< 0`: whether it is in there. */
function placeFound(a: Known, b: Known, operator = '=='): Condition | null {
  if (!a.condition || a.type !== 'number') return null;
  const text = constantOf(b);
  if (text === (operator === '>' || operator === '==' ? '-1' : '0'))
    return operator === '==' || operator === '<' ? negated(a.condition) : a.condition;
  return null;
}

/** `${x:-y}`, `${x//a/b}`, `${#x}`: what a shell makes of a value before it puts it in. */
function expanded(operator: string, [known = UNKNOWN, right, third]: readonly Known[], at: number): Known {
  switch (operator.slice(2, -1)) {
    case 'length':
      return numberOf(known, at);
    case '-':
    case ':-':
    case '=':
    case ':=':
      return right ? join(known, right) : known;
    case '?':
    case ':?':
      return known;
    case '+':
    case ':+':
      return right ?? UNKNOWN;
    case '@Q':
    case '@K':
    case '@A':
      return derived(known, at, maskOf('shell'));
    case '//': {
      const pattern = right && constantOf(right);
      const replacement = third ? constantOf(third) : '';
      const mask =
        pattern && replacement !== null ? provenByRemoval(asPattern(pattern), replacement) | doubledQuotes(pattern, replacement) : 0;
      const text = derived(known, at, mask);
      return third && third.facts.size > 0 ? join(text, derived(third, at)) : text;
    }
    case '/':
      return third ? join(derived(known, at), derived(third, at)) : derived(known, at);
    default:
      return derived(known, at);
  }
}

/** A class of a shell's pattern as a regular expression. */
function asPattern(glob: string): string {
  return glob.replace(/^\[!/, '[^');
}

/** `${x//\'/\'\'}`: for between the quotes of a database. */
function doubledQuotes(pattern: string, replacement: string): number {
  return pattern.replace(/\\/g, '') === "'" && replacement.replace(/\\/g, '') === "''" ? maskOf('sql') : 0;
}

/** `test(x) === true`. */
function booleanEquality(a: Subject, b: Subject): Condition | null {
  for (const [one, other] of [
    [a.known, b.known],
    [b.known, a.known],
  ] as const) {
    const truth = truthOf(other);
    if (one.condition && truth !== null) return truth ? one.condition : negated(one.condition);
    // What a match gives is something or nothing.
    if (one.condition && other.type === 'nothing') return negated(one.condition);
  }
  return null;
}

/** `[[ x =~ re ]]`, `[[ x == pattern ]]`. */
function matched(operator: string, of: Subject, pattern: Known): Known {
  const text = constantOf(pattern);
  const proven = (mask: number) => (mask === 0 ? [] : [{ facts: allFacts(of.known), variable: of.variable, cleared: mask, equals: null }]);
  if (text === null) return boolean(null, null);
  if (operator === '=~') return boolean(null, { yes: proven(provenByPattern(text, 'part')), no: [] });
  const condition = { yes: proven(provenByGlob(text)), no: proven(provenByNoGlob(text)) };
  return boolean(null, operator === '=*' ? condition : negated(condition));
}

export function boolean(truth: boolean | null, condition: Condition | null): Known {
  const known: Known = truth === null ? { ...UNKNOWN, cleared: EVERY, type: 'boolean' } : constant(String(truth), 'boolean');
  return condition ? { ...known, condition } : known;
}

function logical(a: Known, b: Known, isAnd: boolean): Known {
  const [x, y] = [truthOf(a), truthOf(b)];
  const truth = isAnd
    ? x === false || y === false
      ? false
      : x === true && y === true
        ? true
        : null
    : x === true || y === true
      ? true
      : x === false && y === false
        ? false
        : null;
  const condition = isAnd ? both(a.condition, b.condition) : either(a.condition, b.condition);
  const known = boolean(truth, condition);
  // As a value it is one of the two.
  const facts = a.type === 'boolean' && b.type === 'boolean' ? null : join(a.type === 'boolean' ? b : a, b);
  return facts && allFacts(facts).size > 0 ? { ...facts, condition } : known;
}

function slice({ known: of, variable }: Subject, bounds: readonly Known[], at: number): Known {
  const text = constantOf(of);
  const [from, to] = bounds.map((bound) => (bound ? constantOf(bound) : null));
  if (text !== null && of.facts.size === 0) return constant(text.slice(number(from) ?? 0, number(to) ?? undefined));
  if (of.type === 'list') {
    const bound = bounds.every((one) => one.type === 'nothing' || number(constantOf(one)) !== null);
    if (of.count === null || !bound) return { ...UNKNOWN, cleared: EVERY, type: 'list', element: elementOf(of, at) };
    const items = Array.from({ length: of.count }, (_, index) => of.fields?.get(String(index)) ?? UNKNOWN);
    return listOf(items.slice(number(from) ?? 0, number(to) ?? undefined));
  }
  // What stands between the first and the last character says something of the whole.
  const isInner = from === '1' && to === '-1' && of.facts.size > 0;
  return isInner ? { ...derived(of, at), view: { of, variable, aspect: 'inner' } } : derived(of, at);
}

function number(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^-?\d+$/.test(text) ? Number(text) : null;
}

function comparison(operator: string, a: Known, b: Known): Known {
  const [x, y] = [constantOf(a), constantOf(b)].map((text) => (text !== null && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null));
  if (x === null || y === null || x === undefined || y === undefined) return boolean(null, null);
  const truths: Readonly<Record<string, boolean>> = {
    '<': x < y,
    '>': x > y,
    '<=': x <= y,
    '>=': x >= y,
    '-lt': x < y,
    '-gt': x > y,
    '-le': x <= y,
    '-ge': x >= y,
  };
  return boolean(truths[operator] ?? null, null);
}

function calculation(operator: string, operands: readonly Known[], at: number): Known {
  // A slash also joins paths, and a percent sign fills in a text.
  if (
    operator === '/' &&
    operands.some((one) => one.type === 'text' || (one.facts.size > 0 && one.type !== 'number') || one.name !== null)
  ) {
    const parts = operands.flatMap((known, index) => [
      ...(index > 0 ? [{ known: constant('/'), quoting: 'none' as const, at }] : []),
      { known, quoting: 'none' as const, at },
    ]);
    return { ...concatenate(parts), name: operands[0]?.name ?? null };
  }
  if (operator === '%' && operands[0] && operands[0].type !== 'number' && (operands[0].type === 'text' || allFacts(operands[0]).size > 0)) {
    return concatenate(operands.map((known) => ({ known, quoting: 'none' as const, at })));
  }
  const values = operands
    .map((one) => constantOf(one))
    .map((text) => (text !== null && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null));
  const [x, y] = values;
  if (x !== null && y !== null && x !== undefined && y !== undefined) {
    const made: Readonly<Record<string, number>> = {
      '-': x - y,
      '*': x * y,
      '/': x / y,
      '//': Math.floor(x / y),
      '%': x % y,
      '**': x ** y,
    };
    const value = made[operator];
    if (value !== undefined && Number.isFinite(value)) return constant(String(value), 'number');
  }
  if (x !== null && x !== undefined && operands.length === 1 && operator === '-') return constant(String(-x), 'number');
  let all: Known = { ...UNKNOWN, cleared: EVERY, type: 'number' };
  for (const one of operands) all = join(all, numberOf(one, at));
  return all;
}

/** The names that a pattern stands for. Where it begins with a directory, none begins with a dash. */
function fileNames(here: Interpretation, { at }: Value, pattern: Known): Known {
  const known = steered(here.flow.sourceAt(here.unit, at, 'file-name', wordsOf(here, at), `${at}`), at);
  const first = pattern.texts?.[0]?.[0];
  return first && 'text' in first && /^[-*?[]/.test(first.text) ? known : cleared(known, maskOf('argument'));
}

function list(here: Interpretation, items: readonly Value[], each: (one: Value) => Known, at: number): Known {
  const { program } = here.unit;
  const inner = (one: Value): Known => (program.namesFiles?.(one) ? fileNames(here, one, each(one)) : each(one));
  if (items.every((item) => item.kind !== 'element' || item.index)) return listOf(items.map(inner));
  let element: Known | null = null;
  for (const item of items) {
    const known = item.kind === 'element' && !item.index ? elementOf(inner(item.of), at) : inner(item);
    element = element ? join(element, known) : known;
  }
  return { ...UNKNOWN, cleared: EVERY, type: 'list', element };
}
