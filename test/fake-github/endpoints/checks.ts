/** Check runs, their annotations, their suites. */

import { type Host, timestamp } from '../host.ts';
import { latestRuns } from '../mergeability.ts';
import { checkRunEvent } from '../payloads.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type ApiRequest, paginate, paging, type Reply, type Route, readId } from '../route.ts';
import { checkRunShape, checkSuiteShape } from '../shapes/check.ts';
import { repositoryShape } from '../shapes/repository.ts';
import type { AppIdentity, CheckRun, CheckSuite, Repository } from '../state.ts';
import { commitOr422 } from './gitData.ts';

/** The part of a body that create and update share, after validation. */
export interface CheckBody {
  readonly name?: string;
  readonly head_sha?: string;
  readonly details_url?: string;
  readonly external_id?: string;
  readonly status?: CheckRun['status'];
  readonly started_at?: string;
  readonly conclusion?: NonNullable<CheckRun['conclusion']>;
  readonly completed_at?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary: string;
    readonly text?: string;
    readonly annotations?: readonly (Pick<
      CheckRun['annotations'][number],
      'path' | 'start_line' | 'end_line' | 'annotation_level' | 'message'
    > &
      Partial<CheckRun['annotations'][number]>)[];
  };
  readonly actions?: CheckRun['actions'];
}

export async function suiteFor(host: Host, repository: Repository, app: AppIdentity, sha: string): Promise<CheckSuite> {
  const known = host.state.checkSuites.find((it) => it.repositoryId === repository.id && it.app.id === app.id && it.headSha === sha);
  if (known) return known;
  const [branch = null] = await host.store.branchesAt(repository.directory, sha);
  const headCommit = await host.store.readCommit(repository.directory, sha);
  if (!headCommit) throw new Error(`${repository.fullName} has no commit ${sha} to check.`);
  const now = timestamp(host);
  const suite: CheckSuite = {
    id: host.nextId(),
    repositoryId: repository.id,
    app,
    headSha: sha,
    headCommit,
    headBranch: branch,
    createdAt: now,
    updatedAt: now,
  };
  host.state.checkSuites.push(suite);
  return suite;
}

function apply(host: Host, run: CheckRun, body: CheckBody): void {
  run.name = body.name ?? run.name;
  run.detailsUrl = body.details_url ?? run.detailsUrl;
  run.externalId = body.external_id ?? run.externalId;
  run.startedAt = body.started_at ?? run.startedAt;
  run.actions = body.actions ?? run.actions;
  const status = body.conclusion ? 'completed' : (body.status ?? run.status);
  // A run that starts again has no conclusion any more.
  if (status !== 'completed') [run.conclusion, run.completedAt] = [null, null];
  run.status = status;
  run.conclusion = body.conclusion ?? run.conclusion;
  if (status === 'completed') run.completedAt = body.completed_at ?? run.completedAt ?? timestamp(host);
  if (!body.output) return;
  run.title = body.output.title ?? run.title;
  run.summary = body.output.summary;
  run.text = body.output.text ?? run.text;
  for (const it of body.output.annotations ?? []) {
    run.annotations.push({
      path: it.path,
      start_line: it.start_line,
      end_line: it.end_line,
      start_column: it.start_column ?? null,
      end_column: it.end_column ?? null,
      annotation_level: it.annotation_level,
      title: it.title ?? null,
      message: it.message,
      raw_details: it.raw_details ?? null,
    });
  }
}

const runsPerName = 1000;

