import type { FlowRule } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, reportOf, strangersOf, worstOf } from '../../models/flow/weighHit.ts';
import { powershell } from '../../models/libraries/powershell/index.ts';
import { vectors } from '../../models/vectors.ts';

/** The output of another program (a prompt, a completion script) and what the environment holds are code by their purpose. */
function isNews(hole: Hole, isGiven: boolean): boolean {
  // Who is given a script to add to a session runs it for whoever gave it.
  if (isGiven) return isBuilt(hole) || strangersOf(hole).length > 0;
  return isBuilt(hole) || hole.facts.some(({ kind }) => kind !== 'environment' && kind !== 'file' && kind !== 'file-name');
}

/** Reports text that is parsed as PowerShell and holds what somebody else steers. */
export const ps: FlowRule = {
  binding: powershell,
  contexts: ['code'],
  judge(hit, judge) {
    if (hit.sink.label !== 'expression' && hit.sink.label !== 'block') return null;
    const worst = worstOf(holesOf(hit, 'code').filter((hole) => isNews(hole, hit.call?.word === 'addscript')));
    const report =
      worst &&
      reportOf(hit, worst, judge, {
        vectors: {
          outside: vectors.remoteCode,
          remote: vectors.supply,
          caller: vectors.localCode,
          own: vectors.localCode,
          unknown: vectors.localCode,
        },
        ending: 'and PowerShell parses it as code',
      });
    if (!report || worst?.fact?.kind !== 'remote') return report;
    return {
      ...report,
      message: 'What the other machine sends is run as code, whatever it is that day: nothing is checked in between.',
      remediation: 'Download to a file, compare its hash or signature with a known one, read it, then run the file.',
    };
  },
};
