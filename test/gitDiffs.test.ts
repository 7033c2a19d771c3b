import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readLocalChange } from '../src/git/readLocalChange.ts';
import type { Change, ChangedFile, FileVersion } from '../src/model/change.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-diffs-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function withChange<T>(repo: Repository, base: string, head: string, work: (change: Change) => Promise<T>): Promise<T> {
  const change = await readLocalChange({ repo: repo.dir, base, head, environment: gitEnvironment });
  try {
    return await work(change);
  } finally {
    await change.close();
  }
}

/** `status from -> to`, with what each side holds. */
async function shown(change: Change, { status, base, head }: ChangedFile): Promise<string> {
  const side = async (version: FileVersion | null): Promise<string> => {
    if (version === null) return '-';
    const content = await change.load(version);
    const text = content.kind === 'bytes' ? JSON.stringify(Buffer.from(content.bytes).toString().slice(0, 12)) : content.reason;
    return `${version.path} ${version.mode} ${text}`;
  };
  return `${status}: ${await side(base)} -> ${await side(head)}`;
}

/** By subject, what each commit of the range changes. */
async function diffsOf(repo: Repository, base: string, head: string) {
  return withChange(repo, base, head, async (change) => {
    const diffs = await change.diffs!(change.commits);
    const told: [string, unknown][] = [];
    for (const { sha, message } of change.commits) {
      const diff = diffs.get(sha);
      const files = await Promise.all((diff?.files ?? []).map((file) => shown(change, file)));
      told.push([message.trim(), diff && (diff.problem === null ? files : diff.problem)]);
    }
    return Object.fromEntries(told);
  });
}

/** So long that a changed line leaves it similar. */
const long = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');

