import { beforeAll, describe, expect, test } from '@jest/globals';
import type { OutlineParts } from '../src/engine/outline/parts.ts';
import { outlinePowershell } from '../src/engine/outline/powershell.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import { SourceText } from '../src/engine/sourceText.ts';
import type { Assertion } from '../src/model/outline.ts';

let core: Core;
beforeAll(async () => {
  core = await loadCore();
});

function outline(lines: readonly string[]): OutlineParts {
  const text = `${lines.join('\n')}\n`;
  return outlinePowershell(core.parse('powershell', text, 10_000)!, new SourceText('tests/Cart.Tests.ps1', text));
}

const shownAssertion = ({ text, subject, strength, isGuarded }: Assertion): string =>
  `${strength}${isGuarded ? ', guarded' : ''}: ${text}${subject === '' ? '' : ` <${subject}>`}`;

/** The body of a test, and what it asserts. */
const asserted: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'equality',
    ['Get-Total 1 | Should -Be 3 # three', '$a | Should -BeExactly "x"', '$a | Should -HaveCount 2'],
    ['exact: Get-Total 1 | Should -Be 3 <Get-Total 1>', 'exact: $a | Should -BeExactly "x" <$a>', 'exact: $a | Should -HaveCount 2 <$a>'],
  ],
  [
    'patterns, order, membership',
    ['$a | Should -Match "x"', '$a | Should -BeGreaterThan 1', '$a | Should -Contain 1', '$a | Should -Not -Be 1'],
    [
      'partial: $a | Should -Match "x" <$a>',
      'partial: $a | Should -BeGreaterThan 1 <$a>',
      'partial: $a | Should -Contain 1 <$a>',
      'partial: $a | Should -Not -Be 1 <$a>',
    ],
  ],
  [
    'truth',
    ['$a | Should -BeTrue', '$a | Should -Not -BeNullOrEmpty', '$a | Should -BeNullOrEmpty'],
    ['truthy: $a | Should -BeTrue <$a>', 'truthy: $a | Should -Not -BeNullOrEmpty <$a>', 'exact: $a | Should -BeNullOrEmpty <$a>'],
  ],
  [
    'comparisons that are true',
    ['($a -eq 1) | Should -BeTrue', '($a -ne 1) | Should -BeFalse', '($a -match 1) | Should -BeTrue', '($a -eq 1) | Should -Be $true'],
    [
      'exact: ($a -eq 1) | Should -BeTrue <($a -eq 1)>',
      'exact: ($a -ne 1) | Should -BeFalse <($a -ne 1)>',
      'partial: ($a -match 1) | Should -BeTrue <($a -match 1)>',
      'exact: ($a -eq 1) | Should -Be $true <($a -eq 1)>',
    ],
  ],
  [
    'constants',
    ['$true | Should -Be $true', '$true | Should -BeTrue', '1 | Should -Be 1', '1 | Should -Be 2'],
    [
      'none: $true | Should -Be $true <$true>',
      'none: $true | Should -BeTrue <$true>',
      'none: 1 | Should -Be 1 <1>',
      'exact: 1 | Should -Be 2 <1>',
    ],
  ],
  [
    'exceptions',
    [
      '{ Get-Total } | Should -Throw',
      '{ Get-Total } | Should -Throw "empty"',
      '{ Get-Total } | Should -Throw -ExceptionType ([ArgumentException])',
      '{ Get-Total } | Should -Not -Throw',
    ],
    [
      'partial: { Get-Total } | Should -Throw <{ Get-Total }>',
      'exact: { Get-Total } | Should -Throw "empty" <{ Get-Total }>',
      'partial: { Get-Total } | Should -Throw -ExceptionType ([ArgumentException]) <{ Get-Total }>',
      'truthy: { Get-Total } | Should -Not -Throw <{ Get-Total }>',
    ],
  ],
  [
    'calls of doubles',
    [
      'Should -Invoke Get-Tax -Times 1 -Exactly',
      'Should -Invoke -CommandName Get-Tax',
      'Assert-MockCalled Get-Tax -Times 0',
      'Assert-VerifiableMock',
    ],
    [
      'exact: Should -Invoke Get-Tax -Times 1 -Exactly <Get-Tax>',
      'truthy: Should -Invoke -CommandName Get-Tax <Get-Tax>',
      'exact: Assert-MockCalled Get-Tax -Times 0 <Get-Tax>',
      'truthy: Assert-VerifiableMock',
    ],
  ],
  [
    'the words of version 3',
    ['$a | Should Be 3', '$a | Should Not BeNullOrEmpty', '$a | Should Match "x"', '{ b } | Should Throw'],
    [
      'exact: $a | Should Be 3 <$a>',
      'truthy: $a | Should Not BeNullOrEmpty <$a>',
      'partial: $a | Should Match "x" <$a>',
      'partial: { b } | Should Throw <{ b }>',
    ],
  ],
  ['a value by parameter', ['Should -ActualValue $a -Be 3'], ['exact: Should -ActualValue $a -Be 3 <$a>']],
  ['own assertions', ['Assert-Equal $a 3', 'Assert-True $a'], ['exact: Assert-Equal $a 3 <$a>', 'truthy: Assert-True $a <$a>']],
  [
    'by hand',
    ['if ($a -ne 3) { Write-Host "a"; throw "wrong" }', 'if (-not $b) { throw "wrong" }'],
    ['exact: if ($a -ne 3) { Write-Host "a"; throw "wrong" } <$a>', 'truthy: if (-not $b) { throw "wrong" } <$b>'],
  ],
  [
    'below a condition',
    [
      'if ($b) { $a | Should -Be 1 } else { $a | Should -Be 2 }',
      'if ($true) { $a | Should -Be 3 }',
      'switch ($b) { 1 { $a | Should -Be 4 } }',
    ],
    [
      'exact, guarded: $a | Should -Be 1 <$a>',
      'exact, guarded: $a | Should -Be 2 <$a>',
      'exact: $a | Should -Be 3 <$a>',
      'exact, guarded: $a | Should -Be 4 <$a>',
    ],
  ],
  [
    'in a try',
    ['try { $a | Should -Be 1 } catch { }', 'try { $a | Should -Be 2 } catch { throw }', 'try { $a | Should -Be 3 } finally { b }'],
    ['exact, guarded: $a | Should -Be 1 <$a>', 'truthy, guarded: throw', 'exact: $a | Should -Be 2 <$a>', 'exact: $a | Should -Be 3 <$a>'],
  ],
  [
    'after a return',
    ['$a | Should -Be 1', 'return', '$b | Should -Be 1', '1..3 | ForEach-Object { $_ | Should -Be 1 }'],
    ['exact: $a | Should -Be 1 <$a>', 'exact, guarded: $b | Should -Be 1 <$b>', 'exact, guarded: $_ | Should -Be 1 <$_>'],
  ],
  ['nothing', ['Get-Total 1'], []],
];

