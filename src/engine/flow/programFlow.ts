/**
 * Values followed through the functions of a file, and of the files it takes from. Each function is interpreted once, with whatever it is
 * given standing for itself; where it is called, what the caller gives takes that place. Which functions are looked at follows from what is
 * asked: those that hold a sink, those that call them, and what they need to know.
 */
import type { Assign, Call, FlowProgram, IrFunction } from '../ir/program.ts';
import type { Variable } from '../ir/values.ts';
import { SearchBudget } from '../lower/searchBudget.ts';
import type { SourceText } from '../sourceText.ts';
import { seenByCaller } from './conditions.ts';
import { EVERY, type SinkContext } from './contexts.ts';
import { Crossings } from './crossings.ts';
import { type Facts, type Given, mapFacts, mustNotBeShown, NO_FACTS, PART, type SourceKind, stepAfter, trustOf, unite } from './fact.ts';
import type { FlowModel, FunctionRole, SinkModel } from './flowModel.ts';
import { Interpretation, meet, provenOf } from './interpretation.ts';
import {
  allCleared,
  allFacts,
  type Condition,
  cleared,
  fieldOf,
  join,
  type Known,
  mapKnown,
  type Piece,
  placedAt,
  type Text,
  UNKNOWN,
} from './known.ts';
import { exportedNames, findRole, isInterface } from './roles.ts';
import type { Spelled } from './spelling.ts';

/** A file that is looked at, and what its language's models say. */
export interface Unit {
  readonly path: string;
  readonly program: FlowProgram;
  readonly source: SourceText;
  readonly model: FlowModel;
  /** The file that an import names, or, with `member`, the module of that name in the package it names; null where it is not known. */
  resolve(from: string, member?: string): Unit | null;
  /**
   * Files that take something from this one, directly or through others, the nearest first: as far as one of the change leads there that
   * outsiders give something.
   */
  importers?(mayBeGiven: (text: string, model: FlowModel) => boolean): readonly Unit[];
  /** It is looked at on its own as well: what stands in it is told there. */
  readonly isChanged?: boolean;
  /** True where some of the files around this one are not looked at on their own. */
  readonly hasUnchanged?: boolean;
}

/** Something dangerous is given what somebody may steer. */
export interface Hit {
  readonly sink: SinkModel;
  readonly unit: Unit;
  readonly fn: IrFunction;
  /** The node of the call, store or return in its unit. */
  readonly at: number;
  readonly call: Call | null;
  readonly name: string | null;
  readonly known: Known;
  /** All that the call was given, by position. */
  readonly given: readonly Known[];
  /** All that it was given by name. */
  readonly options: ReadonlyMap<string, Known>;
  /** What it was called on. */
  readonly on: Known;
  /** The call in the unit that was asked about, where the sink stands in another one. */
  readonly via: { readonly unit: Unit; readonly at: number } | null;
  /** The call that gives a text built there to a function that only hands it on to the sink: there it can be mended. */
  readonly handed: number | null;
  readonly depth: number;
}

/** A call of a parameter, or of a field of one, and what it is given. */
export interface Lent {
  readonly index: number;
  readonly path: readonly string[];
  readonly given: readonly Known[];
  readonly at: number;
}

/** What a function does, as far as its callers can see. */
export interface Summary {
  readonly returns: Known;
  readonly hits: readonly Hit[];
  /** What is proven of sources wherever it returns. */
  readonly proven: ReadonlyMap<string, number>;
  /** What has become of its parameters' values: elements put into a list that was given. */
  readonly changed: ReadonlyMap<number, Known>;
  /** Calls of functions that it was given. */
  readonly lent: ReadonlyMap<string, Lent>;
  /** What was assigned, for whoever sees the variable elsewhere. */
  readonly assigned: ReadonlyMap<Assign, Known>;
  readonly stored: ReadonlyMap<number, Known>;
  /** What is proven of sources where it answers with success: of functions that are commands. */
  readonly onSuccess: ReadonlyMap<string, number>;
  /** Variables that all of the file sees, as it leaves them. */
  readonly globals: ReadonlyMap<number, Known>;
}

export const NO_SUMMARY: Summary = {
  returns: UNKNOWN,
  hits: [],
  proven: new Map(),
  changed: new Map(),
  lent: new Map(),
  assigned: new Map(),
  stored: new Map(),
  onSuccess: new Map(),
  globals: new Map(),
};

