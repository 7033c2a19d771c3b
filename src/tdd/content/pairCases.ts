/** Finds for each test case of one side the same one on the other: moved, renamed, split and merged cases are no deletions. */
import { listUnder } from '../listUnder.ts';
import type { Spot } from './testSide.ts';

export interface Pair {
  readonly before: Spot;
  readonly after: Spot;
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  readonly gone: readonly Spot[];
  readonly fresh: readonly Spot[];
}

/** From the surest sign to the weakest; each is tried on what the ones before left over. */
const signs: readonly ((spot: Spot) => string | null)[] = [
  ({ path, name }) => `${path}\0${name}`,
  ({ name }) => name || null,
  ({ name, path }) => (name === '' ? null : `${path}\0${lastTitle(name)}`),
  ({ name }) => (name === '' ? null : lastTitle(name)),
  ({ body, isEmpty }) => (isEmpty || body === '' ? null : body),
];

/** How many cases that share an assertion are looked at: the same line in a thousand cases tells none of them apart. */
const mostVoters = 20;

export function pairCases(before: readonly Spot[], after: readonly Spot[]): Pairing {
  const pairs: Pair[] = [];
  let gone = before;
  let fresh = after;
  for (const sign of signs) {
    if (gone.length === 0 || fresh.length === 0) break;
    const bySign = new Map<string, Spot[]>();
    // Backwards, so that the first is taken first.
    for (const spot of [...fresh].reverse()) listUnder(bySign, sign(spot), spot);
    const taken = new Set<Spot>();
    gone = gone.filter((spot) => {
      const found = bySign.get(sign(spot) ?? '')?.pop();
      if (found === undefined) return true;
      pairs.push({ before: spot, after: found });
      taken.add(found);
      return false;
    });
    fresh = fresh.filter((spot) => !taken.has(spot));
  }
  for (const by of ['text', 'subject'] as const) {
    const voted = pairByVotes(gone, fresh, by);
    pairs.push(...voted.pairs);
    gone = voted.gone;
    fresh = voted.fresh;
  }
  return { pairs, gone, fresh };
}

/** A renamed case keeps at least half of what it asserts. */
function pairByVotes(gone: readonly Spot[], fresh: readonly Spot[], by: 'text' | 'subject'): Pairing {
  const holders = new Map<string, Spot[]>();
  for (const spot of fresh) {
    if (spot.name === '') continue;
    for (const key of new Set(spot.assertions.map((assertion) => assertion[by]))) if (key) listUnder(holders, key, spot);
  }
  const taken = new Set<Spot>();
  const pairs: Pair[] = [];
  const left = gone.filter((spot) => {
    if (spot.name === '') return true;
    const votes = new Map<Spot, number>();
    for (const assertion of spot.assertions) {
      for (const holder of (holders.get(assertion[by]) ?? []).slice(0, mostVoters)) {
        if (!taken.has(holder)) votes.set(holder, (votes.get(holder) ?? 0) + 1);
      }
    }
    const best = [...votes].reduce<[Spot | null, number]>((most, vote) => (vote[1] > most[1] ? vote : most), [null, 0]);
    if (best[0] === null || best[1] * 2 < spot.assertions.length) return true;
    pairs.push({ before: spot, after: best[0] });
    taken.add(best[0]);
    return false;
  });
  return { pairs, gone: left, fresh: fresh.filter((spot) => !taken.has(spot)) };
}

function lastTitle(name: string): string {
  return name.slice(name.lastIndexOf(' > ') + 1).replace(/^> /, '');
}
