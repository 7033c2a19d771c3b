import { readShell } from '../../../src/engine/bash.ts';
import { runsAsRoot } from '../../models/bash/root.ts';
import { judgeShell } from '../../models/flow/judgeShell.ts';
import { vectors } from '../../models/vectors.ts';

/** Files of the system, and those that are run. */
const strong = /^["']?\/(?:etc|usr|lib|var\/spool\/cron)\/|\.(?:service|timer|socket|sh|bash|py|pl|rb|rules)["']?$|sudoers|crontab/;

export const bash = judgeShell({
  contexts: ['template'],
  isMeant: () => true,
  ending: 'and is written into a file that another program interprets',
  vectors: { own: vectors.localCodeLater },
  counts({ kind, trust }, { sink }, judge) {
    if (trust < 2) return true;
    if (kind !== 'argument' && kind !== 'input') return false;
    return strong.test(sink.label ?? '') || runsAsRoot(judge.context.shared(readShell).file, judge.context.path);
  },
  say: (report) => ({ ...report, confidence: 'medium' }),
});
