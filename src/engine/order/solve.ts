/**
 * The order solver: carries the states of one thing through the control flow of one function until nothing changes, then tells in which
 * places an event meets a state that its table calls a finding.
 */
import { type Block, type IrFunction, type Program, raisesInto, successorsOf } from '../ir/program.ts';
import type { Asking, OrderEvent } from './events.ts';
import { type FlowGraph, flowGraphOf, type Stretch } from './flowGraph.ts';
import type { ResourceKeys } from './resourceKey.ts';
import { type Common, endingsOf, type OrderTable, type Outcome, type Reported, startsOf } from './table.ts';

/** Two events that the table calls a finding when the second meets what the first left. */
export interface Pair<E extends string, D> {
  readonly kind: string;
  readonly key: string;
  /** The event by which the thing left the table's start; the second itself where that is a finding on its own. */
  readonly first: OrderEvent<E, D>;
  /** The latest event on the thing before the second. */
  readonly previous: OrderEvent<E, D>;
  /** The event that met that state; where the function ends instead, the latest one. */
  readonly second: OrderEvent<E, D>;
  /** The block with which the function ended, or from which on nothing but its end concerns the thing; for a table that asks for the end. */
  readonly end: Block | null;
  /** By which answer of the question asked last the second is reached; null where it is reached by both, or nothing was asked. */
  readonly outcome: Outcome | null;
}

interface Fact<S extends string, E extends string, D> {
  readonly state: S;
  readonly first: OrderEvent<E, D> | null;
  readonly previous: OrderEvent<E, D> | null;
  readonly asked: OrderEvent<E, D> | null;
  readonly outcome: Outcome | null;
  /** Which way was taken where that outcome was decided; where both meet again, it decides nothing any more. */
  readonly way: boolean | null;
}

type Facts<S extends string, E extends string, D> = ReadonlyMap<string, Fact<S, E, D>>;

interface Edge<S extends string, E extends string, D> {
  readonly to: number;
  readonly facts: Facts<S, E, D>;
}

/** Rounds over the blocks; facts only move between a handful of states, so real code needs two or three. */
const MAX_ROUNDS = 12;

class Solver<S extends string, E extends string, D> {
  private readonly ids = new Map<OrderEvent<E, D>, number>();
  private readonly graph: FlowGraph;
  private readonly fn: IrFunction;
  private readonly table: OrderTable<S, E>;
  private readonly events: ReadonlyMap<number, readonly OrderEvent<E, D>[]>;
  private readonly asking: Asking<E, D>;
  /** By block: what it leads to, with the facts on the way; absent where the thing is untouched. */
  private readonly edges = new Map<number, readonly Edge<S, E, D>[]>();
  /** Blocks whose branch or return depends on one of the events. */
  private readonly deciding: ReadonlySet<number>;
  private readonly untouched: Facts<S, E, D>;
  private readonly pairs = new Map<string, Pair<E, D>>();
  private readonly handlesSuspend: boolean;
  private readonly handlesRaised: boolean;
  private readonly handlesEnd: boolean;

  constructor(graph: FlowGraph, fn: IrFunction, table: OrderTable<S, E>, events: readonly OrderEvent<E, D>[], asking: Asking<E, D>) {
    this.graph = graph;
    this.fn = fn;
    this.table = table;
    this.asking = asking;
    for (const [id, event] of events.entries()) this.ids.set(event, id);
    const blocks = new Map<number, OrderEvent<E, D>[]>();
    for (const event of events) {
      const list = blocks.get(event.at.block);
      if (list) list.push(event);
      else blocks.set(event.at.block, [event]);
    }
    this.events = blocks;
    this.deciding = new Set(events.flatMap(({ at }) => graph.decidedBy(at)));
    const start: Fact<S, E, D> = { state: table.start, first: null, previous: null, asked: null, outcome: null, way: null };
    this.untouched = new Map([[this.idOf(start), start]]);
    this.handlesSuspend = this.handles('suspend');
    this.handlesRaised = this.handles('raised');
    this.handlesEnd = this.handles('end');
  }

