/** Issue 6 on the local GitHub: what recorded runs make of a pull request, from the webhook to the check run. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { createCredentialSearch } from '../src/cli/credentials.ts';
import { createReviewer } from '../src/cli/reviewer.ts';
import { checkNames } from '../src/github/names.ts';
import type { ReviewRun } from '../src/github/runJob.ts';
import type { TddReport } from '../src/model/review.ts';
import { type AnalyzerPool, createPool } from '../src/sandbox/pool.ts';
import { type FakeGitHub, startFakeGitHub } from './fake-github/fakeGithub.ts';
import type { Association, Pull } from './fake-github/state.ts';
import { type AppServer, startAppServer } from './support/appServer.ts';

jest.setTimeout(60_000);

let github: FakeGitHub;
let pool: AnalyzerPool;
let server: AppServer;
let made = 0;
/** By head, the last report on it. */
const reports = new Map<string, TddReport>();
/** By head, what is known of the pull request around the commits. */
const contexts = new Map<string, ReviewRun['tdd']>();

beforeAll(async () => {
  github = await startFakeGitHub();
  pool = createPool({ children: 1, spare: false });
  const review = createReviewer(pool, 1);
  server = await startAppServer(github, {
    review: async (run) => {
      const result = await review(run);
      reports.set(run.change.head, result.review.tdd);
      contexts.set(run.change.head, run.tdd);
      return result;
    },
    credentials: createCredentialSearch(pool, 1),
    checks,
    write: () => {},
    limits: { finishMs: 1000 },
  });
});

afterAll(async () => {
  await server.close();
  await pool.close();
  await github.close();
});

interface Step {
  readonly message: string;
  readonly files: Readonly<Record<string, string>>;
  readonly ci?: (repository: string, sha: string) => unknown;
}

const head = "import { test } from 'node:test';\nimport assert from 'node:assert';\n";
const cartTest = `${head}import { total } from '../src/cart.js';\n`;
const red = (ci?: Step['ci'], body = 'assert.equal(total([1, 2]), 3);'): Step => ({
  message: 'test: a cart has a total (RED)',
  files: { 'test/cart.test.js': `${cartTest}test('adds what it holds', () => {\n  ${body}\n});\n` },
  ...(ci && { ci }),
});
const green = (ci?: Step['ci']): Step => ({
  message: 'feat: a cart has a total (GREEN)',
  files: { 'src/cart.js': 'export function total(items) {\n  return items.reduce((sum, item) => sum + item, 0);\n}\n' },
  ...(ci && { ci }),
});

type Conclusion = Parameters<FakeGitHub['createForeignCheckRun']>[2]['conclusion'];

const ran =
  (conclusion: Conclusion, name = 'test', says = ''): Step['ci'] =>
  (repository, sha) =>
    github.createForeignCheckRun(repository, sha, {
      name,
      conclusion,
      ...(says && {
        output: {
          title: name,
          summary: '1 failed',
          annotations: [{ path: 'test/cart.test.js', start_line: 4, end_line: 4, annotation_level: 'failure' as const, message: says }],
        },
      }),
    });

async function write(repository: string, branch: string, from: string, steps: readonly Step[]): Promise<string[]> {
  const shas: string[] = [];
  for (const { message, files, ci } of steps) {
    const sha = await github.commit(repository, { message, files, parents: [shas.at(-1) ?? from] });
    await ci?.(repository, sha);
    shas.push(sha);
  }
  await github.push(repository, branch, shas.at(-1)!);
  return shas;
}

interface Opened {
  readonly pull: Pull;
  readonly repository: string;
  readonly shas: readonly string[];
}

async function open(
  steps: readonly Step[],
  {
    config = '',
    title = 'feat: a cart',
    association,
    from,
  }: { config?: string; title?: string; association?: Association; from?: 'fork' } = {},
): Promise<Opened> {
  const name = `e${++made}`;
  const repository = `acme/${name}`;
  await github.createRepository({ owner: 'acme', name });
  await github.commitTo(repository, 'main', {
    message: 'chore: start',
    files: { 'package.json': '{ "type": "module" }\n', ...(config && { '.github/portcullis.yml': config }) },
  });
  const written = from ? (await github.fork(repository, 'zoe')).fullName : repository;
  const shas = await write(written, 'topic', 'main', steps);
  const head = from ? `${written}:topic` : 'topic';
  const pull = await github.openPullRequest({ repository, head, title, ...(association && { association }) });
  await server.settled();
  return { pull, repository, shas };
}

