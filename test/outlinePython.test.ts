import { beforeAll, describe, expect, test } from '@jest/globals';
import type { OutlineParts } from '../src/engine/outline/parts.ts';
import { outlinePython } from '../src/engine/outline/python.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import { SourceText } from '../src/engine/sourceText.ts';
import type { Assertion } from '../src/model/outline.ts';

let core: Core;
beforeAll(async () => {
  core = await loadCore();
});

function outline(lines: readonly string[]): OutlineParts {
  const text = `${lines.join('\n')}\n`;
  return outlinePython(core.parse('python', text, 10_000)!, new SourceText('test_cart.py', text));
}

const shownAssertion = ({ text, subject, strength, isGuarded }: Assertion): string =>
  `${strength}${isGuarded ? ', guarded' : ''}: ${text}${subject === '' ? '' : ` <${subject}>`}`;

/** The body of a test, and what it asserts. */
const asserted: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['equality', ['assert total([1, 2]) == 3, "sum"'], ['exact: assert total([1, 2]) == 3, "sum" <total([1, 2])>']],
  ['with itself', ['assert total(a) == total(a)'], ['truthy: assert total(a) == total(a) <total(a)>']],
  ['with what it gave before', ['told = total(a)', 'assert total(a) == told'], ['truthy: assert total(a) == told <total(a)>']],
  ['identity', ['assert find(1) is None'], ['exact: assert find(1) is None <find(1)>']],
  ['inequality', ['assert a != b'], ['partial: assert a != b <a>']],
  ['not none', ['assert find(1) is not None'], ['truthy: assert find(1) is not None <find(1)>']],
  [
    'order and membership',
    ['assert len(a) > 3', 'assert "a" not in b'],
    ['partial: assert len(a) > 3 <len(a)>', 'partial: assert "a" not in b <"a">'],
  ],
  ['truth', ['assert find(1)', 'assert not find(1)'], ['truthy: assert find(1) <find(1)>', 'truthy: assert not find(1) <find(1)>']],
  [
    'a not before an equality',
    ['assert not a == b', 'assert not a != b'],
    ['partial: assert not a == b <a>', 'exact: assert not a != b <a>'],
  ],
  [
    'text matched',
    ['assert a.startswith("x")', 'assert re.match("x", a)'],
    ['partial: assert a.startswith("x") <a.startswith("x")>', 'partial: assert re.match("x", a) <re.match("x", a)>'],
  ],
  ['about equal', ['assert a == pytest.approx(0.3)'], ['partial: assert a == pytest.approx(0.3) <a>']],
  [
    'constants',
    ['assert True', 'assert 1 == 1', 'assert (a == b, "m")', 'assert a == b or True'],
    [
      'none: assert True <True>',
      'none: assert 1 == 1 <1>',
      'none: assert (a == b, "m") <(a == b, "m")>',
      'none: assert a == b or True <a>',
    ],
  ],
  ['both and either', ['assert a == 1 and b', 'assert a == 1 or b'], ['exact: assert a == 1 and b <a>', 'truthy: assert a == 1 or b <a>']],
  ['comments are left out', ['assert total(', '    1,  # one', ') == 3  # three'], ['exact: assert total( 1, ) == 3 <total( 1, )>']],
  [
    'methods of unittest',
    ['self.assertEqual(a, 1)', 'self.assertIn(a, b)', 'self.assertTrue(a)', 'self.assertIsNotNone(a)', 'self.assertDictEqual(a, {})'],
    [
      'exact: self.assertEqual(a, 1) <a>',
      'partial: self.assertIn(a, b) <a>',
      'truthy: self.assertTrue(a) <a>',
      'truthy: self.assertIsNotNone(a) <a>',
      'exact: self.assertDictEqual(a, {}) <a>',
    ],
  ],
  [
    'a condition in assertTrue',
    ['self.assertTrue(a == 1)', 'self.assertFalse(a == 1)', 'self.assertTrue(True)', 'self.assertFalse(0)'],
    [
      'exact: self.assertTrue(a == 1) <a == 1>',
      'partial: self.assertFalse(a == 1) <a == 1>',
      'none: self.assertTrue(True) <True>',
      'none: self.assertFalse(0) <0>',
    ],
  ],
  [
    'two literals alike',
    ['self.assertEqual(1, 1)', 'self.check_syntax("a b", "invalid")'],
    ['none: self.assertEqual(1, 1) <1>', 'exact: self.check_syntax("a b", "invalid") <"a b">'],
  ],
  [
    'exceptions',
    [
      'with pytest.raises(ValueError, match="empty"):',
      '    total([])',
      'with pytest.raises(ValueError):',
      '    total([])',
      'with pytest.raises(Exception, match="empty"):',
      '    total([])',
      'self.assertRaises(KeyError, total, [])',
      'with self.assertRaisesRegex(KeyError, "empty"):',
      '    total([])',
    ],
    [
      'exact: pytest.raises(ValueError, match="empty") <total([])>',
      'partial: pytest.raises(ValueError) <total([])>',
      'partial: pytest.raises(Exception, match="empty") <total([])>',
      'partial: self.assertRaises(KeyError, total, []) <total>',
      'exact: self.assertRaisesRegex(KeyError, "empty") <total([])>',
    ],
  ],
  [
    'mocks',
    ['send.assert_called_once_with(1)', 'send.assert_called()', 'send.assert_not_called()', 'send.assert_any_call(1)'],
    [
      'exact: send.assert_called_once_with(1) <send>',
      'truthy: send.assert_called() <send>',
      'exact: send.assert_not_called() <send>',
      'partial: send.assert_any_call(1) <send>',
    ],
  ],
  [
    'arrays and frames',
    ['np.testing.assert_array_equal(a, b)', 'assert_allclose(a, b)', 'assert_frame_equal(a, b)'],
    ['exact: np.testing.assert_array_equal(a, b) <a>', 'partial: assert_allclose(a, b) <a>', 'exact: assert_frame_equal(a, b) <a>'],
  ],
  [
    'fluent',
    ['assert_that(a).is_equal_to(3)', 'assert_that(a, has_length(3))', 'expect(a).to.be_true()', 'assert_that(a)'],
    ['exact: assert_that(a).is_equal_to(3) <a>', 'partial: assert_that(a, has_length(3)) <a>', 'partial: expect(a).to.be_true() <a>'],
  ],
  [
    'helpers',
    ['check_total(a, 3)', 'assert_ok(a)', 'ready = check_total(a, 3)'],
    ['exact: check_total(a, 3) <a>', 'truthy: assert_ok(a) <a>'],
  ],
  [
    'a script in a test',
    ['if a != 3:', '    print("wrong")', '    raise AssertionError(a)'],
    ['exact: if a != 3: print("wrong") raise AssertionError(a) <a>'],
  ],
  [
    'below a condition',
    ['if ready():', '    assert a == 1', 'else:', '    assert a == 2', 'if True:', '    assert b == 1'],
    ['exact, guarded: assert a == 1 <a>', 'exact, guarded: assert a == 2 <a>', 'exact: assert b == 1 <b>'],
  ],
  ['in a try that swallows', ['try:', '    assert a == 1', 'except Exception:', '    pass'], ['exact, guarded: assert a == 1 <a>']],
  [
    'in a try that tells',
    ['try:', '    assert a == 1', 'except OSError:', '    raise', 'finally:', '    assert b == 1'],
    ['exact: assert a == 1 <a>', 'exact: assert b == 1 <b>'],
  ],
  [
    'an exception expected by hand',
    ['try:', '    total([])', '    self.fail("no error")', 'except ValueError as error:', '    assert str(error) == "empty"'],
    ['truthy: self.fail("no error")', 'exact: assert str(error) == "empty" <str(error)>'],
  ],
  ['suppressed', ['with contextlib.suppress(AssertionError):', '    assert a == 1'], ['exact, guarded: assert a == 1 <a>']],
  ['after a return', ['assert a == 1', 'return', 'assert b == 1'], ['exact: assert a == 1 <a>', 'exact, guarded: assert b == 1 <b>']],
  [
    'after leaving on a condition',
    ['if not ready():', '    pytest.skip("not yet")', 'assert b == 1'],
    ['exact, guarded: assert b == 1 <b>'],
  ],
  [
    'in a function of the test',
    ['def inner():', '    assert a == 1', 'def forgotten():', '    assert b == 1', 'run(inner)'],
    ['exact: assert a == 1 <a>', 'exact, guarded: assert b == 1 <b>'],
  ],
  ['handed on', ['return d.addCallback(self.assertEqual, 3)'], ['exact, guarded: (self.assertEqual, 3) <3>']],
  ['nothing', ['total([])'], []],
];

