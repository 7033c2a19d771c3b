/** All that the local GitHub knows, as plain data: handlers change it, pages and tests read it. Git's own objects live in the git store. */

import type { ParsedCommit } from './gitObjects.ts';

export type Level = 'read' | 'write';
/** What a person may do in a repository. */
export type Role = Level | 'maintain' | 'admin';
export type Permissions = Readonly<Record<string, Level>>;
export type AccountType = 'User' | 'Organization' | 'Bot';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: AccountType;
}

/** Who may stand behind a check run: the app under test or another one. */
export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

/** A check that a branch demands; `appId` pins the app it must come from. */
export interface RequiredCheck {
  readonly name: string;
  readonly appId?: number;
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  name: string;
  /** `owner/name`. */
  fullName: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  /** The repository it was forked from. */
  readonly parentId: number | null;
  /** The bare repository on disk; forks share its object store. */
  readonly directory: string;
  readonly requiredChecks: Map<string, readonly RequiredCheck[]>;
  /** Login to permission; the owner of a user's repository has `write`. */
  readonly collaborators: Map<string, Role>;
  nextNumber: number;
  readonly createdAt: string;
  pushedAt: string;
}

export type Association = 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'FIRST_TIME_CONTRIBUTOR' | 'FIRST_TIMER' | 'NONE';

export interface PullSide {
  readonly repositoryId: number;
  readonly ref: string;
  readonly sha: string;
}

export interface Pull {
  readonly id: number;
  readonly repositoryId: number;
  /** `owner/name` of the base repository, so that a pull can be handed back to the functions that take one. */
  readonly repository: string;
  readonly number: number;
  title: string;
  body: string | null;
  readonly author: Account;
  /** As GitHub sees the author in the base repository. */
  readonly association: Association;
  state: 'open' | 'closed';
  draft: boolean;
  merged: boolean;
  mergedAt: string | null;
  mergedBy: Account | null;
  mergeCommitSha: string | null;
  closedAt: string | null;
  base: PullSide;
  head: PullSide;
  readonly createdAt: string;
  updatedAt: string;
  /** The conversation's events beside reviews and comments, for pages. */
  readonly timeline: TimelineEntry[];
}

export interface TimelineEntry {
  readonly at: string;
  readonly actor: Account;
  readonly kind: 'opened' | 'pushed' | 'edited' | 'draft' | 'ready' | 'closed' | 'reopened' | 'merged' | 'queued';
  /** For `pushed`, `merged` and `opened` the head after it. */
  readonly sha: string;
}

export type ReviewState = 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'PENDING' | 'DISMISSED';

export interface Review {
  readonly id: number;
  readonly repositoryId: number;
  readonly pullNumber: number;
  readonly user: Account;
  body: string;
  state: ReviewState;
  readonly commitId: string;
  readonly submittedAt: string;
}

export type Side = 'LEFT' | 'RIGHT';

