import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, reportOf, strangersOf, textOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports filters and distinguished names that a value is put into. */
export const py: FlowRule = {
  binding: python,
  contexts: ['ldap'],
  judge(hit, judge) {
    const worst = worstOf(holesOf(hit, 'ldap').filter((hole) => isSearched(hit, hole)));
    if (!worst) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.readFiles, caller: vectors.readFilesLater },
      ending: 'and the directory parses it',
    });
  },
};

/** Many things have a method `search`: there only what is written as a filter counts. */
function isSearched({ sink, on }: Hit, hole: Hole): boolean {
  if (sink.label === undefined || on.name?.startsWith('ldap')) return strangersOf(hole).length > 0 || isBuilt(hole);
  const text = textOf(hole.text);
  return sink.label === 'name' ? /(?:^|,)\s*(?:cn|uid|ou|dc|o)\s*=/i.test(text) : /^\s*\([&|!(\w]/.test(text) && text.includes('=');
}