describe('assertions', () => {
  test.each(asserted)('%s', (_, body, expected) => {
    const { cases, loose } = outline(['def test_it(self):', ...body.map((line) => `    ${line}`)]);
    expect({ asserted: cases.map(({ assertions }) => assertions.map(shownAssertion)), loose }).toEqual({ asserted: [expected], loose: [] });
  });

  test('outside of all tests they are loose', () => {
    const { cases, loose } = outline([
      'def assert_total(cart, wanted):',
      '    assert total(cart) == wanted',
      'def check(a, b):',
      '    pass',
      'class TestCart:',
      '    def setup_method(self):',
      '        assert ready()',
      'check(total([1]), 1)',
      'if total([2]) != 2:',
      '    sys.exit("wrong")',
      'if len(sys.argv) != 2:',
      '    sys.exit(2)',
      'if __name__ == "__main__":',
      '    assert total([]) == 0',
    ]);
    expect({ cases, loose: loose.map((one) => `${one.line} ${shownAssertion(one)}`) }).toEqual({
      cases: [],
      loose: [
        '2 exact: assert total(cart) == wanted <total(cart)>',
        '7 truthy: assert ready() <ready()>',
        '8 exact: check(total([1]), 1) <total([1])>',
        '9 exact: if total([2]) != 2: sys.exit("wrong") <total([2])>',
        '14 exact: assert total([]) == 0 <total([])>',
      ],
    });
  });
});

