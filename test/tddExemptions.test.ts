import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import { noOutline, type Outline } from '../src/model/outline.ts';
import type { CommitRange } from '../src/tdd/range.ts';
import { code, data, type Files, outline, outlinedCommit, testCase, tests } from './support/outlines.ts';
import { commitsOf, fine, type Given, type Verdict, verdictOf, wrong } from './support/tddRange.ts';

const label = 'end its subject with (RED), (GREEN) or (REFACTOR), or give it a `TDD-Phase` trailer.';
const unlabelled = (sha: string) => `${sha} tdd/unlabelled-code: It changes production code and names no phase: ${label}`;
const noGreen = (sha: string) => `${sha} tdd/missing-green: RED is the last of its cycle: a GREEN that makes its test pass is missing.`;
const noRed = (sha: string) => `${sha} tdd/missing-red: GREEN has no RED before it: commit the failing test first.`;

const shas = Array.from({ length: 8 }, (_, at) => `${at}abcdef`.repeat(6).slice(0, 40));
const [a, b, c, d] = shas as [string, string, string, string];
/** Commits with shas as git has them. */
const withShas = (...given: Given[]) =>
  commitsOf(...given.map((one, at) => ({ sha: shas[at]!, ...(typeof one === 'string' ? { message: one } : one) })));

const red = 'test: a (RED)';
const green = 'feat: a (GREEN)';
const revert = (subject: string, sha: string) => `Revert "${subject}"\n\nThis reverts commit ${sha}.`;

describe('reverts', () => {
  const greenGone = (by: string) =>
    `${a} tdd/missing-green: Its GREEN \`${b.slice(0, 7)}\` was reverted by \`${by.slice(0, 7)}\`, and none follows: make its test pass again, or revert this RED as well.`;
  const unseen = `${a} tdd/exempt-code: It needs no label as a revert, and changes \`src/a.ts\`, which nothing that it takes back in this range changed.`;
  const rows: [string, Given[], Verdict][] = [
    ['both of a cycle', [red, green, revert(green, b), revert(red, a)], fine('red green exempt exempt')],
    ['both, by one commit', [red, green, `Revert "a"\n\nThis reverts commits ${b} and ${a}.`], fine('red green exempt')],
    ['both, by short names', [red, green, revert(green, b.slice(0, 7)), revert(red, a.slice(0, 9))], fine('red green exempt exempt')],
    [
      'both, by subject after a rebase',
      [red, green, revert(green, 'f'.repeat(40)), revert(red, 'e'.repeat(40))],
      fine('red green exempt exempt'),
    ],
    ['by Conventional Commits', [red, green, `revert: ${green}\n\nRefs: ${b}`, `revert: ${red}`], fine('red green exempt exempt')],
    ['the GREEN alone', [red, green, revert(green, b)], wrong('red green exempt', greenGone(c))],
    ['the GREEN, then another one', [red, green, revert(green, b), 'feat: again (GREEN)'], fine('red green exempt green')],
    ['a revert of the revert', [red, green, revert(green, b), revert(`Revert "${green}"`, c)], fine('red green exempt exempt')],
    [
      'as git calls it now',
      [red, green, revert(green, b), `Reapply "${green}"\n\nThis reverts commit ${c}.`],
      fine('red green exempt exempt'),
    ],
    [
      'three times',
      [red, green, revert(green, b), revert(`Revert "${green}"`, c), revert(`Reapply "${green}"`, d)],
      wrong('red green exempt exempt exempt', greenGone(c)),
    ],
    ['the RED alone, after its GREEN', [red, green, revert(red, a)], fine('red green exempt')],
    ['the RED alone, before its GREEN', [red, revert(red, a), green], wrong('red exempt green', noRed(c))],
    ['unlabelled code', ['feat: a', revert('feat: a', a)], fine('unlabelled exempt')],
    ['a commit that claims two', ['feat: a (RED→GREEN)', revert('feat: a (RED→GREEN)', a)], fine('green exempt')],
    ['what was before the range', [revert(green, 'f'.repeat(40))], fine('exempt', unseen)],
    ['a pull request', ['Revert "feat: a (#11)" (#12)\n\nReverts acme/shop#11'], fine('exempt', unseen)],
    ['nothing that is named', ['Revert "feat: a"'], wrong('unlabelled', unlabelled(a))],
    [
      'a part of a commit takes nothing back',
      [{ message: 'feat: a', touches: ['src/a.ts', 'src/b.ts'] }, revert('feat: a', a)],
      wrong('unlabelled exempt', unlabelled(a)),
    ],
    [
      'other files than those of the commit',
      [{ message: red, touches: ['test/a.test.ts'] }, green, { message: revert(red, a), touches: ['src/c.ts'] }],
      wrong('red green unlabelled', unlabelled(c)),
    ],
    [
      'with a label of its own',
      ['test: the old way again (RED)', `Revert "feat: b" (GREEN)\n\nThis reverts commit ${'f'.repeat(40)}.`],
      fine('red green'),
    ],
    ['a label that may be that of the reverted', [`revert: feat: b (GREEN)\n\nThis reverts commit ${'f'.repeat(40)}.`], fine('green')],
    [
      'a merge takes back what it brought',
      [
        red,
        green,
        { message: 'feat: b', parents: [a], touches: ['src/b.ts'] },
        { message: 'Merge b', parents: [b, c] },
        { message: `Revert "Merge b"\n\nThis reverts commit ${d}, reversing\nchanges made to ${b}.`, touches: ['src/b.ts'] },
      ],
      fine('red green unlabelled exempt exempt'),
    ],
  ];
  test.each(rows)('%s', (_, given, verdict) => {
    expect(verdictOf(withShas(...given))).toEqual(verdict);
  });

  test('a long chain of reverts', () => {
    const chain: Given[] = [red, green];
    for (let at = 2; at < 3000; at++) chain.push(revert('x', String(at - 1).padStart(40, '0')));
    const commits = commitsOf(...chain.map((one, at) => ({ sha: String(at).padStart(40, '0'), message: one as string })));
    expect(verdictOf(commits).violations).toEqual([]);
  });
});

