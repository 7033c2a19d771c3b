/** One function, run over what may be known of its values: forward over its blocks until nothing new is learnt. */
import type { Assign, Block, Give, IrFunction, Store } from '../ir/program.ts';
import { successorsOf } from '../ir/program.ts';
import type { Value, Variable } from '../ir/values.ts';
import { callOutcome } from './calls.ts';
import { answer, factsWithin, printedIn } from './commands.ts';
import { EVERY, maskOf, NOWHERE } from './contexts.ts';
import { evaluate } from './evaluation.ts';
import { isExposure } from './exposures.ts';
import { type Facts, isFull, mapFacts, NO_FACTS, stepAfter, unite } from './fact.ts';
import type { SinkModel } from './flowModel.ts';
import { provenByChoice } from './globs.ts';
import {
  allFacts,
  cleared,
  constant,
  constantOf,
  isWritten,
  join,
  type Known,
  mapKnown,
  type Refinement,
  UNKNOWN,
  withElement,
  withField,
} from './known.ts';
import { type Hit, type Lent, type ProgramFlow, returnContext, type Summary, type Unit } from './programFlow.ts';
import { asNamed, heldAs, ofNothing } from './secrecy.ts';

/** What is known at a place: of variables, and of sources that were judged. */
export interface State {
  readonly variables: Map<number, Known>;
  /** Contexts that a source was proven harmless in, whatever holds it. */
  readonly proven: Map<string, number>;
}

/** A block that is looked at more often than this is in a loop that never settles; what varies there is not told apart any more. */
const MAX_VISITS = 8;

export class Interpretation {
  readonly flow: ProgramFlow;
  readonly unit: Unit;
  readonly fn: IrFunction;
  state: State = { variables: new Map(), proven: new Map() };
  /** What calls gave, by their nodes. */
  readonly results = new Map<number, Known>();
  /** What callbacks gave to the calls that run them. */
  readonly gives = new Map<number, Known>();
  readonly assigned = new Map<Assign, Known>();
  readonly hits = new Map<string, Hit>();
  /** Calls of what this function was given, for its callers to carry out. */
  readonly lent = new Map<string, Lent>();
  /** Variables that all of the file sees and that were set here, or by what was called. */
  readonly touched = new Set<number>();
  private provenOnSuccess: Map<string, number> | null = null;
  private returns: Known | null = null;
  private provenAtReturn: Map<string, number> | null = null;
  private atReturn: Map<number, Known> | null = null;
  private ended = false;

  constructor(flow: ProgramFlow, unit: Unit, fn: IrFunction) {
    this.flow = flow;
    this.unit = unit;
    this.fn = fn;
  }

  /** A function whose answer is its status. */
  private get isCommand(): boolean {
    return this.unit.program.answersByStatus === true;
  }

  run(): Summary {
    const { blocks } = this.fn;
    if (blocks.length > 0) this.solve(blocks);
    const changed = new Map<number, Known>();
    for (const [index, variable] of this.fn.parameters.entries()) {
      const after = this.atReturn?.get(variable.id);
      if (after && (after.fields || after.element)) changed.set(index, after);
    }
    const globals = new Map<number, Known>();
    for (const id of this.touched) {
      const after = this.atReturn?.get(id);
      if (after) globals.set(id, after);
    }
    return {
      returns: this.isCommand ? printedIn(this) : this.given(),
      hits: [...this.hits.values()],
      proven: this.provenAtReturn ?? new Map(),
      changed,
      lent: this.lent,
      assigned: this.assigned,
      stored: this.results,
      onSuccess: this.provenOnSuccess ?? new Map(),
      globals,
    };
  }

  /** What it returns; of a generator, all that it yields. */
  private given(): Known {
    const yielded = this.gives.get(this.fn.at);
    if (yielded) return { ...UNKNOWN, cleared: EVERY, type: 'list', element: yielded };
    return this.returns ?? UNKNOWN;
  }

