/** Secrets in every commit of a range: real repositories, read by git, reviewed by the real checks. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { defaultPolicy } from '../src/config/defaults.ts';
import { createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { readLocalChange } from '../src/git/readLocalChange.ts';
import type { FileAnalysis } from '../src/model/analysis.ts';
import type { Change } from '../src/model/change.ts';
import type { Finding } from '../src/model/finding.ts';
import { noOutline } from '../src/model/outline.ts';
import type { Review } from '../src/model/review.ts';
import type { Analyze } from '../src/review/analyzeChange.ts';
import { type ReviewRequest, reviewChange } from '../src/review/reviewChange.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';
import { fillSecrets } from './support/secrets.ts';

let root = '';
let analyze: Analyze;
let repositories = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-history-'));
  const run = createAnalyzer(await loadCore(), checks, { parseDeadline: 60_000 });
  analyze = async (file) => run(file);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const token = fillSecrets('{{ghp:7}}');
const other = fillSecrets('{{ghp:8}}');
const leaking = (secret: string, before = '') => `${before}export const token = '${secret}';\n`;

/** A repository with a base on `main` and a branch `topic`, checked out. */
function started(files: Record<string, string | Uint8Array> = { 'readme.txt': 'start\n' }): Repository {
  const repo = repository(root, `r${++repositories}`);
  repo.write(files);
  repo.commit('chore: start');
  repo.git('checkout', '-q', '-b', 'topic');
  return repo;
}

function step(repo: Repository, message: string, files: Record<string, string | Uint8Array>, removed: readonly string[] = []): string {
  repo.write(files);
  for (const path of removed) rmSync(join(repo.dir, path));
  return repo.commit(message);
}

interface Looked extends Partial<ReviewRequest> {
  readonly base?: string;
  readonly head?: string;
  readonly edit?: (change: Change) => Change;
}

async function look(repo: Repository, { base = 'main', head = 'topic', edit = (it) => it, ...over }: Looked = {}): Promise<Review> {
  const change = await readLocalChange({ repo: repo.dir, base, head, environment: gitEnvironment });
  try {
    const { review } = await reviewChange({
      change: edit(change),
      policy: defaultPolicy,
      policyProblems: [],
      notices: [],
      knownChecks: checks.map(({ id }) => id),
      draft: false,
      today: '2026-11-21',
      analyze,
      outline: async () => noOutline(null),
      concurrency: 2,
      ...over,
    });
    return review;
  } finally {
    await change.close();
  }
}

const told = ({ checkId, path, startLine, commit }: Finding) =>
  `${checkId} ${path}:${startLine}${commit ? ` in the ${commit.part} of "${commit.subject}"` : ''}`;

/** What is introduced, and what blocks of it. */
async function found(repo: Repository, options?: Looked): Promise<string[]> {
  const review = await look(repo, options);
  expect([review.incomplete, JSON.stringify(review).includes(token)]).toEqual([[], false]);
  expect(review.conclusion.security).toBe(review.introduced.length > 0 ? 'failure' : 'success');
  expect(review.blocking).toEqual(review.introduced.map(({ fingerprint }) => fingerprint));
  return review.introduced.map(told);
}

