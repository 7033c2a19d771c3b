/**
 * The same grammar where cycles interleave: each step joins the cycle whose modules it touches. Used to resolve what reading by
 * position cannot, so whatever it does not know it decides as that does.
 */
import type { Step } from './label.ts';
import { listUnder } from './listUnder.ts';
import { type OpenCycle, openCycle, type Reading, type StepAt } from './step.ts';

interface Part {
  readonly cycle: OpenCycle;
  readonly red: StepAt;
  stage: Step;
  /** A GREEN came after its RED, perhaps that of another part. */
  answeredBy: Part | null;
  goesOn: boolean;
}

/** How far it looks back for a cycle about the same modules. */
const farthest = 200;

export function readByModules(steps: readonly StepAt[], modulesAt: (place: number) => ReadonlySet<string>, before: Step | null): Reading {
  const byModule = new Map<string, Part[]>();
  const parts: Part[] = [];
  /** Steps that belong to none. */
  const alone: OpenCycle[] = [];
  const unfit = new Set<string>();
  /** REDs that no GREEN came after. */
  let waiting = new Set<Part>();
  /** What the last step belongs to. */
  let last: Part | null = null;
  for (const at of steps) {
    const modules = modulesAt(at.place);
    if (at.step === 'red') {
      last = { cycle: openCycle(), red: at, stage: 'red', answeredBy: null, goesOn: false };
      last.cycle.red.push(at.sha);
      parts.push(last);
      if (!at.isWeak) waiting.add(last);
      for (const module of modules) {
        listUnder(byModule, module, last);
      }
      continue;
    }
    const related = relatedParts(modules);
    const part: Part | null = at.step === 'green' ? placeGreen(related, at) : placeRefactor(related);
    if (part !== null) {
      part.cycle[at.step].push(at.sha);
      part.stage = at.step;
      if (at.step === 'green') part.goesOn = at.isPart;
      last = part;
      continue;
    }
    const cycle = openCycle();
    cycle[at.step].push(at.sha);
    alone.push(cycle);
    if (at.isWeak || goesOnFromBefore(at)) continue;
    const blamed = at.step === 'refactor' && last?.stage === 'red' ? last.red : at;
    unfit.add(blamed.sha);
  }
  for (const part of waiting) unfit.add(part.red.sha);
  return { unfit, cycles: [...gather(parts), ...alone] };

  /** The latest first. */
  function relatedParts(modules: ReadonlySet<string>): Part[] {
    const found = new Set<Part>();
    for (const module of modules) for (const part of byModule.get(module)?.slice(-farthest) ?? []) found.add(part);
    return [...found].sort((a, b) => b.red.place - a.red.place);
  }

  function placeGreen(related: readonly Part[], { isPart }: StepAt): Part | null {
    const own = related.findLast(({ stage }) => stage === 'red');
    if (own !== undefined) {
      for (const part of related) answer(part, own);
      return own;
    }
    const goesOn = related.find((part) => part.stage === 'green' || part.goesOn);
    // Where the cycle at hand is about the same modules too, nothing tells that another one is meant.
    if (goesOn !== undefined && (goesOn === last || last === null || !related.includes(last))) return goesOn;
    const newest = [...waiting].at(-1);
    if (newest !== undefined) {
      for (const part of waiting) part.answeredBy = newest;
      waiting = new Set();
      return newest;
    }
    return last !== null && (last.stage === 'green' || (last.goesOn && isPart)) ? last : null;
  }

  function placeRefactor(related: readonly Part[]): Part | null {
    const isWaiting = related.some((part) => waiting.has(part));
    const done = related.find(({ stage }) => stage !== 'red');
    if (done !== undefined && !isWaiting) return done;
    return last !== null && last.stage !== 'red' ? last : null;
  }

  function answer(part: Part, by: Part): void {
    if (part.stage !== 'red') return;
    part.answeredBy = by;
    waiting.delete(part);
  }

  function goesOnFromBefore({ step }: StepAt): boolean {
    if (last !== null) return false;
    return step === 'green' ? before === 'red' : before === 'green' || before === 'refactor';
  }
}

/** A RED that has no GREEN of its own belongs to the cycle whose GREEN answered it. */
function gather(parts: readonly Part[]): OpenCycle[] {
  const cycles: OpenCycle[] = [];
  const order = new Map(parts.map(({ red }, index) => [red.sha, index]));
  for (const part of parts) {
    const { cycle, answeredBy } = part;
    if (part.stage !== 'red' || answeredBy === null || answeredBy === part) cycles.push(cycle);
    else answeredBy.cycle.red.push(...cycle.red);
  }
  for (const { red } of cycles) red.sort((a, b) => order.get(a)! - order.get(b)!);
  return cycles;
}
