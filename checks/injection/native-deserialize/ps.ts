import type { FlowRule } from '../../../src/engine/check.ts';
import { before, holesOf, reportOf, strangersOf, worstOf } from '../../models/flow/weighHit.ts';
import { powershell } from '../../models/libraries/powershell/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports readers that make objects of any type from what others wrote. */
export const ps: FlowRule = {
  binding: powershell,
  contexts: ['deserialize'],
  judge(hit, judge) {
    const holes = holesOf(hit, 'deserialize');
    const isFormatter = hit.sink.label === 'formatter';
    const worst = worstOf(isFormatter ? holes : holes.filter((hole) => strangersOf(hole).length > 0));
    if (worst) {
      return reportOf(hit, worst, judge, {
        vectors: {
          outside: vectors.remoteCode,
          remote: vectors.supply,
          ...(isFormatter && { caller: vectors.libraryCode, own: vectors.localCode, unknown: vectors.libraryCode }),
        },
        ending: 'and objects are made of it',
      });
    }
    // A file on a share is written by whoever may write there.
    const share = (hit.known.texts ?? []).some((text) => {
      const written = before({ text, index: text.length, at: hit.at, facts: [] });
      return /^[/\\]{2}[^/\\?.]/.test(written);
    });
    if (!share) return null;
    const at = judge.node(hit.at);
    return { at, vector: vectors.supply, confidence: 'medium', trace: [{ at, text: 'objects are made of a file on a share' }] };
  },
};
