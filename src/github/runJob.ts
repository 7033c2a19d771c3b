/** What the queue runs: one review of a pull request or of a merge group, from reading to publishing. */
import type { ConfigText, ConfigTexts } from '../config/configTexts.ts';
import type { Change, Commit } from '../model/change.ts';
import type { Review } from '../model/review.ts';
import type { RunContext } from '../queue/memoryQueue.ts';
import type { Wanted } from '../queue/reviewQueue.ts';
import type { CheckText } from '../report/checkText.ts';
import type { BlobCache } from './blobCache.ts';
import type { Client } from './client.ts';
import type { PullState, RepositoryRef, ReviewJob } from './jobs.ts';
import type { Log } from './log.ts';
import type { Place } from './readTrees.ts';
export interface ReviewRun {
  readonly change: Change;
  readonly configs: ConfigTexts;
  readonly draft: boolean;
  readonly signal: AbortSignal;
  /** The change with the touched paths of the commits asked for, as far as a bounded number of calls goes. */
  readonly withTouches: (change: Change, wanted: (commit: Commit) => boolean) => Promise<Change>;
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
  readonly log: Log;
}
export interface Runner {
  run(job: ReviewJob, context: RunContext): Promise<void>;
  gaveUp(job: ReviewJob, error: unknown): Promise<void>;
}
export function createRunner(_options: RunnerOptions): Runner {
  throw new Error('not built yet');
}
export function readPull(_client: Client, _options: Place, _number: number): Promise<PullState> {
  throw new Error('not built yet');
}
