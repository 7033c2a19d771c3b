/** Repairs are lines that people paste: exact, harmless whatever a message says, and the range passes afterwards. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import { readLocalChange } from '../src/git/readLocalChange.ts';
import type { TddReport } from '../src/model/review.ts';
import { judgeCommits } from '../src/tdd/judgeCommits.ts';
import { quote, quotePath } from '../src/tdd/quote.ts';
import { rangeOf } from '../src/tdd/range.ts';
import { repairs } from '../src/tdd/repair.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';

const phaseOf = { R: 'red', G: 'green', F: 'refactor', d: 'exempt', u: 'unlabelled' } as const;
type Letter = keyof typeof phaseOf;
type Row = readonly [letter: Letter, message: string, touches?: readonly string[], parents?: readonly string[]];

const code = ['src/a.ts'];
const both = ['src/a.ts', 'test/a.test.ts'];
const shaOf = (index: number) => `${index + 1}`.repeat(40);

/** The lines for a violation of the commit at this place. */
function repaired(id: string, at: number, rows: readonly Row[]): string[] {
  const commits = rows.map(([, message, touches = code, parents], index) => ({
    sha: shaOf(index),
    parents: parents ?? [index === 0 ? '0'.repeat(40) : shaOf(index - 1)],
    message,
    author: { name: 'Ada', isBot: false },
    touches,
  }));
  const of = (...letters: Letter[]) => rows.flatMap(([letter], index) => (letters.includes(letter) ? [shaOf(index)] : []));
  return repairs({
    commits,
    phases: rows.map(([letter]) => phaseOf[letter]),
    cycles: [{ red: of('R'), green: of('G'), refactor: of('F') }],
    isProduction: (path) => path.startsWith('src/'),
    isTest: (path) => path.startsWith('test/'),
  })({ id, commit: shaOf(at) });
}

const red: Row = ['R', 'test: a (RED)', ['test/a.test.ts']];
const green: Row = ['G', 'feat: a (GREEN)'];
const docs: Row = ['d', 'docs: b', ['README.md']];

