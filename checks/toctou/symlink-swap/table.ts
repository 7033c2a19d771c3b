import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { FileEvent } from '../../models/fileEvents.ts';

/** A link taken away and made anew: in between there is none. */
export const symlinkSwap: OrderTable<'free' | 'gone', FileEvent> = {
  start: 'free',
  moves: {
    free: { remove: 'gone', move: 'gone' },
    gone: {
      secure: report('swapped', 'free'),
      link: report('swapped', 'free'),
      replace: report('swapped', 'free'),
      create: 'free',
      write: 'free',
      append: 'free',
      mkdir: 'free',
    },
  },
};