describe('assertions', () => {
  test.each(asserted)('%s', (_, body, expected) => {
    const { cases, loose } = outline(['It "works" {', ...body, '}']);
    expect({ asserted: cases.map(({ assertions }) => assertions.map(shownAssertion).sort()), loose }).toEqual({
      asserted: [[...expected].sort()],
      loose: [],
    });
  });

  test('outside of all tests they are loose', () => {
    const { cases, loose } = outline([
      'BeforeAll { $a | Should -Be 1 }',
      'function Get-Total($x) { if ($x -eq 1) { throw "one" } }',
      'if ((Get-Total 2) -ne 2) { exit 1 }',
      'if ($b) { exit 0 }',
    ]);
    expect({ cases, loose: loose.map((one) => `${one.line} ${shownAssertion(one)}`) }).toEqual({
      cases: [],
      loose: ['1 exact: $a | Should -Be 1 <$a>', '3 exact: if ((Get-Total 2) -ne 2) { exit 1 } <(Get-Total 2)>'],
    });
  });
});

/** A file, and its tests as `line name: state`, `(empty)` and `(guarded)` after those that are. */
const files: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'names from the outside in',
    [
      'Describe "Cart" {',
      '  Context -Name "with <n> items" {',
      '    It "adds" { $a | Should -Be 1 }',
      "    It -Name 'drops' -Test { $a | Should -Be 1 }",
      '  }',
      '  It "is $empty" { $a | Should -Be 1 }',
      '}',
      'it "alone" { $a | Should -Be 1 }',
    ],
    ['3 Cart > with <n> items > adds: run', '4 Cart > with <n> items > drops: run', '6 Cart > is $empty: run', '8 alone: run'],
  ],
  [
    'in the scope of a module',
    ['InModuleScope Shop {', '  Describe "Cart" { It "adds" { $a | Should -Be 1 } }', '}'],
    ['2 Cart > adds: run'],
  ],
  [
    'skipped',
    [
      'It "a" -Skip { $a | Should -Be 1 }',
      'It "b" -Skip:$true { $a | Should -Be 1 }',
      'It "c" -Pending { $a | Should -Be 1 }',
      'It "d" { Set-ItResult -Skipped -Because "later"; $a | Should -Be 1 }',
      'It "e" -Skip:$false { $a | Should -Be 1 }',
      'Describe "f" -Skip { It "g" { $a | Should -Be 1 } }',
    ],
    ['1 a: skipped', '2 b: skipped', '3 c: skipped', '4 d: skipped', '5 e: run', '6 f > g: skipped'],
  ],
  [
    'skipped on a condition',
    ['It "a" -Skip:(-not $IsLinux) { $a | Should -Be 1 }', 'It "b" { if ($b) { Set-ItResult -Skipped }; $a | Should -Be 1 }'],
    ['1 a: run (guarded)', '2 b: run (guarded)'],
  ],
  ['focused', ['It "a" -Focus { $a | Should -Be 1 }'], ['1 a: focused']],
  ['empty', ['It "a" { }', 'It "b" {', '  # later', '}', 'It "c" { Get-Total }'], ['1 a: run (empty)', '2 b: run (empty)', '5 c: run']],
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

  /** What stands for the same test, and what for another. */
  const bodies: readonly (readonly [string, boolean, readonly string[], readonly string[]])[] = [
    [
      'comments, white space, letters, quotes',
      true,
      ['It "a" { Get-Total 1 | Should -Be "x" }'],
      ["it 'b' {", '  # why', "  get-total 1 |  should -be 'x';", '}'],
    ],
    ['another value', false, ['It "a" { $a | Should -Be 1 }'], ['It "a" { $a | Should -Be 2 }']],
    ['letters of a text', false, ['It "a" { $a | Should -Be "x" }'], ['It "a" { $a | Should -Be "X" }']],
    [
      'one more row',
      false,
      ['It "a" -TestCases @{ n = 1 } { $n | Should -Be 1 }'],
      ['It "a" -TestCases @{ n = 1 }, @{ n = 2 } { $n | Should -Be 1 }'],
    ],
    [
      'one more row of a table',
      false,
      ['$rows = @(1)', 'It "a" -ForEach $rows { $_ | Should -Be 1 }'],
      ['$rows = @(1, 2)', 'It "a" -ForEach $rows { $_ | Should -Be 1 }'],
    ],
    [
      'one more row around',
      false,
      ['Describe "b" -ForEach @(1) { It "a" { $_ | Should -Be 1 } }'],
      ['Describe "b" -ForEach @(1, 2) { It "a" { $_ | Should -Be 1 } }'],
    ],
    ['a line that ends', false, ['It "a" {', 'Get-A', 'Get-B', '}'], ['It "a" { Get-A Get-B }']],
  ];
  test.each(bodies)('%s', (_, isSame, one, other) => {
    expect(outline(one).cases[0]!.body === outline(other).cases[0]!.body).toBe(isSame);
  });
});