  run(): readonly Pair<E, D>[] {
    const { blocks } = this.fn;
    const { graph } = this;
    const region = this.region();
    if (region.to < region.from) return [];
    // A block is looked at when something can happen in it, or when what leads to it has changed; anywhere else the thing is at the start.
    const waiting = new Uint8Array(region.to - region.from + 1);
    let count = 0;
    let lowest = waiting.length;
    const wait = (index: number) => {
      const at = graph.positionOf(index) - region.from;
      if (waiting[at]) return;
      waiting[at] = 1;
      count++;
      lowest = Math.min(lowest, at);
    };
    const looked = new Set<number>();
    for (const index of this.events.keys()) if (graph.positionOf(index) >= 0) wait(index);
    for (let round = 0; count > 0 && round < MAX_ROUNDS; round++) {
      const from = lowest;
      lowest = waiting.length;
      for (let at = from; at < waiting.length && count > 0; at++) {
        if (!waiting[at]) continue;
        waiting[at] = 0;
        count--;
        const index = graph.order[region.from + at]!;
        looked.add(index);
        const block = blocks[index]!;
        const arriving = this.arriving(block);
        const next = this.edgesOf(block, this.through(block, arriving), arriving);
        const before = this.edges.get(index);
        this.edges.set(index, next);
        for (const [way, { to, facts }] of next.entries()) {
          if (graph.isWithin(to, region) && !sameKeys(facts, before?.[way]?.facts ?? this.untouched)) wait(to);
        }
      }
    }
    // Only what holds when nothing changes any more is told.
    this.pairs.clear();
    for (const index of looked) {
      const block = blocks[index]!;
      const leaving = this.through(block, this.arriving(block));
      if (this.handlesEnd) this.atEnd(block, leaving, region);
    }
    return [...this.pairs.values()];
  }

  private arriving(block: Block): Facts<S, E, D> {
    if (block.index !== 0 && block.from.length === 1) return this.arrivingFrom(block.from[0]!, block.index);
    const ways = block.from.map((from) => this.arrivingFrom(from, block.index));
    return this.join(block.index === 0 ? [this.untouched, ...ways] : ways, block.index);
  }

  private arrivingFrom(from: number, index: number): Facts<S, E, D> {
    return this.edges.get(from)?.find(({ to }) => to === index)?.facts ?? this.untouched;
  }

  /** Where facts about this thing can change; a handler may do anything about an error, so then all that follows belongs to it. */
  private region(): Stretch {
    const blocks = new Set([...this.events.keys(), ...this.deciding]);
    if (this.handlesRaised) blocks.add(this.graph.order.at(-1)!);
    return this.graph.regionOf(blocks);
  }

  private handles(event: Common): boolean {
    return Object.values<OrderTable<S, E>['moves'][S]>(this.table.moves).some((moves) => moves[event] !== undefined);
  }

  private idOf({ state, first, previous, asked, outcome, way }: Fact<S, E, D>): string {
    if (!first) return state;
    const id = (event: OrderEvent<E, D> | null) => (event ? this.ids.get(event) : '');
    return `${state} ${id(first)} ${id(previous)} ${id(asked)} ${outcome ?? ''} ${way ?? ''}`;
  }

  /**
   * Facts of all ways into a block. Where both answers of a question meet again, the answer no longer decides anything; unless one of them
   * left for good in between (`if exists: if not force: return`).
   */
  private join(ways: readonly Facts<S, E, D>[], index: number): Facts<S, E, D> {
    const [one] = ways;
    if (one && ways.every((way) => way === one)) return one;
    const facts = new Map<string, Fact<S, E, D>>();
    for (const way of ways) for (const [id, fact] of way) facts.set(id, fact);
    // By question, for a thing may be asked about a thousand times.
    const answered = new Map<OrderEvent<E, D>, { readonly ids: string[]; readonly facts: Fact<S, E, D>[] }>();
    for (const [id, fact] of facts) {
      if (fact.asked === null || fact.previous !== fact.asked) continue;
      const known = answered.get(fact.asked);
      if (known) {
        known.ids.push(id);
        known.facts.push(fact);
      } else answered.set(fact.asked, { ids: [id], facts: [fact] });
    }
    const { start } = this.table;
    for (const [asked, { ids, facts: answers }] of answered) {
      const opposite = answers.find(({ way }) => way === false);
      if (!opposite) continue;
      const meets = ({ way, state }: Fact<S, E, D>) =>
        way === true && (state === start || opposite.state === start || this.graph.alwaysLeads(asked.at.block, index));
      if (!answers.some(meets)) continue;
      for (const id of ids) facts.delete(id);
      for (const [plain, fact] of this.untouched) facts.set(plain, fact);
    }
    return facts;
  }

