import type { Commit, CommitDiff } from '../model/change.ts';
import type { HistorySource } from './readHistory.ts';

export interface DiffSource extends Pick<HistorySource, 'client' | 'place' | 'commits' | 'cache' | 'keep' | 'load' | 'troubled'> {
  readonly base: string;
}

export async function readDiffs(_source: DiffSource, _wanted: readonly Commit[]): Promise<Map<string, CommitDiff>> {
  return new Map();
}
