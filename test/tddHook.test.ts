/** The commit-msg hook: what it says of the commit that is about to be made, in real repositories. */
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../src/cli/main.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';

jest.setTimeout(60_000);

let root = '';
let count = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-hook-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function hook(repo: Repository, message: string, ...more: string[]) {
  return hookIn({}, repo, message, ...more);
}

/** Runs the hook over what is staged, as git would with `-m`, unless the environment says that an editor was open. */
async function hookIn(environment: Record<string, string>, repo: Repository, message: string, ...more: string[]) {
  const file = join(repo.dir, '.git', 'COMMIT_EDITMSG');
  writeFileSync(file, message);
  let out = '';
  let err = '';
  const status = await main(['tdd', '--hook', file, '--repo', repo.dir, ...more], {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      if (!text.startsWith('portcullis: the native parser cannot be loaded')) err += text;
    },
    colour: false,
    interactive: false,
    environment: { ...gitEnvironment, GIT_EDITOR: ':', ...environment },
    version: '1',
    today: '2026-11-21',
  });
  const told = [...err.matchAll(/^portcullis: (tdd\/[\w-]+): /gm)].map(([, id]) => id);
  return { status, told, out, err: err.replaceAll(file, 'FILE') };
}

const config = (mode: string) => ({ '.github/portcullis.yml': `tdd:\n  mode: ${mode}\n` });
const code = { 'src/a.ts': 'export const a = 1;\n' };
const aTest = { 'test/a.test.ts': "import { a } from '../src/a';\ntest('a', () => expect(a).toBe(1));\n" };

/** `main` with a start and the config, and a branch `topic` with these commits. */
function branch(mode: string, ...commits: [message: string, files: Record<string, string>][]): Repository {
  const repo = repository(root, `r${count++}`);
  repo.write({ 'README.md': 'start\n', ...(mode === '' ? {} : config(mode)) });
  repo.commit('chore: start');
  repo.git('checkout', '-q', '-b', 'topic');
  for (const [message, files] of commits) {
    repo.write(files);
    repo.commit(message);
  }
  return repo;
}

function stage(repo: Repository, files: Record<string, string>): Repository {
  repo.write(files);
  repo.git('add', '-A');
  return repo;
}

const red: [string, Record<string, string>] = ['test: a (RED)', aTest];
const green: [string, Record<string, string>] = ['feat: a (GREEN)', code];

describe('in mode labels', () => {
  const rows: [string, [string, Record<string, string>][], Record<string, string>, string, number, string[]][] = [
    ['RED', [], aTest, 'test: a (RED)', 0, []],
    ['GREEN after RED', [red], code, 'feat: a (GREEN)', 0, []],
    ['REFACTOR after GREEN', [red, green], { 'src/a.ts': 'export const a = 0 + 1;\n' }, 'refactor: a (REFACTOR)', 0, []],
    ['GREEN without RED', [], code, 'feat: a (GREEN)', 1, ['tdd/missing-red']],
    ['production code without a label', [red], code, 'feat: a', 1, ['tdd/unlabelled-code']],
    ['two phases', [], { ...code, ...aTest }, 'feat: a (RED→GREEN)', 1, ['tdd/combined']],
    ['labels that disagree', [red], code, 'feat: a (GREEN)\n\nTDD-Phase: red\n', 1, ['tdd/label-conflict']],
    ['documents', [], { 'README.md': 'more\n' }, 'docs: a', 0, []],
    ['documents that are code', [], code, 'docs: a', 1, ['tdd/unlabelled-code']],
    ['a fixup', [red], code, 'fixup! anything', 0, []],
    ['a squash', [red], code, 'squash! anything', 0, []],
    ['a revert', [red, green], { 'src/a.ts': '' }, `Revert "feat: a (GREEN)"\n\nThis reverts commit ${'0a'.repeat(20)}.\n`, 0, []],
    ['what others did wrong', [['feat: b', { 'src/b.ts': 'b\n' }], red], code, 'feat: a (GREEN)', 0, []],
    ['no message', [], code, '\n\n', 0, []],
  ];
  test.each(rows)('%s', async (_, commits, files, message, status, told) => {
    const judged = await hook(stage(branch('labels', ...commits), files), message);
    expect([judged.status, judged.told, judged.out]).toEqual([status, told, '']);
  });

  test('says what is wrong, what to do and that nothing is lost', async () => {
    expect(
      (await hook(stage(branch('labels'), code), 'feat: a (GREEN)')).err,
    ).toBe(`portcullis: tdd/missing-red: GREEN has no RED before it: commit the failing test first.
portcullis:   \`git restore --staged .\`, stage the test alone and commit it with a subject that ends in (RED); then stage the code and commit it with (GREEN).
portcullis: not committed. The message is kept: \`git commit -e -F FILE\` takes it up again; \`git commit --no-verify\` commits without this hook.
`);
  });

  test('a merge passes', async () => {
    const repo = branch('labels', red);
    repo.git('checkout', '-q', 'main');
    repo.write({ 'src/b.ts': 'b\n' });
    repo.commit('feat: b (GREEN)');
    repo.git('checkout', '-q', 'topic');
    repo.git('merge', '--no-commit', '--no-ff', 'main');
    expect((await hook(repo, 'all of it')).status).toBe(0);
  });
});

