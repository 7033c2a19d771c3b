import type { FlowJudge, FlowRule, Hit } from '../../../src/engine/check.ts';
import { before, holesOf, reportOf, strangersOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports attributes and functions that somebody outside names. */
export const py: FlowRule = {
  binding: python,
  contexts: ['member'],
  judge(hit, judge) {
    if (hit.sink.label !== 'attribute') return null;
    // `do_` in front leaves only those that were made for it.
    const holes = holesOf(hit, 'member').filter((hole) => strangersOf(hole).length > 0 && !/\w{2}$/.test(before(hole)));
    const worst = worstOf(holes);
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: isCalled(hit, judge) ? vectors.libraryCode : vectors.wideToken },
      ending: 'and what goes by that name is taken',
    });
  },
};

/** True where what is taken is called on the spot. */
function isCalled(hit: Hit, judge: FlowJudge): boolean {
  const node = judge.node(hit.via ? hit.via.at : hit.at);
  return node.parent?.type === 'call' && node.parent.child('function')?.index === node.index;
}
