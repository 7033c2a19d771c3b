/** The usual flow rule: the worst of the holes that count, weighed by who steers it. */
import type { Context, FlowBinding, FlowJudge, FlowRule, Hit, SinkModel } from '../../../src/engine/check.ts';
import { type Hole, holesOf, reportOf, type Weighing, worstOf } from './weighHit.ts';

export interface PlainRule extends Weighing {
  readonly binding: FlowBinding;
  readonly context: Context;
  /** Which sinks of the context are meant; left out: all. */
  means?(sink: SinkModel): boolean;
  /** Whether a value where it stands is worth a word. */
  counts(hole: Hole, hit: Hit, judge: FlowJudge): boolean;
}

export function plainRule(rule: PlainRule): FlowRule {
  return {
    binding: rule.binding,
    contexts: [rule.context],
    judge(hit, judge) {
      if (rule.means && !rule.means(hit.sink)) return null;
      const danger = worstOf(holesOf(hit, rule.context).filter((hole) => rule.counts(hole, hit, judge)));
      return danger && reportOf(hit, danger, judge, rule);
    },
  };
}

/** Only the facts of these kinds; null where none is left. */
export function fromOutside(hole: Hole): boolean {
  return hole.facts.some(({ kind }) => kind === 'request' || kind === 'contribution' || kind === 'queue');
}
