/** What the queue runs: one review of a pull request or of a merge group, from reading to publishing. */

import { type ConfigText, type ConfigTexts, readConfigTexts } from '../config/configTexts.ts';
import type { Change } from '../model/change.ts';
import type { Review, TddOverride } from '../model/review.ts';
import type { RunContext } from '../queue/memoryQueue.ts';
import type { StopReason, Wanted } from '../queue/reviewQueue.ts';
import { renderCheckRuns } from '../report/checkRun.ts';
import type { CheckText } from '../report/checkText.ts';
import type { ReviewRequest } from '../review/reviewChange.ts';
import { reasonOf } from './apiErrors.ts';
import type { BlobCache } from './blobCache.ts';
import {
  bothOutcomes,
  type CheckOutcome,
  type CheckTarget,
  concludeBoth,
  heldBack,
  isBlocked,
  openChecks,
  type Rival,
} from './checkRuns.ts';
import type { Client } from './client.ts';
import {
  externalIdOf,
  type GroupJob,
  type LookupJob,
  type PullJob,
  type PullState,
  pullJob,
  pullState,
  type RepositoryRef,
  type ReviewJob,
} from './jobs.ts';
import type { Log } from './log.ts';
import type { Overrider } from './overrideTdd.ts';
import { publishComments } from './publishComments.ts';
import { type RemoteChange, readChange } from './readChange.ts';
import type { CommitCache } from './readCommit.ts';
import type { Place } from './readTrees.ts';
import type { Revoker } from './revokeCredentials.ts';
import { remembering, renderRecord } from './tddRecord.ts';

export interface ReviewRun {
  readonly change: Change;
  readonly configs: ConfigTexts;
  readonly draft: boolean;
  readonly signal: AbortSignal;
  /** What is known of the pull request around its commits. */
  readonly tdd: ReviewRequest['tdd'];
}

/** Texts at the head of the reviewed change; null where there is none. */
export interface HeadTexts {
  of(path: string): Promise<string | null>;
}

export interface ReviewResult {
  readonly review: Review;
  readonly texts: HeadTexts;
}

export interface Clients {
  /** For one repository; `signal` ends its calls. */
  clientFor(repository: RepositoryRef, signal?: AbortSignal): Promise<Client>;
  floorFor(repository: RepositoryRef, client: Client): Promise<ConfigText>;
  /** The login of the app's own comments. */
  login(): Promise<string>;
}

export interface RunnerOptions {
  readonly clients: Clients;
  readonly appId: number;
  readonly review: (run: ReviewRun) => Promise<ReviewResult>;
  /** Declarations of the checks, for the comments. */
  readonly checks: readonly CheckText[];
  readonly want: (job: ReviewJob) => Wanted;
  readonly blobs: BlobCache;
  readonly commits: CommitCache;
  /** Carries out `/portcullis revoke`; gives a word for the log. */
  readonly revoke: Revoker;
  /** Carries out `/portcullis override tdd`; likewise. */
  readonly override: Overrider;
  readonly log: Log;
}

export interface Runner {
  run(job: ReviewJob, context: RunContext): Promise<void>;
  gaveUp(job: ReviewJob, error: unknown): Promise<void>;
  /** Has the pull request of this key reviewed anew when it is next told of, changed or not. */
  forget(key: string): void;
}

const stopped: Readonly<Record<StopReason, readonly [title: string, summary: string]>> = {
  superseded: ['Superseded', 'Something newer was asked for while this review was running: its result stands on the newer commit or run.'],
  cancelled: ['Cancelled', 'The pull request was closed while this review was running.'],
  shutdown: ['Cancelled', 'The server was stopped while this review was running. Ask for the check again.'],
};

