/** A pull request as it stands at one moment: what the page and the terminal show. */
import { differences, type FileDifference } from '../test/fake-github/diff.ts';
import type { FakeGitHub } from '../test/fake-github/fakeGithub.ts';
import { git } from '../test/fake-github/gitStore.ts';
import type { Mergeability } from '../test/fake-github/mergeability.ts';
import type { CheckRun, Pull, Review, ReviewComment } from '../test/fake-github/state.ts';

export interface PushedCommit {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
}

/** What happened for one head: it came, with its commits, and was reviewed. */
export interface Round {
  readonly sha: string;
  readonly by: string;
  readonly commits: readonly PushedCommit[];
  readonly reviews: readonly { readonly review: Review; readonly comments: readonly ReviewComment[] }[];
}

export interface MergeAnswer {
  readonly status: number;
  readonly message: string;
}

export interface Snapshot {
  /** `before the fix`. */
  readonly title: string;
  readonly pull: Pull;
  readonly rounds: readonly Round[];
  readonly files: readonly FileDifference[];
  readonly comments: readonly ReviewComment[];
  /** The runs of the present head. */
  readonly runs: readonly CheckRun[];
  readonly merge: Mergeability;
  /** What GitHub answered to the attempt to merge, if there was one. */
  readonly answer: MergeAnswer | null;
}

/** The part of a run's summary about what no line of the head holds, as Markdown; empty where there is none. */
export function historyIn({ summary }: CheckRun): string {
  return /^### Only in the history.*\n\n(?:\|.*\n?)*/m.exec(summary ?? '')?.[0] ?? '';
}

async function commitsOf(directory: string, range: readonly string[]): Promise<PushedCommit[]> {
  const out = await git(directory, ['log', '--reverse', '--topo-order', '-z', '--format=%H%x1f%an%x1f%s', ...range, '--']);
  const records = out.toString('utf8').split('\0');
  return records.flatMap((record) => {
    const [sha, author = '', subject = ''] = record.split('\x1f');
    return sha ? [{ sha, author, subject }] : [];
  });
}

/** The pull request as the local GitHub has it now, detached from what happens to it later. */
export async function takeSnapshot(
  github: FakeGitHub,
  pull: Pull,
  moment: { readonly title: string; readonly answer: MergeAnswer | null },
): Promise<Snapshot> {
  const directory = github.directoryOf(pull.repositoryId);
  const { state } = github;
  const mine = (it: { readonly repositoryId: number; readonly pullNumber: number }) =>
    it.repositoryId === pull.repositoryId && it.pullNumber === pull.number;
  const comments = state.comments.filter(mine);
  const reviews = state.reviews.filter(mine);
  const mergeBase = (await git(directory, ['merge-base', pull.base.sha, pull.head.sha])).toString('utf8').trim();

  const rounds: Round[] = [];
  for (const { kind, sha, actor } of pull.timeline) {
    if (kind !== 'opened' && kind !== 'pushed') continue;
    const seen = rounds.at(-1)?.sha ?? mergeBase;
    rounds.push({
      sha,
      by: actor.login,
      commits: await commitsOf(directory, [sha, `^${seen}`]),
      reviews: reviews
        .filter(({ commitId }) => commitId === sha)
        .map((review) => ({ review, comments: comments.filter(({ reviewId }) => reviewId === review.id) })),
    });
  }
  return structuredClone({
    title: moment.title,
    pull,
    rounds,
    files: await differences(directory, mergeBase, pull.head.sha),
    comments,
    runs: state.checkRuns.filter((run) => run.repositoryId === pull.repositoryId && run.headSha === pull.head.sha),
    merge: await github.mergeability(pull),
    answer: moment.answer,
  });
}
