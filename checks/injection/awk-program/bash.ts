import { judgeShell } from '../../models/flow/judgeShell.ts';

export const bash = judgeShell({
  contexts: ['program'],
  isMeant: (label) => label === 'awk',
  ending: 'and awk reads it as a program',
  counts: ({ kind }) => kind !== 'file' && kind !== 'parameter',
  say: (report, { fact }) => (fact && fact.trust === 2 ? { ...report, confidence: 'medium' } : report),
});
