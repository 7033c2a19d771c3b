import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GitError } from '../src/git/gitError.ts';
import { readLocalChange } from '../src/git/readLocalChange.ts';
import type { Change, FileVersion } from '../src/model/change.ts';
import { gitEnvironment, repository } from './support/repository.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-git-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const read = (repo: string, base: string, head: string) => readLocalChange({ repo, base, head, environment: gitEnvironment });

async function text(change: Change, version: FileVersion | null): Promise<string | null> {
  if (!version) return null;
  const content = await change.load(version);
  return content.kind === 'bytes' ? Buffer.from(content.bytes).toString() : `unavailable: ${content.reason}`;
}

async function failure(repo: string, base: string, head: string): Promise<GitError> {
  const error = await read(repo, base, head).then(
    async (change) => change.close(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof GitError)) throw new Error(`expected a GitError, got ${String(error)}`);
  expect(error.message).not.toBe('');
  expect(error.remedy).not.toBe('');
  return error;
}

describe('readLocalChange', () => {
  test('reads files, modes, contents and commits between the merge base and the head', async () => {
    const repo = repository(root, 'plain');
    repo.write({
      'kept.sh': 'kept\n',
      'edited.sh': 'old\n',
      'gone.sh': 'gone\n',
      'dir/moved.sh': 'moved\n',
      run: 'run\n',
      config: 'base\n',
    });
    symlinkSync('kept.sh', join(repo.dir, 'link'));
    const base = repo.commit('base');
    repo.git('checkout', '-q', '-b', 'topic');
    repo.write({ 'edited.sh': 'new\n', 'added.sh': 'added\n', config: 'head\n' });
    rmSync(join(repo.dir, 'gone.sh'));
    rmSync(join(repo.dir, 'link'));
    symlinkSync('edited.sh', join(repo.dir, 'link'));
    repo.git('mv', 'dir/moved.sh', 'dir/there.sh');
    repo.git('update-index', '--chmod=+x', 'run');
    repo.git('add', '-A', '.', ':!run');
    repo.git('commit', '-q', '-m', 'change');
    const change = repo.git('rev-parse', 'HEAD');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${base},module`);
    repo.git('commit', '-q', '-m', 'module\n\nbody', '--author', 'robot[bot] <bot@example.com>');
    const head = repo.git('rev-parse', 'HEAD');
    repo.git('checkout', '-q', '-f', 'main');
    repo.write({ 'elsewhere.sh': 'not part of the change\n' });
    repo.commit('main moved on');

    const result = await read(join(repo.dir, 'dir'), 'main', 'topic');
    const files = [];
    for (const { status, base, head } of result.files) {
      const side = async (version: FileVersion | null) => version && `${version.path} ${version.mode} ${await text(result, version)}`;
      files.push([status, await side(base), await side(head)]);
    }
    const found = [];
    for (const [side, path] of [
      ['base', 'config'],
      ['head', 'config'],
      ['head', 'kept.sh'],
      ['base', 'added.sh'],
    ] as const) {
      found.push(await text(result, await result.find(side, path)));
    }
    await result.close();

    expect({
      ...result,
      files,
      load: null,
      find: null,
      peek: null,
      list: null,
      history: null,
      diffs: null,
      before: null,
      close: null,
    }).toEqual({
      repository: 'plain',
      base,
      head,
      files: [
        ['added', null, 'added.sh file added\n'],
        ['modified', 'config file base\n', 'config file head\n'],
        ['renamed', 'dir/moved.sh file moved\n', 'dir/there.sh file moved\n'],
        ['modified', 'edited.sh file old\n', 'edited.sh file new\n'],
        ['removed', 'gone.sh file gone\n', null],
        ['modified', 'link symlink kept.sh', 'link symlink edited.sh'],
        ['added', null, 'module submodule unavailable: a submodule is another repository'],
        ['modified', 'run file run\n', 'run executable run\n'],
      ],
      commits: [
        {
          sha: change,
          parents: [base],
          message: 'change\n',
          author: { name: 'Ada', isBot: false },
          touches: ['added.sh', 'config', 'dir/moved.sh', 'dir/there.sh', 'edited.sh', 'gone.sh', 'link', 'run'],
        },
        { sha: head, parents: [change], message: 'module\n\nbody\n', author: { name: 'robot[bot]', isBot: true }, touches: ['module'] },
      ],
      incomplete: [],
      load: null,
      find: null,
      peek: null,
      list: null,
      history: null,
      diffs: null,
      before: null,
      close: null,
    });
    expect(found).toEqual(['base\n', 'head\n', 'kept\n', null]);
  });

  test.each(['UTF-16', 'ISO-2022-JP', 'UTF-7'])(
    'a message that is said to be %s, which no git writes, stays readable',
    async (encoding) => {
      const repo = repository(root, `said-${encoding}`);
      const base = repo.commit('base');
      repo.git('config', 'i18n.commitEncoding', encoding);
      const said = repo.commit('\u001b$Ba title');
      const change = await read(repo.dir, base, said);
      await change.close();
      expect(change.commits.map(({ message }) => message)).toEqual(['\u001b$Ba title\n']);
    },
  );

  test('lists commits parents first, merges with what they bring to their first parent, and a message in its own encoding', async () => {
    const repo = repository(root, 'merges');
    const base = repo.commit('base');
    repo.git('checkout', '-q', '-b', 'side');
    repo.write({ side: '1' });
    const side = repo.commit('side');
    repo.git('checkout', '-q', 'main');
    repo.write({ main: '1', [side]: 'a file named like a commit' });
    repo.git('config', 'i18n.commitEncoding', 'ISO-8859-1');
    writeFileSync(join(repo.dir, '.git', 'message'), Buffer.from('caf\xe9', 'latin1'));
    repo.git('add', '-A');
    repo.git('commit', '-q', '-F', join(repo.dir, '.git', 'message'));
    const main = repo.git('rev-parse', 'HEAD');
    repo.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    const merge = repo.git('rev-parse', 'HEAD');
    const change = await read(repo.dir, base, merge);
    await change.close();
    const commits = change.commits.map(({ sha, parents, message, touches }) => ({ sha, parents, message, touches }));
    expect(commits.toSorted((a, b) => a.message.localeCompare(b.message))).toEqual([
      { sha: main, parents: [base], message: 'café\n', touches: [side, 'main'] },
      { sha: merge, parents: [main, side], message: 'merge\n', touches: ['side'] },
      { sha: side, parents: [base], message: 'side\n', touches: ['side'] },
    ]);
    expect(commits.at(-1)?.sha).toBe(merge);
  });

  test('an orphan head that is its own base, and a base the head is part of, are changes without files', async () => {
    const repo = repository(root, 'empty-range');
    repo.write({ a: '1' });
    const first = repo.commit('first');
    repo.write({ a: '2' });
    const second = repo.commit('second');
    for (const [base, head, at] of [
      [second, second, second],
      [second, first, first],
    ] as const) {
      const change = await read(repo.dir, base, head);
      await change.close();
      expect([change.base, change.head, change.files, change.commits]).toEqual([at, at, [], []]);
    }
  });

  test('file names keep every character, and names that are not UTF-8 stay apart', async () => {
    const repo = repository(root, 'names');
    const base = repo.commit('base');
    const blob = execFileSync('git', ['-C', repo.dir, 'hash-object', '-w', '--stdin'], {
      input: 'x',
      env: gitEnvironment,
      encoding: 'utf8',
    }).trim();
    const names = ['new\nline', 'quote"\'\\', 'tab\t', '..a', '\u202egnp.sh', '-dash', ':colon', 'é', '\ufffd'].map((name) =>
      Buffer.from(name),
    );
    names.push(Buffer.from([0x61, 0xe9]), Buffer.from([0x61, 0xe8]));
    const entries = names
      .toSorted(Buffer.compare)
      .map((name) => Buffer.concat([Buffer.from(`100644 blob ${blob}\t`), name, Buffer.from('\0')]));
    const tree = execFileSync('git', ['-C', repo.dir, 'mktree', '-z'], {
      input: Buffer.concat(entries),
      env: gitEnvironment,
      encoding: 'utf8',
    }).trim();
    const head = repo.git('commit-tree', '-p', base, '-m', 'names', tree);
    const change = await read(repo.dir, base, head);
    await change.close();
    const expected = [
      'new\nline',
      'quote"\'\\',
      'tab\t',
      '..a',
      '\u202egnp.sh',
      '-dash',
      ':colon',
      'é',
      '\ufffd<efbfbd>',
      'a\ufffd<e9>',
      'a\ufffd<e8>',
    ];
    expect(change.files.map((file) => file.head?.path).toSorted()).toEqual(expected.toSorted());
    expect(change.commits[0]?.touches?.toSorted()).toEqual(expected.toSorted());
  });

  test('more than 10 MB is not loaded, and a blob that is gone does not take the others with it', async () => {
    const repo = repository(root, 'contents');
    const base = repo.commit('base');
    repo.write({ big: Buffer.alloc(10_000_001), exact: Buffer.alloc(10_000_000), gone: 'gone\n', there: 'there\n' });
    const head = repo.commit('head');
    const gone = repo.git('rev-parse', `${head}:gone`);
    rmSync(join(repo.dir, '.git', 'objects', gone.slice(0, 2), gone.slice(2)));
    const change = await read(repo.dir, base, head);
    const contents = await Promise.all(change.files.map((file) => change.load(file.head!)));
    await change.close();
    const after = await change.load(change.files[0]!.head!);
    expect(contents.map((content) => (content.kind === 'bytes' ? content.bytes.length : content.reason))).toEqual([
      'larger than 10 MB (10000001 bytes)',
      10_000_000,
      'the object is not in this repository (a partial clone, or damaged)',
      6,
    ]);
    expect(after).toEqual({ kind: 'unavailable', reason: 'the repository was closed' });
  });

  test('a bare repository and one with SHA-256 names are read as well', async () => {
    const source = repository(root, 'bare-source');
    const base = source.commit('base');
    source.write({ a: '1' });
    const head = source.commit('head');
    const bare = repository(root, 'bare.git', true);
    source.git('push', '-q', bare.dir, 'main');
    const change = await read(bare.dir, base, head);
    const content = await text(change, change.files[0]!.head);
    await change.close();
    expect([change.repository, change.files.length, content]).toEqual(['bare', 1, '1']);

    const sha256 = repository(root, 'sha256');
    rmSync(join(sha256.dir, '.git'), { recursive: true });
    sha256.git('init', '-q', '--object-format=sha256', '-b', 'main');
    sha256.commit('base');
    sha256.write({ a: '1' });
    sha256.commit('head');
    const long = await read(sha256.dir, 'HEAD~1', 'HEAD');
    const longContent = await text(long, long.files[0]!.head);
    await long.close();
    expect([long.head.length, long.commits.length, longContent]).toEqual([64, 1, '1']);
  });
});

describe('what cannot be read says why', () => {
  test('revisions', async () => {
    const repo = repository(root, 'revisions');
    const first = repo.commit('first');
    const head = repo.commit('second');
    repo.git('tag', 'main', first);
    repo.write({ a: 'text' });
    repo.commit('third');
    const cases: [base: string, head: string, kind: string, about: string][] = [
      ['nope', head, 'unknown-revision', 'base `nope`'],
      [head, 'nope', 'unknown-revision', 'head `nope`'],
      ['', head, 'unknown-revision', 'base ``'],
      ['--all', head, 'unknown-revision', 'base `--all`'],
      ['--output=owned', head, 'unknown-revision', 'base `--output=owned`'],
      [head, '-h', 'unknown-revision', 'head `-h`'],
      [`${first}..${head}`, head, 'unknown-revision', `base \`${first}..${head}\``],
      [head, 'HEAD^{tree}', 'unknown-revision', 'head `HEAD^{tree}`'],
      [head, 'HEAD\0', 'unknown-revision', 'head'],
      ['main', head, 'ambiguous-revision', 'base `main`'],
    ];
    for (const [base, to, kind, about] of cases) {
      const error = await failure(repo.dir, base, to);
      expect([base, to, error.kind, error.message]).toEqual([base, to, kind, expect.stringContaining(about)]);
    }
    expect(existsSync(join(repo.dir, 'owned'))).toBe(false);
  });

  test('a folder that is no repository, and one that is not there', async () => {
    const plain = join(root, 'no-repository');
    mkdirSync(plain);
    for (const dir of [plain, join(root, 'absent')]) expect((await failure(dir, 'a', 'b')).kind).toBe('not-a-repository');
  });

  test('a repository without commits', async () => {
    expect((await failure(repository(root, 'unborn').dir, 'HEAD', 'HEAD')).kind).toBe('unknown-revision');
  });

  test('unrelated histories', async () => {
    const repo = repository(root, 'unrelated');
    repo.commit('one');
    repo.git('checkout', '-q', '--orphan', 'other');
    repo.commit('two');
    expect((await failure(repo.dir, 'main', 'other')).kind).toBe('unrelated');
  });

  test('a shallow clone that lacks the merge base, or part of the range', async () => {
    const source = repository(root, 'shallow-source');
    source.commit('base');
    source.git('checkout', '-q', '-b', 'topic');
    for (const n of ['1', '2', '3']) source.commit(n);
    source.git('checkout', '-q', 'main');
    source.commit('on');
    const clone = repository(root, 'shallow');
    clone.git('fetch', '-q', '--depth=1', `file://${source.dir}`, 'main:base', 'topic:topic');
    const error = await failure(clone.dir, 'base', 'topic');
    expect([error.kind, error.remedy]).toEqual([
      'shallow',
      'Fetch the whole history: `git fetch --unshallow` (actions/checkout: `fetch-depth: 0`).',
    ]);
    source.git('checkout', '-q', 'topic');
    source.git('merge', '-q', '--no-ff', '-m', 'merged', 'main');
    const part = repository(root, 'shallow-part');
    part.git('fetch', '-q', '--depth=2', `file://${source.dir}`, 'main:base', 'topic:topic');
    expect((await failure(part.dir, 'base', 'topic')).kind).toBe('shallow');
  });

  test('git that is not installed', async () => {
    const error = await readLocalChange({ repo: root, base: 'a', head: 'b', environment: { PATH: join(root, 'nowhere') } }).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ name: 'GitError', kind: 'git-missing' });
  });
});

