import { readShell } from '../../../src/engine/bash.ts';
import { runsAsRoot } from '../../models/bash/root.ts';
import { judgeShell } from '../../models/flow/judgeShell.ts';
import { before } from '../../models/flow/weighHit.ts';
import { vectors } from '../../models/vectors.ts';

/** Operands that begin with a value. What only the caller gives hurts only the caller, unless the script has more rights. */
export const bash = judgeShell({
  contexts: ['argument'],
  isMeant: (label) => label !== 'split',
  isHarmless: (hole) => before(hole) !== '',
  ending: 'and may be taken for an option',
  vectors: { outside: vectors.argument, remote: vectors.argument, own: vectors.lowLocal },
  counts({ kind, exact }, { sink }) {
    if (kind === 'parameter' || kind === 'file') return false;
    // Names that were cut are seldom what the directory holds.
    return !sink.label?.startsWith('file ') || (kind !== 'argument' && exact);
  },
  say(report, { fact }, hit, judge) {
    const { file } = judge.context.shared(readShell);
    const isStrong =
      fact?.trust === 2 && (runsAsRoot(file, judge.context.path) || file.commandAt(judge.node(hit.at))?.wrappers.includes('sudo'));
    return isStrong ? { ...report, vector: vectors.argumentLocal } : report;
  },
});
