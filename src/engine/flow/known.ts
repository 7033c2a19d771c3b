/** What is known of a value at a place of the program: its text as far as it is written, who steers it, its fields, what it is. */
import type { IrFunction } from '../ir/program.ts';
import type { Quoting } from '../ir/values.ts';
import { EVERY, NOWHERE } from './contexts.ts';
import { clearing, type Fact, type Facts, NO_FACTS, unite } from './fact.ts';

/** A stretch of a text: as it is written, or put in. */
export type Piece =
  | { readonly text: string; readonly quoting: Quoting }
  | {
      readonly facts: Facts;
      readonly quoting: Quoting;
      /** The node that stands there, in the file where it was put in. */
      readonly at: number;
      /** Contexts in which it does no harm as far as its origin is not known. */
      readonly cleared: number;
    };
export type Text = readonly Piece[];

/** What holds if a value is true, and what if it is not. */
export interface Condition {
  readonly yes: readonly Refinement[];
  readonly no: readonly Refinement[];
}

/** Facts that are cleared for some contexts, by where they come from and by the variable they are held in. */
export interface Refinement {
  readonly facts: Facts;
  /** The variable's id, or -1. */
  readonly variable: number;
  readonly cleared: number;
  /** What it equals then, where that is known. */
  readonly equals: string | null;
}

/** Another value that this one says something about: the host of an address, the lower-case form of a name. */
export interface View {
  readonly of: Known;
  readonly variable: number;
  readonly aspect: string;
}

export interface Known {
  readonly facts: Facts;
  /** Contexts in which what is of unknown origin in it does no harm; all, where nothing is. */
  readonly cleared: number;
  /** The texts it may be, at most a few; null where nothing of it is written. */
  readonly texts: readonly Text[] | null;
  /** What a literal is; texts that were put together are `text`. */
  readonly type: 'text' | 'number' | 'boolean' | 'nothing' | 'list' | 'record' | 'function' | null;
  readonly fields: ReadonlyMap<string, Known> | null;
  /** Elements that are not told apart. */
  readonly element: Known | null;
  /** Of a list whose items are all told apart. */
  readonly count: number | null;
  readonly bodies: readonly IrFunction[];
  /** The canonical name of what it is (`express.Request`, `pg.Client`), or null. */
  readonly name: string | null;
  readonly condition: Condition | null;
  readonly view: View | null;
}

export const UNKNOWN: Known = {
  facts: NO_FACTS,
  cleared: NOWHERE,
  texts: null,
  type: null,
  fields: null,
  element: null,
  count: null,
  bodies: [],
  name: null,
  condition: null,
  view: null,
};

const MAX_TEXTS = 6;
const MAX_PIECES = 48;
const MAX_LENGTH = 4_000;
const MAX_FIELDS = 48;
const MAX_DEPTH = 5;

export function constant(text: string, type: Known['type'] = 'text'): Known {
  return { ...UNKNOWN, cleared: EVERY, texts: [[{ text, quoting: 'none' }]], type };
}

/** The one text that a value is, or null. */
export function constantOf(known: Known): string | null {
  if (known.texts?.length !== 1) return null;
  return textOf(known.texts[0]!);
}

/** A text without anything put in, or null. */
export function textOf(text: Text): string | null {
  let whole = '';
  for (const piece of text) {
    if (!('text' in piece)) return null;
    whole += piece.text;
  }
  return whole;
}

/** All the texts it may be, where each is written out; else null. */
export function constantsOf(known: Known): readonly string[] | null {
  if (!known.texts || known.facts.size > 0) return null;
  const all: string[] = [];
  for (const text of known.texts) {
    const one = textOf(text);
    if (one === null) return null;
    all.push(one);
  }
  return all;
}

export function steered(facts: Facts, at: number): Known {
  return { ...UNKNOWN, facts, cleared: EVERY, texts: facts.size > 0 ? [[{ facts, cleared: EVERY, quoting: 'none', at }]] : null };
}