const tddRun = ({ repositoryId }: Pull, sha: string) =>
  github.state.checkRuns.findLast((run) => run.repositoryId === repositoryId && run.headSha === sha && run.name === checkNames.tdd)!;

/** The verdict on each cycle, the ids of the violations, the evidence of each commit. */
function judged({ pull, shas }: Opened, head = shas.at(-1)!) {
  const report = reports.get(head)!;
  return {
    conclusion: tddRun(pull, head).conclusion,
    cycles: report.cycles.map(({ verdict }) => verdict),
    violations: report.violations.map(({ id }) => id),
    evidence: report.commits.map(({ evidence }) => evidence),
  };
}

const strict = 'tdd:\n  mode: strict\n';

describe('recorded runs of a pull request', () => {
  test('prove it: its RED failed and its GREEN passed', async () => {
    const opened = await open([red(ran('failure', 'test', 'adds what it holds: total is not a function')), green(ran('success'))], {
      config: strict,
    });
    expect(judged(opened)).toEqual({ conclusion: 'success', cycles: ['proven'], violations: [], evidence: ['E3', 'E3'] });
    expect(reports.get(opened.shas[1]!)!.commits[0]!.proof).toContain(
      'The check `test` failed at this commit, and names a test or a file of this RED.',
    );
  });

  test('prove it as statuses, too', async () => {
    const status =
      (state: 'failure' | 'success'): Step['ci'] =>
      (repository, sha) =>
        github.createStatus(repository, sha, { context: 'tdd / tests', state });
    const opened = await open([red(status('failure')), green(status('success'))], { config: strict });
    expect(judged(opened)).toMatchObject({ conclusion: 'success', cycles: ['proven'], violations: [] });
  });

  test.each<[what: string, steps: readonly Step[]]>([
    ['there are none', [red(), green()]],
    ['they were cancelled and skipped', [red(ran('cancelled')), green(ran('skipped'))]],
    ['another job failed', [red(ran('failure', 'lint')), green(ran('success'))]],
  ])('leave it labelled only where %s', async (_, steps) => {
    const opened = await open(steps);
    expect(judged(opened)).toMatchObject({ conclusion: 'success', cycles: ['labelled only'], violations: [] });
  });

  test('are against it where its RED passed, or its GREEN failed', async () => {
    const passed = await open([red(ran('success')), green(ran('success'))], { config: strict });
    expect(judged(passed)).toMatchObject({ conclusion: 'failure', cycles: ['contradicted'], violations: ['tdd/red-not-failing'] });
    const failed = await open([red(ran('failure')), green(ran('failure'))]);
    expect(judged(failed)).toMatchObject({ conclusion: 'neutral', cycles: ['contradicted'], violations: ['tdd/green-not-passing'] });
  });
});