export function createRunner(options: RunnerOptions): Runner {
  const { clients, appId, review, checks, want, blobs, commits, revoke, override, log } = options;

  const turns = createTurns();
  /** By key, the state in which a pull request was last reviewed to the end. */
  const reviewed = new Map<string, string>();
  /** By key, the head that a review was last begun of: of two quick pushes the second tells only of the first. */
  const begun = new Map<string, string>();

  async function run(job: ReviewJob, context: RunContext): Promise<void> {
    const started = Date.now();
    const conclusion = await runKind(job, context);
    log.info({ ...fieldsOf(job), conclusion, ms: Date.now() - started }, 'job done');
  }

  async function runKind(job: ReviewJob, { signal, attempt }: RunContext): Promise<string> {
    if (job.kind === 'command') {
      return job.command.kind === 'override' ? override(job, job.command.reason, signal) : revoke(job, signal);
    }
    const client = await clients.clientFor(job.repository, signal);
    if (job.kind === 'lookup') return lookUp(client, job);
    if (job.kind === 'group') return reviewHead(client, job, { head: job.head, base: job.base, draft: false }, signal, null);
    const known = attempt === 1 ? job.pull : null;
    const pull = known ?? (await readPull(client, placeOf(job.repository), job.number));
    if (!pull.isOpen) return 'not open';
    // Told of once more without a change: another review would find the same and leave another pair of checks.
    const state = stateOf(pull);
    if (isTold(job) && reviewed.get(job.key) === state) return 'reviewed before';
    reviewed.delete(job.key);
    // One after the other where two have the same head, so that the later one sees what the earlier one got.
    const conclusion = await turns.take(`${job.repository.id} ${pull.head}`, () => reviewHead(client, job, pull, signal, { job, pull }));
    if (!Object.hasOwn(stopped, conclusion)) remember(reviewed, job.key, state);
    return conclusion;
  }

  function remember(map: Map<string, string>, key: string, value: string): void {
    map.set(key, value);
    if (map.size > reviewsRemembered) map.delete(map.keys().next().value!);
  }

  async function reviewHead(
    client: Client,
    job: PullJob | GroupJob,
    target: { readonly head: string; readonly base: string; readonly draft: boolean },
    signal: AbortSignal,
    ofPull: { readonly job: PullJob; readonly pull: PullState } | null,
  ): Promise<string> {
    const place = placeOf(job.repository);
    // Not ended by the signal: a check that was opened and is not known could never be concluded.
    const before = [begun.get(job.key), 'before' in job ? job.before : undefined].filter((sha) => sha !== undefined);
    if (ofPull) remember(begun, job.key, target.head);
    const opening = openChecks(await clients.clientFor(job.repository), checkTarget(job, target.head, before));
    const [opened, read] = await Promise.allSettled([
      opening,
      readChange(client, { ...place, base: target.base, head: target.head }, { blobs, commits, author: ofPull?.pull.author ?? null }),
    ]);
    if (opened.status === 'rejected') throw opened.reason;
    const conclude = async (outcomes: Parameters<typeof concludeBoth>[3], by: Client): Promise<void> =>
      concludeBoth(by, place, opened.value, outcomes);
    try {
      if (read.status === 'rejected') throw read.reason;
      const { record } = opened.value;
      const told = remembering(read.value, record);
      const around = { draft: target.draft, pull: ofPull?.pull ?? null, override: record.override };
      const result = await reviewChange(client, job.repository, told.change, around, signal);
      if (ofPull) {
        const now = await readPull(client, place, ofPull.job.number);
        if (hasMoved(ofPull.pull, now)) {
          await conclude(bothOutcomes('cancelled', ...stopped.superseded), client);
          if (now.isOpen) want(pullJob(job.repository, now, job.delivery));
          return 'superseded';
        }
        const login = opened.value.login ?? (await clients.login());
        await publishComments({ client, pull: { ...place, number: now.number }, state: now, change: read.value, login, checks, ...result });
      }
      const rendered = renderCheckRuns(result.review);
      const text = renderRecord(told.record(result.review.tdd, record.override));
      const own = { ...rendered, tdd: job.kind === 'group' ? ofGroup : { ...rendered.tdd, text } };
      const rivals = await openRivals(client, place, target.head, opened.value.rivals);
      const held = heldBack(own, rivals);
      await concludeBoth(client, place, opened.value, own, held);
      return held.security.conclusion;
    } catch (error) {
      if (!signal.aborted) throw error;
      const [title, summary] = stopped[signal.reason as StopReason];
      await conclude(bothOutcomes('cancelled', title, summary), await clients.clientFor(job.repository));
      return String(signal.reason);
    }
  }

  async function reviewChange(
    client: Client,
    repository: RepositoryRef,
    change: RemoteChange,
    {
      draft,
      pull,
      override: overridden,
    }: { readonly draft: boolean; readonly pull: PullState | null; readonly override: TddOverride | null },
    signal: AbortSignal,
  ): Promise<ReviewResult> {
    const configs = await readConfigTexts(change, await clients.floorFor(repository, client));
    const { title, isNewcomer } = pull ?? { title: null, isNewcomer: false };
    // Nobody judges a group's commits again, so nothing is asked for them.
    const judged: Change = pull ? change : { ...change, diffs: undefined, runs: undefined, before: undefined };
    const result = await review({ change: judged, configs, draft, signal, tdd: { title, isNewcomer, override: overridden } });
    // A blob that a limit or an outage kept away is not the change's fault: better late than "not fully analysed".
    const trouble = change.trouble();
    if (trouble) throw trouble;
    signal.throwIfAborted();
    return result;
  }

  async function lookUp(client: Client, { repository, sha, delivery }: LookupJob): Promise<string> {
    let found = 0;
    for (let page = 1; page <= lookupPages; page++) {
      const { data } = await client.rest.pulls.list({ ...placeOf(repository), state: 'open', per_page: 100, page });
      for (const pull of data) {
        if (sha !== null && pull.head.sha !== sha) continue;
        found++;
        const job = pullJob(repository, pullState(pull), delivery);
        // Asked for by hand, it is made even if the same review is running.
        if (want(sha === null ? job : { ...job, version: delivery }) === 'full')
          throw new Error('The queue is full: the pull requests found wait for another attempt.');
      }
      if (data.length < 100) break;
    }
    return `${found} found`;
  }

  function checkTarget(job: PullJob | GroupJob, sha: string, before: readonly string[]): CheckTarget {
    return { ...placeOf(job.repository), sha, appId, externalId: externalIdOf(job), before: [...new Set(before)] };
  }

  async function gaveUp(job: ReviewJob, error: unknown): Promise<void> {
    log.error({ ...fieldsOf(job), err: error }, 'job given up');
    if (job.kind === 'lookup' || job.kind === 'command') return;
    try {
      const client = await clients.clientFor(job.repository);
      const place = placeOf(job.repository);
      const head =
        job.kind === 'group' ? job.head : await readPull(client, place, job.number).then((pull) => (pull.isOpen ? pull.head : null));
      if (head === null) return;
      const summary = `This change was not reviewed: ${reasonOf(error)}. Ask for the check again once that is mended.`;
      await concludeBoth(
        client,
        place,
        await openChecks(client, checkTarget(job, head, [])),
        bothOutcomes('action_required', 'Not reviewed', summary),
      );
    } catch (failure) {
      // A required check that never reports blocks the merge as well.
      log.error({ ...fieldsOf(job), err: failure }, 'giving up could not be told');
    }
  }

  return { run, gaveUp, forget: (key) => void reviewed.delete(key) };
}