describe('the lines for', () => {
  const rows: [string, string, number, Row[], string[]][] = [
    [
      'production code without a label, at the head',
      'tdd/unlabelled-code',
      1,
      [red, ['u', 'feat: a']],
      ["git commit --amend -m 'feat: a (GREEN)'"],
    ],
    [
      'the same with a body, which an amend by line would lose',
      'tdd/unlabelled-code',
      1,
      [red, ['u', 'feat: a\n\nWhy.']],
      ['git commit --amend', "# then make its subject 'feat: a (GREEN)'"],
    ],
    [
      'the same further down',
      'tdd/unlabelled-code',
      1,
      [red, ['u', 'feat: a (#12)'], docs],
      [
        'git rebase -i 111111111111',
        '# in the list that opens, change pick to reword',
        "reword 2222222 'feat: a (#12)'",
        "# then make its subject 'feat: a (#12) (GREEN)'",
      ],
    ],
    [
      'the same before a merge',
      'tdd/unlabelled-code',
      1,
      [red, ['u', 'feat: a'], ['d', 'Merge main', [], [shaOf(1), 'f'.repeat(40)]]],
      [
        'git rebase -i --rebase-merges 111111111111',
        '# in the list that opens, change pick to reword',
        "reword 2222222 'feat: a'",
        "# then make its subject 'feat: a (GREEN)'",
      ],
    ],
    [
      'a subject that cannot be quoted',
      'tdd/unlabelled-code',
      1,
      [red, ['u', 'feat: a" & $(reboot)'], docs],
      [
        'git rebase -i 111111111111',
        '# in the list that opens, change pick to reword',
        'reword 2222222',
        '# then end its subject with (GREEN)',
      ],
    ],
    [
      'a refactoring without a label',
      'tdd/unlabelled-code',
      2,
      [red, green, ['u', 'refactor: b']],
      ["git commit --amend -m 'refactor: b (REFACTOR)'"],
    ],
    [
      'code and its test without a label and without a RED',
      'tdd/unlabelled-code',
      0,
      [['u', "feat: don't", both]],
      [
        'git reset HEAD~',
        "git add -- 'test/a.test.ts'",
        "git commit -m 'test: don'\\''t (RED)'",
        "git add -- 'src/a.ts'",
        "git commit -m 'feat: don'\\''t (GREEN)'",
      ],
    ],
    [
      'code without a label and without a RED',
      'tdd/unlabelled-code',
      0,
      [['u', 'feat: a'], docs],
      [
        'git rebase -i 000000000000',
        '# in the list that opens, write break above this line and change pick to reword',
        'break',
        "reword 1111111 'feat: a'",
        '# where it stops, write the failing test, stage it, and',
        "git commit -m 'test: a (RED)'",
        'git rebase --continue',
        "# then make its subject 'feat: a (GREEN)'",
      ],
    ],
    [
      'a GREEN without a RED',
      'tdd/missing-red',
      1,
      [docs, green],
      [
        'git rebase -i 111111111111',
        '# in the list that opens, write break above this line',
        'break',
        "pick 2222222 'feat: a (GREEN)'",
        '# where it stops, write the failing test, stage it, and',
        "git commit -m 'test: a (RED)'",
        'git rebase --continue',
      ],
    ],
    [
      'a GREEN that holds its test',
      'tdd/missing-red',
      0,
      [['G', 'a (GREEN 1/2)', both], docs],
      [
        'git rebase -i 000000000000',
        '# in the list that opens, change pick to edit',
        "edit 1111111 'a (GREEN 1/2)'",
        'git reset HEAD~',
        "git add -- 'test/a.test.ts'",
        "git commit -m 'a (RED)'",
        "git add -- 'src/a.ts'",
        "git commit -m 'a (GREEN)'",
        'git rebase --continue',
      ],
    ],
    [
      'a REFACTOR before its cycle',
      'tdd/missing-red',
      0,
      [['F', 'refactor: c (REFACTOR)'], red, green],
      [
        'git rebase -i 000000000000',
        '# in the list that opens, bring these lines into this order',
        "pick 3333333 'feat: a (GREEN)'",
        "pick 1111111 'refactor: c (REFACTOR)'",
      ],
    ],
    [
      'a GREEN before its RED',
      'tdd/green-before-red',
      0,
      [green, docs, red],
      [
        'git rebase -i 000000000000',
        '# in the list that opens, bring these lines into this order',
        "pick 3333333 'test: a (RED)'",
        "pick 1111111 'feat: a (GREEN)'",
      ],
    ],
    [
      'a RED that is left',
      'tdd/missing-green',
      0,
      [red],
      ['# write the code that makes its test pass, stage it, and', "git commit -m 'feat: a (GREEN)'"],
    ],
    [
      'a RED before a REFACTOR',
      'tdd/missing-green',
      0,
      [red, ['F', 'refactor: c (REFACTOR)'], docs],
      [
        'git rebase -i 111111111111',
        '# in the list that opens, change pick to reword',
        "reword 2222222 'refactor: c (REFACTOR)'",
        "# then make its subject 'refactor: c (GREEN)', if it makes the test pass",
      ],
    ],
    [
      'two phases in one',
      'tdd/combined',
      0,
      [['G', 'feat(core)!: a (RED→GREEN)', [...both, 'README.md']], docs],
      [
        'git rebase -i 000000000000',
        '# in the list that opens, change pick to edit',
        "edit 1111111 'feat(core)!: a (RED→GREEN)'",
        'git reset HEAD~',
        "git add -- 'test/a.test.ts'",
        "git commit -m 'test(core)!: a (RED)'",
        "git add -- 'src/a.ts' 'README.md'",
        "git commit -m 'feat(core)!: a (GREEN)'",
        'git rebase --continue',
      ],
    ],
    [
      'two phases in one, of files that are not known',
      'tdd/combined',
      0,
      [['G', 'feat: a (RED, GREEN)', ['src/a.ts', 'test/a\nb.ts']]],
      [
        'git reset HEAD~',
        '# stage the tests alone, and',
        "git commit -m 'test: a (RED)'",
        "git add -- 'src/a.ts'",
        "git commit -m 'feat: a (GREEN)'",
      ],
    ],
    [
      'two phases in one, labelled in another form',
      'tdd/combined',
      0,
      [['G', 'feat: a (b) [TDD RED/GREEN: 2 tests]', both]],
      [
        'git reset HEAD~',
        "git add -- 'test/a.test.ts'",
        "git commit -m 'test: a (b) (RED)'",
        "git add -- 'src/a.ts'",
        "git commit -m 'feat: a (b) (GREEN)'",
      ],
    ],
    [
      'labels that disagree',
      'tdd/label-conflict',
      0,
      [['u', 'feat: a (GREEN)\n\nTDD-Phase: red']],
      ['git commit --amend', '# then keep the label of the subject or the TDD-Phase line, not both'],
    ],
    [
      'production code in RED',
      'tdd/phase-content',
      0,
      [['R', 'test: a (RED)', both], green],
      [
        'git rebase -i 000000000000',
        '# in the list that opens, change pick to edit',
        "edit 1111111 'test: a (RED)'",
        'git reset HEAD~',
        "git add -- 'test/a.test.ts'",
        'git commit -C 111111111111',
        "git add -- 'src/a.ts'",
        "git commit -m 'feat: a (GREEN)'",
        'git rebase --continue',
      ],
    ],
    [
      'a weakened test',
      'tdd/test-weakened',
      1,
      [red, ['G', 'feat: a (GREEN)', [...both, 'test/[b].test.ts']], docs],
      [
        'git rebase -i 111111111111',
        '# in the list that opens, change pick to edit',
        "edit 2222222 'feat: a (GREEN)'",
        "git checkout 111111111111 -- 'test/a.test.ts' ':(literal)test/[b].test.ts'",
        'git commit --amend --no-edit',
        'git rebase --continue',
      ],
    ],
    [
      'a weakened test at the head',
      'tdd/refactor-changes-tests',
      2,
      [red, green, ['F', 'refactor: a (REFACTOR)', both]],
      ["git checkout 222222222222 -- 'test/a.test.ts'", 'git commit --amend --no-edit'],
    ],
    [
      'a RED without a test',
      'tdd/no-new-test',
      0,
      [red, green],
      [
        'git rebase -i 000000000000',
        '# in the list that opens, change pick to edit',
        "edit 1111111 'test: a (RED)'",
        '# add a test that fails without the code of GREEN, stage it, and',
        'git commit --amend --no-edit',
        'git rebase --continue',
      ],
    ],
    [
      'a RED that passes',
      'tdd/red-not-failing',
      0,
      [red],
      ['# make its test fail without the code of GREEN, stage it, and', 'git commit --amend --no-edit'],
    ],
    [
      'a GREEN that fails',
      'tdd/green-not-passing',
      1,
      [red, green],
      ['# make the tests pass, stage it, and', 'git commit --amend --no-edit'],
    ],
    ['a run that is not recorded', 'tdd/evidence-missing', 1, [red, green], ['portcullis tdd --workflow > .github/workflows/tdd.yml']],
    [
      'a first commit of all',
      'tdd/unlabelled-code',
      0,
      [['u', 'feat: a', code, []], green],
      [
        'git rebase -i --root',
        '# in the list that opens, change pick to reword',
        "reword 1111111 'feat: a'",
        '# where its test is written first, end its subject with (GREEN)',
      ],
    ],
    ['what is not known', 'tdd/other', 0, [red], []],
    ['a commit that is not in the range', 'tdd/combined', 7, [red], []],
    ['a fixup', 'tdd/unlabelled-code', 0, [['u', 'fixup! feat: a'], green], ['git rebase -i --autosquash 000000000000']],
  ];
  test.each(rows)('%s', (_, id, at, range, lines) => {
    expect(repaired(id, at, range)).toEqual(lines);
  });
});