/** A file, and its tests as `line name: state`, `(empty)` and `(guarded)` after those that are. */
const files: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'functions of pytest',
    [
      'def test_a(): assert a',
      'async def test_b():',
      '    assert b',
      'def helper(): assert c',
      'def testable(): pass',
      '@pytest.fixture',
      'def test_data(): return 1',
    ],
    ['1 test_a: run', '2 test_b: run'],
  ],
  [
    'classes',
    [
      'class TestCart:',
      '    def test_a(self): assert a',
      '    class TestInner:',
      '        def test_b(self): assert b',
      '    def helper(self): pass',
      'class CartTests(unittest.TestCase):',
      '    def setUp(self): pass',
      '    def test_c(self): self.fail()',
      'class Client:',
      '    def test_connection(self): return 1',
    ],
    ['2 TestCart > test_a: run', '4 TestCart > TestInner > test_b: run', '8 CartTests > test_c: run'],
  ],
  [
    'classes that others mix in or build on',
    [
      'class Usable:',
      '    def test_a(self): self.assertTrue(a)',
      'class CheckMixin:',
      '    def test_b(self): self.assertTrue(b)',
      'class UsableTest(Usable, unittest.TestCase): pass',
    ],
    ['2 Usable > test_a: run', '4 CheckMixin > test_b: run'],
  ],
  [
    'below conditions',
    [
      'if sys.platform == "linux":',
      '    def test_a(): assert a',
      'try:',
      '    import numpy',
      'except ImportError:',
      '    pass',
      'else:',
      '    class TestB:',
      '        def test_b(self): assert b',
    ],
    ['2 test_a: run (guarded)', '9 TestB > test_b: run'],
  ],
  ['decorated', ['@given(st.integers())', '@pytest.mark.parametrize("a", [1, 2])', 'def test_a(a): assert a'], ['3 test_a: run']],
  [
    'skipped',
    [
      '@pytest.mark.skip',
      'def test_a(): assert a',
      '@unittest.skip("later")',
      'def test_b(): assert b',
      '@skipIf(True, "never")',
      'def test_c(): assert c',
      'def test_d():',
      '    """Later."""',
      '    pytest.skip("later")',
      '    assert d',
      'class TestE(TestCase):',
      '    def test_e(self):',
      '        self.skipTest("later")',
      '    def test_f(self):',
      '        raise unittest.SkipTest',
    ],
    [
      '2 test_a: skipped',
      '4 test_b: skipped',
      '6 test_c: skipped',
      '7 test_d: skipped',
      '12 TestE > test_e: skipped',
      '14 TestE > test_f: skipped',
    ],
  ],
  [
    'skipped on a condition',
    [
      '@pytest.mark.skipif(sys.platform == "win32", reason="")',
      'def test_a(): assert a',
      '@skipUnless(HAS_SSL, "")',
      'def test_b(): assert b',
      '@skipIf(False, "")',
      'def test_c(): assert c',
    ],
    ['2 test_a: run (guarded)', '4 test_b: run (guarded)', '6 test_c: run'],
  ],
  [
    'expected to fail',
    [
      '@pytest.mark.xfail(reason="bug")',
      'def test_a(): assert a',
      '@unittest.expectedFailure',
      'def test_b(): assert b',
      'def test_c():',
      '    pytest.xfail("bug")',
    ],
    ['2 test_a: expected-failure', '4 test_b: expected-failure', '5 test_c: expected-failure'],
  ],
  ['a mark on the module', ['pytestmark = [pytest.mark.slow, pytest.mark.skip]', 'def test_a(): assert a'], ['2 test_a: skipped']],
  ['a module that leaves', ['pytest.skip("later", allow_module_level=True)', 'def test_a(): assert a'], ['2 test_a: skipped']],
  [
    'marks on a class',
    [
      '@skip("later")',
      'class TestA:',
      '    def test_a(self): assert a',
      'class TestB:',
      '    pytestmark = pytest.mark.xfail',
      '    def test_b(self): assert b',
      'class TestC(TestCase):',
      '    def setUp(self): self.skipTest("later")',
      '    def test_c(self): assert c',
      'class TestD:',
      '    __test__ = False',
      '    def test_d(self): assert d',
    ],
    ['3 TestA > test_a: skipped', '6 TestB > test_b: expected-failure', '9 TestC > test_c: skipped', '12 TestD > test_d: skipped'],
  ],
  [
    'empty ones',
    ['def test_a(): pass', 'def test_b(): ...', 'def test_c():', '    """Adds."""', 'def test_d():', '    return', '    assert d'],
    ['1 test_a: run (empty)', '2 test_b: run (empty)', '3 test_c: run (empty)', '5 test_d: run (empty) (guarded)'],
  ],
];

