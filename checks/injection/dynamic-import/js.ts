import type { FlowJudge, Hit } from '../../../src/engine/check.ts';
import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Things of the program have methods called `import`, too. */
function isMethod({ at }: Hit, { node }: FlowJudge): boolean {
  return /^[^(]{0,200}\.import\b/.test(node(at).text.slice(0, 300));
}

/** Reports modules that are picked by somebody outside. */
export const js = plainRule({
  binding: javascript,
  context: 'member',
  means: ({ label }) => label === 'module',
  counts: (hole, hit, judge) => (fromOutside(hole) || hole.facts.some(({ kind }) => kind === 'remote')) && !isMethod(hit, judge),
  vectors: { outside: vectors.libraryCode, remote: vectors.libraryCode },
  ending: 'and it picks the module that is loaded',
});
