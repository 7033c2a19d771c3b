/** What a call does to what is known: what it gives, what it changes, what it proves, and whether it is given what it must not be. */
import type { Call } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { called, calleeOf, runHanded } from './calledFunctions.ts';
import { CallSite } from './callSite.ts';
import { change, take } from './changes.ts';
import { guardCondition } from './conditions.ts';
import { EVERY, maskOf } from './contexts.ts';
import { boolean, withGiven, wordsOf } from './evaluation.ts';
import { mapFacts } from './fact.ts';
import type { CallModel, EntryModel } from './flowModel.ts';
import { type Interpretation, refine } from './interpretation.ts';
import {
  allCleared,
  allFacts,
  cleared,
  constantOf,
  derived,
  fieldOf,
  join,
  type Known,
  mapKnown,
  steered,
  UNKNOWN,
  withField,
} from './known.ts';
import { givesNumbers, make } from './makings.ts';
import { HIDDEN } from './secrecy.ts';

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
  if (model?.source && isMeantAsSource(here, site, model)) {
    const what = model.says ?? wordsOfAsked(wordsOf(here, at), askedFor(site, model));
    // What a command prints is another text each time.
    const key = here.unit.program.answersByStatus ? `${what} ${at}` : what;
    known = { ...steered(here.flow.sourceAt(here.unit, at, model.source, what, key), at), name: model.is ?? null };
  }
  if (model?.hides) known = HIDDEN;
  if (!model && bodies.length === 0 && known.facts.size === 0) known = byName(here, call, known);
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

/** The name that a call asks for, where that says whether it gives a source. */
function askedFor(site: CallSite, { sourceNamed }: CallModel): string | null {
  const [asked] = sourceNamed === undefined ? [] : site.slot(sourceNamed);
  return asked ? constantOf(asked.known) : null;
}

/** `request.headers.get('Authorization')` is `request.headers.Authorization`. */
function wordsOfAsked(words: string, asked: string | null): string {
  return asked === null ? words : [...words.split('.').slice(0, -1), asked].join('.');
}

/** What is asked for by a name is a source where the name says so. */
function isMeantAsSource(here: Interpretation, site: CallSite, model: CallModel): boolean {
  if (model.sourceNamed === undefined) return true;
  const name = askedFor(site, model);
  return name !== null && here.unit.model.secrecy?.isSecretPart(name) === true;
}

/** What a function of unknown code gives, by what it is called. */
function byName(here: Interpretation, call: Call, known: Known): Known {
  const kind = here.unit.model.secrecy?.gives(call.word);
  return kind ? { ...known, ...steered(here.flow.sourceAt(here.unit, call.at, kind, `${call.word}()`), call.at) } : known;
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