describe('a secret that a later commit took away', () => {
  test('as a line', async () => {
    const repo = started({ 'src/a.ts': 'export const a = 1;\n' });
    const sha = step(repo, 'feat: token\n\nbody', { 'src/a.ts': leaking(token, 'export const a = 1;\n') });
    step(repo, 'fix: no token', { 'src/a.ts': 'export const a = 1;\n' });
    const { introduced } = await look(repo);
    expect(introduced).toEqual([
      expect.objectContaining({
        checkId: 'leak/github-token',
        path: 'src/a.ts',
        startLine: 2,
        startColumn: 23,
        severity: 'critical',
        confidence: 'high',
        commit: { sha, subject: 'feat: token', part: 'file' },
        message: expect.stringMatching(/ The head does not hold it any more, but the history does\.$/),
        remediation: expect.stringMatching(/^Revoke the token now .* force-push/),
        lostGuard: null,
        fix: null,
      }),
    ]);
  });

  test('with its file', async () => {
    const repo = started();
    step(repo, 'feat: a file', { 'config/prod.env': `A=1\nTOKEN=${token}\n` });
    step(repo, 'fix: no file', {}, ['config/prod.env']);
    expect(await found(repo)).toEqual(['leak/github-token config/prod.env:2 in the file of "feat: a file"']);
  });

  test('with its file, which went where less is thought of it', async () => {
    const excluding = { ...defaultPolicy, paths: { exclude: ['old/**'] } };
    for (const [to, policy, atHead] of [
      ['test/b.ts', defaultPolicy, ['leak/github-token test/b.ts:1']],
      ['old/b.ts', excluding, []],
    ] as const) {
      const repo = started();
      step(repo, 'feat: one', { 'src/a.ts': leaking(token) });
      mkdirSync(join(repo.dir, dirname(to)), { recursive: true });
      renameSync(join(repo.dir, 'src/a.ts'), join(repo.dir, to));
      repo.commit('refactor: moved');
      const { introduced, conclusion } = await look(repo, { policy });
      expect([introduced.map(told), conclusion.security]).toEqual([
        [...atHead, 'leak/github-token src/a.ts:1 in the file of "feat: one"'],
        'failure',
      ]);
    }
  });

  test('or that the head has as the target of a link', async () => {
    const repo = started();
    symlinkSync(`/nowhere/${token}`, join(repo.dir, 'link'));
    repo.commit('feat: a link');
    expect(await found(repo)).toEqual(['leak/github-token link:1']);
  });

  test('with the link that led to it, or the file that had its name', async () => {
    const repo = started();
    symlinkSync(`/nowhere/${token}`, join(repo.dir, 'link'));
    step(repo, 'feat: odd', { [`${other}.txt`]: 'odd\n' });
    step(repo, 'fix: odd', {}, ['link', `${other}.txt`]);
    expect((await found(repo)).map((one) => one.replace(other, 'NAME'))).toEqual([
      'leak/github-token NAME.txt:1 in the file of "feat: odd"',
      'leak/github-token link:1 in the file of "feat: odd"',
    ]);
  });

  test('by another one that stays, which is told apart', async () => {
    const repo = started();
    step(repo, 'feat: one', { 'src/a.ts': leaking(token) });
    step(repo, 'feat: another', { 'src/a.ts': leaking(other) });
    expect(await found(repo)).toEqual(['leak/github-token src/a.ts:1', 'leak/github-token src/a.ts:1 in the file of "feat: one"']);
  });

  test('with a file that was renamed meanwhile: once, where it came', async () => {
    const repo = started();
    step(repo, 'feat: one', { 'src/a.ts': leaking(token) });
    renameSync(join(repo.dir, 'src/a.ts'), join(repo.dir, 'src/b.ts'));
    repo.commit('refactor: renamed');
    step(repo, 'feat: more', { 'src/b.ts': leaking(token, '// more\n') });
    step(repo, 'fix: gone', { 'src/b.ts': '// more\n' });
    expect(await found(repo)).toEqual(['leak/github-token src/a.ts:1 in the file of "feat: one"']);
  });

  test('on a side branch that was merged, and in a merge itself', async () => {
    const repo = started({ 'a.ts': 'a\n', 'b.ts': 'b\n' });
    repo.git('checkout', '-q', '-b', 'side');
    step(repo, 'feat: on the side', { 'side.ts': leaking(token) });
    step(repo, 'fix: on the side', {}, ['side.ts']);
    repo.git('checkout', '-q', 'topic');
    step(repo, 'feat: on the branch', { 'a.ts': 'a 1\n' });
    repo.git('merge', '-q', '--no-commit', 'side');
    step(repo, 'merge: with more than was asked', { 'evil.ts': leaking(other, '\n') });
    step(repo, 'fix: the merge', {}, ['evil.ts']);
    expect(await found(repo)).toEqual([
      'leak/github-token side.ts:1 in the file of "feat: on the side"',
      'leak/github-token evil.ts:2 in the file of "merge: with more than was asked"',
    ]);
  });

  test('within what is no text', async () => {
    const repo = started();
    const bytes = Buffer.concat([Buffer.from([0, 1, 2, 3, 0]), Buffer.from(`\ntoken=${token}\n`), Buffer.from([0, 255, 254])]);
    step(repo, 'feat: a dump', { 'dump.bin': bytes });
    step(repo, 'fix: no dump', {}, ['dump.bin']);
    expect(await found(repo)).toEqual(['leak/github-token dump.bin:2 in the file of "feat: a dump"']);
  });

  test('put together from pieces, or encoded', async () => {
    const repo = started();
    const [first, second] = [token.slice(0, 20), token.slice(20)];
    step(repo, 'feat: pieces', {
      'a.sh': `#!/bin/bash\nTOKEN=${first}\nTOKEN+=${second}\n`,
      'b.txt': `token: ${Buffer.from(other).toString('base64')}\n`,
    });
    step(repo, 'fix: none', {}, ['a.sh', 'b.txt']);
    expect(await found(repo)).toEqual([
      'leak/github-token a.sh:2 in the file of "feat: pieces"',
      'leak/github-token b.txt:1 in the file of "feat: pieces"',
    ]);
  });

  test('from the message of a commit, where nothing can take it away', async () => {
    const repo = started();
    step(repo, `chore: deploy\n\nused ${token} for it`, { 'a.txt': 'a\n' });
    step(repo, 'chore: more', { 'a.txt': 'b\n' });
    expect(await found(repo)).toEqual(['leak/github-token COMMIT_EDITMSG:3 in the message of "chore: deploy"']);
    const { introduced } = await look(repo);
    expect(introduced[0]!.message).toMatch(/ It stands in the message of a commit\.$/);
  });

  test('in a long history, once for many commits that have it', async () => {
    const repo = started({ 'a.ts': 'start\n' });
    const stream = ['feature done'];
    let fast = '';
    const commit = (message: string, text: string) => {
      fast += `commit refs/heads/topic\ncommitter A <a@example.com> 1704067200 +0000\ndata ${Buffer.byteLength(message)}\n${message}\n`;
      fast += `${fast.includes('from ') ? '' : `from ${repo.git('rev-parse', 'topic')}\n`}M 100644 inline a.ts\ndata ${Buffer.byteLength(text)}\n${text}\n`;
    };
    for (let n = 1; n <= 300; n++) commit(`feat: ${n}`, n >= 100 && n < 200 ? leaking(token, `// ${n}\n`) : `// ${n}\n`);
    repo.git('checkout', '-q', 'main');
    repo.feed(['fast-import', '--quiet', '--done'], `${stream.join('\n')}\n${fast}done\n`);
    expect(await found(repo)).toEqual(['leak/github-token a.ts:2 in the file of "feat: 100"']);
  });
});

