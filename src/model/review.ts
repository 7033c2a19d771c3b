/** The outcome of a review: what every report (check run, comment, JSON, SARIF, text) is rendered from. */
import type { Incomplete, Skipped } from './change.ts';
import type { Finding } from './finding.ts';

/** Conclusions of GitHub's check runs that a review itself can reach. */
export type Conclusion = 'success' | 'neutral' | 'failure';

/** A finding that a comment or a config entry keeps from counting. */
export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day it holds. */
  readonly until: string;
  readonly source:
    | { readonly kind: 'comment'; readonly path: string; readonly line: number }
    | { readonly kind: 'config'; readonly path: string };
}

/** A suppression that has no effect, and why. */
export interface SuppressionProblem {
  readonly path: string;
  readonly line: number;
  readonly kind: 'unused' | 'expired' | 'malformed' | 'added-by-this-change';
  /** Our words, plus the check id it names where it names one. */
  readonly message: string;
}

export type TddMode = 'off' | 'advisory' | 'labels';
export type Phase = 'red' | 'green' | 'refactor' | 'exempt' | 'unlabelled';

export interface TddCommit {
  readonly sha: string;
  readonly subject: string;
  readonly phase: Phase;
  readonly touches: readonly string[] | null;
  /** `E0`: the label only. Higher levels come with their evidence. */
  readonly evidence: 'E0' | null;
}

export interface TddViolation {
  readonly id: string;
  readonly commit: string;
  readonly message: string;
}

export interface TddReport {
  readonly mode: TddMode;
  readonly conclusion: Conclusion;
  readonly violations: readonly TddViolation[];
  readonly commits: readonly TddCommit[];
  /** Commits that would be exempt by their type, but whose files were not read: no violation, and no success either. */
  readonly unread: readonly string[];
}

export interface Review {
  readonly repository: string;
  readonly base: string;
  readonly head: string;
  readonly introduced: readonly Finding[];
  readonly fixed: readonly Finding[];
  /** Findings that stand on both sides. */
  readonly unchanged: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly suppressionProblems: readonly SuppressionProblem[];
  readonly analysed: number;
  readonly skipped: readonly Skipped[];
  readonly incomplete: readonly Incomplete[];
  /** What was not followed from file to file, and why: said, and blocks nothing. */
  readonly partial: readonly Incomplete[];
  readonly tdd: TddReport;
  /** Security score of the changed files, 0 (worst) to 5 (nothing found). */
  readonly score: { readonly base: number; readonly head: number };
  readonly conclusion: { readonly security: Conclusion; readonly tdd: Conclusion };
  /** Fingerprints of the introduced findings that block. */
  readonly blocking: readonly string[];
  /** What the policy of the base side says about this change: unreadable config, effect of an edited one. Sentences. */
  readonly notices: readonly string[];
}

/** The outcome of a scan: everything in the files as they stand, compared with nothing. */
export interface Scan {
  /** What no suppression covers. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly suppressionProblems: readonly SuppressionProblem[];
  readonly analysed: number;
  readonly skipped: readonly Skipped[];
  readonly incomplete: readonly Incomplete[];
  /** What was not followed from file to file, and why: said, and blocks nothing. */
  readonly partial: readonly Incomplete[];
  /** Fingerprints of the findings that block. */
  readonly blocking: readonly string[];
}
