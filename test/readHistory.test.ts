/** What the commits of a pull request bring, read from GitHub: the same as git tells, in few calls, and what was left out is said. */
import { mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readLocalChange } from '../src/git/readLocalChange.ts';
import { createBlobCache } from '../src/github/blobCache.ts';
import { createClient } from '../src/github/client.ts';
import { patched } from '../src/github/patched.ts';
import { type ReadOptions, readChange } from '../src/github/readChange.ts';
import { createCommitCache } from '../src/github/readCommit.ts';
import type { Change, History } from '../src/model/change.ts';
import { type FakeGitHub, startFakeGitHub } from './fake-github/fakeGithub.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';

let root = '';
let github: FakeGitHub;
let repositories = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-read-history-'));
  github = await startFakeGitHub();
});
afterAll(async () => {
  await github.close();
  rmSync(root, { recursive: true, force: true });
});

function started(files: Record<string, string | Uint8Array>): Repository {
  const repo = repository(root, `h${++repositories}`);
  repo.write(files);
  repo.commit('start');
  repo.git('checkout', '-q', '-b', 'topic');
  return repo;
}

function step(repo: Repository, message: string, files: Record<string, string | Uint8Array>, removed: readonly string[] = []): string {
  repo.write(files);
  for (const path of removed) rmSync(join(repo.dir, path));
  return repo.commit(message);
}

async function imported(repo: Repository) {
  const name = `h${repositories}`;
  await github.importRepository({ owner: 'acme', name, directory: repo.dir, branches: { main: 'main', topic: 'topic' } });
  const [base, head] = [repo.git('rev-parse', 'main'), repo.git('rev-parse', 'topic')];
  const client = createClient({ apiUrl: github.url, token: github.userToken('ada'), firstPauseMs: 1 });
  const read = (options?: ReadOptions) => readChange(client, { owner: 'acme', repo: name, base, head }, options);
  /** The calls that some work makes, their shas left out. */
  const calls = async <T>(work: () => Promise<T>): Promise<[T, string[]]> => {
    const before = github.requests.length;
    const result = await work();
    return [result, github.requests.slice(before).map(({ endpoint }) => `${endpoint}`.replace('GET /repos/{owner}/{repo}/', ''))];
  };
  return { read, calls };
}

async function contents(change: Change, { versions, paths, bringers, incomplete }: History) {
  const told = await Promise.all(
    versions.map(async ({ version, commit }) => {
      const content = await change.load(version);
      return [version.path, commit, content.kind === 'bytes' ? Buffer.from(content.bytes).toString('latin1') : content.reason];
    }),
  );
  return {
    versions: told.toSorted((a, b) => (`${a[0]} ${a[2]}` < `${b[0]} ${b[2]}` ? -1 : 1)),
    paths: paths.toSorted(),
    bringers: [...bringers].sort(),
    incomplete,
  };
}

async function asGitTells(repo: Repository) {
  const change = await readLocalChange({ repo: repo.dir, base: 'main', head: 'topic', environment: gitEnvironment });
  try {
    return await contents(change, await change.history());
  } finally {
    await change.close();
  }
}

const many = (from: number, mark = ''): string => Array.from({ length: 40 }, (_, at) => `line ${from + at}${mark}\n`).join('');

