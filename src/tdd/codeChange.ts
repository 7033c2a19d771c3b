/** Whether a commit changes what production code does, as far as that was read. */
import type { Commit } from '../model/change.ts';
import type { PathKinds } from './productionCode.ts';
import type { OutlinedCommit } from './range.ts';

/** Null where nobody knows what it touches. */
export function changesCode({ touches }: Commit, _outlined: OutlinedCommit | undefined, { isProduction }: PathKinds): boolean | null {
  return touches?.some(isProduction) ?? null;
}
