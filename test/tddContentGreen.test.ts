import { describe, expect, test } from '@jest/globals';
import { code, data, type Files, type Given, judgeFiles, outline, testCase, tests } from './support/outlines.ts';

const old = testCase('Cart > keeps', 'expect(total([])).toBe(0)');
const lines = ['expect(total([1, 2])).toBe(3)', 'expect(names(cart)).toContain("a")'];
const added = testCase('Cart > adds', ...lines);
const path = 'test/cart.test.ts';
const red: Given = { phase: 'red', files: { [path]: [tests(old), tests(old, added)] } };
const make: Files = { 'src/cart.ts': [null, code('total(items) a')] };

const tell = (files: Files, first: Given = red) => judgeFiles([first, { phase: 'green', files: { ...make, ...files } }]).told;
/** What the GREEN makes of the test file of its RED. */
const turned = (...cases: Parameters<typeof tests>) => tell({ [path]: [tests(old, added), tests(...cases)] });

describe('a GREEN that keeps the tests is silent', () => {
  const helper = ['expect(found).toBe(wanted)'];
  const rows: [string, Files][] = [
    ['no test', {}],
    ['a test more', { [path]: [tests(old, added), tests(old, added, testCase('more', 'expect(a()).toBe(1)'))] }],
    ['an assertion more', { [path]: [tests(old, added), tests(old, testCase('Cart > adds', ...lines, 'expect(a()).toBe(1)'))] }],
    ['a moved file', { [`${path} -> test/shop/cart.test.ts`]: [tests(old, added), tests(old, added)] }],
    ['a split file', { [path]: [tests(old, added), tests(old)], 'test/adds.test.ts': [null, tests(added)] }],
    ['a merged file', { [path]: [tests(old, added), null], 'test/all.test.ts': [tests(), tests(old, added)] }],
    ['a renamed case', { [path]: [tests(old, added), tests(old, testCase('Cart > sums', ...lines))] }],
    ['a case moved into a group', { [path]: [tests(old, added), tests(old, testCase('Shop > Cart > adds', ...lines))] }],
    ['a split case', { [path]: [tests(old, added), tests(old, testCase('sums', lines[0]!), testCase('names', lines[1]!))] }],
    ['merged cases', { [path]: [tests(old, added), tests(testCase('Cart > all', 'expect(total([])).toBe(0)', ...lines))] }],
    [
      'a stricter assertion',
      { [path]: [tests(old, added), tests(old, testCase('Cart > adds', lines[0]!, 'expect(names(cart)).toEqual(["a"])'))] },
    ],
    [
      'a table',
      {
        [path]: [
          tests(old, testCase('a', 'expect(total([1])).toBe(1)'), testCase('b', 'expect(total([2])).toBe(2)')),
          tests(old, testCase('sums %s', 'expect(total(items)).toBe(expected)')),
        ],
      },
    ],
    [
      'a helper in the file',
      {
        [path]: [
          tests(old, added),
          outline({
            cases: [old, testCase('Cart > adds', 'check()')],
            loose: ['expect(total(a)).toBe(b)', 'expect(names(a)).toContain(b)'],
          }),
        ],
      },
    ],
    [
      'a helper elsewhere',
      { [path]: [tests(old, added), outline({ cases: [old, testCase('Cart > adds', 'expectTotal(3)')], uses: ['expectTotal'] })] },
    ],
    [
      'a helper that throws for them',
      {
        [path]: [
          tests(old, added),
          outline({ cases: [old, testCase('Cart > adds', 'checkTotal(3)')], uses: ['checkTotal'], code: ['checkTotal(wanted) throws'] }),
        ],
      },
    ],
    ['a helper that changes', { 'test/kit.ts': [outline({ loose: helper }), outline({ loose: ['expect(found).toContain(wanted)'] })] }],
    ['a helper that goes', { 'test/kit.ts': [outline({ loose: helper }), null] }],
    ['a snapshot', { 'test/__snapshots__/a.snap': [data, data] }],
    [
      'a skipped case that runs now',
      { [path]: [tests(testCase('skip: a', 'expect(a()).toBe(1)')), tests(testCase('a', 'expect(a()).toBe(1)'))] },
    ],
    [
      'a case that was expected to fail',
      { [path]: [tests(testCase('fails: a', 'expect(a()).toBe(1)')), tests(testCase('a', 'expect(a()).toBe(1)'))] },
    ],
    ['a skipped case that goes', { [path]: [tests(testCase('skip: a', 'expect(a()).toBe(1)')), tests()] }],
    ['a note of what comes later', { [path]: [tests(old, added), tests(old, added, testCase('skip: later'))] }],
    [
      'focus that was there',
      { 'test/b.test.ts': [tests(testCase('only: a', 'expect(a()).toBe(1)')), tests(testCase('only: a', 'expect(a()).toBe(1)'))] },
    ],
    [
      'an old expectation',
      { 'test/b.test.ts': [tests(testCase('b', 'expect(b()).toBe(1)')), tests(testCase('b', 'expect(b()).toBe(2)'))] },
    ],
    [
      'the test of code that goes',
      { 'test/b.test.ts': [tests(testCase('b', 'expect(oldName()).toBe(1)')), null], 'src/b.ts': [code('oldName() a'), code('b() c')] },
    ],
    [
      'the test of a file that goes',
      {
        'test/b.test.ts': [outline({ cases: [testCase('b', 'expect(r).toBe(1)')], imports: ['../src/b: run'] }), null],
        'src/b.ts': [code('run() a'), null],
      },
    ],
    [
      'the test of code that goes, called before it asserts',
      {
        'test/b.test.ts': [
          outline({ cases: [old, testCase('b', 'const r = oldName()', 'expect(r).toBe(1)')], uses: ['oldName', 'total'] }),
          outline({ cases: [old], uses: ['total'] }),
        ],
        'src/b.ts': [code('oldName() a', 'total() b'), code('total() b')],
      },
    ],
    ['one of two tests that do the same', { 'test/b.test.ts': [tests(old, { ...old, name: 'twin' }), tests(old)] }],
    [
      'an assertion that says a thing twice',
      {
        'test/b.test.ts': [tests(testCase('b', 'expect(b()).toBe(1)', 'expect(b()).toBe(1)')), tests(testCase('b', 'expect(b()).toBe(1)'))],
      },
    ],
    ['an `assert` of production code', { 'src/a.py': [outline({ loose: ['assert x == 1'] }), outline({ loose: [] })] }],
    [
      'a guard that was there',
      { 'test/b.test.ts': [tests(testCase('b', 'if: expect(b()).toBe(1)')), tests(testCase('b', 'if: expect(b()).toBe(1)', 'run()'))] },
    ],
    [
      'a double of what the unit works with',
      {
        [path]: [
          outline({ cases: [old, added], imports: ['../src/cart: total', '../src/rates: rate'] }),
          outline({ cases: [old, added], imports: ['../src/cart: total', '../src/rates: rate'], doubles: ['../src/rates'] }),
        ],
        'src/rates.ts': [code('rate() a'), code('rate() b')],
      },
    ],
    [
      'a double that was there',
      {
        [path]: [
          outline({ cases: [old, added], imports: ['../src/cart: total'], doubles: ['../src/cart'] }),
          outline({ cases: [old, added, testCase('b', 'expect(1).toBe(1)')], imports: ['../src/cart: total'], doubles: ['../src/cart'] }),
        ],
      },
    ],
  ];
  test.each(rows)('%s', (_, files) => {
    expect(tell(files)).toEqual([]);
  });
});