describe('the pull request around the commits', () => {
  test.each<[Association, boolean]>([
    ['FIRST_TIME_CONTRIBUTOR', true],
    ['FIRST_TIMER', true],
    ['NONE', true],
    ['CONTRIBUTOR', false],
    ['COLLABORATOR', false],
    ['MEMBER', false],
  ])('tells of %s in a fork whether it is a first contribution: %s', async (association, isNewcomer) => {
    const { shas } = await open([red(), green()], { association, from: 'fork' });
    expect(contexts.get(shas[1]!)).toEqual({ title: 'feat: a cart', isNewcomer, override: null });
  });

  // GitHub calls it NONE where a membership is private or a mail address belongs to no account.
  test.each<Association>(['NONE', 'FIRST_TIME_CONTRIBUTOR'])(
    'whoever may push a branch here is no newcomer, though GitHub says %s',
    async (association) => {
      const opened = await open([green()], { association, config: 'tdd:\n  mode: labels\n' });
      expect([contexts.get(opened.shas[0]!)!.isNewcomer, judged(opened).conclusion]).toEqual([false, 'failure']);
    },
  );

  test('a first contribution is advised where the mode blocks, and the check says why; `same` ends that', async () => {
    const first = { association: 'FIRST_TIME_CONTRIBUTOR', from: 'fork' } as const;
    const advised = await open([green()], { ...first, config: 'tdd:\n  mode: labels\n' });
    const same = await open([green()], { ...first, config: 'tdd:\n  mode: labels\n  newcomers: same\n' });
    const told = [advised, same].map((opened) => {
      const { summary } = tddRun(opened.pull, opened.shas[0]!);
      const { mode, modeReason } = reports.get(opened.shas[0]!)!;
      return { ...judged(opened), mode, modeReason, isReasonShown: summary!.includes('The author contributes here for the first time') };
    });
    const verdict = { cycles: ['incomplete'], violations: ['tdd/missing-red'], evidence: ['E0'] };
    const modeReason = 'The author contributes here for the first time, so the mode is `advisory` and not `labels` (`tdd.newcomers`).';
    expect(told).toEqual([
      { ...verdict, conclusion: 'neutral', mode: 'advisory', modeReason, isReasonShown: true },
      { ...verdict, conclusion: 'failure', mode: 'labels', modeReason: null, isReasonShown: false },
    ]);
  });

  test('a title that a squash would make a RED is told, and again once it is changed', async () => {
    const opened = await open([red(), green()], { title: 'test: a cart has a total (RED)' });
    expect(reports.get(opened.shas[1]!)!.violations.length + reports.get(opened.shas[1]!)!.notes.length).toBeGreaterThan(0);
    await github.updatePullRequest(opened.pull, { title: 'feat: a cart has a total' });
    await server.settled();
    const report = reports.get(opened.shas[1]!)!;
    expect([report.violations, judged(opened).conclusion]).toEqual([[], 'success']);
  });

  test('a merge group passes: its commits were judged at the pull request', async () => {
    const opened = await open([red(), green()], { config: 'tdd:\n  mode: labels\n' });
    const group = await github.enqueue(opened.pull);
    await server.settled();
    const { conclusion, title } = tddRun(opened.pull, group.headSha);
    expect([conclusion, title]).toEqual(['success', 'judged at each pull request of the group']);
  });

  test('of three hundred commits, all are judged', async () => {
    const steps = Array.from({ length: 150 }, (_, at): Step[] => [
      {
        message: `test: step ${at} (RED)`,
        files: { 'test/a.test.js': `${head}import { a } from '../src/a.js';\ntest('is ${at}', () => assert.equal(a, ${at}));\n` },
      },
      { message: `feat: step ${at} (GREEN)`, files: { 'src/a.js': `export const a = ${at};\n` } },
    ]).flat();
    const opened = await open(steps, { config: 'tdd:\n  mode: labels\n' });
    const report = reports.get(opened.shas.at(-1)!)!;
    expect([report.commits.map(({ sha }) => sha), report.cycles.length, judged(opened).conclusion]).toEqual([opened.shas, 150, 'success']);
    expect(report.remarks).toContain('The runs of 240 commits were not asked for: at most 120 calls are made for them in a review.');
  });
});

describe('a rewritten history', () => {
  test('keeps the evidence of a commit whose change is the same, push after push', async () => {
    const opened = await open([red(ran('failure')), green(ran('success'))], { config: strict });
    const [oldRed, oldGreen] = opened.shas;
    const { repository } = opened;
    await github.commitTo(repository, 'main', { message: 'docs: more', files: { 'README.md': 'more\n' } });
    for (const message of ['docs: first', 'docs: second']) {
      const before: Step = { message, files: { 'NOTES.md': `${message}\n` } };
      const shas = await write(repository, 'topic', 'main', [before, red(), green()]);
      await server.settled();
      const told = judged({ ...opened, shas });
      expect(told).toEqual({ conclusion: 'success', cycles: ['proven'], violations: [], evidence: [null, 'E3', 'E3'] });
      expect(reports.get(shas[2]!)!.remarks).toContain(
        `History was rewritten: RED at ${oldRed!.slice(0, 7)} had evidence E3; the same change is now ${shas[1]!.slice(0, 7)}.`,
      );
      expect(reports.get(shas[2]!)!.remarks).toContain(
        `History was rewritten: GREEN at ${oldGreen!.slice(0, 7)} had evidence E3; the same change is now ${shas[2]!.slice(0, 7)}.`,
      );
    }
  });

  test('does not keep it for another change, nor take it from a run that is not ours', async () => {
    const opened = await open([red(ran('failure')), green(ran('success'))]);
    const shas = await write(opened.repository, 'topic', 'main', [red(undefined, 'assert.equal(total([2, 2]), 4);'), green()]);
    await server.settled();
    expect(judged({ ...opened, shas }).evidence).toEqual([expect.not.stringMatching('E3'), 'E3']);
    const forged = await open([red(), green()]);
    const text = tddRun(opened.pull, opened.shas[1]!).text!;
    await github.createForeignCheckRun(forged.repository, forged.shas[1]!, {
      name: checkNames.tdd,
      conclusion: 'success',
      output: { title: 'x', summary: 'x', text },
    });
    const next = await write(forged.repository, 'topic', 'main', [{ message: 'docs: x', files: { 'x.md': 'x' } }, red(), green()]);
    await server.settled();
    expect(judged({ ...forged, shas: next }).evidence).not.toContain('E3');
  });
});

