/** What the engine says of one file version, without knowing the other version or any policy. */
import type { Confidence, Family, Fix, Region, TraceStep } from './finding.ts';

/** A finding before it has been compared, judged or numbered. */
export interface RawFinding extends Region {
  readonly checkId: string;
  readonly family: Family;
  /** CVSS 3.1 base vector after the signals the engine can see (docs/severity.md); null makes it a note. */
  readonly vector: string | null;
  readonly confidence: Confidence;
  readonly cwe: readonly number[];
  readonly message: string;
  readonly remediation: string;
  readonly trace: readonly TraceStep[];
  /** The sink statement, whitespace and comments normalised: one half of the identity. Never leaves the process for leaks. */
  readonly statement: string;
  /** Names of the enclosing functions and classes, outermost first, joined by `.`; empty at top level. */
  readonly scope: string;
  readonly fix: Fix | null;
}

/**
 * Something that keeps a place strict: `set -e`, a secret scan, an owner. Standing there it is no finding, and neither is its absence;
 * that a change took it away is one (`lostSafeguards`).
 */
export interface Safeguard {
  /** What is kept by what: the same text in every version and file where it is the same. */
  readonly key: string;
  /** False: what it would keep stands here without it. */
  readonly isHeld: boolean;
  /**
   * Null: only what is still there can lose it. Else it is lost by being gone, from every file of the change; another of its group
   * that comes instead replaces it.
   */
  readonly group: string | null;
  /** What is said if it is lost, at the place where it is held or missing. */
  readonly finding: RawFinding;
}

/** A `portcullis-ignore` comment, as written. What it covers and whether it counts is decided elsewhere. */
export interface SuppressionComment {
  /** The line of the comment. */
  readonly line: number;
  /** The lines it covers: its own if code precedes it, else the next line that holds code. */
  readonly covers: number;
  /** The comment's text after `portcullis-ignore`, unparsed. */
  readonly text: string;
}

/** What kind of place a file is. Conventions of the path, or a generator's mark in its first lines. */
export type FileRole = 'production' | 'test' | 'example' | 'documentation' | 'generated' | 'vendored';

export type Language = 'bash' | 'typescript' | 'tsx' | 'javascript' | 'python' | 'powershell' | 'yaml' | 'dockerfile';

/** A secret with its value, given to nobody but who asked for it: to have it revoked. */
export interface RevealedSecret {
  readonly value: string;
  /** Provider and kind: `GitHub personal access token`. */
  readonly kind: string;
  readonly line: number;
}

export interface FileAnalysis {
  /** Null where no grammar fits: such a file is searched for secrets only. */
  readonly language: Language | null;
  readonly role: FileRole;
  /** Role by path alone, so that a mark written by the author of the change cannot lower anything. */
  readonly roleByPath: FileRole;
  readonly lines: number;
  /** Error and missing nodes of the parse; a fix must not raise it. */
  readonly syntaxErrors: number;
  readonly findings: readonly RawFinding[];
  readonly safeguards: readonly Safeguard[];
  readonly suppressions: readonly SuppressionComment[];
  /** Why some part was not analysed; any entry keeps the review from passing. */
  readonly incomplete: readonly string[];
  /** What was not followed into other files, and why. It is said, and keeps nothing from passing: no finding is made of what was not seen. */
  readonly partial: readonly string[];
  /** Why the file was not analysed on purpose (binary, LFS pointer, symlink …), or null. */
  readonly skipped: string | null;
  /** Present only where it was asked for; no report is made of such an analysis. */
  readonly revealed?: readonly RevealedSecret[];
}
