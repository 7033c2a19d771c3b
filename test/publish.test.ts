import { createHash, createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { checkNames, webhookPath } from '../src/github/names.ts';
import type { ReviewResult, ReviewRun } from '../src/github/runJob.ts';
import type { Finding } from '../src/model/finding.ts';
import { headTexts, textOf } from '../src/review/headTexts.ts';
import { type FakeGitHub, startFakeGitHub } from './fake-github/fakeGithub.ts';
import { type AppServer, startAppServer } from './support/appServer.ts';
import { check, finding, quiet } from './support/review.ts';

const secret = 'hook '.repeat(8);
// Every step starts git several times, which takes its time on a busy machine.
jest.setTimeout(60_000);

let github: FakeGitHub;
let server: AppServer;
const lines: string[] = [];
/** Called in the middle of every review. */
let meanwhile: (run: ReviewRun) => Promise<void> = async () => undefined;
let repositories = 0;
const many = { burst: 1000, perMinute: 1000 };

/** Every line that holds `eval` is a finding, so that tests say with a line what the engine would. */
async function findingsOf(run: ReviewRun, side: 'base' | 'head'): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const file of run.change.files) {
    const version = file[side];
    const text = version && (await textOf(run.change, version));
    for (const [at, line] of (text ?? '').split('\n').entries()) {
      if (!line.includes('eval')) continue;
      const fingerprint = createHash('sha256').update(line).digest('hex');
      const place = { startLine: at + 1, startColumn: 1, endLine: at + 1, endColumn: line.length + 1 };
      found.push(finding({ ...place, path: version!.path, fingerprint, trace: [], message: `finding in ${line}` }));
    }
  }
  return found;
}

async function reviewLines(run: ReviewRun): Promise<ReviewResult> {
  await meanwhile(run);
  const [base, head] = [await findingsOf(run, 'base'), await findingsOf(run, 'head')];
  const within = (list: Finding[]) => (one: Finding) => list.some(({ fingerprint }) => fingerprint === one.fingerprint);
  const introduced = head.filter((one) => !within(base)(one));
  const security = run.change.incomplete.length > 0 || introduced.length > 0 ? 'failure' : 'success';
  return {
    texts: headTexts(run.change),
    review: {
      ...quiet,
      repository: run.change.repository,
      base: run.change.base,
      head: run.change.head,
      introduced,
      fixed: base.filter((one) => !within(head)(one)),
      unchanged: head.filter(within(base)),
      incomplete: run.change.incomplete,
      conclusion: { security: run.draft ? 'neutral' : security, tdd: 'success' },
      blocking: introduced.map(({ fingerprint }) => fingerprint),
    },
  };
}

beforeAll(async () => {
  github = await startFakeGitHub();
  server = await startAppServer(
    github,
    {
      review: reviewLines,
      credentials: async () => ({ kind: 'off' }),
      checks: [check],
      write: (line) => lines.push(line),
      limits: { attempts: 2, firstPauseMs: 1, callPauseMs: 1, longestPauseMs: 1, finishMs: 20, writes: { all: many, content: many } },
    },
    secret,
  );
});

afterAll(async () => {
  await server.close();
  await github.close();
});

beforeEach(() => {
  meanwhile = async () => undefined;
  github.clearFaults();
});

const body = (...texts: string[]): string => `${texts.join('\n')}\n`;

/** A repository with a branch `topic` one commit ahead of `main`. */
async function repositoryWith(files: { main: Record<string, string>; topic: Record<string, string | null> }, owner = 'acme') {
  const name = `r${++repositories}`;
  await github.createRepository({ owner, name });
  const at = `${owner}/${name}`;
  await github.commitTo(at, 'main', { message: 'chore: start', files: files.main });
  await github.commitTo(at, 'topic', { message: 'feat: topic', files: files.topic, parents: ['main'] });
  return at;
}

function idOf(repository: string): number {
  return [...github.state.repositories.values()].find(({ fullName }) => fullName === repository)!.id;
}

