import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Octokit } from '@octokit/rest';
import { routes } from './fake-github/endpoints/routes.ts';
import { type FakeGitHub, startFakeGitHub } from './fake-github/fakeGithub.ts';
import { openapiSlice } from './fake-github/validation.ts';
import { isSignedWith, startWebhookReceiver } from './support/webhookReceiver.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const repo = { owner: 'acme', repo: 'widgets' };
let time = Date.parse('2026-11-01T00:00:00Z');
let github: FakeGitHub;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let secondAttempt = false;

const client = (auth?: string) => new Octokit({ auth, baseUrl: github.url, log });

async function installationClient(scope: { permissions?: Record<string, 'read' | 'write'>; repositories?: string[] } = {}) {
  const app = client(github.app.jwt());
  const { data } = await app.apps.getRepoInstallation(repo);
  const token = await app.apps.createInstallationAccessToken({ installation_id: data.id, ...scope });
  return client(token.data.token);
}

/** What became of a request that is meant to be refused. */
async function outcome(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'accepted',
    (error: { status?: number; response?: { data: { message: string; errors?: unknown } } }) => {
      const { message, errors } = error.response?.data ?? { message: String(error) };
      return errors ? [error.status, message, errors] : [error.status, message];
    },
  );
}

/** Lines `1` to `count`, with some replaced. */
const lines = (count: number, changed: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: count }, (_, index) => `${changed[index + 1] ?? index + 1}\n`).join('');

beforeAll(async () => {
  receiver = await startWebhookReceiver(({ payload }) => {
    const failing = payload.action === 'converted_to_draft' && !secondAttempt;
    if (failing) secondAttempt = true;
    return failing ? 500 : 202;
  });
  github = await startFakeGitHub({ now: () => time, app: { webhookUrl: receiver.url } });
  await github.createRepository({ owner: 'acme', name: 'widgets' });
  await github.createRepository({ owner: 'acme', name: 'vault', private: true });
  await github.commitTo('acme/widgets', 'main', { message: 'chore: start', files: { 'a.txt': lines(30), 'dir/b.txt': 'b\n' } });
});

afterAll(async () => {
  await receiver.close();
  await github.close();
});

test('an app signs in with its key, and tokens reach no further than they were asked for', async () => {
  const app = client(github.app.jwt());
  const seconds = Math.floor(time / 1000);
  const { data: installation } = await app.apps.getRepoInstallation(repo);
  const id = { installation_id: installation.id };
  const token = (await app.apps.createInstallationAccessToken({ ...id, repositories: ['widgets'], permissions: { contents: 'read' } }))
    .data;
  const narrow = client(token.token);
  expect({
    app: (await app.apps.getAuthenticated()).data?.slug,
    form: /^ghs_4711_[\w-]+\.[\w-]+\.[\w-]+$/.test(token.token),
    token: { ...token, token: '', repositories: token.repositories?.map((it) => it.full_name) },
    reads: (await narrow.repos.get(repo)).data.full_name,
    otherPermission: await outcome(narrow.checks.create({ ...repo, name: 'x', head_sha: '0'.repeat(40) })),
    otherRepository: await outcome(narrow.repos.get({ owner: 'acme', repo: 'vault' })),
    tooMuch: await outcome(app.apps.createInstallationAccessToken({ ...id, permissions: { contents: 'write' } })),
    unknownRepository: await outcome(app.apps.createInstallationAccessToken({ ...id, repositories: ['nothing'] })),
    expired: await outcome(client(github.app.jwt({ iat: seconds - 700, exp: seconds - 10 })).apps.getAuthenticated()),
    tooLong: await outcome(client(github.app.jwt({ exp: seconds + 700 })).apps.getAuthenticated()),
    otherApp: await outcome(client(github.app.jwt({ iss: 1 })).apps.getAuthenticated()),
    otherKey: await outcome(client(`${github.app.jwt().slice(0, -8)}AAAAAAAA`).apps.getAuthenticated()),
  }).toEqual({
    app: 'portcullis',
    form: true,
    token: {
      token: '',
      expires_at: '2026-11-01T01:00:00Z',
      permissions: { metadata: 'read', contents: 'read' },
      repository_selection: 'selected',
      repositories: ['acme/widgets'],
    },
    reads: 'acme/widgets',
    otherPermission: [403, 'Resource not accessible by integration'],
    otherRepository: [404, 'Not Found'],
    tooMuch: [422, 'The permissions requested are not granted to this installation.'],
    unknownRepository: [422, 'There is at least one repository that does not exist or is not accessible to the parent installation.'],
    expired: [401, "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"],
    tooLong: [401, "'Expiration time' claim ('exp') is too far in the future"],
    otherApp: [401, 'Integration not found'],
    otherKey: [401, 'A JSON web token could not be decoded'],
  });
  time += 3_600_001;
  expect(await outcome(narrow.repos.get(repo))).toEqual([401, 'Bad credentials']);
});

