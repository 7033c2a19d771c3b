import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { before, isBuilt } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

const query = /^\s*(?:(?:query|mutation|subscription)\b[^{]{0,400}\{|\{\s*\w)/;

/** Reports queries that hold what somebody outside wrote. */
export const js = plainRule({
  binding: javascript,
  context: 'graphql',
  counts: (hole) => fromOutside(hole) && isBuilt(hole) && query.test(before(hole).replaceAll('\0', 'x')),
  vectors: { outside: vectors.option },
  ending: 'and the server parses it as a query',
});
