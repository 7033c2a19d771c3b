import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** A whole request, query or body is printed as an object, its texts quoted. */
const whole = /\.(?:query|body|params|headers|cookies|session|files|Records)$/;

/** Reports lines that hold what somebody outside wrote. */
export const js = plainRule({
  binding: javascript,
  context: 'log',
  counts: (hole) => fromOutside(hole) && !hole.facts.every(({ source, exact }) => exact && whole.test(source)),
  vectors: { outside: vectors.slight },
  ending: 'and it is written to the log',
});
