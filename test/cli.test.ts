import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../src/cli/main.ts';
import type { Terminal } from '../src/cli/terminal.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';

let root = '';
let repo: Repository;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-cli-'));
  repo = repository(root, 'widgets');
  repo.write({ 'run.sh': '#!/bin/bash\nset -euo pipefail\necho hello\n', 'lib.py': 'x = 1\n' });
  repo.commit('chore: start');
  repo.git('tag', 'start');
  repo.write({ 'run.sh': '#!/bin/bash\nset -euo pipefail\necho hello\neval "$1"\n' });
  repo.commit('feat: run what is asked for');
  repo.git('tag', 'hole');
  repo.write({ 'run.sh': '#!/bin/bash\nset -euo pipefail\necho hello\n"$@"\n' });
  repo.commit('fix: run it as a command (GREEN)');
  repo.git('tag', 'mended');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  return runIn({}, ...args);
}

async function runIn(environment: Terminal['environment'], ...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal: Terminal = {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      // Said where the binding could not be built, before anything that a command says of its own.
      if (!text.startsWith('portcullis: the native parser cannot be loaded')) err += text;
    },
    colour: false,
    interactive: false,
    environment: { ...gitEnvironment, ...environment },
    version: '1.2.3',
    today: '2026-11-21',
  };
  return { status: await main(args, terminal), out, err };
}

const review = (base: string, head: string, ...more: string[]) =>
  run('review', '--repo', repo.dir, '--base', base, '--head', head, ...more);

