import type { FlowRule, Hit, Known } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, reportOf, textOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports GraphQL documents that a value is put into. */
export const py: FlowRule = {
  binding: python,
  contexts: ['graphql'],
  judge(hit, judge) {
    const worst = worstOf(holesOf({ ...hit, known: documentOf(hit) }, 'graphql').filter(isDocument));
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.sqlName, caller: vectors.sqlName },
      ending: 'and it is parsed as a document',
    });
  },
};

/** A body of JSON holds it under `query`. */
function documentOf({ known }: Hit): Known {
  return known.fields?.get('query') ?? known;
}

function isDocument(hole: Hole): boolean {
  const text = textOf(hole.text);
  return isBuilt(hole) && /^\s*(?:(?:query|mutation|subscription|fragment)\b[^{]{0,200})?\{/.test(text) && text.includes('}');
}
