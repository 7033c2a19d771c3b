/** All that the judgement of a range of commits looks at. It is pure: whoever asks has read, parsed and looked up everything before. */
import type { ChangeStatus, Commit, RecordedRuns } from '../model/change.ts';
import type { Outline } from '../model/outline.ts';
import type { TddOverride } from '../model/review.ts';
import type { Step } from './label.ts';

/** A file that a commit changes, outlined on both sides. What is neither a test nor production code has no outlines. */
export interface OutlinedFile {
  readonly status: ChangeStatus;
  /** At the commit; of a removed file, before it. */
  readonly path: string;
  /** Before the commit, where that differs. */
  readonly from: string | null;
  readonly base: Outline | null;
  readonly head: Outline | null;
  /** Both sides have the same bytes: it was moved, or is executable now. */
  readonly isSame: boolean;
  /** No verdict needs its outlines, so nobody made them: its code may be another than before, and no more is known. */
  readonly isUnread?: boolean;
}

export interface OutlinedCommit {
  readonly files: readonly OutlinedFile[];
  readonly patchId: string | null;
  /** Why not all of it is here; null where nothing is missing. */
  readonly problem: string | null;
}

export interface CommitRange {
  /** Parents before children. */
  readonly commits: readonly Commit[];
  /** The last phase that a commit before the range claims, if that is known: what a range may go on with. */
  readonly before: Step | null;
  /** By sha; null where no contents were read. Commits that claim a phase have to be in it, and others may. */
  readonly outlined: ReadonlyMap<string, OutlinedCommit> | null;
  /** By merge, the files that it adds and none of its parents has. */
  readonly mergesBring: ReadonlyMap<string, readonly string[]>;
  /** Null where nobody records runs (a local repository). */
  readonly runs: RecordedRuns | null;
  /** Of the pull request: what a squash merge makes the subject. Null where there is none, or squashing is not allowed. */
  readonly title: string | null;
  readonly isDraft: boolean;
  /** The author contributes for the first time. */
  readonly isNewcomer: boolean;
  readonly override: TddOverride | null;
  /** Which commits are not here, as a sentence without its full stop; null where none is missing. */
  readonly missing: string | null;
  /** What the reader of the range has to say of it. Sentences. */
  readonly remarks: readonly string[];
}

/** A range of which nothing but the commits is known. */
export function rangeOf(commits: readonly Commit[], known: Partial<CommitRange> = {}): CommitRange {
  return {
    commits,
    before: null,
    outlined: null,
    mergesBring: new Map(),
    runs: null,
    title: null,
    isDraft: false,
    isNewcomer: false,
    override: null,
    missing: null,
    remarks: [],
    ...known,
  };
}
