/** What the commits of a range claim and show, told in order: the parts that every form of the report says alike. Our words and theirs. */
import type { Phase, TddCommit, TddCycle, TddReport } from '../model/review.ts';
import { plural } from './counting.ts';
import { terminal } from './escape.ts';

export interface Chapter {
  /** `Cycle 2: proven (E3)`. */
  readonly title: string;
  readonly commits: readonly TddCommit[];
}

const cycleVerdicts: readonly TddCycle['verdict'][] = ['proven', 'labelled only', 'incomplete', 'contradicted'];

/** `1 cycle proven`, `3 cycles: 2 proven, 1 incomplete`; '' without cycles. */
export function countCycles(cycles: readonly TddCycle[]): string {
  const counts = cycleVerdicts
    .map((verdict) => [verdict, cycles.filter((cycle) => cycle.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0);
  const [only] = counts;
  if (only === undefined) return '';
  const total = plural(cycles.length, 'cycle');
  return counts.length === 1 ? `${total} ${only[0]}` : `${total}: ${counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ')}`;
}

/** A range in which nobody follows the discipline, where it is only advice: no place for a list of faults. */
export function isUnlabelled({ mode, commits, violations }: TddReport): boolean {
  const isClaim = ({ phase }: TddCommit) => phase !== 'exempt' && phase !== 'unlabelled';
  return (
    mode === 'advisory' && violations.length > 0 && violations.every(({ id }) => id === 'tdd/unlabelled-code') && !commits.some(isClaim)
  );
}

export function tddTitle(tdd: TddReport): string {
  const { mode, commits, cycles, violations, unread, override } = tdd;
  if (mode === 'off') return 'off: commits are not judged';
  const counted = plural(commits.length, 'commit');
  const notRead = unread.length > 0 ? `, ${unread.length} not read` : '';
  if (isUnlabelled(tdd)) return `${counted}, none labelled${notRead}`;
  const ids = [...new Set(violations.map((violation) => violation.id))].sort();
  const told =
    violations.length === 0
      ? `${counted}, no violation${notRead}`
      : `${plural(violations.length, 'violation')} in ${counted}${notRead}: ${ids.join(', ')}`;
  const parts = [...(override === null ? [] : [`overridden by ${override.by}`]), told, ...(cycles.length > 0 ? [countCycles(cycles)] : [])];
  return terminal(parts.join(' · '), 255);
}

/** One sentence: what the conclusion is, and why. */
export function tddVerdict(tdd: TddReport): string {
  const { mode, conclusion, violations, cycles, unread, remarks, override } = tdd;
  if (mode === 'off') return 'The order of commits is not judged (mode `off`).';
  const blocking = violations.filter(({ blocks }) => blocks).length;
  if (conclusion === 'success') return 'Passes.';
  if (conclusion === 'failure') {
    const why = [
      ...(blocking > 0 ? [plural(blocking, 'violation')] : []),
      ...(unread.length > 0 ? [`what ${plural(unread.length, 'commit touches', 'commits touch')} could not be read`] : []),
    ];
    return why.length > 0 ? `Blocks: ${why.join(', and ')}.` : `Blocks: see the ${remarks.length > 0 ? 'remarks' : 'notices'}.`;
  }
  if (override !== null && blocking + unread.length > 0) return 'Does not block: a maintainer lets it pass.';
  if (unread.length > 0) return 'Does not block: not everything could be read.';
  if (blocking > 0) return `Does not block while this is a draft; ${plural(blocking, 'violation')} will once it is ready.`;
  if (isUnlabelled(tdd)) return 'Does not block.';
  if (violations.length > 0)
    return `Does not block: ${violations.length === 1 ? 'the violation is' : 'the violations are'} advice in this mode.`;
  if (cycles.some(({ verdict }) => verdict === 'labelled only')) {
    return 'Does not block: no violation, but not every cycle has recorded runs of its tests.';
  }
  return 'Does not block.';
}

export const howToBegin =
  'None of these commits is labelled, so there is no order to judge. To begin, commit a failing test first and end its subject with `(RED)`, then the code that makes it pass with `(GREEN)`.';

/** Of a commit whose paths are not known. */
export const unreadWords = 'its type exempts it, but which files it touches could not be read.';

/** More headings than these would fill a summary by themselves. */
const mostChapters = 40;

/** The commits in order, by cycle. What stands beside the cycles is told in the one that it follows. */
export function chaptersOf({ commits, cycles }: TddReport): Chapter[] {
  if (cycles.length === 0) return commits.length > 0 ? [{ title: 'Commits', commits }] : [];
  const cycleOf = new Map<string, number>();
  for (const [index, { red, green, refactor }] of cycles.entries()) {
    for (const sha of [...red, ...green, ...refactor]) if (!cycleOf.has(sha)) cycleOf.set(sha, index);
  }
  const before: TddCommit[] = [];
  const inCycle: TddCommit[][] = cycles.map(() => []);
  let begun = -1;
  for (const commit of commits) {
    const own = cycleOf.get(commit.sha);
    begun = Math.max(begun, own ?? begun);
    (inCycle[own ?? begun] ?? before).push(commit);
  }
  const told = cycles.slice(0, mostChapters).map((cycle, index) => ({ title: cycleTitle(cycle, index), commits: inCycle[index]! }));
  const rest = inCycle.slice(mostChapters).flat();
  return [
    ...(before.length > 0 ? [{ title: 'Before the first cycle', commits: before }] : []),
    ...told,
    ...(rest.length > 0 ? [{ title: `Cycles ${mostChapters + 1} to ${cycles.length}`, commits: rest }] : []),
  ];
}

function cycleTitle({ verdict, evidence }: TddCycle, index: number): string {
  return `Cycle ${index + 1}: ${verdict}${verdict === 'incomplete' ? '' : ` (${evidence})`}`;
}

const phaseWords: Readonly<Record<Phase, string>> = {
  red: 'RED',
  green: 'GREEN',
  refactor: 'REFACTOR',
  exempt: 'exempt',
  unlabelled: 'no label',
};

export function phaseWord(phase: Phase): string {
  return phaseWords[phase];
}

/** `2 tests, 1 production file`. */
export function touchedWords({ touched }: TddCommit): string {
  if (touched === null) return 'not read';
  const { tests, production, others } = touched;
  const parts = [
    ...(tests > 0 ? [plural(tests, 'test')] : []),
    ...(production > 0 ? [plural(production, 'production file')] : []),
    ...(others > 0 ? [plural(others, 'other file')] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'nothing';
}

/** `E3: it failed in …`; '' where no phase is claimed. Code in backticks. */
export function evidenceWords({ evidence, proof }: TddCommit): string {
  if (evidence === null) return '';
  if (proof.length > 0) return `${evidence}: ${proof.join(' ')}`;
  return evidence === 'E0' ? 'E0: the label alone' : evidence;
}