/** What a file of 5,000 lines may need, ten times over; counted, so that the same file always ends in the same way. */
const STEPS = 400_000;
/** Of a file with what it takes from others: that much more than most need, and little enough to be done again without them. */
const STEPS_ACROSS = 12_000;
/** A hit that is carried to a caller weighs more than a value that is looked at. */
const HIT_STEPS = 20;
/** Calls within calls; no one writes more, and each takes its part of the stack. */
const MAX_DEPTH = 80;
/** A function in many circles is what it was found to be by then. */
const MAX_LOOKS = 2;
const MAX_HITS = 8000;
const MAX_HIT_DEPTH = 8;
/** Files behind files behind files that are looked at for what they hold. */
const MAX_REACH = 4;
const MAX_ARRIVALS = 40;
const NOTHING_PROVEN: ReadonlyMap<string, number> = new Map();

export class ProgramFlow {
  readonly budget: SearchBudget;
  private readonly summaries = new Map<IrFunction, Summary>();
  /** Functions that are being interpreted, the first one asked about first. */
  private readonly running = new Map<IrFunction, { readonly interpretation: Interpretation; readonly position: number }>();
  private readonly provisional = new Map<IrFunction, Summary>();
  private readonly looks = new Map<IrFunction, number>();
  /** The first of those that run which something that was just asked depends on. */
  private lowest = Number.POSITIVE_INFINITY;
  private readonly units = new Map<IrFunction, Unit>();
  private readonly indexes = new Map<Unit, number>();
  private readonly entries = new Map<IrFunction, FunctionRole>();
  private readonly speaking = new Map<Unit, boolean>();
  private readonly roles = new Map<IrFunction, FunctionRole | null>();
  private readonly givens = new Map<IrFunction, Map<number, Known>>();
  private readonly ambients = new Map<Variable, Known>();
  readonly crossings = new Crossings(this);
  private readonly closed = new Map<string, boolean>();
  private readonly arrivals = new Map<IrFunction, { readonly caller: IrFunction; readonly proven: ReadonlyMap<string, number> }[]>();
  private readonly spelled = new Map<Unit, Spelled>();
  /** Why something was not followed; told with the file. */
  readonly partial = new Set<string>();

  constructor(isAcross = false) {
    this.budget = new SearchBudget(isAcross ? STEPS_ACROSS : STEPS);
  }

  /** A unit takes part as soon as it is asked about. */
  enlist(unit: Unit): number {
    let index = this.indexes.get(unit);
    if (index === undefined) {
      index = this.indexes.size;
      this.indexes.set(unit, index);
      for (const fn of unit.program.functions) this.units.set(fn, unit);
    }
    return index;
  }

  unitOf(fn: IrFunction): Unit {
    return this.units.get(fn)!;
  }

  /** The name of a parameter as a source. */
  parameterSource(fn: IrFunction, index: number): string {
    return `given ${this.indexes.get(this.unitOf(fn))}:${fn.index}:${index}`;
  }

  /** All hits of a file with values from outside. */
  hitsOf(unit: Unit): readonly Hit[] {
    this.enlist(unit);
    const { program, model } = unit;
    const { entryWords } = this.spelledIn(unit);
    if (this.isHarmless(unit)) return [];
    for (const fn of program.functionsCalling(entryWords)) this.summaryOf(fn);
    const asked = new Set<IrFunction>([...this.functionsWithSinks(unit), ...this.functionsReaching(unit)]);
    for (const [fn, { parameters }] of this.entries) {
      // Calling what a framework hands in can be a sink, whatever it is called there.
      if (parameters.some((one) => one && model.call(one.is)?.sinks)) asked.add(fn);
    }
    const wanted = new Set<IrFunction>();
    this.askCallers(asked, unit, wanted);
    if (wanted.size > 0) this.askImporters(asked, unit, wanted);
    const found = new Map<string, Hit>();
    // Only now it is known what each function is given.
    for (const fn of asked) for (const hit of this.summaryOf(fn).hits) this.keep(found, hit, unit);
    return [...found.values()];
  }