describe('a secret that is not new is silent', () => {
  const old = { 'src/old.ts': leaking(token), 'src/b.ts': 'export const b = 1;\n' };

  test('moved to another file, and taken away there', async () => {
    const repo = started(old);
    step(repo, 'refactor: moved', { 'src/old.ts': '\n', 'src/b.ts': leaking(token, 'export const b = 1;\n') });
    step(repo, 'fix: gone', { 'src/b.ts': 'export const b = 1;\n' });
    expect(await found(repo)).toEqual([]);
  });

  test('in a file that was renamed, changed, and renamed back', async () => {
    const repo = started(old);
    renameSync(join(repo.dir, 'src/old.ts'), join(repo.dir, 'src/new.ts'));
    repo.commit('refactor: renamed');
    step(repo, 'refactor: changed', { 'src/new.ts': leaking(token, '// changed\n') });
    renameSync(join(repo.dir, 'src/new.ts'), join(repo.dir, 'src/old.ts'));
    step(repo, 'refactor: back', old);
    step(repo, 'feat: something', { 'c.txt': 'c\n' });
    expect(await found(repo)).toEqual([]);
  });

  test('taken away and brought back', async () => {
    const repo = started(old);
    step(repo, 'fix: gone', { 'src/old.ts': '\n' });
    step(repo, 'Revert "fix: gone"', { 'src/old.ts': leaking(token, '// again\n') });
    step(repo, 'fix: gone again', { 'src/old.ts': '// again\n' });
    step(repo, 'Revert "fix: gone again"', old);
    step(repo, 'feat: something', { 'c.txt': 'c\n' });
    expect(await found(repo)).toEqual([]);
  });

  test('brought by merging the base branch, also twice', async () => {
    const repo = started({ 'a.ts': 'a\n' });
    for (const n of [1, 2]) {
      repo.git('checkout', '-q', 'main');
      step(repo, `feat: main ${n}`, { 'main.ts': leaking(n === 1 ? token : other) });
      repo.git('checkout', '-q', 'topic');
      step(repo, `feat: topic ${n}`, { 'a.ts': `a ${n}\n` });
      repo.git('merge', '-q', '-m', 'merge main', 'main');
    }
    expect(await found(repo)).toEqual([]);
  });

  test('still at the head: told there, and only there', async () => {
    const repo = started();
    const sha = step(repo, 'feat: one', { 'src/a.ts': leaking(token) });
    step(repo, `feat: two ${token}`, { 'src/a.ts': leaking(token, '// two\n') });
    step(repo, 'refactor: elsewhere', { 'lib/c.ts': leaking(token, '\n\n') }, ['src/a.ts']);
    const { introduced } = await look(repo);
    expect(introduced.map(({ checkId, path, startLine, commit, broughtBy }) => ({ checkId, path, startLine, commit, broughtBy }))).toEqual([
      { checkId: 'leak/github-token', path: 'lib/c.ts', startLine: 3, commit: undefined, broughtBy: { sha, subject: 'feat: one' } },
    ]);
    const last = step(repo, 'feat: last', { 'run.sh': '#!/bin/bash\neval "$1"\n', 'last.ts': leaking(other) });
    expect((await look(repo)).introduced.map(({ path, broughtBy }) => [path, broughtBy?.sha]).sort()).toEqual([
      ['last.ts', last],
      ['lib/c.ts', sha],
      ['run.sh', undefined],
    ]);
  });

  test('a thing that is none: a broken checksum, a note, a hole without a secret', async () => {
    const repo = started();
    step(repo, 'feat: many', {
      'a.ts': leaking(fillSecrets('{{ghp-broken}}')),
      'test/key.pem': fillSecrets('{{pem-rsa}}\n'),
      'run.sh': '#!/bin/bash\neval "$1"\n',
    });
    step(repo, 'fix: none', {}, ['a.ts', 'test/key.pem', 'run.sh']);
    step(repo, 'feat: something', { 'c.txt': 'c\n' });
    expect(await found(repo)).toEqual([]);
  });
});

