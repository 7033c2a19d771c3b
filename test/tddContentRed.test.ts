import { describe, expect, test } from '@jest/globals';
import { code, data, type Files, judgeFiles, outline, testCase, tests } from './support/outlines.ts';

const old = testCase('keeps', 'expect(total([])).toBe(0)');
const added = testCase('adds', 'expect(total([1, 2])).toBe(3)');
const newTest: Files = { 'test/cart.test.ts': [tests(old), tests(old, added)] };
const stub = 'total(items) stub';

const tell = (files: Files, changes = {}) => judgeFiles([{ phase: 'red', files }], changes).told;

describe('a RED that holds its test is silent', () => {
  const rows: [string, Files][] = [
    ['a new test file', { 'test/cart.test.ts': [null, tests(added)] }],
    ['a new case', newTest],
    [
      'an assertion more',
      { 'test/cart.test.ts': [tests(old), tests(testCase('keeps', 'expect(total([])).toBe(0)', 'expect(total([1])).toBe(1)'))] },
    ],
    ['another expected value', { 'test/cart.test.ts': [tests(old), tests(testCase('keeps', 'expect(total([])).toBe(null)'))] }],
    [
      'another input',
      { 'test/cart.test.ts': [tests(testCase('a', 'run(1)', 'expect(x).toBe(1)')), tests(testCase('a', 'run(2)', 'expect(x).toBe(1)'))] },
    ],
    ['a case without an assertion of its own', { 'test/a.test.ts': [tests(old), tests(old, testCase('does not throw', 'run()'))] }],
    ['a case that expects failure', { 'test/a.test.ts': [tests(old), tests(old, testCase('fails: b', 'expect(b()).toBe(1)'))] }],
    [
      'a skipped case that runs now',
      { 'test/a.test.ts': [tests(testCase('skip: b', 'expect(b()).toBe(1)')), tests(testCase('b', 'expect(b()).toBe(1)'))] },
    ],
    [
      'an assertion in a plain script',
      { 'test/test-run.sh': [outline({ loose: ['[ a = b ]'] }), outline({ loose: ['[ a = b ]', '[ c = d ]'] })] },
    ],
    ['a test file of a kind that is not known', { 'test/run.test.ts': [outline({ rest: 'a' }), outline({ rest: 'b' })] }],
    ['a fixture', { 'test/fixtures/a.json': [data, data] }],
    ['a snapshot', { 'test/__snapshots__/a.snap': [null, data] }],
    ['an expected output without an outline', { 'tests/expected/a.txt': [null, null] }],
    ['a table beside the cases', { 'test/a.test.ts': [outline({ cases: [old], rest: 'a' }), outline({ cases: [old], rest: 'b' })] }],
    ['a helper that asserts', { 'test/a.test.ts': [tests(old), outline({ cases: [old], loose: ['expect(x).toBe(1)'] })] }],
    ['only an import of a test', { 'test/a.test.ts': [tests(old), outline({ cases: [old], imports: ['../src/b.ts: b'] })] }],
    [
      'a test beside what it tests',
      { 'src/cart.rs': [code('total() a'), outline({ code: ['total() a'], cases: [testCase('tests::adds', 'assert_eq!(total(), 3)')] })] },
    ],
    ['a test that no glob calls one', { 'Tests/Unit/CartCheck.php': [null, code('a() {}')] }],
    ['a test of a language without outlines', { 't/cart.t': [null, null] }],
    ['a feature file', { 'e2e/cart.feature': [null, null] }],
    ['a test that could not be read whole', { ...newTest, 'test/b.test.ts': [tests(old), outline({ problem: 'holds NUL bytes' })] }],
    ['tests of old behaviour go, new ones come', { 'test/cart.test.ts': [tests(old), tests(added)] }],
    ['a stub', { ...newTest, 'src/cart.ts': [null, code(stub)] }],
    ['a type', { ...newTest, 'src/cart.ts': [code('total() a'), code('total() a', 'Item')] }],
    ['another signature', { ...newTest, 'src/cart.ts': [code('total(items) a'), code('total(items, rate) a')] }],
    ['a body that becomes a stub', { ...newTest, 'src/cart.ts': [code('total(items) a'), code(stub)] }],
    [
      'an export and an import',
      { ...newTest, 'src/cart.ts': [code('total() a'), outline({ code: ['total() a'], imports: ['./b.ts: b'] })] },
    ],
    ['a declaration less', { ...newTest, 'src/cart.ts': [code('total() a', 'sum() b'), code('total() a')] }],
    ['a move', { ...newTest, 'src/cart.ts': [code('total() a'), null], 'src/shop/cart.ts': [null, code('total() a')] }],
    [
      'a stub in a class',
      { ...newTest, 'src/cart.ts': [code('Cart {a}', 'Cart.a() x'), code('Cart {a b}', 'Cart.a() x', 'Cart.b() stub')] },
    ],
    ['a constant outside of functions', { ...newTest, 'src/cart.ts': [outline({ rest: 'a' }), outline({ rest: 'a b' })] }],
    ['production code that could not be read', { ...newTest, 'src/cart.ts': [code('total() a'), outline({ problem: 'took too long' })] }],
    ['a kit for tests among the sources', { ...newTest, 'src/test-kit/server.ts': [null, code('start() a')] }],
    ['config and documents', { ...newTest, 'jest.config.js': [null, null], 'README.md': [null, null], 'package.json': [null, null] }],
    ['a stub of a script', { ...newTest, 'bin/deploy': [null, outline({ rest: 'exit 1' })] }],
  ];
  test.each(rows)('%s', (_, files) => {
    expect(tell(files).filter((line) => !line.includes(' note '))).toEqual([]);
  });
});

