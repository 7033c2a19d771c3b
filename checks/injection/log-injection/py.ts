import { constantOf, type FlowRule, type Hit } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const log = judging({
  binding: python,
  contexts: ['log'],
  vectors: { outside: vectors.slight, remote: null },
  ending: 'and is written to the log',
});

/** `%r` writes line breaks as letters, and `%d` takes numbers only. */
function isQuoted({ sink, given }: Hit): boolean {
  const position = Number(/^argument (\d)$/.exec(sink.label ?? '')?.[1] ?? Number.NaN);
  const format = Number.isNaN(position)
    ? null
    : given
        .slice(0, position)
        .map(constantOf)
        .findLast((text) => text?.includes('%'));
  if (!format) return false;
  const first = given.findIndex((one) => constantOf(one) === format);
  const conversions = [...format.replaceAll('%%', '').matchAll(/%(?:\(\w+\))?[-+ #0-9.*]*([a-zA-Z])/g)].map(([, letter]) => letter!);
  return /^[radioxXeEfFgGc]$/.test(conversions[position - first - 1] ?? '');
}

export const py: FlowRule = {
  ...log,
  judge(hit, judge) {
    const report = isQuoted(hit) ? null : log.judge(hit, judge);
    return report?.vector === null ? null : report;
  },
};
