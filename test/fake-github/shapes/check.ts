/** Check runs and suites as REST and webhooks show them. */
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Host, repositoryById } from '../host.ts';
import type { CheckConclusion, CheckRun, CheckStatus, CheckSuite, Pull } from '../state.ts';
import { appShape, nodeId } from './account.ts';
import { headCommitShape } from './commit.ts';

type CheckRunShape = RestEndpointMethodTypes['checks']['create']['response']['data'];

/** Pull requests from forks never appear in the events and answers of checks. */
function pullsOfHead(host: Host, repositoryId: number, sha: string): Pull[] {
  return host.state.pulls.filter(
    (pull) =>
      pull.state === 'open' && pull.head.sha === sha && pull.repositoryId === repositoryId && pull.head.repositoryId === repositoryId,
  );
}

function pullReferences(host: Host, repositoryId: number, sha: string): CheckRunShape['pull_requests'] {
  const repository = repositoryById(host, repositoryId);
  const url = `${host.url}/repos/${repository.fullName}`;
  const repo = { id: repository.id, url, name: repository.name };
  return pullsOfHead(host, repositoryId, sha).map((pull) => ({
    url: `${url}/pulls/${pull.number}`,
    id: pull.id,
    number: pull.number,
    head: { ref: pull.head.ref, sha: pull.head.sha, repo },
    base: { ref: pull.base.ref, sha: pull.base.sha, repo },
  }));
}

export function checkRunShape(host: Host, run: CheckRun): CheckRunShape {
  const repository = repositoryById(host, run.repositoryId);
  const url = `${host.url}/repos/${repository.fullName}/check-runs/${run.id}`;
  const html = `${host.url}/${repository.fullName}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: appShape(host, run.app),
    pull_requests: pullReferences(host, run.repositoryId, run.headSha),
  };
}

const rank: readonly CheckConclusion[] = ['action_required', 'cancelled', 'timed_out', 'failure', 'neutral', 'success', 'skipped'];

export function suiteOutcome(host: Host, suite: CheckSuite): { status: CheckStatus; conclusion: CheckConclusion | null; runs: CheckRun[] } {
  const runs = host.state.checkRuns.filter((run) => run.suiteId === suite.id);
  if (runs.length === 0) return { status: 'queued', conclusion: null, runs };
  if (runs.some((run) => run.status !== 'completed')) return { status: 'in_progress', conclusion: null, runs };
  const conclusions = runs.flatMap((run) => run.conclusion ?? []);
  return { status: 'completed', conclusion: rank.find((it) => conclusions.includes(it)) ?? null, runs };
}

export function checkSuiteShape(host: Host, suite: CheckSuite) {
  const repository = repositoryById(host, suite.repositoryId);
  const url = `${host.url}/repos/${repository.fullName}/check-suites/${suite.id}`;
  const { status, conclusion, runs } = suiteOutcome(host, suite);
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    head_commit: headCommitShape(suite.headCommit),
    status,
    conclusion,
    url,
    before: null,
    after: suite.headSha,
    pull_requests: pullReferences(host, suite.repositoryId, suite.headSha),
    app: appShape(host, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  };
}