  private solve(blocks: readonly Block[]): void {
    const entering: (State | null)[] = blocks.map(() => null);
    const visits = new Uint8Array(blocks.length);
    entering[0] = { variables: this.entryVariables(), proven: new Map() };
    const order = reversePostorder(blocks);
    const rank = new Map(order.map((block, index) => [block, index]));
    const isAgain = repeated(blocks, order, rank);
    const waiting = new Set([0]);
    const lead = (to: number, state: State, isGivenAway = false) => {
      const before = entering[to];
      if (before === null || before === undefined) entering[to] = isGivenAway ? state : copy(state);
      else if (!mergeInto(before, state)) return;
      if (visits[to]! < MAX_VISITS) waiting.add(to);
    };
    while (waiting.size > 0) {
      let next = -1;
      for (const one of waiting) if (next < 0 || rank.get(one)! < rank.get(next)!) next = one;
      waiting.delete(next);
      visits[next]!++;
      this.flow.budget.spend(1 + (entering[next]!.variables.size >> 3));
      this.state = isAgain[next] ? copy(entering[next]!) : entering[next]!;
      const block = blocks[next]!;
      this.ended = false;
      this.runBlock(block, (state) => {
        if (block.handler >= 0) lead(block.handler, state);
      });
      if (!this.ended) this.leave(block, lead);
    }
  }

  /** What follows in this block is never reached. */
  endsHere(): void {
    this.ended = true;
  }

  private entryVariables(): Map<number, Known> {
    const variables = new Map<number, Known>();
    for (const [index, variable] of this.fn.parameters.entries())
      variables.set(variable.id, entryKnown(this.flow, this.fn, index, variable));
    return variables;
  }

  private runBlock(block: Block, raise: (state: State) => void): void {
    if (block.handler >= 0) raise(this.state);
    for (const one of block.instructions) {
      this.flow.budget.spend();
      switch (one.op) {
        case 'call':
          this.results.set(one.at, callOutcome(this, one));
          break;
        case 'assign':
          this.assign(one);
          break;
        case 'store':
          this.store(one);
          break;
        case 'give':
          this.give(one);
      }
    }
  }

  private assign(one: Assign): void {
    const value = one.given ?? (one.value >= 0 ? this.unit.program.valueOf(one.value) : null);
    // `const x = require('./x')` gives what that file offers.
    const taken = one.field === '' ? this.flow.crossings.taken(this.unit, one.variable) : null;
    let known = taken ?? (value ? this.evaluate(value) : UNKNOWN);
    if (this.isCommand && one.given) known = apart(known, one);
    known = this.named(known, one.at, one.variable.name + (one.field === '' ? '' : `.${one.field}`));
    if (this.unit.model.secrecy) known = asNamed(this, known, one.field === '' ? one.variable.name : one.field, '', one.at);
    if (one.field !== '') {
      const of = one.of >= 0 && this.unit.model.stores ? this.evaluate(this.unit.program.valueOf(one.of)).name : null;
      this.storeSink(one.field, of, one.at, known);
    }
    this.namedSink(one.field === '' ? one.variable.name : one.field, one.at, known);
    if (this.isCommand && one.variable.owner === null) this.touched.add(one.variable.id);
    this.assigned.set(one, known);
    const before = this.state.variables.get(one.variable.id);
    if (one.field === '') this.state.variables.set(one.variable.id, known);
    else this.state.variables.set(one.variable.id, withField(before ?? this.ambient(one.variable), one.field, known));
  }

  /** A value that was given a name: a place on its way. */
  private named(known: Known, at: number, name: string): Known {
    if (known.facts.size === 0) return known;
    let text: string | null = null;
    return mapKnown(known, (facts) =>
      mapFacts(facts, (fact) => {
        if (isFull(fact.steps)) return fact;
        text ??= `${name} gets it`;
        const steps = stepAfter(fact.steps, this.flow.step(this.unit, at, text));
        return steps === fact.steps ? fact : { ...fact, steps };
      }),
    );
  }

  private store(one: Store): void {
    const { program } = this.unit;
    const value = one.value >= 0 ? this.evaluate(program.valueOf(one.value)) : UNKNOWN;
    const of = one.of >= 0 ? program.valueOf(one.of) : null;
    const holder = of ? this.evaluate(of) : UNKNOWN;
    const key = one.key >= 0 ? this.evaluate(program.valueOf(one.key)) : null;
    if (one.field !== '') {
      this.storeSink(one.field, holder.name, one.at, value);
      this.namedSink(one.field, one.at, value);
    } else if (key) this.keySink(one, holder, key, value);
    if (!of) return;
    const name = one.field !== '' ? one.field : key && constantOf(key);
    this.update(of, (before) => (name === null ? withElement(before, value) : withField(before, name, value)));
  }

