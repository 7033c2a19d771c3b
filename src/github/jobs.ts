/** What the queue of the app holds. Payloads are read here and nowhere else. */
import type { Job } from '../queue/reviewQueue.ts';
export interface RepositoryRef {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly installation: number;
}
/** A pull request as a payload or an answer shows it. */
export interface PullState {
  readonly number: number;
  readonly head: string;
  /** Tip of the branch it goes into, and that branch. */
  readonly base: string;
  readonly baseRef: string;
  readonly draft: boolean;
  readonly isOpen: boolean;
  /** Review comments of anyone; null where the answer does not count them. */
  readonly comments: number | null;
  /** The base repository's address for people, or null. */
  readonly webUrl: string | null;
}
interface AppJob extends Job {
  /** The delivery that asked for it: it may be delivered again once the job was given up. */
  readonly delivery: string;
  readonly repository: RepositoryRef;
}
export interface PullJob extends AppJob {
  readonly kind: 'pull';
  readonly number: number;
  /** As it was told; null where nothing but the number is known. */
  readonly pull: PullState | null;
}
/** A merge queue's group: checked like a pull request, without comments. */
export interface GroupJob extends AppJob {
  readonly kind: 'group';
  readonly base: string;
  readonly head: string;
}
/** Finds open pull requests and asks for their reviews: those of a head, or all of a repository. */
export interface LookupJob extends AppJob {
  readonly kind: 'lookup';
  readonly sha: string | null;
}
export type ReviewJob = PullJob | GroupJob | LookupJob;
/** The parts of a payload's or an answer's pull request that count here. */
export interface PullPayload {
  readonly number: number;
  readonly state: string;
  readonly draft?: boolean | undefined;
  readonly head: {
    readonly sha: string;
  };
  readonly base: {
    readonly sha: string;
    readonly ref: string;
    readonly repo?: {
      readonly html_url?: string;
    };
  };
  readonly review_comments?: number;
}
export function pullState(_pull: PullPayload): PullState {
  throw new Error('not built yet');
}
/** Keyed by the repository's id: names change. */
export function pullKey(_repositoryId: number, _number: number): string {
  throw new Error('not built yet');
}
export function pullJob(_repository: RepositoryRef, _pull: PullState, _delivery: string): PullJob {
  throw new Error('not built yet');
}
/** A review that was asked for by hand is made even if the same one is running. */
export function rerunJob(_repository: RepositoryRef, _number: number, _delivery: string): PullJob {
  throw new Error('not built yet');
}
export function groupJob(_repository: RepositoryRef, _base: string, _head: string, _delivery: string): GroupJob {
  throw new Error('not built yet');
}
export function lookupJob(_repository: RepositoryRef, _sha: string | null, _delivery: string): LookupJob {
  throw new Error('not built yet');
}
/** Stored with a check run, so that asking for it again leads back to its pull request, also from a fork. */
export function externalIdOf(_job: PullJob | GroupJob): string {
  throw new Error('not built yet');
}
export function pullNumberOf(_externalId: string | null | undefined): number | null {
  throw new Error('not built yet');
}