describe('a GREEN that weakens a test', () => {
  const at = (name: string) => `the test \`Cart > ${name}\` in \`${path}\``;
  const rows: [string, ReturnType<typeof turned>, string][] = [
    ['deletes a case', turned(old), `GREEN deletes ${at('adds')}, which its RED asks for: put it back, and make it pass.`],
    [
      'empties a case',
      turned(old, testCase('Cart > adds')),
      `GREEN drops \`${lines[0]}\` of ${at('adds')}, which its RED asks for (and 1 more): put it back.`,
    ],
    [
      'deletes an assertion',
      turned(old, testCase('Cart > adds', lines[1]!)),
      `GREEN drops \`${lines[0]}\` of ${at('adds')}, which its RED asks for: put it back.`,
    ],
    [
      'loosens an assertion',
      turned(old, testCase('Cart > adds', 'expect(total([1, 2])).toBeTruthy()', lines[1]!)),
      `\`${lines[0]}\` of ${at('adds')} became \`expect(total([1, 2])).toBeTruthy()\`, which demands less: put it back.`,
    ],
    [
      'looks at less',
      turned(old, testCase('Cart > adds', lines[0]!, 'expect(cart).toBeDefined()')),
      `\`expect(names(cart)).toContain("a")\` of ${at('adds')} became \`expect(cart).toBeDefined()\`, which demands less: put it back.`,
    ],
    [
      'compares nothing',
      turned(old, testCase('Cart > adds', 'expect(true).toBe(true)', lines[1]!)),
      `GREEN drops \`${lines[0]}\` of ${at('adds')}, which its RED asks for: put it back.`,
    ],
    [
      'puts a condition around it',
      turned(old, testCase('Cart > adds', `if: ${lines[0]}`, lines[1]!)),
      `\`${lines[0]}\` of ${at('adds')} is no longer reached or heard in every run: put it back.`,
    ],
    [
      'skips',
      turned(old, testCase('skip: Cart > adds', ...lines)),
      `GREEN skips ${at('adds')}, which its RED asks for: let it run, and make it pass.`,
    ],
    [
      'skips under another name',
      turned(old, testCase('skip: Cart > sums', ...lines)),
      `GREEN skips ${at('sums')}, which its RED asks for: let it run, and make it pass.`,
    ],
    [
      'expects failure',
      turned(old, testCase('fails: Cart > adds', ...lines)),
      `GREEN expects failure of ${at('adds')}, which its RED asks for: let it run, and make it pass.`,
    ],
    [
      'skips what stood before',
      turned(testCase('skip: Cart > keeps', 'expect(total([])).toBe(0)'), added),
      `GREEN skips ${at('keeps')}: let it run, and make it pass.`,
    ],
    [
      'focuses',
      turned(testCase('only: Cart > keeps', 'expect(total([])).toBe(0)'), added),
      `GREEN has only ${at('keeps')} run: let all other tests run again.`,
    ],
    [
      'deletes what stood before',
      tell({ 'test/b.test.ts': [tests(testCase('b', 'expect(b()).toBe(1)')), null] }),
      'GREEN deletes the test `b` in `test/b.test.ts`, and the code it tests still stands: put it back.',
    ],
    [
      'loosens what stood before',
      turned(testCase('Cart > keeps', 'expect(total([])).toBeDefined()'), added),
      `\`expect(total([])).toBe(0)\` of ${at('keeps')} became \`expect(total([])).toBeDefined()\`, which demands less: put it back.`,
    ],
  ];
  test.each(rows)('%s', (_, told, message) => {
    expect(told).toEqual([`c1 strict tdd/test-weakened: ${message}`]);
  });

  test('behind a helper that does nothing', () => {
    const emptied = (code: string) =>
      tell({
        [path]: [
          tests(old, added),
          outline({ cases: [old, testCase('Cart > adds', 'checkTotal(3)')], uses: ['checkTotal'], code: [code] }),
        ],
      });
    const elsewhere = tell({
      [path]: [tests(old, added), outline({ cases: [old, testCase('Cart > adds', 'checkTotal(3)')], uses: ['checkTotal'] })],
      'test/kit.ts': [null, code('checkTotal(wanted)')],
    });
    const told = [
      `c1 strict tdd/test-weakened: GREEN drops \`${lines[0]}\` of ${at('adds')}, which its RED asks for (and 1 more): put it back.`,
    ];
    expect([emptied('checkTotal(wanted) stub'), elsewhere]).toEqual([told, told]);
  });

  test('of a plain script', () => {
    const script = (...loose: string[]) => outline({ loose });
    const first: Given = { phase: 'red', files: { 'test/test-run.sh': [null, script('[ "$(sum)" = 3 ]', '[ -f out ]')] } };
    const green = (...loose: string[]) => tell({ 'test/test-run.sh': [script('[ "$(sum)" = 3 ]', '[ -f out ]'), script(...loose)] }, first);
    const start = 'c1 strict tdd/test-weakened: ';
    expect([green('[ -n "$(sum)" ]', '[ -f out ]'), green('[ "$(sum)" = 3 ] || true', '[ -f out ]'), green('[ -f out ]')]).toEqual([
      [`${start}\`[ "$(sum)" = 3 ]\` of \`test/test-run.sh\` became \`[ -n "$(sum)" ]\`, which demands less: put it back.`],
      [
        `${start}\`[ "$(sum)" = 3 ]\` of \`test/test-run.sh\` became \`[ "$(sum)" = 3 ] || true\`, which holds whatever the program does: put it back.`,
      ],
      [`${start}GREEN drops \`[ "$(sum)" = 3 ]\` of \`test/test-run.sh\`, which its RED asks for: put it back.`],
    ]);
  });

  describe('a double in the place of the unit', () => {
    const file = (target: string | null, ...imports: string[]) =>
      outline({ cases: [old, added], imports, doubles: target === null ? [] : [target] });
    const green = (target: string, ...imports: string[]) => tell({ [path]: [file(null, ...imports), file(target, ...imports)] });
    const say = (target: string, unit: string) => [
      `c1 strict tdd/test-weakened: In \`${path}\`, a double of \`${target}\` newly stands in the place of \`${unit}\`, which is what it tests: run the code itself.`,
    ];
    test('that the assertions call', () =>
      expect(green('../src/cart', '../src/cart: total', '../src/b: b')).toEqual(say('../src/cart', 'total')));
    test('that is all the test imports', () =>
      expect(green('../src/cart', '../src/cart: Cart')).toEqual(say('../src/cart', 'src/cart.ts')));
    test('that is all the test imports beside what renders it', () =>
      expect(green('../src/cart', '../src/cart: Cart', '@testing-library/react: render')).toEqual(say('../src/cart', 'src/cart.ts')));
    test('beside a package of the same project', () => expect(green('../src/cart', '../src/cart: Cart', '@shop/till: Till')).toEqual([]));
    test('by a dotted name', () => expect(green('shop.cart.total', 'shop.cart: x')).toEqual(say('shop.cart.total', 'total')));
    test('of another name of the module', () => expect(green('shop.cart.rate', 'shop.cart: total')).toEqual([]));
  });
});

