import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { before, type Hole, holesOf, isBuilt, listed, reportOf, strangersOf, textOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';
import { isFakeBinding } from '../sql-fake-binding/replaced.ts';
import { looksLikeSql, standsForName } from './sqlText.ts';

/** Reports statements whose text holds a value, wherever it was put together. Names of tables and columns are told by another check. */
export const py: FlowRule = {
  binding: python,
  contexts: ['sql'],
  judge(hit, judge) {
    if (hit.sink.label !== undefined && hit.sink.label !== 'part') return null;
    const holes = listed(hit.known).flatMap((known) => holesOf({ ...hit, known }, 'sql'));
    const worst = worstOf(
      holes.filter((hole) => isStatement(hit, hole) && !standsForName(hole) && !isWholeStatement(hole) && !isFakeBinding(hole, judge)),
    );
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.sql, own: vectors.sqlOwn, caller: vectors.sqlWithAccount, unknown: vectors.sqlWithAccount },
      ending: 'and the database parses it',
    });
  },
};

/** A text that is SQL by what it says; by its place alone where a stranger has a say, or where only a part of a statement is expected. */
function isStatement({ sink }: Hit, hole: Hole): boolean {
  if (!isBuilt(hole)) return strangersOf(hole).length > 0;
  return sink.label === 'part' || looksLikeSql(textOf(hole.text));
}

/** A statement that is written elsewhere, with something put behind it here. */
function isWholeStatement(hole: Hole): boolean {
  return before(hole).trim() === '' && hole.facts.every(({ kind }) => kind === 'environment' || kind === 'file');
}
