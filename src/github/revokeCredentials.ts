/** `/portcullis revoke`: a maintainer has the GitHub tokens of a pull request made useless. */
import { type ConfigTexts, readConfigTexts } from '../config/configTexts.ts';
import type { Change } from '../model/change.ts';
import type { Credential } from '../model/credential.ts';
import { type RevokeOutcome, renderRevokeReply } from '../report/revokeReply.ts';
import { reasonOf, statusOf } from './apiErrors.ts';
import type { BlobCache } from './blobCache.ts';
import type { Client } from './client.ts';
import type { CommandJob } from './jobs.ts';
import type { Log } from './log.ts';
import { readChange } from './readChange.ts';
import type { CommitCache } from './readCommit.ts';
import type { Clients } from './runJob.ts';
import { readPull } from './runJob.ts';

export interface CredentialSearch {
  readonly change: Change;
  readonly configs: ConfigTexts;
  readonly signal: AbortSignal;
}

/**
 * `off` and `unreadable` speak of the configuration at the base. The credentials are those that the change introduces; `unsearched` counts the
 * files and commits that could not be searched for them.
 */
export type FoundCredentials =
  | { readonly kind: 'off' | 'unreadable' }
  | { readonly kind: 'found'; readonly credentials: readonly Credential[]; readonly unsearched: number };

export interface RevokerOptions {
  readonly clients: Clients;
  readonly search: (search: CredentialSearch) => Promise<FoundCredentials>;
  /** Without credentials of its own: GitHub refuses the call to whoever is logged in. */
  readonly anonymous: () => Client;
  readonly blobs: BlobCache;
  readonly commits: CommitCache;
  readonly log: Log;
  readonly now?: () => number;
}

/** GitHub's limits for the call: of an hour from one address, and of one body. */
const CALLS_AN_HOUR = 60;
const MOST_CREDENTIALS = 1000;
/** So that one pull request full of false tokens does not use up the hour. */
const CALLS_A_COMMAND = 10;
const ACCEPTED = 202;
const HOUR = 3_600_000;

/** What the call takes back (OpenAPI description, `credentials/revoke`). An installation token is none of them: it ends within the hour. */
const REVOCABLE = /^(?:ghp_|gho_|ghu_|ghr_|github_pat_)/;

export type Revoker = (job: CommandJob, signal: AbortSignal) => Promise<string>;

export function createRevoker({ clients, search, anonymous, blobs, commits, log, now = Date.now }: RevokerOptions): Revoker {
  /** Times of the calls of the last hour, by this process. */
  const calls: number[] = [];

  async function revoke(client: Client, { repository, number, by }: CommandJob, signal: AbortSignal): Promise<RevokeOutcome> {
    const place = { owner: repository.owner, repo: repository.name };
    const pull = await readPull(client, place, number);
    const change = await readChange(client, { ...place, base: pull.base, head: pull.head }, { blobs, commits });
    const found = await search({ change, configs: await readConfigTexts(change, await clients.floorFor(repository, client)), signal });
    const trouble = change.trouble();
    if (trouble) throw trouble;
    if (found.kind !== 'found') return { kind: found.kind };
    const seen = new Set<string>();
    const distinct = found.credentials.filter(({ value }) => REVOCABLE.test(value) && !seen.has(value) && seen.add(value));
    if (distinct.length === 0) return { kind: 'none', unsearched: found.unsearched };
    while (calls.length > 0 && calls[0]! <= now() - HOUR) calls.shift();
    if (calls.length >= CALLS_AN_HOUR) return { kind: 'limited', minutes: Math.ceil((calls[0]! + HOUR - now()) / 60_000) };
    let sent = 0;
    for (let at = 0; at < CALLS_A_COMMAND && sent < distinct.length && calls.length < CALLS_AN_HOUR; at++) {
      const part = distinct.slice(sent, sent + MOST_CREDENTIALS);
      const told = {
        repository: repository.id,
        pull: number,
        by,
        tokens: part.length,
        kinds: [...new Set(part.map(({ kind }) => kind))].join(', '),
      };
      calls.push(now());
      const problem = await send(part);
      if (problem) {
        log.warn({ ...told, status: problem.status ?? 0 }, 'credentials not revoked');
        if (sent > 0) break;
        return problem.status === 404 ? { kind: 'unsupported' } : { kind: 'failed', reason: problem.reason };
      }
      log.info(told, 'credentials revoked');
      sent += part.length;
    }
    const credentials = distinct.slice(0, sent).map(({ kind, path, line, commit }) => ({ kind, path, line, commit }));
    return { kind: 'asked', credentials, beyond: distinct.length - sent, unsearched: found.unsearched };
  }

  /** What went wrong, or null. The error holds the request, and the request the tokens: no more than its status goes on. */
  async function send(credentials: readonly Credential[]): Promise<{ readonly status: number | null; readonly reason: string } | null> {
    try {
      const response = await anonymous().request('POST /credentials/revoke', { credentials: credentials.map(({ value }) => value) });
      // Whatever stands before a GitHub of one's own can answer with a page to log in.
      const status: number = response.status;
      return status === ACCEPTED ? null : { status, reason: `GitHub answered ${status}, which is no yes` };
    } catch (error) {
      const status = statusOf(error);
      return { status, reason: status === null ? 'GitHub could not be reached' : reasonOf(error) };
    }
  }

  return async (job, signal) => {
    const { repository, number, by } = job;
    const client = await clients.clientFor(repository, signal);
    const place = { owner: repository.owner, repo: repository.name };
    if (!(await mayWrite(client, place, by))) {
      // No answer: strangers could have it write as often as they like.
      log.warn({ repository: repository.id, pull: number, by }, 'command refused: no write permission');
      return 'refused';
    }
    const outcome = await revoke(client, job, signal);
    await client.rest.issues.createComment({ ...place, issue_number: number, body: renderRevokeReply(outcome, by) });
    return outcome.kind;
  };
}

/** As it is at this moment; the roles `maintain` and `triage` come as `write` and `read`. */
async function mayWrite(client: Client, place: { readonly owner: string; readonly repo: string }, username: string): Promise<boolean> {
  try {
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({ ...place, username });
    return data.permission === 'admin' || data.permission === 'write';
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
