/** The grammar `(RED+ GREEN+ REFACTOR*)+` over steps one after another. */
import type { Step } from './label.ts';
import type { Observation } from './observation.ts';
import { shortSha } from './say.ts';
import { type OpenCycle, openCycle, type Reading, type StepAt } from './step.ts';

/** A GREEN that a later commit of the range takes back. */
export interface RevertedGreen {
  readonly sha: string;
  readonly place: number;
  /** The commit that takes it back. */
  readonly by: string;
}

export interface Known {
  /** The last phase before the range. */
  readonly before: Step | null;
  /** In order. */
  readonly revertedGreens: readonly RevertedGreen[];
}

export interface ReadInOrder extends Reading {
  readonly observations: readonly Observation[];
}

export function readByPosition(steps: readonly StepAt[], { before, revertedGreens }: Known): ReadInOrder {
  const observations: Observation[] = [];
  const report = (id: string, { sha }: StepAt, message: string) => observations.push({ id, commit: sha, message, weight: 'labels' });
  const firstRed = steps.find(({ step }) => step === 'red');
  const cycles: OpenCycle[] = [];
  let state: Step | 'start' = 'start';
  /** A GREEN stands after a RED. */
  let isAnswered = false;
  /** A RED still waiting for its GREEN. */
  let open: StepAt | null = null;
  /** More of the last GREEN may follow. */
  let goesOn = before === 'green';
  for (const at of steps) {
    const isPart = at.step === 'green' && goesOn && at.isPart;
    const opens = at.step === 'red' ? state !== 'red' : at.step === 'green' && state === 'refactor' && !isPart && !goesOn;
    if (cycles.length === 0 || opens) cycles.push(openCycle());
    cycles.at(-1)![at.step].push(at.sha);
    if (at.step === 'red') {
      if (!at.isWeak) open = at;
      state = 'red';
    } else if (at.step === 'green') {
      const continues = state === 'start' ? before === 'red' || isPart : state !== 'refactor' || goesOn;
      if (!continues && !at.isWeak) {
        if (state === 'start' && firstRed !== undefined) report('tdd/green-before-red', at, sayGreenFirst(firstRed));
        else report('tdd/missing-red', at, noRed);
      }
      isAnswered ||= state === 'red';
      open = null;
      state = 'green';
      goesOn = at.isPart;
    } else if (state === 'start') {
      if (!at.isWeak && before !== 'green' && before !== 'refactor') report('tdd/missing-red', at, nothingToTidy);
      state = 'refactor';
    } else if (state !== 'red') {
      state = 'refactor';
    } else if (!at.isWeak) {
      if (open !== null) report('tdd/missing-green', open, sayNoGreen(at));
      open = null;
    }
  }
  // Where the only GREEN stands before the REDs, that is the fault, and the REDs that wait are its shadow.
  const isShadow = observations.some(({ id }) => id === 'tdd/green-before-red') && !isAnswered;
  if (open !== null && !isShadow) {
    const { place } = open;
    report('tdd/missing-green', open, sayRedLeft(revertedGreens.find((green) => green.place > place)));
  }
  return { unfit: new Set(observations.map(({ commit }) => commit)), cycles, observations };
}

const noRed = 'GREEN has no RED before it: commit the failing test first.';
const nothingToTidy = 'REFACTOR has no cycle before it: it follows a RED and a GREEN.';

function sayGreenFirst({ sha }: StepAt): string {
  return `GREEN stands before the RED of its cycle, ${shortSha(sha)}: commit the failing test first.`;
}

function sayNoGreen({ sha }: StepAt): string {
  return `RED is followed by REFACTOR ${shortSha(sha)}: a GREEN that makes its test pass belongs between them.`;
}

function sayRedLeft(reverted: RevertedGreen | undefined): string {
  if (reverted === undefined) return 'RED is the last of its cycle: a GREEN that makes its test pass is missing.';
  const { sha, by } = reverted;
  return `Its GREEN ${shortSha(sha)} was reverted by ${shortSha(by)}, and none follows: make its test pass again, or revert this RED as well.`;
}
