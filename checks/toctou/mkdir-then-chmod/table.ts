import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { FileEvent } from '../../models/fileEvents.ts';

/** A directory that others can enter until its mode is set. */
export const mkdirThenChmod: OrderTable<'free' | 'open' | 'ours', FileEvent> = {
  start: 'free',
  moves: {
    free: { mkdir: 'open', secure: 'ours', restrict: 'ours' },
    open: { restrict: report('enterable', 'ours'), remove: 'free', move: 'free', secure: 'ours' },
    ours: { remove: 'free', move: 'free' },
  },
};
