/** What a call does to what is known: what it gives, what it changes, what it proves, and whether it is given what it must not be. */
import type { Call, IrFunction } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { provenByPattern, provenByRemoval } from './allowList.ts';
import { commandOutcome } from './commands.ts';
import { guardCondition, provenByAbsence, type Subject, seenByCaller } from './conditions.ts';
import { EVERY, maskOf } from './contexts.ts';
import { INSTANCES } from './crossings.ts';
import { boolean, eachWords, fieldNamed, indexed, withGiven, wordsOf } from './evaluation.ts';
import { mapFacts, NO_FACTS } from './fact.ts';
import type { CallModel, EntryModel, Slot } from './flowModel.ts';
import { type Interpretation, refine } from './interpretation.ts';
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
  mapKnown,
  numberOf,
  placedAt,
  steered,
  UNKNOWN,
  withElement,
  withField,
} from './known.ts';

/** A call with its parts looked up once. */
class CallSite {
  readonly here: Interpretation;
  readonly call: Call;
  receiver: Value | null;
  readonly values: readonly Value[];
  on: Known;
  /** It is called on something: also on what an import holds, `db.session.execute`. */
  isMember: boolean;
  /** A function that was made of another one with some of its arguments set. */
  readonly bound: Known | null;
  private readonly evaluated: (Known | undefined)[] = [];

  constructor(here: Interpretation, call: Call) {
    const { program } = here.unit;
    this.here = here;
    this.call = call;
    this.values = program.argumentsOf(call);
    const receiver = program.receiverOf(call);
    const callee = receiver ? null : program.calleeOf(call);
    const fn = callee?.kind === 'variable' && !program.targetOf(call) ? here.evaluate(callee) : null;
    this.bound = fn?.type === 'function' && fn.fields && fn.name !== null ? fn : null;
    // What looks like a part of a module may be a value that somebody outside steers.
    const held = callee?.kind === 'field' ? here.evaluate(callee.of) : UNKNOWN;
    this.receiver = receiver ?? (callee?.kind === 'field' && held.facts.size > 0 ? callee.of : null);
    this.isMember = this.receiver !== null || (callee?.kind === 'field' && callee.of.kind === 'field');
    this.on = receiver ? here.evaluate(receiver) : held.facts.size > 0 ? held : UNKNOWN;
  }

  /** Something of another file, or that is declared elsewhere, is acted on like any other thing. */
  standOn(callee: Value | null): void {
    if (callee?.kind !== 'field') return;
    this.receiver = callee.of;
    this.on = this.here.evaluate(callee.of);
    this.isMember = true;
  }

  argument(index: number): Known {
    const at = index < 0 ? this.values.length + index : index;
    const value = this.values[at];
    if (!value) return UNKNOWN;
    this.evaluated[at] ??= this.here.evaluate(value);
    return this.evaluated[at];
  }

  get all(): readonly Known[] {
    return this.values.map((_, index) => this.argument(index));
  }

  /** The values of a slot with where they stand; none where nothing is given. */
  slot(slot: Slot): readonly { readonly known: Known; readonly value: Value }[] {
    const { program } = this.here.unit;
    if (typeof slot === 'number') {
      const value = this.values.at(slot < 0 ? slot : slot);
      return value && slot < this.values.length ? [{ known: this.argument(slot), value }] : [];
    }
    if (slot === 'receiver') return this.receiver ? [{ known: this.on, value: this.receiver }] : [];
    if (slot === 'call') return [{ known: constant(''), value: { kind: 'unknown', at: this.call.at } }];
    if (slot === 'all') return this.values.map((value, index) => ({ known: this.argument(index), value }));
    if (slot === 'listed') {
      const [first] = this.values;
      return first ? [{ known: listOf(this.all), value: first }] : [];
    }
    if (slot === 'named') {
      const fields = this.options();
      const value: Value = { kind: 'unknown', at: this.call.at };
      return fields.size > 0 ? [{ known: { ...UNKNOWN, cleared: EVERY, type: 'record', fields }, value }] : [];
    }
    if (slot === 'input') {
      const value = program.inputOf(this.call);
      return value ? [{ known: this.here.evaluate(value), value }] : [];
    }
    if (slot.startsWith('from ')) {
      const from = Number(slot.slice('from '.length));
      return this.values.slice(from).map((value, index) => ({ known: this.argument(from + index), value }));
    }
    const name = slot.slice('option '.length);
    const value = program.optionOf(this.call, name);
    if (value) return [{ known: this.here.evaluate(value), value }];
    for (const spread of program.spreadOf?.(this.call) ?? []) {
      const held = this.here.evaluate(spread).fields?.get(name);
      if (held) return [{ known: held, value: spread }];
    }
    const set = this.bound?.fields?.get(name);
    if (set) return [{ known: set, value: { kind: 'unknown', at: this.call.at } }];
    return [];
  }