describe('what a GREEN may do, and is worth a look', () => {
  test('another expected value in the test of its RED', () => {
    expect(turned(old, testCase('Cart > adds', 'expect(total([1, 2])).toBe(4)', lines[1]!))).toEqual([
      `c1 note tdd/phase-content: GREEN corrects the test of its RED: \`${lines[0]}\` of the test \`Cart > adds\` in \`${path}\` became \`expect(total([1, 2])).toBe(4)\`.`,
    ]);
  });

  test('other values go into the test of its RED', () => {
    const first = testCase('Cart > adds', 'const cart = [1, 2]', ...lines);
    const second = testCase('Cart > adds', 'const cart = [3]', ...lines);
    const begun: Given = { phase: 'red', files: { [path]: [tests(old), tests(old, first)] } };
    expect(tell({ [path]: [tests(old, first), tests(old, second)] }, begun)).toEqual([
      `c1 note tdd/phase-content: GREEN changes what stands around the assertions of the test \`Cart > adds\` in \`${path}\`, which its RED asks for: are its values still the same?`,
    ]);
  });

  test('a renamed case with half of it new', () => {
    expect(turned(old, testCase('Cart > sums', lines[0]!, 'expect(names(b)).toContain("b")'))).toEqual([
      `c1 note tdd/phase-content: GREEN corrects the test of its RED: \`${lines[1]}\` of the test \`Cart > adds\` in \`${path}\` became \`expect(names(b)).toContain("b")\`.`,
    ]);
  });

  test('a test of its RED that is written anew', () => {
    const anew = testCase('Cart > takes a list', 'expect(total(list)).toBe(3)', 'expect(cart.size).toBe(2)');
    expect(turned(old, anew)).toEqual([
      `c1 note tdd/phase-content: GREEN writes the test \`Cart > adds\` in \`${path}\` anew, which its RED asks for: the test \`Cart > takes a list\` in \`${path}\` stands in its place.`,
    ]);
  });

  test('an old test goes that says what a new one says anew', () => {
    const gone = testCase('Cart > takes nothing', 'expect(total(null)).toBe(0)');
    const first: Given = { phase: 'red', files: { [path]: [tests(gone), tests(gone, added)] } };
    expect(tell({ [path]: [tests(gone, added), tests(added)] }, first)).toEqual([
      `c1 note tdd/test-weakened: GREEN deletes the test \`Cart > takes nothing\` in \`${path}\`: does what its RED asks replace it?`,
    ]);
  });

  test('an old assertion goes from a test that stays', () => {
    const was = testCase('b', 'expect(b()).toBe(1)', 'expect(role(user)).toBe(2)');
    expect(tell({ 'test/b.test.ts': [tests(was), tests(testCase('b', 'expect(b()).toBe(1)'))] })).toEqual([
      'c1 note tdd/test-weakened: GREEN drops `expect(role(user)).toBe(2)` of the test `b` in `test/b.test.ts`: is it no longer true?',
    ]);
  });
});

