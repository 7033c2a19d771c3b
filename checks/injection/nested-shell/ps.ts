import { judging } from '../../models/flow/judging.ts';
import { isBuilt, strangersOf } from '../../models/flow/weighHit.ts';
import { powershell } from '../../models/libraries/powershell/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports text for another shell that values are put into. */
export const ps = judging({
  binding: powershell,
  contexts: ['shell'],
  counts: (fact) => fact.kind !== 'environment' && fact.kind !== 'file-name',
  isHarmless: (hole) => strangersOf(hole).length === 0 && !isBuilt(hole),
  vectors: { outside: vectors.remoteCode, remote: vectors.supply, caller: vectors.localCode, own: vectors.localCode },
  ending: 'and another shell parses it',
});
