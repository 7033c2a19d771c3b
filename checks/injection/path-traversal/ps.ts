import { judging } from '../../models/flow/judging.ts';
import { powershell } from '../../models/libraries/powershell/index.ts';
import { vectors } from '../../models/vectors.ts';

export const ps = judging({
  binding: powershell,
  contexts: ['path'],
  counts: (fact) => fact.trust < 2 && fact.kind !== 'archive',
  vectors: { outside: vectors.readFiles, remote: vectors.readFilesLater },
  ending: 'and names the file here',
});
