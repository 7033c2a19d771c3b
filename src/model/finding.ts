/** What a check says about a place in a file. */

/** CVSS 3.1 qualitative bands; `note` carries no score. Most severe first. */
export const severities = ['critical', 'high', 'medium', 'low', 'note'] as const;
export type Severity = (typeof severities)[number];

/** `high`: who steers the value is visible in the file. `medium`: it depends on a caller. `low`: no trace. */
export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

export const families = [
  'toctou',
  'injection',
  'leak',
  'failsecure',
  'artifact',
  'gate',
  'actions',
  'container',
  'crypto',
  'auth',
  'exposure',
] as const;
export type Family = (typeof families)[number];

/** Lines and columns count from 1; columns in UTF-16 code units; the end is exclusive (SARIF 2.1.0, §3.30). */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One step from source to sink, or one of the two events of a race, in reading order. */
export interface TraceStep {
  readonly path: string;
  readonly line: number;
  /** What happens here, in our words and the code's; a secret never stands in it. */
  readonly text: string;
}

export interface Edit extends Region {
  readonly newText: string;
}

/** A mechanical change that was applied, parsed and analysed again before it is offered. */
export interface Fix {
  /** One sentence; says what behaves differently afterwards. */
  readonly description: string;
  readonly edits: readonly Edit[];
}

/** A guard that stood in the base and that the change removed, while the sink stayed. */
export interface LostGuard {
  readonly path: string;
  /** Line in the base version. */
  readonly line: number;
}

/** The path told for what stands in the message of a commit: git's own name for the file it is written in. */
export const MESSAGE_PATH = 'COMMIT_EDITMSG';

export interface CommitName {
  readonly sha: string;
  /** First line of the commit's message: anyone's text. */
  readonly subject: string;
}

/** Where in the history something stands that does not stand at the head. */
export interface PastPlace extends CommitName {
  /** A file of that commit, or its message. */
  readonly part: 'file' | 'message';
}

export interface Finding extends Region {
  readonly checkId: string;
  readonly family: Family;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** CVSS 3.1 base vector and its score (0.0 to 10.0); null for notes. */
  readonly cvss: { readonly vector: string; readonly score: number } | null;
  readonly cwe: readonly number[];
  readonly path: string;
  /** The commit whose version it stands in, path and lines as they were there; left out for what stands at the head. */
  readonly commit?: PastPlace;
  /** Of a secret at the head: the first commit of the range that holds it, and will when the line is gone. */
  readonly broughtBy?: CommitName;
  readonly message: string;
  readonly remediation: string;
  readonly trace: readonly TraceStep[];
  /** 64 hex digits; made from check, statement, scope and index among equals, never from line numbers. */
  readonly fingerprint: string;
  readonly lostGuard: LostGuard | null;
  readonly fix: Fix | null;
}
