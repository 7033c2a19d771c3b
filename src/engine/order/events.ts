/** Acts on things, in the order of a function: what a model says of calls, and what called functions of the same file do to the same things. */

import { type Block, type Call, type IrFunction, type Program, successorsOf } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { SearchBudget } from '../lower/searchBudget.ts';
import { answerOf, negatives } from './answers.ts';
import { parameterKey, type ResourceKeys } from './resourceKey.ts';

/** What one call does to one thing. */
export interface Act<E extends string = string, D = unknown> {
  readonly event: E;
  /** The thing acted on. */
  readonly on: Value;
  /** What the model knows besides: a mode, a flag. */
  readonly data: D;
}

/** Binds calls to events. Data of a library, not rules. */
export interface EventModel<E extends string, D> {
  /** Last words of the names it knows; null: it wants to see every call. */
  readonly words: ReadonlySet<string> | null;
  /** By event: the words whose calls can be it, where few can; all of them, or pairs are missed. Spares tables that need one most of a file. */
  readonly wordsOf?: Readonly<Partial<Record<E, ReadonlySet<string>>>>;
  actsOf(call: Call, fn: IrFunction, program: Program): readonly Act<E, D>[];
}

/** How the answer of a question is given: as a value, or by not raising. */
export interface Asking<E extends string, D> {
  asksByRaising(event: OrderEvent<E, D>): boolean;
}

export interface OrderEvent<E extends string = string, D = unknown> extends Act<E, D> {
  readonly key: string;
  /** Where it happens in the function that is looked at: the act itself, or the call of a function that does it. */
  readonly at: Call;
  /** The act itself, and the function it stands in. */
  readonly origin: Call;
  readonly within: IrFunction;
  /** Whether the result of `at` is the outcome of a question: true, or false where it is the opposite; null where it tells nothing. */
  readonly answers: boolean | null;
}

const MAX_CALLS = 4;
/** Events of called functions at all the calls of a file: functions made to call each other have no end of them. */
const MAX_INLINED = 300_000;

export class Events<E extends string, D> {
  private readonly program: Program;
  private readonly keys: ResourceKeys;
  private readonly model: EventModel<E, D>;
  private readonly asking: Asking<E, D>;
  private readonly known = new Map<IrFunction, readonly OrderEvent<E, D>[]>();
  /** By depth: the events of functions at the calls of others, where no recursion cut them short. */
  private readonly below: Map<IrFunction, readonly OrderEvent<E, D>[]>[] = [];
  /** How often a recursion was cut. */
  private cuts = 0;
  private readonly computing = new Set<IrFunction>();
  private readonly budget = new SearchBudget(MAX_INLINED);
  /** What the function an event happens in says of it to those who call it; the same at every call. */
  private readonly answers = new Map<OrderEvent<E, D>, boolean | null>();

  constructor(program: Program, keys: ResourceKeys, model: EventModel<E, D>, asking: Asking<E, D> = { asksByRaising: () => false }) {
    this.program = program;
    this.keys = keys;
    this.model = model;
    this.asking = asking;
  }

  /** The events of a function in the order of its blocks, those of called functions at their calls. */
  of(fn: IrFunction, depth = 0): readonly OrderEvent<E, D>[] {
    const known = this.known.get(fn);
    if (known) return known;
    // Recursion: the inner round does nothing that the outer one does not.
    if (depth > MAX_CALLS) return [];
    this.budget.spend();
    if (this.computing.has(fn)) {
      this.cuts++;
      return [];
    }
    this.below[depth] ??= new Map();
    const sameDepth = this.below[depth];
    const before = sameDepth.get(fn);
    if (before) return before;
    const { cuts } = this;
    this.computing.add(fn);
    const events: OrderEvent<E, D>[] = [];
    for (const block of fn.blocks) {
      for (const one of block.instructions) if (one.op === 'call') this.addCall(one, fn, depth, events);
    }
    this.computing.delete(fn);
    if (depth === 0) this.known.set(fn, events);
    else if (cuts === this.cuts) sameDepth.set(fn, events);
    return events;
  }

