import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, reportOf, strangersOf, textOf, worstOf } from '../../models/flow/weighHit.ts';
import { powershell } from '../../models/libraries/powershell/index.ts';
import { vectors } from '../../models/vectors.ts';
import { looksLikeSql, standsForName } from './sqlText.ts';

/** A script with SQL of its own hands it on whole; only what is put into a statement changes it. */
function isStatement(_: Hit, hole: Hole): boolean {
  return isBuilt(hole) ? looksLikeSql(textOf(hole.text)) : strangersOf(hole).length > 0;
}

/** Reports SQL for `Invoke-Sqlcmd`, `SqlCommand` and their kin that values are put into. */
export const ps: FlowRule = {
  binding: powershell,
  contexts: ['sql'],
  judge(hit, judge) {
    const worst = worstOf(
      holesOf(hit, 'sql').filter(
        (hole) => isStatement(hit, hole) && !standsForName(hole) && hole.facts.some(({ kind }) => kind !== 'environment'),
      ),
    );
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.sql, own: vectors.sqlOwn, caller: vectors.sqlWithAccount },
      ending: 'and the database parses it',
    });
  },
};