describe('tests', () => {
  test.each(files)('%s', (_, lines, expected) => {
    expect(
      outline(lines).cases.map(
        ({ line, name, state, isEmpty, assertions }) =>
          `${line} ${name}: ${state}${isEmpty ? ' (empty)' : ''}${assertions.some(({ isGuarded }) => isGuarded) ? ' (guarded)' : ''}`,
      ),
    ).toEqual(expected);
  });

  const body = (lines: readonly string[]): string => outline(lines).cases[0]!.body;
  const first = ['@pytest.mark.parametrize("a", [1, 2])', 'def test_a(a):', '    assert total(a) == 3'];

  /** What stands for the same test, and what for another. */
  const bodies: readonly (readonly [string, boolean, readonly string[], readonly string[]])[] = [
    [
      'comments, white space, docstrings and quotes',
      true,
      first,
      ["@pytest.mark.parametrize('a', [", '    1,', '    2,  # two', '])', 'def test_b( a ):', '  """Adds."""', '  assert total(a)==3'],
    ],
    ['one more row', false, first, ['@pytest.mark.parametrize("a", [1, 2, 3])', ...first.slice(1)]],
    [
      'one more row in a table',
      false,
      ['ROWS = [1]', '@mark.parametrize("a", ROWS)', 'def test_a(a): assert a'],
      ['ROWS = [1, 2]', '@mark.parametrize("a", ROWS)', 'def test_a(a): assert a'],
    ],
    [
      'one more row that it loops over',
      false,
      ['ROWS = [1]', 'def test_a():', '    for row in ROWS: assert row'],
      ['ROWS = [1, 2]', 'def test_a():', '    for row in ROWS: assert row'],
    ],
    ['another value of nothing it uses', true, ['ROWS = [1]', 'def test_a(): assert ok'], ['ROWS = [1, 2]', 'def test_a(): assert ok']],
    [
      'a decorator of its class',
      false,
      ['class TestA:', '    def test_a(self): assert a'],
      ['@skip', 'class TestA:', '    def test_a(self): assert a'],
    ],
    ['white space in a text', false, ['def test_a(): assert a == "b c"'], ['def test_a(): assert a == "b  c"']],
    [
      'indentation',
      false,
      ['def test_a():', '    if a:', '        b()', '    c()'],
      ['def test_a():', '    if a:', '        b()', '        c()'],
    ],
    ['a line that ends', false, ['def test_a():', '    a', '    (b)'], ['def test_a():', '    a(b)']],
  ];
  test.each(bodies)('%s', (_, isSame, one, other) => {
    expect(body(one) === body(other)).toBe(isSame);
  });
});