/** A file, and its declarations as `line name`, with `private` and `stub` after those that are. */
const declared: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'functions, filters, classes',
    [
      'function Get-Total { param($a) $a + 1 }',
      'filter Select-Big { if ($_ -gt 1) { $_ } }',
      'function script:Get-Own($a) { $a * 2 }',
      'class Cart : Base {',
      '  [int]$Count',
      '  Cart() { $this.Count = Find }',
      '  hidden [void] Drop([int]$a) { $this.Count -= $a }',
      '}',
      'enum Color { Red; Green }',
    ],
    ['1 Get-Total', '2 Select-Big', '3 Get-Own', '4 Cart stub', '6 Cart.Cart', '7 Cart.Drop private', '9 Color stub'],
  ],
  [
    'what a module exports',
    ['function Get-A { f }', 'function Get-B { f }', 'function Set-C { f }', 'Export-ModuleMember -Function Get-A, Set-* -Alias b'],
    ['1 Get-A', '2 Get-B private', '3 Set-C'],
  ],
  [
    'an exported list',
    ['function Get-A { f }', 'function Get-B { f }', 'Export-ModuleMember @(', "  'Get-A'", ')'],
    ['1 Get-A', '2 Get-B private'],
  ],
  ['a computed list', ['function Get-A { f }', 'Export-ModuleMember -Function $names'], ['1 Get-A']],
  [
    'stubs',
    [
      'function A { }',
      'function B { param($x) }',
      'function C { throw [NotImplementedException]::new() }',
      'function D { throw "Not implemented yet" }',
      'function E { return $null }',
      'function F { 3 }',
      'function G { return @() }',
      'function H { throw "empty" }',
      'function I { return $x }',
      'function J { Get-Total }',
    ],
    ['1 A stub', '2 B stub', '3 C stub', '4 D stub', '5 E stub', '6 F stub', '7 G stub', '8 H', '9 I', '10 J'],
  ],
  ['functions in functions', ['function A { function B { f } B }', 'BeforeAll { function C { f } }'], ['1 A', '2 C']],
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
      'comments and letters',
      ['function A { param($x) Get-B $x }'],
      ['<# Doc #>', 'FUNCTION a {', '  param($X)', '  get-b $x # why', '}'],
      ['signature', 'body', 'rest', 'code'],
    ],
    ['one more parameter', ['function A { param($x) f $x }'], ['function A { param($x, $y) f $x }'], ['body', 'rest']],
    ['another body', ['function A { param($x) f $x }'], ['function A { param($x) g $x }'], ['signature', 'rest']],
    [
      'another import',
      ['. "$PSScriptRoot/a.ps1"', 'function A { f }'],
      ['. "$PSScriptRoot/b.ps1"', 'Import-Module C', 'function A { f }'],
      ['signature', 'body', 'rest'],
    ],
    ['code beside', ['function A { f }', 'A 1'], ['function A { f }', 'A 2'], ['signature', 'body']],
    ['another test', ['function A { f }', 'It "a" { b }'], ['function A { f }', 'It "c" { d }'], ['signature', 'body', 'rest']],
  ];
  test.each(versions)('%s', (_, one, other, shared) => {
    const digests = (lines: readonly string[]): Record<string, string> => {
      const { declarations, rest, code } = outline(lines);
      return { signature: declarations[0]!.signature, body: declarations[0]!.body, rest, code };
    };
    const before = digests(one);
    const after = digests(other);
    expect(Object.keys(before).filter((key) => before[key] === after[key])).toEqual(shared);
  });
});

