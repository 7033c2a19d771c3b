/** The rules a review is judged by: defaults, org floor and repository config, already merged. */
import type { RunSettings } from './change.ts';
import type { Confidence, Family, Severity } from './finding.ts';
import type { EvidenceLevel, TddMode } from './review.ts';

export interface SuppressionEntry {
  readonly check: string;
  /** Glob of paths. */
  readonly path: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day it holds. */
  readonly until: string;
  /** The config file it stands in, `.github/portcullis.yml` or `owner/.github: .github/portcullis.yml`. */
  readonly file: string;
  /** Line in that file, for reports of unused and expired entries. */
  readonly line: number;
}

export interface Policy {
  readonly failOn: { readonly severity: Severity; readonly confidence: Confidence };
  readonly families: Readonly<Record<Family, boolean>>;
  /** Check id to on or off; what is absent follows its family. */
  readonly checks: Readonly<Record<string, boolean>>;
  readonly paths: { readonly exclude: readonly string[] };
  readonly tdd: {
    readonly mode: TddMode;
    readonly testPaths: readonly string[];
    readonly exemptTypes: readonly string[];
    readonly exemptAuthors: readonly string[];
    /** Globs of what is production code though a test path matches: a library of test helpers, say. */
    readonly productionPaths: readonly string[];
    /** Other modes for some paths; the last glob that matches a path decides. */
    readonly paths: readonly { readonly path: string; readonly mode: TddMode }[];
    /** Further ways to label a commit, each off unless asked for. */
    readonly labels: {
      /** `RED: …`, `[RED] …`, `test(red): …`. */
      readonly prefixes: boolean;
      /** 🔴 🟢 ♻️ at the start of the subject. */
      readonly emoji: boolean;
      /** `test:` as RED, `feat:` and `fix:` as GREEN, `refactor:` as REFACTOR; weak. */
      readonly types: boolean;
      /** Patterns over the subject, in RE2's syntax. */
      readonly patterns: Readonly<Record<'red' | 'green' | 'refactor', readonly string[]>>;
    };
    readonly evidence: RunSettings & {
      /** What each cycle must reach in strict mode; E0 asks for nothing. */
      readonly required: EvidenceLevel;
    };
    /** What holds for those who contribute for the first time. */
    readonly newcomers: 'advisory' | 'same';
    /** Whether a maintainer's comment may let a pull request pass. */
    readonly overrideCommand: 'off' | 'on';
  };
  readonly onIncomplete: 'failure' | 'neutral';
  /** Whether a suppression that the change itself adds has effect. */
  readonly ownSuppressions: 'listed' | 'effective';
  /** Whether a maintainer's comment may have the GitHub tokens of a pull request revoked. */
  readonly revokeCommand: 'off' | 'on';
  readonly suppressions: readonly SuppressionEntry[];
  /** Where it came from, for the summary: paths of the config files read. */
  readonly sources: readonly string[];
}

/** A config that could not be read: the review fails and says where. */
export interface PolicyProblem {
  /** `owner/.github: .github/portcullis.yml` or `.github/portcullis.yml`. */
  readonly file: string;
  readonly line: number | null;
  readonly message: string;
}
