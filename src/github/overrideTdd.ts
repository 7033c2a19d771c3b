/** `/portcullis override tdd <reason>`: a maintainer lets the commits of one head pass. */
import { readConfigTexts } from '../config/configTexts.ts';
import { loadPolicy } from '../config/loadPolicy.ts';
import type { Wanted } from '../queue/reviewQueue.ts';
import { type OverrideOutcome, renderOverrideReply } from '../report/overrideReply.ts';
import { statusOf } from './apiErrors.ts';
import type { BlobCache } from './blobCache.ts';
import type { Client } from './client.ts';
import { type CommandJob, type RepositoryRef, type ReviewJob, rerunJob, standsFor } from './jobs.ts';
import type { Log } from './log.ts';
import { checkNames } from './names.ts';
import { readChange } from './readChange.ts';
import type { CommitCache } from './readCommit.ts';
import type { Place } from './readTrees.ts';
import { type Clients, readPull } from './runJob.ts';
import { parseRecord, renderRecord } from './tddRecord.ts';

export interface OverriderOptions {
  readonly clients: Clients;
  readonly appId: number;
  /** Ids of the checks, for reading configurations. */
  readonly knownChecks: readonly string[];
  readonly want: (job: ReviewJob) => Wanted;
  readonly blobs: BlobCache;
  readonly commits: CommitCache;
  readonly log: Log;
}

export type Overrider = (job: CommandJob, reason: string, signal: AbortSignal) => Promise<string>;

export function createOverrider({ clients, appId, knownChecks, want, blobs, commits, log }: OverriderOptions): Overrider {
  async function override(client: Client, job: CommandJob, reason: string): Promise<OverrideOutcome> {
    const { repository, number } = job;
    const place = placeOf(repository);
    const pull = await readPull(client, place, number);
    if (!pull.isOpen) return { kind: 'closed' };
    if (pull.author === job.byId) return { kind: 'own' };
    if (reason === '') return { kind: 'no reason' };
    const change = await readChange(client, { ...place, base: pull.base, head: pull.head }, { blobs, commits });
    const configs = await readConfigTexts(change, await clients.floorFor(repository, client));
    const { policy, problems } = await loadPolicy(configs, `the floor of ${repository.owner}`, knownChecks);
    if (problems.length > 0) return { kind: 'unreadable' };
    if (policy.tdd.overrideCommand === 'off') return { kind: 'off' };
    const { head } = pull;
    const { data } = await client.rest.checks.listForRef({
      ...place,
      ref: head,
      app_id: appId,
      check_name: checkNames.tdd,
      filter: 'all',
      per_page: 100,
    });
    const own = data.check_runs.filter(({ external_id }) => standsFor(external_id) === `portcullis:pull:${number}`);
    const newest = own.sort((one, other) => other.id - one.id)[0];
    // What was pushed after the comment was written is not what it speaks of.
    const isSeen = newest?.completed_at && (job.at === null || Date.parse(newest.completed_at) <= Date.parse(job.at) + clockSlackMs);
    if (!newest || !isSeen) return { kind: 'unseen', head };
    const { title, summary, text } = newest.output;
    const record = { ...parseRecord(text), override: { by: job.by, reason } };
    await client.rest.checks.update({
      ...place,
      check_run_id: newest.id,
      output: { title: title ?? checkNames.tdd, summary: summary ?? '', text: renderRecord(record)! },
    });
    return { kind: 'overridden', head, reason };
  }

  return async (job, reason, signal) => {
    const { repository, number, by } = job;
    const client = await clients.clientFor(repository, signal);
    const place = placeOf(repository);
    if (!(await mayMaintain(client, place, by))) {
      // No answer: strangers could have it write as often as they like.
      log.warn({ repository: repository.id, pull: number, by }, 'command refused: not a maintainer');
      return 'refused';
    }
    const outcome = await override(client, job, reason);
    if (outcome.kind === 'overridden') {
      log.info({ repository: repository.id, pull: number, by }, 'commits overridden');
      if (want(rerunJob(repository, number, job.delivery)) === 'full')
        throw new Error('The queue is full: the override waits for another attempt.');
    }
    await client.rest.issues.createComment({ ...place, issue_number: number, body: renderOverrideReply(outcome, by) });
    return outcome.kind;
  };
}

/** GitHub tells seconds, and its clocks differ a little. */
const clockSlackMs = 1000;

function placeOf({ owner, name }: RepositoryRef): Place {
  return { owner, repo: name };
}

/** As it is at this moment; the role `maintain` comes as the permission `write`. */
async function mayMaintain(client: Client, place: Place, username: string): Promise<boolean> {
  try {
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({ ...place, username });
    return data.permission === 'admin' || data.role_name === 'maintain';
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