describe('imports, uses, doubles, source reads', () => {
  const imported: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
      'dot-sourced',
      [
        '. "$PSScriptRoot\\..\\src\\Cart.ps1"',
        '. $PSScriptRoot/Tax.ps1',
        "  . (Join-Path $PSScriptRoot 'a' 'b.ps1')",
        '. ./c.ps1',
        '# . ./not.ps1',
      ],
      ['1 ../src/Cart.ps1', '2 Tax.ps1', '3 a/b.ps1', '4 ./c.ps1'],
    ],
    [
      'modules',
      [
        'using module ./Shop.psm1',
        'Import-Module "$PSScriptRoot/../Shop.psd1" -Force',
        'Import-Module -Name Pester',
        'Import-Module $name',
      ],
      ['1 ./Shop.psm1', '2 ../Shop.psd1', '3 Pester'],
    ],
    [
      'started',
      ['& "$PSScriptRoot/run.ps1" -X 1', '$out = & ./tool.ps1', 'pwsh -NoProfile -File ./other.ps1', './plain.ps1'],
      ['1 run.ps1', '2 ./tool.ps1', '3 ./other.ps1', '4 ./plain.ps1'],
    ],
    [
      'the script of the same name',
      ["$sut = (Split-Path -Leaf $MyInvocation.MyCommand.Path) -replace '\\.Tests\\.', '.'", '. "$here\\$sut"'],
      ['1 Cart.ps1'],
    ],
    ['the same by its path', ["BeforeAll { . $PSCommandPath.Replace('.Tests.ps1', '.ps1') }"], ['1 Cart.ps1']],
  ];
  test.each(imported)('%s', (_, lines, expected) => {
    expect(outline(lines).imports.map(({ line, from }) => `${line} ${from}`)).toEqual(expected);
  });

  test('names and doubles', () => {
    const { uses, doubles } = outline([
      'Describe "a" {',
      '  It "b" {',
      '    Mock Get-Tax { 1 } -ModuleName Shop',
      '    Mock -CommandName Send-Mail -MockWith { }',
      '    [Cart]::new().Total() | Should -Be 3',
      '    Get-Content a.txt | Get-Total | Write-Host',
      '  }',
      '}',
    ]);
    expect({ uses: [...uses].sort(), doubles }).toEqual({
      uses: ['Cart', 'Get-Total', 'Total', 'new'],
      doubles: [
        { target: 'Get-Tax', line: 3 },
        { target: 'Send-Mail', line: 4 },
      ],
    });
  });

  const sourceReads: readonly (readonly [string, readonly string[], readonly number[]])[] = [
    ['piped', ['It "a" {', '  Get-Content ./deploy.ps1 -Raw | Should -Match "Stop"', '}'], [2]],
    [
      'held in a variable',
      ['BeforeAll {', '  $text = Get-Content -Raw "$PSScriptRoot/../deploy.sh"', '}', 'It "a" {', '  $text | Should -Match "set -e"', '}'],
      [2],
    ],
    [
      'a path in a variable',
      ['$path = "$PSScriptRoot/../Cart.psm1"', '$text = [IO.File]::ReadAllText($path)', 'It "a" { ($text -match "x") | Should -BeTrue }'],
      [2],
    ],
    ['searched', ['It "a" { Select-String -Path ./deploy.ps1 -Pattern "Stop" | Should -Not -BeNullOrEmpty }'], [1]],
    [
      'no program, no source, no assertion',
      [
        'It "a" {',
        '  Get-Content ./data.json | Should -Match "a"',
        '  Get-Content TestDrive:/a.ps1 | Should -Match "a"',
        '  Get-Content ./fixtures/a.ps1 | Should -Match "a"',
        '  $text = Get-Content ./deploy.ps1 -Raw',
        '  Invoke-Lint $text | Should -Be 0',
        '}',
      ],
      [],
    ],
  ];
  test.each(sourceReads)('source reads: %s', (_, lines, expected) => {
    expect(outline(lines).sourceReads).toEqual(expected);
  });
});

/** Files made to hurt; each has to come to its end, and to say what it holds. */
const hostile: readonly (readonly [string, () => readonly string[], (parts: OutlineParts) => unknown, unknown])[] = [
  [
    'blocks in blocks',
    () => ['Describe "a" {'.repeat(300), 'It "b" { $a | Should -Be 1 }', '}'.repeat(300)],
    ({ cases }) => [cases.length, cases[0]!.name.length],
    [1, 300],
  ],
  [
    'many wildcards',
    () => [`function ${'a'.repeat(2000)} { f }`, `Export-ModuleMember -Function ${'a*'.repeat(400)}b`],
    ({ declarations }) => declarations.length,
    1,
  ],
  [
    'many rows',
    () => [
      `$rows = @(${Array.from({ length: 3000 }, (_, i) => i).join(',\n')})`,
      ...Array.from({ length: 1000 }, (_, i) => `It "t${i}" -ForEach $rows { $_ | Should -Be 1 }`),
    ],
    ({ cases }) => cases.length,
    1000,
  ],
];

test.each(hostile)('hostile: %s', (_, make, look, expected) => {
  expect(look(outline(make()))).toEqual(expected);
});