  /** All named arguments, those that are spread in too. */
  options(): ReadonlyMap<string, Known> {
    const { program } = this.here.unit;
    const all = new Map<string, Known>();
    for (const spread of program.spreadOf?.(this.call) ?? [])
      for (const [name, held] of this.here.evaluate(spread).fields ?? []) all.set(name, held);
    for (const [name, value] of program.optionsOf(this.call)) all.set(name, this.here.evaluate(value));
    return all;
  }

  subject(slot: Slot): Subject | null {
    const [first] = this.slot(slot);
    return first ? { known: first.known, variable: first.value.kind === 'variable' ? first.value.variable.id : -1 } : null;
  }
}

/** All that is known of what a name does, by the name, by what it is called on, by its last word. */
function modelsOf(
  here: Interpretation,
  site: CallSite,
  isOwn: boolean,
): { readonly model: CallModel | undefined; readonly name: string | null } {
  const { program, model } = here.unit;
  const { call, on } = site;
  const own = isOwn ? undefined : model.modelOf?.(call, program);
  if (own) return { model: own, name: program.nameOf(call) };
  const direct = program.nameOf(call);
  // A function that was handed in: a callback of a library.
  const callee = direct === null && !site.receiver ? program.calleeOf(call) : null;
  const names = [
    site.bound?.name ?? null,
    on.name === null ? null : `${on.name}.${call.word}`,
    direct,
    callee && here.evaluate(callee).name,
  ];
  for (const name of names) {
    if (name === null) continue;
    const canonical = model.canonical(name);
    const found = model.call(canonical);
    if (found) return { model: found, name: canonical };
  }
  const known = names.find((name) => name !== null) ?? null;
  const canonical = known === null ? null : model.canonical(known);
  // A thing that is known, and that is not known to have such a method, is not taken for another one.
  if (!isOwn && !site.receiver && canonical !== null && call.word !== '' && !model.knows(canonical)) site.standOn(program.calleeOf(call));
  const word =
    call.word === '' || isOwn ? undefined : site.isMember || known === null ? model.method(call.word) : model.anywhere(call.word);
  return { model: word, name: canonical };
}

/** Whatever it is, it harms nobody. */
const HARMLESS: Known = { ...UNKNOWN, cleared: EVERY };

/** True of a function that makes a number of whatever it is given, or another harmless thing. */
function givesNumbers(here: Interpretation, fn: Known | undefined): boolean {
  const model = fn?.name ? here.unit.model.call(here.unit.model.canonical(fn.name)) : undefined;
  return model?.gives?.as === 'number' || model?.clears === 'every';
}

