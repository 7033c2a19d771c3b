/** Events as GitHub words them. */
import { installationOf } from './access.ts';
import { issueCommentShape } from './endpoints/comments.ts';
import { appBot, type Host, repositoryById, timestamp } from './host.ts';
import { accountShape, appShape, installationShape, nodeId } from './shapes/account.ts';
import { checkRunShape, checkSuiteShape } from './shapes/check.ts';
import { headCommitShape } from './shapes/commit.ts';
import { pullShape } from './shapes/pull.ts';
import { repositoryShape } from './shapes/repository.ts';
import type { Account, CheckRun, CheckSuite, Delivery, Installation, IssueComment, MergeGroup, Pull, Repository } from './state.ts';

/** What every event of a repository carries; `organization` only where an organization owns it. */
function surroundings(host: Host, repository: Repository, sender: Account) {
  const installation = installationOf(host, repository);
  const { owner } = repository;
  const organization = {
    login: owner.login,
    id: owner.id,
    node_id: nodeId('O', owner.id),
    url: `${host.url}/orgs/${owner.login}`,
    repos_url: `${host.url}/orgs/${owner.login}/repos`,
  };
  return {
    repository: repositoryShape(host, repository),
    ...(owner.type === 'Organization' ? { organization } : {}),
    sender: accountShape(host, sender),
    ...(installation ? { installation: { id: installation.id, node_id: nodeId('I', installation.id) } } : {}),
  };
}

/** Sends to the app, if it is installed where the event happened. */
function send(
  host: Host,
  repository: Repository,
  event: string,
  payload: Readonly<Record<string, unknown>>,
  sender: Account,
): Delivery | null {
  const installation = installationOf(host, repository);
  if (!installation || installation.suspendedAt) return null;
  return host.webhooks.send({ event, payload: { ...payload, ...surroundings(host, repository, sender) } });
}

export type PullAction = 'opened' | 'synchronize' | 'reopened' | 'ready_for_review' | 'converted_to_draft' | 'edited' | 'closed';

export function pullEvent(
  host: Host,
  pull: Pull,
  pullJson: Readonly<Record<string, unknown>>,
  action: PullAction,
  sender: Account,
  more: Readonly<Record<string, unknown>> = {},
): Delivery | null {
  const payload = { action, number: pull.number, pull_request: pullJson, ...more };
  return send(host, repositoryById(host, pull.repositoryId), 'pull_request', payload, sender);
}

/** A pull request is an issue to this event, told by its `pull_request`. */
export function issueCommentEvent(
  host: Host,
  pull: Pull,
  comment: IssueComment,
  action: 'created' | 'edited',
  sender: Account,
): Delivery | null {
  const { url, html_url, number, title, state, user } = pullShape(host, pull);
  const issue = { number, title, state, user, pull_request: { url, html_url } };
  const payload = { action, issue, comment: issueCommentShape(host, comment) };
  return send(host, repositoryById(host, pull.repositoryId), 'issue_comment', payload, sender);
}

export function checkRunEvent(
  host: Host,
  run: CheckRun,
  action: 'created' | 'completed' | 'rerequested',
  sender = appBot(host),
): Delivery | null {
  const suite = host.state.checkSuites.find((it) => it.id === run.suiteId);
  const shape = checkRunShape(host, run);
  const suiteShape = suite && checkSuiteShape(host, suite);
  const payload = { action, check_run: { ...shape, check_suite: { ...shape.check_suite, ...suiteShape } } };
  // `rerequested` reaches only the app that made the run.
  if (action === 'rerequested' && run.app.id !== host.app.id) return null;
  return send(host, repositoryById(host, run.repositoryId), 'check_run', payload, sender);
}

export function checkSuiteEvent(host: Host, suite: CheckSuite, action: 'requested' | 'rerequested', sender: Account): Delivery | null {
  return send(host, repositoryById(host, suite.repositoryId), 'check_suite', { action, check_suite: checkSuiteShape(host, suite) }, sender);
}

export async function mergeGroupEvent(
  host: Host,
  group: MergeGroup,
  action: 'checks_requested' | 'destroyed',
  sender: Account,
  reason?: 'merged' | 'invalidated' | 'dequeued',
): Promise<Delivery | null> {
  const repository = repositoryById(host, group.repositoryId);
  const commit = await host.store.readCommit(repository.directory, group.headSha);
  const payload = {
    action,
    ...(reason ? { reason } : {}),
    merge_group: {
      head_sha: group.headSha,
      head_ref: `refs/heads/${group.headRef}`,
      base_sha: group.baseSha,
      base_ref: `refs/heads/${group.baseRef}`,
      head_commit: commit && headCommitShape(commit),
    },
  };
  return send(host, repository, 'merge_group', payload, sender);
}

export function installationEvent(
  host: Host,
  installation: Installation,
  action: 'created' | 'deleted' | 'suspend' | 'unsuspend',
  sender: Account,
): Delivery | null {
  const covered = [...host.state.repositories.values()].filter(
    (it) => it.owner.id === installation.account.id && (installation.repositories === 'all' || installation.repositories.has(it.id)),
  );
  const repositories = covered.map((it) => ({
    id: it.id,
    node_id: nodeId('R', it.id),
    name: it.name,
    full_name: it.fullName,
    private: it.private,
  }));
  return host.webhooks.send({
    event: 'installation',
    payload: {
      action,
      installation: installationShape(host, installation),
      ...(action === 'created' || action === 'deleted' ? { repositories, requester: null } : {}),
      sender: accountShape(host, sender),
    },
  });
}

export function pingEvent(host: Host): Delivery | null {
  const { app } = host;
  const hook = {
    type: 'App',
    id: app.id,
    name: 'web',
    active: true,
    events: [...app.events],
    config: { content_type: 'json', insecure_ssl: '0', secret: '********', url: app.webhook.url },
    updated_at: timestamp(host),
    created_at: timestamp(host),
    app_id: app.id,
    deliveries_url: `${host.url}/app/hook/deliveries`,
  };
  return host.webhooks.send({ event: 'ping', payload: { zen: 'Design for failure.', hook_id: app.id, hook, app: appShape(host, app) } });
}
