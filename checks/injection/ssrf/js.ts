import { picksHost } from '../../models/flow/addresses.ts';
import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports requests to where somebody outside says. */
export const js = plainRule({
  binding: javascript,
  context: 'url',
  counts: (hole) => picksHost(hole) && fromOutside(hole),
  vectors: { outside: vectors.forgedRequest },
  ending: 'and a request is sent there',
});
