/** The same judgement over real texts, in the languages that tests are written in. */
import { describe, expect, test } from '@jest/globals';
import { createOutliner } from '../src/engine/outline/outlineFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { Outline } from '../src/model/outline.ts';
import { type Files, judgeFiles } from './support/outlines.ts';

const outlineFile = createOutliner(await loadCore('native'), { parseDeadline: 2000 });
const read = (path: string, text: string): Outline => outlineFile({ path, mode: 'file', bytes: Buffer.from(text) });

interface Language {
  readonly testPath: string;
  readonly codePath: string;
  /** A standing test. */
  readonly old: string;
  /** What the RED adds to it: a case of two assertions. */
  readonly added: string;
  /** Before the first case and after the last one. */
  readonly frame: readonly [string, string];
  readonly stub: string;
  readonly code: string;
  /** Each a change of `added`. */
  readonly honest: Readonly<Record<string, string>>;
  readonly cheating: Readonly<Record<string, string>>;
}

const js: Language = {
  testPath: 'test/cart.test.ts',
  codePath: 'src/cart.ts',
  frame: ["import { total } from '../src/cart.ts';\ndescribe('total', () => {\n", '});\n'],
  old: "  it('is 0 of nothing', () => {\n    expect(total([])).toBe(0);\n  });\n",
  added:
    "  it('adds', () => {\n    const cart = [1, 2];\n    expect(total(cart)).toBe(3);\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
  stub: 'export function total(items: number[]): number {\n  return 0;\n}\n',
  code: "export function total(items: number[]): number {\n  if (!items) throw new Error('no cart');\n  return items.reduce((a, b) => a + b, 0);\n}\n",
  honest: {
    renamed:
      "  it('sums up', () => {\n    const cart = [1, 2];\n    expect(total(cart)).toBe(3);\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
    formatted:
      "  it('adds', () => {\n    const cart = [1, 2];\n\n    // Three.\n    expect(\n      total(cart),\n    ).toBe(3);\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
    grown:
      "  it('adds', () => {\n    const cart = [1, 2];\n    expect(total(cart)).toBe(3);\n    expect(() => total(null)).toThrow('no cart');\n  });\n  it('takes one', () => {\n    expect(total([7])).toBe(7);\n  });\n",
  },
  cheating: {
    deleted: '',
    dropped: "  it('adds', () => {\n    const cart = [1, 2];\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
    'commented out':
      "  it('adds', () => {\n    const cart = [1, 2];\n    // expect(total(cart)).toBe(3);\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
    loosened:
      "  it('adds', () => {\n    const cart = [1, 2];\n    expect(total(cart)).toBeTruthy();\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
    'any error':
      "  it('adds', () => {\n    const cart = [1, 2];\n    expect(total(cart)).toBe(3);\n    expect(() => total(null)).toThrow();\n  });\n",
    skipped:
      "  it.skip('adds', () => {\n    const cart = [1, 2];\n    expect(total(cart)).toBe(3);\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
    todo: "  it.todo('adds');\n",
    'expected to fail':
      "  it.failing('adds', () => {\n    const cart = [1, 2];\n    expect(total(cart)).toBe(3);\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
    guarded:
      "  it('adds', () => {\n    const cart = [1, 2];\n    if (total(cart) > 0) {\n      expect(total(cart)).toBe(3);\n    }\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
    swallowed:
      "  it('adds', () => {\n    const cart = [1, 2];\n    try {\n      expect(total(cart)).toBe(3);\n    } catch {}\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
    'always true': "  it('adds', () => {\n    expect(true).toBe(true);\n  });\n",
    focused:
      "  it.only('adds', () => {\n    const cart = [1, 2];\n    expect(total(cart)).toBe(3);\n    expect(() => total(null)).toThrow('no cart');\n  });\n",
  },
};

