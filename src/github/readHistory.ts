/** What the commits of a pull request bring, one call a commit. */
import { type History, noHistory } from '../model/change.ts';

/** Files by commit: a push costs only its new ones. */
export type CommitCache = Map<string, readonly string[]>;

export function createCommitCache(): CommitCache {
  return new Map();
}

export interface HistoryBudget {
  /** Commits asked for. A pull request shows 250. */
  readonly commits: number;
  /** Blobs that have to be fetched. */
  readonly blobs: number;
}

export async function readHistory(): Promise<History> {
  return noHistory;
}
