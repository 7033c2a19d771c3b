import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, listed, reportOf, textOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';
import { looksLikeSql, standsForName } from '../sql-string/sqlText.ts';

/** Reports values that take the place of a name in a statement. */
export const py: FlowRule = {
  binding: python,
  contexts: ['sql', 'sql-identifier'],
  judge(hit, judge) {
    if (hit.sink.label !== undefined && hit.sink.label !== 'part') return null;
    const holes = listed(hit.known).flatMap((known) => holesOf({ ...hit, known }, 'sql-identifier'));
    const worst = worstOf(holes.filter((hole) => isName(hit, hole) && hole.facts.some(isTold)));
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.sql, own: vectors.sqlOwn, caller: vectors.sqlName },
      ending: 'and the database parses it as a name',
    });
  },
};

function isName({ sink }: Hit, hole: Hole): boolean {
  if (sink.context === 'sql-identifier') return true;
  return isBuilt(hole) && (sink.label === 'part' || looksLikeSql(textOf(hole.text))) && standsForName(hole);
}

/** Names that the program computes, or reads off its own models, are its own affair until somebody outside has a say. */
function isTold({ kind, given }: Hole['facts'][number]): boolean {
  return kind !== 'environment' && kind !== 'file' && (given === null || given.path.length === 0);
}
