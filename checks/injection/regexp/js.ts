import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports patterns that hold what somebody outside wrote. */
export const js = plainRule({
  binding: javascript,
  context: 'regex',
  counts: (hole, { sink, given }) => fromOutside(hole) && (sink.label !== 'text' || (given.length === 1 && !given[0]?.fields)),
  vectors: { outside: vectors.patternStall },
  ending: 'and it is read as a regular expression',
});