describe('the history of a pull request', () => {
  test('is that which git tells, and texts are put together from patches', async () => {
    const repo = started({ 'a.txt': many(1), 'b.txt': 'no line end', 'crlf.txt': 'a\r\nb\r\n', 'c.txt': 'c\n' });
    step(repo, 'one', { 'a.txt': many(1, '!'), 'new/é.txt': 'new\n', 'b.txt': 'still no line end\nhere' });
    step(repo, 'two', { 'a.txt': `${many(1, '!')}end\n`, 'b.txt': 'now\n', 'crlf.txt': 'a\r\nB\r\n' });
    renameSync(join(repo.dir, 'c.txt'), join(repo.dir, 'e.txt'));
    step(repo, 'three', { 'e.txt': 'c\nmore\n', 'a.txt': `first\n${many(1, '!')}end\n`, 'crlf.txt': 'a\r\nB\r\nC' });
    step(repo, 'four', { 'a.txt': many(1), 'b.txt': 'head', 'crlf.txt': '' }, ['new/é.txt', 'e.txt']);
    const { read, calls } = await imported(repo);
    const change = await read();
    for (const { base } of change.files) if (base) await change.load(base);
    const [history, made] = await calls(() => change.history());
    expect(made.sort()).toEqual(['commits/{ref}', 'commits/{ref}', 'commits/{ref}', 'git/blobs/{file_sha}']);
    const [told, loads] = await calls(() => contents(change, history));
    expect([told, loads]).toEqual([await asGitTells(repo), []]);
    expect(told.versions).toHaveLength(9);
  });

  test('of one commit costs nothing', async () => {
    const repo = started({ 'a.txt': 'a\n' });
    step(repo, 'one', { 'a.txt': 'b\n' });
    const { read, calls } = await imported(repo);
    const change = await read();
    expect(await calls(() => change.history())).toEqual([
      { versions: [], paths: [], bringers: new Map([['a.txt', repo.git('rev-parse', 'topic')]]), incomplete: [] },
      [],
    ]);
  });

  test('holds of a merge only what none of its parents has, and of the base branch nothing', async () => {
    const repo = started({ 'a.txt': 'a\n', 'main.txt': '0\n' });
    for (const n of [1, 2]) {
      repo.git('checkout', '-q', 'main');
      step(repo, `main ${n}`, { 'main.txt': `${n}\n` });
      repo.git('checkout', '-q', 'topic');
      step(repo, `topic ${n}`, { 'a.txt': `a ${n}\n` });
      repo.git('merge', '-q', '--no-commit', 'main');
      step(repo, `merge ${n}`, { 'evil.txt': `evil ${n}\n` });
    }
    step(repo, 'last', { 'b.txt': 'b\n' }, ['evil.txt']);
    const { read, calls } = await imported(repo);
    const commits = createCommitCache();
    const change = await read({ commits });
    const [history] = await calls(() => change.history());
    const expected = await asGitTells(repo);
    const { paths, ...told } = await contents(change, history);
    expect([{ ...told, paths: expected.paths }, paths.includes('evil.txt')]).toEqual([expected, true]);
    expect(told.versions.map(([path, , text]) => `${path} ${text}`)).toEqual(['a.txt a 1\n', 'evil.txt evil 1\n', 'evil.txt evil 2\n']);
    const again = await read({ commits });
    const [, made] = await calls(() => again.history());
    expect(made.filter((call) => !call.startsWith('git/blobs'))).toEqual([]);
  });

  test('leaves out links, submodules and empty files, and fetches what has no patch', async () => {
    const repo = started({ 'a.txt': 'a\n' });
    symlinkSync('a.txt', join(repo.dir, 'link'));
    repo.write({ 'binary.bin': Buffer.from([0, 1, 2, 255]), empty: '' });
    repo.git('add', '-A');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.git('rev-parse', 'main')},module`);
    repo.git('commit', '-q', '-m', 'odd');
    rmSync(join(repo.dir, 'link'));
    step(repo, 'none', { 'b.txt': 'b\n' }, ['binary.bin', 'empty']);
    const { read } = await imported(repo);
    const change = await read();
    const { versions, incomplete } = await contents(change, await change.history());
    expect([versions.filter(([path]) => path !== 'link' && path !== 'empty'), incomplete]).toEqual([
      [['binary.bin', repo.git('rev-parse', 'topic~1'), '\u0000\u0001\u0002\u00ff']],
      [],
    ]);
  });

  test('says what was left out: commits beyond the budget, versions beyond it, a commit that is gone, one that is too large to list', async () => {
    const repo = started({ 'a.txt': 'a\n' });
    for (let n = 1; n <= 5; n++) step(repo, `${n}`, { [`${n}.bin`]: Buffer.from([0, n]) }, n > 1 ? [`${n - 1}.bin`] : []);
    const { read } = await imported(repo);
    const first = await (await read({ historyBudget: { commits: 3, blobs: 2 } })).history();
    expect([first.versions.map(({ version }) => version.path), first.incomplete]).toEqual([
      ['1.bin', '2.bin'],
      [
        { path: null, reason: '1 of 5 commits was not searched for secrets: at most 3 are read in a review' },
        { path: null, reason: '1 version in the commits between was not searched for secrets: at most 2 are fetched in a review' },
      ],
    ]);
    const sha = repo.git('rev-parse', 'topic~2');
    github.fail({ method: 'GET', path: new RegExp(`/commits/${sha}$`), fault: { kind: 'status', status: 404 } });
    const gone = await (await read()).history();
    expect(gone.incomplete).toEqual([
      { path: null, reason: `commit ${sha.slice(0, 7)} was not searched for secrets: GitHub does not give it (404)` },
    ]);
  });

  test('is worth another try where GitHub fails', async () => {
    const repo = started({ 'a.txt': 'a\n' });
    step(repo, '1', { 'a.txt': 'b\n' });
    step(repo, '2', { 'a.txt': 'c\n' });
    const { read } = await imported(repo);
    github.fail({ method: 'GET', path: /\/commits\/[0-9a-f]{40}$/, fault: { kind: 'status', status: 502 }, times: 3 });
    const change = await read();
    const { incomplete } = await change.history();
    expect([incomplete.length, change.trouble()]).toEqual([1, expect.objectContaining({ status: 502 })]);
  });

  test('of many files in one commit is read page by page', async () => {
    const repo = started({ 'a.txt': 'a\n' });
    const names = Array.from({ length: 650 }, (_, at) => `f/${String(at).padStart(4, '0')}.txt`);
    step(repo, 'many', Object.fromEntries(names.map((name) => [name, `${name}\n`])));
    step(repo, 'none', { 'b.txt': 'b\n' }, names);
    const { read, calls } = await imported(repo);
    const change = await read({ blobs: createBlobCache() });
    const [history, made] = await calls(() => change.history());
    expect([history.versions.map(({ version }) => version.path), made]).toEqual([names, Array(7).fill('commits/{ref}')]);
  });
});

describe('a patch', () => {
  test.each([
    ['of an added file', '', '@@ -0,0 +1,2 @@\n+a\n+b', 'a\nb\n'],
    ['without a line end', '', '@@ -0,0 +1 @@\n+a\n\\ No newline at end of file', 'a'],
    ['that takes the line end away', 'a\nb\n', '@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file', 'a\nb'],
    ['that gives it', 'a\nb', '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b', 'a\nb\n'],
    [
      'of two hunks',
      many(1),
      '@@ -2,1 +2,1 @@ x\n-line 2\n+two\n@@ -39,2 +39,1 @@\n-line 39\n line 40',
      many(1).replace('line 2\n', 'two\n').replace('line 39\n', ''),
    ],
    ['that inserts only', 'a\nb\n', '@@ -1,0 +2 @@\n+x', 'a\nx\nb\n'],
    ['that does not fit', 'a\n', '@@ -1 +1 @@\n-b\n+c', null],
    ['that is none', 'a\n', 'Binary files differ', null],
  ])('%s', (_, before, patch, after) => expect(patched(before, patch)).toBe(after));
});
