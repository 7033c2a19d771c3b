import { type FlowRule, isCleared } from '../../../src/engine/check.ts';
import { picksPlace } from '../../models/flow/addresses.ts';
import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const shared = {
  binding: python,
  // A slash in front, and none behind it.
  isHarmless: (hole: Parameters<typeof picksPlace>[0]) =>
    !picksPlace(hole) || hole.facts.every(({ cleared }) => isCleared(cleared, 'rooted')),
  vectors: { outside: vectors.pageCode, remote: null },
  ending: 'and the browser is sent there',
} as const;
const redirect = judging({ ...shared, contexts: ['redirect', 'header'] });

export const py: FlowRule = {
  ...redirect,
  judge(hit, judge) {
    if (hit.sink.context === 'header' && hit.name?.toLowerCase() !== 'location') return null;
    const report = redirect.judge(hit, judge);
    return report?.vector === null ? null : report;
  },
};
