import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { StoreEvent } from '../../models/storeEvents.ts';

type State = 'free' | 'held' | 'stale';

/** Something that was looked at, others that may have run since, and a write that goes by what was seen. */
export const awaitCheckThenAct: OrderTable<State, StoreEvent> = {
  start: 'free',
  moves: {
    free: { read: 'held', fetch: 'stale' },
    held: { suspend: 'stale', write: 'free', fetch: 'stale' },
    stale: { read: 'held', fetch: 'stale', write: report('written', 'stale'), insert: report('inserted', 'stale') },
  },
};