test('a fork is compared with its base, trees and blobs are real, odd names and modes included', async () => {
  await github.fork('acme/widgets', 'mallory');
  const target = await github.commit('acme/widgets', { message: 'elsewhere' });
  const head = await github.commitTo('mallory/widgets', 'topic', {
    message: 'feat: odd\n\nbody',
    parents: ['main'],
    files: {
      'dir/b.txt': null,
      'dir/c.txt': 'b\n',
      'line\nbreak "quoted".sh': { mode: '100755', content: 'exit\n' },
      link: { mode: '120000', content: 'dir/c.txt' },
      sub: { mode: '160000', content: target },
    },
  });
  const octokit = await installationClient();
  const { data } = await octokit.repos.compareCommitsWithBasehead({ ...repo, basehead: 'main...mallory:topic' });
  const { data: tree } = await octokit.git.getTree({ ...repo, tree_sha: head, recursive: '1' });
  const blob = tree.tree.find((it) => it.path?.startsWith('line'));
  const { data: file } = await octokit.git.getBlob({ ...repo, file_sha: blob?.sha ?? '' });
  const contents = await octokit.repos.getContent({ ...repo, path: 'link', ref: head });
  const main = await octokit.git.getCommit({ ...repo, commit_sha: data.merge_base_commit.sha });
  expect({
    compare: {
      status: data.status,
      ahead: data.ahead_by,
      base: main.data.message,
      commits: data.commits.map((it) => [it.sha, it.commit.message]),
    },
    files: data.files?.map((it) => [it.status, it.filename, it.previous_filename]),
    tree: tree.tree.map((it) => [it.mode, it.type, it.path]),
    blob: Buffer.from(file.content, 'base64').toString(),
    followed: contents.data,
  }).toEqual({
    compare: { status: 'ahead', ahead: 1, base: 'chore: start', commits: [[head, 'feat: odd\n\nbody']] },
    files: [
      ['renamed', 'dir/c.txt', 'dir/b.txt'],
      ['added', 'line\nbreak "quoted".sh', undefined],
      ['added', 'link', undefined],
      ['added', 'sub', undefined],
    ],
    tree: [
      ['100644', 'blob', 'a.txt'],
      ['040000', 'tree', 'dir'],
      ['100644', 'blob', 'dir/c.txt'],
      ['100755', 'blob', 'line\nbreak "quoted".sh'],
      ['120000', 'blob', 'link'],
      ['160000', 'commit', 'sub'],
    ],
    blob: 'exit\n',
    followed: expect.objectContaining({ type: 'file', path: 'dir/c.txt', content: 'Ygo=' }),
  });
  github.limits.treeEntries = 2;
  const { data: cut } = await octokit.git.getTree({ ...repo, tree_sha: head, recursive: '1' });
  github.limits.treeEntries = 100_000;
  expect([cut.truncated, cut.tree.length]).toEqual([true, 2]);
});

