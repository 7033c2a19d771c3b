/**
 * Which calls and stores of the models a text can hold at all. What a library offers is known by its name alone, so where no way to
 * that name is written in a file that stands alone, its words (`get`, `write`, `on`) are somebody else's.
 */
import type { GivenPlaces } from '../ir/program.ts';
import type { CallModel, ParameterModel, ReadModel, RoleModel, SinkModel } from './flowModel.ts';

/** By word: the places of its calls where something dangerous may be given; null where that is not told by places alone. */
export function placesOf({
  calls,
  anyone,
  always,
}: Pick<ModelParts, 'calls' | 'anyone' | 'always'>): ReadonlyMap<string, GivenPlaces | null> {
  const made = new Map<string, { ofAnything: (number | 'receiver')[]; ofNamed: (number | 'receiver')[] } | null>();
  const add = (word: string, isNamed: boolean, { sinks }: CallModel) => {
    if (!sinks) return;
    const before = made.get(word);
    if (before === null) return;
    const places = before ?? { ofAnything: [], ofNamed: [] };
    made.set(word, places);
    for (const { at, written } of sinks) {
      if ((at === 'receiver' || (typeof at === 'number' && at >= 0)) && !written) places[isNamed ? 'ofNamed' : 'ofAnything'].push(at);
      else made.set(word, null);
    }
  };
  for (const [name, model] of calls) add(lastWord(name), true, model);
  for (const [word, model] of anyone) add(word, false, model);
  for (const word of always) made.set(word, null);
  return made;
}

/** What a text may hold of a model. */
export interface Spelled {
  readonly sinkWords: ReadonlySet<string>;
  readonly entryWords: ReadonlySet<string>;
  /** Whether any field may be set that is a sink. */
  readonly hasStores: boolean;
}

export interface ModelParts {
  readonly names: ReadonlyMap<string, string>;
  readonly calls: ReadonlyMap<string, CallModel>;
  /** By the last word of calls on anything, and of functions from anywhere. */
  readonly anyone: Iterable<readonly [string, CallModel]>;
  readonly reads: ReadonlyMap<string, ReadModel>;
  readonly stores: ReadonlyMap<string, readonly SinkModel[]>;
  readonly marks: ReadonlyMap<string, ParameterModel>;
  readonly roles: readonly RoleModel[];
  /** Words that are looked at whatever a text holds. */
  readonly always: Iterable<string>;
}

/** A word in the text, or an expression without flags that it must match. */
type Sign = { readonly word: string } | { readonly pattern: RegExp };
/** All of these signs. */
type Way = readonly Sign[];

/** Any of these ways; null: nothing need be written. */
type Ways = readonly Way[] | null;

/** What nobody must import. */
const BUILT_IN = 'builtins';