  private keySink(one: Store, holder: Known, key: Known, value: Known): void {
    const context = { ...noCall(one.at), given: [holder, key, value] };
    for (const sink of this.unit.model.store(holder.name, '[]') ?? []) this.hit(sink, { ...context, known: sink.at === 1 ? value : key });
    const name = constantOf(key);
    if (name !== null) this.namedSink(name, one.at, value);
  }

  private storeSink(field: string, holder: string | null, at: number, value: Known): void {
    const { model } = this.unit;
    const context = { ...noCall(at), name: field, known: value, given: [value] };
    if (model.storeWords.has(field)) for (const sink of model.store(holder, field) ?? []) this.hit(sink, context);
    // A key that is written out is no danger itself; what is put under it may be.
    if (holder !== null && model.storeWords.has('[]'))
      for (const sink of model.store(holder, '[]') ?? []) if (sink.at === 1) this.hit(sink, context);
  }

  /** What a place of this name must not get. */
  namedSink(word: string, at: number, value: Known): void {
    const { named } = this.unit.model;
    if (!named || word === '') return;
    for (const sink of named(word) ?? []) this.hit(sink, { ...noCall(at), name: word, known: value, given: [value] });
  }

  private give(one: Give): void {
    const known = one.value >= 0 ? this.evaluate(this.unit.program.valueOf(one.value)) : UNKNOWN;
    const before = this.gives.get(one.to);
    this.gives.set(one.to, before ? join(before, known) : known);
  }

  /** Changes what a place holds: a variable, or a field of one. */
  update(place: Value, change: (before: Known) => Known): void {
    const path: string[] = [];
    let root = place;
    while (root.kind === 'field' || root.kind === 'element') {
      path.unshift(root.kind === 'field' ? root.name : '');
      root = root.of;
      if (path.length > 4) return;
    }
    if (root.kind !== 'variable') return;
    const before = this.variable(root.variable);
    const within = (known: Known, rest: readonly string[]): Known => {
      const [name, ...more] = rest;
      if (name === undefined) return change(known);
      if (name === '') return withElement(known, within(known.element ?? UNKNOWN, more));
      return withField(known, name, within(known.fields?.get(name) ?? UNKNOWN, more));
    };
    this.state.variables.set(root.variable.id, within(before, path));
  }

  evaluate(value: Value): Known {
    return evaluate(this, value, 0);
  }

  variable(variable: Variable): Known {
    let known = this.state.variables.get(variable.id);
    if (!known) {
      known = this.ambient(variable);
      // What is proven of it here is remembered with it.
      if (this.isCommand && known !== UNKNOWN) this.state.variables.set(variable.id, known);
    }
    return this.withProven(known);
  }

  private ambient(variable: Variable): Known {
    const { owner, parameter } = variable;
    if (parameter >= 0 && owner && owner !== this.fn) return entryKnown(this.flow, owner, owner.parameters.indexOf(variable), variable);
    // What a command sets further on or in another branch is not there yet.
    return this.flow.ambient(this.unit, variable, this.isCommand ? this.fn : null);
  }

  /** What was proven of a source holds of all that comes from it. */
  withProven(known: Known): Known {
    if (this.state.proven.size === 0 || (known.facts.size === 0 && !known.fields && !known.element)) return known;
    return mapKnown(known, (facts) => this.proven(facts));
  }

  proven(facts: Facts): Facts {
    return mapFacts(facts, (fact) => {
      const mask = provenOf(this.state.proven, fact.source);
      return (fact.cleared | mask) === fact.cleared ? fact : { ...fact, cleared: fact.cleared | mask };
    });
  }

  hit(sink: SinkModel, what: Pick<Hit, 'at' | 'call' | 'name' | 'known' | 'given' | 'options' | 'on'>): void {
    if (isWritten(what.known) && !sink.written && sink.at !== 'call') return;
    if (isExposure(sink.context) && !sink.always && allFacts(what.known).size === 0) return;
    this.keepHit({ sink, unit: this.unit, fn: this.fn, ...what, via: null, handed: null, depth: 0 });
  }