  private through(block: Block, arriving: Facts<S, E, D>): Facts<S, E, D> {
    let facts = arriving;
    const events = this.events.get(block.index) ?? [];
    if (!this.handlesSuspend) {
      for (const event of events) facts = this.step(facts, event);
      return facts;
    }
    let at = 0;
    for (const { op, index } of block.instructions) {
      for (; at < events.length && events[at]!.at.index <= index; at++) facts = this.step(facts, events[at]!);
      if (op === 'suspend') facts = this.map(facts, (fact) => this.moved(fact, 'suspend', fact.outcome, fact.way));
    }
    return facts;
  }

  private map(facts: Facts<S, E, D>, change: (fact: Fact<S, E, D>) => Fact<S, E, D>): Facts<S, E, D> {
    const changed = new Map<string, Fact<S, E, D>>();
    for (const fact of facts.values()) {
      const next = change(fact);
      changed.set(this.idOf(next), next);
    }
    return changed;
  }

  private moveOf(state: S, event: E | Common): S | Reported<S> | undefined {
    return this.table.moves[state][event];
  }

  /** After something that happens to every thing. */
  private moved(fact: Fact<S, E, D>, by: Common, outcome: Outcome | null, way: boolean | null): Fact<S, E, D> {
    const move = this.moveOf(fact.state, by);
    if (move === undefined) return fact;
    return { ...fact, state: typeof move === 'string' ? move : move.to, outcome, way };
  }

  private step(facts: Facts<S, E, D>, event: OrderEvent<E, D>): Facts<S, E, D> {
    const { start } = this.table;
    return this.map(facts, (fact) => {
      const move = this.moveOf(fact.state, event.event);
      if (move === undefined) return fact;
      const to = typeof move === 'string' ? move : move.to;
      if (typeof move !== 'string') {
        const { outcome } = fact;
        const first = fact.first ?? event;
        const previous = fact.previous ?? event;
        this.pairs.set(`${this.ids.get(first)} ${this.ids.get(event)} ${move.report} ${outcome}`, {
          kind: move.report,
          key: event.key,
          first,
          previous,
          second: event,
          outcome,
          end: null,
        });
      }
      if (to === start) {
        // The way that led here is kept, for where it meets the other one.
        return fact.way === null
          ? { state: start, first: null, previous: null, asked: null, outcome: null, way: null }
          : { ...fact, state: start, previous: fact.asked };
      }
      const leftStart = fact.state === start;
      return { state: to, first: leftStart ? event : (fact.first ?? event), previous: event, asked: event, outcome: null, way: null };
    });
  }

  /** Where the function ends as if all were well, or can only do so. What it returns is for its callers to look at. */
  private atEnd(block: Block, leaving: Facts<S, E, D>, region: Stretch): void {
    const { next } = block;
    if ((next.kind === 'return' || next.kind === 'exit') && !next.failed) {
      for (const fact of leaving.values())
        if (!fact.previous || !this.graph.callsBehind(block.index).has(fact.previous.at)) this.ended(fact, block);
    }
    for (const { to, facts } of this.edges.get(block.index) ?? []) {
      if (this.graph.isWithin(to, region) || !this.graph.canEnd(to)) continue;
      for (const fact of facts.values()) this.ended(fact, this.fn.blocks[to]!);
    }
  }

  private ended({ state, first, previous, outcome }: Fact<S, E, D>, end: Block): void {
    const move = this.moveOf(state, 'end');
    if (move === undefined || typeof move === 'string' || !first || !previous) return;
    const id = `${this.ids.get(first)} end ${move.report} ${outcome}`;
    if (!this.pairs.has(id)) this.pairs.set(id, { kind: move.report, key: previous.key, first, previous, second: previous, outcome, end });
  }

  /** What leaves a block by each of its edges. */
  private edgesOf(block: Block, leaving: Facts<S, E, D>, arriving: Facts<S, E, D>): readonly Edge<S, E, D>[] {
    const edges: Edge<S, E, D>[] = [];
    const { next } = block;
    const raised = raisesInto(block);
    if (next.kind === 'branch') {
      for (const way of ['yes', 'no'] as const)
        edges.push({ to: next[way], facts: this.taken(block, leaving, (way === 'yes') !== next.negated) });
    } else {
      for (const to of successorsOf(block)) edges.push({ to, facts: raised ? this.answered(leaving, block, 'yes') : leaving });
    }
    if (raised) {
      // An act that raised has not happened; a question that raised was answered.
      const before = this.through({ ...block, index: -1 }, arriving);
      const asked = (this.events.get(block.index) ?? []).some((event) => this.asking.asksByRaising(event));
      const facts = asked
        ? this.answered(leaving, block, 'no')
        : this.handlesRaised
          ? new Map([...before, ...this.raisedIn(block, leaving)])
          : before;
      edges.push({ to: block.handler, facts });
    }
    return edges;
  }

