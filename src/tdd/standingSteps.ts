/** The steps that are left in the order once reverts have taken theirs. */

import type { RevertedGreen } from './byPosition.ts';
import type { Standing } from './classify.ts';
import type { ReadCommit } from './readCommit.ts';
import type { Reverts } from './reverts.ts';
import type { StepAt } from './step.ts';

export interface StandingSteps {
  readonly steps: readonly StepAt[];
  readonly revertedGreens: readonly RevertedGreen[];
}

export function standingSteps(commits: readonly ReadCommit[], standings: readonly Standing[], { undone }: Reverts): StandingSteps {
  const greens = standings.flatMap(({ steps }, place) => (!undone.has(place) && steps.some(({ step }) => step === 'green') ? [place] : []));
  const steps: StepAt[] = [];
  const revertedGreens: RevertedGreen[] = [];
  for (const [place, standing] of standings.entries()) {
    const by = undone.get(place);
    if (by === undefined) {
      steps.push(...standing.steps);
      continue;
    }
    for (const step of standing.steps) {
      if (step.step === 'green') revertedGreens.push({ sha: step.sha, place, by: commits[by]!.commit.sha });
      // A RED that was taken back after a GREEN had answered it was there when that GREEN was made.
      if (step.step === 'red' && standing.steps.length === 1 && hasBetween(greens, place, by)) steps.push({ ...step, isWeak: true });
    }
  }
  return { steps, revertedGreens };
}

/** Whether a sorted list has a number between two others. */
function hasBetween(sorted: readonly number[], above: number, below: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= above) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low]! < below;
}