/** A squash of each pull request says what its title says, which was judged with its commits. */
const ofGroup: CheckOutcome = {
  conclusion: 'success',
  title: 'judged at each pull request of the group',
  summary: 'The commits of a merge group are those of its pull requests, or squashes of them: each was judged at the head of its own.',
  annotations: [],
};

const lookupPages = 30;
const reviewsRemembered = 10_000;

/** Whether an event told of the pull request, rather than somebody asking for its review by hand. */
function isTold({ pull, version, delivery }: PullJob): boolean {
  return pull !== null && version !== delivery;
}

/** All of a pull request that its review depends on; with the tip of the base the merge base may move. */
function stateOf({ head, base, baseRef, draft, title }: PullState): string {
  return [head, base, baseRef, draft, title].join(' ');
}

/** Of the blocked pull requests with this head, those that are still open. */
async function openRivals(client: Client, place: Place, head: string, rivals: readonly Rival[]): Promise<Rival[]> {
  const open: Rival[] = [];
  for (const rival of rivals.filter(isBlocked)) {
    const pull = await readPull(client, place, rival.number);
    if (pull.isOpen && pull.head === head) open.push(rival);
  }
  return open;
}

/** Work under one key is done one after the other. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return {
    async take<T>(key: string, work: () => Promise<T>): Promise<T> {
      const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
      last.set(key, turn);
      try {
        return await turn;
      } finally {
        if (last.get(key) === turn) last.delete(key);
      }
    },
  };
}

export async function readPull(client: Client, { owner, repo }: Place, number: number): Promise<PullState> {
  const { data } = await client.rest.pulls.get({ owner, repo, pull_number: number });
  return pullState(data);
}

function hasMoved(was: PullState, now: PullState): boolean {
  return !now.isOpen || now.head !== was.head || now.draft !== was.draft || now.baseRef !== was.baseRef || now.title !== was.title;
}

function placeOf({ owner, name }: RepositoryRef): Place {
  return { owner, repo: name };
}

function fieldsOf(job: ReviewJob): Record<string, string | number> {
  const { repository, delivery, kind } = job;
  return { kind, repository: repository.id, delivery, ...('number' in job && { pull: job.number }) };
}