test('a pull request opens, moves, changes its base and closes; each event is signed and can be sent again', async () => {
  await github.settled();
  receiver.received.length = 0;
  const first = await github.commitTo('acme/widgets', 'story', { message: 'one', parents: ['main'], files: { 's.txt': 'one\n' } });
  await github.push('acme/widgets', 'release', first);
  const pull = await github.openPullRequest({ repository: 'acme/widgets', head: 'story', title: 'Story' });
  const second = await github.commitTo('acme/widgets', 'story', { message: 'two', files: { 's.txt': 'two\n' } });
  await github.updatePullRequest(pull, { base: 'release' });
  await github.updatePullRequest(pull, { draft: true });
  await github.settled();
  const app = client(github.app.jwt());
  const failed = (await app.apps.listWebhookDeliveries({ status: 'failure' })).data;
  await app.apps.redeliverWebhookDelivery({ delivery_id: failed[0]?.id ?? 0 });
  await github.settled();
  await github.updatePullRequest(pull, { state: 'closed' });
  await github.settled();
  const events = receiver.received.filter((it) => it.headers['x-github-event'] === 'pull_request');
  const guids = events.map((it) => it.headers['x-github-delivery']);
  const { data } = await (await installationClient()).pulls.get({ ...repo, pull_number: pull.number });
  expect({
    actions: events.map(({ payload }) => payload.action).sort(),
    signed: events.every((it) => isSignedWith(github.app.webhookSecret, it)),
    surroundings: Object.keys(events[0]?.payload ?? {}).sort(),
    synchronize: events.map(({ payload }) => [payload.before, payload.after]).find(([before]) => before),
    changes: events.map(({ payload }) => payload.changes).find(Boolean),
    failed: failed.map((it) => [it.event, it.action, it.status_code, it.guid]),
    distinct: new Set(guids).size,
    pull: [data.state, data.draft, data.head.sha, data.base.ref, data.commits, data.changed_files],
    asInstallation: await outcome((await installationClient()).apps.listWebhookDeliveries()),
  }).toEqual({
    actions: ['closed', 'converted_to_draft', 'converted_to_draft', 'edited', 'opened', 'synchronize'],
    signed: true,
    surroundings: ['action', 'installation', 'number', 'organization', 'pull_request', 'repository', 'sender'],
    synchronize: [first, second],
    changes: { base: { ref: { from: 'main' }, sha: { from: expect.any(String) } } },
    failed: [['pull_request', 'converted_to_draft', 500, guids.find((it, index) => guids.indexOf(it) !== index)]],
    distinct: 5,
    pull: ['closed', true, second, 'release', 1, 1],
    asInstallation: [401, 'A JSON web token could not be decoded'],
  });
});

test('a review stands on lines of the diff or not at all, and its comments follow their lines', async () => {
  await github.commitTo('acme/widgets', 'review', {
    message: 'change',
    parents: ['main'],
    files: { 'a.txt': lines(30, { 10: 'ten', 20: 'twenty' }) },
  });
  const pull = await github.openPullRequest({ repository: 'acme/widgets', head: 'review', title: 'Review' });
  const octokit = await installationClient();
  const place = { ...repo, pull_number: pull.number };
  const review = (comments: { path: string; body: string; line: number; side?: string; start_line?: number }[]) =>
    octokit.pulls.createReview({ ...place, commit_id: pull.head.sha, event: 'COMMENT', body: 'Look', comments });
  const comment = { path: 'a.txt', body: 'here' };
  const refused = {
    outside: await outcome(
      review([
        { ...comment, line: 10 },
        { ...comment, line: 1 },
      ]),
    ),
    otherFile: await outcome(review([{ ...comment, path: 'dir/b.txt', line: 1 }])),
    acrossHunks: await outcome(review([{ ...comment, line: 20, start_line: 10 }])),
  };
  expect({ refused, stored: github.state.comments.length }).toEqual({
    refused: {
      outside: [422, 'Unprocessable Entity', ['Line could not be resolved']],
      otherFile: [422, 'Unprocessable Entity', ['Path could not be resolved']],
      acrossHunks: [422, 'Unprocessable Entity', ['Start line must be part of the same hunk as the line and precede it']],
    },
    stored: 0,
  });
  expect(github.acknowledgeViolations()).toHaveLength(3);
  expect(await outcome(review(Array(61).fill({ ...comment, line: 10 })))).toEqual([
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  ]);
  const { data } = await review([
    { ...comment, line: 10 },
    { ...comment, line: 20, start_line: 19 },
    { ...comment, line: 10, side: 'LEFT' },
  ]);
  await github.commitTo('acme/widgets', 'review', {
    message: 'more',
    files: { 'a.txt': `zero\n${lines(30, { 10: 'changed', 20: 'twenty' })}` },
  });
  const [outdated] = github.state.comments;
  await octokit.pulls.updateReviewComment({ ...repo, comment_id: outdated?.id ?? 0, body: 'fixed' });
  const comments = await octokit.paginate(octokit.pulls.listReviewComments, { ...place, per_page: 2 });
  expect({
    review: [data.user?.login, data.user?.type, data.state],
    comments: comments.map((it) => [it.body, it.side, it.start_line, it.line, it.original_line, it.diff_hunk.split('\n').at(-1)]),
  }).toEqual({
    review: ['portcullis[bot]', 'Bot', 'COMMENTED'],
    comments: [
      ['fixed', 'RIGHT', null, null, 10, '+ten'],
      ['here', 'RIGHT', 20, 21, 20, '+twenty'],
      ['here', 'LEFT', null, 10, 10, '-10'],
    ],
  });
});

