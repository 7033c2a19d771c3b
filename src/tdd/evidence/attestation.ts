/**
 * Signed reports of test runs (E4): a block of text that CI puts into the output of a check run, and that whoever holds the public key can
 * hold against the commit.
 */
import type { TestRun } from '../../model/change.ts';

export interface Statement {
  readonly version: 1;
  /** The commit that was tested. */
  readonly sha: string;
  readonly command: string | null;
  /** SHA-256 of the report it was made from. */
  readonly digest: string;
  readonly passed: number;
  /** Names of all tests that failed. */
  readonly failed: readonly string[];
  /** ISO 8601. */
  readonly time: string;
}

/** The block of a statement. Throws where the key is none of Ed25519. */
export function attest(_statement: Statement, _privateKey: string): string {
  return '';
}

/** What the blocks in a text prove of a commit, and what is wrong with those that prove nothing. Sentences. */
export function attestedRuns(
  _text: string,
  _sha: string,
  _name: string,
  _keys: readonly string[],
): { runs: TestRun[]; problems: string[] } {
  return { runs: [], problems: [] };
}