  /** The words of a model that can be meant in a file. What comes from other files may be anything. */
  private spelledIn(unit: Unit): Spelled {
    const { program, model, source } = unit;
    let spelled = this.spelled.get(unit);
    if (!spelled) {
      spelled = unit.importers
        ? { sinkWords: model.sinkWords, entryWords: model.entryWords, hasStores: true }
        : model.spelled(source.text, (word) => program.functionsCalling(new Set([word])).length > 0);
      this.spelled.set(unit, spelled);
    }
    return spelled;
  }

  /** Adds the callers of functions whose hits depend on what they are given; `wanted` gets those functions. */
  private askCallers(asked: Set<IrFunction>, unit: Unit, wanted: Set<IrFunction>): void {
    // Grows while it is gone through.
    for (const fn of asked) {
      if (this.unitOf(fn) !== unit && !wanted.has(fn) && !this.reaches(fn, unit)) continue;
      for (const hit of this.summaryOf(fn).hits) {
        for (const { given } of allFacts(hit.known).values()) {
          if (!given || wanted.has(given.fn)) continue;
          wanted.add(given.fn);
          for (const caller of this.askedAbout(this.unitOf(given.fn).program, given.fn)) asked.add(caller);
        }
      }
      const { program } = this.unitOf(fn);
      if (!program.answersByStatus) continue;
      // Functions that see their callers' variables see what was proven of them, too.
      if (this.summaryOf(fn).hits.length > 0 || this.arrivals.has(fn)) for (const caller of program.callersOf(fn)) asked.add(caller);
    }
  }

  /** True where a function has a hit that stands in a file. */
  private reaches(fn: IrFunction, unit: Unit): boolean {
    return this.summaryOf(fn).hits.some((hit) => hit.unit === unit);
  }

  /** Adds functions of other files that hand something to `wanted` ones, or hand these to a framework. */
  private askImporters(asked: Set<IrFunction>, unit: Unit, wanted: Set<IrFunction>): void {
    const importers = unit.importers?.(isGiven) ?? [];
    for (const one of importers) {
      this.enlist(one);
      for (const fn of one.program.functionsCalling(one.model.entryWords)) this.summaryOf(fn);
    }
    for (let before = -1; before < wanted.size; ) {
      before = wanted.size;
      const words = this.wordsFor(wanted, [unit, ...importers]);
      for (const { program } of importers) for (const fn of program.functionsCalling(words)) asked.add(fn);
      this.askCallers(asked, unit, wanted);
    }
  }

  /** Last words of calls that may run one of these functions from another file. */
  private wordsFor(functions: Iterable<IrFunction>, units: readonly Unit[]): ReadonlySet<string> {
    const words = new Set<string>();
    for (const fn of functions) {
      const { program } = this.unitOf(fn);
      const of = program.classOf(fn);
      words.add(fn.name === '__init__' || fn.name === 'constructor' ? (of?.name ?? fn.name) : fn.name);
      for (const name of exportedNames(program).get(fn) ?? []) words.add(name);
    }
    for (const { program, resolve } of units) {
      for (const { from, name, variable } of program.imports)
        if (variable && (words.has(name) || name === 'default' || name === '*') && resolve(from)) words.add(variable.name);
    }
    words.delete('');
    words.delete('default');
    return words;
  }

  /** The functions that call something of files that hold what could do harm and are not looked at on their own. */
  private functionsReaching(unit: Unit): readonly IrFunction[] {
    if (!unit.hasUnchanged || !mayBeGiven(unit)) return [];
    const words = new Set<string>();
    for (const one of unit.program.imports) {
      const reached = new Set<Unit>();
      for (const from of [unit.resolve(one.from), unit.resolve(one.from, one.name)]) if (from) this.reach(from, reached, 0);
      reached.delete(unit);
      const isHarmful = [...reached].some((other) => other.isChanged === false && mayHoldSinks(other));
      if (!isHarmful) continue;
      if (one.variable) words.add(one.variable.name);
      for (const { program } of reached) {
        for (const fn of program.functions) {
          words.add(fn.name);
          const of = program.classOf(fn);
          if (of) words.add(of.name);
        }
      }
    }
    words.delete('');
    return words.size > 0 ? unit.program.functionsCalling(words) : [];
  }

