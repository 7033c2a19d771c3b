/** A secret of a change that somebody asked to be made useless. */
export interface Credential {
  /** The token itself: for the one call that revokes it, and for nothing else; no report, log or error holds it. */
  readonly value: string;
  /** What it is: `GitHub personal access token`. */
  readonly kind: string;
  readonly path: string;
  readonly line: number;
  /** Full sha where it stands in a commit of the change and no longer at its head. */
  readonly commit: string | null;
}
