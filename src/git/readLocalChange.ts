import type { Change } from '../model/change.ts';
import { GitError } from './gitError.ts';

export interface LocalRange {
  /** Any folder of the repository, or a bare one. */
  readonly repo: string;
  readonly base: string;
  readonly head: string;
  /** The caller's environment; only what finds git and its user's configuration is passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export async function readLocalChange(_range: LocalRange): Promise<Change> {
  throw new GitError('failed', 'not read', '');
}