describe('a hostile repository', () => {
  test('executes nothing, whatever its configuration says', async () => {
    const repo = repository(root, 'hostile');
    repo.write({ a: '1\n', '.gitattributes': '* diff=evil filter=evil\n' });
    const base = repo.commit('base');
    repo.write({ a: '2\n', missing: 'missing\n' });
    const head = repo.commit('head');
    const missing = repo.git('rev-parse', `${head}:missing`);
    rmSync(join(repo.dir, '.git', 'objects', missing.slice(0, 2), missing.slice(2)));
    const mark = join(root, 'executed');
    const command = `touch '${mark}'; false`;
    const config = `
[core]
  fsmonitor = "${command}"
  pager = "${command}"
  sshCommand = "${command}"
  editor = "${command}"
  gitProxy = "${command}"
  askPass = "${command}"
  alternateRefsCommand = "${command}"
  hooksPath = hooks
[extensions]
  partialClone = evil
[remote "evil"]
  url = "ext::sh -c touch% ${mark}"
  promisor = true
  uploadpack = "${command}"
[protocol "ext"]
  allow = always
[protocol]
  allow = always
[alias]
  rev-parse = "!${command}"
  cat-file = "!${command}"
[pager]
  ls-tree = "${command}"
[diff]
  external = "${command}"
  relative = true
[diff "evil"]
  command = "${command}"
  textconv = "${command}"
[filter "evil"]
  smudge = "${command}"
  process = "${command}"
  required = true
[log]
  showSignature = true
[gpg]
  program = "${command}"
[credential]
  helper = "!${command}"
`;
    writeFileSync(join(repo.dir, '.git', 'config'), config, { flag: 'a' });
    for (const hook of ['reference-transaction', 'post-index-change', 'pre-auto-gc', 'post-checkout']) {
      writeFileSync(join(repo.dir, '.git', 'hooks', hook), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
    }
    const change = await read(repo.dir, base, head);
    const contents = await Promise.all(change.files.map((file) => text(change, file.head)));
    await change.close();
    expect(contents).toEqual(['2\n', 'unavailable: the object is not in this repository (a partial clone, or damaged)']);
    expect(existsSync(mark)).toBe(false);
    // The same configuration does act where git is not held back; otherwise this test would prove nothing.
    expect(() => repo.git('cat-file', 'blob', missing)).toThrow();
    expect(existsSync(mark)).toBe(true);
  });

  test('a replaced object is read as what its sha says', async () => {
    const repo = repository(root, 'replaced');
    repo.write({ a: 'base\n' });
    const base = repo.commit('base');
    repo.write({ a: 'eval "$1"\n' });
    const head = repo.commit('head');
    repo.git('replace', repo.git('rev-parse', `${head}:a`), repo.git('rev-parse', `${base}:a`));
    const change = await read(repo.dir, base, head);
    const content = await text(change, change.files[0]!.head);
    await change.close();
    expect(content).toBe('eval "$1"\n');
  });

  test('the environment does not point git elsewhere, and neither work tree, index nor refs change', async () => {
    const repo = repository(root, 'untouched');
    repo.write({ a: '1\n' });
    const base = repo.commit('base');
    repo.write({ a: '2\n' });
    const head = repo.commit('head');
    repo.write({ a: 'work in progress\n' });
    const state = () => {
      const files = readdirSync(repo.dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      return files.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path, statSync(path).mtimeMs, readFileSync(path).toString('latin1')];
      });
    };
    const before = state();
    const other = repository(root, 'other');
    const misleading = {
      ...gitEnvironment,
      GIT_DIR: join(other.dir, '.git'),
      GIT_WORK_TREE: other.dir,
      GIT_EXTERNAL_DIFF: 'false',
      GIT_NAMESPACE: 'x',
    };
    const change = await readLocalChange({ repo: repo.dir, base, head, environment: misleading });
    const content = await text(change, change.files[0]!.head);
    await change.close();
    expect(content).toBe('2\n');
    expect(state()).toEqual(before);
  });
});
