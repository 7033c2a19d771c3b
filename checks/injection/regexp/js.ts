import type { Hit } from '../../../src/engine/check.ts';
import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** `text.match(x)`, and not a method of that name of anything else. */
function isTextMethod({ given, known, on }: Hit): boolean {
  return given.length === 1 && !known.fields && (on.type === 'text' || on.facts.size > 0);
}

/** Reports patterns that hold what somebody outside wrote. */
export const js = plainRule({
  binding: javascript,
  context: 'regex',
  counts: (hole, hit) => fromOutside(hole) && (hit.sink.label !== 'text' || isTextMethod(hit)),
  vectors: { outside: vectors.patternStall },
  ending: 'and it is read as a regular expression',
});
