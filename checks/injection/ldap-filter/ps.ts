import { judging } from '../../models/flow/judging.ts';
import { isBuilt } from '../../models/flow/weighHit.ts';
import { powershell } from '../../models/libraries/powershell/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports filters of Active Directory, LDAP and WMI that values are put into. */
export const ps = judging({
  binding: powershell,
  contexts: ['ldap'],
  counts: (fact) => fact.kind !== 'environment',
  isHarmless: (hole, { sink }) =>
    !isBuilt(hole) || (sink.label === 'searcher' && !/[=(]/.test(hole.text.map((piece) => ('text' in piece ? piece.text : '')).join(''))),
  vectors: { outside: vectors.readFiles, caller: vectors.ownArguments, own: vectors.ownArguments },
  ending: 'and the filter is parsed',
});