/** True where nobody but the program itself has a say in it. */
export function isWritten(known: Known): boolean {
  return allFacts(known).size === 0 && allCleared(known) === EVERY;
}

/** Contexts in which the parts of unknown origin do no harm, those of what it holds too. */
export function allCleared(known: Known, depth = 0): number {
  let mask = known.cleared;
  if (depth >= MAX_DEPTH) return mask;
  if (known.element) mask &= allCleared(known.element, depth + 1);
  if (known.fields) for (const field of known.fields.values()) mask &= allCleared(field, depth + 1);
  return mask;
}

/** The text of a value for putting it into another; what is not written is one piece. */
export function textsOf(known: Known, at: number): readonly Text[] {
  return known.texts ?? [[{ facts: allFacts(known), cleared: allCleared(known), quoting: 'none', at }]];
}

/** Its own facts and those of all that it holds. */
export function allFacts(known: Known, depth = 0): Facts {
  let { facts } = known;
  if (depth >= MAX_DEPTH) return facts;
  if (known.element) facts = unite(facts, allFacts(known.element, depth + 1));
  if (known.fields) for (const field of known.fields.values()) facts = unite(facts, allFacts(field, depth + 1));
  return facts;
}

/** Texts one after the other, in every combination as long as these are few. */
export function concatenate(parts: readonly { readonly known: Known; readonly quoting: Quoting; readonly at: number }[]): Known {
  let facts: Facts = NO_FACTS;
  let mask = EVERY;
  let texts: Piece[][] = [[]];
  for (const { known, quoting, at } of parts) {
    const mine = allFacts(known);
    const unknown = allCleared(known);
    facts = unite(facts, mine);
    mask &= unknown;
    const given = textsOf(known, at);
    const several = texts.length * given.length > MAX_TEXTS ? [oneHole(mine, unknown, at)] : given;
    const [only] = several;
    if (several.length === 1) for (const text of texts) append(text, only!, quoting, at);
    else texts = texts.flatMap((text) => several.map((one) => append([...text], one, quoting, at)));
  }
  return { ...UNKNOWN, cleared: mask, facts: clearing(facts, 0, parts.length <= 1), texts, type: 'text' };
}

function oneHole(facts: Facts, mask: number, at: number): Text {
  return [{ facts, cleared: mask, quoting: 'none', at }];
}

/** Puts a text behind another one. One that grew too long keeps its beginning; the rest is one piece. */
function append(text: Piece[], added: Text, quoting: Quoting, at: number): Piece[] {
  for (const piece of added) {
    const one = piece.quoting === 'none' && quoting !== 'none' ? { ...piece, quoting } : piece;
    const last = text.at(-1);
    const isLong = text.length > MAX_PIECES || (last !== undefined && 'text' in last && last.text.length > MAX_LENGTH);
    if (isLong) rest(text, one, at);
    else if (last && 'text' in last && 'text' in one && last.quoting === one.quoting)
      text[text.length - 1] = { text: last.text + one.text, quoting: last.quoting };
    else text.push('text' in one || one.at >= 0 ? one : { ...one, at });
  }
  return text;
}

/** What is too much to be told apart is one piece, whoever steers any of it. */
function rest(text: Piece[], piece: Piece, at: number): void {
  const last = text.at(-1);
  const none: Piece = { facts: NO_FACTS, cleared: EVERY, quoting: 'none', at };
  const added = 'text' in piece ? none : piece;
  if (!last || 'text' in last) text.push(added);
  else text[text.length - 1] = { ...last, facts: unite(last.facts, added.facts), cleared: last.cleared & added.cleared };
}

