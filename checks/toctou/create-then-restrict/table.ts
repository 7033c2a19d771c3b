import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { FileEvent } from '../../models/fileEvents.ts';

type State = 'free' | 'empty' | 'filled' | 'ours';

/** Content in a file that is restricted only afterwards. A file that was there before keeps its mode, so a first check changes nothing. */
export const createThenRestrict: OrderTable<State, FileEvent> = {
  start: 'free',
  moves: {
    free: { create: 'empty', write: 'filled', append: 'filled', secure: 'ours', restrict: 'ours' },
    // Restricted while it is empty: whoever opened it before reads nothing but sees what is written later, which only a mode at creation ends.
    empty: { write: 'filled', append: 'filled', restrict: 'ours', secure: 'ours', remove: 'free', move: 'free', replace: 'free' },
    filled: { restrict: report('readable', 'ours'), secure: 'ours', remove: 'free', move: 'free', replace: 'free' },
    ours: { remove: 'free', move: 'free', replace: 'free' },
  },
};
