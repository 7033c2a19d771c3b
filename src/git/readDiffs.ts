import type { Commit, CommitDiff } from '../model/change.ts';
import type { Git } from './runGit.ts';

/** What each of these commits changes against its first parent; of a merge, what none of its parents has. */
export async function readDiffs(_git: Git, _wanted: readonly Commit[]): Promise<Map<string, CommitDiff>> {
  return new Map();
}