describe('fixups', () => {
  test('by the sha of their commit, and of one that is exempt', () => {
    expect([
      verdictOf(withShas(red, green, `fixup! ${a.slice(0, 8)}`, `squash! ${b}`)),
      verdictOf(withShas(red, green, `fixup! ${'f'.repeat(40)}`)),
      verdictOf(withShas(red, `fixup! ${red}`, green, `amend! ${green}\n\n${green}\n\nbetter`)),
    ]).toEqual([fine('red green red green'), wrong('red green unlabelled', unlabelled(c)), fine('red red green green')]);
  });
});

describe('commits that were judged elsewhere or change nothing', () => {
  const squashed = (subject: string, ...lines: string[]) => `${subject}\n\n${lines.map((line) => `* ${line}\n`).join('\n')}`;
  const looksSquashed = (sha: string) =>
    `${sha} tdd/unlabelled-code: It changes production code and names no phase. It reads like a squash merge of another pull request, and nothing here shows that it was judged there: ${label}`;
  const rows: [string, Given[], Verdict][] = [
    ['a squash merge', [squashed('feat: a (#12)', red, green)], wrong('unlabelled', looksSquashed('c0'))],
    ['a squash merge that leaves code alone', [{ message: squashed('docs: a (#12)', 'x', 'y'), touches: ['README.md'] }], fine('exempt')],
    ['a squash merge with a label', [squashed('feat: a (GREEN) (#12)', 'one', 'two')], wrong('green', noRed('c0'))],
    ['its subjects without bullets', [`feat: a (#12)\n\n${red}\n${green}`], wrong('unlabelled', looksSquashed('c0'))],
    ['one line is no squash merge', [squashed('feat: a (#12)', green)], wrong('unlabelled', unlabelled('c0'))],
    ['a list in a body', [squashed('feat: a', 'x', 'y')], wrong('unlabelled', unlabelled('c0'))],
    ['a number alone', ['feat: a (#12)'], wrong('unlabelled', unlabelled('c0'))],
    ['an empty commit', [{ message: 'trigger CI', touches: [] }], fine('exempt')],
    ['an empty commit with a label', [{ message: red, touches: [] }], wrong('red', noGreen('c0'))],
    ['a co-author of the list, with a label', [`${green}\n\nCo-authored-by: dependabot[bot] <a@example.org>`], wrong('green', noRed('c0'))],
    ['a co-author of the list', ['bump\n\nCo-authored-by: dependabot[bot] <a@example.org>'], wrong('unlabelled', unlabelled('c0'))],
    ['another co-author', ['feat: a\n\nCo-authored-by: Bo <b@example.org>'], wrong('unlabelled', unlabelled('c0'))],
    [
      'a cherry-pick keeps its label',
      [`${red}\n\n(cherry picked from commit ${a})`, `feat: a\n\nTDD-Phase: green\n(cherry picked from commit ${b})`],
      fine('red green'),
    ],
    ['a merge that resolves conflicts', [red, { message: 'Merge main (GREEN)', parents: ['c0', 'x'] }, green], fine('red exempt green')],
  ];
  test.each(rows)('%s', (_, given, verdict) => {
    expect(verdictOf(commitsOf(...given))).toEqual(verdict);
  });
});