  /** The facts on one way of a branch: `holds` where its condition does. */
  private taken(block: Block, leaving: Facts<S, E, D>, holds: boolean): Facts<S, E, D> {
    if (!this.deciding.has(block.index)) return leaving;
    const answer = this.graph.answerAt(block.index);
    return this.map(leaving, (fact) => {
      const { asked } = fact;
      if (!asked) return fact;
      if (answer && (answer.call === asked.at || answer.by === asked.at) && asked.answers !== null) {
        const said: Outcome = answer.holds === null ? 'any' : (answer.holds === asked.answers) === holds ? 'yes' : 'no';
        return this.moved(fact, said, said, holds);
      }
      return this.graph.callsBehind(block.index).has(asked.at) ? this.moved(fact, 'any', 'any', holds) : fact;
    });
  }

  /** The facts about acts of this block that raised. */
  private raisedIn(block: Block, leaving: Facts<S, E, D>): Facts<S, E, D> {
    const raised = new Map<string, Fact<S, E, D>>();
    for (const fact of leaving.values()) {
      if (fact.previous?.at.block !== block.index || !fact.previous.at.raises) continue;
      const next = this.moved(fact, 'raised', fact.outcome, fact.way);
      if (next !== fact) raised.set(this.idOf(next), next);
    }
    return raised;
  }

  /** The answer of a question in this block that is asked by raising. */
  private answered(facts: Facts<S, E, D>, block: Block, outcome: Outcome): Facts<S, E, D> {
    return this.map(facts, (fact) => {
      const { asked } = fact;
      return asked && asked.at.block === block.index && this.asking.asksByRaising(asked)
        ? this.moved(fact, outcome, outcome, outcome === 'yes')
        : fact;
    });
  }
}

function sameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const key of a.keys()) if (!b.has(key)) return false;
  return true;
}

/** Whether one event can be a finding: where the function ends after it, or from the start. */
function reportsAlone<S extends string, E extends string>(table: OrderTable<S, E>): boolean {
  const moves: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = Object.entries(table.moves);
  return moves.some(([state, events]) =>
    Object.entries(events).some(([event, to]) => typeof to !== 'string' && (state === table.start || event === 'end')),
  );
}

interface Pairing {
  readonly starts: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
  readonly alone: boolean;
}

/** Of the few tables there are, each read once. */
const pairings = new WeakMap<object, Pairing>();

/** What the events of one thing must be for the table to find a pair among them. */
function pairingOf<S extends string, E extends string>(table: OrderTable<S, E>): Pairing {
  let pairing = pairings.get(table);
  if (!pairing) {
    pairing = { starts: new Set(startsOf(table)), ends: new Set(endingsOf(table)), alone: reportsAlone(table) };
    pairings.set(table, pairing);
  }
  return pairing;
}

/** Runs a table over a function's events, thing by thing; pairs in the order of their second events. */
export function solve<S extends string, E extends string, D>(
  program: Program,
  keys: ResourceKeys,
  fn: IrFunction,
  table: OrderTable<S, E>,
  groups: ReadonlyMap<string, readonly OrderEvent<E, D>[]>,
  asking: Asking<E, D> = { asksByRaising: () => false },
): readonly Pair<E, D>[] {
  const pairing = pairingOf(table);
  const pairs: Pair<E, D>[] = [];
  for (const group of groups.values()) {
    if (!canPair(group, pairing)) continue;
    pairs.push(...new Solver(flowGraphOf(program, keys, fn), fn, table, group, asking).run());
  }
  return pairs.sort((a, b) => a.second.at.at - b.second.at.at || a.first.at.at - b.first.at.at);
}

/** Whether events on one thing can be a pair at all: one begins it, and another (or the end of the function) ends it. */
function canPair<E extends string, D>(group: readonly OrderEvent<E, D>[], { starts, ends, alone }: ReturnType<typeof pairingOf>): boolean {
  let begins = 0;
  let finishes = ends.has('end') ? 1 : 0;
  let both = 0;
  for (const { event } of group) {
    const begin = starts.has(event);
    const finish = ends.has(event);
    if (begin) begins++;
    if (finish) finishes++;
    if (begin && finish) both++;
  }
  return begins > 0 && finishes > 0 && (alone || begins + finishes - both > 1 || both > 1);
}