const py: Language = {
  testPath: 'tests/test_cart.py',
  codePath: 'shop/cart.py',
  frame: ['import pytest\nfrom shop.cart import total\n\n', ''],
  old: 'def test_nothing():\n    assert total([]) == 0\n\n',
  added: 'def test_adds():\n    cart = [1, 2]\n    assert total(cart) == 3\n    with pytest.raises(ValueError):\n        total(None)\n\n',
  stub: 'def total(items):\n    raise NotImplementedError\n',
  code: "def total(items):\n    if items is None:\n        raise ValueError('no cart')\n    return sum(items)\n",
  honest: {
    renamed:
      'def test_sums_up():\n    cart = [1, 2]\n    assert total(cart) == 3\n    with pytest.raises(ValueError):\n        total(None)\n\n',
    'in a class':
      'class TestTotal:\n    def test_adds(self):\n        cart = [1, 2]\n        assert total(cart) == 3\n        with pytest.raises(ValueError):\n            total(None)\n\n',
    stricter:
      "def test_adds():\n    cart = [1, 2]\n    assert total(cart) == 3\n    with pytest.raises(ValueError, match='no cart'):\n        total(None)\n\n",
    grown:
      "def test_adds():\n    cart = [1, 2]\n    assert total(cart) == 3\n    with pytest.raises(ValueError):\n        total(None)\n\n@pytest.mark.parametrize('n', [1, 2])\ndef test_one(n):\n    assert total([n]) == n\n",
  },
  cheating: {
    deleted: '',
    dropped: 'def test_adds():\n    cart = [1, 2]\n    with pytest.raises(ValueError):\n        total(None)\n\n',
    loosened: 'def test_adds():\n    cart = [1, 2]\n    assert total(cart)\n    with pytest.raises(ValueError):\n        total(None)\n\n',
    skipped:
      '@pytest.mark.skip\ndef test_adds():\n    cart = [1, 2]\n    assert total(cart) == 3\n    with pytest.raises(ValueError):\n        total(None)\n\n',
    'skipped inside':
      "def test_adds():\n    pytest.skip('later')\n    cart = [1, 2]\n    assert total(cart) == 3\n    with pytest.raises(ValueError):\n        total(None)\n\n",
    'expected to fail':
      '@pytest.mark.xfail\ndef test_adds():\n    cart = [1, 2]\n    assert total(cart) == 3\n    with pytest.raises(ValueError):\n        total(None)\n\n',
    'returned early':
      'def test_adds():\n    return\n    cart = [1, 2]\n    assert total(cart) == 3\n    with pytest.raises(ValueError):\n        total(None)\n\n',
    'always true': 'def test_adds():\n    assert True\n\n',
    'no test any more':
      'def adds():\n    cart = [1, 2]\n    assert total(cart) == 3\n    with pytest.raises(ValueError):\n        total(None)\n\n',
  },
};

const bats: Language = {
  testPath: 'test/cart.bats',
  codePath: 'bin/cart.sh',
  frame: ['#!/usr/bin/env bats\n\n', ''],
  old: '@test "nothing" {\n  run bin/cart.sh\n  [ "$output" = "0" ]\n}\n\n',
  added: '@test "adds" {\n  run bin/cart.sh 1 2\n  [ "$status" -eq 0 ]\n  [ "$output" = "3" ]\n}\n\n',
  stub: '#!/bin/bash\nset -e\n',
  code: '#!/bin/bash\nset -e\nsum=0\nfor n in "$@"; do sum=$((sum + n)); done\nprintf "%s\\n" "$sum"\n',
  honest: {
    renamed: '@test "sums up" {\n  run bin/cart.sh 1 2\n  [ "$status" -eq 0 ]\n  [ "$output" = "3" ]\n}\n\n',
    grown: '@test "adds" {\n  run bin/cart.sh 1 2\n  [ "$status" -eq 0 ]\n  [ "$output" = "3" ]\n  [ "${#lines[@]}" -eq 1 ]\n}\n\n',
  },
  cheating: {
    deleted: '',
    dropped: '@test "adds" {\n  run bin/cart.sh 1 2\n  [ "$status" -eq 0 ]\n}\n\n',
    loosened: '@test "adds" {\n  run bin/cart.sh 1 2\n  [ "$status" -eq 0 ]\n  [ -n "$output" ]\n}\n\n',
    'or true': '@test "adds" {\n  run bin/cart.sh 1 2\n  [ "$status" -eq 0 ]\n  [ "$output" = "3" ] || true\n}\n\n',
    skipped: '@test "adds" {\n  skip "later"\n  run bin/cart.sh 1 2\n  [ "$status" -eq 0 ]\n  [ "$output" = "3" ]\n}\n\n',
    guarded: '@test "adds" {\n  run bin/cart.sh 1 2\n  [ "$status" -eq 0 ]\n  if [ -n "$CI" ]; then\n    [ "$output" = "3" ]\n  fi\n}\n\n',
  },
};

