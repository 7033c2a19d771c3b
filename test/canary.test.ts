/**
 * A secret comes out nowhere: not in what is printed, posted, logged or thrown, whatever it went in by. Every text that others can write is
 * given a secret of its own, so a failure names the field whose redaction is missing.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { main } from '../src/cli/main.ts';
import { createReviewer } from '../src/cli/reviewer.ts';
import { scoreVector } from '../src/decide/cvss.ts';
import { startFront } from '../src/github/front.ts';
import { createLog } from '../src/github/log.ts';
import { webhookPath } from '../src/github/names.ts';
import type { Review, Scan } from '../src/model/review.ts';
import { renderCheckRuns } from '../src/report/checkRun.ts';
import { codeBlock, suggestionBlock } from '../src/report/escape.ts';
import { renderReviewJson, renderScanJson, renderTddJson } from '../src/report/json.ts';
import { renderReviewMarkdown, renderScanMarkdown, renderTddMarkdown } from '../src/report/markdown.ts';
import { renderFixedComment, renderReview } from '../src/report/reviewComments.ts';
import { renderRevokeReply } from '../src/report/revokeReply.ts';
import { renderReviewSarif, renderScanSarif } from '../src/report/sarif.ts';
import { renderReviewText, renderScanText, renderTddText } from '../src/report/text.ts';
import { createPool } from '../src/sandbox/pool.ts';
import { startFakeGitHub } from './fake-github/fakeGithub.ts';
import { startAppServer } from './support/appServer.ts';
import { canaries, poisoned } from './support/canaries.ts';
import { gitEnvironment, repository } from './support/repository.ts';
import { check, finding, review, scan } from './support/review.ts';

jest.setTimeout(120_000);

const fix = { description: 'says so', edits: [{ startLine: 3, startColumn: 1, endLine: 3, endColumn: 10, newText: '"$1"' }] };
const full: Review = {
  ...review,
  introduced: [
    ...review.introduced,
    finding({ startLine: 5, endLine: 5, fix, lostGuard: { path: 'bin/run.sh', line: 2 } }),
    finding({ family: 'leak', commit: { sha: 'c'.repeat(40), subject: 'feat: past', part: 'file' } }),
    finding({ family: 'leak', broughtBy: { sha: 'd'.repeat(40), subject: 'feat: present' } }),
  ],
  incomplete: [
    { path: 'deep.ts', reason: 'nested too deep' },
    { path: null, reason: 'the tree was cut' },
  ],
  tdd: {
    ...review.tdd,
    modeReason: 'a newcomer',
    commits: review.tdd.commits.map((commit) => ({ ...commit, proof: ['it names what is not there'] })),
    notes: [{ id: 'tdd/source-grep-test', commit: '3'.repeat(40), message: 'it reads the source' }],
    remarks: ['the history was rewritten'],
    override: { by: 'eve', reason: 'a hotfix' },
  },
};

describe('a report holds none', () => {
  const canary = canaries();
  const dirty = poisoned(full, canary, 'review');
  const dirtyScan: Scan = poisoned(scan, canary, 'scan');
  /** The texts of files, for code frames and suggestions. */
  const lineOf = (): string => `run ${canary.put('code')}`;
  const options = { checks, colour: true, lineOf };
  const sarif = { checks, scoreOf: scoreVector, version: '1.0.0' };
  /** A path with a secret is not commented upon; the other texts are shown beside one without. */
  const placed = poisoned(full, canary, 'commented', ['path']);

  test.each<[string, () => string]>([
    ['text', () => renderReviewText(dirty, options as Parameters<typeof renderReviewText>[1])],
    ['JSON', () => renderReviewJson(dirty)],
    ['SARIF', () => renderReviewSarif(dirty, sarif)],
    ['Markdown', () => renderReviewMarkdown(dirty)],
    ['check runs', () => JSON.stringify(renderCheckRuns(dirty))],
    ['text of a scan', () => renderScanText(dirtyScan, options as Parameters<typeof renderScanText>[1])],
    ['JSON of a scan', () => renderScanJson(dirtyScan)],
    ['SARIF of a scan', () => renderScanSarif(dirtyScan, sarif)],
    ['Markdown of a scan', () => renderScanMarkdown(dirtyScan)],
    ['text of the labels', () => renderTddText(dirty.tdd, { colour: false })],
    ['JSON of the labels', () => renderTddJson(dirty.tdd)],
    ['Markdown of the labels', () => renderTddMarkdown(dirty.tdd)],
    [
      'comments',
      () =>
        JSON.stringify(
          renderReview({
            review: placed,
            commentable: () => true,
            posted: [],
            lineOf,
            checks: [check],
            blobBase: 'https://example.com/blob/',
          }),
        ),
    ],
    [
      'comments outside of the diff',
      () =>
        JSON.stringify(
          renderReview({
            review: { ...placed, introduced: [...placed.introduced, ...dirty.introduced] },
            commentable: (_path, line) => line === 7,
            posted: [],
            lineOf,
            checks: [check],
          }),
        ),
    ],
    [
      'the fix of a finding',
      () => {
        // With a clean text, so that it is shown at all.
        const fixed = poisoned(full, canary, 'fixed', ['path', 'newText']);
        return renderReviewJson(fixed);
      },
    ],
    [
      'a fix whose text holds one, beside its finding',
      () => {
        const one = poisoned(finding({ fix }), canary, 'suggested', ['path']);
        return JSON.stringify(
          renderReview({ review: { ...full, introduced: [one] }, commentable: () => true, posted: [], lineOf, checks: [check] }),
        );
      },
    ],
    ['a block of code', () => codeBlock(`first\n${canary.put('block')}`)],
    ['a suggestion', () => `what can be committed as it stands: ${suggestionBlock([canary.put('suggestion')])}`],
    [
      'a link from a trace',
      () => {
        const one = finding({ trace: poisoned(finding().trace, canary, 'trace') });
        const blobBase = 'https://example.com/blob/';
        return JSON.stringify(
          renderReview({ review: { ...full, introduced: [one] }, commentable: () => true, posted: [], lineOf, blobBase }),
        );
      },
    ],
    [
      'a long path, of which the end is shown',
      // Cut in the middle of a token, what is left looks like none.
      () =>
        renderReviewMarkdown({ ...full, skipped: [{ path: `${canary.put('long path', 'ghp')}/${'x'.repeat(138)}`, reason: 'binary' }] }),
    ],
    [
      'code over several lines',
      // No line of a private key but the first and the last is told by itself.
      () => {
        const lines = canary.put('private key in code', 'pem-rsa').split('\n');
        const inKey = (_path: string, line: number) => lines[line - 1] ?? null;
        const shown = renderReviewText({ ...full, introduced: [finding({ startLine: 9, endLine: 9 })] }, {
          ...options,
          lineOf: inKey,
        } as Parameters<typeof renderReviewText>[1]);
        return lines.slice(1, -1).some((line) => line.length > 20 && shown.includes(line)) ? canary.put('a line of the key') : shown;
      },
    ],
    ['a settled comment', () => renderFixedComment('**high** said before', '2'.repeat(40))],
    [
      'the answer to a command',
      () => {
        const credentials = [poisoned({ kind: 'GitHub OAuth token', path: 'a.env', line: 1, commit: null }, canary, 'credential')];
        return renderRevokeReply({ kind: 'asked', credentials, beyond: 0, unsearched: 0 }, `mara ${canary.put('login')}`);
      },
    ],
    ['a failed command', () => renderRevokeReply({ kind: 'failed', reason: canary.put('reason') }, 'mara')],
  ])('%s', (_, render) => {
    const shown = render();
    expect(shown.length).toBeGreaterThan(20);
    expect(canary.in(shown)).toEqual([]);
  });
});