describe('the message is read as git will store it', () => {
  const edited = { GIT_EDITOR: 'vi' };
  const cut = '# ------------------------ >8 ------------------------';
  const rows: [string, Record<string, string>, string[], string, number][] = [
    ['comments are dropped after an editor', edited, [], 'feat: a (GREEN)\n\n# TDD-Phase: red\n', 0],
    ['and kept without one', {}, [], 'feat: a (GREEN)\n\n# x: y\nTDD-Phase: red\n', 0],
    ['a trailer counts', {}, [], 'feat: a (GREEN)\n\nTDD-Phase: red\n', 1],
    ['with another comment character', edited, ['core.commentChar', ';'], 'feat: a (GREEN)\n\n; TDD-Phase: red\n', 0],
    ['with one that git chose', edited, ['core.commentChar', 'auto'], 'feat: a (GREEN)\n\n; Please enter\n; TDD-Phase: red\n', 0],
    ['below the scissors', edited, [], `feat: a (GREEN)\n\n${cut}\n\nTDD-Phase: red\n`, 0],
    ['below the scissors of a cleanup', edited, ['commit.cleanup', 'scissors'], `feat: a (GREEN)\n\n${cut}\n\nTDD-Phase: red\n`, 0],
    ['blank lines first', {}, [], '\n\n  \nfeat: a (GREEN)   \n\n\n', 0],
    ['a comment first', edited, [], '# what follows\n\nfeat: a (GREEN)\n', 0],
  ];
  test.each(rows)('%s', async (_, environment, setting, message, status) => {
    const repo = stage(branch('labels', red), code);
    if (setting.length > 0) repo.git('config', ...setting);
    expect((await hookIn(environment, repo, message)).status).toBe(status);
  });
});

describe('the range', () => {
  test('on the default branch goes back beyond what was pushed', async () => {
    const repo = branch('labels', red);
    repo.git('checkout', '-q', '-B', 'main');
    repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    expect((await hook(stage(repo, code), 'feat: a (GREEN)')).status).toBe(0);
  });

  test('of a branch that was pushed is all of the branch', async () => {
    const repo = branch('labels', red);
    repo.git('update-ref', 'refs/remotes/origin/topic', 'HEAD');
    repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD~');
    repo.git('config', 'branch.topic.remote', 'origin');
    repo.git('config', 'branch.topic.merge', 'refs/heads/topic');
    repo.git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
    expect((await hook(stage(repo, code), 'feat: a (GREEN)')).status).toBe(0);
  });

  test('starts at --base, if there is one', async () => {
    const repo = stage(branch('labels', ['test: a (RED)', { 'docs/a.md': 'a\n' }]), code);
    const unknown = await hook(repo, 'feat: a (GREEN)', '--base', 'nowhere');
    expect([(await hook(repo, 'feat: a (GREEN)', '--base', 'main')).status, unknown.status, unknown.err]).toEqual([
      0,
      2,
      'portcullis: The base `nowhere` is no commit that this branch comes from. Fetch it, or give another one with `--base`.\n',
    ]);
  });

  test('is one commit in a new repository', async () => {
    const repo = repository(root, `r${count++}`);
    stage(repo, { ...config('labels'), ...code });
    expect((await hook(repo, 'feat: a')).told).toEqual(['tdd/unlabelled-code']);
  });

  test('holds what another index stages', async () => {
    const repo = branch('labels', red);
    repo.write({ 'README.md': 'more\n' });
    repo.git('add', 'README.md');
    const index = join(repo.dir, '.git', 'other-index');
    repo.write(code);
    repo.git('add', '-A');
    // As `git commit -a` does it: what is committed lies in an index of its own.
    copyFileSync(join(repo.dir, '.git', 'index'), index);
    repo.git('reset', '-q');
    expect([(await hook(repo, 'docs: a')).status, (await hookIn({ GIT_INDEX_FILE: index }, repo, 'docs: a')).status]).toEqual([0, 1]);
  });
});

