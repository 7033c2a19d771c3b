/** Places that are dangerous for who is steered there, and show what they are given as well: a command line, an address, a page. */
import type { Context, Exposure, Library, SinkModel } from '../../../src/engine/check.ts';

type Call = NonNullable<Library['calls']>[string];

function shownBy(
  sinks: readonly SinkModel[],
  from: ReadonlySet<string>,
  context: Exposure,
  label?: string,
  at?: SinkModel['at'],
): readonly SinkModel[] {
  const made = new Map<string, SinkModel>();
  for (const sink of sinks) {
    // What another machine runs or a header of it says is not seen here.
    if (!from.has(sink.context) || sink.label === 'remote') continue;
    const place = at ?? sink.at;
    made.set(String(place), { at: place, context, ...(label !== undefined && { label }) });
  }
  return [...made.values()];
}

/** A library's sinks of these contexts, as places that show what they are given there, or at another place of the same calls. */
export function showing(data: Library, from: readonly Context[], to: Exposure, label?: string, at?: SinkModel['at']): Library {
  const contexts = new Set<string>(from);
  const calls: [string, Call][] = [];
  for (const [name, { sinks }] of Object.entries(data.calls ?? {})) {
    const shown = sinks ? shownBy(sinks as readonly SinkModel[], contexts, to, label, at) : [];
    if (shown.length > 0) calls.push([name, { sinks: [...shown] }]);
  }
  const stores: [string, SinkModel[]][] = [];
  for (const [name, sinks] of Object.entries(data.stores ?? {})) {
    const shown = shownBy(sinks as readonly SinkModel[], contexts, to, label, at);
    if (shown.length > 0) stores.push([name, [...shown]]);
  }
  return {
    library: `${data.library}, ${to}`,
    calls: Object.fromEntries(calls),
    ...(stores.length > 0 && { stores: Object.fromEntries(stores) }),
  };
}
