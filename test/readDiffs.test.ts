/** What each commit of a pull request changes, read from GitHub: the same as git tells, by sha, in a call a commit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readLocalChange } from '../src/git/readLocalChange.ts';
import { createClient } from '../src/github/client.ts';
import { readChange } from '../src/github/readChange.ts';
import { createCommitCache } from '../src/github/readCommit.ts';
import type { Change, CommitDiff, FileVersion } from '../src/model/change.ts';
import { type FakeGitHub, startFakeGitHub } from './fake-github/fakeGithub.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';

let root = '';
let github: FakeGitHub;
let made = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-read-diffs-'));
  github = await startFakeGitHub();
});
afterAll(async () => {
  await github.close();
  rmSync(root, { recursive: true, force: true });
});

const started = (): Repository => repository(root, `d${++made}`);

/** The change of `main...topic` as GitHub has it. */
async function imported(repo: Repository) {
  const name = `d${made}-${github.requests.length}`;
  await github.importRepository({ owner: 'acme', name, directory: repo.dir, branches: { main: 'main', topic: 'topic' } });
  const [base, head] = [repo.git('rev-parse', 'main'), repo.git('rev-parse', 'topic')];
  const client = createClient({ apiUrl: github.url, token: github.userToken('ada'), firstPauseMs: 1 });
  const commits = createCommitCache();
  return {
    read: () => readChange(client, { owner: 'acme', repo: name, base, head }, { commits }),
    /** The calls that some work makes. */
    calls: async (work: () => Promise<unknown>) => {
      const before = github.requests.length;
      await work();
      return github.requests.slice(before).map(({ endpoint }) => `${endpoint}`.replace('GET /repos/{owner}/{repo}/', ''));
    },
  };
}

/** Modes are left out: GitHub does not tell those between the ends. */
async function told(change: Change, { files, problem }: CommitDiff) {
  const side = async (version: FileVersion | null) => {
    if (version === null) return '-';
    const content = await change.load(version);
    return `${version.path} ${version.sha.slice(0, 7)} ${content.kind === 'bytes' ? Buffer.from(content.bytes).toString('latin1').slice(0, 30) : content.reason}`;
  };
  const lines = await Promise.all(files.map(async ({ status, base, head }) => `${status}: ${await side(base)} -> ${await side(head)}`));
  return { files: lines.sort(), problem };
}

