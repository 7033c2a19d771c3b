import { judging } from '../../models/flow/judging.ts';
import { after, before, isBuilt, strangersOf } from '../../models/flow/weighHit.ts';
import { powershell } from '../../models/libraries/powershell/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports values that become arguments of a program by being joined to a text. */
export const ps = judging({
  binding: powershell,
  contexts: ['argument'],
  isMeant: ({ sink }) => sink.label === 'start-process',
  counts: (fact) => fact.kind !== 'environment' && fact.kind !== 'file-name',
  isHarmless: (hole) => {
    if (strangersOf(hole).length > 0) return false;
    // A path in quotes keeps its blanks; alone it is one argument most of the time.
    return !isBuilt(hole) || (/"$/.test(before(hole)) && /^"/.test(after(hole)));
  },
  vectors: { outside: vectors.outsideArguments, caller: vectors.ownArguments, own: vectors.ownArguments },
  ending: 'and is joined to the other arguments without quotes',
});