const script: Language = {
  testPath: 'tests/test-cart.sh',
  codePath: 'bin/cart.sh',
  frame: ['#!/bin/bash\nset -eu\n', ''],
  old: 'out=$(bin/cart.sh)\n[ "$out" = "0" ] || { echo "FAIL: nothing" >&2; exit 1; }\n',
  added: 'sum=$(bin/cart.sh 1 2)\n[ "$sum" = "3" ] || { echo "FAIL: adds" >&2; exit 1; }\n',
  stub: '#!/bin/bash\nset -e\n',
  code: '#!/bin/bash\nset -e\nsum=0\nfor n in "$@"; do sum=$((sum + n)); done\nprintf "%s\\n" "$sum"\n',
  honest: {
    grown:
      'sum=$(bin/cart.sh 1 2)\n[ "$sum" = "3" ] || { echo "FAIL: adds" >&2; exit 1; }\n[ "$(bin/cart.sh 7)" = "7" ] || { echo "FAIL: one" >&2; exit 1; }\n',
  },
  cheating: {
    deleted: '',
    loosened: 'sum=$(bin/cart.sh 1 2)\n[ -n "$sum" ] || { echo "FAIL: adds" >&2; exit 1; }\n',
    'or true': 'sum=$(bin/cart.sh 1 2)\n[ "$sum" = "3" ] || true\n',
  },
};

const pester: Language = {
  testPath: 'test/Cart.Tests.ps1',
  codePath: 'src/Cart.ps1',
  frame: ["BeforeAll { . $PSScriptRoot/../src/Cart.ps1 }\nDescribe 'Get-Total' {\n", '}\n'],
  old: "  It 'is 0 of nothing' {\n    Get-Total @() | Should -Be 0\n  }\n",
  added: "  It 'adds' {\n    Get-Total @(1, 2) | Should -Be 3\n    { Get-Total $null } | Should -Throw 'no cart'\n  }\n",
  stub: "function Get-Total($Items) {\n  throw 'not implemented'\n}\n",
  code: "function Get-Total($Items) {\n  if ($null -eq $Items) { throw 'no cart' }\n  ($Items | Measure-Object -Sum).Sum\n}\n",
  honest: {
    renamed: "  It 'sums up' {\n    Get-Total @(1, 2) | Should -Be 3\n    { Get-Total $null } | Should -Throw 'no cart'\n  }\n",
    grown:
      "  It 'adds' {\n    Get-Total @(1, 2) | Should -Be 3\n    { Get-Total $null } | Should -Throw 'no cart'\n  }\n  It 'takes <n>' -TestCases @(@{ n = 1 }, @{ n = 2 }) {\n    Get-Total @($n) | Should -Be $n\n  }\n",
  },
  cheating: {
    deleted: '',
    dropped: "  It 'adds' {\n    { Get-Total $null } | Should -Throw 'no cart'\n  }\n",
    loosened: "  It 'adds' {\n    Get-Total @(1, 2) | Should -Not -BeNullOrEmpty\n    { Get-Total $null } | Should -Throw 'no cart'\n  }\n",
    'any error': "  It 'adds' {\n    Get-Total @(1, 2) | Should -Be 3\n    { Get-Total $null } | Should -Throw\n  }\n",
    skipped: "  It 'adds' -Skip {\n    Get-Total @(1, 2) | Should -Be 3\n    { Get-Total $null } | Should -Throw 'no cart'\n  }\n",
    mocked:
      "  It 'adds' {\n    Mock Get-Total { 3 }\n    Get-Total @(1, 2) | Should -Be 3\n    { Get-Total $null } | Should -Throw 'no cart'\n  }\n",
  },
};

const go: Language = {
  testPath: 'shop/cart_test.go',
  codePath: 'shop/cart.go',
  frame: ['package shop\n\nimport "testing"\n\n', ''],
  old: 'func TestNothing(t *testing.T) {\n\tif got := Total(nil); got != 0 {\n\t\tt.Errorf("got %d", got)\n\t}\n}\n\n',
  added:
    'func TestAdds(t *testing.T) {\n\tgot := Total([]int{1, 2})\n\tif got != 3 {\n\t\tt.Errorf("got %d", got)\n\t}\n\tassert.Equal(t, "3", Shown(got))\n}\n\n',
  stub: 'package shop\n\nfunc Total(items []int) int {\n\tpanic("not implemented")\n}\n',
  code: 'package shop\n\nfunc Total(items []int) int {\n\tsum := 0\n\tfor _, item := range items {\n\t\tsum += item\n\t}\n\treturn sum\n}\n',
  honest: {
    renamed:
      'func TestSumsUp(t *testing.T) {\n\tgot := Total([]int{1, 2})\n\tif got != 3 {\n\t\tt.Errorf("got %d", got)\n\t}\n\tassert.Equal(t, "3", Shown(got))\n}\n\n',
    'another message':
      'func TestAdds(t *testing.T) {\n\tgot := Total([]int{1, 2})\n\tif got != 3 {\n\t\tt.Fatalf("Total gave %d", got)\n\t}\n\tassert.Equal(t, "3", Shown(got))\n}\n\n',
  },
  cheating: {
    deleted: '',
    dropped: 'func TestAdds(t *testing.T) {\n\tgot := Total([]int{1, 2})\n\tassert.Equal(t, "3", Shown(got))\n}\n\n',
    loosened:
      'func TestAdds(t *testing.T) {\n\tgot := Total([]int{1, 2})\n\tif got != 3 {\n\t\tt.Errorf("got %d", got)\n\t}\n\tassert.NotEmpty(t, Shown(got))\n}\n\n',
    skipped:
      'func TestAdds(t *testing.T) {\n\tt.Skip("later")\n\tgot := Total([]int{1, 2})\n\tassert.Equal(t, "3", Shown(got))\n\tassert.NotNil(t, got)\n\n\tif got != 3 {\n\t\tt.Errorf("got %d", got)\n\t}\n}\n\n',
  },
};

