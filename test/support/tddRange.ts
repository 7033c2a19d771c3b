import { defaultPolicy } from '../../src/config/defaults.ts';
import type { Commit } from '../../src/model/change.ts';
import type { Policy } from '../../src/model/policy.ts';
import { judgeCommits } from '../../src/tdd/judgeCommits.ts';
import { type CommitRange, rangeOf } from '../../src/tdd/range.ts';

export type Given = string | (Partial<Commit> & { readonly message: string });

/** Commits from their messages, each the parent of the next; their shas are `c0`, `c1` … unless they say otherwise. */
export function commitsOf(...given: readonly Given[]): Commit[] {
  let parent = 'base';
  return given.map((one, index) => {
    const commit: Commit = {
      sha: `c${index}`,
      parents: [parent],
      author: { name: 'Ada', isBot: false },
      touches: ['src/a.ts'],
      ...(typeof one === 'string' ? { message: one } : one),
    };
    parent = commit.sha;
    return commit;
  });
}

export interface Verdict {
  readonly phases: string;
  /** `c1 tdd/missing-red: message`. */
  readonly violations: readonly string[];
  readonly notes: readonly string[];
}

/** The verdict in mode `labels`, with all it says. */
export function verdictOf(commits: readonly Commit[], changes: Partial<Policy['tdd']> = {}, known: Partial<CommitRange> = {}): Verdict {
  const report = judgeCommits(rangeOf(commits, known), { ...defaultPolicy.tdd, mode: 'labels', ...changes });
  const say = ({ commit, id, message }: { commit: string; id: string; message: string }) => `${commit} ${id}: ${message}`;
  return {
    phases: report.commits.map(({ phase }) => phase).join(' '),
    violations: report.violations.map(say),
    notes: report.notes.map(say),
  };
}

export const fine = (phases: string, ...notes: string[]): Verdict => ({ phases, violations: [], notes });
export const wrong = (phases: string, ...violations: string[]): Verdict => ({ phases, violations, notes: [] });
