/** What reports need of a check's declaration; a declaration of the engine fits it. */
export interface CheckText {
  readonly id: string;
  readonly title: string;
  readonly cwe: readonly number[];
  /** CVSS 3.1 base vector of the usual case. */
  readonly cvss: string;
  readonly message: string;
  readonly why: string;
  readonly remediation: string;
  readonly limits: string;
  readonly references: readonly string[];
}

/** A line of the head version, without its end; null where there is none or the file cannot be read. Counted from 1. */
export type LineOf = (path: string, line: number) => string | null;
