import type { FlowRule } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, reportOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports texts that are split into words after a value was put in. */
export const py: FlowRule = {
  binding: python,
  contexts: ['argument'],
  judge(hit, judge) {
    if (hit.sink.label !== 'split') return null;
    const worst = worstOf(holesOf(hit, 'shell').filter((hole) => isBuilt(hole) && !isOfNoInterest(hole)));
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.sqlName, caller: vectors.sqlName, own: vectors.lowLocal },
      ending: 'and it is split into words',
    });
  },
};

/** Settings of who runs the program are meant to hold several words. */
function isOfNoInterest({ facts }: Hole): boolean {
  return facts.every(({ kind }) => kind === 'environment' || kind === 'file');
}
