/**
 * A GitHub on this machine for tests and the demo: REST over real git repositories, one registered app, signed webhooks.
 * Requests that GitHub's description or its documented limits forbid are answered like GitHub does, and make `close` fail.
 */
import * as actions from './actions.ts';
import { appKeys, mintUserToken, signAppJwt } from './auth.ts';
import { type Conversation, readConversation } from './conversation.ts';
import { createFaults, type FaultRule } from './faults.ts';
import { openGitStore } from './gitStore.ts';
import { account, type Host, type Limits, pullOf, type RegisteredApp, repositoryById, repositoryNamed } from './host.ts';
import { enqueue, finishMergeGroup, type MergeResult, mergePull } from './merge.ts';
import { type Mergeability, mergeability } from './mergeability.ts';
import { installationEvent, pingEvent } from './payloads.ts';
import { listen, type PageRoutes, type RequestRecord } from './server.ts';
import { emptyState, type Installation, type MergeGroup, type Permissions, type RequiredCheck, type Role, type State } from './state.ts';
import { createWebhookSender, type Outgoing } from './webhooks.ts';

export interface FakeGitHubOptions {
  /** Chosen by the system if not given. */
  readonly port?: number;
  readonly log?: (line: string) => void;
  readonly app?: {
    readonly id?: number;
    readonly slug?: string;
    readonly name?: string;
    readonly permissions?: Permissions;
    readonly events?: readonly string[];
    readonly webhookUrl?: string;
    readonly webhookSecret?: string;
  };
  readonly limits?: Partial<Limits>;
  /** `stateless` (`ghs_<app id>_<JWT>`) unless given. */
  readonly tokenFormat?: 'stateless' | 'classic';
  /** Milliseconds; the wall clock unless given. */
  readonly now?: () => number;
  /** Whether it alone keeps the process running; false, so that a test that failed to close it still ends. */
  readonly keepAlive?: boolean;
  /** Extra pages on the same address. */
  readonly routes?: PageRoutes;
}

/** Least privilege, as app.yml asks for it. */
const usualPermissions: Permissions = {
  metadata: 'read',
  contents: 'read',
  checks: 'write',
  statuses: 'read',
  pull_requests: 'write',
  merge_queues: 'read',
};
const usualEvents = ['pull_request', 'check_run', 'check_suite', 'merge_group', 'issue_comment'];

function registerApp(host: () => Host, options: NonNullable<FakeGitHubOptions['app']>): RegisteredApp {
  const slug = options.slug ?? 'portcullis';
  return {
    id: options.id ?? 4711,
    slug,
    name: options.name ?? 'Portcullis',
    clientId: `Iv23li${slug}`,
    owner: account(host(), 'app-owner'),
    ...appKeys(),
    permissions: { metadata: 'read', ...(options.permissions ?? usualPermissions) },
    events: options.events ?? usualEvents,
    webhook: {
      url: options.webhookUrl ?? null,
      secret: options.webhookSecret ?? ['a secret', 'of the tests', 'and the demo only'].join(' '),
    },
  };
}

export type FakeGitHub = Awaited<ReturnType<typeof startFakeGitHub>>;

