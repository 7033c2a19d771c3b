import type { Commit } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import type { TddReport } from '../model/review.ts';

export function judgeCommits(_commits: readonly Commit[], _settings: Policy['tdd'], _draft = false): TddReport {
  throw new Error('judgeCommits is not written yet');
}
