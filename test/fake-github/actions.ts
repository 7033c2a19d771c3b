/** What people do on GitHub: make repositories, push, open and change pull requests, ask for checks again, merge. */
import { addCheckRun, type CheckBody, suiteFor } from './endpoints/checks.ts';
import { addIssueComment } from './endpoints/comments.ts';
import type { FileInput, Signature } from './gitObjects.ts';
import { account, type Host, pullOf, repositoryById, repositoryNamed, timestamp } from './host.ts';
import { checkRunEvent, checkSuiteEvent, installationEvent, issueCommentEvent, type PullAction, pullEvent } from './payloads.ts';
import { fullPullShape } from './pullDetails.ts';
import { moveComments } from './reviewComments.ts';
import type {
  AppIdentity,
  Association,
  CheckRun,
  CommitStatus,
  Installation,
  IssueComment,
  Permissions,
  Pull,
  Repository,
  Role,
  StatusState,
} from './state.ts';

export type PullPlace = Pick<Pull, 'repository' | 'number'>;

export interface RepositoryOptions {
  readonly owner: string;
  readonly name: string;
  /** Of an owner that is not known yet; `Organization` if not given. */
  readonly ownerType?: 'User' | 'Organization';
  readonly private?: boolean;
  readonly defaultBranch?: string;
  /** Whether the app gets installed on the owner, silently; true if not given. */
  readonly installed?: boolean;
}

export function install(
  host: Host,
  owner: string,
  options: { repositories?: readonly string[]; permissions?: Permissions } = {},
): Installation {
  const installation: Installation = {
    id: host.nextId(),
    account: account(host, owner, 'Organization'),
    permissions: options.permissions ?? host.app.permissions,
    repositories: options.repositories ? new Set(options.repositories.map((name) => repositoryNamed(host, `${owner}/${name}`).id)) : 'all',
    suspendedAt: null,
    createdAt: timestamp(host),
  };
  host.state.installations.push(installation);
  return installation;
}

export function installAndTell(host: Host, owner: string, options: Parameters<typeof install>[2] = {}): Installation {
  const installation = install(host, owner, options);
  installationEvent(host, installation, 'created', installation.account.type === 'User' ? installation.account : host.app.owner);
  return installation;
}

async function addRepository(
  host: Host,
  options: RepositoryOptions,
  parent: Repository | null,
  network: string | null,
): Promise<Repository> {
  const owner = account(host, options.owner, options.ownerType ?? 'Organization');
  const id = host.nextId();
  const now = timestamp(host);
  const repository: Repository = {
    id,
    owner,
    name: options.name,
    fullName: `${owner.login}/${options.name}`,
    private: options.private ?? false,
    defaultBranch: options.defaultBranch ?? 'main',
    parentId: parent?.id ?? null,
    directory: await host.store.create(id, network),
    requiredChecks: new Map(),
    collaborators: new Map(),
    nextNumber: 1,
    createdAt: now,
    pushedAt: now,
  };
  host.state.repositories.set(id, repository);
  const installed = host.state.installations.some((it) => it.account.id === owner.id);
  if ((options.installed ?? true) && !installed) install(host, owner.login);
  return repository;
}

export const createRepository = (host: Host, options: RepositoryOptions) => addRepository(host, options, null, null);

/** A fork of a user; the app is not installed there. */
export async function fork(host: Host, of: string, owner: string): Promise<Repository> {
  const parent = repositoryNamed(host, of);
  const options = {
    owner,
    name: parent.name,
    ownerType: 'User',
    private: parent.private,
    defaultBranch: parent.defaultBranch,
    installed: false,
  } as const;
  const created = await addRepository(host, options, parent, parent.directory);
  const tip = await host.store.resolve(parent.directory, `refs/heads/${parent.defaultBranch}`);
  if (tip) await host.store.updateRef(created.directory, `refs/heads/${parent.defaultBranch}`, tip);
  return created;
}

/** Makes a repository out of revisions of a git repository on this machine, which is only read. */
export async function importRepository(
  host: Host,
  options: RepositoryOptions & { readonly directory: string; readonly branches: Readonly<Record<string, string>> },
): Promise<Repository> {
  const repository = await createRepository(host, options);
  await host.store.fetch(repository.directory, options.directory, options.branches);
  return repository;
}

export interface CommitOptions {
  readonly message: string;
  /** Laid over the tree of the first parent. */
  readonly files?: Readonly<Record<string, FileInput>>;
  /** Branches or shas; the first is the one that `files` change. */
  readonly parents?: readonly string[];
  readonly author?: Partial<Signature>;
}

