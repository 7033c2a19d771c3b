/** The rule of a check that needs no more than its contexts: what reaches them and could do harm there is weighed and reported. */
import type { Context, Fact, FlowBinding, FlowRule, Hit } from '../../../src/engine/check.ts';
import { type Hole, holesOf, reportOf, type Weighing, worstOf } from './weighHit.ts';

export interface Judging extends Weighing {
  readonly binding: FlowBinding;
  readonly contexts: readonly Context[];
  /** Hits that another check of the same contexts is for are left to it. */
  readonly isMeant?: (hit: Hit) => boolean;
  /** Facts that do no harm here, or are another check's. */
  readonly counts?: (fact: Fact, hit: Hit) => boolean;
  /** Places in a text where a value does no harm. */
  readonly isHarmless?: (hole: Hole, hit: Hit) => boolean;
}

export function judging({ binding, contexts, isMeant, counts, isHarmless, ...weighing }: Judging): FlowRule {
  return {
    binding,
    contexts,
    judge(hit, judge) {
      if (isMeant && !isMeant(hit)) return null;
      const holes: Hole[] = [];
      for (const hole of holesOf(hit, hit.sink.context)) {
        const facts = counts ? hole.facts.filter((fact) => counts(fact, hit)) : hole.facts;
        if (facts.length === 0 && hole.facts.length > 0) continue;
        const one = { ...hole, facts };
        if (!isHarmless?.(one, hit)) holes.push(one);
      }
      const danger = worstOf(holes);
      return danger && reportOf(hit, danger, judge, weighing);
    },
  };
}
