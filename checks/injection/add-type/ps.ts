import { judging } from '../../models/flow/judging.ts';
import { isBuilt, strangersOf } from '../../models/flow/weighHit.ts';
import { powershell } from '../../models/libraries/powershell/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports source and assemblies that others have a say in. */
export const ps = judging({
  binding: powershell,
  contexts: ['code'],
  isMeant: ({ sink }) => sink.label === 'add-type' || sink.label === 'assembly',
  counts: (fact, { sink }) => fact.kind !== 'environment' && fact.kind !== 'file' && (sink.label === 'add-type' || fact.trust < 2),
  isHarmless: (hole) => strangersOf(hole).length === 0 && !isBuilt(hole),
  vectors: { outside: vectors.remoteCode, remote: vectors.supply, caller: vectors.localCode, own: vectors.localCode },
  ending: 'and is compiled or loaded into the session',
});