/** Writes a commit; no branch points to it until it is pushed. */
export async function commit(
  host: Host,
  fullName: string,
  { message, files = {}, parents = [], author = {} }: CommitOptions,
): Promise<string> {
  const repository = repositoryNamed(host, fullName);
  const resolved = parents.map(async (name) => {
    const sha = await host.store.resolve(repository.directory, name);
    if (!sha) throw new Error(`${fullName} has no revision ${name} to commit upon.`);
    return sha;
  });
  const signature = { name: 'Ada Author', email: 'ada@example.com', date: new Date(host.now()).toISOString(), ...author };
  const change = { parents: await Promise.all(resolved), files, author: signature, committer: signature, message };
  return host.store.commit(repository.directory, change);
}

async function tell(host: Host, pull: Pull, action: PullAction, by: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const repository = repositoryById(host, pull.repositoryId);
  pullEvent(host, pull, await fullPullShape(host, repository, pull), action, account(host, by), more);
}

function note(host: Host, pull: Pull, kind: Pull['timeline'][number]['kind'], by: string): void {
  pull.updatedAt = timestamp(host);
  pull.timeline.push({ at: pull.updatedAt, actor: account(host, by), kind, sha: pull.head.sha });
}

async function moveHead(host: Host, pull: Pull, sha: string, by: string): Promise<void> {
  const base = repositoryById(host, pull.repositoryId);
  const before = pull.head.sha;
  await host.store.updateRef(base.directory, `refs/pull/${pull.number}/head`, sha);
  const baseTip = await host.store.resolve(base.directory, `refs/heads/${pull.base.ref}`);
  pull.head = { ...pull.head, sha };
  pull.base = { ...pull.base, sha: baseTip ?? pull.base.sha };
  await moveComments(host, pull, before);
  note(host, pull, 'pushed', by);
  await tell(host, pull, 'synchronize', by, { before, after: sha });
}

/** Moves a branch, forced or not. Open pull requests from it get the new head and send `synchronize`. */
export async function push(host: Host, fullName: string, branch: string, sha: string, by = 'ada'): Promise<void> {
  const repository = repositoryNamed(host, fullName);
  await host.store.updateRef(repository.directory, `refs/heads/${branch}`, sha);
  repository.pushedAt = timestamp(host);
  const open = host.state.pulls.filter((it) => it.state === 'open' && it.head.repositoryId === repository.id && it.head.ref === branch);
  for (const pull of open) if (pull.head.sha !== sha) await moveHead(host, pull, sha, by);
  const suite = await suiteFor(host, repository, host.app, sha);
  checkSuiteEvent(host, suite, 'requested', account(host, by));
}

export interface PullOptions {
  /** Of the base repository. */
  readonly repository: string;
  /** `branch`, or `owner/name:branch` of a fork. */
  readonly head: string;
  readonly base?: string;
  readonly title: string;
  readonly body?: string | null;
  readonly draft?: boolean;
  readonly author?: string;
  /** `OWNER` of an own repository, else `CONTRIBUTOR`, if not given. */
  readonly association?: Association;
}

export async function openPullRequest(host: Host, options: PullOptions): Promise<Pull> {
  const repository = repositoryNamed(host, options.repository);
  const split = options.head.indexOf(':');
  const from = split < 0 ? repository : repositoryNamed(host, options.head.slice(0, split));
  const [headRef, baseRef] = [options.head.slice(split + 1), options.base ?? repository.defaultBranch];
  const headSha = await host.store.resolve(from.directory, `refs/heads/${headRef}`);
  const baseSha = await host.store.resolve(repository.directory, `refs/heads/${baseRef}`);
  if (!headSha || !baseSha)
    throw new Error(
      `Cannot open a pull request: ${headSha ? `${repository.fullName} has no ${baseRef}` : `${from.fullName} has no ${headRef}`}.`,
    );
  const now = timestamp(host);
  const author = account(host, options.author ?? (from.owner.type === 'User' ? from.owner.login : 'ada'));
  const pull: Pull = {
    id: host.nextId(),
    repositoryId: repository.id,
    repository: repository.fullName,
    number: repository.nextNumber++,
    title: options.title,
    body: options.body ?? null,
    author,
    association: options.association ?? (repository.owner.id === author.id ? 'OWNER' : 'CONTRIBUTOR'),
    state: 'open',
    draft: options.draft ?? false,
    merged: false,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    closedAt: null,
    base: { repositoryId: repository.id, ref: baseRef, sha: baseSha },
    head: { repositoryId: from.id, ref: headRef, sha: headSha },
    createdAt: now,
    updatedAt: now,
    timeline: [{ at: now, actor: author, kind: 'opened', sha: headSha }],
  };
  await host.store.updateRef(repository.directory, `refs/pull/${pull.number}/head`, headSha);
  host.state.pulls.push(pull);
  await tell(host, pull, 'opened', author.login);
  return pull;
}

export interface PullChange {
  readonly title?: string;
  readonly body?: string;
  readonly draft?: boolean;
  /** A branch of the base repository. */
  readonly base?: string;
  readonly state?: 'open' | 'closed';
  readonly by?: string;
}