describe('several GREENs', () => {
  const green = (...cases: Parameters<typeof tests>) => ({
    phase: 'green' as const,
    files: { [path]: [tests(old, added), tests(...cases)] as const },
  });
  test('each keeps what all REDs before it ask', () => {
    const other: Given = { phase: 'red', files: { 'test/b.test.ts': [null, tests(testCase('b', 'expect(b()).toBe(1)'))] } };
    expect(
      judgeFiles([
        red,
        other,
        green(old, added),
        { phase: 'green', files: { ...make, 'test/b.test.ts': [tests(testCase('b', 'expect(b()).toBe(1)')), tests()] } },
      ]).told,
    ).toEqual([
      'c3 strict tdd/test-weakened: GREEN deletes the test `b` in `test/b.test.ts`, which its RED asks for: put it back, and make it pass.',
    ]);
  });

  test('a claim follows its test to another name', () => {
    const renamed = testCase('Cart > sums', ...lines);
    const second: Given = { phase: 'green', files: { [path]: [tests(old, renamed), tests(old, testCase('Cart > sums', lines[1]!))] } };
    expect(judgeFiles([red, green(old, renamed), second]).told).toEqual([
      `c2 strict tdd/test-weakened: GREEN drops \`${lines[0]}\` of the test \`Cart > sums\` in \`${path}\`, which its RED asks for: put it back.`,
    ]);
  });

  test('a fixup of a GREEN is held to the same', () => {
    const fixup: Given = { ...green(old), message: 'fixup! x: a 1 (GREEN)' };
    expect(judgeFiles([red, { phase: 'green', files: make }, fixup]).told).toEqual([
      `c2 strict tdd/test-weakened: GREEN deletes the test \`Cart > adds\` in \`${path}\`, which its RED asks for: put it back, and make it pass.`,
    ]);
  });
});