/** A file, and its declarations as `line name`, with `private` and `stub` after those that are. */
const declared: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'functions, classes, constants',
    [
      'LIMIT = 3',
      'def total(a): return sum(a)',
      'async def load(): return await get()',
      'class Cart:',
      '    def __init__(self): self.items = find()',
      '    def add(self, a): self.items.append(a)',
      'a, b = 1, 2',
      'type Row = list[int]',
    ],
    ['1 LIMIT', '2 total', '3 load', '4 Cart stub', '5 Cart.__init__', '6 Cart.add', '7 a', '7 b', '8 Row stub'],
  ],
  [
    'what is private',
    [
      '_limit = 3',
      'def _total(): return f()',
      'class _Cart:',
      '    def add(self): return f()',
      'class Cart:',
      '    def _add(self): return f()',
      '    def __len__(self): return f()',
    ],
    [
      '1 _limit private',
      '2 _total private',
      '3 _Cart private stub',
      '4 _Cart.add private',
      '5 Cart stub',
      '6 Cart._add private',
      '7 Cart.__len__',
    ],
  ],
  [
    'what is exported by name',
    [
      '__all__ = ["total", "_hidden"]',
      '__all__ += ["more"]',
      'def total(): return f()',
      'def _hidden(): return f()',
      'def other(): return f()',
      'def more(): return f()',
    ],
    ['3 total', '4 _hidden', '5 other private', '6 more'],
  ],
  ['a computed list of names', ['__all__ = names()', 'def total(): return f()'], ['2 total']],
  [
    'stubs',
    [
      'def a(): pass',
      'def b(): ...',
      'def c():',
      '    """Later."""',
      'def d(x): raise NotImplementedError',
      'def e(): raise RuntimeError("not implemented yet")',
      'def f(): return None',
      'def g(): return [0, -1]',
      'def h(x): return x',
      'def i(): raise ValueError("empty")',
    ],
    ['1 a stub', '2 b stub', '3 c stub', '5 d stub', '6 e stub', '7 f stub', '8 g stub', '9 h', '10 i'],
  ],
  [
    'types',
    [
      'class Empty(ValueError): pass',
      '@dataclass',
      'class Row:',
      '    a: int',
      '    b: str = ""',
      '    c: list = field(default_factory=list)',
      'class Shape(Protocol):',
      '    def area(self) -> float: ...',
      'class Color(Enum):',
      '    RED = 1',
      'T = TypeVar("T")',
      'class Cart:',
      '    def __init__(self, items, *, limit=3):',
      '        super().__init__()',
      '        self.items = items',
      '        self.count = 0',
      'class Busy:',
      '    key = find()',
    ],
    [
      '1 Empty stub',
      '3 Row stub',
      '7 Shape stub',
      '8 Shape.area stub',
      '9 Color stub',
      '11 T stub',
      '12 Cart stub',
      '13 Cart.__init__ stub',
      '17 Busy',
    ],
  ],
  [
    'below conditions',
    [
      'if TYPE_CHECKING:',
      '    def a(x: int) -> str: ...',
      'else:',
      '    def a(x): return f(x)',
      'def outer():',
      '    def inner(): pass',
      '    return inner()',
    ],
    ['2 a stub', '4 a', '5 outer'],
  ],
];