export function callOutcome(here: Interpretation, call: Call): Known {
  const site = new CallSite(here, call);
  const { bodies, instance } = calleeOf(here, site);
  const { model, name } = modelsOf(here, site, bodies.length > 0 || instance !== null);
  const { at } = call;
  if (model?.sinks) sinks(here, site, model, name);
  for (const { sink, value } of here.unit.model.find?.(call, here.unit.program) ?? [])
    here.hit(sink, { at, call, name, known: atOf(here.evaluate(value), value), given: site.all, options: site.options(), on: site.on });
  const { named } = here.unit.model;
  if (named)
    for (const [option, value] of here.unit.program.optionsOf(call)) if (named(option)) here.namedSink(option, at, here.evaluate(value));
  if (model?.entries) for (const entry of model.entries) enter(here, site, entry);
  let given: Known | null = null;
  for (const body of bodies) {
    const one = called(here, site, body);
    given = given ? join(given, one) : one;
  }
  if (instance) given = withMethods(given ?? declaredRecord(here, site), instance);
  if (model?.guards) {
    for (const guard of model.guards) {
      if (guard.holds !== 'returns') continue;
      const subject =
        guard.given && !guard.given.is.includes(constantOf(site.argument(guard.given.at)) ?? '') ? null : site.subject(guard.of);
      const condition = subject && guardCondition(guard, subject, guard.in === undefined ? null : (site.slot(guard.in)[0]?.known ?? null));
      if (condition) refine(here.state, condition.yes);
    }
  }
  let known = given ?? (model ? modelled(here, site, model) : byDefault(here, site));
  if (model?.into) change(here, site, model.into);
  if (model?.takes) known = take(here, site, model.takes);
  if (model?.source) {
    const what = model.says ?? wordsOf(here, at);
    // What a command prints is another text each time.
    const key = here.unit.program.answersByStatus ? `${what} ${at}` : what;
    known = { ...steered(here.flow.sourceAt(here.unit, at, model.source, what, key), at), name: model.is ?? null };
  }
  if (model?.restores)
    known = here.withProven(mapKnown(known, (facts) => mapFacts(facts, (fact) => (fact.cleared === 0 ? fact : { ...fact, cleared: 0 }))));
  if (model?.binds) known = { ...site.argument(0), type: 'function', fields: site.options() };
  if (model?.isDeclared) {
    const limited = here.unit.model.limited?.(call, here.unit.program) ?? [];
    if (limited.length > 0) known = { ...known, fields: new Map(limited.map((field) => [field, HARMLESS])) };
  }
  if (model?.converts !== undefined && givesNumbers(here, site.slot(model.converts)[0]?.known)) known = HARMLESS;
  if (model?.is && !model.source) known = { ...known, name: model.is };
  if (model?.keeps) known = keeping(site, model.keeps, known);
  if (known.name === null && name !== null && bodies.length === 0)
    known = { ...known, name: here.unit.model.canonical(resultName(here, at, name)) };
  if (model?.clears) known = cleared(known, model.clears === 'every' ? EVERY : maskOf(...model.clears));
  if (!model && bodies.length === 0) {
    const clears = here.unit.model.cleaning(call.word);
    if (clears) known = cleared(withArguments(known, site), maskOf(...clears));
  }
  if (model?.never) here.endsHere();
  const lent = bodies.length === 0 ? runHanded(here, site) : null;
  return lent ? withGiven(here, call, known, lent) : known;
}

/** With the named arguments that say how it was set up. */
function keeping(site: CallSite, names: readonly string[], known: Known): Known {
  const options = site.options();
  let kept = known;
  for (const name of names) {
    const option = options.get(name);
    if (option) kept = withField(kept, name, option);
  }
  return kept;
}

/** A call that only hands on a module or a function is that one: `require('path')`. */
function resultName(here: Interpretation, at: number, name: string): string {
  const own = here.unit.program.nameAt(at);
  return own !== null && !own.endsWith(')') ? own : `${name}()`;
}

/** What a maker gave, with the methods that an instance has. */
function withMethods(given: Known | null, instance: Known): Known {
  if (!given?.fields) return { ...instance, name: given?.name ?? null };
  return { ...given, fields: new Map([...instance.fields!, ...given.fields]) };
}

function sinks(here: Interpretation, site: CallSite, model: CallModel, name: string | null): void {
  for (const sink of model.sinks!) {
    if (sink.when) {
      const { option, is, missing } = sink.when;
      const [set] = site.slot(typeof option === 'number' ? option : `option ${option}`);
      const text = set ? constantOf(set.known) : null;
      // `*`: anything that is written out and is not nothing. What depends on the platform is seldom so where it matters.
      const isSet = text !== null && (is.includes(text) || (is.includes('*') && !/^(?:false|null|undefined|None|0|)$/i.test(text)));
      if (set ? !isSet : missing !== true) continue;
    }
    const given = site.slot(sink.at);
    if (given.length === 0) continue;
    const context = { at: site.call.at, call: site.call, name, given: site.all, options: site.options(), on: site.on };
    for (const { known, value } of given) here.hit(sink, { ...context, known: atOf(known, value) });
  }
}

