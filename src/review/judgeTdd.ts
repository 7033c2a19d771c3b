/** Commit discipline of a change: reads what its judgement looks at, and no more, then has it judged. */
import type { Change, Commit, CommitDiff } from '../model/change.ts';
import { pathMatcher } from '../model/glob.ts';
import type { Policy } from '../model/policy.ts';
import type { Phase, TddReport } from '../model/review.ts';
import { judgeCommits } from '../tdd/judgeCommits.ts';
import type { Step } from '../tdd/label.ts';
import { type CommitRange, rangeOf } from '../tdd/range.ts';
import { type OutlineCache, type OutlineVersion, outlineCommits } from './outlineCommits.ts';

/** What is known of the pull request around the commits. */
export type TddContext = Pick<CommitRange, 'title' | 'isDraft' | 'isNewcomer' | 'override' | 'remarks'>;

export interface TddRequest {
  readonly change: Pick<Change, 'commits' | 'missing' | 'load' | 'diffs' | 'runs' | 'before'>;
  readonly settings: Policy['tdd'];
  /** The pool of children does it, or a test. */
  readonly outline: OutlineVersion;
  readonly context?: Partial<TddContext>;
  /** Files loaded and outlined at the same time. */
  readonly concurrency: number;
  readonly cache?: OutlineCache;
  readonly signal?: AbortSignal;
}

/** Rejects if the signal aborts, if no child can be started, or where another try may succeed. */
export async function judgeTdd(request: TddRequest): Promise<TddReport> {
  const { change, settings } = request;
  const context: Partial<CommitRange> = { ...request.context, missing: change.missing ?? null };
  if (settings.mode === 'off' && settings.paths.every(({ mode }) => mode === 'off')) {
    return judgeCommits(rangeOf(change.commits, context), settings);
  }
  const labels = judgeLabels(change.commits, settings);
  const phases = labels.commits.map(({ phase }) => phase);
  const claiming = change.commits.filter((_, at) => isClaim(phases[at]!));
  const isAsked = claiming.length > 0 || [settings, ...settings.paths].some(({ mode }) => mode === 'labels' || mode === 'strict');
  const looked = isAsked ? withoutLabel(change.commits, labels, settings) : [];
  const merges = isAsked ? change.commits.filter(({ parents }) => parents.length > 1).slice(-mergesRead) : [];
  const exempt = isAsked
    ? change.commits.filter((commit, at) => phases[at] === 'exempt' && commit.touches === null && commit.parents.length < 2)
    : [];
  const diffs = await readDiffs(change, [...claiming, ...undecided(change.commits, labels), ...looked, ...exempt, ...merges]);
  const commits = change.commits.map((commit) => withTouches(commit, diffs?.get(commit.sha)));
  const known = new Set([...claiming, ...looked.filter(({ sha }) => diffs?.get(sha)?.problem === null)]);
  const read =
    diffs &&
    known.size > 0 &&
    (await outlineCommits(
      change.commits.filter((commit) => known.has(commit)),
      diffs,
      { ...request, labels },
    ));
  const mergesBring = new Map(merges.map(({ sha }) => [sha, addedBy(diffs?.get(sha))]));
  if (claiming.length === 0)
    return judgeCommits(rangeOf(commits, { ...context, outlined: read ? read.outlined : null, mergesBring }), settings);

  const having = (...some: readonly Phase[]) => change.commits.filter((_, at) => some.includes(phases[at]!));
  // A budget goes first to what has to be shown.
  const runs = (await change.runs?.([...having('red', 'green'), ...having('refactor')], settings.evidence)) ?? null;
  const range = rangeOf(commits, {
    ...context,
    before: change.before ? lastStep(await change.before(), settings) : null,
    outlined: read ? read.outlined : null,
    mergesBring,
    runs,
    remarks: [...(context.remarks ?? []), ...(read ? read.remarks : []), ...(runs?.problems ?? [])],
  });
  return judgeCommits(range, settings);
}

/** Each costs calls on GitHub, and hardly a range has more. */
const mergesRead = 20;

/** The files that are new in a commit, of a merge those that none of its parents has. */
function addedBy(diff: CommitDiff | undefined): string[] {
  return (diff?.files ?? []).flatMap(({ base, head }) => (base === null && head !== null && head.mode !== 'submodule' ? [head.path] : []));
}

/** What each commit claims, whatever mode holds for it. */
function judgeLabels(commits: readonly Commit[], settings: Policy['tdd']): TddReport {
  return judgeCommits(rangeOf(commits), { ...settings, mode: 'advisory', paths: [] });
}

function isClaim(phase: Phase): phase is Step {
  return phase === 'red' || phase === 'green' || phase === 'refactor';
}

/** Those that only what they touch decides, and nobody has read it: on GitHub each costs a call. */
function undecided(commits: readonly Commit[], { commits: judged, unread }: TddReport): Commit[] {
  return commits.filter(
    ({ sha, touches }, at) =>
      touches === null && !isClaim(judged[at]!.phase) && (judged[at]!.phase === 'unlabelled' || unread.includes(sha)),
  );
}

/** What changes production code as its paths tell, where its contents may tell otherwise, and what touches tests after a RED. */
function withoutLabel(commits: readonly Commit[], { commits: judged, violations }: TddReport, settings: Policy['tdd']): Commit[] {
  const isTest = pathMatcher(settings.testPaths);
  const accused = new Set(violations.flatMap(({ id, commit }) => (id === 'tdd/unlabelled-code' ? [commit] : [])));
  const red = judged.findIndex(({ phase }) => phase === 'red');
  return commits.filter(({ sha, parents, touches }, at) => {
    if (parents.length > 1 || isClaim(judged[at]!.phase)) return false;
    return accused.has(sha) || (red >= 0 && at > red && (touches?.some(isTest) ?? false));
  });
}

/** In the order of the history, each once; null where nobody can tell. */
async function readDiffs(
  { commits, diffs }: TddRequest['change'],
  some: readonly Commit[],
): Promise<ReadonlyMap<string, CommitDiff> | null> {
  if (diffs === undefined) return null;
  const wanted = new Set(some);
  return wanted.size === 0 ? new Map() : diffs(commits.filter((commit) => wanted.has(commit)));
}

function withTouches(commit: Commit, diff: CommitDiff | undefined): Commit {
  // What a merge touches is told against its first parent, and its diff is not.
  if (commit.touches !== null || diff === undefined || diff.problem !== null || commit.parents.length > 1) return commit;
  const paths = diff.files.flatMap(({ base, head }) => [base?.path, head?.path]).filter((path) => path !== undefined);
  return { ...commit, touches: [...new Set(paths)] };
}

/** The last phase that one of these claims; they stand newest first. */
function lastStep(before: readonly Commit[], settings: Policy['tdd']): Step | null {
  const { commits } = judgeLabels([...before].reverse(), settings);
  return commits.map(({ phase }) => phase).findLast(isClaim) ?? null;
}
