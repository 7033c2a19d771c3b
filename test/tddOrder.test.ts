import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import { noOutline } from '../src/model/outline.ts';
import { judgeCommits } from '../src/tdd/judgeCommits.ts';
import { type OutlinedCommit, rangeOf } from '../src/tdd/range.ts';
import { commitsOf, type Given, verdictOf } from './support/tddRange.ts';

const noRed = (sha: string) => `${sha} tdd/missing-red: GREEN has no RED before it: commit the failing test first.`;
const noCycle = (sha: string) => `${sha} tdd/missing-red: REFACTOR has no cycle before it: it follows a RED and a GREEN.`;
const redLeft = (sha: string) => `${sha} tdd/missing-green: RED is the last of its cycle: a GREEN that makes its test pass is missing.`;
const noGreen = (sha: string, refactor: string) =>
  `${sha} tdd/missing-green: RED is followed by REFACTOR \`${refactor}\`: a GREEN that makes its test pass belongs between them.`;

const subjects: Record<string, string> = { R: 'test: a (RED)', G: 'feat: a (GREEN)', F: 'refactor: a (REFACTOR)' };

/** `R:cart` is a RED in the test of the module `cart`, `G` a GREEN in `src/a.ts`, `M<c1,c2` a merge of two commits. */
function sequence(letters: string): Given[] {
  return letters
    .split(' ')
    .filter(Boolean)
    .map((one) => {
      const [, letter, modules, parents] = /^([A-Z])(?::([a-z,-]+))?(?:<(.*))?$/.exec(one)!;
      const place = letter === 'R' ? (name: string) => `test/${name}.test.ts` : (name: string) => `src/${name}.ts`;
      return {
        message: subjects[letter!] ?? 'Merge',
        touches: (modules ?? 'a').split(',').map(place),
        ...(parents === undefined ? {} : { parents: parents.split(',') }),
      };
    });
}

const cyclesOf = (letters: string) =>
  judgeCommits(rangeOf(commitsOf(...sequence(letters))), { ...defaultPolicy.tdd, mode: 'labels' }).cycles.map(({ red, green, refactor }) =>
    [red, green, refactor].map((shas) => shas.join(' ')).join(' | '),
  );

describe('what names the other commit', () => {
  test.each<[string, string, string[]]>([
    [
      'GREEN before RED',
      'G R G',
      ['c0 tdd/green-before-red: GREEN stands before the RED of its cycle, `c1`: commit the failing test first.'],
    ],
    [
      'GREEN before RED, and no more',
      'G R',
      ['c0 tdd/green-before-red: GREEN stands before the RED of its cycle, `c1`: commit the failing test first.'],
    ],
    [
      'GREEN before RED, and another RED that is left',
      'G R G R',
      ['c0 tdd/green-before-red: GREEN stands before the RED of its cycle, `c1`: commit the failing test first.', redLeft('c3')],
    ],
    ['REFACTOR on RED', 'R F G', [noGreen('c0', 'c1')]],
  ])('%s', (_, letters, violations) => {
    expect(verdictOf(commitsOf(...sequence(letters))).violations).toEqual(violations);
  });
});

test('REFACTOR commits alone are a note', () => {
  const note = 'c0 tdd/missing-red: REFACTOR stands alone in this range, without a RED and a GREEN: nothing that a test sees may change.';
  expect(verdictOf(commitsOf(...sequence('F F')))).toEqual({ phases: 'refactor refactor', violations: [], notes: [note] });
});

describe('a range that goes on', () => {
  const rows: [string, 'red' | 'green' | 'refactor' | null, string, string[]][] = [
    ['with a REFACTOR after a GREEN', 'green', 'F F', []],
    ['with a REFACTOR after a REFACTOR', 'refactor', 'F R G', []],
    ['with a REFACTOR after a RED', 'red', 'F', [noCycle('c0')]],
    ['with a GREEN after a RED', 'red', 'G F', []],
    ['with a GREEN after a GREEN', 'green', 'G', [noRed('c0')]],
    ['with a GREEN after a REFACTOR', 'refactor', 'G', [noRed('c0')]],
    ['with REFACTOR before a cycle', null, 'F R G', [noCycle('c0')]],
    ['only at its start', 'red', 'R G F G', [noRed('c3')]],
  ];
  test.each(rows)('%s', (_, before, letters, violations) => {
    expect(verdictOf(commitsOf(...sequence(letters)), {}, { before }).violations).toEqual(violations);
  });
});

