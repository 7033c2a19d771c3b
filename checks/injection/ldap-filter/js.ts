import { fromOutside, plainRule } from '../../models/flow/plainRule.ts';
import { type Hole, isBuilt } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

function isFilter(hole: Hole): boolean {
  return hole.text.some((piece) => 'text' in piece && /\(\s*[\w-]+\s*[~<>]?=/.test(piece.text));
}

/** Reports filters that hold what somebody outside wrote. */
export const js = plainRule({
  binding: javascript,
  context: 'ldap',
  counts: (hole) => (fromOutside(hole) && (isFilter(hole) || !isBuilt(hole))) || (isFilter(hole) && hole.facts.length > 0),
  vectors: { outside: vectors.readAll, caller: vectors.readAll },
  atGiver: true,
  ending: 'and the directory parses it',
});