describe('code that needs no label by what its commit says of itself is worth a look', () => {
  const byAuthor = (more = '') =>
    `c0 tdd/exempt-code: It changes production code, and needs no label by its author's name alone, which is whatever its author writes${more}.`;
  const asRevert = (sha: string, path: string) =>
    `${sha} tdd/exempt-code: It needs no label as a revert, and changes ${path}, which nothing that it takes back in this range changed.`;
  const asMerge = `c1 tdd/exempt-code: This merge itself adds \`src/b.ts\`, which none of its parents has.`;
  const bot = { name: 'dependabot[bot]', isBot: true };
  const two = ['src/a.ts', 'src/b.ts'];
  const merge: Given = { message: 'Merge main', parents: ['c0', 'x'] };
  const brings = (...paths: string[]): Partial<CommitRange> => ({ mergesBring: new Map([['c1', paths]]) });
  const rows: [string, Given[], Verdict][] = [
    ['a bot', [{ message: 'bump', author: bot }], fine('exempt', byAuthor())],
    ['a bot, thrice', Array(3).fill({ message: 'bump', author: bot }), fine('exempt exempt exempt', byAuthor('; so it is with 2 more'))],
    ['a bot that leaves code alone', [{ message: 'bump', author: bot, touches: ['package.json'] }], fine('exempt')],
    ['a bot whose files are not known', [{ message: 'bump', author: bot, touches: null }], fine('exempt')],
    ['a revert of nothing in the range', [revert('feat: a', '0'.repeat(40))], fine('exempt', asRevert('c0', '`src/a.ts`'))],
    [
      'a revert with more',
      [red, green, { message: revert(green, 'c1'), touches: two }, green],
      fine('red green exempt green', asRevert('c2', '`src/b.ts`')),
    ],
    [
      'a revert with more tests',
      [red, green, { message: revert(green, 'c1'), touches: ['src/a.ts', 'test/b.test.ts'] }, green],
      fine('red green exempt green'),
    ],
  ];
  test.each(rows)('%s', (_, given, verdict) => {
    expect(verdictOf(commitsOf(...given))).toEqual(verdict);
  });

  test('a merge that adds some of its own', () => {
    const commits = commitsOf(red, merge, green);
    expect([
      verdictOf(commits, {}, brings('src/b.ts', 'test/b.test.ts', 'README.md')),
      verdictOf(commits, {}, brings('test/b.test.ts', 'README.md')),
    ]).toEqual([fine('red exempt green', asMerge), fine('red exempt green')]);
  });
});