test('check runs gather annotations, are asked for again, and guard the merge', async () => {
  await github.commitTo('acme/widgets', 'guarded', { message: 'feat', parents: ['main'], files: { 'g.txt': 'g\n' } });
  const pull = await github.openPullRequest({ repository: 'acme/widgets', head: 'guarded', title: 'Guarded' });
  github.setRequiredChecks('acme/widgets', 'main', [{ name: 'security', appId: github.app.id }]);
  const octokit = await installationClient();
  const user = client(github.userToken('acme'));
  const merge = () => outcome(user.pulls.merge({ ...repo, pull_number: pull.number }));
  const sha = pull.head.sha;
  const steps: Record<string, unknown> = { missing: await merge() };
  await github.createForeignCheckRun('acme/widgets', sha, { name: 'security', conclusion: 'success' });
  steps.forged = await merge();
  const { data: run } = await octokit.checks.create({ ...repo, name: 'security', head_sha: sha, status: 'in_progress' });
  steps.pending = await merge();
  const annotation = { path: 'g.txt', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'bad' } as const;
  const update = (conclusion: 'failure' | 'neutral', count: number) =>
    octokit.checks.update({
      ...repo,
      check_run_id: run.id,
      status: 'completed',
      conclusion,
      output: { title: 't', summary: 's', annotations: Array(count).fill(annotation) },
    });
  await update('failure', 50);
  steps.failing = await merge();
  await update('neutral', 1);
  github.rerequestCheckRun(run.id);
  await github.settled();
  const asked = receiver.received.map((it) => it.payload).find((it) => it.action === 'rerequested');
  const annotations = await octokit.paginate(octokit.checks.listAnnotations, { ...repo, check_run_id: run.id, per_page: 100 });
  const listed = await octokit.checks.listForRef({ ...repo, ref: sha, check_name: 'security' });
  steps.withToken = await outcome(octokit.pulls.merge({ ...repo, pull_number: pull.number }));
  steps.neutral = await merge();
  expect({
    ...steps,
    asked,
    annotations: annotations.length,
    listed: listed.data.check_runs.map((it) => [it.app?.slug, it.conclusion]),
  }).toEqual({
    missing: [405, 'Required status check "security" is expected.'],
    forged: [405, 'Required status check "security" is expected.'],
    pending: [405, 'Required status check "security" is pending.'],
    failing: [405, 'Required status check "security" is failing.'],
    withToken: [403, 'Resource not accessible by integration'],
    neutral: 'accepted',
    asked: expect.objectContaining({
      check_run: expect.objectContaining({ id: run.id, pull_requests: [expect.objectContaining({ number: pull.number })] }),
    }),
    annotations: 51,
    listed: [
      ['portcullis', 'neutral'],
      ['github-actions', 'success'],
    ],
  });
  const shown = await github.conversation(pull);
  expect({
    commits: shown.commits.map((it) => it.commit.message),
    diff: shown.diff.map((it) => [it.path, it.hunks.map((hunk) => hunk.lines)]),
    checks: shown.checks.map((it) => [it.app.slug, it.name, it.conclusion]),
    merge: shown.merge.reasons,
    merged: (await github.readFile('acme/widgets', 'main', 'g.txt'))?.toString(),
  }).toEqual({
    commits: ['feat'],
    diff: [['g.txt', [['+g']]]],
    checks: [
      ['github-actions', 'security', 'success'],
      ['portcullis', 'security', 'neutral'],
    ],
    merge: ['Pull Request is not mergeable'],
    merged: 'g\n',
  });
});

