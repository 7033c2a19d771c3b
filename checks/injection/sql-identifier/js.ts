import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, listed, reportOf, strangersOf, worstOf } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports names of tables and columns that a stranger picks, where a builder or a tag takes them. */
export const js: FlowRule = {
  binding: javascript,
  contexts: ['sql-identifier'],
  judge(hit, judge) {
    const holes = listed(hit.known).flatMap((known) => holesOf({ ...hit, known }, 'sql-identifier'));
    const danger = worstOf(holes.filter((hole) => isPicked(hit, hole)));
    return (
      danger &&
      reportOf(hit, danger, judge, {
        vectors: { outside: vectors.sqlName, remote: vectors.sqlName },
        ending: 'and the database parses it as a name',
      })
    );
  },
};

/** Builders quote names; a name that is put into a text of its own is not one. */
function isPicked({ sink }: Hit, hole: Hole): boolean {
  return strangersOf(hole).length > 0 && (sink.label !== 'builder' || isBuilt(hole));
}
