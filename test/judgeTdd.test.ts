import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import { notAnalysed } from '../src/engine/notAnalysed.ts';
import { readLocalChange } from '../src/git/readLocalChange.ts';
import type { Change, ChangedFile, Commit, CommitDiff, FileMode, FileVersion } from '../src/model/change.ts';
import { type Declaration, noOutline, type Outline } from '../src/model/outline.ts';
import { judgeTdd, type TddRequest } from '../src/review/judgeTdd.ts';
import { reviewChange } from '../src/review/reviewChange.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';

/** `path@blob` on each side; `-` for none. */
function file(base: string, head: string, mode: FileMode = 'file'): ChangedFile {
  const side = (text: string): FileVersion | null => {
    const [path, sha] = text.split('@');
    return text === '-' ? null : { path: path!, sha: sha!, mode };
  };
  return { status: base === '-' ? 'added' : head === '-' ? 'removed' : 'modified', base: side(base), head: side(head) };
}

interface Step {
  readonly message: string;
  readonly files: readonly ChangedFile[] | string;
  readonly touches?: null;
  readonly parents?: readonly string[];
}

const red: Step = { message: 'test: total (RED)', files: [file('-', 'test/cart.test.ts@t1'), file('src/cart.ts@s0', 'src/cart.ts@s1')] };
const green: Step = {
  message: 'feat: total (GREEN)',
  files: [file('src/cart.ts@s1', 'src/cart.ts@s2'), file('test/cart.test.ts@t1', 'test/cart.test.ts@t2'), file('a.png@p', 'a.png@q')],
};
const docs: Step = { message: 'docs: words', files: [file('README.md@r', 'README.md@s')] };

/** What judging a range asks for, in order, and what comes of it. */
async function judge(steps: readonly Step[], over: Partial<TddRequest> = {}, changeOver: Partial<Change> = {}) {
  const asked: string[] = [];
  const commits = steps.map(
    ({ message, files, touches, parents }, at): Commit => ({
      sha: `${at}`.repeat(40),
      parents: parents ?? ['f'.repeat(40)],
      author: { name: 'Ada', isBot: false },
      message,
      touches: touches === null || typeof files === 'string' ? null : files.map(({ base, head }) => (head ?? base)!.path),
    }),
  );
  const change: TddRequest['change'] & Pick<Change, 'missing'> = {
    commits,
    load: async ({ sha, path }) => {
      asked.push(`load ${path}@${sha}`);
      return sha.startsWith('gone') ? { kind: 'unavailable', reason: 'it is gone' } : { kind: 'bytes', bytes: Buffer.from(sha) };
    },
    diffs: async (wanted) => {
      asked.push(`diffs ${wanted.map(({ sha }) => sha[0]).join(' ')}`);
      return new Map(
        wanted.map(({ sha }): [string, CommitDiff] => {
          const { files } = steps[Number(sha[0])]!;
          const isRead = typeof files !== 'string';
          return [sha, { files: isRead ? files : [], patchId: null, problem: isRead ? null : files }];
        }),
      );
    },
    before: async () => {
      asked.push('before');
      return [];
    },
    runs: async (wanted) => {
      asked.push(`runs ${wanted.map(({ sha }) => sha[0]).join(' ')}`);
      return { bySha: new Map(), problems: ['Runs of 1 commit were not asked for.'] };
    },
    ...changeOver,
  };
  const outline = async ({ path, bytes }: { path: string; bytes: Uint8Array }): Promise<Outline> => {
    asked.push(`outline ${path}@${Buffer.from(bytes)}`);
    return noOutline(null);
  };
  const report = await judgeTdd({ change, settings: { ...defaultPolicy.tdd, mode: 'labels' }, outline, concurrency: 1, ...over });
  const { conclusion, remarks, notes } = report;
  return { asked, conclusion, phases: report.commits.map(({ phase }) => phase).join(' '), remarks, notes };
}

