import type { Spot } from './testSide.ts';

/** Whether a case cannot fail its run. */
export function isParked({ state }: Spot): boolean {
  return state === 'skipped' || state === 'expected-failure';
}