/** What is given as a whole list or record is dangerous by what it holds. */
function atOf(known: Known, value: Value): Known {
  if (known.texts) return known;
  const facts = allFacts(known);
  return facts.size === 0 ? known : { ...known, texts: [[{ facts, cleared: allCleared(known), quoting: 'none', at: value.at }]] };
}

function enter(here: Interpretation, site: CallSite, entry: EntryModel): void {
  const parameters = entry.parameters.map((is) => (is === null ? null : { is }));
  const role = { parameters, ...(entry.returns && { returns: entry.returns }) };
  if (entry.when && !entry.when.is.includes(constantOf(site.argument(entry.when.at)) ?? '')) return;
  const visit = (known: Known, depth: number) => {
    for (const body of known.bodies) here.flow.enter(body, role);
    // Lists of handlers, and handlers under names.
    if (depth < 2 && known.fields) for (const field of known.fields.values()) visit(field, depth + 1);
    if (depth < 2 && known.element) visit(known.element, depth + 1);
  };
  for (const { known } of site.slot(entry.at)) visit(known, 0);
}

interface Callee {
  readonly bodies: readonly IrFunction[];
  /** What a class makes: its methods. */
  readonly instance: Known | null;
}

/** What is called, as far as it is known. A function that was handed in is for the caller to tell. */
function calleeOf(here: Interpretation, site: CallSite): Callee {
  const { flow, unit } = here;
  const { call, on } = site;
  const own = unit.program.targetOf(call);
  if (own) {
    const name = isMaker(own) ? unit.program.classOf(own)?.name : undefined;
    return { bodies: [own], instance: name === undefined ? null : instanceOf(flow.crossings.classNamed(unit, name)) };
  }
  const callee = unit.program.calleeOf(call);
  if (callee) {
    const known = here.evaluate(callee);
    const instance = instanceOf(known);
    if (known.bodies.length > 0 || instance) return { bodies: known.bodies, instance };
    // A class that is held somewhere: making one runs its constructor.
    if (known.type === 'record' && known.fields) {
      const making = known.fields.get('constructor') ?? known.fields.get('__init__');
      return { bodies: making?.bodies ?? [], instance: known };
    }
    const made = callee.kind === 'variable' ? flow.crossings.classNamed(unit, callee.variable.name) : null;
    if (made) return { bodies: made.bodies, instance: instanceOf(made) };
    for (const { given, exact } of known.facts.values()) {
      if (exact && given?.fn === here.fn)
        here.lent.set(`${call.at} ${given.index}`, { index: given.index, path: given.path, given: site.all, at: call.at });
    }
  } else if (call.word !== '') {
    const known = flow.crossings.takenWhole(unit, call.word);
    if (known) return { bodies: known.bodies, instance: null };
  }
  return { bodies: on.fields?.get(call.word)?.bodies ?? [], instance: null };
}

function isMaker({ name }: IrFunction): boolean {
  return name === '__init__' || name === 'constructor';
}

function instanceOf(made: Known | null): Known | null {
  return made?.fields?.get(INSTANCES) ?? null;
}

/** What a function is given, by position and the fields of it that are asked for. */
type Giving = (index: number, path: readonly string[]) => Known;

const COUNTER: Known = { ...UNKNOWN, cleared: EVERY, type: 'number' };