describe('what each commit changes', () => {
  test('added, edited, removed, moved and re-typed files, with both versions', async () => {
    const repo = repository(root, 'kinds');
    repo.write({ 'edited.sh': 'old\n', 'gone.sh': 'gone\n', 'same.sh': 'the same\n', 'like.sh': long, run: 'run\n' });
    const base = repo.commit('base');
    repo.write({ 'edited.sh': 'new\n', 'né w.sh': 'added\n' });
    repo.git('rm', '-q', 'gone.sh');
    repo.git('update-index', '--chmod=+x', 'run');
    repo.git('add', '-A', '.', ':!run');
    repo.git('commit', '-q', '-m', 'one');
    repo.git('mv', 'same.sh', 'moved.sh');
    repo.git('rm', '-q', 'like.sh');
    repo.write({ 'alike.sh': `${long}more\n`, ':odd': 'odd\n' });
    repo.git('add', 'alike.sh', './:odd');
    repo.git('commit', '-q', '-m', 'two');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${base},module`);
    repo.git('commit', '-q', '-m', 'module');
    repo.git('commit', '-q', '--allow-empty', '-m', 'nothing');
    expect(await diffsOf(repo, base, 'HEAD')).toEqual({
      one: [
        'modified: edited.sh file "old\\n" -> edited.sh file "new\\n"',
        'removed: gone.sh file "gone\\n" -> -',
        'added: - -> né w.sh file "added\\n"',
        'modified: run file "run\\n" -> run executable "run\\n"',
      ],
      two: [
        'added: - -> :odd file "odd\\n"',
        'renamed: like.sh file "line 0\\nline " -> alike.sh file "line 0\\nline "',
        'renamed: same.sh file "the same\\n" -> moved.sh file "the same\\n"',
      ],
      module: ['added: - -> module submodule a submodule is another repository'],
      nothing: [],
    });
  });

  test('a merge brings what none of its parents has, and a first commit everything', async () => {
    const repo = repository(root, 'merge');
    repo.write({ a: 'a\n' });
    const base = repo.commit('base');
    repo.git('checkout', '-q', '-b', 'topic');
    repo.write({ a: 'topic\n', t: 't\n' });
    repo.commit('topic');
    repo.git('checkout', '-q', 'main');
    repo.write({ a: 'main\n', m: 'm\n' });
    repo.commit('main');
    repo.git('checkout', '-q', 'topic');
    repo.git('merge', '-q', '--no-commit', '-s', 'ours', 'main');
    repo.write({ a: 'both\n', m: 'm\n' });
    repo.commit('merge');
    repo.git('checkout', '-q', '--orphan', 'other');
    repo.git('rm', '-rqf', '.');
    repo.write({ o: 'o\n' });
    repo.commit('root');
    repo.git('checkout', '-q', 'topic');
    repo.git('merge', '-q', '--allow-unrelated-histories', '-m', 'second merge', 'other');
    expect(await diffsOf(repo, base, 'HEAD')).toEqual({
      topic: ['modified: a file "a\\n" -> a file "topic\\n"', 'added: - -> t file "t\\n"'],
      main: ['modified: a file "a\\n" -> a file "main\\n"', 'added: - -> m file "m\\n"'],
      merge: ['modified: a file "topic\\n" -> a file "both\\n"'],
      root: ['added: - -> o file "o\\n"'],
      'second merge': [],
    });
  });

  test('nothing is asked for nothing', async () => {
    const repo = repository(root, 'kinds');
    expect(await withChange(repo, 'HEAD~1', 'HEAD', (change) => change.diffs!([]))).toEqual(new Map());
  });

  test('a tree that is gone is said of its commits', async () => {
    const repo = repository(root, 'gone');
    repo.write({ a: 'a\n', 'dir/b': 'b\n' });
    const base = repo.commit('base');
    repo.write({ 'dir/b': 'between\n' });
    repo.commit('between');
    repo.git('tag', 'between');
    repo.write({ 'dir/b': 'c\n' });
    repo.commit('last');
    const tree = repo.git('rev-parse', 'between:dir');
    rmSync(join(repo.dir, '.git', 'objects', tree.slice(0, 2), tree.slice(2)));
    const problem = 'its trees are not whole in this repository';
    expect(await diffsOf(repo, base, 'HEAD')).toEqual({ between: problem, last: problem });
  });

  test('where a blob is gone, files that only resemble each other stay apart', async () => {
    const repo = repository(root, 'blob');
    repo.write({ a: long });
    const base = repo.commit('base');
    repo.git('rm', '-q', 'a');
    repo.write({ b: `${long}more\n` });
    repo.commit('moved');
    // Git takes what it misses from a work tree that has it.
    rmSync(join(repo.dir, 'b'));
    const blob = repo.git('rev-parse', 'HEAD:b');
    rmSync(join(repo.dir, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
    expect(await diffsOf(repo, base, 'HEAD')).toEqual({
      moved: [
        'removed: a file "line 0\\nline " -> -',
        'added: - -> b file the object is not in this repository (a partial clone, or damaged)',
      ],
    });
  });
});

test('what came before a range is read newest first, merges included, and is no more than a hundred commits', async () => {
  const repo = repository(root, 'before');
  repo.write({ a: 'a\n' });
  repo.commit('first\n\nwith a body');
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit('side');
  repo.git('checkout', '-q', 'main');
  repo.commit('second');
  repo.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
  repo.git('checkout', '-q', '-b', 'topic');
  repo.commit('topic');
  const few = await withChange(repo, 'main', 'topic', (change) => change.before!());
  expect(few.map(({ message, parents, author, touches }) => [message, parents.length, author.name, touches])).toEqual([
    ['merge\n', 2, 'Ada', null],
    ['side\n', 1, 'Ada', null],
    ['second\n', 1, 'Ada', null],
    ['first\n\nwith a body\n', 0, 'Ada', null],
  ]);
  const marks = Array.from({ length: 110 }, (_, at) => `commit refs/heads/long\ncommitter A <a@example.com> 0 +0000\ndata <<E\n${at}\nE\n`);
  repo.feed(['fast-import', '--quiet'], marks.join(''));
  const many = await withChange(repo, 'long~1', 'long', (change) => change.before!());
  expect([many.length, many[0]!.message, many.at(-1)!.message]).toEqual([100, '108\n', '9\n']);
});
