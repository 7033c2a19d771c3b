/** What the observations on a range come to under its policy: violations, notes, the verdict on each cycle and the conclusion. */

import { pathMatcher } from '../model/glob.ts';
import type { Policy } from '../model/policy.ts';
import type { Conclusion, EvidenceLevel, Phase, TddCommit, TddCycle, TddMode, TddReport, TddViolation } from '../model/review.ts';
import { tddModes } from '../model/review.ts';
import { higher, reachesLevel } from './evidenceLevel.ts';
import { listUnder } from './listUnder.ts';
import { readSubject } from './message.ts';
import { isStrict, missingEvidence } from './missingEvidence.ts';
import type { Observation } from './observation.ts';
import type { Cycle } from './order.ts';
import { productionCode } from './productionCode.ts';
import type { CommitRange } from './range.ts';
import { repairs } from './repair.ts';

/** How well the phase of a commit is shown, by one kind of evidence. */
export interface Proof {
  readonly commit: string;
  readonly level: EvidenceLevel;
  /** A sentence that says what shows it, or why nothing does; '' for none. */
  readonly sentence: string;
}

export interface Judgement {
  readonly range: CommitRange;
  readonly settings: Policy['tdd'];
  /** What the range is judged by, and why, where the configuration asks for another one. */
  readonly mode: TddMode;
  readonly modeReason: string | null;
  /** What each commit is judged by, as long as the commits: `off` has no violations. */
  readonly modes: readonly TddMode[];
  /** As long as the commits. */
  readonly phases: readonly Phase[];
  readonly cycles: readonly Cycle[];
  readonly observations: readonly Observation[];
  readonly proofs: readonly Proof[];
  readonly unread: readonly string[];
}

export function settle(judgement: Judgement): TddReport {
  const { range, settings, mode, modeReason, modes, phases, unread } = judgement;
  const place = new Map(range.commits.map((commit, index) => [commit.sha, index]));
  const modeOf = (sha: string): TddMode => modes[place.get(sha) ?? -1] ?? mode;
  const levels = bestLevels(judgement.proofs);
  const levelOf = (sha: string): EvidenceLevel => levels.get(sha) ?? 'E0';
  const cycles = judgement.cycles.map((cycle) => judgeCycle(cycle, judgement.observations, levelOf));
  const evidence = missingEvidence({ cycles, levelOf, modeOf, required: settings.evidence.required, hasRuns: range.runs !== null });
  const all = [...judgement.observations, ...evidence.observations]
    .filter(({ commit }) => modeOf(commit) !== 'off')
    .sort((a, b) => (place.get(a.commit) ?? 0) - (place.get(b.commit) ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const isProduction = productionCode(settings);
  const isTest = pathMatcher(settings.testPaths);
  const repair = repairs({ commits: range.commits, phases, cycles: judgement.cycles, isProduction, isTest });
  const violations = all
    .filter(({ weight }) => weight !== 'note')
    .map(({ id, commit, message, weight }) => {
      return { id, commit, message, blocks: reaches(modeOf(commit), weight), repair: repair({ id, commit }) };
    });
  return {
    mode,
    modeReason,
    conclusion: conclude({
      violations,
      unread: [...unread.map(modeOf), ...(range.missing === null ? [] : [mode])].filter((one) => one !== 'off'),
      isUnproven: cycles.some((cycle) => isStrict(cycle, modeOf) && !reachesLevel(cycle.evidence, 'E3')),
      isDraft: range.isDraft,
      isOverridden: range.override !== null,
    }),
    violations,
    notes: all.filter(({ weight }) => weight === 'note').map(({ id, commit, message }) => ({ id, commit, message })),
    commits: tellCommits(judgement, levelOf, { isProduction, isTest }),
    cycles,
    unread,
    remarks: [...(range.missing === null ? [] : [`Not every commit was judged: ${range.missing}.`]), ...range.remarks, ...evidence.remarks],
    override: range.override,
  };
}

function bestLevels(proofs: readonly Proof[]): ReadonlyMap<string, EvidenceLevel> {
  const levels = new Map<string, EvidenceLevel>();
  for (const { commit, level } of proofs) levels.set(commit, higher(levels.get(commit) ?? 'E0', level));
  return levels;
}

function tellCommits(
  { range, phases, proofs }: Judgement,
  levelOf: (sha: string) => EvidenceLevel,
  { isProduction, isTest }: Readonly<Record<'isProduction' | 'isTest', (path: string) => boolean>>,
): TddCommit[] {
  const sentences = new Map<string, string[]>();
  for (const { commit, sentence } of proofs) {
    if (sentence !== '') listUnder(sentences, commit, sentence);
  }
  return range.commits.map(({ sha, message, touches }, index) => {
    const phase = phases[index]!;
    const production = touches?.filter(isProduction).length ?? 0;
    const tests = touches?.filter((path) => isTest(path) && !isProduction(path)).length ?? 0;
    return {
      sha,
      subject: readSubject(message).shown,
      phase,
      touches,
      evidence: phase === 'exempt' || phase === 'unlabelled' ? null : levelOf(sha),
      proof: sentences.get(sha) ?? [],
      touched: touches && { tests, production, others: touches.length - tests - production },
    };
  });
}

const against = new Set(['tdd/red-not-failing', 'tdd/green-not-passing']);

function judgeCycle(cycle: Cycle, observations: readonly Observation[], levelOf: (sha: string) => EvidenceLevel): TddCycle {
  const { red, green, refactor } = cycle;
  const bestRed = red.map(levelOf).reduce(higher, 'E0');
  const bestGreen = green.map(levelOf).reduce(higher, 'E0');
  const evidence = reachesLevel(bestRed, bestGreen) ? bestGreen : bestRed;
  const members = new Set([...red, ...green, ...refactor]);
  const isContradicted = observations.some(({ id, commit }) => against.has(id) && members.has(commit));
  const last = green.at(-1);
  const isProven = reachesLevel(evidence, 'E3') && last !== undefined && reachesLevel(levelOf(last), 'E3');
  const isWhole = red.length > 0 && green.length > 0;
  const verdict = isContradicted ? 'contradicted' : !isWhole ? 'incomplete' : isProven ? 'proven' : 'labelled only';
  return { red, green, refactor, verdict, evidence };
}

function reaches(mode: TddMode, weight: Observation['weight']): boolean {
  return weight !== 'note' && tddModes.indexOf(mode) >= tddModes.indexOf(weight);
}

/** As for the security check: a draft waits, but "could not look" never passes where it is required, unless a maintainer lets it. */
function conclude(found: {
  readonly violations: readonly Pick<TddViolation, 'blocks'>[];
  readonly unread: readonly TddMode[];
  /** A cycle that is judged strictly has no recorded run. */
  readonly isUnproven: boolean;
  readonly isDraft: boolean;
  readonly isOverridden: boolean;
}): Conclusion {
  const { violations, unread, isUnproven, isDraft, isOverridden } = found;
  if (unread.some((mode) => reaches(mode, 'labels')) && !isOverridden) return 'failure';
  if (unread.length > 0 || isDraft) return 'neutral';
  if (violations.some(({ blocks }) => blocks) && !isOverridden) return 'failure';
  return violations.length > 0 || isUnproven ? 'neutral' : 'success';
}