/** The package that a name begins with. */
function rootOf(name: string): string {
  return /^(?:@[^./]+\/[^.()[\]]+|[^.()[\]]+)/.exec(name)?.[0] ?? '';
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const isAnybodys = (name: string): boolean => name.startsWith('*');

/** By package: other packages whose names lead to one of its, and signs that do. */
class Packages {
  private readonly from = new Map<string, Set<string>>();
  private readonly signs = new Map<string, Way[]>();
  private readonly ways = new Map<string, Ways>();
  /** Packages of which some names go by others. */
  private readonly aliased = new Set<string>();

  add(is: string, giver: string): void {
    const root = rootOf(is);
    this.aliased.add(root);
    if (isAnybodys(giver)) this.sign(is, [{ word: lastWord(giver) }]);
    else if (rootOf(giver) !== root) {
      const givers = this.from.get(root);
      if (givers) givers.add(rootOf(giver));
      else this.from.set(root, new Set([rootOf(giver)]));
    }
  }

  sign(is: string, way: Way): void {
    const root = rootOf(is);
    this.aliased.add(root);
    const list = this.signs.get(root);
    if (list) list.push(way);
    else this.signs.set(root, [way]);
  }

  /** How a name of a package can have come into a file. */
  waysTo(root: string): Ways {
    let ways = this.ways.get(root);
    if (ways === undefined) {
      ways = this.find(root);
      this.ways.set(root, ways);
    }
    return ways;
  }

  /** True where nothing but the package's own name leads to its names. */
  isPlain(root: string): boolean {
    return !this.aliased.has(root);
  }

  private find(root: string): Ways {
    const ways: Way[] = [];
    const roots = new Set([root]);
    // Grows while it is gone through.
    for (const one of roots) {
      if (one === BUILT_IN) return null;
      ways.push([{ word: one }], ...(this.signs.get(one) ?? []));
      for (const giver of this.from.get(one) ?? []) roots.add(giver);
    }
    return ways.some((way) => way.length === 0) ? null : ways;
  }
}

function packagesOf({ names, calls, anyone, reads, marks, roles }: ModelParts): Packages {
  const packages = new Packages();
  for (const [name, is] of names) packages.add(is, name);
  const addCall = (name: string, { is, entries }: CallModel) => {
    if (is !== undefined) packages.add(is, name);
    for (const { parameters } of entries ?? []) for (const one of parameters) if (one !== null) packages.add(one, name);
  };
  for (const [name, model] of calls) addCall(name, model);
  for (const [word, model] of anyone) addCall(`*.${word}`, model);
  for (const [name, { is }] of reads) if (is !== undefined) packages.add(is, name);
  for (const [name, { is }] of marks) packages.add(is, name);
  for (const role of roles) {
    const { decorator, base, needs, named, parameters, rest, self } = role;
    const always: Way = needs === undefined ? [] : [{ pattern: new RegExp(needs) }];
    for (const is of [...parameters, rest, self]) {
      if (is === null || is === undefined) continue;
      const by = decorator ?? base;
      if (by !== undefined) packages.add(is, by);
      else if (named?.[0]) for (const word of named[0]) packages.sign(is, [{ word }, ...always]);
      else packages.sign(is, always);
    }
  }
  return packages;
}

/** By word, how a call of it can be one that the model knows. */
type Table = ReadonlyMap<string, Ways>;

function tableOf(packages: Packages, names: Iterable<string>, always: Iterable<string>): Table {
  const table = new Map<string, Ways>();
  for (const name of names) {
    const word = lastWord(name);
    const before = table.get(word);
    const ways = isAnybodys(name) ? null : waysTo(packages, name);
    table.set(word, before === null || ways === null ? null : [...(before ?? []), ...ways]);
  }
  for (const word of always) table.set(word, null);
  return table;
}

function waysTo(packages: Packages, name: string): Ways {
  const root = rootOf(name);
  const ways = packages.waysTo(root);
  if (ways === null || !packages.isPlain(root)) return ways;
  // Every part of such a name is written out: `process.stdin.on`.
  const between = name.slice(root.length).split('.').slice(1, -1);
  const parts = between.map((part) => part.replace(/\W.*$/, '')).filter((part) => part !== '' && !/^(?:default$|__)/.test(part));
  return ways.map((way) => [...way, ...parts.map((word) => ({ word }))]);
}

const WORD = /[\w$]/;

/** Whether a word stands in a text, not as a part of a longer one. */
function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isBegun = at > 0 && WORD.test(text[at - 1]!) && WORD.test(word[0]!);
    if (!isBegun && !WORD.test(text[at + word.length] ?? '')) return true;
  }
  return false;
}

class Text {
  private readonly text: string;
  private readonly known = new Map<string, boolean>();

  constructor(text: string) {
    this.text = text;
  }

  allows(ways: Ways): boolean {
    return ways === null || ways.some((way) => way.every((sign) => this.holds(sign)));
  }

  private holds(sign: Sign): boolean {
    const key = 'word' in sign ? sign.word : sign.pattern.source;
    let found = this.known.get(key);
    if (found === undefined) {
      found = 'word' in sign ? holdsWord(this.text, sign.word) : sign.pattern.test(this.text);
      this.known.set(key, found);
    }
    return found;
  }
}

/** Words may be written with escapes. */
const ESCAPED = /\\[xu]/;

/** Tells what a text can hold; `isCalled` tells whether it calls anything of a last word. */
export type Spelling = (text: string, isCalled: (word: string) => boolean) => Spelled;

export function spellingOf(parts: ModelParts): Spelling {
  let made: { readonly sinks: Table; readonly entries: Table; readonly stores: readonly Ways[] } | null = null;
  const make = () => {
    const packages = packagesOf(parts);
    const named = (has: (model: CallModel) => unknown): string[] => [
      ...[...parts.calls].flatMap(([name, model]) => (has(model) ? [name] : [])),
      ...[...parts.anyone].flatMap(([word, model]) => (has(model) ? [`*.${word}`] : [])),
    ];
    return {
      sinks: tableOf(
        packages,
        named(({ sinks }) => sinks),
        parts.always,
      ),
      entries: tableOf(
        packages,
        named(({ entries }) => entries),
        [],
      ),
      stores: [...parts.stores.keys()].map((name) => (isAnybodys(name) ? null : waysTo(packages, name))),
    };
  };
  return (source, isCalled) => {
    made ??= make();
    const text = new Text(source);
    const isEscaped = ESCAPED.test(source);
    const within = (table: Table): ReadonlySet<string> => {
      const words = new Set<string>();
      for (const [word, ways] of table) if (isCalled(word) && (isEscaped || text.allows(ways))) words.add(word);
      return words;
    };
    return {
      sinkWords: within(made.sinks),
      entryWords: within(made.entries),
      hasStores: made.stores.some((ways) => isEscaped || text.allows(ways)),
    };
  };
}