describe('the command line holds none', () => {
  let root = '';
  const canary = canaries();
  let ends = { base: '', head: '' };
  let dir = '';

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'portcullis-canary-'));
    const repo = repository(root, `site-${canary.put('folder', 'gho')}`);
    dir = repo.dir;
    repo.write({ 'run.sh': '#!/bin/bash\nset -eu\n', [`old-${canary.put('old path', 'npm')}.sh`]: '#!/bin/bash\neval "$1"\n' });
    repo.commit('chore: start');
    ends = { base: repo.git('rev-parse', 'HEAD'), head: '' };
    const name = canary.put('path', 'ghp');
    repo.git('checkout', '-q', '-b', `topic-${canary.put('branch', 'gho')}`);
    repo.write({
      'run.sh': `#!/bin/bash\nset -eu\ntoken=${canary.put('file content')}\neval "$1" # ${canary.put('comment beside a finding')}\n`,
      [`bin/${name}.sh`]: `#!/bin/bash\ncurl -H "Authorization: ${canary.put('argument')}" https://example.com/ | bash\neval "$2"\n`,
      'key.txt': `${canary.put('private key', 'pem-rsa')}\n`,
      'lib.py': `# portcullis-ignore injection/shell-command until 2026-12-31: ${canary.put('reason of a suppression')}\nimport os, sys\nos.system(sys.argv[1])\n`,
      '.github/portcullis.yml': `fail-on: ${canary.put('config value')}\n${canary.put('config option')}: 1\n`,
    });
    repo.commit(
      `feat: subject ${canary.put('subject')} (GREEN)\n\nbody ${canary.put('body')}\n\nTDD-Phase: ${canary.put('trailer')}\n`,
      '--author',
      `Eve ${canary.put('author')} <eve@example.com>`,
    );
    ends = { ...ends, head: repo.git('rev-parse', 'HEAD') };
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function run(...args: string[]): Promise<string> {
    let shown = '';
    const write = (text: string) => {
      shown += text;
    };
    const environment = { ...gitEnvironment, GITHUB_TOKEN: canary.put('environment') };
    await main(args, { out: write, error: write, colour: false, interactive: false, environment, version: '1', today: '2026-11-21' });
    return shown;
  }
  const range = () => ['--repo', dir, '--base', ends.base, '--head', ends.head];

  test.each(['text', 'json'])('review as %s', async (format) => {
    const shown = await run('review', ...range(), '--format', format);
    // It did find what it must not repeat.
    expect(shown).toMatch(/leak\/|GitHub/);
    expect(canary.in(shown)).toEqual([]);
  });

  test('a report written to a file', async () => {
    const file = join(root, 'report.sarif');
    await run('review', ...range(), '--format', 'sarif', '--output', file);
    expect(canary.in(readFileSync(file, 'utf8'))).toEqual([]);
  });

  test.each(['text'])('scan as %s', async (format) => {
    const shown = await run('scan', join(dir, 'run.sh'), join(dir, 'bin'), join(dir, 'key.txt'), join(dir, 'lib.py'), '--format', format);
    expect(shown).toMatch(/leak\/|GitHub/);
    expect(canary.in(shown)).toEqual([]);
  });

  test.each(['text', 'json', 'markdown'])('tdd as %s', async (format) => {
    expect(canary.in(await run('tdd', ...range(), '--format', format))).toEqual([]);
  });

  test.each<[string, () => string[]]>([
    ['a revision that is none', () => ['review', '--repo', dir, '--base', canary.put('revision'), '--head', ends.head]],
    ['a folder that is none', () => ['review', '--repo', join(root, canary.put('repository', 'ghp')), '--base', 'a', '--head', 'b']],
    ['a file that is none', () => ['scan', join(root, canary.put('scanned file', 'ghp'))]],
    ['a config that cannot be read', () => ['config', 'check', join(dir, '.github/portcullis.yml')]],
    ['a config that is none', () => ['config', 'check', join(root, canary.put('config file', 'ghp'))]],
    ['a check that is none', () => ['checks', canary.put('check id')]],
    ['an option that is none', () => ['review', `--${canary.put('option')}`]],
    ['a command that is none', () => [canary.put('command')]],
    ['a pull request that is none', () => ['review', '--pr', canary.put('pull request')]],
    ['a format that is none', () => ['review', ...range(), '--format', canary.put('format')]],
    ['settings that cannot be read', () => ['serve']],
  ])('%s', async (_, args) => {
    const shown = await run(...args());
    expect(shown.length).toBeGreaterThan(10);
    expect(canary.in(shown)).toEqual([]);
  });
});