describe('what judging the commits of a change reads', () => {
  test('of labelled commits tests and production code, each version once, and recorded runs', async () => {
    expect(await judge([red, docs, green, { message: 'refactor: names (REFACTOR)', files: [file('src/cart.ts@s2', '-')] }])).toEqual({
      asked: [
        'diffs 0 2 3',
        'load test/cart.test.ts@t1',
        'outline test/cart.test.ts@t1',
        'load src/cart.ts@s0',
        'outline src/cart.ts@s0',
        'load src/cart.ts@s1',
        'outline src/cart.ts@s1',
        'load src/cart.ts@s2',
        'outline src/cart.ts@s2',
        'load test/cart.test.ts@t2',
        'outline test/cart.test.ts@t2',
        'runs 0 2 3',
        'before',
      ],
      conclusion: 'success',
      phases: 'red exempt green refactor',
      remarks: ['Runs of 1 commit were not asked for.'],
      notes: [],
    });
  });

  test('recorded runs of each REFACTOR after those of all RED and GREEN, so that a budget goes to what has to be shown', async () => {
    const refactor: Step = { message: 'refactor: names (REFACTOR)', files: [file('src/cart.ts@s2', 'src/cart.ts@s3')] };
    const { asked } = await judge([red, green, refactor, docs, red, green, refactor]);
    expect(asked.filter((what) => what.startsWith('runs'))).toEqual(['runs 0 1 4 5 2 6']);
  });

  test.each<[what: string, over: Partial<TddRequest>, steps: readonly Step[], conclusion: string]>([
    ['fails where labels are judged', {}, [red, green], 'failure'],
    ['fails where nothing is labelled', {}, [docs], 'failure'],
    ['fails in a draft', { context: { isDraft: true } }, [red, green], 'failure'],
    ['is neutral in `advisory`', { settings: { ...defaultPolicy.tdd, mode: 'advisory' } }, [red, green], 'neutral'],
    ['is neutral once a maintainer lets it pass', { context: { override: { by: 'mara', reason: 'x' } } }, [red, green], 'neutral'],
  ])('a range that lacks commits %s, and says so', async (_, over, steps, conclusion) => {
    const told = await judge(steps, over, { missing: 'GitHub gave 2 of 3 commits' });
    expect([told.conclusion, told.remarks]).toEqual([
      conclusion,
      expect.arrayContaining(['Not every commit was judged: GitHub gave 2 of 3 commits.']),
    ]);
  });

  test('nothing where no commit claims a phase and none has to, and nothing where the judgement is off', async () => {
    const loose: Step = { message: 'feat: more', files: [file('src/a.ts@1', 'src/a.ts@2')] };
    const off = { ...defaultPolicy.tdd, mode: 'off' as const };
    const there = { asked: [], remarks: [], notes: [] };
    expect([await judge([docs, loose], { settings: defaultPolicy.tdd }), await judge([red, green], { settings: off })]).toEqual([
      { ...there, conclusion: 'neutral', phases: 'exempt unlabelled' },
      { ...there, conclusion: 'success', phases: '' },
    ]);
    const onSomePaths = { ...off, paths: [{ path: 'src/**', mode: 'labels' as const }] };
    expect((await judge([red, green], { settings: onSomePaths })).asked[0]).toBe('diffs 0 1');
  });

  test('of others, what production code they change where that needs a label, and tests after a RED', async () => {
    const tidy: Step = { message: 'style: prettier', files: [file('src/a.ts@1', 'src/a.ts@2'), file('b.md@1', 'b.md@2')] };
    const tests: Step = { message: 'test: tidy', files: [file('test/a.ts@1', 'test/a.ts@2')] };
    const ours = (asked: readonly string[]) => asked.filter((what) => /^diffs|@[12]$/.test(what));
    const read = [await judge([tidy, tests]), await judge([tests, tidy, red, tests, green, docs]), await judge([tests, docs])];
    expect(read.map(({ asked }) => ours(asked))).toEqual([
      ['diffs 0', 'load src/a.ts@1', 'outline src/a.ts@1', 'load src/a.ts@2', 'outline src/a.ts@2'],
      [
        'diffs 1 2 3 4',
        'load src/a.ts@1',
        'outline src/a.ts@1',
        'load src/a.ts@2',
        'outline src/a.ts@2',
        'load test/a.ts@1',
        'outline test/a.ts@1',
        'load test/a.ts@2',
        'outline test/a.ts@2',
      ],
      [],
    ]);
  });

  test('fixups of labelled commits, and neither symbolic links nor submodules', async () => {
    const fixup = {
      message: 'fixup! test: total (RED)',
      files: [file('test/a@1', 'test/a@2', 'symlink'), file('-', 'test/b@3', 'submodule')],
    };
    expect((await judge([red, fixup, green])).asked.filter((what) => /diffs|test\/[ab]@/.test(what))).toEqual(['diffs 0 1 2']);
  });

  test('what commits touch, where nobody knows and it decides', async () => {
    const unread: Step = { ...docs, touches: null };
    const code: Step = { message: 'chore: more', files: [file('src/a.ts@1', 'src/b.ts@1')], touches: null };
    const merge: Step = { ...code, message: 'Merge', parents: ['e'.repeat(40), 'f'.repeat(40)] };
    expect([
      await judge([unread, { ...red, touches: null }, { ...green, touches: null }, merge]),
      await judge([unread, code]),
    ]).toMatchObject([
      { asked: expect.arrayContaining(['diffs 0 1 2 3']), conclusion: 'success', phases: 'exempt red green exempt' },
      { asked: ['diffs 0 1'], conclusion: 'failure', phases: 'exempt unlabelled' },
    ]);
  });

  test('what exempt commits and merges bring, where a commit claims a phase', async () => {
    const code: Step = {
      message: `Revert "feat: b"\n\nThis reverts commit ${'c'.repeat(40)}.`,
      files: [file('src/a.ts@1', 'src/a.ts@2')],
      touches: null,
    };
    const merge: Step = {
      message: 'Merge',
      files: [file('-', 'src/b.ts@1'), file('src/c.ts@1', 'src/c.ts@2')],
      parents: ['e'.repeat(40), 'f'.repeat(40)],
    };
    const squash: Step = { ...code, message: 'docs: a (#12)\n\n* docs: a\n* docs: b', files: docs.files };
    const { asked, phases, notes } = await judge([red, code, merge, squash, green]);
    expect([asked[0], phases, notes.map(({ id, commit, message }) => `${id} ${commit[0]} ${message}`)]).toEqual([
      'diffs 0 1 2 3 4',
      'red exempt exempt exempt green',
      [
        'tdd/exempt-code 1 It needs no label as a revert, and changes `src/a.ts`, which nothing that it takes back in this range changed.',
        'tdd/exempt-code 2 This merge itself adds `src/b.ts`, which none of its parents has.',
      ],
    ]);
  });

  test('what is remembered is not read again', async () => {
    const known = new Map<string, Outline>();
    await judge([red, green], { cache: known });
    expect({ known: [...known.keys()], asked: (await judge([red, green], { cache: known })).asked }).toEqual({
      known: [
        't1 file test/cart.test.ts',
        's0 file src/cart.ts',
        's1 file src/cart.ts',
        's2 file src/cart.ts',
        't2 file test/cart.test.ts',
      ],
      asked: ['diffs 0 1', 'runs 0 1', 'before'],
    });
  });

  test('of production code that a GREEN without tests changes, no more than proves its RED', async () => {
    const declared = (name: string): Declaration => ({ name, line: 1, isPublic: true, isStub: false, signature: name, body: name });
    const outlines: Record<string, Partial<Outline>> = {
      t1: { imports: ['a', 'b', 'c'].map((name) => ({ from: `../src/${name}.js`, names: [name], line: 1 })), code: 't1' },
      a2: { declarations: [declared('a')], code: 'a2' },
      b1: { declarations: [declared('b')], code: 'b1' },
      b2: { declarations: [declared('b')], code: 'b2' },
    };
    const outlined = async (green: Step, sequel: readonly Step[] = [], words = '') => {
      const asked: string[] = [];
      const outline: TddRequest['outline'] = async ({ bytes }) => {
        const blob = `${Buffer.from(bytes)}`.split(' ')[0]!;
        asked.push(blob);
        return { ...noOutline(null), read: 'tree', ...outlines[blob] };
      };
      const load: Change['load'] = async ({ sha }) => ({ kind: 'bytes', bytes: Buffer.from(`${sha}${sha === 'c2' ? words : ''}`) });
      await judge([{ ...red, files: [file('-', 'test/a.test.js@t1')] }, green, ...sequel], { outline }, { load });
      return asked.join(' ');
    };
    const changes = [file('src/b.js@b1', 'src/b.js@b2'), file('src/a.js@a1', 'src/a.js@a2'), file('src/c.js@c1', 'src/c.js@c2')];
    const inOrder: Step = { ...green, files: changes };
    const refactor: Step = { message: 'refactor: c (REFACTOR)', files: [file('src/c.js@c2', 'src/c.js@c3')] };
    const withTest: Step = { ...green, files: [...changes, file('-', 'test/b.test.js@t2')] };
    expect({
      'the first file that the test imports and that declares what it asks for': await outlined(inOrder),
      'one that proves nothing, and then the next': await outlined({ ...green, files: changes.slice(0, 1).concat(changes[2]!) }),
      'what another commit of the cycle touches, too': await outlined(inOrder, [refactor]),
      'what may hold tests itself': await outlined(inOrder, [], ' // tests'),
      'all of it beside a test': await outlined(withTest),
      'all of it where the order is in doubt': await outlined(inOrder, [{ ...refactor, message: 'test: c (RED)' }, refactor]),
    }).toEqual({
      'the first file that the test imports and that declares what it asks for': 't1 a1 a2',
      'one that proves nothing, and then the next': 't1 b1 b2 c1 c2',
      'what another commit of the cycle touches, too': 't1 c1 c2 c3 a1 a2',
      'what may hold tests itself': 't1 c1 c2 a1 a2',
      'all of it beside a test': 't1 b1 b2 a1 a2 c1 c2 t2',
      'all of it where the order is in doubt': 't1 b1 b2 a1 a2 c1 c2 c3',
    });
  });

  test('what cannot be read is said, and is no violation', async () => {
    const gone: Step = { ...green, files: [file('src/cart.ts@gone1', 'src/cart.ts@gone2')] };
    const unknown: Step = { ...docs, files: 'its trees are not whole' };
    const known = new Map<string, Outline>();
    const { asked, ...judged } = await judge([{ ...red, files: 'its trees are not whole' }, unknown, gone], { cache: known });
    expect({ ...judged, known: [...known.keys()] }).toEqual({
      conclusion: 'failure',
      phases: 'red exempt green',
      remarks: [
        'Commit 0000000 was judged by its message alone: its trees are not whole.',
        'Commit 2222222: `src/cart.ts` before it was not read: it is gone.',
        'Commit 2222222: `src/cart.ts` was not read: it is gone.',
        'Runs of 1 commit were not asked for.',
      ],
      notes: [expect.anything(), expect.anything()],
      known: [],
    });
    expect((await judge([red, green], {}, { diffs: undefined, runs: undefined, before: undefined })).remarks).toEqual([]);
  });

  test('of what cannot be read, ten sentences are enough', async () => {
    const files = Array.from({ length: 12 }, (_, at) => file('-', `src/${at}.ts@gone${at}`));
    const { remarks } = await judge([red, { ...green, files }]);
    expect([remarks.length, remarks[9], remarks[10]]).toEqual([
      12,
      'Commit 1111111: `src/9.ts` was not read: it is gone.',
      '2 more versions of files were not read.',
    ]);
  });

  test('an aborted judgement rejects', async () => {
    const signal = AbortSignal.abort();
    await expect(judge([red, green], { signal })).rejects.toThrow('the judgement of the commits was cancelled');
  });
});

