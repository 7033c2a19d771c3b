import { constantOf, type Fact, type FlowRule } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const shared = {
  binding: python,
  contexts: ['header'],
  // What came as a header is one line.
  counts: ({ source }: Fact) => !/\bheaders\b/.test(source),
  ending: 'and becomes a header',
} as const;
const refused = judging({ ...shared, vectors: { outside: vectors.slight, remote: null } });
const raw = judging({ ...shared, vectors: { outside: vectors.pageCode, remote: null } });

export const py: FlowRule = {
  ...refused,
  judge(hit, judge) {
    const name = hit.call ? hit.given[0] && constantOf(hit.given[0]) : hit.name;
    // Where that leads is another check's.
    if (name?.toLowerCase() === 'location') return null;
    const report = (hit.sink.label === 'raw' ? raw : refused).judge(hit, judge);
    return report?.vector === null ? null : report;
  },
};
