import { SafeError } from '../redact/safeError.ts';

export type GitErrorKind =
  | 'git-missing'
  | 'not-a-repository'
  | 'unsafe-repository'
  | 'unknown-revision'
  | 'ambiguous-revision'
  | 'shallow'
  | 'unrelated'
  | 'too-large'
  | 'failed';

/** A range that cannot be read, in words for whoever typed it. The message names what was given, so it is escaped where shown. */
export class GitError extends SafeError {
  readonly kind: GitErrorKind;
  /** What to do about it, one sentence. */
  readonly remedy: string;

  constructor(kind: GitErrorKind, message: string, remedy: string) {
    super(message);
    this.kind = kind;
    this.remedy = remedy;
  }
}
