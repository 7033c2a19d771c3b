import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { fromOutside } from '../../models/flow/plainRule.ts';
import { after, before, type Hole, holesIn, listed, reportOf, worstOf } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';

/** A wildcard next to a value that is bound. */
function inPattern(hole: Hole): boolean {
  return fromOutside(hole) && (/%$/.test(before(hole)) || /^%/.test(after(hole)));
}

function patterns(hit: Hit): readonly Hole[] {
  return listed(hit.known).flatMap((known) => holesIn(known, hit.at, 'sql').filter(inPattern));
}

/** Notes patterns for `LIKE` in which a value from outside may bring wildcards of its own. */
export const js: FlowRule = {
  binding: javascript,
  contexts: ['sql'],
  judge(hit, judge) {
    const danger = hit.sink.label === 'bound' ? worstOf(patterns(hit)) : null;
    return danger && reportOf(hit, danger, judge, { vectors: { outside: null }, ending: 'and the database reads it as a pattern' });
  },
};
