/** What GitHub has recorded of commits: the same runs that a person sees there, in bounded calls, and what was left out is said. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from '../src/github/client.ts';
import { checkNames } from '../src/github/names.ts';
import { readRuns } from '../src/github/readRuns.ts';
import type { TestRun } from '../src/model/change.ts';
import { type FakeGitHub, startFakeGitHub } from './fake-github/fakeGithub.ts';

const settings = { checks: [], keys: [] };
const repository = 'acme/runs';
let github: FakeGitHub;
let made = 0;

beforeAll(async () => {
  github = await startFakeGitHub();
  await github.createRepository({ owner: 'acme', name: 'runs' });
  await github.commitTo(repository, 'main', { message: 'chore: start', files: { 'a.txt': 'a\n' } });
});
afterAll(() => github.close());

const commit = () => github.commitTo(repository, 'main', { message: `test: step ${++made}`, files: { 'a.txt': `${made}\n` } });
const client = () => createClient({ apiUrl: github.url, token: github.userToken('acme'), firstPauseMs: 1, longestPauseMs: 1 });
const read = (shas: readonly string[], budget?: number) =>
  readRuns(
    client(),
    { owner: 'acme', repo: 'runs' },
    shas.map((sha) => ({ sha })),
    settings,
    { budget },
  );
const short = (runs: readonly TestRun[] | undefined) =>
  runs?.map(({ kind, name, outcome, ended }) => `${kind} ${name}: ${outcome}, ${ended}`);

describe('recorded runs', () => {
  test('are those of all apps but ours, and statuses, each with how it ended', async () => {
    const sha = await commit();
    const conclusions = ['success', 'failure', 'cancelled', 'skipped', 'neutral', 'timed_out', 'action_required'] as const;
    for (const conclusion of conclusions) await github.createForeignCheckRun(repository, sha, { name: `test ${conclusion}`, conclusion });
    await github.createForeignCheckRun(repository, sha, { name: 'test running' });
    const ours = { id: github.app.id, slug: 'portcullis', name: 'Portcullis' };
    await github.createForeignCheckRun(repository, sha, { name: checkNames.tdd, conclusion: 'failure', app: ours });
    for (const state of ['success', 'failure', 'error', 'pending'] as const)
      github.createStatus(repository, sha, { context: `ci/${state}`, state });
    github.createStatus(repository, sha, { context: 'ci/pending', state: 'success' });
    const { bySha, problems } = await read([sha]);
    expect([short(bySha.get(sha)), problems]).toEqual([
      [
        'check-run test success: passed, passed',
        'check-run test failure: failed, failed',
        'check-run test cancelled: inconclusive, was cancelled',
        'check-run test skipped: inconclusive, was skipped',
        'check-run test neutral: inconclusive, ended as neutral',
        'check-run test timed_out: inconclusive, timed out',
        'check-run test action_required: inconclusive, waits for an action',
        'check-run test running: inconclusive, is still running',
        'status ci/success: passed, passed',
        'status ci/failure: failed, failed',
        'status ci/error: inconclusive, ended in an error',
        'status ci/pending: inconclusive, is still running',
        'status ci/pending: passed, passed',
      ],
      [],
    ]);
  });

  test('say what failed, where they are runs of tests, and no more than a bounded text', async () => {
    const sha = await commit();
    const annotation = (message: string) =>
      ({ path: 'test/a.test.js', start_line: 3, end_line: 3, annotation_level: 'failure', message, title: 'adds' }) as const;
    const notice = { ...annotation('a notice'), annotation_level: 'notice' as const };
    const output = {
      title: '1 of 2 failed',
      summary: 'passed: keeps\nfailed: adds',
      annotations: [annotation('expected 1'), annotation('x'.repeat(5000)), notice],
    };
    for (const name of ['test', 'lint']) await github.createForeignCheckRun(repository, sha, { name, conclusion: 'failure', output });
    const before = github.requests.length;
    const says = (await read([sha])).bySha.get(sha)!.map((run) => run.says);
    expect(says).toEqual([
      [
        '1 of 2 failed',
        'failed: adds',
        'test/a.test.js:3 adds: expected 1',
        expect.stringMatching(/^test\/a\.test\.js:3 adds: x{400,500}$/),
      ],
      [],
    ]);
    expect(github.requests.slice(before).map(({ endpoint }) => endpoint!.split('/').at(-1))).toEqual([
      'check-runs',
      'statuses',
      'annotations',
    ]);
  });

  test('are read over several pages', async () => {
    const sha = await commit();
    for (let at = 0; at < 130; at++) await github.createForeignCheckRun(repository, sha, { name: `test ${at}`, conclusion: 'success' });
    expect((await read([sha])).bySha.get(sha)!.map(({ name }) => name)).toEqual(Array.from({ length: 130 }, (_, at) => `test ${at}`));
  });

  test('are no statuses that the author of the pull request set by hand, unless the configuration names them', async () => {
    const sha = await commit();
    github.createStatus(repository, sha, { context: 'unit tests', state: 'failure', by: 'mallory' });
    github.createStatus(repository, sha, { context: 'tests', state: 'success' });
    const place = { owner: 'acme', repo: 'runs' };
    const { data } = await client().rest.repos.listCommitStatusesForRef({ ...place, ref: sha });
    const id = data.find(({ creator }) => creator?.login === 'mallory')!.creator!.id;
    const read = (checks: readonly string[], author: number | null) =>
      readRuns(client(), place, [{ sha }], { checks, keys: [] }, { author });
    const of = async (checks: readonly string[], author: number | null) => {
      const { bySha, problems } = await read(checks, author);
      return [short(bySha.get(sha)), problems];
    };
    const [unit, tests] = ['status unit tests: failed, failed', 'status tests: passed, passed'];
    expect([await of([], id), await of(['unit*'], id), await of([], null)]).toEqual([
      [
        [tests],
        [
          `The status \`unit tests\` of commit ${sha.slice(0, 7)} was set by the author of the pull request, so it counts only where \`tdd.evidence.checks\` names it.`,
        ],
      ],
      [[unit, tests], []],
      [[unit, tests], []],
    ]);
  });

  test('are asked for in the order given, as far as the budget goes', async () => {
    const shas = [await commit(), await commit(), await commit()];
    const before = github.requests.length;
    const { bySha, problems } = await read(shas, 4);
    expect([[...bySha.keys()], problems, github.requests.length - before]).toEqual([
      shas.slice(0, 2),
      ['The runs of 1 commit were not asked for: at most 4 calls are made for them in a review.'],
      4,
    ]);
  });

  test('lack what GitHub does not give, which is said', async () => {
    const [sha, other] = [await commit(), await commit()];
    await github.createForeignCheckRun(repository, other, { name: 'test', conclusion: 'success' });
    github.fail({ method: 'GET', path: /\/statuses$/, fault: { kind: 'status', status: 403 }, times: 1 });
    const denied = await read([sha, other]);
    expect([[...denied.bySha.values()].map(short), denied.problems]).toEqual([
      [[], ['check-run test: passed, passed']],
      ['Commit statuses could not be read (403): the app needs the permission "Commit statuses: read" to count them.'],
    ]);
    github.clearFaults();
    const gone = await read(['f'.repeat(40), other]);
    expect([[...gone.bySha.values()].map(short), gone.problems]).toEqual([
      [['check-run test: passed, passed']],
      [`GitHub does not give the runs of commit ${'f'.repeat(7)} (422).`],
    ]);
    github.fail({ method: 'GET', path: /\/check-runs$/, fault: { kind: 'status', status: 500 }, times: 9 });
    await expect(read([sha])).rejects.toMatchObject({ status: 500 });
    github.clearFaults();
  });
});
