import type { FlowRule } from '../../../src/engine/check.ts';
import { before, holesOf, reportOf, strangersOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports modules that somebody outside names. */
export const py: FlowRule = {
  binding: python,
  contexts: ['member'],
  judge(hit, judge) {
    if (hit.sink.label !== 'module') return null;
    // What stands below a package of the program is one of its own.
    const holes = holesOf(hit, 'member').filter((hole) => strangersOf(hole).length > 0 && !/\w\.$/.test(before(hole)));
    const worst = worstOf(holes);
    if (!worst) return null;
    return reportOf(hit, worst, judge, { vectors: { outside: vectors.libraryCode }, ending: 'and the module of that name is loaded' });
  },
};