/** What a function gives that is handed to a call which runs it for each element, or with what was promised; null where none is. */
function runHanded(here: Interpretation, site: CallSite): Known | null {
  const { call, on } = site;
  const { program, model } = here.unit;
  const [position, element] =
    call.word === 'then'
      ? [0, on]
      : eachWords.has(call.word) && site.receiver
        ? [0, elementOf(on, call.at)]
        : call.word === 'from'
          ? [1, elementOf(site.argument(0), call.at)]
          : [0, null];
  const value = site.values[position];
  if (!element || !value) return null;
  const item = here.withProven(element);
  let all: Known | null = null;
  for (const body of site.argument(position).bodies) {
    const given = (index: number, path: readonly string[]) =>
      below(here, index === 0 ? item : index === 1 ? COUNTER : UNKNOWN, path, call.at);
    const one = invoke(here, call.at, body, given, () => undefined, 0);
    all = all ? join(all, one) : one;
  }
  if (all) return all;
  const name = program.nameAt(value.at);
  const known = name === null ? undefined : model.call(model.canonical(name));
  const clears = known ? known.clears : model.cleaning(name === null ? '' : name.slice(name.lastIndexOf('.') + 1));
  const made =
    known?.gives?.from.includes(0) || known?.gives?.from.includes('all')
      ? make(here, known.gives.as, [{ known: item, value }], call.at)
      : known || clears
        ? item
        : null;
  return made && (clears ? cleared(made, clears === 'every' ? EVERY : maskOf(...clears)) : made);
}

/** A call of a function whose code is known. */
function called(here: Interpretation, site: CallSite, body: IrFunction): Known {
  const { call, on } = site;
  const { parameters } = body;
  const own = here.flow.unitOf(body);
  const hasSelf = parameters[0] !== undefined && /^(?:self|cls)$/.test(parameters[0].name) && own.program.classOf(body) !== null;
  const options = here.unit.program.optionsOf(call);
  const given: Giving = (index, path) => {
    let known = UNKNOWN;
    if (hasSelf && index === 0) known = on;
    else {
      const position = hasSelf ? index - 1 : index;
      const named = options.get(parameters[index]?.name ?? '');
      if (position < site.values.length) known = site.argument(position);
      else if (named) known = here.evaluate(named);
    }
    return below(here, known, path, call.at);
  };
  const placeOf = (index: number): Value | undefined => site.values[hasSelf ? index - 1 : index];
  const known = invoke(here, call.at, body, given, placeOf, 0);
  const instance = hasSelf && body.name === '__init__' ? here.flow.summaryOf(body).changed.get(0) : undefined;
  if (!instance) return known;
  const put = here.flow.putIn(instance, body, given, here.unit, call.at);
  return { ...(own === here.unit ? put : placedAt(put, call.at)), facts: NO_FACTS, texts: null };
}

function below(here: Interpretation, known: Known, path: readonly string[], at: number): Known {
  let held = known;
  for (const name of path) held = name === '*' ? elementOf(held, at) : fieldNamed(here, held, name, at, -1);
  return held;
}

/** Functions that are handed on to functions that hand them on. */
const MAX_LENT = 3;

/** What a function does where it is given these: its hits, what it proves and changes, what it calls of what it is given, what it gives. */
function invoke(
  here: Interpretation,
  at: number,
  body: IrFunction,
  given: Giving,
  placeOf: (index: number) => Value | undefined,
  depth: number,
): Known {
  const { flow, unit } = here;
  const summary = flow.summaryOf(body);
  for (const index of body.parameters.keys()) {
    const known = given(index, []);
    if (known !== UNKNOWN) flow.give(body, index, known);
  }
  for (const hit of summary.hits) {
    const here_ = flow.hitAt(hit, body, given, unit, here.fn, at);
    if (here_) here.keepHit(here_);
  }
  const variableOf = (index: number): number => {
    const value = placeOf(index);
    return value?.kind === 'variable' ? value.variable.id : -1;
  };
  // What another file's function gives stands where it is called.
  const local = (known: Known): Known => (flow.unitOf(body) === unit ? known : placedAt(known, at));
  for (const [source, mask] of summary.proven) prove(here, source, mask, body, given, variableOf);
  for (const [index, after] of summary.changed) {
    const place = placeOf(index);
    if (!place) continue;
    const put = local(flow.putIn(after, body, given, unit, at));
    here.update(place, (before) => join(before, put));
  }
  for (const [key, one] of summary.lent) {
    const lent = given(one.index, one.path);
    const arguments_ = one.given.map((known) => local(flow.putIn(known, body, given, unit, at)));
    if (depth < MAX_LENT)
      for (const other of lent.bodies) {
        if (other !== body)
          invoke(
            here,
            at,
            other,
            (index, path) => below(here, arguments_[index] ?? UNKNOWN, path, at),
            () => undefined,
            depth + 1,
          );
      }
    for (const fact of lent.facts.values()) {
      if (fact.exact && fact.given?.fn === here.fn)
        here.lent.set(`${at} ${key}`, { index: fact.given.index, path: fact.given.path, given: arguments_, at });
    }
  }
  if (flow.unitOf(body).program.answersByStatus) return commandOutcome(here, at, body, summary, given, variableOf);
  return local(flow.putIn(summary.returns, body, given, unit, at, variableOf));
}