  private addCall(call: Call, fn: IrFunction, depth: number, events: OrderEvent<E, D>[]): void {
    const { program, model, keys } = this;
    if (model.words === null || model.words.has(call.word)) {
      for (const act of model.actsOf(call, fn, program)) {
        const key = keys.keyOf(fn, act.on, call);
        if (key !== null) events.push({ ...act, key, at: call, origin: call, within: fn, answers: true });
      }
    }
    const target = program.targetOf(call);
    if (!target || target === fn) return;
    const inside = this.of(target, depth + 1);
    if (inside.length === 0) return;
    const given = program.argumentsOf(call).map((argument, index) => [parameterKey(target, index), argument, index] as const);
    const translated = new Map<string, string | null>();
    this.budget.spend(inside.length);
    for (const event of inside) {
      let { key } = event;
      for (const [token, argument] of given) {
        if (!key.includes(token)) continue;
        let text = translated.get(token);
        if (text === undefined) {
          text = keys.keyOf(fn, argument, call);
          translated.set(token, text);
        }
        if (text === null) {
          key = '';
          break;
        }
        key = key.replaceAll(token, text);
      }
      if (key !== '') events.push({ ...event, key, at: call, answers: this.answerThrough(event, target) });
    }
  }

  /** Whether a function returns the answer of a question it asks: `function there(p) { return existsSync(p); }`. */
  private answerThrough(event: OrderEvent<E, D>, target: IrFunction): boolean | null {
    if (event.answers === null) return null;
    let answer = this.answers.get(event);
    if (answer === undefined) {
      answer = this.findAnswer(event, target);
      this.answers.set(event, answer);
    }
    return answer;
  }

  private findAnswer(event: OrderEvent<E, D>, target: IrFunction): boolean | null {
    for (const { next, index, instructions } of target.blocks) {
      if (next.kind !== 'return' || next.value < 0) continue;
      const answer = answerOf(this.program, this.keys, target, this.program.valueOf(next.value), {
        block: index,
        index: instructions.length,
      });
      if (answer && (answer.call === event.at || answer.by === event.at) && answer.holds !== null) return answer.holds === event.answers;
    }
    return this.answerByWays(event, target);
  }

  /** `try { access(p); return true; } catch { return false; }`: what is returned only on one of the ways of an answer tells it. */
  private answerByWays(event: OrderEvent<E, D>, target: IrFunction): boolean | null {
    for (const [yes, no] of this.waysOf(event, target)) {
      const [onYes, onNo] = [reachable(target, yes), reachable(target, no)];
      const said = (blocks: ReadonlySet<number>, others: ReadonlySet<number>) =>
        new Set([...blocks].filter((one) => !others.has(one)).flatMap((one) => this.saidBy(target.blocks[one]!)));
      const [present, absent] = [said(onYes, onNo), said(onNo, onYes)];
      if (present.size === 1 && absent.size === 1 && present.has(true) !== absent.has(true)) return present.has(true) === event.answers;
    }
    return null;
  }

  private *waysOf(event: OrderEvent<E, D>, target: IrFunction): Generator<readonly [yes: readonly number[], no: readonly number[]]> {
    const own = target.blocks[event.at.block]!;
    if (own.handler >= 0 && event.at.raises && this.asking.asksByRaising(event)) yield [successorsOf(own), [own.handler]];
    for (const { next, index, instructions } of target.blocks) {
      if (next.kind !== 'branch') continue;
      const answer = answerOf(this.program, this.keys, target, this.program.valueOf(next.on), { block: index, index: instructions.length });
      if (!answer || answer.holds === null || (answer.call !== event.at && answer.by !== event.at)) continue;
      yield answer.holds !== next.negated ? [[next.yes], [next.no]] : [[next.no], [next.yes]];
    }
  }

  /** Whether a block that returns says yes or no; both where it returns what is not told here. */
  private saidBy({ next }: Block): readonly boolean[] {
    if (next.kind !== 'return' || next.failed) return [];
    if (next.value < 0) return [false];
    const value = this.program.valueOf(next.value);
    return value.kind === 'literal' ? [!negatives.has(value.text)] : [true, false];
  }
}

/** The blocks that control can come to from these, by what does not raise. */
function reachable({ blocks }: IrFunction, from: readonly number[]): ReadonlySet<number> {
  const found = new Set(from);
  for (const index of found) for (const to of successorsOf(blocks[index]!)) found.add(to);
  return found;
}

/** Events by the thing they act on. */
export function byKey<E extends string, D>(events: readonly OrderEvent<E, D>[]): ReadonlyMap<string, readonly OrderEvent<E, D>[]> {
  const groups = new Map<string, OrderEvent<E, D>[]>();
  for (const event of events) {
    const group = groups.get(event.key);
    if (group) group.push(event);
    else groups.set(event.key, [event]);
  }
  return groups;
}
