import type { Step } from './label.ts';
import type { StepAt } from './step.ts';

/**
 * Steps without a `TDD-Cycle` trailer, given to the named cycles that wait for them: a GREEN to the latest RED, a REFACTOR to the latest
 * cycle that is green, and a RED to a GREEN that names a cycle without one. Null where all steps, or none, name a cycle.
 */
export function joinNamedCycles(steps: readonly StepAt[]): StepAt[] | null {
  if (steps.every(({ cycle }) => cycle === '') || steps.every(({ cycle }) => cycle !== '')) return null;
  const joined = [...steps];
  /** How far each cycle has come, the latest one last. */
  const stages = new Map<string, Step>();
  const advance = (cycle: string, step: Step) => {
    stages.delete(cycle);
    stages.set(cycle, step);
  };
  const latest = (...wanted: Step[]) => [...stages].findLast(([, stage]) => wanted.includes(stage))?.[0];
  let redsWithoutName: number[] = [];
  for (const [index, at] of steps.entries()) {
    const { step, cycle } = at;
    if (cycle !== '') {
      const red = step === 'green' && !stages.has(cycle) ? redsWithoutName.pop() : undefined;
      if (red !== undefined) joined[red] = { ...steps[red]!, cycle };
      advance(cycle, step);
    } else if (step === 'red') {
      redsWithoutName.push(index);
      advance('', 'red');
    } else {
      const own = redsWithoutName.length > 0 ? '' : step === 'green' ? (latest('red') ?? latest('green')) : latest('green', 'refactor');
      if (step === 'green') redsWithoutName = [];
      if (own !== undefined) joined[index] = { ...at, cycle: own };
      advance(own ?? '', step);
    }
  }
  return joined;
}
