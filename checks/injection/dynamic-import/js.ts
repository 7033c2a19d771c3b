import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports modules that are picked by somebody outside. */
export const js = plainRule({
  binding: javascript,
  context: 'member',
  means: ({ label }) => label === 'module',
  counts: (hole) => fromOutside(hole) || hole.facts.some(({ kind }) => kind === 'remote'),
  vectors: { outside: vectors.libraryCode, remote: vectors.libraryCode },
  ending: 'and it picks the module that is loaded',
});
