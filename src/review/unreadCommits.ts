/** Which commits the commit labels cannot be judged without: those whose touched paths decide whether they are exempt. */
import type { Commit } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import { judgeCommits } from '../tdd/judgeCommits.ts';
import { rangeOf } from '../tdd/range.ts';

/** Asked before their paths are read, since on GitHub each costs a call. */
export function needsTouches(commits: readonly Commit[], settings: Policy['tdd']): (commit: Commit) => boolean {
  const report = judgeCommits(rangeOf(commits), settings);
  const wanted = new Set([...report.unread, ...report.commits.flatMap(({ sha, phase }) => (phase === 'unlabelled' ? [sha] : []))]);
  return (commit) => commit.touches === null && wanted.has(commit.sha);
}