describe('the title that a squash merge makes the subject', () => {
  const kept = commitsOf({ message: red, touches: ['test/a.test.ts'] }, green);
  const rename = 'A squash merge makes the title the subject of what it adds to the base branch: reword it, `feat: …` say.';
  const rows: [string, string | null, Verdict][] = [
    ['none', null, fine('red green')],
    ['a plain one', 'feat: a', fine('red green')],
    ['one that claims GREEN', 'feat: a (GREEN)', fine('red green')],
    [
      'one that claims RED',
      'test: a (RED)',
      wrong(
        'red green',
        `c1 tdd/squash-title: The title of the pull request claims RED (\`(RED)\`), and its commits are a whole cycle. ${rename}`,
      ),
    ],
    [
      'one that claims both',
      'feat: a (RED→GREEN)',
      wrong('red green', `c1 tdd/squash-title: The title of the pull request claims RED and GREEN (\`(RED→GREEN)\`). ${rename}`),
    ],
    [
      'one with an exempt type',
      'docs: a',
      fine(
        'red green',
        `c1 tdd/squash-title: The title of the pull request has the type \`docs\`, which is for commits that leave production code alone, and these do not. ${rename}`,
      ),
    ],
  ];
  test.each(rows)('%s', (_, title, verdict) => {
    expect(verdictOf(kept, {}, { title })).toEqual(verdict);
  });

  test('an exempt type over documents alone, and no commit at all', () => {
    const title = 'docs: a';
    expect([
      verdictOf(commitsOf({ message: 'docs: a', touches: ['README.md'] }), {}, { title }),
      verdictOf([], {}, { title: 'x (RED)' }),
    ]).toEqual([fine('exempt'), fine('')]);
  });
});

