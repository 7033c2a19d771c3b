import type { FlowRule, Known } from '../../../src/engine/check.ts';
import { holesOf, isBuilt, reportOf, strangersOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const programs = ['$where', '$function', '$accumulator', 'body', 'init', 'accumulate'];

/** Reports programs for a database that a value is put into. */
export const py: FlowRule = {
  binding: python,
  contexts: ['nosql'],
  judge(hit, judge) {
    const known = hit.sink.label === 'program' ? [hit.known] : programsIn(hit.known, 0);
    const holes = known.flatMap((one) => holesOf({ ...hit, known: one }, 'code'));
    const worst = worstOf(holes.filter((hole) => strangersOf(hole).length > 0 || isBuilt(hole)));
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.libraryCode, caller: vectors.libraryCode, own: vectors.sqlOwn },
      ending: 'and the database runs it as a program',
    });
  },
};

function programsIn(known: Known, depth: number): readonly Known[] {
  if (depth > 4 || !known.fields) return known.element && depth <= 4 ? programsIn(known.element, depth + 1) : [];
  return [...known.fields].flatMap(([key, field]) =>
    programs.includes(key) && !field.fields && (key.startsWith('$') || depth > 1) ? [field] : programsIn(field, depth + 1),
  );
}