describe('declarations', () => {
  test.each(declared)('%s', (_, lines, expected) => {
    expect(
      outline(lines).declarations.map(
        ({ line, name, isPublic, isStub }) => `${line} ${name}${isPublic ? '' : ' private'}${isStub ? ' stub' : ''}`,
      ),
    ).toEqual(expected);
  });

  /** Two versions, and what of the outline they share. */
  const versions: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    [
      'comments and docstrings',
      ['def a(x): return x'],
      ['"""Doc."""', 'def a(x):', '    """Doc."""', '    # why', '    return x'],
      ['signature', 'body', 'rest', 'code'],
    ],
    ['types of parameters', ['def a(x): return x'], ['def a(x: int) -> int: return x'], ['signature', 'body', 'rest']],
    ['one more parameter', ['def a(x): return x'], ['def a(x, y=1): return x'], ['body', 'rest']],
    ['another body', ['def a(x): return x'], ['def a(x): return x + 1'], ['signature', 'rest']],
    [
      'another import',
      ['import b', 'def a(x): return x'],
      ['import c', 'from d import e', 'def a(x): return x'],
      ['signature', 'body', 'rest'],
    ],
    ['code beside', ['def a(x): return x', 'a(1)'], ['def a(x): return x', 'a(2)'], ['signature', 'body']],
    [
      'another test',
      ['def a(x): return x', 'def test_a(): assert a'],
      ['def a(x): return x', 'def test_a(): assert b'],
      ['signature', 'body', 'rest'],
    ],
  ];
  test.each(versions)('%s', (_, one, other, shared) => {
    const digests = (lines: readonly string[]): Record<string, string> => {
      const { declarations, rest, code } = outline(lines);
      const { signature, body } = declarations[0]!;
      return { signature, body, rest, code };
    };
    const before = digests(one);
    const after = digests(other);
    expect(Object.keys(before).filter((key) => before[key] === after[key])).toEqual(shared);
  });

  test('without any code there is none to digest', () => {
    const { rest, code, declarations } = outline(['"""Doc."""', '# nothing']);
    expect({ rest, code, declarations }).toEqual({ rest: '', code: '', declarations: [] });
  });
});

/** A file, and its imports as `line from: names`. */
const imported: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'statements',
    [
      'from __future__ import annotations',
      'import shop.cart as cart, os',
      'from shop import total as t, Cart',
      'from . import a',
      'from ..lib.b import *',
      'def f():',
      '    from late import c',
    ],
    ['2 shop.cart: *', '2 os: *', '3 shop: total Cart', '4 .: a', '5 ..lib.b: *', '7 late: c'],
  ],
  [
    'by name while it runs',
    [
      'import importlib, pytest',
      'm = importlib.import_module("shop.cart")',
      'n = __import__("shop.tax")',
      'o = pytest.importorskip("numpy")',
      'p = importlib.import_module(name)',
    ],
    ['1 importlib: *', '1 pytest: *', '2 shop.cart: *', '3 shop.tax: *', '4 numpy: *'],
  ],
  [
    'by path',
    ['from importlib.util import spec_from_file_location', 'PATH = ROOT / "bin" / "tool.py"', 'spec_from_file_location("tool", PATH)'],
    ['1 importlib.util: spec_from_file_location', '3 bin/tool.py: *'],
  ],
  [
    'scripts that are started',
    [
      'import subprocess, sys',
      'SCRIPT = Path(__file__).parent / "bin" / "tool.py"',
      'subprocess.run([sys.executable, SCRIPT])',
      'subprocess.run(["bash", "scripts/deploy.sh", "-x"])',
      'subprocess.check_output("python bin/other.py --all", shell=True)',
      'subprocess.run([sys.executable, "-m", "shop.cli"])',
    ],
    ['1 subprocess: *', '1 sys: *', '2 bin/tool.py: ', '4 scripts/deploy.sh: ', '5 bin/other.py: ', '6 shop.cli: '],
  ],
  ['a path and nothing that starts', ['SCRIPT = "bin/tool.py"'], []],
];

