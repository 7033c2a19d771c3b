import type { FlowRule } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const configured = judging({
  binding: python,
  contexts: ['deserialize'],
  vectors: { outside: vectors.remoteCode, remote: vectors.storedCode },
  ending: 'and sets the logging up',
});

export const py: FlowRule = {
  ...configured,
  judge(hit, judge) {
    if (hit.sink.label === 'logging') return configured.judge(hit, judge);
    if (hit.sink.label !== 'logging port' || hit.options.has('verify') || hit.given.length > 1) return null;
    const at = judge.node(hit.at);
    return {
      at,
      vector: vectors.localCode,
      confidence: 'medium',
      trace: [{ at, text: 'whoever reaches this port sets the logging up' }],
    };
  },
};