export interface ReviewComment {
  readonly id: number;
  readonly repositoryId: number;
  readonly pullNumber: number;
  readonly reviewId: number;
  readonly inReplyTo: number | null;
  readonly user: Account;
  body: string;
  readonly path: string;
  readonly subjectType: 'line' | 'file';
  readonly side: Side;
  readonly startSide: Side | null;
  /** Where it stands at the present head; null once the line changed ("outdated"). */
  line: number | null;
  startLine: number | null;
  readonly originalLine: number | null;
  readonly originalStartLine: number | null;
  readonly originalPosition: number | null;
  commitId: string;
  readonly originalCommitId: string;
  readonly diffHunk: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string | null;
  readonly message: string;
  readonly raw_details: string | null;
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export type CheckStatus = 'queued' | 'in_progress' | 'completed';
export type CheckConclusion = 'action_required' | 'cancelled' | 'failure' | 'neutral' | 'success' | 'skipped' | 'timed_out';

export interface CheckRun {
  readonly id: number;
  readonly repositoryId: number;
  readonly suiteId: number;
  readonly app: AppIdentity;
  name: string;
  readonly headSha: string;
  externalId: string;
  detailsUrl: string | null;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Annotation[];
  actions: readonly CheckAction[];
}

export interface CheckSuite {
  readonly id: number;
  readonly repositoryId: number;
  readonly app: AppIdentity;
  readonly headSha: string;
  readonly headCommit: ParsedCommit;
  /** Null for commits that are no branch of the repository itself, as those of forks. */
  readonly headBranch: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface MergeGroup {
  readonly id: number;
  readonly repositoryId: number;
  readonly pullNumber: number;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly headRef: string;
  readonly headSha: string;
  state: 'checking' | 'merged' | 'dropped';
}

export interface Installation {
  readonly id: number;
  readonly account: Account;
  permissions: Permissions;
  /** Ids of the repositories it may see, or all of the account. */
  repositories: ReadonlySet<number> | 'all';
  suspendedAt: string | null;
  readonly createdAt: string;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: number;
  readonly holder:
    | {
        readonly kind: 'installation';
        readonly installationId: number;
        readonly repositories: ReadonlySet<number> | 'all';
        readonly permissions: Permissions;
      }
    | { readonly kind: 'user'; readonly user: Account };
}

export interface Delivery {
  readonly id: number;
  /** `X-GitHub-Delivery`: the same for a redelivery. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: string;
  readonly redelivery: boolean;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The exact bytes that were signed and sent. */
  readonly payload: string;
  /** 0 while it is under way, and for ever when no answer came. */
  statusCode: number;
  status: string;
  duration: number;
  responseBody: string | null;
}

export interface Rate {
  used: number;
  /** Milliseconds since the epoch. */
  reset: number;
  /** Times of the last writes. */
  writes: number[];
}

/** A word in the conversation of a pull request, at no line. */
export interface IssueComment {
  readonly id: number;
  /** `owner/name`. */
  readonly repository: string;
  readonly repositoryId: number;
  readonly pullNumber: number;
  readonly user: Account;
  readonly body: string;
  readonly createdAt: string;
}

export type StatusState = 'error' | 'failure' | 'pending' | 'success';

/** A commit status, the older way to report a build. */
export interface CommitStatus {
  readonly id: number;
  readonly repositoryId: number;
  readonly sha: string;
  readonly state: StatusState;
  readonly context: string;
  readonly description: string | null;
  readonly creator: Account;
  readonly createdAt: string;
}

/** Credentials that somebody gave up. */
export interface Revocation {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly credentials: readonly string[];
}

export interface State {
  readonly accounts: Map<string, Account>;
  readonly repositories: Map<number, Repository>;
  readonly pulls: Pull[];
  readonly reviews: Review[];
  readonly comments: ReviewComment[];
  readonly issueComments: IssueComment[];
  readonly revocations: Revocation[];
  readonly checkSuites: CheckSuite[];
  readonly checkRuns: CheckRun[];
  readonly statuses: CommitStatus[];
  readonly mergeGroups: MergeGroup[];
  readonly installations: Installation[];
  readonly tokens: Map<string, AccessToken>;
  readonly deliveries: Delivery[];
  /** By token holder. */
  readonly rates: Map<string, Rate>;
}

export function emptyState(): State {
  return {
    accounts: new Map(),
    repositories: new Map(),
    pulls: [],
    reviews: [],
    comments: [],
    issueComments: [],
    revocations: [],
    checkSuites: [],
    checkRuns: [],
    statuses: [],
    mergeGroups: [],
    installations: [],
    tokens: new Map(),
    deliveries: [],
    rates: new Map(),
  };
}

export function findRepository(state: State, fullName: string): Repository | undefined {
  const wanted = fullName.toLowerCase();
  for (const repository of state.repositories.values()) if (repository.fullName.toLowerCase() === wanted) return repository;
  return undefined;
}

/** The root of a fork network. Its members share one object store, so a sha of one can be read through all, as on GitHub. */
export function networkRoot(state: State, repository: Repository): Repository {
  const parent = repository.parentId === null ? undefined : state.repositories.get(repository.parentId);
  return parent ? networkRoot(state, parent) : repository;
}
