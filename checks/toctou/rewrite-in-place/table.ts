import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { FileEvent } from '../../models/fileEvents.ts';

/** What was read from a file is written back to it: what others wrote in between is lost, and who reads meanwhile finds half of it. */
export const rewriteInPlace: OrderTable<'free' | 'known', FileEvent> = {
  start: 'free',
  moves: {
    free: { read: 'known' },
    known: { write: report('rewritten', 'free'), remove: 'free', replace: 'free', move: 'free', secure: 'free' },
  },
};

/** A file that others read at any time is filled under its own name. */
export const filledInPlace: OrderTable<'free' | 'told', FileEvent> = {
  start: 'free',
  moves: {
    free: { write: report('filled', 'told'), create: report('filled', 'told') },
    told: {},
  },
};