/** Gives back `a` itself where `b` adds nothing, so that a search for a fixed point can tell. */
export function join(a: Known, b: Known, depth = 0): Known {
  if (a === b) return a;
  if (depth > MAX_DEPTH) return a.facts.size >= b.facts.size ? a : b;
  const facts = unite(a.facts, b.facts);
  const mask = a.cleared & b.cleared;
  const texts = joinTexts(a, b);
  const type = a.type === b.type ? a.type : null;
  const count = a.count === b.count ? a.count : null;
  let element = joinMaybe(a.element, b.element, depth);
  let fields = joinFields(a, b, depth);
  // Lists of different length: their items are not told apart any more.
  if (count === null && (a.count !== null || b.count !== null) && fields) {
    for (const [key, one] of fields) if (/^\d+$/.test(key)) element = joinMaybe(element, one, depth);
    const others = new Map([...fields].filter(([key]) => !/^\d+$/.test(key)));
    fields = others.size > 0 ? others : null;
  }
  const bodies = b.bodies.every((body) => a.bodies.includes(body)) ? a.bodies : [...new Set([...a.bodies, ...b.bodies])].slice(0, 6);
  const name = a.name === b.name ? a.name : a.name === null && isNothing(a) ? b.name : b.name === null && isNothing(b) ? a.name : null;
  const condition = sameCondition(a.condition, b.condition) ? a.condition : null;
  const view = a.view === b.view ? a.view : null;
  if (
    facts === a.facts &&
    mask === a.cleared &&
    texts === a.texts &&
    type === a.type &&
    count === a.count &&
    element === a.element &&
    fields === a.fields &&
    bodies === a.bodies &&
    name === a.name &&
    condition === a.condition &&
    view === a.view
  )
    return a;
  return { facts, cleared: mask, texts, type, fields, element, count, bodies, name, condition, view };
}

/** What was concluded twice from the same, in a loop, is one conclusion. */
function sameCondition(a: Condition | null, b: Condition | null): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  return sameRefinements(a.yes, b.yes) && sameRefinements(a.no, b.no);
}

function sameRefinements(a: readonly Refinement[], b: readonly Refinement[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index]!;
      const isSame = one.variable === other.variable && one.cleared === other.cleared && one.equals === other.equals;
      return isSame && one.facts.size === other.facts.size && [...one.facts.keys()].every((key) => other.facts.has(key));
    })
  );
}

/** Nothing, or not set yet: what a variable is before its one real value. */
function isNothing(known: Known): boolean {
  return known === UNKNOWN || known.type === 'nothing';
}

function joinMaybe(a: Known | null, b: Known | null, depth: number): Known | null {
  if (!a || !b) return a ?? b;
  return join(a, b, depth + 1);
}

/** A field that only one of them has is what the other one's source gives under that name. */
function joinFields(one: Known, other: Known, depth: number): Known['fields'] {
  const [a, b] = [one.fields, other.fields];
  if (a === b || (!a && !b)) return a;
  const isSteered = one.facts.size > 0 || other.facts.size > 0;
  if (!isSteered && (!a || !b)) return a ?? b;
  let made: Map<string, Known> | null = a ? null : new Map();
  const put = (key: string, mine: Known | undefined, field: Known | undefined): void => {
    const left = mine ?? (one.facts.size > 0 && field ? steeredField(one, key, -1) : undefined);
    const right = field ?? (other.facts.size > 0 && mine ? steeredField(other, key, -1) : undefined);
    const both = left && right ? join(left, right, depth + 1) : (left ?? right);
    if (!both || both === mine || (!mine && (made ?? a)!.size >= MAX_FIELDS)) return;
    made ??= new Map(a);
    made.set(key, both);
  };
  for (const [key, field] of b ?? []) put(key, a?.get(key), field);
  if (a && other.facts.size > 0) for (const [key, mine] of a) if (!b?.has(key)) put(key, mine, undefined);
  return made ?? a;
}

/** What can be told of several texts is each of them; of too many, only who steers them. */
function joinTexts(a: Known, b: Known): Known['texts'] {
  if (a.texts === b.texts) return a.texts;
  if (!a.texts || !b.texts) {
    const [told, other] = a.texts ? [a, b] : [b, a];
    // A text or something else: the text still is one of the possibilities.
    return isNothing(other) || other.type === 'nothing' ? told.texts : null;
  }
  const added = b.texts.filter((text) => !a.texts!.some((mine) => sameText(mine, text)));
  if (added.length === 0) return a.texts;
  const all = [...a.texts, ...added];
  return all.length > MAX_TEXTS ? sharedBeginning(all) : all;
}