describe('commands and reviews', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'portcullis-tdd-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** A test first, then what it asks for, on a branch. */
  function cycle(): Repository {
    const repo = repository(root, 'cycle');
    repo.write({ 'README.md': 'words\n' });
    repo.commit('docs: words');
    repo.git('checkout', '-q', '-b', 'topic');
    repo.write({ 'test/total.test.js': 'one\n' });
    repo.commit('test: total (RED)');
    repo.write({ 'src/total.js': 'two\n' });
    repo.commit('feat: total (GREEN)');
    return repo;
  }

  test('a local range of which a commit cannot be read does not pass', async () => {
    const repo = repository(root, 'unread');
    const base = repo.commit('docs: words');
    const parts = [`tree ${repo.git('rev-parse', 'HEAD^{tree}')}`, `parent ${base}`];
    const people = ['author', 'committer'].map((role) => `${role} Ada <ada@example.com> 1704067200 +0000`);
    const head = repo.feed(
      ['hash-object', '-t', 'commit', '-w', '--stdin'],
      `${[...parts, ...people].join('\n')}\n\n${'x'.repeat(10_000_001)}\n`,
    );
    const change = await readLocalChange({ repo: repo.dir, base, head, environment: gitEnvironment });
    const settings = { ...defaultPolicy.tdd, mode: 'labels' as const };
    const { conclusion, remarks } = await judgeTdd({ change, settings, outline: async () => noOutline(null), concurrency: 1 });
    expect([conclusion, remarks]).toEqual([
      'failure',
      [expect.stringMatching(/^Not every commit was judged: commit [0-9a-f]{40} could not be read: larger than 10 MB \(\d+ bytes\)\.$/)],
    ]);
    await change.close();
  });

  test('a review has the contents of labelled commits outlined, and says what is known of the pull request', async () => {
    const asked: string[] = [];
    const change = await readLocalChange({ repo: cycle().dir, base: 'main', head: 'topic', environment: gitEnvironment });
    const { review } = await reviewChange({
      change,
      policy: defaultPolicy,
      policyProblems: [],
      notices: [],
      knownChecks: [],
      draft: true,
      today: '2026-11-21',
      analyze: async ({ path }) => notAnalysed(path, { skipped: 'not wanted' }),
      outline: async ({ path }) => {
        asked.push(path);
        return noOutline(null);
      },
      tdd: { remarks: ['It was rewritten.'] },
      concurrency: 1,
    });
    await change.close();
    const { conclusion, remarks } = review.tdd;
    expect({ asked, conclusion, remarks }).toEqual({
      // Nothing of the test as it is outlined here asks for anything.
      asked: ['test/total.test.js'],
      conclusion: 'neutral',
      remarks: ['It was rewritten.'],
    });
  });
});