describe('a RED without a new test', () => {
  const mend = 'A RED adds or changes a test case or an assertion, and fails because of it.';
  const rows: [string, Files, string][] = [
    ['documents alone', { 'README.md': [null, null] }, 'It changes no test.'],
    ['a stub alone', { 'src/cart.ts': [null, code(stub)] }, 'It changes no test.'],
    ['comments in a test', { 'test/a.test.ts': [tests(old), tests(old)] }, 'Its tests differ in comments and white space alone.'],
    [
      'a moved test',
      { 'test/a.test.ts -> test/b.test.ts': [tests(old), tests(old)] },
      'Its tests differ in comments and white space alone.',
    ],
    [
      'an empty case',
      { 'test/a.test.ts': [tests(old), tests(old, testCase('adds'))] },
      'Its only new test `adds` in `test/a.test.ts` is empty.',
    ],
    [
      'a skipped case',
      { 'test/a.test.ts': [tests(old), tests(old, testCase('skip: adds', 'expect(a()).toBe(1)'))] },
      'Its only new test `adds` in `test/a.test.ts` is skipped.',
    ],
    [
      'an assertion that always holds',
      { 'test/a.test.ts': [tests(old), tests(old, testCase('adds', 'expect(true).toBe(true)'))] },
      'Its only new test `adds` in `test/a.test.ts` asserts what holds whatever the program does.',
    ],
    ['a test less', { 'test/a.test.ts': [tests(old, added), tests(old)] }, 'It only takes tests away.'],
    ['a test file less', { 'test/a.test.ts': [tests(old), null] }, 'It only takes tests away.'],
  ];
  test.each(rows)('%s', (_, files, what) => {
    expect(tell(files)).toEqual([`c0 strict tdd/no-new-test: ${what} ${mend}`]);
  });
});