export async function addCheckRun(host: Host, repository: Repository, app: AppIdentity, sha: string, body: CheckBody): Promise<CheckRun> {
  const suite = await suiteFor(host, repository, app, sha);
  const run: CheckRun = {
    id: host.nextId(),
    repositoryId: repository.id,
    suiteId: suite.id,
    app,
    name: body.name ?? '',
    headSha: sha,
    externalId: '',
    detailsUrl: null,
    status: 'queued',
    conclusion: null,
    startedAt: timestamp(host),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  apply(host, run, body);
  const same = host.state.checkRuns.filter((it) => it.suiteId === suite.id && it.name === run.name);
  if (same.length >= runsPerName) {
    const oldest = host.state.checkRuns.indexOf(same[0] ?? run);
    host.state.checkRuns.splice(oldest, 1);
  }
  host.state.checkRuns.push(run);
  checkRunEvent(host, run, 'created');
  if (run.status === 'completed') checkRunEvent(host, run, 'completed');
  return run;
}

async function create(request: ApiRequest): Promise<Reply> {
  const { host, repository, caller } = request;
  if (caller.kind !== 'installation') throw new Refusal(403, 'You must authenticate via a GitHub App.');
  const body = request.body as CheckBody;
  const sha = await commitOr422(request, body.head_sha ?? '');
  const run = await addCheckRun(host, repository, host.app, sha, body);
  return { status: 201, body: checkRunShape(host, run) };
}

function runOr404(request: ApiRequest): CheckRun {
  const found = request.host.state.checkRuns.find(
    (it) => it.id === readId(request, 'check_run_id') && it.repositoryId === request.repository.id,
  );
  if (!found) throw notFound();
  return found;
}

function update(request: ApiRequest): Reply {
  const { host } = request;
  const run = runOr404(request);
  if (run.app.id !== host.app.id)
    throw new Refusal(403, `Invalid app_id \`${host.app.id}\` - check run can only be modified by the GitHub App that created it.`);
  const before = run.status;
  apply(host, run, request.body as CheckBody);
  if (run.status === 'completed' && before !== 'completed') checkRunEvent(host, run, 'completed');
  return { status: 200, body: checkRunShape(host, run) };
}

function listed(request: ApiRequest, path: string, runs: readonly CheckRun[]): Reply {
  const { query, host } = request;
  const [name, status, app] = [query.get('check_name'), query.get('status'), query.get('app_id')];
  const matching = runs
    .filter(
      (it) =>
        (name === null || it.name === name) && (status === null || it.status === status) && (app === null || String(it.app.id) === app),
    )
    .reverse();
  return paginate(request, path, matching, (page) => ({
    total_count: matching.length,
    check_runs: page.map((it) => checkRunShape(host, it)),
  }));
}

async function listForRef(request: ApiRequest): Promise<Reply> {
  const { host, repository, query } = request;
  const sha = await commitOr422(request, request.params.ref ?? '');
  const path = `/repos/${repository.fullName}/commits/${sha}/check-runs`;
  if (query.get('filter') !== 'all') return listed(request, path, latestRuns(host, repository, sha));
  const all = host.state.checkRuns.filter((it) => it.repositoryId === repository.id && it.headSha === sha);
  return listed(request, path, all);
}

function suiteOr404(request: ApiRequest): CheckSuite {
  const found = request.host.state.checkSuites.find(
    (it) => it.id === readId(request, 'check_suite_id') && it.repositoryId === request.repository.id,
  );
  if (!found) throw notFound();
  return found;
}

async function suitesForRef(request: ApiRequest): Promise<Reply> {
  const { host, repository, query } = request;
  const sha = await commitOr422(request, request.params.ref ?? '');
  const app = query.get('app_id');
  const suites = host.state.checkSuites.filter(
    (it) => it.repositoryId === repository.id && it.headSha === sha && (app === null || String(it.app.id) === app),
  );
  return paginate(request, `/repos/${repository.fullName}/commits/${sha}/check-suites`, suites, (page) => ({
    total_count: suites.length,
    check_suites: page.map((it) => ({ ...checkSuiteShape(host, it), repository: repositoryShape(host, repository) })),
  }));
}

const repo = '/repos/{owner}/{repo}';
const filters = ['check_name', 'status', 'filter', ...paging];

export const checkRoutes: readonly Route[] = [
  { method: 'POST', path: `${repo}/check-runs`, access: ['checks', 'write'], handle: create },
  { method: 'PATCH', path: `${repo}/check-runs/{check_run_id}`, access: ['checks', 'write'], handle: update },
  {
    method: 'GET',
    path: `${repo}/check-runs/{check_run_id}`,
    access: ['checks', 'read'],
    handle: (request) => ({ status: 200, body: checkRunShape(request.host, runOr404(request)) }),
  },
  {
    method: 'GET',
    path: `${repo}/check-runs/{check_run_id}/annotations`,
    access: ['checks', 'read'],
    query: paging,
    handle: (request) => {
      const run = runOr404(request);
      const place = `${request.host.url}/${request.repository.fullName}/blob/${run.headSha}`;
      return paginate(request, `/repos/${request.repository.fullName}/check-runs/${run.id}/annotations`, run.annotations, (page) =>
        page.map((it) => ({ ...it, blob_href: `${place}/${it.path.split('/').map(encodeURIComponent).join('/')}` })),
      );
    },
  },
  {
    method: 'GET',
    path: `${repo}/commits/{ref}/check-runs`,
    access: ['checks', 'read'],
    query: [...filters, 'app_id'],
    handle: listForRef,
  },
  {
    method: 'GET',
    path: `${repo}/commits/{ref}/check-suites`,
    access: ['checks', 'read'],
    query: ['app_id', ...paging],
    handle: suitesForRef,
  },
  {
    method: 'GET',
    path: `${repo}/check-suites/{check_suite_id}`,
    access: ['checks', 'read'],
    handle: (request) => {
      const { host, repository } = request;
      return { status: 200, body: { ...checkSuiteShape(host, suiteOr404(request)), repository: repositoryShape(host, repository) } };
    },
  },
  {
    method: 'GET',
    path: `${repo}/check-suites/{check_suite_id}/check-runs`,
    access: ['checks', 'read'],
    query: filters,
    handle: (request) => {
      const suite = suiteOr404(request);
      const all = request.host.state.checkRuns.filter((it) => it.suiteId === suite.id);
      return listed(request, `/repos/${request.repository.fullName}/check-suites/${suite.id}/check-runs`, all);
    },
  },
];
