import { judgeShell } from '../../models/flow/judgeShell.ts';
import { before } from '../../models/flow/weighHit.ts';
import { OWN_FILE } from '../../models/libraries/bash/sources.ts';
import { vectors } from '../../models/vectors.ts';

export const bash = judgeShell({
  contexts: ['name'],
  isMeant: () => true,
  ending: 'and the shell takes it for the name of a variable',
  counts: ({ kind, source }) => kind !== 'parameter' && !source.startsWith(`file ${OWN_FILE}`),
  // What stands behind the equals sign is the value.
  isHarmless: (hole) => before(hole).includes('='),
  say: (report, { fact }) => (fact?.kind === 'argument' ? { ...report, vector: vectors.lowLocal, confidence: 'medium' } : report),
});