/** What a callee proves of what it is given, wherever it returns. */
function prove(
  here: Interpretation,
  source: string,
  mask: number,
  body: IrFunction,
  given: (index: number, path: readonly string[]) => Known,
  variableOf: (index: number) => number,
): void {
  for (const index of body.parameters.keys()) {
    const own = here.flow.parameterSource(body, index);
    if (source !== own && !source.startsWith(`${own}.`)) continue;
    const path = source === own ? [] : source.slice(own.length + 1).split('.');
    const known = given(index, path);
    const variable = path.length === 0 ? variableOf(index) : -1;
    refine(here.state, [seenByCaller({ facts: allFacts(known), variable, cleared: mask, equals: null })]);
  }
}

/** What a function of unknown code gives is made of what it is given. */
function withArguments(known: Known, site: CallSite): Known {
  let all = known;
  for (const one of site.all) if (allFacts(one).size > 0) all = join(all, derived(one, site.call.at));
  return all;
}

/** What a call that a model knows gives. */
function modelled(here: Interpretation, site: CallSite, model: CallModel): Known {
  const { at } = site.call;
  let known = UNKNOWN;
  if (model.gives) {
    const given = model.gives.from.flatMap((slot) => site.slot(slot));
    known = make(here, model.gives.as, given, at);
  }
  if (model.aspect !== undefined) {
    const place = model.gives?.from.at(-1);
    const subject = place === undefined ? null : site.subject(place);
    if (subject) known = { ...known, view: { of: subject.known, variable: subject.variable, aspect: model.aspect } };
  }
  if (model.guards) {
    for (const guard of model.guards) {
      if (guard.holds === 'returns') continue;
      const subject =
        guard.given && !guard.given.is.includes(constantOf(site.argument(guard.given.at)) ?? '') ? null : site.subject(guard.of);
      const condition = subject && guardCondition(guard, subject, guard.in === undefined ? null : (site.slot(guard.in)[0]?.known ?? null));
      if (!condition) continue;
      const { condition: before } = known;
      const all = before ? { yes: [...before.yes, ...condition.yes], no: [...before.no, ...condition.no] } : condition;
      known = { ...(known === UNKNOWN ? boolean(null, null) : known), condition: all };
    }
  }
  return known;
}

