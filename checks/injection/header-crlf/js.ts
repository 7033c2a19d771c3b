import { constantOf } from '../../../src/engine/check.ts';
import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports headers that hold what somebody outside wrote. */
export const js = plainRule({
  binding: javascript,
  context: 'header',
  // Where a redirect leads is told by another check.
  counts: (hole, { given }) => fromOutside(hole) && !/^(?:location|refresh)$/i.test((given[0] && constantOf(given[0])) ?? ''),
  vectors: { outside: vectors.slight },
  ending: 'and it becomes a header',
});