  keepHit(hit: Hit): void {
    const key = `${hit.unit.path} ${hit.at} ${hit.sink.context} ${hit.sink.label ?? ''} ${hit.via?.at ?? ''} ${hit.handed ?? ''}`;
    const before = this.hits.get(key);
    if (!before && this.hits.size >= (hit.depth > 0 ? MAX_CARRIED : MAX_HITS)) {
      this.flow.partial.add('too many sinks to follow them all');
      return;
    }
    this.hits.set(key, before ? { ...hit, known: join(before.known, hit.known) } : hit);
  }

  private leave(block: Block, lead: (to: number, state: State, isGivenAway?: boolean) => void): void {
    const { next } = block;
    const { program } = this.unit;
    switch (next.kind) {
      case 'branch': {
        const known = this.evaluate(program.valueOf(next.on));
        const truth = truthOf(known);
        const condition = answer(this, next.on, known.condition ?? ofNothing(this, known));
        for (const [to, holds] of [
          [next.yes, !next.negated],
          [next.no, next.negated],
        ] as const) {
          if (truth !== null && truth !== holds) continue;
          const state = copy(this.state);
          if (condition) refine(state, holds ? condition.yes : condition.no);
          lead(to, state, true);
        }
        return;
      }
      case 'choose': {
        const subject = next.on !== undefined && next.on >= 0 ? this.evaluate(program.valueOf(next.on)) : null;
        const chosen = subject && constantOf(subject);
        const known = next.cases ?? [];
        const isTold = chosen !== null && known.some((literals) => literals?.includes(chosen));
        for (const [index, to] of next.among.entries()) {
          const literals = known[index];
          if (chosen !== null && literals !== undefined && (literals === null ? isTold : !literals.includes(chosen))) continue;
          const state = copy(this.state);
          const mask = subject && next.patterns ? provenByChoice(next.patterns, index) : 0;
          if (subject && mask !== 0) {
            const on = program.valueOf(next.on!);
            const variable = on.kind === 'variable' ? on.variable.id : -1;
            refine(state, [{ facts: factsWithin(subject), variable, cleared: mask, equals: null }]);
          }
          if (subject && literals) {
            const on = program.valueOf(next.on!);
            refine(state, [
              {
                facts: allFacts(subject),
                variable: on.kind === 'variable' ? on.variable.id : -1,
                cleared: EVERY,
                equals: literals.length === 1 ? literals[0]! : null,
              },
            ]);
          }
          lead(to, state, true);
        }
        return;
      }
      case 'return':
        if (!next.failed) this.atEnd(next.value >= 0 ? this.evaluate(program.valueOf(next.value)) : UNKNOWN, next.value);
        // Who calls a command may go on after its failure.
        else if (this.isCommand) this.leaveWith(this.state);
        return;
      default:
        successorsOf(block).forEach((to, index, all) => {
          lead(to, this.state, index === all.length - 1);
        });
    }
  }

  private atEnd(value: Known, at: number): void {
    this.returns = this.returns ? join(this.returns, value) : value;
    const context = returnContext(this.flow.roleOf(this.fn));
    if (context && at >= 0) this.hit({ at: 0, context, label: 'returned' }, { ...noCall(at), known: value, given: [value] });
    if (at >= 0) this.namedSink(this.fn.name, at, value);
    if (this.isCommand) {
      const succeeded = copy(this.state);
      const condition = answer(this, at, value.condition);
      if (condition) refine(succeeded, condition.yes);
      this.provenOnSuccess = this.provenOnSuccess ? meet(this.provenOnSuccess, succeeded.proven) : succeeded.proven;
    }
    this.leaveWith(this.state);
  }

  private leaveWith({ variables, proven }: State): void {
    this.provenAtReturn = this.provenAtReturn ? meet(this.provenAtReturn, proven) : new Map(proven);
    if (!this.atReturn) this.atReturn = new Map(variables);
    else
      for (const [id, known] of variables) {
        const before = this.atReturn.get(id);
        this.atReturn.set(id, before ? join(before, known) : known);
      }
  }
}

/** Sinks that a function holds itself. */
const MAX_HITS = 4000;
/** Those of functions it calls are carried on by each of its callers. */
const MAX_CARRIED = 300;

/** What there is to say of a hit where nothing is called. */
function noCall(at: number) {
  return { at, call: null, name: null, options: new Map<string, Known>(), on: UNKNOWN };
}

