import type { Commit } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import type { Conclusion, Phase, TddMode, TddReport, TddViolation } from '../model/review.ts';
import { type Label, readLabel } from './label.ts';
import { readSubject, readTrailers } from './message.ts';
import { judgeOrder, type StepAt } from './order.ts';
import { productionCode } from './productionCode.ts';

type Settings = Policy['tdd'];

/** What a commit is, before the order is looked at. */
interface Judged {
  readonly phase: Phase;
  readonly steps: readonly StepAt[];
  readonly violation: TddViolation | null;
  readonly unread: boolean;
}

/**
 * Judges the commits of a range, parents before children, by what they say: labels, exemptions and order. What they
 * contain is not looked at, except which paths an exempt type touches.
 */
export function judgeCommits(commits: readonly Commit[], settings: Settings, draft = false): TddReport {
  if (settings.mode === 'off') return { mode: 'off', conclusion: 'success', violations: [], commits: [], unread: [] };
  const isProduction = productionCode(settings);
  const classes = new Map<Commit, Judged>();
  const bySubject = new Map<string, Judged>();
  for (const commit of commits) {
    const { line } = readSubject(commit.message);
    const judged = judgeOne(commit, line, settings, isProduction, bySubject);
    classes.set(commit, judged);
    if (!isFixup(line)) bySubject.set(line, judged);
  }
  const all = [...classes.values()];
  const unread = commits.filter((commit) => classes.get(commit)?.unread).map((commit) => commit.sha);
  const violations = inOrder(commits, [
    ...all.flatMap(({ violation }) => (violation === null ? [] : [violation])),
    ...judgeOrder(all.flatMap(({ steps }) => steps)),
  ]);
  return {
    mode: settings.mode,
    conclusion: conclude(settings.mode, violations.length, unread.length, draft),
    violations,
    commits: commits.map((commit) => {
      const phase = classes.get(commit)!.phase;
      const evidence = phase === 'exempt' || phase === 'unlabelled' ? null : 'E0';
      return { sha: commit.sha, subject: readSubject(commit.message).shown, phase, touches: commit.touches, evidence };
    }),
    unread,
  };
}

/** As for the security check: a draft waits, but "could not look" never passes where it is required. */
function conclude(mode: TddMode, violations: number, unread: number, draft: boolean): Conclusion {
  if (unread > 0) return mode === 'labels' ? 'failure' : 'neutral';
  if (draft) return 'neutral';
  if (violations === 0) return 'success';
  return mode === 'labels' ? 'failure' : 'neutral';
}

function judgeOne(
  commit: Commit,
  line: string,
  settings: Settings,
  isProduction: (path: string) => boolean,
  bySubject: ReadonlyMap<string, Judged>,
): Judged {
  const { sha, message, parents, touches } = commit;
  const exempt: Judged = { phase: 'exempt', steps: [], violation: null, unread: false };
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
  if (label.kind === 'conflict') return { ...exempt, phase: 'unlabelled', steps, violation: sayConflict(sha, label) };
  const last = label.steps.at(-1);
  if (last !== undefined) return { ...exempt, phase: last, steps, violation: steps.length > 1 ? sayCombined(sha, label.steps) : null };
  if (isRevert(subject, message)) return exempt;

  const type = readType(subject);
  const exemptType = type !== null && settings.exemptTypes.some((name) => name.toLowerCase() === type);
  const touchesCode = touches?.some(isProduction) ?? !exemptType;
  if (exemptType && !touchesCode) return { ...exempt, unread: touches === null };
  return { ...exempt, phase: 'unlabelled', violation: touchesCode ? sayUnlabelled(sha, exemptType, touches === null) : null };
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

function sayConflict(sha: string, { subject, trailer }: Extract<Label, { kind: 'conflict' }>): TddViolation {
  const message = `The subject says ${shout(subject)}, the \`TDD-Phase\` trailer says ${shout(trailer)}: keep one of them.`;
  return { id: 'tdd/label-conflict', commit: sha, message };
}

function sayCombined(sha: string, steps: readonly string[]): TddViolation {
  return {
    id: 'tdd/combined',
    commit: sha,
    message: `One commit claims ${shout(steps)}: split it, so that the test is seen to fail first.`,
  };
}

function sayUnlabelled(sha: string, exemptType: boolean, unread: boolean): TddViolation {
  const label = 'end its subject with (RED), (GREEN) or (REFACTOR), or give it a `TDD-Phase` trailer.';
  const what = exemptType
    ? 'Its type is exempt only while it leaves production code alone, and it does not'
    : unread
      ? 'It names no phase, and its files could not be read'
      : 'It changes production code and names no phase';
  return { id: 'tdd/unlabelled-code', commit: sha, message: `${what}: ${label}` };
}

function shout(steps: readonly string[]): string {
  return steps.map((step) => step.toUpperCase()).join(' and ');
}

function inOrder(commits: readonly Commit[], violations: readonly TddViolation[]): TddViolation[] {
  const place = new Map(commits.map((commit, index) => [commit.sha, index]));
  return [...violations].sort((a, b) => place.get(a.commit)! - place.get(b.commit)! || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
