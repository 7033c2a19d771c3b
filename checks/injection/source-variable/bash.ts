import { judgeShell } from '../../models/flow/judgeShell.ts';
import { vectors } from '../../models/vectors.ts';

export const bash = judgeShell({
  contexts: ['path'],
  isMeant: (label) => label === 'source',
  ending: 'and the file there is run',
  vectors: { own: vectors.localCodeLater },
  counts: ({ kind }) => kind !== 'remote' && kind !== 'file' && kind !== 'file-name' && kind !== 'parameter' && kind !== 'stored',
});
