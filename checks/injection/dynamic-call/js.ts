import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports calls whose method somebody outside picks. */
export const js = plainRule({
  binding: javascript,
  context: 'member',
  means: ({ label }) => label === 'called',
  counts: (hole) => fromOutside(hole),
  vectors: { outside: vectors.anyMethod },
  ending: 'and it picks the method that is called',
});
