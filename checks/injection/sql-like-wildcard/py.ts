import type { FlowRule, Hit, Known } from '../../../src/engine/check.ts';
import { after, before, type Hole, holesOf, reportOf, strangersOf, textOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';

/** Notes patterns of `LIKE` that hold a stranger's value. */
export const py: FlowRule = {
  binding: python,
  contexts: ['sql'],
  judge(hit, judge) {
    const { label } = hit.sink;
    if (label !== 'pattern' && (label !== 'values' || !hit.given[0]?.texts?.some((text) => /\bi?like\b/i.test(textOf(text))))) return null;
    const worst = worstOf(valuesOf(hit).flatMap((known) => holesOf({ ...hit, known }, 'sql-identifier').filter(isPattern)));
    if (!worst) return null;
    return reportOf(hit, worst, judge, { vectors: { outside: null }, ending: 'and `LIKE` reads its wildcards' });
  },
};

function valuesOf({ known }: Hit): readonly Known[] {
  const inner = [...(known.fields?.values() ?? []), ...(known.element ? [known.element] : [])];
  return inner.length > 0 ? inner : [known];
}

/** A wildcard of the program's own stands beside it. */
function isPattern(hole: Hole): boolean {
  return strangersOf(hole).length > 0 && (before(hole).endsWith('%') || after(hole).startsWith('%'));
}