const languages: Readonly<Record<string, Language>> = { JavaScript: js, Python: py, bats, shell: script, Pester: pester, Go: go };

describe.each(Object.entries(languages))('%s', (_, { testPath, codePath, frame, old, added, stub, code, honest, cheating }) => {
  const file = (cases: string) => read(testPath, frame[0] + cases + frame[1]);
  const red: Files = { [testPath]: [file(old), file(old + added)] };
  const make: Files = { [codePath]: [read(codePath, stub), read(codePath, code)] };
  const of = (first: Files, second: Files) =>
    judgeFiles([
      { phase: 'red', files: first },
      { phase: 'green', files: second },
    ]);
  const green = (cases: string) => of(red, { ...make, [testPath]: [file(old + added), file(old + cases)] });
  /** Ids of what is held against the commits. */
  const ids = ({ told }: { readonly told: readonly string[] }) =>
    told.filter((line) => !line.includes(' note ')).map((line) => /^c\d \w+ ([\w/-]+):/.exec(line)![1]);

  test('an honest cycle is silent, and proven', () => {
    const { told, proofs } = of({ ...red, [codePath]: [null, read(codePath, stub)] }, make);
    expect({ told, proofs: proofs.map((line) => line.slice(0, 5)) }).toEqual({
      told: [],
      proofs: ['c0 E2', 'c1 E2'].map((line) => expect.stringMatching(new RegExp(`^${line.slice(0, 4)}`))),
    });
  });

  test.each(Object.entries(honest))('honest: %s', (_name, cases) => {
    expect(green(cases).told.filter((line) => !line.includes('stands around'))).toEqual([]);
  });

  test.each(Object.entries(cheating))('cheating: %s', (_name, cases) => {
    expect(ids(green(cases))).toEqual(expect.arrayContaining(['tdd/test-weakened']));
  });

  test('a RED with the code', () => {
    expect(ids(of({ ...red, [codePath]: [read(codePath, stub), read(codePath, code)] }, { 'README.md': [null, null] }))).toEqual([
      'tdd/phase-content',
    ]);
  });

  test('a RED without a test', () => {
    expect(ids(of({ [testPath]: [file(old), file(`${old}\n`)] }, make))).toEqual(['tdd/no-new-test']);
  });

  test('a REFACTOR that deletes a test, and one that formats it', () => {
    const refactor = (cases: string) => ids(judgeFiles([{ phase: 'refactor', files: { [testPath]: [file(old + added), file(cases)] } }]));
    expect([refactor(old), refactor(`${added}\n\n${old}`)]).toEqual([['tdd/refactor-changes-tests'], []]);
  });
});

test('tests of Rust beside the code they test', () => {
  const tests = (cases: string) => `#[cfg(test)]\nmod tests {\n    use super::*;\n\n${cases}}\n`;
  const adds = (assertion: string) => `    #[test]\n    fn adds() {\n        ${assertion}\n    }\n`;
  const stub = 'pub fn total(items: &[i32]) -> i32 {\n    todo!()\n}\n\n';
  const body =
    'pub fn total(items: &[i32]) -> i32 {\n    let mut sum = 0;\n    for item in items {\n        sum += item;\n    }\n    sum\n}\n\n';
  const rust = (text: string) => read('src/lib.rs', text);
  const exact = adds('assert_eq!(total(&[1, 2]), 3);');
  const cycle = (second: string) =>
    judgeFiles([
      { phase: 'red', files: { 'src/lib.rs': [rust(stub), rust(stub + tests(exact))] } },
      { phase: 'green', files: { 'src/lib.rs': [rust(stub + tests(exact)), rust(second)] } },
    ]).told;
  expect([cycle(body + tests(exact)), cycle(body + tests(adds('assert!(total(&[1, 2]) > 0);')))]).toEqual([
    [],
    [
      'c1 strict tdd/test-weakened: `assert_eq!(total(&[1, 2]), 3)` of the test `tests > adds` in `src/lib.rs` became `assert!(total(&[1, 2]) > 0)`, which demands less: put it back.',
    ],
  ]);
});
