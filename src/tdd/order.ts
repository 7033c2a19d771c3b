/** The order of a range: its steps, read as cycles in the way that fits most. */
import type { Commit } from '../model/change.ts';
import { readByLines } from './byLines.ts';
import { readByModules } from './byModules.ts';
import { type Known, readByPosition } from './byPosition.ts';
import { listUnder } from './listUnder.ts';
import { joinNamedCycles } from './namedCycles.ts';
import type { Observation } from './observation.ts';
import type { Cycle, StepAt } from './step.ts';

export type { Cycle } from './step.ts';

export interface OrderQuestion extends Known {
  readonly steps: readonly StepAt[];
  /** Parents before children. */
  readonly commits: readonly Commit[];
  /** What the commit at a place is about. */
  readonly modulesAt: (place: number) => ReadonlySet<string>;
}

export interface Order {
  readonly cycles: readonly Cycle[];
  readonly observations: readonly Observation[];
}

/** Each reading costs as much as there are commits; only a crowd of broken cycles comes to more. */
const mostGroupsByLines = 200;

const tidyAlone = 'REFACTOR stands alone in this range, without a RED and a GREEN: nothing that a test sees may change.';

/** Cycles that trailers name are judged each for itself, and all other steps together. */
export function judgeOrder(question: OrderQuestion): Order {
  const asWritten = judgeGroups(question.steps, question);
  if (asWritten.observations.length === 0) return asWritten;
  if (question.before !== 'red' && question.steps.every(({ step }) => step === 'refactor')) {
    const [first] = asWritten.observations;
    return { cycles: asWritten.cycles, observations: [{ ...first!, message: tidyAlone, weight: 'note' }] };
  }
  const joined = joinNamedCycles(question.steps);
  if (joined === null) return asWritten;
  const together = judgeGroups(joined, question);
  return together.observations.length < asWritten.observations.length ? together : asWritten;
}

function judgeGroups(steps: readonly StepAt[], question: OrderQuestion): Order {
  const groups = new Map<string, StepAt[]>();
  for (const step of steps) {
    listUnder(groups, step.cycle, step);
  }
  const hasLines = groups.size <= mostGroupsByLines && !isOneLine(question.commits);
  const orders = [...groups.values()].map((group) => judgeSteps(group, question, hasLines));
  return { cycles: orders.flatMap(({ cycles }) => cycles), observations: orders.flatMap(({ observations }) => observations) };
}

/** What does not fit by position is a fault only if it fits neither along the lines of the history nor by what it touches. */
function judgeSteps(steps: readonly StepAt[], { commits, modulesAt, before, revertedGreens }: OrderQuestion, hasLines: boolean): Order {
  const position = readByPosition(steps, { before, revertedGreens });
  if (position.observations.length === 0) return position;
  const others = [...(hasLines ? [readByLines(steps, commits, before)] : []), readByModules(steps, modulesAt, before)];
  const observations = position.observations.filter(({ commit }) => others.every(({ unfit }) => unfit.has(commit)));
  if (observations.length === position.observations.length) return position;
  const unfits = others.map(({ unfit }) => position.observations.filter(({ commit }) => unfit.has(commit)).length);
  return { cycles: others[unfits.indexOf(Math.min(...unfits))]!.cycles, observations };
}

/** Each commit is the only child of the one before it. */
function isOneLine(commits: readonly Commit[]): boolean {
  return commits.every(({ parents }, place) => place === 0 || parents[0] === commits[place - 1]!.sha);
}
