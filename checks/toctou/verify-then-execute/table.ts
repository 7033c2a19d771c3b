import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { FileEvent } from '../../models/fileEvents.ts';

/** What a file holds or whose it is was looked at by name; then it is used by name. */
export const verifyThenExecute: OrderTable<'free' | 'verified', FileEvent> = {
  start: 'free',
  moves: {
    free: { verify: 'verified' },
    verified: {
      execute: report('used', 'verified'),
      read: report('used', 'verified'),
      move: report('used', 'free'),
      write: 'free',
      create: 'free',
      remove: 'free',
      replace: 'free',
    },
  },
};
