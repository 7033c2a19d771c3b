import { plainRule } from '../../models/flow/plainRule.ts';
import { isBuilt, strangersOf } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports script for a database that holds a value. */
export const js = plainRule({
  binding: javascript,
  context: 'code',
  means: ({ label }) => label === 'where',
  counts: (hole) => strangersOf(hole).length > 0 || (isBuilt(hole) && hole.facts.length > 0),
  vectors: { outside: vectors.libraryCode, caller: vectors.libraryCode, own: vectors.localCode },
  atGiver: true,
  ending: 'and the database runs it as script',
});
