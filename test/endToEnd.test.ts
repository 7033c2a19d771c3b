import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { createCredentialSearch } from '../src/cli/credentials.ts';
import { main } from '../src/cli/main.ts';
import { createReviewer } from '../src/cli/reviewer.ts';
import { checkNames } from '../src/github/names.ts';
import { parseMarkers } from '../src/report/reviewComments.ts';
import { type AnalyzerPool, createPool } from '../src/sandbox/pool.ts';
import { type FakeGitHub, startFakeGitHub } from './fake-github/fakeGithub.ts';
import { type AppServer, startAppServer } from './support/appServer.ts';
import { gitEnvironment } from './support/repository.ts';
import { fillSecrets, secretSample } from './support/secrets.ts';

/** The whole way: a webhook of the local GitHub, the real server, real children, and what stands on the pull request afterwards. */
let github: FakeGitHub;
let pool: AnalyzerPool;
let server: AppServer;
let repositories = 0;

beforeAll(async () => {
  github = await startFakeGitHub();
  pool = createPool({ children: 2, spare: true });
  server = await startAppServer(github, {
    review: createReviewer(pool, 2),
    credentials: createCredentialSearch(pool, 2),
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

async function openPull(base: Record<string, string>, head: Record<string, string>, message = 'feat: topic') {
  const name = `r${++repositories}`;
  const repository = `acme/${name}`;
  await github.createRepository({ owner: 'acme', name });
  await github.commitTo(repository, 'main', { message: 'chore: start', files: base });
  await github.commitTo(repository, 'topic', { message, files: head, parents: ['main'] });
  github.setRequiredChecks(repository, 'main', [{ name: checkNames.security, appId: github.app.id }]);
  const pull = await github.openPullRequest({ repository, head: 'topic', title: 'Topic' });
  await server.settled();
  return { repository, pull, id: pull.repositoryId };
}

const runOf = (id: number, sha: string, name: string) =>
  github.state.checkRuns.find((run) => run.repositoryId === id && run.headSha === sha && run.name === name)!;
const commentsOf = (id: number) => github.state.comments.filter((comment) => comment.repositoryId === id);

const hole = '#!/bin/bash\nset -eu\necho "$1"\neval "$1"\n';

describe('a pull request', () => {
  test('is blocked by what it introduces, and its fix opens the merge', async () => {
    const { repository, pull, id } = await openPull({ 'run.sh': '#!/bin/bash\nset -eu\necho "$1"\n' }, { 'run.sh': hole });
    expect(runOf(id, pull.head.sha, checkNames.security)).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(commentsOf(id).map(({ path, line }) => [path, line])).toEqual([['run.sh', 4]]);
    expect((await github.mergeability(pull)).state).toBe('blocked');
    const sha = await github.commitTo(repository, 'topic', {
      message: 'fix: no second parse',
      files: { 'run.sh': '#!/bin/bash\nset -eu\necho "$1"\n"$@"\n' },
    });
    await server.settled();
    expect(runOf(id, sha, checkNames.security).conclusion).toBe('success');
    expect(commentsOf(id)).toHaveLength(1);
    expect(commentsOf(id)[0]!.body).toContain(`Fixed in ${sha.slice(0, 7)}`);
    expect((await github.mergeability(pull)).state).toBe('clean');
  });

  test('is blocked by a token that only its history holds, until the branch is rewritten', async () => {
    const token = fillSecrets('{{ghp:5}}');
    const { repository, pull, id } = await openPull({ 'a.txt': 'a\n' }, { 'src/a.ts': `export const token = '${token}';\n` }, 'feat: call');
    const leaking = pull.head.sha;
    const clean = { 'src/a.ts': 'export const token = process.env.TOKEN;\n' };
    const removing = await github.commitTo(repository, 'topic', { message: 'fix: from the environment', files: clean });
    await server.settled();
    const rewritten = await github.commit(repository, { message: 'feat: call', files: clean, parents: ['main'] });
    await github.push(repository, 'topic', rewritten);
    await server.settled();
    const runs = [leaking, removing, rewritten].map((sha) => runOf(id, sha, checkNames.security));
    expect(runs.map(({ conclusion, title, annotations }) => [conclusion, title, annotations.map(({ path }) => path)])).toEqual([
      ['failure', expect.stringMatching(/^1 critical: 1 leak · score/), ['src/a.ts']],
      ['failure', expect.stringMatching(/^1 critical: 1 leak · 1 only in the history · /), []],
      ['success', expect.stringMatching(/^nothing introduced/), []],
    ]);
    expect(runs[1]!.summary).toContain(`| \`src/a.ts:1\` | \`${leaking.slice(0, 7)}\` feat: call |`);
    const comments = commentsOf(id).map(({ body }) => body);
    expect([comments.length, comments[0]!.startsWith(`**Fixed in ${rewritten.slice(0, 7)}`)]).toEqual([1, true]);
    expect(JSON.stringify([runs, comments]).includes(token)).toBe(false);
    expect((await github.mergeability(pull)).state).toBe('clean');
  });

  test('cannot switch its own review off', async () => {
    const off =
      'fail-on: critical\nfamilies: { toctou: off, injection: off, leak: off, failsecure: off }\npaths: { exclude: ["**"] }\ntdd: { mode: off }\non-incomplete: neutral\nown-suppressions: effective\n';
    const suppressed = hole.replace('eval', '# portcullis-ignore injection/shell-eval until 2026-12-31: trust me\neval');
    const plain = await openPull({ 'a.txt': 'a\n' }, { 'run.sh': hole });
    const sly = await openPull(
      { 'a.txt': 'a\n' },
      { 'run.sh': suppressed, '.github/portcullis.yml': off, '.gitattributes': '* linguist-generated binary\n' },
    );
    const verdicts = [plain, sly].map(({ id, pull }) => [
      runOf(id, pull.head.sha, checkNames.security).conclusion,
      runOf(id, pull.head.sha, checkNames.tdd).conclusion,
      commentsOf(id).length,
    ]);
    expect(verdicts[1]).toEqual(verdicts[0]);
    expect(verdicts[0]![0]).toBe('failure');
    expect(runOf(sly.id, sly.pull.head.sha, checkNames.security).summary).toContain('would');
  });

  test('gets the same findings from the app and from the command line', async () => {
    const { pull, id } = await openPull(
      { 'run.sh': '#!/bin/bash\n' },
      { 'run.sh': hole, 'other.sh': '#!/bin/bash\neval "$2"\nsh -c "ls $1"\n' },
    );
    let out = '';
    const args = ['review', '--repo', github.directoryOf(id), '--base', pull.base.sha, '--head', pull.head.sha, '--format', 'json'];
    const terminal = {
      out: (text: string) => {
        out += text;
      },
      error: () => {},
      colour: false,
      interactive: false,
      environment: gitEnvironment,
      version: '0',
      today: '2026-11-21',
    };
    expect(await main(args, terminal)).toBe(1);
    const fromCommandLine: string[] = JSON.parse(out).introduced.map((finding: { fingerprint: string }) => finding.fingerprint);
    const fromApp = commentsOf(id).flatMap(({ body }) => parseMarkers(body).map((marker) => marker.fingerprint));
    expect(fromCommandLine.length).toBeGreaterThanOrEqual(2);
    expect(fromApp.sort()).toEqual(fromCommandLine.sort());
  });

  test('with files made to kill a parser is not green, and the other files are reviewed', async () => {
    const { pull, id } = await openPull(
      { 'a.txt': 'a\n' },
      {
        'run.sh': hole,
        'seq.yml': '- '.repeat(500_000),
        'types.ts': '{a:'.repeat(100_000),
        'pipe.sh': 'a|'.repeat(500_000),
        'pipes.sh': 'a|\n'.repeat(300_000),
        'line.js': `x = "${'y'.repeat(1_000_000)}"`,
        'deep.js': '['.repeat(200_000),
      },
    );
    const run = runOf(id, pull.head.sha, checkNames.security);
    expect([run.status, run.conclusion, run.title]).toEqual(['completed', 'failure', expect.stringMatching(/not fully analysed/i)]);
    expect(commentsOf(id).map(({ path, line }) => [path, line])).toEqual([['run.sh', 4]]);
    for (const path of ['seq.yml', 'types.ts', 'pipe.sh', 'line.js', 'deep.js']) expect(run.summary).toContain(path);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('with file names made to deceive is reviewed, and they reach nothing', async () => {
    const names = ['a\nb.sh', '"quoted".sh', '..sh', '\u202egpj.sh', '`tick`.sh', '<img src=x>.sh', '@everyone.sh'];
    const { pull, id } = await openPull({ 'a.txt': 'a\n' }, Object.fromEntries(names.map((name) => [name, hole])));
    const run = runOf(id, pull.head.sha, checkNames.security);
    expect([run.conclusion, commentsOf(id).length]).toEqual(['failure', names.length]);
    const shown = [run.summary, ...commentsOf(id).map(({ body }) => body)].join('\n');
    // That nothing gets out of its code span is for test/report.test.ts; here, that every channel went through the escaping.
    expect(shown).not.toContain('\u202e');
    expect(shown).toContain('[U+202E]gpj.sh');
  });
});

test('a maintainer has the tokens of a pull request revoked, put together, removed again or in a message, and none that stood there before', async () => {
  const [old, split, past, told] = ['ghp', 'gho', 'ghu', 'github-pat'].map((kind, at) => secretSample(kind, 700 + at)!);
  const allow = 'revoke-command: on\n';
  const { repository, pull } = await openPull(
    { '.github/portcullis.yml': allow, 'old.sh': `#!/bin/bash\nTOKEN=${old}\n` },
    {
      'old.sh': `#!/bin/bash\nTOKEN=${old}\necho\n`,
      'lib.py': `TOKEN = "${split!.slice(0, 9)}" + "${split!.slice(9)}"\n`,
      'deploy.env': `GH_TOKEN=${past}\n`,
    },
  );
  await github.commitTo(repository, 'topic', { message: `fix: not ${told}`, files: { 'deploy.env': 'GH_TOKEN=\n' } });
  await server.settled();
  github.addCollaborator(repository, 'mara', 'write');
  github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
  await server.settled();
  expect(github.state.revocations.flatMap(({ credentials }) => [...credentials]).sort()).toEqual([split, past, told].sort());
  const answers = github.state.issueComments.filter(({ user }) => user.type === 'Bot').map(({ body }) => body);
  expect(answers).toEqual([expect.stringContaining('GitHub was asked to revoke 3 tokens')]);
  for (const value of [old, split, past, told]) expect(JSON.stringify(answers).includes(value!)).toBe(false);
});
