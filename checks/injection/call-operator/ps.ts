import type { FlowRule } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, reportOf, strangersOf, worstOf } from '../../models/flow/weighHit.ts';
import { powershell } from '../../models/libraries/powershell/index.ts';
import { vectors } from '../../models/vectors.ts';

/** A variable of the environment that names a whole program; folders of it are where tools lie. */
const isWholeOfEnvironment = (hole: Hole) => !isBuilt(hole) && hole.facts.some(({ kind }) => kind === 'environment');

/** Reports programs, scripts and script blocks that outside values choose or become part of. */
export const ps: FlowRule = {
  binding: powershell,
  contexts: ['command', 'code'],
  judge(hit, judge) {
    const { context, label } = hit.sink;
    const holes = holesOf(hit, context);
    if (context === 'code') {
      if (label !== 'scriptblock') return null;
      const worst = worstOf(
        holes.filter(
          (hole) => strangersOf(hole).length > 0 || isBuilt(hole) || hole.facts.some(({ kind }) => kind === 'argument' || kind === 'input'),
        ),
      );
      if (!worst) return null;
      return reportOf(hit, worst, judge, {
        vectors: { outside: vectors.remoteCode, remote: vectors.supply, caller: vectors.localCode, own: vectors.localCode },
        ending: 'and becomes code of a script block',
      });
    }
    const worst = worstOf(
      holes.flatMap((hole) => {
        const strangers = strangersOf(hole);
        if (strangers.length > 0) return [{ ...hole, facts: strangers }];
        return (label === 'call' || label === 'source') && isWholeOfEnvironment(hole) ? [hole] : [];
      }),
    );
    return (
      worst &&
      reportOf(hit, worst, judge, {
        vectors: { outside: vectors.remoteCode, remote: vectors.supply, own: vectors.lowLocal },
        ending: 'and names what is run here',
      })
    );
  },
};