describe('words of others', () => {
  const apostrophe = "it's";
  test.each<[string, string | null]>([
    ['feat: a (GREEN)', "'feat: a (GREEN)'"],
    ['costs $5 and `more`', "'costs $5 and `more`'"],
    [apostrophe, "'it'\\''s'"],
    ["it's $(reboot)", null],
    ["it's `x`", null],
    ["it's; x", null],
    ['a\nb', null],
    ['a\rb', null],
    ['a\u0000b', null],
    ['a\u001b[2J', null],
    ['a\u202eb', null],
    ['a\u200bb', null],
    ['a \\', null],
    ['a & b', null],
    ['say "a"', null],
    ['%PATH%', null],
    ['\u2019; x', null],
    ['a\u2028b', null],
    ['\ud800', null],
    ['', null],
    ['é 漢字 😀', "'é 漢字 😀'"],
    ['a'.repeat(201), null],
  ])('%j', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  test.each<[string, string | null]>([
    ['src/a.ts', "'src/a.ts'"],
    [':(top)a', "':(literal):(top)a'"],
    ['app/[id].ts', "':(literal)app/[id].ts'"],
    ['a*', "':(literal)a*'"],
    ['-rf', "'-rf'"],
    ['a\nb', null],
  ])('path %j', (path, quoted) => {
    expect(quotePath(path)).toBe(quoted);
  });

  test('mean themselves to every shell at hand', () => {
    const samples = ["it's", '$HOME `id` $(id) ;id #x !! ~ {a,b} *', 'feat(core)!: a (GREEN)', "don't (GREEN 1/2)"];
    const shells = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/zsh', '/usr/bin/fish'].filter((shell) => existsSync(shell));
    const said = shells.flatMap((shell) =>
      samples.map((text) => execFileSync(shell, ['-c', `printf %s ${quote(text)}`], { encoding: 'utf8', env: {} })),
    );
    expect(said).toEqual(shells.flatMap(() => samples));
  });

  test('are on no line in another way', () => {
    const hostile = [
      "'; touch pwned; '",
      '$(touch pwned)',
      '`touch pwned`',
      'a\ntouch pwned',
      '"; touch pwned; "',
      "\\'; touch pwned #",
      '| touch pwned',
      '\u001b]0;x\u0007',
    ];
    const ids = [
      'unlabelled-code',
      'missing-red',
      'green-before-red',
      'missing-green',
      'combined',
      'label-conflict',
      'phase-content',
      'test-weakened',
      'refactor-changes-tests',
      'no-new-test',
      'red-not-failing',
      'green-not-passing',
    ];
    const dir = mkdtempSync(join(tmpdir(), 'portcullis-paste-'));
    try {
      for (const text of hostile) {
        const paths = [`src/${text}`, `test/${text}`];
        const rows: Row[] = [
          ['G', text, paths],
          ['u', `feat: ${text}`, paths],
          ['R', `${text} (RED)`, paths],
          ['F', `${text}\n\n${text}`, paths],
          docs,
        ];
        const lines = ids.flatMap((id) => rows.flatMap((_, at) => repaired(`tdd/${id}`, at, rows)));
        // As if all of it were pasted where no git is.
        execFileSync('/bin/bash', ['-c', `${lines.join('\n')}\ntrue`], { cwd: dir, env: { PATH: '/nowhere' }, stdio: 'pipe' });
        expect([lines.length > 20, existsSync(join(dir, 'pwned'))]).toEqual([true, false]);
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('typed into a real repository, the range passes', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'portcullis-repair-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function judge(repo: Repository): Promise<TddReport> {
    const change = await readLocalChange({ repo: repo.dir, base: 'start', head: 'HEAD', environment: gitEnvironment });
    try {
      return judgeCommits(rangeOf(change.commits), { ...defaultPolicy.tdd, mode: 'labels' });
    } finally {
      await change.close();
    }
  }

  /** Does what the lines say: todo lines are put into git's list, the new subject into its editor, the rest into a shell. */
  function type(repo: Repository, lines: readonly string[]): void {
    const todo = lines.filter((line) => /^(?:pick|reword|edit|break)\b/.test(line));
    const subject = lines.map((line) => /^# then make its subject '(.*?)'/.exec(line)?.[1]).find((one) => one !== undefined);
    const sequence = join(root, 'sequence.mjs');
    const editor = join(root, 'editor.mjs');
    writeFileSync(
      sequence,
      `import { readFileSync, writeFileSync } from 'node:fs';
const wanted = ${JSON.stringify(todo)};
const shaOf = (line) => line.split(' ')[1]?.slice(0, 7);
const list = readFileSync(process.argv[2], 'utf8').split('\\n').filter((line) => /^pick /.test(line));
const named = new Set(wanted.map(shaOf).filter(Boolean));
const at = Math.min(...list.flatMap((line, index) => (named.has(shaOf(line)) ? [index] : [])));
const rest = list.filter((line) => !named.has(shaOf(line)));
rest.splice(at, 0, ...wanted);
writeFileSync(process.argv[2], rest.join('\\n') + '\\n');
`,
    );
    writeFileSync(
      editor,
      `import { readFileSync, writeFileSync } from 'node:fs';
const [, ...body] = readFileSync(process.argv[2], 'utf8').split('\\n');
writeFileSync(process.argv[2], [${JSON.stringify(subject ?? 'no subject')}, ...body].join('\\n'));
`,
    );
    for (const file of [sequence, editor]) chmodSync(file, 0o755);
    const env = {
      ...gitEnvironment,
      HOME: root,
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      GIT_SEQUENCE_EDITOR: `"${process.execPath}" "${sequence}"`,
      GIT_EDITOR: `"${process.execPath}" "${editor}"`,
    };
    // What a person does where a comment asks for it.
    const typed = lines
      .filter((line) => !todo.includes(line))
      .map((line) => (/write the failing test/.test(line) ? 'mkdir -p test; echo new > test/new.test.ts; git add test/new.test.ts' : line))
      .map((line) => (/write the code that/.test(line) ? 'echo new > src/new.ts; git add src/new.ts' : line));
    execFileSync('/bin/bash', ['-e', '-c', typed.join('\n')], { cwd: repo.dir, env, stdio: 'pipe' });
  }

  const a = { 'src/a.ts': 'a\n' };
  const aTest = { 'test/a.test.ts': 'a\n' };
  const readme = { 'README.md': 'b\n' };
  type Step = [message: string, files: Record<string, string>];
  const rows: [string, string, Step[], string[]][] = [
    [
      'reword',
      'tdd/unlabelled-code',
      [
        ['test: a (RED)', aTest],
        ['feat: `a`\n\nBody.', a],
        ['docs: b', readme],
      ],
      ['test: a (RED)', 'feat: `a` (GREEN)', 'docs: b'],
    ],
    [
      'amend',
      'tdd/unlabelled-code',
      [
        ['test: a (RED)', aTest],
        ['feat: a `b` $c', a],
      ],
      ['test: a (RED)', 'feat: a `b` $c (GREEN)'],
    ],
    [
      'reorder',
      'tdd/green-before-red',
      [
        ['feat: a (GREEN)', a],
        ['docs: b', readme],
        ['test: a (RED)', aTest],
      ],
      ['test: a (RED)', 'feat: a (GREEN)', 'docs: b'],
    ],
    [
      'split',
      'tdd/combined',
      [
        ['docs: b', readme],
        ['feat: a (RED→GREEN)', { ...a, ...aTest, 'package.json': '{}' }],
        ['refactor: c (REFACTOR)', { 'src/c.ts': 'c\n' }],
      ],
      ['docs: b', 'test: a (RED)', 'feat: a (GREEN)', 'refactor: c (REFACTOR)'],
    ],
    ['split at the head', 'tdd/combined', [['feat: a (RED/GREEN)', { ...a, ...aTest }]], ['test: a (RED)', 'feat: a (GREEN)']],
    [
      'a RED added',
      'tdd/missing-red',
      [
        ['feat: a (GREEN)', a],
        ['docs: b', readme],
      ],
      ['test: a (RED)', 'feat: a (GREEN)', 'docs: b'],
    ],
    [
      'a RED added and a label',
      'tdd/unlabelled-code',
      [
        ['feat: a', a],
        ['docs: b', readme],
      ],
      ['test: a (RED)', 'feat: a (GREEN)', 'docs: b'],
    ],
    [
      'a RED taken out of GREEN',
      'tdd/missing-red',
      [
        ['feat: a (GREEN)', { ...a, ...aTest }],
        ['docs: b', readme],
      ],
      ['test: a (RED)', 'feat: a (GREEN)', 'docs: b'],
    ],
    ['a GREEN added', 'tdd/missing-green', [['test: a (RED)', aTest]], ['test: a (RED)', 'feat: a (GREEN)']],
    [
      'a REFACTOR that was a GREEN',
      'tdd/missing-green',
      [
        ['test: a (RED)', aTest],
        ['refactor: a (REFACTOR)', a],
        ['docs: b', readme],
      ],
      ['test: a (RED)', 'refactor: a (GREEN)', 'docs: b'],
    ],
  ];
  test.each(rows)('%s', async (name, id, steps, subjects) => {
    const repo = repository(root, name.replaceAll(' ', '-'));
    repo.write({ 'src/start.ts': 'start\n' });
    repo.commit('chore: start');
    repo.git('tag', 'start');
    for (const [message, files] of steps) {
      repo.write(files);
      repo.commit(message);
    }
    const before = await judge(repo);
    const violation = before.violations.find((one) => one.id === id);
    expect([before.conclusion, violation?.id]).toEqual(['failure', id]);
    const tree = repo.git('rev-parse', 'HEAD^{tree}');
    type(repo, violation?.repair ?? []);
    const after = await judge(repo);
    expect([after.conclusion, after.commits.map(({ subject }) => subject), repo.git('status', '--porcelain')]).toEqual([
      'success',
      subjects,
      '',
    ]);
    // Nothing but the history changed, unless a test or code was to be written.
    if (!/added/.test(name)) expect(repo.git('rev-parse', 'HEAD^{tree}')).toBe(tree);
  });

  test('a weakened test is as RED had it', () => {
    const repo = repository(root, 'weakened');
    repo.write({ 'src/start.ts': 'start\n' });
    repo.commit('chore: start');
    const start = repo.git('rev-parse', 'HEAD');
    const shas = (
      [
        ['test: a (RED)', { 'test/[a].test.ts': 'strict\n' }],
        ['feat: a (GREEN)', { ...a, 'test/[a].test.ts': 'loose\n' }],
        ['docs: b', readme],
      ] as Step[]
    ).map(([message, files]) => {
      repo.write(files);
      return repo.commit(message);
    });
    const rowsOf: Row[] = [['R', 'test: a (RED)', ['test/[a].test.ts']], ['G', 'feat: a (GREEN)', ['src/a.ts', 'test/[a].test.ts']], docs];
    const commits = rowsOf.map(([, message, touches = []], index) => ({
      sha: shas[index]!,
      parents: [shas[index - 1] ?? start],
      message,
      author: { name: 'Ada', isBot: false },
      touches,
    }));
    const mend = repairs({
      commits,
      phases: ['red', 'green', 'exempt'],
      cycles: [{ red: [shas[0]!], green: [shas[1]!], refactor: [] }],
      isProduction: (path) => path.startsWith('src/'),
      isTest: (path) => path.startsWith('test/'),
    });
    type(repo, mend({ id: 'tdd/test-weakened', commit: shas[1]! }));
    expect([repo.git('log', '--reverse', '--format=%s', `${start}..`), repo.git('show', 'HEAD:test/[a].test.ts')]).toEqual([
      'test: a (RED)\nfeat: a (GREEN)\ndocs: b',
      'strict',
    ]);
  });
});
