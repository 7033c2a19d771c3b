/** The grammar of a range: `(RED+ GREEN+ REFACTOR*)+`, for each cycle that trailers name and for all other commits. */
import type { Step } from './label.ts';
import type { Observation } from './observation.ts';
import { shortSha } from './say.ts';

export interface StepAt {
  readonly step: Step;
  readonly sha: string;
  /** Of its commit in the range. */
  readonly place: number;
  /** Value of `TDD-Cycle`; empty without one. */
  readonly cycle: string;
  /** Likely and not said: it may close a cycle and is no fault where it closes none. */
  readonly isWeak: boolean;
  /** One part of a phase: more of it may follow. */
  readonly isPart: boolean;
}

/** A GREEN that a later commit of the range takes back. */
export interface RevertedGreen {
  readonly sha: string;
  readonly place: number;
  /** The commit that takes it back. */
  readonly by: string;
}

const say = {
  greenFirst: 'GREEN stands before the RED of its cycle: commit the failing test first.',
  noRed: 'GREEN has no RED before it: commit the failing test first.',
  nothingToTidy: 'REFACTOR has no cycle before it: it follows a RED and a GREEN.',
  noGreen: 'RED is followed by REFACTOR: a GREEN that makes its test pass belongs between them.',
  redLeft: 'RED is the last of its cycle: a GREEN that makes its test pass is missing.',
};

/** Commits that belong together, by sha, in order. */
export interface Cycle {
  readonly red: readonly string[];
  readonly green: readonly string[];
  readonly refactor: readonly string[];
}

export interface Order {
  readonly cycles: readonly Cycle[];
  readonly observations: readonly Observation[];
}

export function judgeOrder(steps: readonly StepAt[], revertedGreens: readonly RevertedGreen[]): Order {
  const named = new Map<string, StepAt[]>();
  for (const step of steps) {
    const cycle = named.get(step.cycle);
    if (cycle === undefined) named.set(step.cycle, [step]);
    else cycle.push(step);
  }
  const orders = [...named.values()].map((group) => judgeSteps(group, revertedGreens));
  return { cycles: orders.flatMap(({ cycles }) => cycles), observations: orders.flatMap(({ observations }) => observations) };
}

function judgeSteps(steps: readonly StepAt[], revertedGreens: readonly RevertedGreen[]): Order {
  const observations: Observation[] = [];
  const report = (id: string, { sha }: StepAt, message: string) => observations.push({ id, commit: sha, message, weight: 'labels' });
  const cycles: Record<Step, string[]>[] = [];
  let state: Step | 'start' = 'start';
  /** A RED still waiting for its GREEN. */
  let open: StepAt | null = null;
  for (const at of steps) {
    const opens = cycles.length === 0 || (at.step === 'red' && state !== 'red') || (at.step === 'green' && state === 'refactor');
    if (opens) cycles.push({ red: [], green: [], refactor: [] });
    cycles.at(-1)![at.step].push(at.sha);
    if (at.step === 'red') {
      if (!at.isWeak) open = at;
      state = 'red';
    } else if (at.step === 'green') {
      const isFirst = state === 'start' || state === 'refactor';
      if (state === 'start' && !at.isWeak && steps.some(({ step }) => step === 'red')) report('tdd/green-before-red', at, say.greenFirst);
      else if (isFirst && !at.isWeak) report('tdd/missing-red', at, say.noRed);
      open = null;
      state = 'green';
    } else if (state === 'start') {
      if (!at.isWeak) report('tdd/missing-red', at, say.nothingToTidy);
      state = 'refactor';
    } else if (state === 'red') {
      if (open !== null && !at.isWeak) report('tdd/missing-green', open, say.noGreen);
      open = null;
    } else {
      state = 'refactor';
    }
  }
  if (open !== null) {
    const { place } = open;
    const reverted = revertedGreens.find((green) => green.place > place);
    report('tdd/missing-green', open, reverted === undefined ? say.redLeft : sayReverted(reverted));
  }
  return { cycles, observations };
}

function sayReverted({ sha, by }: RevertedGreen): string {
  return `Its GREEN ${shortSha(sha)} was reverted by ${shortSha(by)}, and none follows: make its test pass again, or revert this RED as well.`;
}