describe('other modes', () => {
  test('advisory says it and lets it pass, where the discipline is followed', async () => {
    const judged = await hook(stage(branch('', red), code), 'feat: a (GREEN)\n\nTDD-Phase: red\n');
    expect([judged.status, judged.told, judged.err.includes('not committed')]).toEqual([0, ['tdd/label-conflict'], false]);
  });

  test('advisory says nothing where it is not', async () => {
    expect(await hook(stage(branch(''), code), 'feat: a')).toEqual({ status: 0, told: [], out: '', err: '' });
  });

  test('off says nothing', async () => {
    expect(await hook(stage(branch('off', red), code), 'feat: a')).toEqual({ status: 0, told: [], out: '', err: '' });
  });

  test('strict looks into the tests', async () => {
    const loose = { ...code, 'test/a.test.ts': "import { a } from '../src/a';\ntest.skip('a', () => expect(a).toBe(1));\n" };
    const weakened = await hook(stage(branch('strict', red), loose), 'feat: a (GREEN)');
    const honest = await hook(stage(branch('strict', red), code), 'feat: a (GREEN)');
    expect([weakened.status, weakened.told, honest]).toEqual([1, ['tdd/test-weakened'], { status: 0, told: [], out: '', err: '' }]);
  });

  test('the configuration is that of the work tree, of HEAD where it is not checked out, or the one that is named', async () => {
    const repo = stage(branch('labels', red), code);
    const other = join(root, 'advisory.yml');
    writeFileSync(other, 'tdd:\n  mode: advisory\n');
    const judged = [(await hook(repo, 'feat: a')).status];
    repo.git('update-index', '--skip-worktree', '.github/portcullis.yml');
    rmSync(join(repo.dir, '.github'), { recursive: true });
    judged.push((await hook(repo, 'feat: a')).status, (await hook(repo, 'feat: a', '--config', other)).status);
    mkdirSync(join(repo.dir, '.github'));
    writeFileSync(join(repo.dir, '.github/portcullis.yml'), 'tdd:\n  mode: off\n');
    judged.push((await hook(repo, 'feat: a')).status);
    expect(judged).toEqual([1, 1, 0, 0]);
  });
});

describe('what cannot be judged', () => {
  test.each<[string, (repo: Repository) => string[], string]>([
    [
      'no message file',
      () => ['--hook', 'nowhere'],
      'portcullis: --hook nowhere: cannot be read (ENOENT): the hook is `exec portcullis tdd --hook "$1"`.\n',
    ],
    [
      'no repository',
      () => ['--repo', join(root, 'none')],
      'portcullis: `DIR` is in no work tree of git. Run it as a commit-msg hook, or give a folder with `--repo`.\n',
    ],
    [
      'a broken configuration',
      (repo) => {
        writeFileSync(join(repo.dir, '.github/portcullis.yml'), 'tdd:\n  mode: on\n');
        return [];
      },
      'portcullis: CONFIG',
    ],
  ])('%s', async (_, args, words) => {
    const repo = stage(branch('labels'), code);
    const judged = await hook(repo, 'feat: a', ...args(repo));
    const err = judged.err
      .replaceAll(join(root, 'none'), 'DIR')
      .replace(
        /^portcullis: .*portcullis\.yml:2: .*\nportcullis: Mend it, or `git commit --no-verify` commits without this hook\.\n$/,
        'portcullis: CONFIG',
      );
    expect([judged.status, err]).toEqual([2, words]);
  });

  test('a range is asked for, where there is no hook', async () => {
    let err = '';
    const status = await main(['tdd', '--base', 'a'], {
      out: () => undefined,
      error: (text) => {
        err += text;
      },
      colour: false,
      interactive: false,
      environment: {},
      version: '1',
      today: '2026-11-21',
    });
    expect([status, err]).toEqual([2, 'portcullis: tdd: give a range with --base and --head, or --hook FILE, or --workflow.\n']);
  });
});

test('git runs it', () => {
  const repo = branch('labels');
  const cli = resolve('src/cli.ts');
  const tsx = resolve('node_modules/tsx/dist/cli.mjs');
  const file = join(repo.dir, '.git/hooks/commit-msg');
  mkdirSync(join(repo.dir, '.git/hooks'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${tsx}" "${cli}" tdd --hook "$1"\n`);
  chmodSync(file, 0o755);
  repo.write(code);
  repo.git('add', '-A');
  const commit = (message: string) => {
    try {
      repo.git('commit', '-q', '-m', message);
      return repo.git('log', '-1', '--format=%s');
    } catch (error) {
      return (error as { stderr: string }).stderr.split('\n')[0];
    }
  };
  expect([commit('feat: a (GREEN)'), commit('docs: nothing (RED)')]).toEqual([
    'portcullis: tdd/missing-red: GREEN has no RED before it: commit the failing test first.',
    'docs: nothing (RED)',
  ]);
});
