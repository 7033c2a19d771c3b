/**
 * What a pull request changes: files in two versions, and the commits between them.
 * Everything here is read by sha from git's object store; nothing is a path on a disk.
 */

/** Git's tree entry modes, by what they mean: 100644, 100755, 120000, 160000. */
export type FileMode = 'file' | 'executable' | 'symlink' | 'submodule';

/**
 * The bytes of a version, or why they could not be had. `reason` is a sentence fragment without file content.
 * For a symlink the bytes are its target; a submodule has none.
 */
export type Content = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'unavailable'; readonly reason: string };

/** One file as it stands on one side of a change. */
export interface FileVersion {
  /** As it stands in the tree, with `/`; it may hold any character but NUL, so it is escaped wherever it is shown. */
  readonly path: string;
  /** Blob sha; for a submodule the commit it points to. */
  readonly sha: string;
  readonly mode: FileMode;
}

export type ChangeStatus = 'added' | 'modified' | 'removed' | 'renamed' | 'copied';

/** A changed file. `base` of a renamed or copied file is the version it came from. */
export interface ChangedFile {
  readonly status: ChangeStatus;
  readonly base: FileVersion | null;
  readonly head: FileVersion | null;
}

export interface Person {
  readonly name: string;
  /** True for accounts of GitHub type `Bot` and names that end in `[bot]`. */
  readonly isBot: boolean;
}

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** The whole message; the subject is its first line. */
  readonly message: string;
  readonly author: Person;
  /** Paths that differ from the first parent, or null where they were not read. */
  readonly touches: readonly string[] | null;
}

/** Something that was to be looked at and was not. Its presence alone keeps the review from passing. */
export interface Incomplete {
  /** The file, or null where it concerns the change as a whole (a truncated tree, say). */
  readonly path: string | null;
  readonly reason: string;
}

/** Something deliberately not analysed, or analysed in part (a binary, a submodule): accounted for, does not block. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** A version that a commit of the range brought, that the base has nowhere and the head not at this path. */
export interface PastVersion {
  readonly version: FileVersion;
  /** The first commit of the range that has it. */
  readonly commit: string;
}

/** What the commits of a range hold beside its two ends: an object once pushed stays readable, whatever a later commit does. */
export interface History {
  /** In the order of the commits. Submodules are left out. */
  readonly versions: readonly PastVersion[];
  /** Every path that a commit of the range touches. */
  readonly paths: readonly string[];
  /** By path, the first commit that has the version of the head. */
  readonly bringers: ReadonlyMap<string, string>;
  /** What could not be read of it, or was left out by a bound. */
  readonly incomplete: readonly Incomplete[];
}

/** Of a change without a past: one commit, or files alone. */
export const noHistory: History = { versions: [], paths: [], bringers: new Map(), incomplete: [] };

/** What one commit changes in the tree of its first parent; of a merge, what none of its parents has. */
export interface CommitDiff {
  readonly files: readonly ChangedFile[];
  /** The same for the same change wherever it stands (after a rebase, too); null where it is not known. */
  readonly patchId: string | null;
  /** Why it could not be read whole; null where nothing is wrong. */
  readonly problem: string | null;
}

/** A run of tests that somebody recorded for a commit. */
export interface TestRun {
  /** Of the check run or status: `CI / test`. */
  readonly name: string;
  /** `attested`: a signed report whose signature was verified. */
  readonly kind: 'check-run' | 'status' | 'attested';
  /** `inconclusive`: cancelled, skipped, stale, neutral, timed out, still running. */
  readonly outcome: 'passed' | 'failed' | 'inconclusive';
  /** How it ended, in our words: `failed`, `was cancelled`, `is still running`. */
  readonly ended: string;
  /** What it says of failures: titles, paths and messages of annotations, names of failed tests; cut, and anybody's text. */
  readonly says: readonly string[];
  /** Names of the tests that failed, where a report lists them all; else null. */
  readonly failed: readonly string[] | null;
}

/** Which runs count. */
export interface RunSettings {
  /** Globs over the names of check runs and statuses; empty for those whose names tell of tests. */
  readonly checks: readonly string[];
  /** Public keys (Ed25519, PEM or base64 of the raw 32 bytes) that may sign reports. */
  readonly keys: readonly string[];
}

export interface RecordedRuns {
  /** All runs but our own, the oldest first. What is not in it was not asked for; an empty list says that there is none. */
  readonly bySha: ReadonlyMap<string, readonly TestRun[]>;
  /** What was not asked for, and why. Sentences. */
  readonly problems: readonly string[];
}

export interface Change {
  /** `owner/name`, or the folder's name for a local repository. Display only. */
  readonly repository: string;
  /** The merge base: what the change is compared with, and where the configuration comes from. */
  readonly base: string;
  readonly head: string;
  readonly files: readonly ChangedFile[];
  /** Commits of the range, parents before children. Merge commits are included; `parents` tells them. */
  readonly commits: readonly Commit[];
  readonly incomplete: readonly Incomplete[];
  /** Which commits of the range are not here, as a sentence without its full stop; left out where none is missing. */
  readonly missing?: string;
  /**
   * Reads a version's bytes when they are needed, so that ten thousand changed files never stand in memory together.
   * Never rejects: a blob that is gone, too large (over 10 MB) or a submodule is `unavailable`.
   */
  readonly load: (version: FileVersion) => Promise<Content>;
  /** The file at exactly this path at the base or the head, changed or not (the configuration, an imported module), or null. */
  readonly find: (side: 'base' | 'head', path: string) => Promise<FileVersion | null>;
  /** What `find` gives, told at once and for nothing; left out where the trees were not read whole. */
  readonly peek?: (side: 'base' | 'head', path: string) => FileVersion | null;
  /** Paths of all files at the base or the head; left out where `peek` is, or where only some of a folder are looked at. */
  readonly list?: (side: 'base' | 'head') => readonly string[];
  /** Read when it is asked for: on GitHub it costs a call a commit. Rejects only where another try may succeed. */
  readonly history: () => Promise<History>;
  /**
   * What each of these commits changes, by sha; its versions can be loaded. On GitHub it costs a call a commit that was not read before.
   * Left out where only the two ends are known. Rejects only where another try may succeed.
   */
  readonly diffs?: (wanted: readonly Commit[]) => Promise<ReadonlyMap<string, CommitDiff>>;
  /**
   * The last commits before the range, newest first, at most 100, without what they touch: what a range may go on with. Left out where
   * nothing before the range is known. Rejects only where another try may succeed.
   */
  readonly before?: () => Promise<readonly Commit[]>;
  /** Runs recorded for these commits, asked for in their order as far as a budget goes. Left out where nobody records any (a local repository). */
  readonly runs?: (wanted: readonly Commit[], settings: RunSettings) => Promise<RecordedRuns>;
  /** Releases what `load` and `find` need; call it once the review is made. */
  readonly close: () => Promise<void>;
}