  private reach(unit: Unit, reached: Set<Unit>, depth: number): void {
    if (depth > MAX_REACH || reached.has(unit)) return;
    reached.add(unit);
    this.enlist(unit);
    for (const { from, name } of unit.program.imports)
      for (const other of [unit.resolve(from), unit.resolve(from, name)]) if (other) this.reach(other, reached, depth + 1);
  }

  /** Those that may give a function what it gets: its callers, and who hands it on. */
  private askedAbout(program: FlowProgram, fn: IrFunction): readonly IrFunction[] {
    const callers = program.callersOf(fn);
    return fn.outer && (fn.name === '' || callers.length === 0) ? [...callers, fn.outer] : callers;
  }

  /** True of a file that stands alone and gives nothing but written text to whatever could do harm, nor hands a framework what it returns. */
  private isHarmless(unit: Unit): boolean {
    const { program, model, source } = unit;
    const { sinkWords, entryWords, hasStores } = this.spelledIn(unit);
    if (unit.importers || unit.hasUnchanged) return false;
    for (const word of entryWords) if (model.sinkEntryWords.has(word)) return false;
    for (const places of [hasStores ? model.stores : null, model.places]) if (places && source.text.search(places) >= 0) return false;
    if (model.bindingWords.size > 0 && program.functionsCalling(model.bindingWords).length > 0) return false;
    for (const word of sinkWords) if (functionsGiving(unit, word).length > 0) return false;
    return !program.functions.some((fn) => returnContext(this.roleOf(fn)) !== null);
  }

  /** The functions that call, set or return what could do harm. */
  private functionsWithSinks(unit: Unit): readonly IrFunction[] {
    const { program, model, source } = unit;
    const { sinkWords, hasStores } = this.spelledIn(unit);
    const isBinding = model.bindingWords.size > 0 && program.functionsCalling(model.bindingWords).length > 0;
    const found = new Set(isBinding ? program.functions : program.functionsCalling(sinkWords));
    for (const places of [hasStores ? model.stores : null, model.places])
      if (places) for (const { index } of source.text.matchAll(places)) found.add(functionAround(program, index));
    if (this.hasRoles(unit)) for (const fn of program.functions) if (returnContext(this.roleOf(fn))) found.add(fn);
    return [...found].sort((a, b) => a.index - b.index);
  }

  private keep(found: Map<string, Hit>, hit: Hit, unit: Unit): void {
    const seen = this.provenAround(hit.fn);
    const known = mapKnown(hit.known, (facts) => {
      const all = this.outside(facts, hit.fn, 0);
      return seen.size === 0 ? all : mapFacts(all, (fact) => ({ ...fact, cleared: fact.cleared | provenOf(seen, fact.source) }));
    });
    // What only callers steer, of whom none is known, is told by nobody here.
    if (allFacts(known).size === 0 && !hit.sink.always && (hit.via || allFacts(hit.known).size > 0)) return;
    const isOwn = hit.unit === unit;
    const where = isOwn ? hit.at : hit.via && hit.via.unit === unit && !hit.unit.isChanged ? hit.via.at : null;
    if (where === null) return;
    if (found.size >= MAX_HITS) {
      this.partial.add('too many sinks to follow them all');
      return;
    }
    const key = `${where} ${hit.sink.context} ${hit.sink.label ?? ''} ${hit.unit.path} ${hit.at} ${hit.handed ?? ''}`;
    const before = found.get(key);
    found.set(key, before ? { ...before, known: join(before.known, known) } : { ...hit, known, via: isOwn ? null : hit.via });
  }

  /**
   * Facts as they are known without a caller. What a constructor or a function around was given stands for what all its calls gave; what
   * nobody in the file gives is a caller's of another one, where the function is for others, and else nobody's.
   */
  private outside(facts: Facts, fn: IrFunction, depth: number): Facts {
    let all: Facts = NO_FACTS;
    for (const fact of facts.values()) {
      const { given } = fact;
      // One that the file itself calls is what these calls make it.
      if (!given || (!this.givens.has(given.fn) && isInterface(this.unitOf(given.fn).program, given.fn)))
        all = unite(all, new Map([[fact.source, fact]]));
      if (!given || given.fn === fn || depth >= 4) continue;
      let known = this.givens.get(given.fn)?.get(given.index) ?? UNKNOWN;
      for (const name of given.path) known = fieldOf(known, name, given.fn.at);
      const elsewhere = this.outside(
        mapFacts(allFacts(known), (one) => ({ ...one, cleared: one.cleared | fact.cleared })),
        given.fn,
        depth + 1,
      );
      all = unite(all, elsewhere);
    }
    return all;
  }