describe('imports, uses, doubles', () => {
  test.each(imported)('%s', (_, lines, expected) => {
    expect(outline(lines).imports.map(({ line, from, names }) => `${line} ${from}: ${names.join(' ')}`)).toEqual(expected);
  });

  test('names that are used', () => {
    const lines = [
      'import shop',
      'from shop import total as t, Cart',
      'def test_a(given_name):',
      '    cart = Cart(size=3)',
      '    cart.add(t([1]))',
      '    assert shop.tax.RATE == getattr(cart, "limit")',
      '    for item in cart: print(item)',
      '    self.assertEqual(len(cart), helper())',
    ];
    expect([...outline(lines).uses].sort()).toEqual(['Cart', 'RATE', 'add', 'helper', 'limit', 'shop', 'tax', 'total']);
  });

  const doubled: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
      'patches by name',
      [
        '@mock.patch("shop.cart.total")',
        '@patch(target="shop.tax.rate")',
        'def test_a(m):',
        '    with unittest.mock.patch("shop.a", autospec=True), patch(name): pass',
        '    mocker.patch("shop.b")',
      ],
      ['1 shop.cart.total', '2 shop.tax.rate', '4 shop.a', '5 shop.b'],
    ],
    [
      'patches of a member',
      [
        'from shop import cart as c',
        'import shop.tax',
        'patch.object(c, "total")',
        'mocker.patch.object(shop.tax, "rate")',
        'patch.multiple("shop.cart", total=1, add=2)',
        'patch.dict("os.environ", A="1")',
      ],
      ['3 shop.cart.total', '4 shop.tax.rate', '5 shop.cart.total', '5 shop.cart.add', '6 os.environ'],
    ],
    [
      'monkeypatch',
      [
        'from shop import cart',
        'monkeypatch.setattr("shop.cart.total", f)',
        'monkeypatch.setattr(cart, "add", f)',
        'monkeypatch.delattr(cart, "drop")',
        'monkeypatch.setenv("A", "1")',
      ],
      ['2 shop.cart.total', '3 shop.cart.add', '4 shop.cart.drop'],
    ],
    [
      'assigned',
      ['import sys, shop', 'shop.total = Mock()', 'sys.modules["shop.tax"] = MagicMock()', 'shop.rate = 3', 'cart.total = Mock()'],
      ['2 shop.total', '3 shop.tax'],
    ],
    [
      'names put together',
      ['MODULE = "shop.cart"', 'patch(f"{MODULE}.total")', 'patch(MODULE + ".add")', 'patch(f"{unknown}.total")'],
      ['2 shop.cart.total', '3 shop.cart.add'],
    ],
  ];
  test.each(doubled)('%s', (_, lines, expected) => {
    expect(outline(lines).doubles.map(({ line, target }) => `${line} ${target}`)).toEqual(expected);
  });
});