describe('review', () => {
  test('blocks what a range introduces, shows it in the code, and touches nothing', async () => {
    const before = repo.git('status', '--porcelain=v2', '--branch');
    const { status, out } = await review('start', 'hole');
    expect(status).toBe(1);
    expect(out).toContain('injection/shell-eval');
    expect(out).toContain('run.sh:4');
    expect(out).toContain('eval "$1"');
    expect(repo.git('status', '--porcelain=v2', '--branch')).toBe(before);
  });

  test('passes the fix, and counts it', async () => {
    const { status, out } = await review('hole', 'mended', '--format', 'json');
    expect([status, JSON.parse(out)]).toMatchObject([
      0,
      {
        schema: 'portcullis.review/1',
        introduced: [],
        fixed: [{ checkId: 'injection/shell-eval' }],
        conclusion: { security: 'success' },
        score: { head: 5 },
      },
    ]);
  });

  test('gives the same fingerprints in every format', async () => {
    const json = JSON.parse((await review('start', 'hole', '--format', 'json')).out);
    const sarif = JSON.parse((await review('start', 'hole', '--format', 'sarif')).out);
    const fingerprints = json.introduced.map((finding: { fingerprint: string }) => finding.fingerprint);
    expect(fingerprints).toHaveLength(1);
    expect(sarif.runs[0].results.flatMap((result: { partialFingerprints: object }) => Object.values(result.partialFingerprints))).toEqual(
      fingerprints,
    );
  });

  test('says when the range is empty', async () => {
    const { status, err } = await review('hole', 'hole');
    expect([status, err]).toEqual([0, 'portcullis: the range is empty: the head adds nothing to the base\n']);
  });

  test('is not green about what it could not analyse', async () => {
    repo.git('checkout', '-q', '-b', 'deep', 'start');
    repo.write({ 'deep.js': '['.repeat(5000) });
    repo.commit('chore: data');
    repo.git('checkout', '-q', 'main');
    const { status, out } = await review('start', 'deep', '--format', 'json');
    expect([status, JSON.parse(out).incomplete]).toEqual([3, [{ path: 'deep.js', reason: expect.stringContaining('nest deeper') }]]);
  });

  test('takes the rules from the base, a file, or an option, in this order of strength', async () => {
    repo.git('checkout', '-q', '-b', 'off', 'start');
    repo.write({ '.github/portcullis.yml': 'families:\n  injection: off\n', 'run.sh': '#!/bin/bash\neval "$1"\n' });
    repo.commit('chore: off with it');
    repo.git('checkout', '-q', 'main');
    const strict = join(root, 'critical.yml');
    writeFileSync(strict, 'fail-on: critical\n');
    expect((await review('start', 'off')).status).toBe(1);
    expect((await review('start', 'off', '--config', strict)).status).toBe(0);
    expect((await review('start', 'off', '--config', strict, '--fail-on', 'low')).status).toBe(1);
  });

  test('writes a whole file or none', async () => {
    const file = join(root, 'out.json');
    const { status, out } = await review('start', 'hole', '--format', 'json', '--output', file);
    expect([status, out, JSON.parse(readFileSync(file, 'utf8')).schema]).toEqual([1, '', 'portcullis.review/1']);
    const failed = await review('start', 'hole', '--output', join(root, 'nowhere', 'x'));
    expect([failed.status, failed.err]).toEqual([2, expect.stringContaining('cannot be written (ENOENT)')]);
    expect(readdirSync(root).filter((name) => name.startsWith('out.json'))).toEqual(['out.json']);
  });

  test.each([
    ['an unknown revision', ['--base', 'start', '--head', 'nope'], 'nope'],
    ['a revision that looks like an option', ['--base', 'start', '--head', '--upload-pack=x'], 'head'],
    ['no range', [], '--base'],
    ['half a range', ['--base', 'start'], '--head'],
    ['a pull request and a range', ['--pull', 'a/b#1', '--base', 'start'], '--pull'],
    ['a pull request without a token', ['--pull', 'a/b#1'], 'GITHUB_TOKEN'],
    ['a malformed pull request', ['--pull', 'a/b/c'], 'OWNER/REPO#NUMBER'],
    ['an unknown format', ['--base', 'start', '--head', 'hole', '--format', 'xml'], 'text, json, sarif, markdown'],
    ['an unknown severity', ['--base', 'start', '--head', 'hole', '--fail-on', 'awful'], 'critical, high, medium, low, note'],
    ['a config that is not there', ['--base', 'start', '--head', 'hole', '--config', 'nope.yml'], 'nope.yml'],
  ])('%s is refused with the remedy', async (_, args, message) => {
    const { status, out, err } = await run('review', '--repo', repo.dir, ...args);
    expect([status, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });

  test.each<[string, Terminal['environment'], string]>([
    ['a token with a line break', { GITHUB_TOKEN: 'canary\ncanary' }, 'GITHUB_TOKEN holds characters that no token has'],
    ['a token with a letter of another script', { GITHUB_TOKEN: 'canary\u0430' }, 'GITHUB_TOKEN holds characters that no token has'],
    ['an address that is none', { GITHUB_API_URL: 'github' }, 'GITHUB_API_URL must be a URL such as https://api.github.com'],
    ['another scheme', { GITHUB_API_URL: 'ftp://127.0.0.1' }, 'GITHUB_API_URL must be a URL such as https://api.github.com'],
    ['plain HTTP to another machine', { GITHUB_API_URL: 'http://github.example' }, 'GITHUB_API_URL must use https'],
  ])('%s is named before anything is called', async (_, environment, message) => {
    const { status, out, err } = await runIn({ GITHUB_TOKEN: 'canary', ...environment }, 'review', '--pull', 'a/b#1');
    expect([status, out, err]).toEqual([2, '', expect.stringContaining(`portcullis: ${message}`)]);
    expect(err).not.toContain('canary');
  });

  test('a connection that is refused is named with its address', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const address = `http://127.0.0.1:${port}`;
    expect(await runIn({ GITHUB_TOKEN: 'canary', GITHUB_API_URL: `${address}/api/v3/` }, 'review', '--pull', 'a/b#1')).toEqual({
      status: 2,
      out: '',
      err: `portcullis: a/b#1 could not be read: ${address} cannot be reached (ECONNREFUSED). Check GITHUB_API_URL and the connection.\n`,
    });
  });

  test('a folder that is no repository is refused', async () => {
    const { status, err } = await run('review', '--repo', root, '--base', 'a', '--head', 'b');
    expect([status, err]).toEqual([2, expect.stringMatching(/^portcullis: .*not.*repository/)]);
  });

  test('a config at the base that cannot be read fails with file and line', async () => {
    repo.git('checkout', '-q', '-b', 'broken', 'start');
    repo.write({ '.github/portcullis.yml': 'fail-on: high\nfamilys: {}\n' });
    repo.commit('chore: config');
    repo.git('tag', 'broken-base');
    repo.write({ 'lib.py': 'x = 2\n' });
    repo.commit('chore: lib');
    repo.git('checkout', '-q', 'main');
    const inReport = async (format: string) => {
      const { status, out, err } = await review('broken-base', 'broken', '--format', format);
      return [status, out, err];
    };
    expect([await inReport('markdown'), await inReport('text')]).toEqual([
      [2, expect.stringContaining('line 2'), ''],
      [2, expect.stringContaining('line 2'), ''],
    ]);
    const said = expect.stringMatching(/^portcullis: \.github\/portcullis\.yml:2: `familys` is no option here[^\n]*\n$/);
    expect([await inReport('json'), await inReport('sarif')]).toEqual([
      [2, expect.stringMatching(/"notices": \[\s+".*portcullis\.yml, line 2: `familys` is no option here/), said],
      [2, expect.stringMatching(/"text": "\.github\/portcullis\.yml:2: `familys` is no option here/), said],
    ]);
  });
});

describe('scan', () => {
  test('reports files as they stand, by the kind of place they are below the folder named', async () => {
    const folder = join(root, 'tests', 'tree');
    mkdirSync(join(folder, 'test'), { recursive: true });
    mkdirSync(join(folder, 'node_modules', 'x'), { recursive: true });
    for (const path of ['a.sh', 'test/b.sh', 'node_modules/x/c.sh']) writeFileSync(join(folder, path), '#!/bin/bash\neval "$1"\n');
    symlinkSync('/etc', join(folder, 'link'));
    const { status, out } = await run('scan', folder, '--format', 'json');
    const { schema, findings, incomplete } = JSON.parse(out);
    expect([status, schema, incomplete]).toEqual([1, 'portcullis.scan/1', []]);
    expect(findings.map((finding: { path: string; severity: string }) => [finding.path, finding.severity])).toEqual([
      [join(folder, 'a.sh'), 'high'],
      [join(folder, 'test/b.sh'), 'note'],
    ]);
    const one = JSON.parse((await run('scan', join(folder, 'test/b.sh'), '--format', 'json')).out);
    expect(one.findings[0].severity).toBe('high');
  });

  test('heeds suppressions in the files, since there is no author to distrust', async () => {
    const file = join(root, 'quiet.sh');
    writeFileSync(file, '#!/bin/bash\n# portcullis-ignore injection/shell-eval until 2026-12-31: reviewed\neval "$1"\n');
    expect((await run('scan', file)).status).toBe(0);
  });

  test('leaves out what only a change can do', async () => {
    const file = join(root, 'advisory.sh');
    writeFileSync(file, '#!/bin/bash\ngit commit --no-verify -m x # nosemgrep\n');
    const { status, out } = await run('scan', file, '--format', 'json');
    expect([status, JSON.parse(out).findings]).toEqual([0, []]);
  });

  test('says which suppressions have no effect', async () => {
    const file = join(root, 'far.sh');
    writeFileSync(file, '#!/bin/bash\n# portcullis-ignore injection/shell-eval until 2036-12-31: for ever\neval "$1"\n');
    const { status, out } = await run('scan', file);
    expect([status, out]).toEqual([1, expect.stringMatching(/Suppressions without effect\n {2}.*far\.sh:2: malformed: /)]);
  });

  test('says what is not there', async () => {
    expect(await run('scan', join(root, 'nope'))).toEqual({
      status: 2,
      out: '',
      err: expect.stringContaining('there is no such file or folder'),
    });
  });
});

describe('the other commands', () => {
  test('tdd judges the labels of a range', async () => {
    const { status, out } = await run('tdd', '--repo', repo.dir, '--base', 'start', '--head', 'mended', '--format', 'json');
    const { schema, tdd } = JSON.parse(out);
    expect([status, schema, tdd.mode, tdd.commits.map((commit: { phase: string }) => commit.phase)]).toEqual([
      0,
      'portcullis.tdd/1',
      'advisory',
      ['unlabelled', 'green'],
    ]);
    const strict = join(root, 'labels.yml');
    writeFileSync(strict, 'tdd:\n  mode: labels\n');
    expect((await run('tdd', '--repo', repo.dir, '--base', 'start', '--head', 'mended', '--config', strict)).status).toBe(1);
  });

  test('checks lists and explains', async () => {
    expect((await run('checks')).out).toContain('injection/shell-eval');
    expect((await run('checks', 'injection/shell-eval')).out).toContain('CWE-78');
    expect(await run('checks', 'injection/shel-eval')).toMatchObject({
      status: 2,
      err: expect.stringContaining('did you mean injection/shell-eval?'),
    });
  });

  test('checks says where the names are for one that is like none', async () => {
    expect((await run('checks', 'zzz')).err).toBe("portcullis: there is no check 'zzz': `portcullis checks` lists them.\n");
  });

  test('config check tells file, line and remedy', async () => {
    const good = join(root, 'good.yml');
    const bad = join(root, 'bad.yml');
    writeFileSync(good, 'fail-on: medium\n');
    writeFileSync(bad, 'fail-on: medium\nchecks:\n  injection/shell-evil: off\n');
    expect(await run('config', 'check', good)).toMatchObject({ status: 0, err: '' });
    expect(await run('config', 'check', bad)).toMatchObject({ status: 2, err: expect.stringContaining(`${bad}:3: `) });
  });

  test('config check warns of suppressions that a review would not heed', async () => {
    const file = join(root, 'late.yml');
    const entry = (until: string) => `  - check: injection/shell-eval\n    path: a.sh\n    reason: reviewed\n    until: ${until}\n`;
    writeFileSync(file, `suppressions:\n${entry('2026-12-31')}${entry('2036-12-31')}${entry('2026-01-31')}`);
    const { status, err } = await run('config', 'check', file);
    expect([
      status,
      err
        .split('\n')
        .filter(Boolean)
        .map((line) => line.replace(/^portcullis: .*late\.yml:(\d+): (\w+).*/, '$1 $2')),
    ]).toEqual([0, ['6 malformed', '10 expired']]);
  });

  test('tdd takes only what it can heed', async () => {
    const range = ['tdd', '--repo', repo.dir, '--base', 'start', '--head', 'mended'];
    expect([(await run(...range, '--fail-on', 'low')).status, (await run(...range, '--format', 'sarif')).status]).toEqual([2, 2]);
    expect((await run('tdd', '--help')).out).not.toMatch(/sarif|--fail-on/);
  });

  test('help and version end well, nonsense does not', async () => {
    expect([(await run('--version')).out, (await run('--help')).status, (await run()).status, (await run('frobnicate')).status]).toEqual([
      '1.2.3\n',
      0,
      2,
      2,
    ]);
  });

  test('serve refuses to start without settings, and names them', async () => {
    const { status, err } = await run('serve');
    expect(status).toBe(2);
    for (const name of ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']) expect(err).toContain(name);
  });
});
