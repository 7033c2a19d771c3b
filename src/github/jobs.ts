/** What the queue of the app holds. Payloads are read here and nowhere else. */
import type { Job } from '../queue/reviewQueue.ts';
import type { Command } from './commands.ts';

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
  /** What a squash merge makes the subject; null where squashing is known to be off. */
  readonly title: string | null;
  /** The author has no commit in the repository yet, and may not push there. */
  readonly isNewcomer: boolean;
  /** Id of the author's account, or null where it is gone. */
  readonly author: number | null;
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
  /** The head that a push took away. */
  readonly before?: string;
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

/** What somebody asked for in a comment. */
export interface CommandJob extends AppJob {
  readonly kind: 'command';
  readonly number: number;
  readonly command: Command;
  /** Login and account of who asked. */
  readonly by: string;
  readonly byId: number;
  /** When it was written, ISO 8601; null where that was not told. */
  readonly at: string | null;
}

export type ReviewJob = PullJob | GroupJob | LookupJob | CommandJob;

/** The parts of a payload's or an answer's pull request that count here. */
export interface PullPayload {
  readonly number: number;
  readonly state: string;
  readonly draft?: boolean | undefined;
  /** The repository is null once a fork is gone. */
  readonly head: { readonly sha: string; readonly repo?: { readonly id?: number } | null };
  readonly base: {
    readonly sha: string;
    readonly ref: string;
    readonly repo?: { readonly id?: number; readonly html_url?: string; readonly allow_squash_merge?: boolean | null };
  };
  readonly review_comments?: number;
  readonly title?: string;
  readonly user?: { readonly id: number; readonly type?: string } | null;
  readonly author_association?: string;
}

const newcomers: readonly unknown[] = ['FIRST_TIME_CONTRIBUTOR', 'FIRST_TIMER', 'NONE'];

/**
 * GitHub tells these of regulars, too, where a membership is private or their mail address belongs to no account; whoever may push a branch
 * into the repository is one.
 */
function isByNewcomer({ user, author_association, head, base }: PullPayload): boolean {
  const mayPush = base.repo?.id !== undefined && head.repo?.id === base.repo.id;
  return user?.type !== 'Bot' && !mayPush && newcomers.includes(author_association);
}

export function pullState(pull: PullPayload): PullState {
  return {
    number: pull.number,
    head: pull.head.sha,
    base: pull.base.sha,
    baseRef: pull.base.ref,
    draft: pull.draft ?? false,
    isOpen: pull.state === 'open',
    comments: pull.review_comments ?? null,
    webUrl: pull.base.repo?.html_url ?? null,
    // Who may not administer the repository is not told; then it is taken to be on, as it is in a new one.
    title: pull.base.repo?.allow_squash_merge === false ? null : (pull.title ?? null),
    isNewcomer: isByNewcomer(pull),
    author: pull.user?.id ?? null,
  };
}

/** Keyed by the repository's id: names change. */
export function pullKey(repositoryId: number, number: number): string {
  return `${repositoryId}#${number}`;
}

export function pullJob(repository: RepositoryRef, pull: PullState, delivery: string, before?: string): PullJob {
  const version = `${pull.head} ${pull.baseRef} ${pull.draft ? 'draft' : 'ready'} ${pull.title ?? ''}`;
  return { kind: 'pull', key: pullKey(repository.id, pull.number), version, delivery, repository, number: pull.number, pull, before };
}

/** A review that was asked for by hand is made even if the same one is running. */
export function rerunJob(repository: RepositoryRef, number: number, delivery: string): PullJob {
  return { kind: 'pull', key: pullKey(repository.id, number), version: delivery, delivery, repository, number, pull: null };
}

export function groupJob(repository: RepositoryRef, base: string, head: string, delivery: string): GroupJob {
  return { kind: 'group', key: `${repository.id}/group/${head}`, version: delivery, delivery, repository, base, head };
}

export function lookupJob(repository: RepositoryRef, sha: string | null, delivery: string): LookupJob {
  return { kind: 'lookup', key: `${repository.id}/lookup/${sha ?? 'open'}`, version: sha ?? 'open', delivery, repository, sha };
}

/** Each comment is a command of its own; the same one delivered twice is one. */
export function commandJob(
  repository: RepositoryRef,
  { comment, ...given }: Pick<CommandJob, 'number' | 'command' | 'by' | 'byId' | 'at'> & { readonly comment: number },
  delivery: string,
): CommandJob {
  return {
    kind: 'command',
    key: `${repository.id}#${given.number}/comment/${comment}`,
    version: delivery,
    delivery,
    repository,
    ...given,
  };
}

/** Stored with a check run, so that asking for it again leads back to its pull request, also from a fork. */
export function externalIdOf(job: PullJob | GroupJob): string {
  return job.kind === 'pull' ? `portcullis:pull:${job.number}` : 'portcullis:group';
}

/** The external id without the verdict that a concluded run adds to it. */
export function standsFor(externalId: string | null | undefined): string | null {
  return /^portcullis:(?:pull:\d{1,10}|group)/.exec(externalId ?? '')?.[0] ?? null;
}

export function pullNumberOf(externalId: string | null | undefined): number | null {
  const match = /^portcullis:pull:(\d{1,10})(?::|$)/.exec(externalId ?? '');
  return match ? Number(match[1]) : null;
}

/** What the run's own pull request deserved; null where it is not concluded. */
export function verdictOf(externalId: string | null | undefined): string | null {
  return /^portcullis:pull:\d{1,10}:(\w+)$/.exec(externalId ?? '')?.[1] ?? null;
}
