/** Which function of known code is called, and what it does where it is given these: its hits, what it proves, changes and gives. */
import type { IrFunction } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import type { CallSite } from './callSite.ts';
import { commandOutcome } from './commands.ts';
import { seenByCaller } from './conditions.ts';
import { EVERY, maskOf } from './contexts.ts';
import { INSTANCES } from './crossings.ts';
import { eachWords, fieldNamed } from './evaluation.ts';
import { NO_FACTS } from './fact.ts';
import { type Interpretation, refine } from './interpretation.ts';
import { allFacts, cleared, elementOf, join, type Known, placedAt, UNKNOWN } from './known.ts';
import { make } from './makings.ts';

export interface Callee {
  readonly bodies: readonly IrFunction[];
  /** What a class makes: its methods. */
  readonly instance: Known | null;
}

/** What is called, as far as it is known. A function that was handed in is for the caller to tell. */
export function calleeOf(here: Interpretation, site: CallSite): Callee {
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
export function runHanded(here: Interpretation, site: CallSite): Known | null {
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
export function called(here: Interpretation, site: CallSite, body: IrFunction): Known {
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
