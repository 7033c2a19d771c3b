import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { isBuilt } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports expressions that hold what somebody outside wrote. */
export const js = plainRule({
  binding: javascript,
  context: 'xpath',
  counts: (hole) => fromOutside(hole) || (isBuilt(hole) && hole.facts.some(({ kind }) => kind === 'parameter')),
  vectors: { outside: vectors.readAll, caller: vectors.readAll },
  atGiver: true,
  ending: 'and it is parsed as an XPath expression',
});
