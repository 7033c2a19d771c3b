/**
 * The same grammar along the lines of a history with merges: what is not an ancestor of a commit does not stand before it. Where lines
 * meet, a cycle may go on with any of them. Topology alone decides; dates say nothing.
 */
import type { Commit } from '../model/change.ts';
import type { Step } from './label.ts';
import { listUnder } from './listUnder.ts';
import { type OpenCycle, openCycle, type Reading, type StepAt } from './step.ts';

/** How far the cycle has come on a line. */
interface Stage {
  readonly stage: Step | 'start';
  readonly cycle: OpenCycle | null;
  readonly goesOn: boolean;
}

/** Steps of other cycles may be left out of `steps`; every commit stands in `commits`, parents before children. */
export function readByLines(steps: readonly StepAt[], commits: readonly Commit[], before: Step | null): Reading {
  const stepsAt = new Map<number, StepAt[]>();
  for (const step of steps) {
    listUnder(stepsAt, step.place, step);
  }
  const placeOf = new Map(commits.map(({ sha }, place) => [sha, place]));
  const unfit = new Set<string>();
  const cycles: OpenCycle[] = [];
  const reached: (readonly Stage[])[] = [];
  const start: Stage = { stage: 'start', cycle: null, goesOn: before === 'green' };
  for (const [place, { parents }] of commits.entries()) {
    const known = parents.map((parent) => placeOf.get(parent)).filter((at): at is number => at !== undefined && at < place);
    let stages = known.length === 0 ? [start] : distinct(known.flatMap((at) => reached[at]!));
    if (known.length > 0 && known.length < parents.length) stages = distinct([...stages, start]);
    for (const step of stepsAt.get(place) ?? []) stages = advance(step, stages);
    reached.push(stages);
  }
  for (const sha of unanswered()) unfit.add(sha);
  return { unfit, cycles };

  function advance(at: StepAt, stages: readonly Stage[]): Stage[] {
    const from = stages.find((stage) => fits(at, stage, before));
    if (from === undefined && !at.isWeak) unfit.add(at.sha);
    let cycle = at.step === 'red' && from?.stage !== 'red' ? null : (from?.cycle ?? null);
    if (cycle === null) {
      cycle = openCycle();
      cycles.push(cycle);
    }
    cycle[at.step].push(at.sha);
    const next: Stage = { stage: at.step, cycle, goesOn: at.step === 'green' ? at.isPart : (from?.goesOn ?? false) };
    // A weak step may be none.
    return at.isWeak ? distinct([next, ...stages]) : [next];
  }

  /** REDs after which no line comes to a GREEN before it comes to a REFACTOR. */
  function unanswered(): string[] {
    const left: string[] = [];
    /** By place: whether what waits after this commit is answered. */
    const answered = new Map<number, boolean>();
    for (let place = commits.length - 1; place >= 0; place--) {
      let waits = answered.get(place) ?? false;
      for (const { step, sha, isWeak } of (stepsAt.get(place) ?? []).toReversed()) {
        if (step === 'green') waits = true;
        else if (step === 'refactor') waits = isWeak && waits;
        else if (!waits && !isWeak) left.push(sha);
      }
      for (const parent of commits[place]!.parents) {
        const at = placeOf.get(parent);
        if (at !== undefined && at < place && waits) answered.set(at, true);
      }
    }
    return left;
  }
}

/** The most telling stage of each kind, a waiting RED first. */
function distinct(stages: readonly Stage[]): Stage[] {
  return (['red', 'green', 'refactor', 'start'] as const).flatMap((kind) => {
    const same = stages.filter(({ stage }) => stage === kind);
    return same.length === 0 ? [] : [same.find(({ goesOn }) => goesOn) ?? same[0]!];
  });
}

function fits({ step, isPart }: StepAt, { stage, goesOn }: Stage, before: Step | null): boolean {
  if (step === 'red') return true;
  if (step === 'refactor')
    return stage === 'green' || stage === 'refactor' || (stage === 'start' && (before === 'green' || before === 'refactor'));
  if (stage === 'start') return before === 'red' || (goesOn && isPart);
  return stage !== 'refactor' || goesOn;
}
