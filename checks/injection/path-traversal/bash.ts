import { readShell } from '../../../src/engine/bash.ts';
import { isCleared } from '../../../src/engine/check.ts';
import { runsAsRoot } from '../../models/bash/root.ts';
import { isFirst, judgeShell } from '../../models/flow/judgeShell.ts';
import { before } from '../../models/flow/weighHit.ts';
import { vectors } from '../../models/vectors.ts';

/** Paths in scripts that have more rights than who gives the value. A caller's own files are his. */
export const bash = judgeShell({
  contexts: ['path'],
  isMeant: (label) => label === 'file',
  // A directory is written before the value: what leads out of it was not meant.
  isHarmless: (hole) => !/^\/[^\0]*$/.test(before(hole)),
  ending: 'and the path leads wherever it says',
  vectors: { outside: vectors.readFiles, remote: vectors.readFilesLater, own: vectors.filesLocal },
  counts({ kind, trust, cleared }, _hit, judge) {
    if (isCleared(cleared, 'upward')) return false;
    if (trust === 0) return true;
    return (kind === 'argument' || kind === 'input') && runsAsRoot(judge.context.shared(readShell).file, judge.context.path);
  },
  say: (report, danger, _hit, judge) => (isFirst(danger, judge, 'path-traversal') ? { ...report, confidence: 'medium' } : null),
});
