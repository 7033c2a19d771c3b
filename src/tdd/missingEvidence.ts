/** Cycles that the policy asks more evidence of than they have, which counts in strict mode only. */
import type { EvidenceLevel, TddCycle, TddMode } from '../model/review.ts';
import { reachesLevel } from './evidenceLevel.ts';
import type { Observation } from './observation.ts';

export interface EvidenceQuestion {
  readonly cycles: readonly TddCycle[];
  readonly levelOf: (sha: string) => EvidenceLevel;
  readonly modeOf: (sha: string) => TddMode;
  readonly required: EvidenceLevel;
  /** Whether recorded runs were looked at. */
  readonly hasRuns: boolean;
}

export interface EvidenceAnswer {
  readonly observations: readonly Observation[];
  readonly remarks: readonly string[];
}

export function missingEvidence({ cycles, levelOf, modeOf, required, hasRuns }: EvidenceQuestion): EvidenceAnswer {
  const strict = cycles.filter((cycle) => isStrict(cycle, modeOf));
  // Without recorded runs, what contents show is all that can be asked for.
  const isBeyond = !hasRuns && reachesLevel(required, 'E3');
  const wanted = isBeyond ? 'E2' : required;
  const observations = strict.flatMap((cycle): Observation[] => {
    const { red, green } = cycle;
    if (red.length === 0 || green.length === 0) return [];
    const short = [bestOf(red, levelOf), bestOf(green, levelOf)].findIndex((sha) => !reachesLevel(levelOf(sha), wanted));
    if (short < 0) return [];
    const phase = short === 0 ? 'RED' : 'GREEN';
    const best = bestOf(short === 0 ? red : green, levelOf);
    const message = `${phase} reaches ${levelOf(best)}, and ${wanted} is required: ${remedy(wanted, phase)}`;
    // Of the two, it is the strict one that can fail.
    const commit = modeOf(best) === 'strict' ? best : [...red, ...green, ...cycle.refactor].findLast((sha) => modeOf(sha) === 'strict')!;
    return [{ id: 'tdd/evidence-missing', commit, message, weight: 'strict' }];
  });
  const remark = `${required} is required, and recorded runs of the tests are not looked at here: the check of the pull request does.`;
  return { observations, remarks: isBeyond && strict.length > 0 ? [remark] : [] };
}

/** A cycle is judged strictly where one of its commits is. */
export function isStrict({ red, green, refactor }: TddCycle, modeOf: (sha: string) => TddMode): boolean {
  return [...red, ...green, ...refactor].some((sha) => modeOf(sha) === 'strict');
}

/** The commit that shows most; of equals the last. */
function bestOf(shas: readonly string[], levelOf: (sha: string) => EvidenceLevel): string {
  return shas.reduce((best, sha) => (reachesLevel(levelOf(sha), levelOf(best)) ? sha : best));
}

function remedy(wanted: EvidenceLevel, phase: 'RED' | 'GREEN'): string {
  if (wanted === 'E4') return 'have CI upload a signed report of the tests for this very commit.';
  if (wanted === 'E3') return 'record a run of the tests for this very commit (`portcullis tdd --workflow` prints a workflow that does).';
  if (phase === 'RED') return 'its test has to name what GREEN adds or changes.';
  return 'its code has to bring what the test of RED looks for and does not find there.';
}
