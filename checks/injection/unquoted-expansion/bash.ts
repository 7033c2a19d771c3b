import { readShell } from '../../../src/engine/bash.ts';
import { runsAsRoot } from '../../models/bash/root.ts';
import { isFirst, judgeShell } from '../../models/flow/judgeShell.ts';
import { vectors } from '../../models/vectors.ts';

export const bash = judgeShell({
  contexts: ['shell'],
  isMeant: (label) => label === 'split',
  ending: 'and is split into words',
  vectors: { outside: vectors.argument, remote: vectors.argument, own: vectors.lowLocal },
  counts: ({ kind }) => kind !== 'parameter' && kind !== 'file',
  say(report, danger, hit, judge) {
    if (!isFirst(danger, judge, 'unquoted-expansion')) return null;
    const { fact } = danger;
    const { file } = judge.context.shared(readShell);
    const isStrong =
      fact?.trust === 2 && (runsAsRoot(file, judge.context.path) || file.commandAt(judge.node(hit.at))?.wrappers.includes('sudo'));
    return isStrong ? { ...report, vector: vectors.argumentLocal } : report;
  },
});