/** What a parameter is before anybody is known to give it. */
export function entryKnown(flow: ProgramFlow, fn: IrFunction, index: number, variable: Variable): Known {
  const known = given(flow, fn, index, variable);
  const kind = heldAs(flow.unitOf(fn), fn, variable.name, '');
  // What is declared to be a thing, a number or a function is no text.
  if (!kind || (known.name !== null && !TEXTUAL.test(known.name)) || ![...known.facts.values()].some(({ cleared }) => cleared !== EVERY))
    return known;
  const facts = unite(known.facts, flow.sourceAt(flow.unitOf(fn), fn.at, kind, variable.name));
  return { ...known, facts, texts: [[{ facts, cleared: EVERY, quoting: 'none', at: fn.at }]] };
}

/** Types that a text may have. */
const TEXTUAL = /(?:^|\.)(?:string|String|any|unknown|Buffer|Uint8Array|str|bytes|bytearray|Any|AnyStr|Optional|Union|object)$/;

function given(flow: ProgramFlow, fn: IrFunction, index: number, variable: Variable): Known {
  const unit = flow.unitOf(fn);
  const source = flow.parameterSource(fn, index);
  const facts: Facts = new Map([
    [
      source,
      {
        source,
        kind: 'parameter',
        trust: 2,
        given: { fn, index, path: [] },
        cleared: 0,
        exact: true,
        steps: stepAfter(null, flow.step(unit, fn.at, `${written(variable)} is given by a caller`)),
      },
    ],
  ]);
  const known: Known = { ...UNKNOWN, facts, cleared: EVERY, texts: [[{ facts, cleared: EVERY, quoting: 'none', at: fn.at }]] };
  const declared = unit.program.typeOf(variable);
  const own = flow.roleOf(fn)?.parameters[index]?.is;
  const role = own ?? declared;
  if ((!role || role === declared) && flow.isClosed({ fn, index, path: [] })) return cleared(known, EVERY);
  if (!role) return known;
  // A handler is also handed the request itself, and other things that are no data.
  const thing = declared === null ? undefined : unit.model.read(unit.model.canonical(declared));
  const isThing = thing !== undefined && thing.clears === undefined;
  if (role.startsWith('source ') && isThing) return asDeclared(unit, nobodys(known), declared);
  if (role === 'what its mark gives') return flow.givenByMark(unit, variable);
  if (role.startsWith('source ')) {
    const outside = flow.sourceAt(unit, fn.at, role.slice('source '.length) as never, written(variable));
    return asDeclared(
      unit,
      { ...known, facts: outside, texts: [[{ facts: outside, cleared: EVERY, quoting: 'none', at: fn.at }]] },
      declared,
    );
  }
  // What a framework hands in is no caller's choice; the instance itself is what its methods make it.
  return asDeclared(
    unit,
    own && !/^(?:self|cls)$/.test(variable.name) && unit.model.read(unit.model.canonical(own)) ? nobodys(known) : known,
    role,
  );
}

function nobodys(known: Known): Known {
  return { ...known, facts: NO_FACTS, cleared: NOWHERE, texts: null };
}

/** A declared number is one, as long as something makes it so: that is what the models say. Fields of a class of the file likewise. */
function asDeclared({ program, model }: Unit, known: Known, type: string | null): Known {
  if (type === null) return known;
  const name = model.canonical(type);
  const clears = (one: string): number => {
    const mask = model.read(model.canonical(one))?.clears;
    return mask === undefined ? 0 : mask === 'every' ? EVERY : maskOf(...mask);
  };
  let mask = clears(type);
  for (const base of program.basesOf?.(type) ?? []) mask |= clears(base);
  if (mask !== 0) return cleared({ ...known, name }, mask);
  const fields = new Map<string, Known>();
  for (const [field, of] of program.fieldTypesOf?.(type) ?? []) {
    const whole = clears(of) | (program.basesOf?.(of) ?? []).reduce((all, base) => all | clears(base), 0);
    if (whole === EVERY) fields.set(field, { ...UNKNOWN, cleared: EVERY });
  }
  return { ...known, name, fields: fields.size > 0 ? fields : null };
}