export async function updatePullRequest(host: Host, place: PullPlace, change: PullChange): Promise<Pull> {
  const pull = pullOf(host, place);
  const by = change.by ?? pull.author.login;
  const changes: Record<string, unknown> = {};
  if (change.title !== undefined) changes.title = { from: pull.title };
  if (change.body !== undefined) changes.body = { from: pull.body };
  if (change.base !== undefined) {
    const repository = repositoryById(host, pull.repositoryId);
    const sha = await host.store.resolve(repository.directory, `refs/heads/${change.base}`);
    if (!sha) throw new Error(`${repository.fullName} has no branch ${change.base} to be the base of #${pull.number}.`);
    changes.base = { ref: { from: pull.base.ref }, sha: { from: pull.base.sha } };
    pull.base = { ...pull.base, ref: change.base, sha };
  }
  pull.title = change.title ?? pull.title;
  pull.body = change.body ?? pull.body;
  if (Object.keys(changes).length > 0) {
    note(host, pull, 'edited', by);
    await tell(host, pull, 'edited', by, { changes });
  }
  if (change.draft !== undefined && change.draft !== pull.draft) {
    pull.draft = change.draft;
    note(host, pull, change.draft ? 'draft' : 'ready', by);
    await tell(host, pull, change.draft ? 'converted_to_draft' : 'ready_for_review', by);
  }
  if (change.state !== undefined && change.state !== pull.state) {
    pull.state = change.state;
    pull.closedAt = change.state === 'closed' ? timestamp(host) : null;
    note(host, pull, change.state === 'closed' ? 'closed' : 'reopened', by);
    await tell(host, pull, change.state === 'closed' ? 'closed' : 'reopened', by);
  }
  return pull;
}

/** A person presses "Re-run" at a check. */
export function rerequestCheckRun(host: Host, id: number, by = 'ada'): void {
  const run = host.state.checkRuns.find((it) => it.id === id);
  if (!run) throw new Error(`The local GitHub has no check run ${id}.`);
  checkRunEvent(host, run, 'rerequested', account(host, by));
}

/** A person presses "Re-run all checks". */
export async function rerequestCheckSuite(host: Host, fullName: string, sha: string, by = 'ada'): Promise<void> {
  const suite = await suiteFor(host, repositoryNamed(host, fullName), host.app, sha);
  checkSuiteEvent(host, suite, 'rerequested', account(host, by));
}

/** A check run of another app, as continuous integration or a forger would make it; without a conclusion it is still running. */
export function createForeignCheckRun(
  host: Host,
  fullName: string,
  sha: string,
  run: {
    readonly name: string;
    readonly conclusion?: NonNullable<CheckRun['conclusion']>;
    readonly app?: AppIdentity;
    readonly output?: CheckBody['output'];
  },
): Promise<CheckRun> {
  const { name, conclusion, output } = run;
  const app = run.app ?? { id: 15368, slug: 'github-actions', name: 'GitHub Actions' };
  const body = { name, ...(conclusion ? { conclusion } : { status: 'in_progress' as const }), ...(output && { output }) };
  return addCheckRun(host, repositoryNamed(host, fullName), app, sha, body);
}

/** A build server reports a status, or whoever `by` names; a later one of the same context takes its place. */
export function createStatus(
  host: Host,
  fullName: string,
  sha: string,
  {
    context,
    state,
    description = null,
    by,
  }: { readonly context: string; readonly state: StatusState; readonly description?: string | null; readonly by?: string },
): CommitStatus {
  const repositoryId = repositoryNamed(host, fullName).id;
  const status = {
    id: host.nextId(),
    repositoryId,
    sha,
    state,
    context,
    description,
    creator: account(host, by ?? 'build-server'),
    createdAt: timestamp(host),
  };
  host.state.statuses.push(status);
  return status;
}

/** A person writes into the conversation of a pull request; `edited` tells of it as of an edit, `by` of another sender than its author. */
export function commentOn(
  host: Host,
  place: PullPlace,
  { author, body, edited = false, by = author, isBot = false }: CommentOptions,
): IssueComment {
  const pull = pullOf(host, place);
  const comment = addIssueComment(host, pull, account(host, author, isBot ? 'Bot' : 'User'), body);
  issueCommentEvent(host, pull, comment, edited ? 'edited' : 'created', account(host, by));
  return comment;
}

export interface CommentOptions {
  readonly author: string;
  readonly body: string;
  readonly edited?: boolean;
  readonly by?: string;
  readonly isBot?: boolean;
}

export function addCollaborator(host: Host, fullName: string, login: string, level: Role): void {
  const repository = repositoryNamed(host, fullName);
  repository.collaborators.set(account(host, login).login.toLowerCase(), level);
}
