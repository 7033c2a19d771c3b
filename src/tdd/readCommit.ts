/** What one commit says, before any other is looked at. */
import type { Commit } from '../model/change.ts';
import type { Label, ReadLabel } from './label.ts';
import { readType } from './labelForms.ts';
import { readSubject, readTrailers } from './message.ts';

export interface ReadCommit {
  readonly commit: Commit;
  /** The subject without `fixup!` and its like. */
  readonly subject: string;
  readonly isFixup: boolean;
  /** Of Conventional Commits; null without one. */
  readonly type: string | null;
  readonly label: Label;
  /** Value of `TDD-Cycle`; empty without one. */
  readonly cycle: string;
}

export function readCommit(commit: Commit, readLabel: ReadLabel): ReadCommit {
  const { line } = readSubject(commit.message);
  const subject = line.replace(/^(?:(?:fixup|squash|amend)! )+/, '');
  const trailers = readTrailers(commit.message);
  return {
    commit,
    subject,
    isFixup: subject.length < line.length,
    type: readType(subject),
    label: readLabel(subject, trailers.phase),
    cycle: trailers.cycle.at(-1) ?? '',
  };
}

/** A colour in lower case is a label where the range holds a red and a green one: nobody else writes both. */
export function hearQuietLabels(commits: readonly ReadCommit[]): ReadCommit[] {
  const claimed = new Set(commits.flatMap(({ label }) => [...label.steps, ...(label.quiet?.steps ?? [])]));
  if (!claimed.has('red') || !claimed.has('green')) return [...commits];
  return commits.map((one) => {
    const { quiet } = one.label;
    if (quiet === null) return one;
    const { steps, isPart } = quiet;
    return { ...one, label: { ...one.label, steps, isPart, isWeak: false, unread: null } };
  });
}
