import { describe, expect, test } from '@jest/globals';
import { vocabulary } from '../checks/models/powershell/vocabulary.ts';
import { lowerPowerShell } from '../src/engine/ir/powershell/lowerPowerShell.ts';
import type { Decorator, FlowProgram } from '../src/engine/ir/program.ts';
import type { Value, Variable } from '../src/engine/ir/values.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { SyntaxNode } from '../src/engine/parse/syntaxNode.ts';
import { SourceText } from '../src/engine/sourceText.ts';
import { programText, valueText } from './support/irText.ts';

const core = await loadCore();

function lower(text: string) {
  return lowerPowerShell(new SyntaxNode(core.parse('powershell', text, 60_000)!, 0), new SourceText('a.ps1', text), vocabulary);
}

/** What is lowered, its lines, and the whole program as text. */
const lowered: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'a pipeline: each stage is a call, what is piped in can be asked for',
    ['Get-Item $p | Remove-Item -Force'],
    ['b0: Get-Item(p) unraised; Remove-Item() unraised; -> return'],
  ],
  [
    'short names, other cases and backticks mean the same command',
    [
      "sc $p 'a'",
      'SET-CONTENT $p b',
      'Set`-Content $p c',
      "& 'Set-Content' $p d",
      'Microsoft.PowerShell.Management\\Set-Content $p e',
      'Set-Alias wr Set-Content',
      'wr $p f',
    ],
    [
      "b0: Set-Content(p, 'a') unraised; Set-Content(p, 'b') unraised; Set-Content(p, 'c') unraised; Set-Content(p, 'd') unraised; Set-Content(p, 'e') unraised; set-alias('wr', 'Set-Content') unraised; Set-Content(p, 'f') unraised; -> return",
    ],
  ],
  [
    'parameters by name, shortened, by another name, by position, with a colon, switches in between',
    [
      'Set-Content -Path $p -Value a',
      'Set-Content -Val a -LiteralPath:$p',
      'Set-Content -Force $p -NoNewline a',
      'Join-Path -ChildPath b -Path $a',
    ],
    ["b0: Set-Content(p, 'a') unraised; Set-Content(p, 'a') unraised; Set-Content(p, 'a') unraised; Join-Path(a, 'b') unraised; -> return"],
  ],
  [
    'splatting, also with entries set later',
    ['$params = @{ Path = $p; Force = $true }', "$params.Value = 'x'", "$params['Encoding'] = 'utf8'", 'Set-Content @params'],
    ["b0: params = {path: p, force: $true}; params.value = 'x'; params.encoding = 'utf8'; Set-Content(p, 'x') unraised; -> return"],
  ],
  [
    'a splatted variable with two tables is not told',
    ["$params = @{ Path = 'a' }", "if ($b) { $params = @{ Path = 'b' } }", 'Set-Content @params'],
    ["b0: params = {path: 'a'}; -> b ? b2 : b3", 'b3: -> b1', "b2: params = {path: 'b'}; -> b1", 'b1: Set-Content() unraised; -> return'],
  ],
  [
    'words without quotes hold variables',
    ['. $dir\\lib.ps1', '& $env:TEMP\\x.ps1 one', 'Remove-Item $dir\\sub\\file.txt', 'cmd /c $dir\\x.cmd'],
    [
      "b0: .({dir + '/lib.ps1'}); &({$TEMP + '/x.ps1'}, 'one'); Remove-Item({dir + '/sub/file.txt'}) unraised; cmd('/c', {dir + '/x.cmd'}) unraised; -> return",
    ],
  ],
  [
    'strings: pieces, subexpressions, members, escapes, here-strings',
    ['$a = "x $b ${c d}$($e.F)`tz"', "$f = 'it''s $b'", '$g = @"', 'line $b', '"@', "$h = @'", 'raw $b', "'@"],
    ["b0: a = {'x ' + b + ' ' + c d + e.f + '\tz'}; f = 'it's $b'; g = {'line ' + b}; h = 'raw $b'; -> return"],
  ],
  [
    'paths by plus, by format, by Join-Path, by a static method',
    ["$a = $d + '\\' + $n", "$b = '{0}\\{1}.txt' -f $d, $n", '$c = Join-Path $d $n', '$e = [IO.Path]::Combine($d, $n)'],
    [
      "b0: a = {d + '/' + n}; b = {d + '/' + n + '.txt'}; Join-Path(d, n) unraised; c = Join-Path(d, n); System.IO.Path.Combine(d, n); e = System.IO.Path.Combine(d, n); -> return",
    ],
  ],
  [
    'the environment, constants and automatic variables',
    ['$a = $env:Temp', '$b = $true, $null', '$c = $using:x'],
    ['b0: a = $TEMP; b = [$true, $null]; c = x; -> return'],
  ],
  [
    'a branch with a command in its condition',
    ['if (Test-Path $p) { a } elseif ($b) { c } else { d }'],
    [
      'b0: Test-Path(p) unraised; -> Test-Path(p) ? b2 : b3',
      'b3: -> b ? b5 : b6',
      'b6: d() unraised; -> b1',
      'b5: c() unraised; -> b1',
      'b2: a() unraised; -> b1',
      'b1: -> return',
    ],
  ],
  [
    '-not, ! and -and, -or branch one by one',
    ['if (-not (Test-Path $p) -and (!$x -or (b))) { c }'],
    [
      'b0: Test-Path(p) unraised; -> Test-Path(p) ? b3 : b4',
      'b4: -> x ? b6 : b2',
      'b6: b() unraised; -> b() ? b2 : b3',
      'b2: c() unraised; -> b1',
      'b3: -> b1',
      'b1: -> return',
    ],
  ],
  [
    '-and as a value: what stands behind may not run',
    ['$ok = (a) -and (b)'],
    ['b0: a() unraised; -> b2 or b1', 'b2: b() unraised; -> b1', 'b1: ok = (-and a() b()); -> return'],
  ],
  [
    'an answer kept in a variable and compared',
    ['$there = [System.IO.File]::Exists($p)', 'if ($there -eq $false) { a }'],
    [
      'b0: System.IO.File.Exists(p); there = System.IO.File.Exists(p); -> (-eq there $false) ? b2 : b3',
      'b3: -> b1',
      'b2: a() unraised; -> b1',
      'b1: -> return',
    ],
  ],
  [
    'early return in a function, and what it gives',
    ['function Test-It([string]$Path) {', '  if (!$Path) { return $false }', '  Test-Path $Path', '}', 'Test-It -Path a'],
    [
      "b0: Test-It('a'); -> return",
      'Test-It(path):',
      '  b0: -> path ? b3 : b2',
      '  b2: -> return $false',
      '  b3: -> b1',
      '  b1: Test-Path(path) unraised; -> return Test-Path(path)',
    ],
  ],
  [
    'what a function ends with is what it gives, by every branch',
    ["function Get-It($a) { if ($a) { 'x' } else { Get-Item $a } }"],
    ['b0: -> return', 'Get-It(a):', '  b0: -> a ? b2 : b3', '  b3: Get-Item(a) unraised; -> return Get-Item(a)', "  b2: -> return 'x'"],
  ],
  [
    'a command that gives nothing is no value of a function',
    ['function Set-It($a) { Set-Acl $a $b }'],
    ['b0: -> return', 'Set-It(a):', '  b0: Set-Acl(a, b) unraised; -> return'],
  ],
  [
    'arguments of functions of the file are put in the order of its parameters',
    [
      'function Save([string]$Path, [switch]$Quiet, $Value) { Set-Content $Path $Value }',
      'Save -Value 1 -Quiet x',
      'Save -Pa y 2',
      "'z' | Save",
    ],
    [
      "b0: Save('x', $true, 1); Save('y', ?, 2); Save(); -> return",
      'Save(path, quiet, value):',
      '  b0: Set-Content(path, value) unraised; -> return',
    ],
  ],
  [
    'a parameter fed by the pipeline',
    ['function Clear-It { param([Parameter(ValueFromPipeline)]$Path) process { Remove-Item $Path } }', '$p | Clear-It'],
    [
      'b0: Clear-It(p); -> return',
      'Clear-It(path):',
      '  b0: -> b1',
      '  b1: -> b2 or b4',
      '  b4: -> return',
      '  b2: Remove-Item(path) unraised; -> b3',
      '  b3: -> b1',
    ],
  ],
  [
    'begin, process and end',
    ['function F { begin { a } process { b } end { return $c } }'],
    [
      'b0: -> return',
      'F():',
      '  b0: a() unraised; -> b1',
      '  b1: -> b2 or b4',
      '  b4: -> return c',
      '  b2: b() unraised; -> b3',
      '  b3: -> b1',
    ],
  ],
  [
    'parameters of a script may keep their default',
    ["param([string]$Path = (Join-Path $env:TEMP 'x'), [switch]$Force)", 'Remove-Item $Path'],
    [
      'b0: -> b1 or b2',
      "b1: Join-Path($TEMP, 'x') unraised; path = Join-Path($TEMP, 'x'); -> b2",
      'b2: Remove-Item(path) unraised; -> return',
    ],
  ],
  [
    'try, typed catches and finally',
    ['try { [IO.File]::Delete($p) } catch [System.IO.IOException] { a } catch { b } finally { c }'],
    [
      'b0: -> b4',
      'b4: System.IO.File.Delete(p); -> b5 !b3',
      'b3: -> b9 or b10',
      'b10: b() unraised; -> b8',
      'b9: a() unraised; -> b8',
      'b8: -> b14',
      'b14: c() unraised; -> b1',
      'b5: -> b6',
      'b6: c() unraised; -> b1',
      'b1: -> return',
    ],
  ],
  [
    'a typed catch alone lets the others through',
    ['try { [IO.File]::Delete($p) } catch [System.IO.IOException] { a }'],
    [
      'b0: -> b3',
      'b3: System.IO.File.Delete(p); -> b4 !b2',
      'b2: -> b7 or b8',
      'b8: -> throw',
      'b7: a() unraised; -> b6',
      'b6: -> b1',
      'b4: -> b1',
      'b1: -> return',
    ],
  ],
  [
    'a cmdlet raises only with -ErrorAction Stop',
    [
      'try { Set-Acl $p $a } catch { b }',
      'try { Set-Acl $p $a -ErrorAction Stop } catch { b }',
      'try { Set-Acl $p $a -EA:Stop } catch { b }',
    ],
    [
      'b0: -> b3',
      'b3: Set-Acl(p, a) unraised; -> b1',
      'b1: -> b12',
      'b12: Set-Acl(p, a); -> b13 !b11',
      'b11: -> b16',
      'b16: b() unraised; -> b15',
      'b15: -> b10',
      'b13: -> b10',
      'b10: -> b22',
      'b22: Set-Acl(p, a); -> b23 !b21',
      'b21: -> b26',
      'b26: b() unraised; -> b25',
      'b25: -> b20',
      'b23: -> b20',
      'b20: -> return',
    ],
  ],
  [
    'or where the preference says so; putting it back undoes it',
    [
      "$ErrorActionPreference = 'Stop'",
      'try { Set-Acl $p $a } catch { b }',
      '$old = $ErrorActionPreference',
      "$ErrorActionPreference = 'Continue'",
      'try { Set-Acl $p $a } catch { b }',
      '$ErrorActionPreference = $old',
      'try { Set-Acl $p $a } catch { b }',
    ],
    [
      "b0: erroractionpreference = 'Stop'; -> b3",
      'b3: Set-Acl(p, a); -> b4 !b2',
      'b2: -> b7',
      'b7: b() unraised; -> b6',
      'b6: -> b1',
      'b4: -> b1',
      "b1: old = erroractionpreference; erroractionpreference = 'Continue'; -> b13",
      'b13: Set-Acl(p, a) unraised; -> b11',
      'b11: erroractionpreference = old; -> b22',
      'b22: Set-Acl(p, a); -> b23 !b21',
      'b21: -> b26',
      'b26: b() unraised; -> b25',
      'b25: -> b20',
      'b23: -> b20',
      'b20: -> return',
    ],
  ],
  [
    'a preference inside a function is its own',
    ["function F { $ErrorActionPreference = 'Stop'; try { Set-Acl $p $a } catch { b } }", 'try { Set-Acl $p $a } catch { b }'],
    [
      'b0: -> b3',
      'b3: Set-Acl(p, a) unraised; -> b1',
      'b1: -> return',
      'F():',
      "  b0: erroractionpreference = 'Stop'; -> b3",
      '  b3: Set-Acl(p, a); -> b4 !b2',
      '  b2: -> b7',
      '  b7: b() unraised; -> b6',
      '  b6: -> b1',
      '  b4: -> b1',
      '  b1: -> return',
    ],
  ],
  [
    'a preference of the script holds in its functions, -ErrorAction Continue takes it away',
    [
      '$ErrorActionPreference = "Stop"',
      'function F { try { Set-Acl $p $a } catch { b }; try { Set-Acl $p $a -ErrorAction SilentlyContinue } catch { b } }',
    ],
    [
      "b0: erroractionpreference = 'Stop'; -> return",
      'F():',
      '  b0: -> b3',
      '  b3: Set-Acl(p, a); -> b4 !b2',
      '  b2: -> b7',
      '  b7: b() unraised; -> b6',
      '  b6: -> b1',
      '  b4: -> b1',
      '  b1: -> b13',
      '  b13: Set-Acl(p, a) unraised; -> b11',
      '  b11: -> return',
    ],
  ],
  [
    'default parameters can make cmdlets stop',
    ["$PSDefaultParameterValues['*:ErrorAction'] = 'Stop'", 'try { Set-Acl $p $a } catch { b }'],
    [
      "b0: psdefaultparametervalues.*:erroraction = 'Stop'; -> b3",
      'b3: Set-Acl(p, a); -> b4 !b2',
      'b2: -> b7',
      'b7: b() unraised; -> b6',
      'b6: -> b1',
      'b4: -> b1',
      'b1: -> return',
    ],
  ],
  [
    'programs of their own never raise, but for the preference that makes them',
    ["$ErrorActionPreference = 'Stop'", 'try { icacls $p } catch { b }'],
    ["b0: erroractionpreference = 'Stop'; -> b3", 'b3: icacls(p) unraised; -> b1', 'b1: -> return'],
  ],
  [
    'programs raise where the preference for them says so',
    ["$ErrorActionPreference = 'Stop'", '$PSNativeCommandUseErrorActionPreference = $true', 'try { icacls.exe $p } catch { b }'],
    [
      "b0: erroractionpreference = 'Stop'; psnativecommanduseerroractionpreference = $true; -> b3",
      'b3: icacls(p); -> b4 !b2',
      'b2: -> b7',
      'b7: b(); -> b6',
      'b6: -> b1',
      'b4: -> b1',
      'b1: -> return',
    ],
  ],
  [
    'Write-Error ends where errors stop',
    ["function F { Write-Error 'x' -ErrorAction Stop; a }", "function G { Write-Error 'x'; a }"],
    ['b0: -> return', 'F():', "  b0: Write-Error('x'); -> throw", 'G():', "  b0: Write-Error('x') unraised; a() unraised; -> return"],
  ],
  [
    'throw, exit with and without a failure',
    ["if ($a) { throw 'x' }", 'if ($b) { exit 0 }', 'if ($c) { exit $code }', 'exit 2'],
    [
      'b0: -> a ? b2 : b3',
      'b3: -> b1',
      'b1: -> b ? b7 : b8',
      'b8: -> b6',
      'b6: -> c ? b12 : b13',
      'b13: -> b11',
      'b11: -> exit failed',
      'b12: -> return code',
      'b7: -> exit',
      'b2: -> throw',
    ],
  ],
  [
    'the exit code and the status belong to the command before',
    [
      'icacls $p /inheritance:r | Out-Null',
      "if ($LASTEXITCODE -ne 0) { throw 'x' }",
      'Set-Acl $p $a',
      'if (-not $?) { b }',
      'if ($LASTEXITCODE) { c }',
    ],
    [
      "b0: icacls(p, '/inheritance:r') unraised; Out-Null() unraised; -> (-ne status of icacls(p, '/inheritance:r') 0) ? b2 : b3",
      'b3: -> b1',
      'b1: Set-Acl(p, a) unraised; -> status of Set-Acl(p, a) ? b8 : b7',
      'b7: b() unraised; -> b6',
      'b8: -> b6',
      "b6: -> (status of b() | status of icacls(p, '/inheritance:r')) ? b12 : b11",
      'b11: c() unraised; -> b10',
      'b12: -> b10',
      'b10: -> return',
      'b2: -> throw',
    ],
  ],
  [
    'the exit code after a branch is that of either command',
    ['if ($a) { one } else { two }', '$code = $LASTEXITCODE', 'if ($code -eq 0) { b }'],
    [
      'b0: -> a ? b2 : b3',
      'b3: two() unraised; -> b1',
      'b2: one() unraised; -> b1',
      'b1: code = (status of one() | status of two()); -> (-eq code 0) ? b6 : b7',
      'b7: -> b5',
      'b6: b() unraised; -> b5',
      'b5: -> return',
    ],
  ],
  [
    '&& and ||',
    ['one && two || three'],
    [
      'b0: -> b2',
      'b2: one() unraised; -> status of one() ? b3 : b4',
      'b3: two() unraised; -> status of two() ? b1 : b4',
      'b4: three() unraised; -> b1',
      'b1: -> return',
    ],
  ],
  [
    'foreach, with continue and break',
    ['foreach ($f in Get-ChildItem $d) { if ($f) { continue }; break }'],
    [
      'b0: Get-ChildItem(d) unraised; -> b1',
      'b1: -> b2 or b4',
      'b2: f = Get-ChildItem(d)[]; -> f ? b7 : b8',
      'b8: -> b6',
      'b6: -> b4',
      'b4: -> return',
      'b7: -> b3',
      'b3: -> b1',
    ],
  ],
  [
    'for, while, do while, do until',
    ['for ($i = 0; $i -lt 3; $i++) { a }', 'while ($x) { b }', 'do { c } while ($y)', 'do { d } until ($z)'],
    [
      'b0: i = 0; -> b1',
      'b1: -> (-lt i 3) ? b2 : b4',
      'b4: -> b7',
      'b7: -> x ? b8 : b10',
      'b10: -> b13',
      'b13: c() unraised; -> b14',
      'b14: -> y ? b13 : b15',
      'b15: -> b17',
      'b17: d() unraised; -> b18',
      'b18: -> z ? b19 : b17',
      'b19: -> return',
      'b8: b() unraised; -> b9',
      'b9: -> b7',
      'b2: a() unraised; -> b3',
      'b3: i = _; -> b1',
    ],
  ],
  [
    'labels',
    [':outer while ($x) { foreach ($y in $z) { continue outer } }'],
    ['b0: -> b1', 'b1: -> x ? b2 : b4', 'b4: -> return', 'b2: -> b6', 'b6: -> b7 or b9', 'b9: -> b3', 'b7: y = z[]; -> b3', 'b3: -> b1'],
  ],
  [
    'switch with and without a default, over a file, with break',
    ['switch ($x) { 1 { a', 'break }', 'default { b } }', "switch -File $p { 'x' { c } }"],
    [
      'b0: -> x is 1: b2, else: b3',
      'b3: b() unraised; -> b1',
      'b2: a() unraised; -> b1',
      'b1: -> b9 or b8',
      'b9: c() unraised; -> b8',
      'b8: -> return',
    ],
  ],
  [
    'ForEach-Object and Where-Object run in place; return goes to the next one',
    ['$items | Where-Object { Test-Path $_ } | % { if ($_.A) { return }; Remove-Item $_.FullName }'],
    [
      'b0: Where-Object(?) unraised; -> b2',
      'b2: -> b3 or b1',
      'b1: ForEach-Object(?) unraised; -> b8',
      'b8: -> b9 or b7',
      'b7: -> return',
      'b9: enter callback; _ = Where-Object(?)[]; -> _.a ? b13 : b14',
      'b14: -> b12',
      'b12: Remove-Item(_) unraised; give Remove-Item(_); -> b11',
      'b13: -> b11',
      'b11: leave; -> b8',
      'b3: enter callback; _ = items[]; Test-Path(_) unraised; -> b5',
      'b5: leave; -> b2',
    ],
  ],
  [
    '-Begin and -End run once',
    ['$items | ForEach-Object -Begin { a } -Process { b } -End { c }'],
    [
      'b0: ForEach-Object(?) unraised; -> b2',
      'b2: enter callback; a() unraised; give a(); -> b3',
      'b3: leave; -> b1',
      'b1: -> b5',
      'b5: -> b6 or b4',
      'b4: -> b11',
      'b11: enter callback; c() unraised; give c(); -> b12',
      'b12: leave; -> b10',
      'b10: -> return',
      'b6: enter callback; _ = items[]; b() unraised; give b(); -> b8',
      'b8: leave; -> b5',
    ],
  ],
  [
    'blocks that are called where they stand run in place',
    ['& { a; return; b }', '. { c }', '$list.Where({ d })'],
    [
      'b0: -> b2',
      'b2: enter callback; a() unraised; -> b3',
      'b3: leave; -> b1',
      'b1: -> b6',
      'b6: enter callback; c() unraised; -> b7',
      'b7: leave; -> b5',
      'b5: list.where(?); -> b9',
      'b9: -> b10 or b8',
      'b8: -> return',
      'b10: enter callback; _ = list[]; d() unraised; -> b12',
      'b12: leave; -> b9',
    ],
  ],
  [
    'blocks for jobs and other machines are functions of their own',
    ['Invoke-Command -ScriptBlock { a }', 'Start-Job { b }'],
    [
      'b0: Invoke-Command(function) unraised; Start-Job(function) unraised; -> return',
      'lambda():',
      '  b0: a() unraised; -> return',
      'lambda():',
      '  b0: b() unraised; -> return',
    ],
  ],
  [
    'a block in a variable, called with arguments',
    ['$sb = { param($x) Remove-Item $x }', "& $sb 'q'", "$sb.Invoke('r')"],
    ["b0: sb = function; &('q'); sb.invoke('r'); -> return", 'lambda(x):', '  b0: Remove-Item(x) unraised; -> return'],
  ],
  [
    'a block given to a function of the file runs in place',
    ['function Invoke-Retry([scriptblock]$Block) { & $Block }', 'Invoke-Retry { Remove-Item $p }'],
    [
      'b0: Invoke-Retry(?); -> b2',
      'b2: enter callback; Remove-Item(p) unraised; -> b3',
      'b3: leave; -> b1',
      'b1: -> return',
      'Invoke-Retry(block):',
      '  b0: &(block); -> return',
    ],
  ],
  [
    'classes: methods, constructors, fields of $this',
    [
      'class A {',
      '  [string]$P',
      '  A([string]$p) { $this.P = $p }',
      '  [void] Go() { Remove-Item $this.P }',
      '  static [int] S([int]$a, $b) { return 1 }',
      '}',
      "$a = [A]::new('x')",
      '$a.Go()',
      '[A]::S(1, 2)',
    ],
    [
      "b0: A.new('x'); a = A.new('x'); A.go(); A.s(1, 2); -> return",
      'A.A(p):',
      '  b0: this.p = p; -> return',
      'A.Go():',
      '  b0: Remove-Item(this.p) unraised; -> return',
      'A.S(a, b):',
      '  b0: -> return 1',
    ],
  ],
  [
    'types of objects made here name their methods',
    [
      '$client = New-Object Net.WebClient',
      '$client.DownloadFile($u, $p)',
      '(New-Object System.Net.WebClient).DownloadString($u)',
      '$writer = [System.IO.StreamWriter]::new($p)',
    ],
    [
      "b0: New-Object('Net.WebClient') unraised; client = New-Object('Net.WebClient'); System.Net.WebClient.DownloadFile(u, p); New-Object('System.Net.WebClient') unraised; System.Net.WebClient.DownloadString(u); System.IO.StreamWriter.new(p); writer = System.IO.StreamWriter.new(p); -> return",
    ],
  ],
  ['a method call as an argument', ["Set-Content $p $a.Do('q') -Force"], ["b0: a.do('q'); Set-Content(p, a.do('q')) unraised; -> return"]],
  [
    'redirections write, those to $null do not',
    ['"text $x" > "$d\\a.txt" 2>$null', 'a >> $log', 'b *> all.txt', 'c > $null'],
    [
      "b0: >({d + '/a.txt'}, {'text ' + x}) unraised; a() unraised; >>(log, a()) unraised; b() unraised; >('all.txt', b()) unraised; c() unraised; -> return",
    ],
  ],
  [
    'assignments: fields, elements, several at once, with types, augmented',
    [
      "$x.Path = 'a'",
      "$h['k'] = 'b'",
      "$a, $b = 'c', 'd'",
      "[string]$s = 'e'",
      "$s += 'f'",
      '$i++',
      "$script:t = $u = 'g'",
      "$env:X = 'h'",
    ],
    ["b0: x.path = 'a'; h.k = 'b'; a = 'c'; b = 'd'; s = 'e'; s = {s + 'f'}; i = _; u = 'g'; t = 'g'; -> return"],
  ],
  [
    'statements as values',
    ["$x = if ($a) { 'b' } else { 'c' }", "$y = try { d } catch { 'e' }", '$z = @(f)'],
    [
      'b0: -> a ? b2 : b3',
      'b3: -> b1',
      'b2: -> b1',
      "b1: x = ('b' | 'c'); -> b7",
      'b7: d() unraised; -> b5',
      "b5: y = (d() | 'e'); f() unraised; z = f(); -> return",
    ],
  ],
  [
    'a trap: continue goes on, break passes it on',
    ['trap { a; if ($b) { break }; continue }', 'c', "throw 'x'"],
    [
      'b0: -> b3',
      'b3: c() unraised; -> b2',
      'b2: a() unraised; -> b ? b9 : b10',
      'b10: -> b8',
      'b8: -> b6',
      'b6: -> b1',
      'b1: -> return',
      'b9: -> b7',
      'b7: -> throw',
    ],
  ],
  [
    'variables of the script are seen in functions, those of functions are their own',
    ["$dir = 'a'", 'function F { $own = "$dir\\b"; $script:dir = \'c\'; Remove-Item $own }'],
    ["b0: dir = 'a'; -> return", 'F():', "  b0: own = {dir + '/b'}; dir = 'c'; Remove-Item(own) unraised; -> return"],
  ],
  [
    'what the grammar cannot read is walked piece by piece',
    ['$t = $a ? (b) : (c)', 'd'],
    ['b0: b() unraised; c() unraised; t = c(); d() unraised; -> return'],
  ],
  [
    'casts and [void] are looked through',
    ['[void](New-Item $p)', '$n = [int](Get-Content $p)'],
    ['b0: New-Item(p) unraised; Get-Content(p) unraised; n = ([int] Get-Content(p)); -> return'],
  ],
  [
    'behind || a statement may leave',
    ['a && b || exit 3', "c || throw 'x'"],
    [
      'b0: -> b2',
      'b2: a() unraised; -> status of a() ? b3 : b4',
      'b3: b() unraised; -> status of b() ? b1 : b4',
      'b4: -> exit failed',
      'b1: -> b9',
      'b9: c() unraised; -> status of c() ? b8 : b10',
      'b10: -> throw',
      'b8: -> return',
    ],
  ],
  [
    'parameters with digits in their names',
    ['Set-SmbServerConfiguration -EnableSMB1Protocol $false -Force', 'gcc -O2 x.c'],
    ["b0: Set-SmbServerConfiguration() unraised; gcc('-O2', 'x.c') unraised; -> return"],
  ],
  [
    'programs by their path, or by a variable that holds it',
    [
      '& "$env:SystemRoot\\System32\\icacls.exe" $p',
      '$netsh = "$env:SystemRoot\\System32\\netsh.exe"',
      '& $netsh advfirewall set',
      'sc.exe config spooler',
    ],
    [
      "b0: icacls(p) unraised; netsh = {$SYSTEMROOT + '/System32/netsh.exe'}; netsh('advfirewall', 'set') unraised; sc('config', 'spooler') unraised; -> return",
    ],
  ],
  [
    'namespaces in use',
    ['using namespace System.IO', '[File]::Exists($p)'],
    ["b0: using('namespace', 'System.IO') unraised; System.IO.File.Exists(p); -> return"],
  ],
  [
    '?? and ??=',
    ['$a = $env:A ?? $b', "$c ??= 'd'", 'if ($a) { e }'],
    ["b0: a = ($A || b); c = (c || 'd'); -> a ? b2 : b3", 'b3: -> b1', 'b2: e() unraised; -> b1', 'b1: -> return'],
  ],
  [
    'a program by its place whose name says nothing is a file that is run',
    ['& "$d\\tool.exe" x', 'C:\\tools\\setup.exe /quiet'],
    ["b0: &({d + '/tool.exe'}, 'x'); &('C:/tools/setup.exe', '/quiet'); -> return"],
  ],
  [
    'casts that narrow, text made by methods, elements, places, growing arrays',
    [
      '$n = [int]$x',
      '[string]$m = $y',
      "$z = [string]::Format('{0}/x', $q)",
      '$e = $a[$i] + $a[0]',
      '$h[$k] = $v',
      '$a.b.c = $d',
      "$h.p += 'x'",
      '$l = @()',
      '$l += $b',
      '$i += 1',
    ],
    [
      "b0: n = ([int] x); m = y; string.format('{0}/x', q); z = {q + '/x'}; e = {a[i] + a[0]}; store h[k] = v; store a.b.c = d; h.p = {h.p + 'x'}; l = []; l = [l[], b]; i = (+= i 1); -> return",
    ],
  ],
  [
    'patterns keep their backslashes',
    ["if ($x -match '^\\w+\\\\$') { a }", "$o = $x -replace '\\d', '\\' -split '\\.'"],
    [
      "b0: -> (-match x '^\\w+\\\\$') ? b2 : b3",
      'b3: -> b1',
      'b2: a() unraised; -> b1',
      "b1: o = (-split (-replace x ['\\d', '\\']) '\\.'); -> return",
    ],
  ],
  [
    'what blocks run over and what they give',
    ['Get-ChildItem $d | Where-Object { $_.A } | % { $n = 1; if ($_.B) { "$($_.C)" } else { Get-It $(log $_) } } | Set-Content y'],
    [
      'b0: Get-ChildItem(d) unraised; Where-Object(?) unraised; -> b2',
      'b2: -> b3 or b1',
      'b1: ForEach-Object(?) unraised; -> b8',
      'b8: -> b9 or b7',
      "b7: Set-Content('y') unraised; -> return",
      'b9: enter callback; _ = Where-Object(?)[]; n = 1; -> _.b ? b13 : b14',
      'b14: log(_) unraised; get-it(log(_)) unraised; give get-it(log(_)); -> b12',
      'b13: give _.c; -> b12',
      'b12: -> b11',
      'b11: leave; -> b8',
      'b3: enter callback; _ = Get-ChildItem(d)[]; -> b5',
      'b5: leave; -> b2',
    ],
  ],
  [
    'arguments beyond the parameters, constructors',
    ['function f($a) { run $args[1] @args }', 'f 1 2 3', 'class A { A($x) { run $x } }', '$a = [A]::new($x)'],
    [
      'b0: f(1, 2, 3); A.new(x); a = A.new(x); -> return',
      'f(a, args):',
      '  b0: run(args[1], args) unraised; -> return',
      'A.A(x):',
      '  b0: run(x) unraised; -> return',
    ],
  ],
  [
    'switch by literals',
    ["switch -Exact ($x) { 'a' { one } b { two } 3 { three } default { four } }", "switch -Wildcard ($x) { 'a*' { one } }"],
    [
      'b0: -> x is a: b2, b: b3, 3: b4, else: b5',
      'b5: four() unraised; -> b1',
      'b4: three() unraised; -> b1',
      'b3: two() unraised; -> b1',
      'b2: one() unraised; -> b1',
      'b1: -> b12 or b11',
      'b12: one() unraised; -> b11',
      'b11: -> return',
    ],
  ],
];