/** Several variables that are filled from one text get different parts of it. */
function apart(known: Known, { given, variable }: Assign): Known {
  if (given?.kind !== 'result' && given?.kind !== 'element') return known;
  return mapKnown(known, (facts) =>
    mapFacts(facts, (fact) =>
      fact.given || !fact.exact || fact.source.length > 200 ? fact : { ...fact, source: `${fact.source}.${variable.name}` },
    ),
  );
}

/** A shell's parameters are named by numbers. */
function written({ name }: Variable): string {
  return /^\d+$/.test(name) ? `$${name}` : name;
}

function copy({ variables, proven }: State): State {
  return { variables: new Map(variables), proven: proven.size > 0 ? new Map(proven) : new Map() };
}

/** True if anything was learnt. */
function mergeInto(state: State, other: State): boolean {
  let changed = false;
  for (const [id, known] of other.variables) {
    const mine = state.variables.get(id);
    if (!mine) {
      state.variables.set(id, known);
      changed = true;
      continue;
    }
    const both = join(mine, known);
    if (both === mine) continue;
    state.variables.set(id, both);
    changed = true;
  }
  for (const [source, mask] of state.proven) {
    const both = mask & (other.proven.get(source) ?? 0);
    if (both === mask) continue;
    if (both === 0) state.proven.delete(source);
    else state.proven.set(source, both);
    changed = true;
  }
  return changed;
}

export function meet(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const both = new Map<string, number>();
  for (const [source, mask] of a) {
    const common = mask & (b.get(source) ?? 0);
    if (common !== 0) both.set(source, common);
  }
  return both;
}

/** What is proven of a whole is proven of its fields. */
export function provenOf(proven: ReadonlyMap<string, number>, source: string): number {
  let mask = 0;
  for (const [of, one] of proven) if (source === of || source.startsWith(`${of}.`)) mask |= one;
  return mask;
}

export function refine(state: State, refinements: readonly Refinement[]): void {
  for (const { facts, variable, cleared: mask, equals } of refinements) {
    for (const fact of facts.values()) if (fact.exact) state.proven.set(fact.source, (state.proven.get(fact.source) ?? 0) | mask);
    const held = variable >= 0 ? state.variables.get(variable) : undefined;
    if (variable < 0 || (!held && equals === null)) continue;
    if (equals !== null) state.variables.set(variable, { ...constant(equals), facts: NO_FACTS });
    else if (held) state.variables.set(variable, cleared(held, mask));
  }
}

/** A truth that is written out; null where it depends. */
export function truthOf(known: Known): boolean | null {
  if (known.facts.size > 0) return null;
  const text = constantOf(known);
  if (text === null) return null;
  switch (known.type) {
    case 'boolean':
      return /^true$/i.test(text);
    case 'nothing':
      return false;
    case 'number':
      return Number(text) !== 0;
    default:
      return null;
  }
}

/** The blocks that may be looked at more than once: those of loops. Whatever follows a loop waits until it has settled. */
function repeated(blocks: readonly Block[], order: readonly number[], rank: ReadonlyMap<number, number>): Uint8Array {
  const again = new Uint8Array(blocks.length);
  let first = Number.POSITIVE_INFINITY;
  for (let at = order.length - 1; at >= 0; at--) {
    const block = blocks[order[at]!]!;
    for (const to of [block.handler, ...successorsOf(block)]) if (to >= 0 && rank.get(to)! <= at) first = Math.min(first, rank.get(to)!);
    if (first <= at) again[order[at]!] = 1;
  }
  return again;
}

function reversePostorder(blocks: readonly Block[]): number[] {
  const order: number[] = [];
  const seen = new Uint8Array(blocks.length);
  const todo: { block: number; next: number; after: readonly number[] }[] = [];
  const enter = (block: number) => {
    seen[block] = 1;
    const one = blocks[block]!;
    // What comes after a loop is ordered after its body: what that computes is known by then.
    todo.push({ block, next: 0, after: [...(one.handler >= 0 ? [one.handler] : []), ...successorsOf(one).toReversed()] });
  };
  enter(0);
  while (todo.length > 0) {
    const top = todo.at(-1)!;
    if (top.next < top.after.length) {
      const block = top.after[top.next++]!;
      if (!seen[block]) enter(block);
    } else {
      order.push(top.block);
      todo.pop();
    }
  }
  return order.reverse();
}