test('the merge queue asks for checks of its own commit, and checks of forks name no pull request', async () => {
  const head = await github.commitTo('mallory/widgets', 'queued', { message: 'feat', parents: ['main'], files: { 'q.txt': 'q\n' } });
  const pull = await github.openPullRequest({ repository: 'acme/widgets', head: 'mallory/widgets:queued', title: 'Queued' });
  const octokit = await installationClient();
  const group = await github.enqueue(pull);
  const conclude = (sha: string, conclusion: 'success') => octokit.checks.create({ ...repo, name: 'security', head_sha: sha, conclusion });
  const ofFork = (await conclude(head, 'success')).data;
  await conclude(group.headSha, 'success');
  await github.settled();
  const merged = await github.finishMergeGroup(group);
  await github.settled();
  const events = receiver.received.filter((it) => it.headers['x-github-event'] === 'merge_group').map((it) => it.payload);
  const suite = github.state.checkSuites.find((it) => it.id === ofFork.check_suite?.id);
  expect({ merged, events, fork: [ofFork.pull_requests, suite?.headBranch], pull: [pull.state, pull.merged] }).toEqual({
    merged: { merged: true, sha: group.headSha },
    events: [
      expect.objectContaining({
        action: 'checks_requested',
        merge_group: expect.objectContaining({ head_sha: group.headSha, base_sha: group.baseSha, base_ref: 'refs/heads/main' }),
      }),
      expect.objectContaining({ action: 'destroyed', reason: 'merged' }),
    ],
    fork: [[], null],
    pull: ['closed', true],
  });
});

test('a wrong request is refused, recorded, and fails the test that sent it', async () => {
  const own = await startFakeGitHub();
  await own.createRepository({ owner: 'acme', name: 'widgets' });
  const sha = await own.commitTo('acme/widgets', 'main', { message: 'start', files: { a: 'a' } });
  const app = new Octokit({ auth: own.app.jwt(), baseUrl: own.url, log });
  const [installation] = own.state.installations;
  const { data } = await app.apps.createInstallationAccessToken({ installation_id: installation?.id ?? 0 });
  const octokit = new Octokit({ auth: data.token, baseUrl: `${own.url}/api/v3`, log });
  const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'm' };
  const run = (more: object) =>
    outcome(octokit.request('POST /repos/{owner}/{repo}/check-runs', { ...repo, name: 'n', head_sha: sha, ...more }));
  const output = (more: object) => run({ output: { title: 't', summary: 's', ...more } });
  const status = async (work: Promise<unknown>) => [await work].flat()[0];
  const statuses = [
    await status(output({ annotations: Array(51).fill(annotation) })),
    await status(output({ summary: 'x'.repeat(65_536) })),
    await status(output({ annotations: [{ ...annotation, end_line: 2, start_column: 1 }] })),
    await status(output({ annotations: [{ ...annotation, start_line: 0 }] })),
    await status(output({ annotations: [{ ...annotation, title: 'x'.repeat(256) }] })),
    await status(run({ status: 'completed' })),
    await status(run({ conclussion: 'success' })),
    await status(run({ actions: [{ label: 'x'.repeat(21), description: 'd', identifier: 'i' }] })),
    await status(
      outcome(
        octokit.pulls.createReview({
          ...repo,
          pull_number: 1,
          event: 'COMMENT',
          comments: [{ path: 'a', body: 'b', line: 1, side: 'MIDDLE' }],
        }),
      ),
    ),
    await status(outcome(octokit.repos.get({ ...repo, unknown: 'x' }))),
    await status(outcome(octokit.repos.listCommits({ ...repo, author: 'ada' }))),
    await status(outcome(octokit.request('GET /repos/{owner}/{repo}/tarball', repo))),
  ];
  expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 404]);
  const problems = own.violations.map((it) => it.replace(/^.*?\): /, ''));
  expect(problems).toEqual([
    'body/output/annotations must NOT have more than 50 items',
    'body/output/summary must NOT have more than 65535 characters',
    'body.output.annotations[0] has columns, which need start_line = end_line',
    'body.output.annotations[0].start_line counts from 1',
    'body.output.annotations[0].title is longer than 255 characters',
    'body.status is completed without a conclusion',
    'body must not hold the unknown property `conclussion`',
    'body/actions/0/label must NOT have more than 20 characters',
    'body.comments[0].side must be LEFT or RIGHT',
    'query parameter unknown is unknown to this endpoint',
    'query parameter author is not implemented by the local GitHub',
    'the local GitHub has no such endpoint',
  ]);
  await expect(own.close()).rejects.toThrow('received 12 wrong request(s)');
});