export async function startFakeGitHub(options: FakeGitHubOptions = {}) {
  const state: State = emptyState();
  const store = openGitStore();
  const faults = createFaults();
  const requests: RequestRecord[] = [];
  let lastId = 1000;
  let url = '';
  let app: RegisteredApp | null = null;
  let acknowledged = 0;
  const webhooks = createWebhookSender(() => host);
  const host: Host = {
    get url() {
      return url;
    },
    get app() {
      app ??= registerApp(() => host, options.app ?? {});
      return app;
    },
    state,
    store,
    webhooks,
    limits: {
      treeEntries: 100_000,
      requestsPerHour: 5000,
      contentPerMinute: null,
      reviewComments: 60,
      webhookTimeoutMs: 10_000,
      payloadBytes: 25 * 1024 * 1024,
      ...options.limits,
    },
    tokenFormat: options.tokenFormat ?? 'stateless',
    now: options.now ?? Date.now,
    nextId: () => ++lastId,
  };
  const bound = await listen(
    { host: () => host, requests, faults, pages: options.routes, log: options.log ?? (() => {}) },
    options.port ?? 0,
  );
  url = bound.url;
  if (!options.keepAlive) bound.server.unref();

  const violations = () =>
    requests.flatMap((it) => it.violations.map((violation) => `${it.method} ${it.path} (${it.endpoint ?? 'no endpoint'}): ${violation}`));
  const unseen = () => violations().slice(acknowledged);

  return {
    url,
    state,
    /** Changeable while it runs. */
    limits: host.limits,
    app: {
      id: host.app.id,
      slug: host.app.slug,
      name: host.app.name,
      clientId: host.app.clientId,
      privateKey: host.app.privateKey,
      get webhookSecret() {
        return host.app.webhook.secret;
      },
      setWebhook(target: { readonly url?: string | null; readonly secret?: string }) {
        host.app.webhook = { ...host.app.webhook, ...target };
      },
      /** A JWT as the app signs it; the claims given replace its own, to make bad ones. */
      jwt: (claims?: Readonly<Record<string, unknown>>) => signAppJwt(host, claims),
    },
    requests: requests as readonly RequestRecord[],
    get violations(): readonly string[] {
      return violations();
    },
    /** For a test that sends wrong requests on purpose: gives those not seen yet, and lets `close` pass. */
    acknowledgeViolations(): readonly string[] {
      const found = unseen();
      acknowledged += found.length;
      return found;
    },
    /** The next matching request fails as told. */
    fail: (rule: FaultRule) => faults.add(rule),
    clearFaults: () => faults.clear(),

    createRepository: (it: actions.RepositoryOptions) => actions.createRepository(host, it),
    fork: (of: string, owner: string) => actions.fork(host, of, owner),
    importRepository: (it: Parameters<typeof actions.importRepository>[1]) => actions.importRepository(host, it),
    commit: (repository: string, it: actions.CommitOptions) => actions.commit(host, repository, it),
    push: (repository: string, branch: string, sha: string, by?: string) => actions.push(host, repository, branch, sha, by),
    /** A commit upon the branch (or upon `parents`), and the branch moved to it. */
    async commitTo(repository: string, branch: string, it: actions.CommitOptions & { readonly by?: string }) {
      const tip = await store.resolve(repositoryNamed(host, repository).directory, `refs/heads/${branch}`);
      const sha = await actions.commit(host, repository, { ...it, parents: it.parents ?? (tip ? [tip] : []) });
      await actions.push(host, repository, branch, sha, it.by);
      return sha;
    },
    openPullRequest: (it: actions.PullOptions) => actions.openPullRequest(host, it),
    updatePullRequest: (pull: actions.PullPlace, change: actions.PullChange) => actions.updatePullRequest(host, pull, change),
    /** As the button of the merge box. */
    async merge(pull: actions.PullPlace, it: { by?: string; method?: 'merge' | 'squash'; sha?: string } = {}): Promise<MergeResult> {
      return mergePull(host, pullOf(host, pull), { ...it, by: account(host, it.by ?? 'ada') });
    },
    mergeability: (pull: actions.PullPlace): Promise<Mergeability> => mergeability(host, pullOf(host, pull)),
    conversation: (pull: actions.PullPlace): Promise<Conversation> => readConversation(host, pullOf(host, pull)),
    enqueue: (pull: actions.PullPlace, by = 'ada'): Promise<MergeGroup> => enqueue(host, pullOf(host, pull), account(host, by)),
    finishMergeGroup: (group: MergeGroup, by = 'ada'): Promise<MergeResult> => finishMergeGroup(host, group, account(host, by)),
    setRequiredChecks(repository: string, branch: string, checks: readonly RequiredCheck[]) {
      repositoryNamed(host, repository).requiredChecks.set(branch, checks);
    },
    rerequestCheckRun: (id: number, by?: string) => actions.rerequestCheckRun(host, id, by),
    rerequestCheckSuite: (repository: string, sha: string, by?: string) => actions.rerequestCheckSuite(host, repository, sha, by),
    createForeignCheckRun: (repository: string, sha: string, run: Parameters<typeof actions.createForeignCheckRun>[3]) =>
      actions.createForeignCheckRun(host, repository, sha, run),
    createStatus: (repository: string, sha: string, status: Parameters<typeof actions.createStatus>[3]) =>
      actions.createStatus(host, repository, sha, status),
    commentOn: (pull: actions.PullPlace, it: actions.CommentOptions) => actions.commentOn(host, pull, it),
    addCollaborator: (repository: string, login: string, level: Role) => actions.addCollaborator(host, repository, login, level),
    /** A token of a person, with all that the person may do. */
    userToken: (login: string) => mintUserToken(host, account(host, login)),
    /** Installs the app on an account and sends `installation created`. */
    install: (owner: string, it?: Parameters<typeof actions.install>[2]) => actions.installAndTell(host, owner, it),
    changeInstallation(installation: Installation, change: 'suspend' | 'unsuspend' | 'deleted') {
      if (change === 'deleted') state.installations.splice(state.installations.indexOf(installation), 1);
      else installation.suspendedAt = change === 'suspend' ? new Date(host.now()).toISOString() : null;
      installationEvent(host, installation, change, host.app.owner);
    },
    ping: () => pingEvent(host),
    /** Sends any event, for hostile and odd ones; `headers` replace the genuine ones. */
    deliver: (outgoing: Outgoing) => webhooks.send(outgoing),
    redeliver: webhooks.redeliver,
    /** Resolves once no webhook delivery is under way. */
    settled: () => webhooks.settled(),
    /** Bytes of a file at a revision, or null. */
    async readFile(repository: string, revision: string, path: string): Promise<Buffer | null> {
      const { directory } = repositoryNamed(host, repository);
      const sha = await store.resolve(directory, revision);
      const commit = sha && (await store.readCommit(directory, sha));
      const entry = commit && (await store.entryAt(directory, commit.tree, path));
      return entry ? ((await store.read(directory, entry.sha))?.bytes ?? null) : null;
    },
    /** The bare repository on disk, for git itself. */
    directoryOf: (repositoryId: number) => repositoryById(host, repositoryId).directory,

    /** Ends it and removes its repositories. Fails if a request was wrong and nobody acknowledged it. */
    async close(): Promise<void> {
      webhooks.close();
      bound.server.closeAllConnections();
      await new Promise((resolve) => bound.server.close(resolve));
      await webhooks.settled();
      store.close();
      const left = unseen();
      if (left.length > 0) throw new Error(`The local GitHub received ${left.length} wrong request(s):\n${left.join('\n')}`);
    },
  };
}
