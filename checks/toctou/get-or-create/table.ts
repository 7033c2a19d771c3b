import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { StoreEvent } from '../../models/storeEvents.ts';

type State = 'free' | 'sought';

/** A row that was sought, and one that is made because none was found. */
export const getOrCreate: OrderTable<State, StoreEvent> = {
  start: 'free',
  moves: {
    free: { fetch: 'sought' },
    sought: { fetch: 'sought', insert: report('inserted', 'free') },
  },
};
