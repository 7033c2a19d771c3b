export interface LabelledHistory {
  readonly base: string;
  readonly head: string;
}

export const FILES_A_COMMIT = 10;

export function labelledHistory(_dir: string, _commits: number): LabelledHistory {
  return { base: '', head: '' };
}
