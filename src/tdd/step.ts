import type { Step } from './label.ts';

/** A claim at its place in the order. */
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

/** Commits that belong together, by sha, in order. */
export interface Cycle {
  readonly red: readonly string[];
  readonly green: readonly string[];
  readonly refactor: readonly string[];
}

/** A way to read steps as cycles. */
export interface Reading {
  /** Shas of the commits that it cannot fit into one. */
  readonly unfit: ReadonlySet<string>;
  readonly cycles: readonly Cycle[];
}

export type OpenCycle = Record<Step, string[]>;

export function openCycle(): OpenCycle {
  return { red: [], green: [], refactor: [] };
}
