import { judgeShell } from '../../models/flow/judgeShell.ts';

/** A delimiter in the value is what it takes, which few callers mean: so arguments are no certain danger. */
export const bash = judgeShell({
  contexts: ['program'],
  isMeant: (label) => label === 'sed',
  ending: 'and sed reads it as a program',
  counts: ({ kind }) => kind !== 'file' && kind !== 'parameter',
  say: (report, { fact }) => (fact && fact.trust === 2 ? { ...report, confidence: 'medium' } : report),
});
