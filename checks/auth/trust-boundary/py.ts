import type { FlowRule } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const shared = { binding: python, contexts: ['record'], ending: 'and is trusted from here on' } as const;
const key = judging({ ...shared, vectors: { outside: vectors.sessionKey, remote: null } });
const value = judging({ ...shared, vectors: { outside: vectors.sessionValue, remote: null } });

export const py: FlowRule = {
  ...value,
  judge(hit, judge) {
    if (!hit.sink.label?.startsWith('session')) return null;
    const report = (hit.sink.label === 'session key' ? key : value).judge(hit, judge);
    return report?.vector === null ? null : report;
  },
};
