import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { FileEvent } from '../../models/fileEvents.ts';

/** A file is filled, and then run; whether what it is filled with was downloaded is for the judge to see. */
export const downloadThenRun: OrderTable<'free' | 'filled', FileEvent> = {
  start: 'free',
  moves: {
    free: { write: 'filled', secure: 'filled' },
    filled: { verify: 'free', remove: 'free', replace: 'free', execute: report('run', 'free') },
  },
};