describe('a RED with production code', () => {
  const leave = 'a RED holds its tests and at most types, signatures and empty functions, so leave this to the GREEN.';
  const rows: [string, Files, string][] = [
    ['a new function', { 'src/cart.ts': [null, code('total(items) a')] }, 'RED adds code to `total` in `src/cart.ts`'],
    [
      'a stub that is filled in',
      { 'src/cart.ts': [code(stub), code('total(items) a')] },
      'RED changes the code of `total` in `src/cart.ts`',
    ],
    [
      'two functions',
      { 'src/cart.ts': [code('total() a', 'sum() b'), code('total() c', 'sum() d')] },
      'RED changes the code of `total` in `src/cart.ts` (and 1 more)',
    ],
    [
      'a method',
      { 'src/cart.ts': [code('Cart {a}', 'Cart.a() x'), code('Cart {b}', 'Cart.a() y')] },
      'RED changes the code of `Cart.a` in `src/cart.ts`',
    ],
    ['a script', { 'bin/deploy.sh': [outline({ rest: 'a' }), outline({ rest: 'b' })] }, 'RED changes what `bin/deploy.sh` does'],
    ['a new script', { 'bin/deploy': [null, outline({ rest: 'a', uses: ['curl'] })] }, 'RED changes what `bin/deploy` does'],
  ];
  test.each(rows)('%s', (_, files, what) => {
    expect(tell({ ...newTest, ...files })).toEqual([`c0 strict tdd/phase-content: ${what}: ${leave}`]);
  });

  test('where the helpers of tests are the product, they are production code', () => {
    const files: Files = { ...newTest, 'test/kit/server.ts': [code(stub), code('total(items) a')] };
    expect([tell(files), tell(files, { productionPaths: ['test/kit/**'] })]).toEqual([
      [],
      [`c0 strict tdd/phase-content: RED changes the code of \`total\` in \`test/kit/server.ts\`: ${leave}`],
    ]);
  });
});

test('what could not be read is said', () => {
  expect(tell({ 'test/b.test.ts': [tests(old), outline({ problem: 'holds NUL bytes' })] })).toEqual([
    'c0 note tdd/phase-content: `test/b.test.ts` could not be read (holds NUL bytes), so what this commit does to its tests is judged in part.',
  ]);
});

test('what is folded into a RED needs no test of its own, and holds no more than stubs either', () => {
  const fixup = (files: Files) =>
    judgeFiles([
      { phase: 'red', files: newTest },
      { phase: 'red', files, message: 'fixup! x: a 0 (RED)' },
    ]).told;
  expect([fixup({ 'src/cart.ts': [null, code(stub)] }), fixup({ 'src/cart.ts': [null, code('total() a')] })]).toEqual([
    [],
    [
      'c1 strict tdd/phase-content: RED adds code to `total` in `src/cart.ts`: a RED holds its tests and at most types, signatures and empty functions, so leave this to the GREEN.',
    ],
  ]);
});

describe('a RED that changes existing code beside a stub or a signature', () => {
  const wired: Files = { ...newTest, 'src/cart.ts': [code('open() a'), code('open() b', stub)] };
  const filled: Files = { 'src/cart.ts': [code('open() b', stub), code('open() b', 'total(items) a')] };
  const red = { phase: 'red' as const, files: wired };

  test('may only hand the stub on, which is asked about', () => {
    const question =
      'c0 note tdd/phase-content: RED changes the code of `open` in `src/cart.ts` beside its stubs: does that do more than hand them on?';
    expect([judgeFiles([red, { phase: 'green', files: filled }]).told, judgeFiles([red]).told]).toEqual([[question], [question]]);
  });

  test('may hand it on in a script', () => {
    const script = (rest: string, ...functions: string[]) => outline({ rest, code: functions, uses: ['prune'] });
    const scripts: Files = { ...newTest, 'bin/backup.sh': [script('a'), script('b', 'prune(dir)')] };
    const green: Files = { 'bin/backup.sh': [script('b', 'prune(dir)'), script('b', 'prune(dir) c')] };
    expect(
      judgeFiles([
        { phase: 'red', files: scripts },
        { phase: 'green', files: green },
      ]).told,
    ).toEqual(['c0 note tdd/phase-content: RED changes what `bin/backup.sh` does beside its stubs: does that do more than hand them on?']);
  });

  test('did the work itself where its GREEN has no code to add', () => {
    expect(judgeFiles([red, { phase: 'green', files: { 'README.md': [null, null] } }]).told).toEqual([
      'c0 strict tdd/phase-content: RED changes the code of `open` in `src/cart.ts`: a RED holds its tests and at most types, signatures and empty functions, so leave this to the GREEN.',
    ]);
  });
});