/** The app's runs for a commit, by name and then in the order they were made. */
function runsOf(repository: string, sha: string) {
  const id = idOf(repository);
  const runs = github.state.checkRuns.filter(
    ({ repositoryId, headSha, app }) => repositoryId === id && headSha === sha && app.id === github.app.id,
  );
  const kinds = Object.values(checkNames) as string[];
  runs.sort((one, other) => kinds.indexOf(one.name) - kinds.indexOf(other.name));
  return runs.map(({ name, status, conclusion, annotations }) => [name, conclusion ?? status, annotations.length]);
}

function commentsOf(repository: string) {
  const id = idOf(repository);
  return github.state.comments
    .filter(({ repositoryId }) => repositoryId === id)
    .map(({ path, originalLine, body: text }) => [
      path,
      originalLine,
      /^\*\*(\w+)/.exec(text)?.[1],
      /finding in ([^`.\n]*)/.exec(text)?.[1]?.trim(),
    ]);
}

function callsSince(mark: number) {
  return github.requests.slice(mark).map(({ endpoint }) => endpoint!.replace('/repos/{owner}/{repo}', ''));
}

describe('a pull request', () => {
  test('gets two checks and one review; its fix turns the comment and opens the merge; nothing is repeated', async () => {
    const at = await repositoryWith({ main: { 'a.sh': body('one', 'two') }, topic: { 'a.sh': body('one', 'eval x', 'two') } });
    github.setRequiredChecks(at, 'main', [{ name: checkNames.security, appId: github.app.id }]);
    const mark = github.requests.length;
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    const first = pull.head.sha;
    expect(runsOf(at, first)).toEqual([
      [checkNames.security, 'failure', 1],
      [checkNames.tdd, 'success', 0],
    ]);
    expect(commentsOf(at)).toEqual([['a.sh', 2, 'High', 'eval x']]);
    const token = 'POST /app/installations/{installation_id}/access_tokens';
    const calls = callsSince(mark);
    expect(calls.filter((call) => call.includes('/blobs/') || call === token || call.includes('/contents/')).sort()).toEqual([
      'GET /contents/{path}',
      'GET /git/blobs/{file_sha}',
      'GET /git/blobs/{file_sha}',
      token,
      token,
    ]);
    expect(calls.filter((call) => !call.includes('/blobs/') && call !== token && !call.includes('/contents/')).sort()).toEqual([
      'GET /commits/{ref}/check-runs',
      'GET /compare/{basehead}',
      'GET /git/trees/{tree_sha}',
      'GET /git/trees/{tree_sha}',
      'GET /pulls/{pull_number}',
      'PATCH /check-runs/{check_run_id}',
      'PATCH /check-runs/{check_run_id}',
      'POST /check-runs',
      'POST /check-runs',
      'POST /pulls/{pull_number}/reviews',
    ]);
    expect((await github.mergeability(pull)).state).toBe('blocked');

    await github.commitTo(at, 'topic', {
      message: 'feat: more',
      files: { 'a.sh': body('zero', 'one', 'eval x', 'two'), 'b.sh': body('eval y') },
    });
    await server.settled();
    expect(commentsOf(at)).toEqual([
      ['a.sh', 2, 'High', 'eval x'],
      ['b.sh', 1, 'High', 'eval y'],
    ]);

    await github.commitTo(at, 'topic', { message: 'fix: it', files: { 'a.sh': body('one', 'two'), 'b.sh': body('y') } });
    await server.settled();
    const again = github.requests.length;
    await github.commitTo(at, 'topic', { message: 'fix: more', files: { 'b.sh': body('z') } });
    await server.settled();
    expect(commentsOf(at)).toEqual([
      ['a.sh', 2, 'Fixed', 'eval x'],
      ['b.sh', 1, 'Fixed', 'eval y'],
    ]);
    expect(callsSince(again).filter((call) => call.includes('/comments/') || call.includes('POST /pulls'))).toEqual([]);
    expect((await github.mergeability(pull)).state).toBe('clean');
    expect(github.state.reviews.filter(({ repositoryId }) => repositoryId === pull.repositoryId).length).toBe(2);
  });

  test('from a fork is read and reviewed, and both ways to ask again find it', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: {} });
    const fork = await github.fork(at, 'mallory');
    const sha = await github.commitTo(fork.fullName, 'work', { message: 'feat: x', files: { b: body('eval b') }, parents: ['main'] });
    await github.openPullRequest({ repository: at, head: `${fork.fullName}:work`, title: 't' });
    await server.settled();
    await github.rerequestCheckSuite(at, sha);
    await server.settled();
    github.rerequestCheckRun(github.state.checkRuns.find(({ headSha, app }) => headSha === sha && app.id === github.app.id)!.id);
    await server.settled();
    expect(runsOf(at, sha)).toEqual([
      // Annotations cannot be taken back, so a new run is made for a check that has some.
      [checkNames.security, 'failure', 1],
      [checkNames.security, 'failure', 1],
      [checkNames.security, 'failure', 1],
      [checkNames.tdd, 'success', 0],
    ]);
    expect(commentsOf(at)).toEqual([['b', 1, 'High', 'eval b']]);
  });

  test('a push during the review cancels it; a new base and a draft are reviewed anew, a closed one is not', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('eval a') } });
    await github.commitTo(at, 'other', { message: 'chore: other', files: { a: body('eval a') }, parents: ['main'] });
    let pushed = '';
    meanwhile = async () => {
      meanwhile = async () => undefined;
      pushed = await github.commitTo(at, 'topic', { message: 'fix: a', files: { a: body('b'), b: body('eval b') } });
      await github.settled();
    };
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    const first = pull.head.sha;
    await server.settled();
    expect([runsOf(at, first), runsOf(at, pushed)]).toEqual([
      [
        [checkNames.security, 'cancelled', 0],
        [checkNames.tdd, 'cancelled', 0],
      ],
      [
        [checkNames.security, 'failure', 1],
        [checkNames.tdd, 'success', 0],
      ],
    ]);
    await github.updatePullRequest(pull, { draft: true });
    await server.settled();
    expect(
      runsOf(at, pushed)
        .filter(([name]) => name === checkNames.security)
        .at(-1),
    ).toEqual([checkNames.security, 'neutral', 1]);
    const mark = github.requests.length;
    await github.updatePullRequest(pull, { body: 'other words' });
    await server.settled();
    expect(callsSince(mark)).toEqual([]);
    await github.updatePullRequest(pull, { base: 'other' });
    await server.settled();
    expect(callsSince(mark).length).toBeGreaterThan(0);
    meanwhile = async () => {
      await github.updatePullRequest(pull, { state: 'closed' });
      await github.settled();
    };
    await github.updatePullRequest(pull, { draft: false });
    await server.settled();
    expect(
      runsOf(at, pushed)
        .filter(([name]) => name === checkNames.security)
        .at(-1),
    ).toEqual([checkNames.security, 'cancelled', 0]);
  });

  test('delivered again unchanged is not reviewed again, until it is closed and opened or asked for', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('eval a') } });
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    const { event, payload } = github.state.deliveries.findLast((one) => one.event === 'pull_request')!;
    const runs = () => runsOf(at, pull.head.sha).filter(([name]) => name === checkNames.security).length;
    const counts = [runs()];
    for (const action of ['synchronize', 'opened', 'ready_for_review']) {
      github.deliver({ event, payload: { ...JSON.parse(payload), action } });
      await server.settled();
      counts.push(runs());
    }
    await github.updatePullRequest(pull, { state: 'closed' });
    await github.updatePullRequest(pull, { state: 'open' });
    await server.settled();
    counts.push(runs());
    await github.rerequestCheckSuite(at, pull.head.sha);
    await server.settled();
    counts.push(runs());
    expect(counts).toEqual([1, 1, 1, 1, 2, 3]);
  });

  test('closed at any moment leaves no check in progress', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('b') } });
    for (const calls of [0, 3, 5, 8]) {
      const sha = await github.commitTo(at, 'topic', { message: `feat: ${calls}`, files: { a: body(`${calls}`) } });
      const mark = github.requests.length;
      const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
      while (github.requests.length < mark + calls) await new Promise((resolve) => setImmediate(resolve));
      await github.updatePullRequest(pull, { state: 'closed' });
      await server.settled();
      expect([calls, runsOf(at, sha).filter(([, conclusion]) => conclusion === 'in_progress')]).toEqual([calls, []]);
    }
  });

  test('with more findings than a request or a review takes loses none', async () => {
    const many = Array.from({ length: 120 }, (_, i) => `eval ${i}`);
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body(...many) } });
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    expect(runsOf(at, pull.head.sha)[0]).toEqual([checkNames.security, 'failure', 120]);
    expect(commentsOf(at).length).toBe(25);
    const patches = github.requests.filter(
      ({ endpoint, body: sent }) => endpoint?.startsWith('PATCH /repos/{owner}/{repo}/check-runs') && JSON.stringify(sent).includes('eval'),
    );
    const sent = patches.map(({ body: patch }) => patch as { conclusion?: string; output: { annotations: unknown[] } });
    expect(sent.slice(-3).map(({ conclusion, output }) => [conclusion, output.annotations.length])).toEqual([
      [undefined, 50],
      [undefined, 50],
      ['failure', 20],
    ]);
  });

  test('whose review GitHub refuses keeps the comments that its own diff shows', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('eval a') } });
    github.fail({ method: 'POST', path: /\/reviews$/, fault: { kind: 'status', status: 422 } });
    await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    expect(commentsOf(at)).toEqual([['a', 1, 'High', 'eval a']]);
  });

  test('does not pass through another one with the same head, until that is closed', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('eval a') } });
    await github.commitTo(at, 'ready', { message: 'feat: a', files: {}, parents: ['topic'] });
    await github.commitTo(at, 'topic', { message: 'feat: b', files: { b: body('b') }, parents: ['ready'] });
    const blocked = await github.openPullRequest({ repository: at, head: 'topic', title: 'into main' });
    const innocent = await github.openPullRequest({ repository: at, head: 'topic', base: 'ready', title: 'into ready' });
    const sha = blocked.head.sha;
    const verdict = () =>
      runsOf(at, sha)
        .filter(([name]) => name === checkNames.security)
        .map(([, conclusion]) => conclusion);
    await server.settled();
    expect(verdict()).toEqual(['failure', 'failure']);
    const lastRunOf = (number: number) =>
      github.state.checkRuns.findLast(
        ({ repositoryId, externalId }) => repositoryId === idOf(at) && externalId.startsWith(`portcullis:pull:${number}:`),
      )!;
    github.rerequestCheckRun(lastRunOf(blocked.number).id);
    await server.settled();
    expect(verdict()).toEqual(['failure', 'failure', 'failure']);
    await github.updatePullRequest(blocked, { state: 'closed' });
    github.rerequestCheckRun(lastRunOf(innocent.number).id);
    await server.settled();
    expect(verdict().at(-1)).toBe('success');
    const held = github.state.checkRuns.filter(({ title }) => title?.startsWith('Held back'));
    expect(held.map(({ title, externalId }) => [title, externalId])).toEqual([
      [`Held back by #${blocked.number}, which has the same head`, `portcullis:pull:${innocent.number}:success`],
    ]);
  });

  test('ignores the marker in a comment of someone else', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('b') } });
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    const [owner, repo] = at.split('/');
    github.addCollaborator(at, 'ada', 'write');
    const forged = `<!-- portcullis:fp=${createHash('sha256').update('eval a').digest('hex')} -->`;
    const answer = await fetch(`${github.url}/repos/${owner}/${repo}/pulls/${pull.number}/comments`, {
      method: 'POST',
      headers: { authorization: `token ${github.userToken('ada')}`, 'user-agent': 'x', 'content-type': 'application/json' },
      body: JSON.stringify({ body: forged, commit_id: pull.head.sha, path: 'a', line: 1, side: 'RIGHT' }),
    });
    expect(answer.status).toBe(201);
    await github.commitTo(at, 'topic', { message: 'feat: a', files: { a: body('eval a') } });
    await server.settled();
    expect(commentsOf(at)).toEqual([
      ['a', 1, undefined, undefined],
      ['a', 1, 'High', 'eval a'],
    ]);
  });
});

