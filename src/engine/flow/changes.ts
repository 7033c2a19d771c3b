/** What a call changes in what it is called on: elements put in, taken out, set under a name. */
import type { CallSite } from './callSite.ts';
import type { CallModel } from './flowModel.ts';
import type { Interpretation } from './interpretation.ts';
import { concatenate, constantOf, elementOf, type Known, listOf, UNKNOWN, withElement, withField } from './known.ts';
import { itemsOf, merged } from './makings.ts';

export function change(here: Interpretation, site: CallSite, { to, from, as }: NonNullable<CallModel['into']>): void {
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

/** A list whose items are not told apart any more. */
function untold(known: Known): Known {
  if (known.count === null || !known.fields) return known;
  return itemsOf(known).reduce(withElement, { ...known, fields: null, count: null });
}

export function take(here: Interpretation, site: CallSite, takes: NonNullable<CallModel['takes']>): Known {
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