describe('the app holds none', () => {
  test('in checks, comments, log and answers, whatever a pull request and GitHub say', async () => {
    const canary = canaries();
    const github = await startFakeGitHub();
    const pool = createPool({ children: 1, spare: false });
    const lines: string[] = [];
    const secret = canary.put('webhook secret', 'base64-86');
    const server = await startAppServer(
      github,
      {
        review: createReviewer(pool, 1),
        credentials: async () => ({ kind: 'off' }),
        checks,
        write: (line) => lines.push(line),
        limits: { attempts: 2, firstPauseMs: 1, callPauseMs: 1, finishMs: 1000 },
      },
      secret,
    );
    try {
      const at = 'acme/site';
      await github.createRepository({ owner: 'acme', name: 'site' });
      await github.commitTo(at, 'main', { message: 'chore: start', files: { 'run.sh': '#!/bin/bash\nset -eu\n' } });
      const branch = `topic-${canary.put('branch', 'gho')}`;
      await github.commitTo(at, branch, {
        message: `feat: ${canary.put('subject')}\n\n${canary.put('body')}`,
        files: {
          'run.sh': `#!/bin/bash\nset -eu\ntoken=${canary.put('file content')}\neval "$1" # ${canary.put('comment beside a finding')}\n`,
          [`${canary.put('path', 'ghp')}.sh`]: '#!/bin/bash\neval "$1"\n',
          '.github/portcullis.yml': `${canary.put('config option')}: ${canary.put('config value')}\n`,
        },
        parents: ['main'],
        author: { name: `Eve ${canary.put('author')}` },
      });
      await github.openPullRequest({
        repository: at,
        head: branch,
        title: `Add ${canary.put('title')}`,
        body: canary.put('body of the pull request'),
      });
      await server.settled();
      // Failures whose words GitHub chose.
      github.fail({
        method: 'GET',
        path: /\/compare\//,
        times: 9,
        fault: { kind: 'status', status: 500, message: `no ${canary.put('API error')}` },
      });
      await github.commitTo(at, branch, { message: `fix: ${canary.put('second subject')}`, files: { 'b.txt': 'b\n' } });
      await server.settled();
      const response = await fetch(server.url + webhookPath, {
        method: 'POST',
        headers: {
          'x-github-event': canary.put('header', 'base64-86').replaceAll(/[+/=]/g, '_'),
          'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
        },
        body: canary.put('unsigned body'),
      });
      const { checkRuns, comments, reviews, issueComments } = github.state;
      expect(checkRuns.map(({ conclusion }) => conclusion)).toContain('action_required');
      expect(comments.length).toBeGreaterThan(0);
      expect(lines.join('')).toContain('job given up');
      expect(canary.in([await response.text(), ...lines].join('\n'))).toEqual([]);
      const runs = checkRuns.map(({ app: _, ...run }) => run);
      const posted = { runs, issueComments, bodies: [...comments, ...reviews].map(({ body }) => body) };
      expect(canary.in(JSON.stringify(posted))).toEqual([]);
      expect(JSON.stringify(lines).includes(github.app.privateKey.split('\n')[1]!)).toBe(false);
    } finally {
      await server.close();
      await pool.close();
      github.acknowledgeViolations();
      await github.close();
    }
  });

  test('in a log, whatever it is given', () => {
    const canary = canaries();
    const known = canary.put('known secret', 'base64-86');
    let shown = '';
    const log = createLog({
      level: 'info',
      secrets: [known],
      write: (line) => {
        shown += line;
      },
    });
    const error = Object.assign(new Error(`failed ${canary.put('message')}`), {
      status: 422,
      request: { headers: { authorization: canary.put('request header') }, body: canary.put('request body') },
      response: { data: { message: canary.put('answer') } },
      cause: new Error(canary.put('cause')),
    });
    log.error({ err: error, path: canary.put('field'), payload: { body: canary.put('object') } }, `words ${canary.put('words')} ${known}`);
    log.info(canary.put('words alone'));
    log.warn(error);
    expect(shown).toContain('failed');
    expect(canary.in(shown)).toEqual([]);
  });

  test('in what the front answers to a request that fails', async () => {
    const canary = canaries();
    const lines: string[] = [];
    const front = await startFront({
      host: '127.0.0.1',
      port: 0,
      secrets: ['s'.repeat(40)],
      accept: async () => {
        throw new Error(canary.put('error of a handler'));
      },
      log: createLog({ level: 'info', secrets: [], write: (line) => lines.push(line) }),
    });
    try {
      const { createHmac } = await import('node:crypto');
      const body = JSON.stringify({ action: canary.put('action'), ref: canary.put('payload') });
      const signature = `sha256=${createHmac('sha256', 's'.repeat(40)).update(body).digest('hex')}`;
      const headers = { 'x-github-event': 'push', 'x-github-delivery': canary.put('delivery id', 'ghp'), 'x-hub-signature-256': signature };
      const response = await fetch(front.url + webhookPath, { method: 'POST', body, headers });
      expect(response.status).toBe(500);
      expect(canary.in([await response.text(), ...lines].join('\n'))).toEqual([]);
    } finally {
      await front.close(0);
    }
  });
});

test('a canary is noticed where it comes out', () => {
  const canary = canaries();
  const secret = canary.put('here');
  expect([canary.in(`shown ${secret}`), canary.in(secret.slice(4)), canary.in('nothing')]).toEqual([['here'], ['here'], []]);
});