describe('/portcullis override tdd', () => {
  const config = 'tdd:\n  mode: labels\n';
  const answers = (pull: Pull) =>
    github.state.issueComments.filter(({ pullNumber, repositoryId, user }) => {
      return pullNumber === pull.number && repositoryId === pull.repositoryId && user.login === `${github.app.slug}[bot]`;
    });
  async function blocked(more: string = '') {
    const opened = await open([green()], { config: config + more });
    const roles = { mara: 'maintain', adam: 'admin', will: 'write', ada: 'admin' } as const;
    for (const [login, role] of Object.entries(roles)) github.addCollaborator(opened.repository, login, role);
    expect(judged(opened).conclusion).toBe('failure');
    const say = async (author: string, body: string, how: { edited?: boolean; isBot?: boolean } = {}) => {
      github.commentOn(opened.pull, { author, body, ...how });
      await server.settled();
    };
    return { ...opened, say };
  }

  test.each(['mara', 'adam'])('of %s lets this head pass, over a re-run, and the next one not', async (who) => {
    const { say, ...opened } = await blocked();
    await say(who, '/portcullis override tdd a hotfix, the test follows');
    const head = opened.shas[0]!;
    const override = { by: who, reason: 'a hotfix, the test follows' };
    expect([reports.get(head)!.override, judged(opened).conclusion]).toEqual([override, 'neutral']);
    expect(answers(opened.pull).map(({ body }) => body)).toEqual([expect.stringContaining(head.slice(0, 7))]);
    github.rerequestCheckRun(tddRun(opened.pull, head).id);
    await server.settled();
    expect([reports.get(head)!.override, judged(opened).conclusion]).toEqual([override, 'neutral']);
    const next = await github.commitTo(opened.repository, 'topic', { message: 'docs: more', files: { 'b.md': 'b' } });
    await server.settled();
    expect([reports.get(next)!.override, tddRun(opened.pull, next).conclusion]).toEqual([null, 'failure']);
  });

  test.each<[what: string, author: string, body: string, how: { edited?: boolean; isBot?: boolean }, answered: number]>([
    ['of the author', 'ada', '/portcullis override tdd why not', {}, 1],
    ['of somebody who may only write', 'will', '/portcullis override tdd why not', {}, 0],
    ['of a stranger', 'eve', '/portcullis override tdd why not', {}, 0],
    ['without a reason', 'mara', '/portcullis override tdd', {}, 1],
    ['in an edited comment', 'mara', '/portcullis override tdd why not', { edited: true }, 0],
    ['of a bot', 'robot[bot]', '/portcullis override tdd why not', { isBot: true }, 0],
  ])('%s has no effect', async (_, author, body, how, answered) => {
    const { say, ...opened } = await blocked();
    await say(author, body, how);
    expect([judged(opened).conclusion, answers(opened.pull).length]).toEqual(['failure', answered]);
  });

  test('is refused where the configuration switches it off', async () => {
    const { say, ...opened } = await blocked('  override-command: off\n');
    await say('mara', '/portcullis override tdd why not');
    expect([judged(opened).conclusion, answers(opened.pull).length]).toEqual(['failure', 1]);
  });
});
