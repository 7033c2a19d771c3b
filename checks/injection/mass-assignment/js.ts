import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { isWhole } from '../../models/javascript/wholeRequest.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Models begin with a capital; what they are called on otherwise is a record that was found before. */
const model = /^(?:await\s+)?(?:\w+\.)*[A-Z]\w*\.\w+$/;
const record =
  /^(?:\w+\.)*(?:user|account|member|profile|customer|order|item|post|record|doc|document|entity|found|existing|current|row|model|product|article|comment|project|team|\w+(?:Repo|Repository|Model))\.(?:set|update|save|create|build)$/;

function isRecord({ sink, given, unit, at, name }: Hit): boolean {
  if (sink.label === 'onto') return given[0]?.type !== 'record';
  if (sink.label !== 'stored') return false;
  const { tree } = unit.program;
  const callee = /^[^(]*/.exec(tree.text.slice(tree.start[at]!, Math.min(tree.end[at]!, tree.start[at]! + 200)))![0].replace(/\s+/g, '');
  if (/\b(?:URLSearchParams|Map|Set|Object|Promise|Array|Buffer|JSON)\b/.test(name ?? '')) return false;
  return model.test(callee) || record.test(callee.replace(/^await/, ''));
}

const rule = judging({
  binding: javascript,
  contexts: ['record'],
  isMeant: isRecord,
  counts: (fact, hit) => isWhole(fact, hit) && !/\.query(?:\.\*)?$/.test(fact.source),
  vectors: { outside: vectors.foreignFields },
  ending: 'and all its fields become those of the record',
});

export const js: FlowRule = {
  ...rule,
  judge(hit, judge) {
    const report = rule.judge(hit, judge);
    // Whether the record holds more than its form is not seen here.
    return report && { ...report, confidence: 'medium' };
  },
};