function make(
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
      return first.type === 'list' || first.element
        ? { ...UNKNOWN, cleared: EVERY, type: 'list', element: elementOf(first, at) }
        : beginning(given, derived(first, at));
    case 'format':
      return filledBraces(given, at) ?? concatenate(given.map(({ known, value }) => ({ known, quoting: 'none' as const, at: value.at })));
    case 'element':
      return elementOf(first, at);
    case 'field': {
      const key = given[1]?.known ?? UNKNOWN;
      const held = indexed(here, first, key, at);
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
function merged(all: Known, known: Known, at: number): Known {
  let made = all;
  // Pairs in a list: their second halves.
  if (known.type === 'list') return withElement(made, elementOf(elementOf(known, at), at));
  for (const [key, field] of known.fields ?? []) made = withField(made, key, field);
  if (known.element) made = withElement(made, known.element);
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

type Placed = readonly { readonly known: Known; readonly value: Value }[];

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

/** An instance of a class of the file that has no constructor of its own: what it declares, in that order or by name. */
function declaredRecord(here: Interpretation, site: CallSite): Known | null {
  const { program } = here.unit;
  const declared = site.receiver ? null : program.fieldTypesOf?.(`.${site.call.word}`);
  if (!declared || declared.size === 0) return null;
  const options = site.options();
  const spread = (program.spreadOf?.(site.call) ?? []).map((value) => here.evaluate(value)).find((known) => allFacts(known).size > 0);
  const fields = new Map<string, Known>();
  for (const [index, field] of [...declared.keys()].entries()) {
    const known = index < site.values.length ? site.argument(index) : options.get(field);
    if (known) fields.set(field, known);
    else if (spread) fields.set(field, fieldOf(spread, field, site.call.at));
  }
  return fields.size === 0 ? null : { ...UNKNOWN, type: 'record', fields };
}

/** A call of what nobody knows. What a value is asked for comes from it; what it is given stays with it. */
function byDefault(here: Interpretation, site: CallSite): Known {
  const { at } = site.call;
  if (site.on.facts.size > 0) return here.withProven(derived(site.on, at));
  return UNKNOWN;
}

function change(here: Interpretation, site: CallSite, { to, from, as }: NonNullable<CallModel['into']>): void {
  const [place] = site.slot(to);
  if (!place) return;
  const given = from.flatMap((slot) => site.slot(slot)).map(({ known }) => known);
  const last = given.at(-1) ?? UNKNOWN;
  here.update(place.value, (before) => {
    switch (as) {
      case 'end': {
        let list = before;
        for (const item of given) {
          if (list.count !== null) list = { ...withField({ ...list, count: null }, String(list.count), item), count: list.count + 1 };
          else list = withElement(list, item);
        }
        return list;
      }
      case 'field': {
        const [key] = given.map((one) => constantOf(one));
        // A key in two parts: a section and a name.
        const name = given.length === 3 ? `${key ?? '?'}.${constantOf(given[1]!) ?? '?'}` : (key ?? given[0]?.name);
        return name === null || name === undefined || name.includes('?') ? withElement(before, last) : withField(before, name, last);
      }
      case 'text':
        return {
          ...concatenate([before, ...given].map((known) => ({ known, quoting: 'none' as const, at: place.value.at }))),
          name: before.name,
        };
      case 'merge': {
        let all = before;
        for (const one of given) {
          if (before.type !== 'list') all = merged(all, one, site.call.at);
          else if (all.count !== null && one.type === 'list' && one.count !== null)
            all = { ...listOf([...itemsOf(all), ...itemsOf(one)]), name: all.name };
          else all = withElement(untold(all), elementOf(one, site.call.at));
        }
        return all;
      }
      case 'position': {
        const position = given[0] ? Number(constantOf(given[0]) ?? Number.NaN) : Number.NaN;
        if (before.count === null || !Number.isInteger(position)) return withElement(untold(before), last);
        const items = [...itemsOf(before)];
        items.splice(position, 0, last);
        return { ...listOf(items), name: before.name };
      }
      default: {
        let all = untold(before);
        for (const item of given) all = withElement(all, item);
        return all;
      }
    }
  });
}

function itemsOf({ fields, count }: Known): readonly Known[] {
  return Array.from({ length: count ?? 0 }, (_, index) => fields?.get(String(index)) ?? UNKNOWN);
}

/** A list whose items are not told apart any more. */
function untold(known: Known): Known {
  if (known.count === null || !known.fields) return known;
  return itemsOf(known).reduce(withElement, { ...known, fields: null, count: null });
}

function take(here: Interpretation, site: CallSite, takes: NonNullable<CallModel['takes']>): Known {
  const { on, receiver } = site;
  const { at } = site.call;
  const { count } = on;
  const position = takes === 'position' ? (site.values.length === 0 ? 'last' : Number(constantOf(site.argument(0)) ?? Number.NaN)) : takes;
  if (count === null || !receiver || position === 'all' || (typeof position === 'number' && !Number.isInteger(position)))
    return elementOf(on, at);
  const index =
    position === 'last'
      ? count - 1
      : position === 'first'
        ? 0
        : (position as number) < 0
          ? count + (position as number)
          : (position as number);
  const items = [...itemsOf(on)];
  const [taken] = items.splice(index, 1);
  here.update(receiver, (before) => ({ ...listOf(items), name: before.name }));
  return taken ?? UNKNOWN;
}
