import type { FlowRule } from '../../../src/engine/check.ts';
import { holesOf, isBuilt, reportOf, textOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';
import { looksLikeSql } from '../sql-string/sqlText.ts';
import { isFakeBinding } from './replaced.ts';

/** Reports statements whose placeholders are replaced as text, and values whose quotes are doubled by hand. */
export const py: FlowRule = {
  binding: python,
  contexts: ['sql'],
  judge(hit, judge) {
    if (hit.sink.label !== undefined) return null;
    const holes = holesOf(hit, 'sql').filter((hole) => isBuilt(hole) && isFakeBinding(hole, judge) && looksLikeSql(textOf(hole.text)));
    const worst = worstOf(holes);
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.sql, own: vectors.sqlOwn, caller: vectors.sqlWithAccount, unknown: vectors.sqlName },
      ending: 'and the database parses the text with the value in it',
    });
  },
};
