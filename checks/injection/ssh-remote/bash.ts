import { judgeShell } from '../../models/flow/judgeShell.ts';
import { vectors } from '../../models/vectors.ts';

/** Values in what a shell on another machine parses. Who may start it has an account there, so arguments are no surprise. */
export const bash = judgeShell({
  contexts: ['shell'],
  isMeant: (label) => label === 'ssh',
  ending: 'and the shell of the other machine parses it',
  vectors: { own: vectors.accountCode, caller: vectors.accountCode },
  say: (report, { fact }) => (fact && fact.trust === 2 ? { ...report, confidence: 'medium' } : report),
});