/** A file, and the lines that look into the source of a program. */
const sourceReads: readonly (readonly [string, readonly string[], readonly number[]])[] = [
  ['read and asserted at once', ['def test_a():', '    assert "set -e" in Path("scripts/deploy.sh").read_text()'], [2]],
  [
    'held in names',
    [
      'def test_a():',
      '    text = (ROOT / "shop" / "cart.py").read_text()',
      '    lines = text.splitlines()',
      '    assert any("def total" in line for line in lines)',
    ],
    [2],
  ],
  [
    'opened',
    ['def test_a():', '    with open("shop/cart.py") as f:', '        text = f.read()', '    self.assertIn("def total", text)'],
    [2],
  ],
  [
    'a path in a constant',
    [
      'CART = Path(__file__).parent.parent / "shop" / "cart.py"',
      'TEXT = CART.read_text()',
      'def test_a():',
      '    assert re.search("def total", TEXT)',
    ],
    [2],
  ],
  [
    'the source of a module',
    ['import inspect', 'from shop import total', 'def test_a():', '    assert "sum(" in inspect.getsource(total)'],
    [4],
  ],
  ['grep', ['import subprocess', 'def test_a():', '    subprocess.run(["grep", "-q", "set -e", "scripts/deploy.sh"], check=True)'], [3]],
  [
    'given to a program',
    [
      'def test_a():',
      '    text = Path("shop/cart.py").read_text()',
      '    assert lint(text) == []',
      '    assert format(Path("shop/cart.py").read_text()) == ""',
    ],
    [],
  ],
  [
    'what the test brings or makes',
    [
      'def test_a(tmp_path):',
      '    assert "a" in Path("tests/fixtures/a.py").read_text()',
      '    assert "a" in (tmp_path / "a.py").read_text()',
      '    assert "a" in open("shop/data.json").read()',
      '    assert "a" in open("a.py").read()',
    ],
    [],
  ],
  ['read and not asserted', ['text = Path("shop/cart.py").read_text()', 'exec(text)'], []],
];

test.each(sourceReads)('source reads: %s', (_, lines, expected) => {
  expect(outline(lines).sourceReads).toEqual(expected);
});

/** Files made to hurt, of some hundred kilobytes; each has to come to its end, and to say what it holds. */
const hostile: readonly (readonly [string, () => readonly string[], (parts: OutlineParts) => unknown, unknown])[] = [
  [
    'a condition of many parts',
    () => ['def test_a():', `    assert ${'a and '.repeat(20_000)}b`],
    ({ cases }) => cases[0]!.assertions.map(({ strength, text }) => [strength, text.length]),
    [['truthy', 300]],
  ],
  [
    'classes in classes',
    () => Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}class TestC${i}:`).concat(`${' '.repeat(300)}def test_a(self): assert a`),
    ({ cases, declarations }) => [cases.length, cases[0]!.name.length, declarations.length],
    [1, 300, 300],
  ],
  ['a long chain of calls', () => ['def test_a():', `    ${'a.b().'.repeat(10_000)}c()`], ({ cases }) => cases[0]!.assertions, []],
  [
    'many tests over one table',
    () => [
      'ROWS = [',
      ...Array.from({ length: 5000 }, (_, i) => `    ${i},`),
      ']',
      ...Array.from({ length: 2000 }, (_, i) => `@mark.parametrize("a", ROWS)\ndef test_${i}(a): assert a`),
    ],
    ({ cases }) => cases.length,
    2000,
  ],
  [
    'functions in a test',
    () => ['def test_a():', ...Array.from({ length: 5000 }, (_, i) => `    def f${i}(): assert a`)],
    ({ cases }) => cases[0]!.assertions.filter(({ isGuarded }) => isGuarded).length,
    5000,
  ],
  [
    'broken code',
    () => ['def test_a(:', '    assert (', 'class', '@', 'def'],
    ({ read }: OutlineParts & { read?: string }) => read,
    undefined,
  ],
];

test.each(hostile)('hostile: %s', (_, make, look, expected) => {
  expect(look(outline(make()))).toEqual(expected);
});

test('a case is the same whatever follows it in its class', () => {
  const one = ['class TestCart:', '    def test_a(self):', '        with f():', '            assert a == 1'];
  const two = ['', '    def test_b(self):', '        assert b == 1'];
  const found = (lines: readonly string[]) => outline(lines).cases[0]!.body;
  expect(found([...one, ...two])).toBe(found(one));
});
