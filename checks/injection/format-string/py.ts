import type { FlowRule } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const format = judging({
  binding: python,
  contexts: ['format'],
  vectors: { outside: vectors.weakCrypto, remote: null },
  ending: 'and is the format text here',
});

export const py: FlowRule = {
  ...format,
  judge(hit, judge) {
    const report = format.judge(hit, judge);
    return report?.vector === null ? null : report;
  },
};