/** Of texts that are too many: the words they all begin with, and one piece for whatever follows. */
function sharedBeginning(texts: readonly Text[]): readonly Text[] | null {
  let shared: string | null = null;
  let facts: Facts = NO_FACTS;
  let mask = EVERY;
  let at = -1;
  let quoting: Quoting = 'none';
  for (const text of texts) {
    const [first] = text;
    const words: string = first && 'text' in first ? first.text : '';
    if (first) quoting = first.quoting;
    let length = 0;
    const most: number = shared === null ? words.length : Math.min(shared.length, words.length);
    while (length < most && (shared === null || shared[length] === words[length])) length++;
    shared = words.slice(0, length);
    for (const piece of text) {
      if ('text' in piece) continue;
      facts = unite(facts, piece.facts);
      mask &= piece.cleared;
      at = piece.at;
    }
  }
  return shared === null || shared === ''
    ? null
    : [
        [
          { text: shared, quoting },
          { facts, cleared: mask, quoting: 'none', at },
        ],
      ];
}

function sameText(a: Text, b: Text): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((piece, index) => {
    const other = b[index]!;
    if ('text' in piece || 'text' in other) return 'text' in piece && 'text' in other && piece.text === other.text;
    return (
      piece.cleared === other.cleared && (piece.facts === other.facts || (piece.at === other.at && sameFacts(piece.facts, other.facts)))
    );
  });
}

function sameFacts(a: Facts, b: Facts): boolean {
  if (a.size !== b.size) return false;
  for (const [key, fact] of a) {
    const other = b.get(key);
    if (!other || other.cleared !== fact.cleared || other.exact !== fact.exact) return false;
  }
  return true;
}

/** The same value, harmless in these contexts. */
export function cleared(known: Known, mask: number, depth = 0): Known {
  if (mask === 0 || depth > MAX_DEPTH) return known;
  const texts = known.texts?.map((text) =>
    text.map((piece) => ('text' in piece ? piece : { ...piece, facts: clearing(piece.facts, mask), cleared: piece.cleared | mask })),
  );
  const fields = known.fields && new Map([...known.fields].map(([key, field]) => [key, cleared(field, mask, depth + 1)]));
  const element = known.element && cleared(known.element, mask, depth + 1);
  return { ...known, facts: clearing(known.facts, mask), cleared: known.cleared | mask, texts: texts ?? null, fields, element };
}

/** A value with all its facts changed, those of its texts and of what it holds too; itself where nothing changes. */
export function mapKnown(known: Known, change: (facts: Facts) => Facts, depth = 0): Known {
  if (depth > MAX_DEPTH) return known;
  const facts = known.facts.size === 0 ? known.facts : change(known.facts);
  const texts = known.texts && mapTexts(known.texts, change);
  let { fields } = known;
  if (fields) {
    let made: Map<string, Known> | null = null;
    for (const [key, field] of fields) {
      const changed = mapKnown(field, change, depth + 1);
      if (changed === field) continue;
      made ??= new Map(fields);
      made.set(key, changed);
    }
    fields = made ?? fields;
  }
  const element = known.element && mapKnown(known.element, change, depth + 1);
  if (facts === known.facts && texts === known.texts && fields === known.fields && element === known.element) return known;
  return { ...known, facts, texts, fields, element };
}

function mapTexts(texts: readonly Text[], change: (facts: Facts) => Facts): readonly Text[] {
  let same = true;
  const mapped = texts.map((text) => {
    let made: Piece[] | null = null;
    for (const [index, piece] of text.entries()) {
      if ('text' in piece || piece.facts.size === 0) continue;
      const facts = change(piece.facts);
      if (facts === piece.facts) continue;
      made ??= [...text];
      made[index] = { ...piece, facts };
    }
    if (made) same = false;
    return made ?? text;
  });
  return same ? texts : mapped;
}

