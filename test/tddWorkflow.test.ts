/** The workflow that `portcullis tdd --workflow` prints: its structure, and its shell steps run for real. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { main } from '../src/cli/main.ts';
import { repository } from './support/repository.ts';

jest.setTimeout(60_000);

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Record<string, unknown>;
  readonly run?: string;
}
interface Job {
  readonly permissions: Record<string, string>;
  readonly steps: readonly Step[];
}

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-workflow-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function run(...args: string[]) {
  let out = '';
  let err = '';
  const status = await main(args, {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      if (!text.startsWith('portcullis: the native parser cannot be loaded')) err += text;
    },
    colour: false,
    interactive: false,
    environment: { PATH: process.env.PATH },
    version: '1',
    today: '2026-11-21',
  });
  return { status, out, err };
}

async function workflow(...args: string[]) {
  const { out } = await run('tdd', '--workflow', ...args);
  return parse(out) as { on: unknown; env: Record<string, string>; permissions: unknown; jobs: Record<string, Job> };
}

async function stepOf(job: string, name: string): Promise<string> {
  return (await workflow()).jobs[job]?.steps.find((step) => step.name === name)?.run ?? 'exit 99';
}

/** As the runner does: `bash -e` over a file. */
function shell(script: string, cwd: string, environment: Record<string, string>): { output: string; said: string } {
  const output = join(root, 'output');
  const file = join(root, 'step.sh');
  writeFileSync(output, '');
  writeFileSync(file, script);
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GITHUB_OUTPUT: output, ...environment };
  const said = execFileSync('bash', ['-e', file], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  return { output: readFileSync(output, 'utf8'), said };
}

describe('its structure', () => {
  test('gives no job that runs code of the pull request more than it needs', async () => {
    const { on, permissions, jobs } = await workflow();
    expect([on, permissions, Object.entries(jobs).map(([name, job]) => [name, job.permissions])]).toEqual([
      { pull_request: null },
      {},
      [
        ['list', { contents: 'read' }],
        ['run', { contents: 'read' }],
        ['record', { actions: 'read', statuses: 'write' }],
      ],
    ]);
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    expect(steps.filter(({ uses }) => uses !== undefined && !/^actions\/checkout@[0-9a-f]{40}$/.test(uses))).toEqual([]);
    expect(steps.flatMap(({ uses, with: given }) => (uses === undefined ? [] : [given?.['persist-credentials']]))).toEqual([false, false]);
    expect(steps.filter(({ run: script }) => script?.includes('${{'))).toEqual([]);
    expect(jobs.record?.steps.filter(({ uses }) => uses !== undefined)).toEqual([]);
  });

  test('has the commands as they were typed', async () => {
    const commands = ['npm test -- "a b" \'c\' #d: {e} && :', '*.sh | tee "$HOME"'] as const;
    expect((await workflow('--test-command', commands[0], '--install-command', commands[1])).env).toEqual({
      TEST_COMMAND: commands[0],
      INSTALL_COMMAND: commands[1],
    });
  });

  test.each(['a\nb', '', '  ', 'echo ${{ secrets.X }}', 'a\u2028b', 'a\u0000b'])('refuses %j as a command', async (command) => {
    expect(await run('tdd', '--workflow', '--test-command', command)).toEqual({
      status: 2,
      out: '',
      err: 'portcullis: --test-command: write one line without `${{ }}`; for more, call a script of the repository.\n',
    });
  });

  test('passes our own checks', async () => {
    const folder = join(root, 'scanned', '.github', 'workflows');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'tdd.yml'), (await run('tdd', '--workflow')).out);
    const { status, out } = await run('scan', join(root, 'scanned'), '--format', 'json');
    const { findings, incomplete } = JSON.parse(out);
    expect([status, findings, incomplete]).toEqual([0, [], []]);
  });
});