  /** Remembers what was proven where a function is called that sees its callers' variables. */
  arrive(fn: IrFunction, caller: IrFunction, proven: ReadonlyMap<string, number>): void {
    const all = this.arrivals.get(fn);
    const one = { caller, proven: new Map(proven) };
    if (!all) this.arrivals.set(fn, [one]);
    else if (all.length < MAX_ARRIVALS) all.push(one);
  }

  /** What is proven at all calls of such a function. */
  private provenAround(fn: IrFunction, depth = 0): ReadonlyMap<string, number> {
    const arrivals = this.arrivals.get(fn);
    if (!arrivals || arrivals.length >= MAX_ARRIVALS || depth > 4) return NOTHING_PROVEN;
    let known: ReadonlyMap<string, number> | null = null;
    for (const { caller, proven } of arrivals) {
      if (caller === fn) continue;
      const all = new Map(proven);
      for (const [source, mask] of this.provenAround(caller, depth + 1)) all.set(source, (all.get(source) ?? 0) | mask);
      known = known ? meet(known, all) : all;
    }
    return known ?? NOTHING_PROVEN;
  }

  /** Remembers what a function was given by one of its calls. */
  give(fn: IrFunction, index: number, known: Known): void {
    let all = this.givens.get(fn);
    if (!all) {
      all = new Map();
      this.givens.set(fn, all);
    }
    const before = all.get(index);
    all.set(index, before ? join(before, known) : known);
  }

  /**
   * What a function does. In a circle of calls the one that was asked about first is finished last: what the others are until then is
   * provisional, and they are looked at again once it is known.
   */
  summaryOf(fn: IrFunction): Summary {
    const done = this.summaries.get(fn) ?? this.provisional.get(fn);
    if (done) return done;
    const position = this.running.get(fn)?.position;
    if (position !== undefined || this.running.size >= MAX_DEPTH) {
      if (position === undefined) this.partial.add('calls nest too deep to be followed');
      else this.lowest = Math.min(this.lowest, position);
      return NO_SUMMARY;
    }
    const own = this.running.size;
    const before = this.lowest;
    this.lowest = own;
    const interpretation = new Interpretation(this, this.unitOf(fn), fn);
    this.running.set(fn, { interpretation, position: own });
    try {
      const summary = interpretation.run();
      const looks = (this.looks.get(fn) ?? 0) + 1;
      this.looks.set(fn, looks);
      if (this.lowest >= own) {
        this.provisional.clear();
        this.summaries.set(fn, summary);
      } else if (looks >= MAX_LOOKS) this.summaries.set(fn, summary);
      else this.provisional.set(fn, summary);
      return summary;
    } finally {
      this.lowest = this.lowest >= own ? before : Math.min(before, this.lowest);
      this.running.delete(fn);
    }
  }

  /** A framework calls this function: what it is given is from outside. */
  enter(fn: IrFunction, role: FunctionRole): void {
    if (this.entries.has(fn) || !this.units.has(fn)) return;
    this.entries.set(fn, role);
    // It was interpreted before this was known: that does not hold.
    this.summaries.delete(fn);
  }

  /** True where a file speaks of anything that gives its functions roles. */
  private hasRoles(unit: Unit): boolean {
    let has = this.speaking.get(unit);
    if (has === undefined) {
      has = unit.model.roles.needs.test(unit.source.text);
      this.speaking.set(unit, has);
    }
    return has;
  }

  roleOf(fn: IrFunction): FunctionRole | null {
    const entered = this.entries.get(fn);
    if (entered) return entered;
    let role = this.roles.get(fn);
    if (role === undefined) {
      const unit = this.unitOf(fn);
      const { program, model } = unit;
      role = model.roleOf?.(fn, program) ?? (this.hasRoles(unit) ? findRole(program, model, fn) : null);
      this.roles.set(fn, role);
    }
    return role;
  }

