import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { FileEvent } from '../../models/fileEvents.ts';

type State = 'free' | 'looked';

/** A lock that is looked for, then taken by making it: whatever the answer led to in between, two can both have seen nothing. */
export const lockNonatomic: OrderTable<State, FileEvent> = {
  start: 'free',
  moves: {
    free: { check: 'looked' },
    looked: {
      create: report('taken', 'free'),
      write: report('taken', 'free'),
      append: report('taken', 'free'),
      secure: 'free',
      // Only `mkdir -p` takes what another one made; the judge tells.
      mkdir: report('taken', 'free'),
      link: 'free',
    },
  },
};