describe('its steps', () => {
  test('list the labelled commits of the range, and run nothing of them', async () => {
    const repo = repository(root, 'listed');
    const base = repo.commit('chore: start');
    const red = repo.commit('test: a (RED)');
    repo.commit('docs: $(touch pwned) `touch pwned`; touch pwned #');
    const green = repo.commit('feat: $(touch pwned) a (GREEN 1/2) (#12)');
    const trailer = repo.commit('feat: b\n\nWhy.\n\nTDD-Phase: green');
    repo.commit('feat: (INFRARED) c (GREENLAND)');
    const tdd = repo.commit('refactor: c (TDD REFACTOR: names)');
    const step = await stepOf('list', 'list the labelled commits');
    const head = repo.git('rev-parse', 'HEAD');
    expect(shell(step, repo.dir, { BASE: base, HEAD: head }).output).toBe(`shas=["${red}","${green}","${trailer}","${tdd}"]\n`);
    expect(shell(step, repo.dir, { BASE: head, HEAD: head }).output).toBe('shas=[]\n');
    expect(existsSync(join(repo.dir, 'pwned'))).toBe(false);
  });

  test('keep to what a matrix takes', async () => {
    const repo = repository(root, 'many');
    const base = repo.commit('chore: start');
    const shas = Array.from({ length: 103 }, (_, index) => repo.commit(`test: ${index} (RED)`));
    const step = await stepOf('list', 'list the labelled commits');
    const { output, said } = shell(step, repo.dir, { BASE: base, HEAD: 'HEAD' });
    expect([JSON.parse(output.slice('shas='.length)), said]).toEqual([
      shas.slice(3),
      '::notice::103 commits are labelled; the last 100 are run\n',
    ]);
  });

  test.each<[string, string]>([
    ['true', 'passed'],
    ['exit 1', 'failed'],
    ['exit 2', 'failed'],
    ['test "a b" = "a c"', 'failed'],
    ['exit 101', 'failed'],
    ['no-such-program', 'error'],
    ['exit 126', 'error'],
    ['exit 124', 'error'],
    ['kill -TERM $$', 'error'],
  ])('tell of %j that it %s', async (command, outcome) => {
    const step = await stepOf('run', 'run the tests');
    expect(shell(step, root, { TEST_COMMAND: command }).output).toBe(`outcome=${outcome}\n`);
  });

  test('record what GitHub says of the jobs, for commits of the list alone', async () => {
    const bin = join(root, 'bin');
    const log = join(root, 'gh.log');
    mkdirSync(bin);
    const [a, b, c, other] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(40)) as [string, string, string, string];
    const rows = [`${a}\toutcome passed`, `${b}\toutcome failed`, `${c}\tnone`, `${other}\toutcome passed`, '../../x\toutcome passed', ''];
    writeFileSync(
      join(bin, 'gh'),
      `#!/bin/bash\nif [[ $* == *--paginate* ]]; then cat <<'EOF'\n${rows.join('\n')}\nEOF\nelse printf '%s\\n' "$*" >> "${log}"; fi\n`,
    );
    chmodSync(join(bin, 'gh'), 0o755);
    shell(await stepOf('record', 'record the outcomes'), root, {
      PATH: `${bin}:${process.env.PATH}`,
      SHAS: `["${a}","${b}","${c}"]`,
      GITHUB_REPOSITORY: 'acme/site',
      GITHUB_RUN_ID: '7',
      GITHUB_SERVER_URL: 'https://github.example',
    });
    const posted = (sha: string, state: string, words: string) =>
      `api --silent --method POST repos/acme/site/statuses/${sha} -f state=${state} -f context=tdd / tests -f description=${words} -f target_url=https://github.example/acme/site/actions/runs/7\n`;
    expect(readFileSync(log, 'utf8')).toBe(
      posted(a, 'success', 'the tests pass') + posted(b, 'failure', 'the tests fail') + posted(c, 'error', 'the tests could not be run'),
    );
  });
});