  /** Whether what a parameter holds there is declared so that it has no syntax. */
  isClosed({ fn, index, path }: Given): boolean {
    const { program } = this.unitOf(fn);
    const parameter = fn.parameters[index];
    if (!program.isClosed || !parameter) return false;
    const key = `${this.parameterSource(fn, index)} ${path.join('.')}`;
    let known = this.closed.get(key);
    if (known === undefined) {
      known = program.isClosed(parameter, path);
      this.closed.set(key, known);
    }
    return known;
  }

  /** A variable that the asking function has not set itself: of the file, of a function around it, of another file. */
  ambient(unit: Unit, variable: Variable, except: IrFunction | null = null): Known {
    const known = this.ambients.get(variable);
    if (known) return known;
    this.ambients.set(variable, UNKNOWN);
    const imported = this.crossings.taken(unit, variable);
    if (imported) {
      this.ambients.set(variable, imported);
      return imported;
    }
    let all: Known | null = null;
    let isWhole = true;
    for (const { within, assign } of unit.program.definitionsOf(variable)) {
      this.budget.spend();
      if (within === except) {
        isWhole = false;
        continue;
      }
      const running = this.running.get(within);
      // What the function around has come to by now.
      if (running) isWhole = false;
      const value = (running?.interpretation ?? this.summaryOf(within)).assigned.get(assign);
      if (!value) {
        isWhole = false;
        continue;
      }
      const one: Known =
        assign.field === '' ? value : { ...UNKNOWN, cleared: EVERY, type: 'record', fields: new Map([[assign.field, value]]) };
      all = all ? join(all, one) : one;
    }
    const result = all ?? (isWhole ? this.crossings.takenWhole(unit, variable.name) : null) ?? UNKNOWN;
    if (isWhole) this.ambients.set(variable, result);
    else this.ambients.delete(variable);
    return result;
  }

  /** What the function gives that a parameter's mark names: the framework calls it with what is sent, as it does its user. */
  givenByMark(unit: Unit, variable: Variable): Known {
    const [fn] = unit.program.markOf(variable)?.arguments ?? [];
    let all: Known | null = null;
    for (const body of fn ? this.crossings.valueOutside(unit, fn).bodies : []) {
      this.enter(body, { parameters: body.parameters.map(() => ({ is: 'source request' })) });
      const { returns } = this.summaryOf(body);
      all = all ? join(all, returns) : returns;
    }
    return all ?? UNKNOWN;
  }

  step(unit: Unit, at: number, text: string) {
    return { path: unit.path, line: unit.source.lineAt(unit.program.tree.start[at]!), at, text };
  }

  /** Facts of a value that comes in from outside at a node. What has the same key is the same value. */
  sourceAt(unit: Unit, at: number, kind: SourceKind, what: string, key = what): Facts {
    const source = `${kind} ${key}${mustNotBeShown(kind) ? PART : ''}`;
    return new Map([
      [
        source,
        {
          source,
          kind,
          trust: trustOf[kind],
          given: null,
          cleared: 0,
          exact: true,
          steps: stepAfter(null, this.step(unit, at, `${what} ${said[kind]}`)),
        },
      ],
    ]);
  }

  /**
   * What a callee knows of a value, with what it was given put in. `unit` and `at` are those of the call; `fn` is the callee.
   */
  putIn(
    known: Known,
    fn: IrFunction,
    given: (index: number, path: readonly string[]) => Known,
    unit: Unit,
    at: number,
    variableOf: (index: number) => number = () => -1,
  ): Known {
    const step = this.step(unit, at, `${fn.name === '' ? 'a function' : fn.name} is called with it`);
    const factsOf = (facts: Facts): Facts => {
      let all: Facts = NO_FACTS;
      for (const fact of facts.values()) {
        if (fact.given?.fn !== fn) {
          all = unite(all, new Map([[fact.source, fact]]));
          continue;
        }
        const put = allFacts(given(fact.given.index, fact.given.path));
        all = unite(
          all,
          mapFacts(put, (one) => {
            let steps = stepAfter(one.steps, step);
            const inside: NonNullable<typeof fact.steps>[] = [];
            for (let before = fact.steps; before; before = before.before) inside.push(before);
            // Ways grow with each call they lead through: that is what following them costs.
            this.budget.spend(inside.length);
            for (const inner of inside.reverse()) steps = stepAfter(steps, inner);
            return { ...one, cleared: one.cleared | fact.cleared, exact: one.exact && fact.exact, steps };
          }),
        );
      }
      return all;
    };
    const maskOf = (facts: Facts): number => {
      let mask = EVERY;
      for (const fact of facts.values())
        if (fact.given?.fn === fn) mask &= allCleared(given(fact.given.index, fact.given.path)) | fact.cleared;
      return mask;
    };
    const isCrossing = this.unitOf(fn) !== unit;
    return this.replace(known, { fn, given, isCrossing, factsOf, maskOf, variableOf }, 0);
  }