describe('PowerShell is lowered', () => {
  test.each(lowered)('%s', (_, lines, expected) => {
    expect(programText(lower(lines.join('\n')))).toEqual(expected);
  });
});

describe('what a PowerShell file declares', () => {
  const program: FlowProgram & { attributesOf(variable: Variable): readonly Decorator[] } = lower(
    [
      '[CmdletBinding()]',
      "param([Parameter(Mandatory)][ValidateSet('a', 'b')][string]$Name = 'x', [int[]]$Numbers)",
      'using module ./Types.psm1',
      '. $PSScriptRoot\\lib\\one.ps1',
      '. "$PSScriptRoot/../two.ps1"',
      '. (Join-Path $PSScriptRoot "three.ps1")',
      'Import-Module -Name ./four.psm1 -Force',
      'Import-Module Az',
      '[long]$count = $args[0]',
      'class Base { Run($x) { & $x } }',
      'class Job : Base { [string]$p; Job([string]$q) { $this.p = $q } }',
      'function Get-It([ValidatePattern("^a")]$Id, [switch]$Deep) { if ($Deep) { Write-Output $Id }; $y = $(inner); Invoke-RestMethod $Id }',
      'Get-Content a | Get-It -Id $Name -Deep',
      '[Environment]::MachineName',
    ].join('\n'),
  );
  const calls = program.functions.flatMap(({ blocks }) =>
    blocks.flatMap(({ instructions }) => instructions.flatMap((one) => (one.op === 'call' ? [one] : []))),
  );
  const named = (word: string) => calls.find((call) => call.word === word)!;
  const text = (value: Value | null) => value && valueText(value, program);

  test('types and attributes of parameters and variables', () => {
    const variables = program.functions.flatMap(({ parameters }) => parameters);
    expect(
      variables.map((variable) => [
        variable.name + (variable.rest ? '…' : ''),
        program.typeOf(variable),
        program.attributesOf(variable).map(({ word, arguments: given }) => `${word}(${given.map(text)})`),
      ]),
    ).toEqual([
      ['name', 'validateset', ["Parameter('Mandatory')", "ValidateSet('a','b')"]],
      ['numbers', 'int', []],
      ['args…', null, []],
      ['x', null, []],
      ['q', 'string', []],
      ['id', 'validatepattern ^a', ["ValidatePattern('^a')"]],
      ['deep', 'switch', []],
    ]);
    const count = program.exports.get('count');
    expect(count && 'kind' in count && count.kind === 'variable' ? program.typeOf(count.variable) : null).toEqual('long');
  });

  test('classes, files that are read in, names that are given away', () => {
    expect(program.functions.map((fn) => program.classOf(fn))).toEqual([
      null,
      { name: 'Base', bases: [], decorators: [] },
      { name: 'Job', bases: ['Base'], decorators: [] },
      null,
    ]);
    expect(program.imports.map(({ from, name }) => [from, name])).toEqual([
      ['./Types.psm1', '*'],
      ['./lib/one.ps1', '*'],
      ['../two.ps1', '*'],
      ['./three.ps1', '*'],
      ['./four.psm1', '*'],
      ['Az', '*'],
    ]);
    expect([...program.exports.keys()]).toEqual(['count', 'Get-It']);
  });

  test('what is called, given, piped in and given out', () => {
    const call = named('get-it');
    expect({
      options: [...program.optionsOf(call)].map(([name, value]) => [name, text(value)]),
      input: text(program.inputOf(call)),
      callee: text(program.calleeOf(named('&'))),
      outputs: program.printersOf?.(program.functions[3]!).map(({ word }) => word),
      name: program.nameAt(calls.at(-1)?.at ?? 0),
    }).toEqual({
      options: [
        ['id', 'name'],
        ['deep', '$true'],
      ],
      input: "Get-Content('a')",
      callee: 'x',
      outputs: ['write-output', 'invoke-restmethod'],
      name: null,
    });
  });
});

describe('hostile text is lowered, too', () => {
  const blocks = (text: string) => lower(text).functions.map((fn) => fn.blocks.length > 0);

  test.each([
    ['10,000 nested blocks', `${'if ($a) { '.repeat(10_000)}b${' }'.repeat(10_000)}`],
    ['1,000 nested parentheses', `$x = ${'('.repeat(1_000)}b${')'.repeat(1_000)}`],
    ['a sum of 20,000 parts', `$x = 'a'${" + 'b'".repeat(20_000)}`],
    ['a condition of 10,000 parts', `if ($a${' -and $b'.repeat(10_000)}) { c }`],
    ['1 MB in a straight line', 'Set-Content $path $value\n'.repeat(40_000)],
    ['nothing but braces', '{'.repeat(5_000)],
    ['words that end nowhere', 'a "$(b "$(c "$('],
  ])('%s', (_, text) => {
    expect(new Set(blocks(text))).toEqual(new Set([true]));
  });

  test('a file without interesting calls builds no blocks', () => {
    const program = lower('function a { b }\nc');
    expect(program.functionsCalling(new Set(['set-content']))).toEqual([]);
    expect(program.functionsCalling(new Set(['b'])).map(({ name }) => name)).toEqual(['a']);
  });
});