describe('the range', () => {
  test('may begin with a commit without parents, merge three at once, and hold links, submodules and pointers', async () => {
    const repo = started();
    const base = repo.git('rev-parse', 'topic');
    repo.git('checkout', '-q', '--orphan', 'roots');
    repo.git('rm', '-rfq', '.');
    step(repo, 'feat: a root', { 'root.ts': leaking(token) });
    step(repo, 'fix: a root', {}, ['root.ts']);
    repo.git('checkout', '-q', '-b', 'third', base);
    step(repo, 'feat: third', { 'third.ts': 'third\n' });
    repo.git('checkout', '-q', 'topic');
    step(repo, 'feat: first', { 'first.ts': 'first\n' });
    const tree = repo.git('write-tree');
    const parents = ['topic', 'roots', 'third'].flatMap((name) => ['-p', name]);
    repo.git('reset', '-q', '--hard', repo.git('commit-tree', tree, ...parents, '-m', 'merge: three'));
    symlinkSync('/nowhere', join(repo.dir, 'link'));
    repo.write({ 'large.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 5\n` });
    repo.git('add', '-A');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${base},module`);
    repo.git('commit', '-q', '-m', 'feat: odd');
    rmSync(join(repo.dir, 'link'));
    step(repo, 'fix: odd', {}, ['large.bin']);
    expect(await found(repo)).toEqual(['leak/github-token root.ts:1 in the file of "feat: a root"']);
  });

  test('is not passed where a version of it cannot be searched', async () => {
    const repo = started();
    step(repo, 'feat: large', { 'large.txt': 'x\n'.repeat(5_100_000) });
    step(repo, 'fix: large', {}, ['large.txt']);
    step(repo, 'feat: something', { 'c.txt': 'c\n' });
    const { incomplete, conclusion } = await look(repo);
    expect([incomplete, conclusion.security]).toEqual([
      [
        {
          path: 'large.txt',
          reason: expect.stringMatching(/^larger than 10 MB .*: as commit [0-9a-f]{7} has it, it was not searched for secrets$/),
        },
      ],
      'failure',
    ]);
    const stopped: FileAnalysis = { ...(await analyze({ path: 'a', mode: 'file', bytes: new Uint8Array() })), incomplete: ['was stopped'] };
    const failing = await look(repo, { analyze: async (file) => (file.only ? stopped : analyze(file)) });
    expect(failing.incomplete.map(({ path }) => path)).toEqual(['large.txt', null, null, null]);
  });

  test('is not searched where the policy leaves secrets or the path out, and an entry of the policy suppresses', async () => {
    const repo = started();
    step(repo, 'feat: a file', { 'old/prod.env': `TOKEN=${token}\n` });
    step(repo, 'fix: no file', {}, ['old/prod.env']);
    const entry = {
      check: 'leak/github-token',
      path: 'old/**',
      reason: 'revoked',
      until: '2026-12-31',
      file: '.github/portcullis.yml',
      line: 3,
    };
    const refuse = async (): Promise<never> => {
      throw new Error('the history is not to be read');
    };
    const off = { ...defaultPolicy, families: { ...defaultPolicy.families, leak: false } };
    const unread = await look(repo, { policy: off, edit: (change) => ({ ...change, history: refuse }) });
    const excluded = await look(repo, { policy: { ...defaultPolicy, paths: { exclude: ['old/**'] } } });
    const accepted = await look(repo, { policy: { ...defaultPolicy, suppressions: [entry] } });
    expect(
      [unread, excluded, accepted].map(({ introduced, suppressed }) => [introduced, suppressed.map(({ finding }) => told(finding))]),
    ).toEqual([
      [[], []],
      [[], []],
      [[], ['leak/github-token old/prod.env:1 in the file of "feat: a file"']],
    ]);
  });

  test('is not silenced by a comment: not by one of that version, not by one that covers its line at the head', async () => {
    const comment = '// portcullis-ignore leak/github-token until 2026-12-31: not a real one\n';
    const repo = started({ 'a.ts': `${comment}export const a = 1;\n` });
    step(repo, 'feat: one', { 'a.ts': leaking(token, comment) });
    step(repo, 'fix: none', { 'a.ts': `${comment}export const a = 2;\n` });
    const { introduced, suppressed } = await look(repo);
    expect([introduced.map(told), suppressed]).toEqual([['leak/github-token a.ts:2 in the file of "feat: one"'], []]);
  });
});
