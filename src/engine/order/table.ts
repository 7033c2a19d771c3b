/**
 * An order check as data: which state a thing is in after each event, and which events in which state are a finding. Besides the events of
 * its model a table can name what happens to every thing: `yes`, `no` and `any` (the way taken by the answer of the question that was
 * asked last; `any` where the condition depends on it otherwise), `suspend` (others may have run), `raised` (the act itself failed, and a
 * handler of the function got the error) and `end` (the function, or the script, ends as if all were well).
 */
export type Outcome = 'yes' | 'no' | 'any';
/** What happens to every thing, whatever it is. */
export type Common = Outcome | 'suspend' | 'raised' | 'end';

export interface Reported<S extends string> {
  /** What kind of finding; the check words it. */
  readonly report: string;
  readonly to: S;
}

export interface OrderTable<S extends string, E extends string> {
  readonly start: S;
  readonly moves: Readonly<Record<S, Readonly<Partial<Record<E | Common, S | Reported<S>>>>>>;
}

/** The cell of a table in which an event is a finding. */
export function report<S extends string>(kind: string, to: S): Reported<S> {
  return { report: kind, to };
}

/** What leads out of the start. */
export function startsOf<S extends string, E extends string>(table: OrderTable<S, E>): readonly string[] {
  return Object.keys(table.moves[table.start]);
}

/** What is a finding in some state. */
export function endingsOf<S extends string, E extends string>(table: OrderTable<S, E>): readonly string[] {
  const moves: readonly Readonly<Record<string, unknown>>[] = Object.values(table.moves);
  return moves.flatMap((events) => Object.keys(events).filter((event) => typeof events[event] !== 'string'));
}
