/** A call and what it is given, looked up once. */
import type { Call } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import type { Subject } from './conditions.ts';
import { EVERY } from './contexts.ts';
import type { Slot } from './flowModel.ts';
import type { Interpretation } from './interpretation.ts';
import { constant, type Known, listOf, UNKNOWN } from './known.ts';

/** A call with its parts looked up once. */
export class CallSite {
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