  /** What was put in stands where the callee's own piece does: nodes of another file mean nothing there. */
  private replace(known: Known, put: PutIn, depth: number): Known {
    this.budget.spend();
    const { fn, given, factsOf, maskOf } = put;
    const mask = known.cleared & maskOf(known.facts);
    if (depth > 5) return { ...UNKNOWN, facts: factsOf(allFacts(known)), cleared: mask };
    // A parameter handed through whole is the argument itself, with all that is known of it.
    const only = known.facts.size === 1 ? [...known.facts.values()][0]! : null;
    if (only?.given?.fn === fn && only.exact && !known.fields && !known.element && isWhole(known)) {
      const given_ = given(only.given.index, only.given.path);
      const placed = put.isCrossing ? placedAt(given_, placeOf(known) ?? fn.at) : given_;
      // What was proven of it on the way still holds.
      const argument = cleared(placed, only.cleared);
      const facts = factsOf(argument.facts.size > 0 ? known.facts : NO_FACTS);
      return argument.facts.size > 0 && facts.size > 0 ? { ...argument, facts } : argument;
    }
    const facts = factsOf(known.facts);
    const texts = known.texts?.map((text) => text.flatMap((piece): Text => this.replacePiece(piece, put))) ?? null;
    const fields = known.fields && new Map([...known.fields].map(([key, field]) => [key, this.replace(field, put, depth + 1)]));
    const element = known.element && this.replace(known.element, put, depth + 1);
    const condition = known.condition && this.replaceCondition(known.condition, put);
    return { ...known, facts, cleared: mask, texts, fields, element, condition, view: null };
  }

  private replacePiece(piece: Piece, { fn, given, factsOf, maskOf }: PutIn): Text {
    if ('text' in piece) return [piece];
    const only = piece.facts.size === 1 ? [...piece.facts.values()][0]! : null;
    if (only?.given?.fn === fn && only.exact) {
      const argument = cleared(given(only.given.index, only.given.path), only.cleared);
      if (argument.texts?.length === 1 && argument.texts[0]!.length <= 12)
        return argument.texts[0]!.map((one) => ({
          ...('text' in one ? one : { ...one, facts: one.facts.size > 0 ? factsOf(piece.facts) : one.facts, at: piece.at }),
          quoting: one.quoting === 'none' ? piece.quoting : one.quoting,
        }));
    }
    return [{ ...piece, facts: factsOf(piece.facts), cleared: piece.cleared & maskOf(piece.facts) }];
  }

  private replaceCondition(condition: Condition, { fn, factsOf, variableOf }: PutIn): Condition {
    const put = (list: Condition['yes']) =>
      list
        .map((one) => {
          const only = one.facts.size === 1 ? [...one.facts.values()][0]! : null;
          const isWhole = only?.given?.fn === fn && only.exact && only.given.path.length === 0;
          return seenByCaller({ ...one, facts: factsOf(one.facts), variable: isWhole ? variableOf(only.given!.index) : -1 });
        })
        .filter((one) => one.facts.size > 0);
    return { yes: put(condition.yes), no: put(condition.no) };
  }