describe('commits that change no code', () => {
  const total = code('total(cart) sum');
  const other = code('total(cart) product');
  const text = (version: string): Outline => ({ ...noOutline(null), read: 'text', rest: version, code: version, frame: 'f' });
  const rows: [string, Files, Verdict][] = [
    ['comments, white space and the order of imports', { 'src/a.ts': [total, code('total(cart) sum')] }, fine('unlabelled')],
    ['another body', { 'src/a.ts': [total, other] }, wrong('unlabelled', unlabelled('c0'))],
    ['one of two files', { 'src/a.ts': [total, total], 'src/b.ts': [total, other] }, wrong('unlabelled', unlabelled('c0'))],
    ['a moved file', { 'src/a.ts -> src/b.ts': [total, total] }, fine('unlabelled')],
    ['a file of a kind that is not read, moved or made executable', { 'src/a.sql': [data, data] }, fine('unlabelled')],
    ['such a file with other bytes', { 'src/a.sql': [data, { ...data }] }, wrong('unlabelled', unlabelled('c0'))],
    ['a file moved to where it is no production code', { 'src/a.ts -> test/a.ts': [total, total] }, wrong('unlabelled', unlabelled('c0'))],
    ['a file moved to where it is production code', { 'docs/a.ts -> src/a.ts': [total, total] }, wrong('unlabelled', unlabelled('c0'))],
    ['a new file without code', { 'src/__init__.py': [null, { ...noOutline(null), read: 'tree' }] }, fine('unlabelled')],
    ['moved, and not told as that', { 'src/a.ts': [null, total], 'src/b.ts': [total, null] }, fine('unlabelled')],
    ['one taken away, and another one', { 'src/a.ts': [null, other], 'src/b.ts': [total, null] }, wrong('unlabelled', unlabelled('c0'))],
    ['what could not be read', { 'src/a.ts': [total, noOutline('too large')] }, wrong('unlabelled', unlabelled('c0'))],
    ['the number of a version, read by lines', { 'lib/version.rb': [text('1'), text('2')] }, fine('unlabelled')],
    [
      'imports from elsewhere',
      {
        'src/a.ts': [
          { ...total, frame: 'f' },
          { ...other, frame: 'f', imports: [{ from: './b', names: ['b'], line: 1 }] },
        ],
      },
      wrong('unlabelled', unlabelled('c0')),
    ],
    ['a new file that holds its version alone', { 'src/version.ts': [null, code('VERSION stub')] }, fine('unlabelled')],
    [
      'a new file that holds more',
      { 'src/version.ts': [null, code('VERSION stub', 'total(cart) sum')] },
      wrong('unlabelled', unlabelled('c0')),
    ],
    [
      'a function called like a version',
      { 'src/a.ts': [code('version() one'), code('version() two')] },
      wrong('unlabelled', unlabelled('c0')),
    ],
    ['tests beside it', { 'src/a.ts': [total, total], 'test/a.test.ts': [null, tests(testCase('a', 'b'))] }, fine('unlabelled')],
  ];
  const version = (...imports: string[]) => ({ ...outline({ code: ['total(cart) sum'], imports }), frame: 'f', code: imports.join() });
  const moved: [string, Files, boolean][] = [
    [
      'a module, and who takes it',
      { 'src/a.ts -> src/x/a.ts': [total, total], 'src/b.ts': [version('./a.js: a'), version('./x/a.js: a')] },
      true,
    ],
    [
      'what the moved one takes',
      { 'src/a.ts -> src/x/a.ts': [version('./b.js: b', 'node:fs: *'), version('../b.js: b', 'node:fs: *')] },
      true,
    ],
    [
      'two at once, in another order',
      {
        'src/a.ts -> lib/a.ts': [version('./b.js: b', './c.js: c'), version('../src/c.js: c', './b.js: b')],
        'src/b.ts -> lib/b.ts': [total, total],
      },
      true,
    ],
    [
      'a package of Python',
      {
        'shop/cart.py -> shop/basket/cart.py': [total, total],
        'shop/a.py': [
          version('shop.cart: total', '.cart: total', 'shop: cart'),
          version('shop.basket.cart: total', '.basket.cart: total', 'shop.basket: cart'),
        ],
      },
      true,
    ],
    [
      'a module of another name',
      { 'src/a.ts -> src/x/a.ts': [total, total], 'src/b.ts': [version('./a.js: a'), version('./c.js: a')] },
      false,
    ],
    [
      'something else that it takes',
      { 'src/a.ts -> src/x/a.ts': [total, total], 'src/b.ts': [version('./a.js: a', './c.js: c'), version('./x/a.js: a', './d.js: c')] },
      false,
    ],
    [
      'one that is taken no more',
      { 'src/a.ts -> src/x/a.ts': [total, total], 'src/b.ts': [version('./a.js: a', './c.js: c'), version('./x/a.js: a')] },
      false,
    ],
    [
      'other code beside',
      { 'src/a.ts -> src/x/a.ts': [total, total], 'src/b.ts': [version('./a.js: a'), { ...version('./x/a.js: a'), frame: 'g' }] },
      false,
    ],
    ['no move at all', { 'src/b.ts': [version('./a.js: a'), version('./c.js: a')] }, false],
  ];
  test.each(moved)('moving %s', (_, files, keepsCode) => {
    expect(judge('move', files)).toEqual(keepsCode ? fine('unlabelled') : wrong('unlabelled', unlabelled('c0')));
  });

  const judge = (message: string, files: Files, touches = Object.keys(files).flatMap((paths) => paths.split(' -> '))) =>
    verdictOf(commitsOf({ message, touches }), {}, { outlined: new Map([['c0', outlinedCommit(files)]]) });
  test.each(rows)('%s', (_, files, verdict) => {
    expect(judge('tidy', files)).toEqual(verdict);
  });

  test('whatever their type, with weak labels as well, and only where all of it was read', () => {
    const same: Files = { 'src/a.ts': [total, total] };
    expect([
      judge('style: prettier', same),
      judge('feat: words', same),
      judge('style: prettier', same, ['src/a.ts', 'src/b.ts']),
      verdictOf(
        commitsOf('feat: words'),
        { labels: { ...defaultPolicy.tdd.labels, types: true } },
        { outlined: new Map([['c0', outlinedCommit(same)]]) },
      ),
      judge('feat: a (GREEN)', same),
    ]).toEqual([
      fine('exempt'),
      fine('unlabelled'),
      wrong(
        'unlabelled',
        `c0 tdd/unlabelled-code: Its type is exempt only while it leaves production code alone, and it does not: ${label}`,
      ),
      fine('unlabelled'),
      wrong('green', noRed('c0')),
    ]);
  });
});