test('failures on demand: an error, a limit, a blob gone, an answer lost', async () => {
  const octokit = await installationClient();
  const { data: branch } = await octokit.repos.getContent({ ...repo, path: 'dir/b.txt' });
  const sha = 'sha' in branch ? branch.sha : '';
  const blob = () => outcome(octokit.git.getBlob({ ...repo, file_sha: sha }));
  github.fail({ fault: { kind: 'status', status: 502 }, path: /\/git\/blobs\//, times: 2 });
  github.fail({ fault: { kind: 'status', status: 404, message: 'Not Found' }, path: new RegExp(`blobs/${sha}$`) });
  github.fail({ fault: { kind: 'secondary-limit', retryAfter: 7 }, method: 'POST' });
  github.fail({ fault: { kind: 'lost-answer' }, method: 'POST' });
  const create = () => outcome(octokit.checks.create({ ...repo, name: 'lost', head_sha: github.state.pulls[0]?.head.sha ?? '' }));
  const results = [await blob(), await blob(), await blob(), await blob(), await create(), await create(), await create()];
  expect({ results, runs: github.state.checkRuns.filter((it) => it.name === 'lost').length }).toEqual({
    results: [
      [502, 'Injected 502'],
      [502, 'Injected 502'],
      [404, 'Not Found'],
      'accepted',
      [403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'],
      [500, expect.any(String)],
      'accepted',
    ],
    runs: 2,
  });
});

test('a webhook that is not answered in time, or by nobody, is a failed delivery', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const own = await startFakeGitHub({ limits: { webhookTimeoutMs: 20 } });
  own.app.setWebhook({ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` });
  own.ping();
  await own.settled();
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
  own.ping();
  await own.settled();
  expect(own.state.deliveries.map((it) => [it.status, it.statusCode])).toEqual([
    ['timed out', 0],
    ['failed to connect to host', 0],
  ]);
  await own.close();
});

test('a repository on this machine becomes one of the local GitHub, and pages stand beside the API', async () => {
  const hooks = await startWebhookReceiver();
  const own = await startFakeGitHub({
    app: { webhookUrl: hooks.url },
    limits: { contentPerMinute: 1 },
    routes: (_, url) => (url.pathname === '/acme/copy/pull/1' ? { body: `<p>${own.state.pulls.length}</p>` } : null),
  });
  const source = github.state.repositories.values().next().value?.directory ?? '';
  const copied = { owner: 'acme', name: 'copy', directory: `test/../${relative(process.cwd(), source)}` };
  await own.importRepository({ ...copied, branches: { main: 'main~1', topic: 'main' }, installed: false });
  const installation = own.install('acme', { repositories: ['copy'] });
  const pull = await own.openPullRequest({ repository: 'acme/copy', head: 'topic', title: 'Copied' });
  const app = new Octokit({ auth: own.app.jwt(), baseUrl: own.url, log });
  const { data } = await app.apps.createInstallationAccessToken({ installation_id: installation.id });
  const octokit = new Octokit({ auth: data.token, baseUrl: own.url, log });
  const create = () => outcome(octokit.checks.create({ owner: 'acme', repo: 'copy', name: 'n', head_sha: pull.head.sha }));
  const results = [await create(), await create()];
  const unknown = own.importRepository({ ...copied, name: 'other', branches: { main: 'nowhere' } });
  await expect(unknown).rejects.toThrow(/nowhere/);
  const page = await fetch(`${own.url}/acme/copy/pull/1`);
  own.ping();
  await own.settled();
  expect({
    files: (await octokit.pulls.listFiles({ owner: 'acme', repo: 'copy', pull_number: 1 })).data.map((it) => it.filename),
    results,
    page: [page.headers.get('content-type'), await page.text()],
    events: hooks.received.map((it) => [it.headers['x-github-event'], it.payload.action]).sort(),
    selected: data.repositories?.map((it) => it.name),
  }).toEqual({
    files: ['q.txt'],
    results: ['accepted', [403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.']],
    page: ['text/html; charset=utf-8', '<p>1</p>'],
    events: [
      ['check_run', 'created'],
      ['installation', 'created'],
      ['ping', undefined],
      ['pull_request', 'opened'],
    ],
    selected: ['copy'],
  });
  await hooks.close();
  await own.close();
});

test('a check suite tells its commit and its repository, and a repository all its addresses', async () => {
  const octokit = await installationClient();
  const [suite] = github.state.checkSuites;
  const { data } = await octokit.checks.getSuite({ ...repo, check_suite_id: suite?.id ?? 0 });
  const { data: full } = await octokit.repos.get(repo);
  expect({
    suite: [data.head_commit.id, data.head_commit.message, data.repository.full_name],
    addresses: Object.keys(full).filter((it) => it.endsWith('_url')).length,
  }).toEqual({ suite: [suite?.headSha, 'chore: start', 'acme/widgets'], addresses: 42 });
});

test('the description holds exactly the endpoints that are answered', () => {
  expect(Object.keys(openapiSlice().endpoints)).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
});