describe('when GitHub fails', () => {
  test.each<[string, Parameters<FakeGitHub['fail']>[0]]>([
    ['an outage while reading', { path: /\/compare\//, times: 3, fault: { kind: 'status', status: 502 } }],
    ['a connection cut while concluding', { method: 'PATCH', path: /\/check-runs\//, fault: { kind: 'lost-answer' } }],
    ['a review whose answer was lost', { method: 'POST', path: /\/reviews$/, fault: { kind: 'lost-answer' } }],
    ['a secondary limit', { method: 'POST', path: /\/check-runs$/, fault: { kind: 'secondary-limit', retryAfter: 0 } }],
    ['a blob behind an outage', { path: /\/git\/blobs\//, times: 3, fault: { kind: 'reset' } }],
    ['a token that was revoked', { path: /\/compare\//, fault: { kind: 'status', status: 401 } }],
  ])('%s is survived, and nothing is said twice', async (_name, rule) => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body(`eval ${repositories}`) } });
    github.fail(rule);
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    const latest = new Map(runsOf(at, pull.head.sha).map(([name, conclusion]) => [name, conclusion]));
    expect([Object.fromEntries(latest), commentsOf(at).length]).toEqual([
      { [checkNames.security]: 'failure', [checkNames.tdd]: 'success' },
      1,
    ]);
  });

  test('for good, the checks say so and do not pass, and the delivery may come again', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('b') } });
    github.fail({ path: /\/compare\//, times: 6, fault: { kind: 'status', status: 502, message: 'text of the server' } });
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    expect(runsOf(at, pull.head.sha)).toEqual([
      [checkNames.security, 'action_required', 0],
      [checkNames.tdd, 'action_required', 0],
    ]);
    const run = github.state.checkRuns.find(
      ({ repositoryId, headSha }) => repositoryId === pull.repositoryId && headSha === pull.head.sha,
    )!;
    expect(run.summary).toBe(
      'This change was not reviewed: GitHub or the network failed (502). Ask for the check again once that is mended.',
    );
    const delivery = github.state.deliveries.find(
      ({ event, payload }) => event === 'pull_request' && JSON.stringify(payload).includes(pull.head.sha),
    )!;
    github.redeliver(delivery);
    await server.settled();
    expect(runsOf(at, pull.head.sha)).toEqual([
      [checkNames.security, 'success', 0],
      [checkNames.tdd, 'success', 0],
    ]);
  });

  test("the owner's floor, out of reach, keeps the review from passing", async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('b') } }, 'strict');
    github.fail({ path: /\/repos\/strict\/\.github\/contents\//, times: 9, fault: { kind: 'status', status: 403 } });
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    expect(runsOf(at, pull.head.sha).map(([, conclusion]) => conclusion)).toEqual(['action_required', 'action_required']);
  });

  test('nothing of a token, a key or a payload is in the log', () => {
    const text = lines.join('');
    expect(text).toContain('job given up');
    expect([/ghs_/, /PRIVATE KEY/, /eyJ/, /pull_request":/].filter((pattern) => pattern.test(text))).toEqual([]);
  });
});

describe('elsewhere', () => {
  test('a merge group gets its checks and no comments', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('eval a') } });
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    const group = await github.enqueue(pull);
    await server.settled();
    expect(runsOf(at, group.headSha)).toEqual([
      [checkNames.security, 'failure', 1],
      [checkNames.tdd, 'success', 0],
    ]);
    expect(commentsOf(at).length).toBe(1);
  });

  test('an installation reviews what is open already', async () => {
    const at = 'early/r';
    await github.createRepository({ owner: 'early', name: 'r', installed: false });
    await github.commitTo(at, 'main', { message: 'chore: start', files: { a: body('a') } });
    const sha = await github.commitTo(at, 'topic', { message: 'feat: b', files: { a: body('b') }, parents: ['main'] });
    await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await server.settled();
    expect(runsOf(at, sha)).toEqual([]);
    github.install('early');
    await server.settled();
    expect(runsOf(at, sha).map(([, conclusion]) => conclusion)).toEqual(['success', 'success']);
  });

  test('a repository added to an installation has its open pull requests reviewed', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('b') } });
    const { id: installation } = github.state.installations.find(({ account }) => account.login === 'acme')!;
    github.app.setWebhook({ url: null });
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    github.app.setWebhook({ url: server.url + webhookPath });
    const [, name] = at.split('/');
    const repositories_added = [{ id: idOf(at), name, full_name: at }];
    github.deliver({
      event: 'installation_repositories',
      payload: { action: 'added', installation: { id: installation }, repositories_added },
    });
    await server.settled();
    expect(runsOf(at, pull.head.sha).map(([, conclusion]) => conclusion)).toEqual(['success', 'success']);
  });

  const of = { repository: { id: 1, name: 'r', owner: { login: 'acme' } }, installation: { id: 1 }, canary: 'payload-canary' };
  const pull = { number: 1, state: 'open', head: { sha: 'a'.repeat(40) }, base: { sha: 'b'.repeat(40), ref: 'main' } };
  test.each<[string, object, number]>([
    ['__proto__', { ...of, action: 'opened' }, 202],
    ['constructor', of, 202],
    ['ping', { zen: 'x' }, 202],
    ['pull_request', { ...of, action: '__proto__', pull_request: null }, 202],
    ['pull_request', { ...of, action: { a: 1 } }, 202],
    ['pull_request', { ...of, action: 'opened', pull_request: { ...pull, head: undefined } }, 400],
    ['pull_request', { ...of, action: 'opened', pull_request: { ...pull, base: null } }, 400],
    ['pull_request', { ...of, action: 'edited', pull_request: pull }, 400],
    ['pull_request', { ...of, action: 'closed', repository: undefined, pull_request: pull }, 400],
    ['pull_request', { ...of, action: 'opened', installation: 'payload-canary', pull_request: pull }, 400],
    ['check_run', { ...of, action: 'rerequested', check_run: {} }, 400],
    ['check_suite', { ...of, action: 'rerequested' }, 400],
    ['merge_group', { ...of, action: 'checks_requested', merge_group: [] }, 400],
    ['installation', { ...of, action: 'created', repositories: [{ id: 1 }] }, 400],
    ['installation_repositories', { ...of, action: 'added', installation: undefined }, 400],
  ])('a signed delivery that makes no sense is answered and forgotten: %s %j', async (event, payload, status) => {
    const text = JSON.stringify(payload);
    const answer = await fetch(server.url + webhookPath, {
      method: 'POST',
      body: text,
      headers: {
        'x-github-event': event,
        'x-github-delivery': randomUUID(),
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
        'content-type': 'application/json',
      },
    });
    const mark = github.requests.length;
    await server.settled();
    expect([answer.status, callsSince(mark), lines.join('').includes('canary')]).toEqual([status, [], false]);
  });

  test('a server that is stopped says so on the checks it leaves', async () => {
    const at = await repositoryWith({ main: { a: body('a') }, topic: { a: body('b') } });
    const reached = new Promise<void>((resolve) => {
      meanwhile = ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          resolve();
        });
    });
    const pull = await github.openPullRequest({ repository: at, head: 'topic', title: 't' });
    await reached;
    await server.close();
    expect(runsOf(at, pull.head.sha)).toEqual([
      [checkNames.security, 'cancelled', 0],
      [checkNames.tdd, 'cancelled', 0],
    ]);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });
});
