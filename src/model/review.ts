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

/** What fails: nothing; labels and their order; these, what the commits contain, and evidence against them. */
export const tddModes = ['off', 'advisory', 'labels', 'strict'] as const;
export type TddMode = (typeof tddModes)[number];
export type Phase = 'red' | 'green' | 'refactor' | 'exempt' | 'unlabelled';

/**
 * How well a phase is shown. `E0` the label alone; `E1` structure: RED adds tests that name what GREEN changes, and GREEN does not weaken
 * them; `E2` what RED tests does not exist, or has another signature, at RED and exists at GREEN; `E3` a recorded test run of the very
 * commit; `E4` a signed report of one.
 */
export const evidenceLevels = ['E0', 'E1', 'E2', 'E3', 'E4'] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];

export interface TddCommit {
  readonly sha: string;
  readonly subject: string;
  readonly phase: Phase;
  readonly touches: readonly string[] | null;
  /** Null where the commit claims no phase. */
  readonly evidence: EvidenceLevel | null;
  /** What the evidence is, or why there is none. Sentences. */
  readonly proof: readonly string[];
  /** Of the touched paths, how many are tests, production code and others; null where they were not read. */
  readonly touched: { readonly tests: number; readonly production: number; readonly others: number } | null;
}

/** RED, GREEN and REFACTOR commits that belong together, by sha, in order. */
export interface TddCycle {
  readonly red: readonly string[];
  readonly green: readonly string[];
  readonly refactor: readonly string[];
  /** `proven`: recorded runs show RED failing and GREEN passing. `contradicted`: a run shows otherwise. */
  readonly verdict: 'proven' | 'labelled only' | 'contradicted' | 'incomplete';
  /** The lower one of what its RED and its GREEN reach. */
  readonly evidence: EvidenceLevel;
}

export interface TddViolation {
  readonly id: string;
  readonly commit: string;
  readonly message: string;
  /** Whether the mode lets it fail the check. */
  readonly blocks: boolean;
  /** How to mend it: commands and lines of a `git rebase -i` list, one each. */
  readonly repair: readonly string[];
}

/** What is worth a look and counts for nothing. */
export interface TddNote {
  readonly id: string;
  readonly commit: string;
  readonly message: string;
}

/** A maintainer's decision to let the commits pass. */
export interface TddOverride {
  readonly by: string;
  readonly reason: string;
}

export interface TddReport {
  readonly mode: TddMode;
  /** Why another mode holds than the configuration asks for; null where none does. A sentence. */
  readonly modeReason: string | null;
  readonly conclusion: Conclusion;
  readonly violations: readonly TddViolation[];
  readonly notes: readonly TddNote[];
  readonly commits: readonly TddCommit[];
  readonly cycles: readonly TddCycle[];
  /** Commits of which something that decides was not read: no violation, and no success either. */
  readonly unread: readonly string[];
  /** What was not read or not asked for, and why, and what happened to the history (a force push). Sentences. */
  readonly remarks: readonly string[];
  readonly override: TddOverride | null;
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