/** A value of another file as it is at a place of this one: its pieces stand where it comes in. */
export function placedAt(known: Known, at: number, depth = 0): Known {
  if (depth > MAX_DEPTH || (!known.texts && !known.fields && !known.element)) return known;
  const texts = known.texts?.map((text) => text.map((piece) => ('text' in piece ? piece : { ...piece, at }))) ?? null;
  const fields = known.fields && new Map([...known.fields].map(([key, field]) => [key, placedAt(field, at, depth + 1)]));
  return { ...known, texts, fields, element: known.element && placedAt(known.element, at, depth + 1) };
}

/** What is made of a value when not its text but something about it is taken: its facts stay, in another text. */
export function derived(known: Known, at: number, mask = 0): Known {
  const facts = clearing(allFacts(known), mask, false);
  const all = allCleared(known) | mask;
  if (facts.size === 0) return all === NOWHERE ? UNKNOWN : { ...UNKNOWN, cleared: all };
  return { ...UNKNOWN, facts, cleared: all, texts: [[{ facts, cleared: all, quoting: 'none', at }]] };
}

export function numberOf(known: Known, at: number): Known {
  return { ...derived(known, at, EVERY), texts: null, type: 'number' };
}

/** A field of a value. */
export function fieldOf(known: Known, name: string, at: number): Known {
  const own = known.fields?.get(name) ?? negative(known, name);
  if (own) return own;
  if (known.element) return known.element;
  return steeredField(known, name, at);
}

/** `list[-1]` of a list whose items are told apart. */
function negative({ fields, count }: Known, name: string): Known | null {
  if (count === null || !fields || !/^-\d+$/.test(name)) return null;
  return fields.get(String(count + Number(name))) ?? null;
}

const MAX_PATH = 4;

function steeredField(known: Known, name: string, at: number): Known {
  if (known.facts.size === 0) return known.cleared === NOWHERE || known.fields ? UNKNOWN : { ...UNKNOWN, cleared: known.cleared };
  const facts = new Map<string, Fact>();
  for (const fact of known.facts.values()) {
    const given = fact.given && fact.given.path.length < MAX_PATH ? { ...fact.given, path: [...fact.given.path, name] } : fact.given;
    const source = fact.exact && (!fact.given || given !== fact.given) && fact.source.length < 200 ? `${fact.source}.${name}` : fact.source;
    facts.set(source, { ...fact, source, given });
  }
  return steered(facts, at);
}

/** Any of the elements of a value. */
export function elementOf(known: Known, at: number): Known {
  let all: Known | null = known.element;
  if (known.fields) for (const field of known.fields.values()) all = all ? join(all, field) : field;
  if (all) return known.facts.size > 0 ? join(all, steeredField(known, '*', at)) : all;
  return known.type === 'list' && known.cleared === EVERY ? constant('') : steeredField(known, '*', at);
}

/** With a field set. */
export function withField(known: Known, name: string, value: Known): Known {
  if (known.fields && known.fields.size >= MAX_FIELDS && !known.fields.has(name)) return withElement(known, value);
  const fields = new Map(known.fields ?? []);
  fields.set(name, value);
  const count = known.count !== null && /^\d+$/.test(name) && Number(name) >= known.count ? null : known.count;
  return { ...known, texts: null, fields, count };
}

/** With an element set that is not told apart. */
export function withElement(known: Known, value: Known): Known {
  return { ...known, texts: null, element: known.element ? join(known.element, value) : value, count: null };
}

export function listOf(items: readonly Known[]): Known {
  if (items.length > MAX_FIELDS) {
    let element = items[0]!;
    for (const item of items) element = join(element, item);
    return { ...UNKNOWN, cleared: EVERY, type: 'list', element };
  }
  return {
    ...UNKNOWN,
    cleared: EVERY,
    type: 'list',
    fields: new Map(items.map((item, index) => [String(index), item])),
    count: items.length,
  };
}