test('more parts of a GREEN may follow a REFACTOR', () => {
  const green = (part: string) => `feat: a (GREEN${part})`;
  const judge = (...messages: string[]) => verdictOf(commitsOf('test: a (RED 1/3)', ...messages)).violations;
  expect([
    judge(green(' 1/2'), 'refactor: a (REFACTOR)', green(' 2/2')),
    judge(green(' partial'), 'refactor: a (REFACTOR)', green('')),
    judge(green(''), 'refactor: a (REFACTOR)', green('')),
    verdictOf(commitsOf(green(' 2/2')), {}, { before: 'green' }).violations,
  ]).toEqual([[], [], [noRed('c3')], []]);
});

describe('cycles that interleave', () => {
  const rows: [string, string, string[]][] = [
    ['the second GREEN after a REFACTOR of the first', 'R:cart R:user G:cart F:cart G:user', []],
    ['a REFACTOR of a finished cycle while a RED waits', 'R:cart G:cart R:user F:cart G:user', []],
    ['the outer cycle ends last', 'R:cart R:user G:user F:user G:cart F:cart', []],
    ['a second GREEN of a cycle that another one follows', 'R:cart G:cart R:user G:user F:user G:cart', []],
    ['three', 'R:a R:b R:c G:c F:c G:a F:a G:b F:b', []],
    ['in one file, with a RED for each GREEN', 'R R G F G', []],
    ['names of more than one word', 'R:shopping-cart R:user G:shopping-cart F:shopping-cart G:user', []],
    ['a GREEN under another name while a RED waits', 'R:cart R:user G:cart F:cart G:other', []],
    ['a GREEN too many', 'R:cart G:cart F:cart G:cart', [noRed('c3')]],
    ['a GREEN too many in one file', 'R G R G F G', [noRed('c5')]],
    ['a REFACTOR on its own RED', 'R:cart G:cart R:user F:user G:user', [noGreen('c2', 'c3')]],
    ['a RED that is left', 'R:cart G:cart R:user F:cart', [noGreen('c2', 'c3')]],
    [
      'GREEN before its RED',
      'G:cart R:user G:user R:cart G:cart',
      ['c0 tdd/green-before-red: GREEN stands before the RED of its cycle, `c1`: commit the failing test first.'],
    ],
    ['files that say nothing make nothing worse', 'R:cart R:user G:other', []],
  ];
  test.each(rows)('%s', (_, letters, violations) => {
    expect(verdictOf(commitsOf(...sequence(letters))).violations).toEqual(violations);
  });

  test('their commits stand together', () => {
    expect([
      cyclesOf('R:cart R:user G:cart F:cart G:user'),
      cyclesOf('R:cart G:cart R:user F:cart G:user'),
      cyclesOf('R:cart R:user G:user G:cart'),
    ]).toEqual([['c0 | c2 | c3', 'c1 | c4 | '], ['c0 | c1 | c3', 'c2 | c4 | '], ['c0 c1 | c2 c3 | ']]);
  });

  test('what a test imports tells its module', () => {
    const [cart, user, first, tidy, second] = sequence('R:one R:two G:cart F:cart G:user') as [Given, Given, Given, Given, Given];
    const commits = commitsOf(cart, user, first, tidy, second);
    const outlined = (path: string, from: string): OutlinedCommit => ({
      files: [
        {
          status: 'added',
          path,
          from: null,
          base: null,
          head: { ...noOutline(null), imports: [{ from, names: ['*'], line: 1 }] },
          isSame: false,
        },
      ],
      patchId: null,
      problem: null,
    });
    const known = new Map([
      ['c0', outlined('test/one.test.ts', '../src/cart.js')],
      ['c1', outlined('test/two.test.ts', 'shop.user')],
    ]);
    expect([verdictOf(commits).violations, verdictOf(commits, {}, { outlined: known }).violations]).toEqual([[noRed('c4')], []]);
  });
});