async function all(change: Change) {
  const diffs = await change.diffs!(change.commits);
  const entries = change.commits.map(async ({ sha, message }) => [message.trim(), await told(change, diffs.get(sha)!)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function asGitTells(repo: Repository) {
  const change = await readLocalChange({ repo: repo.dir, base: 'main', head: 'topic', environment: gitEnvironment });
  try {
    return await all(change);
  } finally {
    await change.close();
  }
}

const long = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');

describe('what each commit changes', () => {
  test('is what git tells: added, edited, removed, moved, binary, without a line end, over several commits', async () => {
    const repo = started();
    repo.write({
      'edited.sh': 'old\n',
      'gone.sh': 'gone\n',
      'moved.sh': long,
      'b.bin': Uint8Array.from([0, 1, 255]),
      'l.txt': 'é'.repeat(9),
    });
    repo.commit('start');
    repo.git('checkout', '-q', '-b', 'topic');
    repo.write({ 'edited.sh': 'new', 'né w.sh': 'added\n', 'empty.sh': '' });
    repo.git('rm', '-q', 'gone.sh');
    repo.commit('one');
    repo.git('mv', 'moved.sh', 'dir.sh');
    repo.write({ 'dir.sh': `${long}more\n`, 'edited.sh': 'newer\r\n', 'b.bin': Uint8Array.from([0, 2, 255]) });
    repo.commit('two');
    repo.write({ 'edited.sh': 'old\n', 'l.txt': Uint8Array.from([0xe9, 10]), 'gone.sh': 'back\n' });
    repo.git('rm', '-q', 'dir.sh');
    repo.commit('three');
    repo.commit('nothing');
    const { read, calls } = await imported(repo);
    const change = await read();
    expect(await all(change)).toEqual(await asGitTells(repo));
    // A call a commit for what is new, none for what was read before.
    expect(await calls(async () => change.diffs!(change.commits))).toEqual([]);
    const [first] = change.commits;
    expect(await calls(async () => (await read()).diffs!([first!]))).not.toContain('commits/{ref}');
  });

  test('costs a call a commit, up to the last one wanted', async () => {
    const repo = started();
    repo.write({ a: 'a\n' });
    repo.commit('start');
    repo.git('checkout', '-q', '-b', 'topic');
    for (let at = 0; at < 6; at++) {
      repo.write({ a: `${at}\n` });
      repo.commit(`step ${at}`);
    }
    const { read, calls } = await imported(repo);
    const change = await read();
    expect(await calls(() => change.diffs!([change.commits[1]!, change.commits[3]!]))).toEqual(Array(4).fill('commits/{ref}'));
  });

  test('holds where the branch started before the merge base, and of merges is what none of their parents has', async () => {
    const repo = started();
    repo.write({ a: `${long}a\n`, b: 'b\n', gone: 'gone\n' });
    repo.commit('start');
    repo.git('checkout', '-q', '-b', 'topic');
    repo.write({ a: `${long}topic\n`, c: 'c\n' });
    repo.git('rm', '-q', 'gone');
    repo.commit('first');
    repo.git('checkout', '-q', 'main');
    repo.write({ a: `main\n${long}a\n`, b: 'main\n' });
    repo.commit('on main');
    repo.git('checkout', '-q', 'topic');
    repo.git('merge', '-q', '--no-commit', 'main');
    repo.write({ b: 'both\n' });
    repo.commit('merge');
    repo.write({ a: 'after\n', b: 'after\n' });
    repo.commit('after');
    repo.git('checkout', '-q', '-b', 'side', 'topic~1');
    repo.write({ a: 'side\n' });
    repo.commit('side');
    repo.git('checkout', '-q', 'topic');
    repo.git('merge', '-q', '-s', 'ours', '--no-edit', '-m', 'second merge', 'side');
    const { read } = await imported(repo);
    const change = await read();
    expect(await all(change)).toEqual(await asGitTells(repo));
  });

  test.each([
    ['is asked of the tree where the branch started, also for what is no text', 100_000, Uint8Array.from([0, 3]), 'git/trees/{tree_sha}'],
    ['is put together from patches where trees are cut', 1, 'new\n', 'git/blobs/{file_sha}'],
  ])('%s', async (_, treeEntries, content, call) => {
    const repo = started();
    repo.write({ 'b.bin': 'old\n', 'c.sh': 'c\n' });
    repo.commit('start');
    repo.git('checkout', '-q', '-b', 'topic');
    repo.write({ 'b.bin': content });
    repo.commit('first');
    repo.git('checkout', '-q', 'main');
    repo.write({ 'c.sh': 'main\n', 'b.bin': 'main\n' });
    repo.commit('on main');
    repo.git('checkout', '-q', 'topic');
    repo.git('merge', '-q', '-s', 'ours', '-m', 'merge', 'main');
    repo.write({ 'b.bin': 'last\n', 'c.sh': 'last\n' });
    repo.commit('last');
    const { read, calls } = await imported(repo);
    github.limits.treeEntries = treeEntries;
    try {
      const change = await read();
      const asked = await calls(async () => expect(await all(change)).toEqual(await asGitTells(repo)));
      expect(asked.filter((one) => !['commits/{ref}', 'compare/{basehead}'].includes(one))).toContain(call);
    } finally {
      github.limits.treeEntries = 100_000;
    }
  });

  test('has an id that a rebase keeps and another change has not', async () => {
    const repo = started();
    repo.write({ a: long, b: 'b\n' });
    repo.commit('start');
    repo.git('checkout', '-q', '-b', 'topic');
    repo.write({ a: `${long}more\n` });
    repo.commit('the change');
    repo.git('branch', 'once');
    repo.git('checkout', '-q', 'main');
    repo.write({ a: `before\n${long}`, b: 'other\n' });
    repo.commit('on main');
    repo.git('checkout', '-q', 'topic');
    const idOf = async () => {
      const change = await (await imported(repo)).read();
      const diffs = await change.diffs!(change.commits);
      return change.commits.map(({ sha }) => diffs.get(sha)!.patchId);
    };
    const [before] = await idOf();
    repo.git('rebase', '-q', 'main');
    const [after] = await idOf();
    repo.write({ a: `before\n${long}more and more\n` });
    repo.git('commit', '-q', '-a', '--amend', '-m', 'the change');
    const [amended] = await idOf();
    expect([before, before === after, before === amended]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/), true, false]);
  });

  test('is not told where GitHub does not give a commit, which is said', async () => {
    const repo = started();
    repo.write({ a: 'a\n' });
    repo.commit('start');
    repo.git('checkout', '-q', '-b', 'topic');
    for (const text of ['b\n', 'c\n', 'd\n']) {
      repo.write({ a: text });
      repo.commit(`to ${text}`);
    }
    const { read } = await imported(repo);
    const change = await read();
    github.fail({ method: 'GET', path: new RegExp(`/commits/${change.commits[1]!.sha}`), fault: { kind: 'status', status: 404 } });
    const diffs = await change.diffs!(change.commits);
    // The version before the last one is told by the tree of the one that is missing.
    expect(await Promise.all(change.commits.map(({ sha }) => told(change, diffs.get(sha)!)))).toEqual([
      { files: [expect.stringMatching(/^modified: a \w+ a\n -> a \w+ b\n$/)], problem: null },
      { files: [], problem: 'GitHub does not give it (404)' },
      { files: [expect.stringMatching(/^modified: a \w+ c\n -> a \w+ d\n$/)], problem: null },
    ]);
  });
});

test('what came before the range is read in one call', async () => {
  const repo = started();
  for (const name of ['one', 'two']) {
    repo.write({ a: `${name}\n` });
    repo.commit(name);
  }
  repo.git('checkout', '-q', '-b', 'topic');
  repo.commit('topic');
  const { read, calls } = await imported(repo);
  const change = await read();
  let messages: string[] = [];
  expect(
    await calls(async () => {
      messages = (await change.before!()).map(({ message }) => message.trim());
    }),
  ).toEqual(['commits']);
  expect(messages).toEqual(['two', 'one']);
});