test('with a part unread, nothing is missed', () => {
  const files: Files = { [path]: [tests(old, added), tests(old)], 'test/b.test.ts': [tests(), outline({ problem: 'took too long' })] };
  expect(tell(files)).toEqual([
    'c1 note tdd/phase-content: `test/b.test.ts` could not be read (took too long), so what this commit does to its tests is judged in part.',
  ]);
});

test('of two long assertions, what differs is shown', () => {
  const long = (value: number) => `expect(total([${'1, '.repeat(60)}2])).toBe(${value})`;
  const first: Given = { phase: 'red', files: { [path]: [null, tests(testCase('a', long(3)))] } };
  expect(tell({ [path]: [tests(testCase('a', long(3))), tests(testCase('a', long(4)))] }, first)).toEqual([
    `c1 note tdd/phase-content: GREEN corrects the test of its RED: \`…1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2])).toBe(3)\` of the test \`a\` in \`${path}\` became \`…1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2])).toBe(4)\`.`,
  ]);
});

test('a long assertion is cut', () => {
  const long = `expect(total([${'1, '.repeat(60)}2])).toBe(3)`;
  const first: Given = { phase: 'red', files: { [path]: [null, tests(testCase('a', long))] } };
  expect(tell({ [path]: [tests(testCase('a', long)), tests(testCase('a', 'run()'))] }, first)).toEqual([
    `c1 strict tdd/test-weakened: GREEN drops \`${long.slice(0, 119)}…\` of the test \`a\` in \`${path}\`, which its RED asks for: put it back.`,
  ]);
});

describe('a test that reads the text of a program', () => {
  const script = (...sourceReads: number[]) => outline({ loose: ['[ a = b ]'], sourceReads });
  const why =
    'reads the text of a program instead of running it, so it passes or fails by how the code is written: run it, and look at what it does.';
  const of = (before: ReturnType<typeof script> | null, now: ReturnType<typeof script>) =>
    judgeFiles([{ phase: 'red', files: { 'test/test-a.sh': [before, now] } }]).told.filter((line) => line.includes('source-grep'));
  test('in a new file', () => expect(of(null, script(12, 14))).toEqual([`c0 note tdd/source-grep-test: \`test/test-a.sh:12\` ${why}`]));
  test('once more', () => expect(of(script(3), script(3, 9))).toEqual([`c0 note tdd/source-grep-test: \`test/test-a.sh\` ${why}`]));
  test('as before', () => expect(of(script(3), script(4))).toEqual([]));
});