describe('lines of a history with merges', () => {
  const rows: [string, string, string[]][] = [
    ['a branch with its own cycle inside another', 'R:x<b R:y<b G:y F:y G:x<c0 M<c4,c3', []],
    ['the same, where all of it touches one file', 'R<b R<b G F G<c0 M<c4,c3', []],
    ['a REFACTOR beside a RED', 'R<b G R<b F<c1 G<c2 M<c3,c4', []],
    ['a RED on a branch, its GREEN after the merge', 'R<b R<b G F<c2 M<c3,c0 G', []],
    ['a GREEN without a RED on a branch', 'R<b G F G<b M<c2,c3', [noRed('c3')]],
    ['a RED that no line answers', 'R<b G R<b M<c1,c2', [redLeft('c2')]],
    ['one line', 'R G F G', [noRed('c3')]],
  ];
  test.each(rows)('%s', (_, letters, violations) => {
    expect(verdictOf(commitsOf(...sequence(letters))).violations).toEqual(violations);
  });
});

test('cycles that some commits name and others do not', () => {
  const say = (phase: string, cycle?: string) => `x: a\n\nTDD-Phase: ${phase}${cycle === undefined ? '' : `\nTDD-Cycle: ${cycle}`}`;
  const judge = (...messages: string[]) => verdictOf(commitsOf(...messages)).violations;
  expect([
    judge(say('red', '1'), say('green')),
    judge(say('red'), say('green', '1')),
    judge(say('red', '1'), say('red', '2'), say('green', '1'), say('green')),
    judge(say('red', '1'), say('green', '1'), say('refactor')),
    judge(say('red', '1'), say('green', '2'), say('red'), say('green')),
    judge(say('red', '1'), say('green', '1'), say('refactor', '1'), say('green')),
  ]).toEqual([[], [], [], [], [redLeft('c0'), noRed('c1')], [noRed('c3')]]);
});

test('ten thousand commits that never fit', () => {
  const commits = commitsOf(...Array.from({ length: 10_000 }, (_, at) => sequence(['G', 'F', 'R', 'F', 'G'][at % 5]!)[0]!));
  expect(verdictOf(commits).violations.length).toBeGreaterThan(1000);
});

/** Numbers that look random and are the same on every run. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

test('honest cycles, however they are mixed with what is exempt, give no violation', () => {
  for (let seed = 1; seed <= 150; seed++) {
    const roll = dice(seed);
    const commits: Given[] = [];
    let number = 0;
    const sha = () =>
      (number++)
        .toString(16)
        .padStart(8, `${seed % 10}`)
        .padStart(40, 'a');
    const push = (message: string, more: object = {}) => commits.push({ sha: sha(), message, ...more });
    const between = () => {
      const kind = roll(8);
      const last = commits.at(-1) as { sha: string; message: string } | undefined;
      if (kind === 0) push('docs: words (GREEN)', { touches: ['README.md'] });
      if (kind === 1) push('chore: tidy', { touches: ['package.json'] });
      if (kind === 2 && last) push(`fixup! ${last.message.split('\n', 1)[0]!.replace(/^fixup! /, '')}`, { touches: ['test/a.test.ts'] });
      if (kind === 3 && last) push("Merge branch 'main'", { parents: [last.sha, 'f'.repeat(40)] });
      if (kind === 4) push('Bump a', { author: { name: 'dependabot[bot]', isBot: true } });
      if (kind === 5) push('trigger', { touches: [] });
    };
    const cycle = (name: string) => {
      const first = commits.length;
      const step = (message: string, path: string) => {
        push(`${message}${roll(4) === 0 ? ` (#${roll(99)})` : ''}`, { touches: [path] });
        between();
      };
      for (let times = roll(3); times >= 0; times--) step(`test: ${name} ${times} (RED)`, `test/${name}.test.ts`);
      for (let times = roll(2); times >= 0; times--) step(`feat: ${name} ${times} (GREEN)`, `src/${name}.ts`);
      for (let times = roll(3); times > 0; times--) step(`refactor: ${name} ${times} (REFACTOR)`, `src/${name}.ts`);
      return commits.slice(first) as { sha: string; message: string; touches?: string[] }[];
    };
    for (let cycles = 1 + roll(4); cycles > 0; cycles--) {
      const done = cycle(`m${number}`);
      if (roll(4) > 0) continue;
      for (const one of done.toReversed()) {
        if (!/\((?:RED|GREEN|REFACTOR)\)/.test(one.message) || one.message.startsWith('docs')) continue;
        push(`Revert "${one.message}"\n\nThis reverts commit ${one.sha}.`, { touches: one.touches });
      }
    }
    expect([seed, verdictOf(commitsOf(...commits)).violations]).toEqual([seed, []]);
  }
});
