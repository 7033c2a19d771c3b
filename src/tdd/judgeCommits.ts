import type { Commit } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import type { Phase, TddReport } from '../model/review.ts';
import { judgeContent } from './content/judgeContent.ts';
import { judgeRuns } from './evidence/judgeRuns.ts';
import { type Label, readLabel } from './label.ts';
import { readSubject, readTrailers } from './message.ts';
import type { Observation } from './observation.ts';
import { judgeOrder, type StepAt } from './order.ts';
import { productionCode } from './productionCode.ts';
import { type CommitRange, rangeOf } from './range.ts';
import { settle } from './settle.ts';

type Settings = Policy['tdd'];

/** What a commit is, before the order is looked at. */
interface Judged {
  readonly phase: Phase;
  readonly steps: readonly StepAt[];
  readonly observation: Observation | null;
  readonly unread: boolean;
}

/** Judges the commits of a range: labels, exemptions and order, then what they contain, then what runs of the tests say. */
export function judgeCommits(range: CommitRange, settings: Settings): TddReport {
  const { commits } = range;
  const { mode } = settings;
  const judged = { settings, mode, modeReason: null, modes: commits.map(() => mode) };
  if (mode === 'off')
    return settle({ ...judged, range: rangeOf([]), modes: [], phases: [], cycles: [], observations: [], proofs: [], unread: [] });
  const isProduction = productionCode(settings);
  const classes = new Map<Commit, Judged>();
  const bySubject = new Map<string, Judged>();
  for (const commit of commits) {
    const { line } = readSubject(commit.message);
    const one = judgeOne(commit, line, settings, isProduction, bySubject);
    classes.set(commit, one);
    if (!isFixup(line)) bySubject.set(line, one);
  }
  const all = [...classes.values()];
  const phases = commits.map((commit) => classes.get(commit)!.phase);
  const { cycles, observations } = judgeOrder(all.flatMap(({ steps }) => steps));
  const content = judgeContent({ range, phases, cycles, settings });
  const runs = judgeRuns({ range, cycles, settings });
  return settle({
    ...judged,
    range,
    phases,
    cycles,
    observations: [
      ...all.flatMap(({ observation }) => (observation === null ? [] : [observation])),
      ...observations,
      ...content.observations,
      ...runs.observations,
    ],
    proofs: [...content.proofs, ...runs.proofs],
    unread: commits.filter((commit) => classes.get(commit)?.unread).map((commit) => commit.sha),
  });
}

function judgeOne(
  commit: Commit,
  line: string,
  settings: Settings,
  isProduction: (path: string) => boolean,
  bySubject: ReadonlyMap<string, Judged>,
): Judged {
  const { sha, message, parents, touches } = commit;
  const exempt: Judged = { phase: 'exempt', steps: [], observation: null, unread: false };
  const author = commit.author.name.toLowerCase();
  if (parents.length > 1 || settings.exemptAuthors.some((name) => name.toLowerCase() === author)) return exempt;

  const subject = withoutFixup(line);
  const trailers = readTrailers(message);
  const label = readLabel(subject, trailers.phase);
  const target = isFixup(line) ? bySubject.get(subject) : undefined;
  // A fixup of a labelled commit will be folded into it, so it stands at that commit's place in the order.
  if (label.kind === 'claim' && target !== undefined && target.steps.length > 0) return { ...exempt, phase: target.phase };
  const cycle = trailers.cycle.at(-1) ?? '';
  const steps = label.steps.map((step) => ({ step, sha, cycle }));
  if (label.kind === 'conflict') return { ...exempt, phase: 'unlabelled', steps, observation: sayConflict(sha, label) };
  const last = label.steps.at(-1);
  if (last !== undefined) return { ...exempt, phase: last, steps, observation: steps.length > 1 ? sayCombined(sha, label.steps) : null };
  if (isRevert(subject, message)) return exempt;

  const type = readType(subject);
  const exemptType = type !== null && settings.exemptTypes.some((name) => name.toLowerCase() === type);
  const touchesCode = touches?.some(isProduction) ?? !exemptType;
  if (exemptType && !touchesCode) return { ...exempt, unread: touches === null };
  return { ...exempt, phase: 'unlabelled', observation: touchesCode ? sayUnlabelled(sha, exemptType, touches === null) : null };
}

function isFixup(line: string): boolean {
  return /^(?:fixup|squash|amend)! /.test(line);
}

function withoutFixup(line: string): string {
  return line.replace(/^(?:(?:fixup|squash|amend)! )+/, '');
}

/** As `git revert` writes it; the name of a commit keeps it from being an empty claim. */
function isRevert(subject: string, message: string): boolean {
  return /^(?:Revert "|revert[(:!])/.test(subject) && /^This reverts commit [0-9a-f]{40}/m.test(message);
}

/** The type of a Conventional Commits subject. */
function readType(subject: string): string | null {
  const match = /^([a-z][a-z0-9-]*)(?:\([^()]*\))?!?: /i.exec(subject.slice(0, 120));
  return match === null ? null : match[1]!.toLowerCase();
}

function sayConflict(commit: string, { subject, trailer }: Extract<Label, { kind: 'conflict' }>): Observation {
  const message = `The subject says ${shout(subject)}, the \`TDD-Phase\` trailer says ${shout(trailer)}: keep one of them.`;
  return { id: 'tdd/label-conflict', commit, message, weight: 'labels' };
}

function sayCombined(commit: string, steps: readonly string[]): Observation {
  const message = `One commit claims ${shout(steps)}: split it, so that the test is seen to fail first.`;
  return { id: 'tdd/combined', commit, message, weight: 'labels' };
}

function sayUnlabelled(commit: string, exemptType: boolean, unread: boolean): Observation {
  const label = 'end its subject with (RED), (GREEN) or (REFACTOR), or give it a `TDD-Phase` trailer.';
  const what = exemptType
    ? 'Its type is exempt only while it leaves production code alone, and it does not'
    : unread
      ? 'It names no phase, and its files could not be read'
      : 'It changes production code and names no phase';
  return { id: 'tdd/unlabelled-code', commit, message: `${what}: ${label}`, weight: 'labels' };
}

function shout(steps: readonly string[]): string {
  return steps.map((step) => step.toUpperCase()).join(' and ');
}