  /** A callee's hit as it is at one of its calls; null where what is given there can do no harm. */
  hitAt(
    hit: Hit,
    callee: IrFunction,
    given: (index: number, path: readonly string[]) => Known,
    unit: Unit,
    fn: IrFunction,
    at: number,
  ): Hit | null {
    if (hit.depth >= MAX_HIT_DEPTH) return null;
    this.budget.spend(HIT_STEPS);
    const givers = [...allFacts(hit.known).values()].map((fact) => fact.given?.fn);
    // A function within this one sees its parameters: they stay what they are.
    if (!givers.includes(callee)) return givers.includes(fn) && callee !== fn ? { ...hit, fn, depth: hit.depth + 1 } : null;
    const known = this.putIn(hit.known, callee, given, unit, at);
    if (allFacts(known).size === 0 && !(hit.sink.written && known.texts)) return null;
    const via = hit.unit === unit ? hit.via : { unit, at };
    const handed = hit.handed ?? (via === null && isWhole(hit.known) && isBuilt(known) ? at : null);
    return { ...hit, known, fn: hit.unit === unit ? hit.fn : fn, via, handed, depth: hit.depth + 1 };
  }
}

/** The functions in which a call of a word may be given something that is not written out. */
function functionsGiving({ program, model }: Unit, word: string): readonly IrFunction[] {
  const places = model.placesOf(word);
  return (places && program.functionsGiving?.(word, places)) ?? program.functionsCalling(new Set([word]));
}

/** What a call puts in the place of what its callee was given. */
interface PutIn {
  readonly fn: IrFunction;
  /** The caller stands in another file. */
  readonly isCrossing: boolean;
  given(index: number, path: readonly string[]): Known;
  factsOf(facts: Facts): Facts;
  maskOf(facts: Facts): number;
  /** The caller's variable that a parameter was given, or -1. */
  variableOf(index: number): number;
}

/** The node of a text's first piece that is not written. */
function placeOf({ texts }: Known): number | null {
  for (const piece of texts?.[0] ?? []) if (!('text' in piece)) return piece.at;
  return null;
}

function isWhole({ texts }: Known): boolean {
  return texts === null || (texts.length === 1 && texts[0]!.length === 1 && !('text' in texts[0]![0]!));
}

function isBuilt({ texts }: Known): boolean {
  return texts?.some((text) => text.length > 1 && text.some((piece) => 'text' in piece && piece.text.trim() !== '')) ?? false;
}

const said: Readonly<Record<SourceKind, string>> = {
  request: 'comes from a request',
  contribution: 'comes from whoever opens a pull request or an issue',
  remote: 'comes from another machine',
  stored: 'comes from what was stored before',
  queue: 'comes from a message',
  argument: 'comes from the command line',
  environment: 'comes from the environment',
  input: 'comes from standard input',
  file: 'comes from a file',
  'file-name': 'comes from a file name',
  archive: 'comes from an archive',
  upload: 'comes from whoever sends a file',
  page: 'comes from a link or another page',
  random: 'comes from a generator that can be predicted',
  parameter: 'comes from a caller',
  secret: 'is a secret',
  'named-secret': 'is a secret, by its name',
  'secret-holder': 'holds secrets',
  personal: 'is personal, by its name',
  internals: 'tells how the program is made inside',
};

/** Whether outsiders can give a file anything themselves. */
function isGiven(text: string, { sources, roles }: FlowModel): boolean {
  return sources === null || sources.test(text) || roles.needs.test(text);
}

const givenTo = new WeakMap<FlowProgram, boolean>();

function mayBeGiven({ program, model }: Unit): boolean {
  let may = givenTo.get(program);
  if (may === undefined) {
    may = isGiven(program.tree.text, model);
    givenTo.set(program, may);
  }
  return may;
}

const sinksOf = new WeakMap<FlowProgram, boolean>();

function mayHoldSinks({ program, model }: Unit): boolean {
  let may = sinksOf.get(program);
  if (may === undefined) {
    may =
      program.functionsCalling(model.sinkWords).length > 0 ||
      program.functionsCalling(model.bindingWords).length > 0 ||
      (model.stores !== null && program.tree.text.search(model.stores) >= 0);
    sinksOf.set(program, may);
  }
  return may;
}

/** The innermost function around a place of the text. */
function functionAround({ functions, tree }: FlowProgram, offset: number): IrFunction {
  let found = functions[0]!;
  for (const fn of functions) {
    const within = tree.start[fn.at]! <= offset && offset < tree.end[fn.at]!;
    if (within && (fn.at === 0 || tree.start[fn.at]! >= tree.start[found.at]!)) found = fn;
  }
  return found;
}

/** Where what a role's function returns goes. */
export function returnContext(role: FunctionRole | null): SinkContext | null {
  return role?.returns ?? null;
}
