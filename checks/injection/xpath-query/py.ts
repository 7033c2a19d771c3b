import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, reportOf, strangersOf, textOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports XPath queries that a value is put into. */
export const py: FlowRule = {
  binding: python,
  contexts: ['xpath'],
  judge(hit, judge) {
    const worst = worstOf(holesOf(hit, 'xpath').filter((hole) => isQuery(hit, hole)));
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.readFiles, caller: vectors.readFilesLater },
      ending: 'and it is parsed as a query',
    });
  },
};

/** Many things have a method `find`: there only a path with a condition counts. */
function isQuery({ sink }: Hit, hole: Hole): boolean {
  const text = textOf(hole.text);
  if (sink.label === 'path') return isBuilt(hole) && /[/.]/.test(text) && /\[[^\]]*=/.test(text);
  return strangersOf(hole).length > 0 || (isBuilt(hole) && /\/|\[|::/.test(text));
}
