import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Call, Decorator, IrFunction, Program } from '../src/engine/ir/program.ts';
import { lowerPython } from '../src/engine/ir/python/lowerPython.ts';
import type { PythonIrModel } from '../src/engine/ir/python/model.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import { SyntaxNode } from '../src/engine/parse/syntaxNode.ts';
import { SourceText } from '../src/engine/sourceText.ts';
import { programText, valueText } from './support/irText.ts';

const model: PythonIrModel = {
  exits: (name) => name === 'sys.exit',
  suppresses: (name) => name === 'contextlib.suppress()',
  runsCallback: (name) => /^builtins\.(?:map|filter|sorted)$/.test(name ?? ''),
  classOf: (name) => (/^pathlib\.Path\(\)/.test(name) ? 'pathlib.Path' : null),
  isEnvironment: (name) => name === 'os.environ',
};

let core: Core;
beforeAll(async () => {
  core = await loadCore();
});

function lower(text: string) {
  return lowerPython(new SyntaxNode(core.parse('python', text, 10_000)!, 0), new SourceText('a.py', text), model);
}

function textOf({ tree }: Program, node: number): string {
  return tree.text.slice(tree.start[node]!, tree.end[node]!);
}

/** All calls of a file by their places; what is on the inner side of a chain stands behind the outer. */
function callsIn(program: Program): Call[] {
  const found = new Map<number, Call>();
  for (const { blocks } of program.functions)
    for (const { instructions } of blocks)
      for (const one of instructions) if (one.op === 'call' && one.word !== '__enter__') found.set(one.at, one);
  return [...found.values()].sort((a, b) => a.at - b.at);
}

/** What is lowered, its lines, and the whole program as text. */
const lowered: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['calls in the order they run', ['a(b(), c=d())'], ['b0: builtins.b(); builtins.d(); builtins.a(builtins.b()); -> return']],
  [
    'imports and aliases are resolved',
    [
      'import os.path as op',
      'from os import chmod as c, path',
      'import shutil',
      'op.exists(p)',
      'c(p, 0o600)',
      'path.join(a, b)',
      'shutil.rmtree(p)',
    ],
    ['b0: os.path.exists(p); os.chmod(p, 0o600); os.path.join(a, b); shutil.rmtree(p); -> return'],
  ],
  [
    "a method of an instance has its class's name",
    [
      'from pathlib import Path',
      "base = Path('/etc')",
      "(base / 'a').write_text('x')",
      'base.parent.exists()',
      'def f(p: Path):',
      '    p.unlink()',
    ],
    [
      "b0: pathlib.Path('/etc'); base = pathlib.Path('/etc'); pathlib.Path.write_text('x'); pathlib.Path.exists(); f = function f; -> return",
      'f(p):',
      '  b0: pathlib.Path.unlink(); -> return',
    ],
  ],
  [
    'if, elif, else',
    ['if a():', '    b()', 'elif c():', '    d()', 'else:', '    e()', 'f()'],
    [
      'b0: builtins.a(); -> builtins.a() ? b2 : b3',
      'b3: builtins.c(); -> builtins.c() ? b6 : b7',
      'b7: builtins.e(); -> b1',
      'b6: builtins.d(); -> b1',
      'b2: builtins.b(); -> b1',
      'b1: builtins.f(); -> return',
    ],
  ],
  [
    'not, and, or are ways',
    ['if not a() and (b() or c()):', '    d()'],
    [
      'b0: builtins.a(); -> builtins.a() ? b3 : b4',
      'b4: builtins.b(); -> builtins.b() ? b2 : b6',
      'b6: builtins.c(); -> builtins.c() ? b2 : b3',
      'b2: builtins.d(); -> b1',
      'b3: -> b1',
      'b1: -> return',
    ],
  ],
  [
    'a condition kept in a variable',
    ['ok = a()', 'if not ok:', '    b()'],
    ['b0: builtins.a(); ok = builtins.a(); -> ok ? b3 : b2', 'b2: builtins.b(); -> b1', 'b3: -> b1', 'b1: -> return'],
  ],
  [
    'short cuts in a value',
    ['x = a() or b()', 'y = c and d()'],
    [
      'b0: builtins.a(); -> builtins.a() ? b2 : b1',
      'b1: builtins.b(); -> b2',
      'b2: x = (builtins.a() || builtins.b()); -> c ? b4 : b5',
      'b4: builtins.d(); -> b5',
      'b5: y = (and c builtins.d()); -> return',
    ],
  ],
  [
    'a conditional expression',
    ['x = a() if b() else c()', 'y = 1 if z else 2'],
    [
      'b0: builtins.b(); -> builtins.b() ? b1 : b2',
      'b2: builtins.c(); -> b3',
      'b1: builtins.a(); -> b3',
      'b3: x = (builtins.b() ? builtins.a() | builtins.c()); y = (z ? 1 | 2); -> return',
    ],
  ],
  [
    'a chain of comparisons',
    ['if 0 < a() <= b():', '    c()'],
    [
      'b0: builtins.a(); builtins.b(); -> (< <= 0 builtins.a() builtins.b()) ? b2 : b3',
      'b3: -> b1',
      'b2: builtins.c(); -> b1',
      'b1: -> return',
    ],
  ],
  [
    'while, break, continue, else',
    ['while a():', '    if b():', '        break', '    if c():', '        continue', '    d()', 'else:', '    e()', 'f()'],
    [
      'b0: -> b1',
      'b1: builtins.a(); -> builtins.a() ? b2 : b3',
      'b3: builtins.e(); -> b4',
      'b2: builtins.b(); -> builtins.b() ? b7 : b8',
      'b8: -> b6',
      'b6: builtins.c(); -> builtins.c() ? b13 : b14',
      'b14: -> b12',
      'b12: builtins.d(); -> b1',
      'b13: -> b1',
      'b7: -> b4',
      'b4: builtins.f(); -> return',
    ],
  ],
  [
    'while True ends by break alone',
    ['while True:', '    if a():', '        break', 'b()'],
    [
      'b0: -> b1',
      'b1: -> b2',
      'b2: builtins.a(); -> builtins.a() ? b7 : b8',
      'b8: -> b6',
      'b6: -> b1',
      'b7: -> b4',
      'b4: builtins.b(); -> return',
    ],
  ],
  [
    'a walrus in a condition',
    ['while (line := read()):', '    use(line)'],
    [
      'b0: -> b1',
      'b1: builtins.read(); line = builtins.read(); -> builtins.read() ? b2 : b3',
      'b3: -> b4',
      'b4: -> return',
      'b2: builtins.use(line); -> b1',
    ],
  ],
  [
    'for takes elements apart',
    ['for i, (a, *b) in pairs():', '    use(a)', 'else:', '    none()'],
    [
      'b0: builtins.pairs(); -> b1',
      'b1: -> b2 or b3',
      'b3: builtins.none(); -> b4',
      'b4: -> return',
      'b2: i = builtins.pairs()[].0; a = builtins.pairs()[].1.0; b = ([:] builtins.pairs()[].1 1 None); builtins.use(a); -> b1',
    ],
  ],
  [
    'return leaves',
    ['def f(p):', '    if a(p):', '        return b(p)', '    c(p)'],
    [
      'b0: f = function f; -> return',
      'f(p):',
      '  b0: builtins.a(p); -> builtins.a(p) ? b2 : b3',
      '  b3: -> b1',
      '  b1: builtins.c(p); -> return',
      '  b2: builtins.b(p); -> return builtins.b(p)',
    ],
  ],
  [
    'raise goes to the handler',
    ['def f():', '    try:', '        raise Missing(a())', '    except Missing:', '        b()', '    c()'],
    [
      'b0: f = function f; -> return',
      'f():',
      '  b0: -> b3',
      '  b3: builtins.a(); -> b4 !b2',
      '  b4: builtins.Missing(builtins.a()); -> b5 !b2',
      '  b5: -> b2',
      '  b2: -> b9 or b10',
      '  b10: -> throw',
      '  b9: builtins.b(); -> b8',
      '  b8: -> b1',
      '  b1: builtins.c(); -> return',
    ],
  ],
  [
    'try, except by kind, else, finally',
    [
      'try:',
      '    a()',
      'except KeyError as e:',
      '    b(e)',
      'except (OSError, ValueError):',
      '    c()',
      'else:',
      '    d()',
      'finally:',
      '    e()',
      'f()',
    ],
    [
      'b0: -> b4',
      'b4: builtins.a(); -> b5 !b3',
      'b3: -> b11 or b12 or b13',
      'b13: -> b2',
      'b12: builtins.c(); -> b18 !b2',
      'b18: -> b10',
      'b11: e = _; builtins.b(e); -> b16 !b2',
      'b16: -> b10',
      'b10: -> b20',
      'b20: e(); -> b1',
      'b5: -> b6',
      'b6: builtins.d(); -> b7 !b2',
      'b2: e(); -> throw',
      'b7: -> b8',
      'b8: e(); -> b1',
      'b1: builtins.f(); -> return',
    ],
  ],
  [
    'a handler for all leaves none over',
    ['try:', '    a()', 'except Exception:', '    b()', 'c()'],
    [
      'b0: -> b3',
      'b3: builtins.a(); -> b4 !b2',
      'b2: -> b7',
      'b7: builtins.b(); -> b6',
      'b6: -> b1',
      'b4: -> b1',
      'b1: builtins.c(); -> return',
    ],
  ],
  [
    'finally on the way of return',
    ['def f():', '    try:', '        return a()', '    finally:', '        b()'],
    [
      'b0: f = function f; -> return',
      'f():',
      '  b0: -> b3',
      '  b3: builtins.a(); -> b4 !b2',
      '  b2: builtins.b(); -> throw',
      '  b4: -> b5',
      '  b5: builtins.b(); -> return builtins.a()',
    ],
  ],
  [
    'finally on the way of continue',
    ['for x in xs:', '    try:', '        continue', '    finally:', '        a()'],
    ['b0: -> b1', 'b1: -> b2 or b3', 'b3: -> b4', 'b4: -> return', 'b2: x = xs[]; -> b8', 'b8: -> b9', 'b9: builtins.a(); -> b1'],
  ],
  [
    'with holds up to its end',
    ['with open(p) as f, lock:', '    f.write(a())', 'b()'],
    [
      'b0: builtins.open(p); enter with; builtins.open(p).__enter__(); f = builtins.open(p); enter with; lock.__enter__(); builtins.a(); builtins.open.write(builtins.a()); leave; leave; builtins.b(); -> return',
    ],
  ],
  [
    'async with and async for wait',
    ['async def f():', '    async with lock:', '        await a()', '    async for x in b():', '        c(x)'],
    [
      'b0: f = function f; -> return',
      'async f():',
      '  b0: enter with; await lock.__enter__(); suspend; await builtins.a(); suspend; suspend; leave; builtins.b(); -> b1',
      '  b1: suspend; -> b2 or b3',
      '  b3: -> b4',
      '  b4: -> return',
      '  b2: x = builtins.b()[]; builtins.c(x); -> b1',
    ],
  ],
  [
    'suppress catches',
    ['from contextlib import suppress', 'with suppress(OSError):', '    a()', '    b()', 'c()'],
    [
      'b0: contextlib.suppress(OSError); -> b3',
      'b3: enter with; contextlib.suppress(OSError).__enter__(); -> b4 !b2',
      'b4: builtins.a(); -> b5 !b2',
      'b5: builtins.b(); -> b6 !b2',
      'b2: -> b1',
      'b6: leave; -> b1',
      'b1: builtins.c(); -> return',
    ],
  ],
  [
    'match with a guard and a last case',
    ['match a():', '    case 1 if b():', '        c()', '    case _:', '        d()'],
    [
      'b0: builtins.a(); -> builtins.a() is 1: b2, else: b3',
      'b2: builtins.b(); -> builtins.b() ? b5 : b3',
      'b3: builtins.d(); -> b1',
      'b5: builtins.c(); -> b1',
      'b1: -> return',
    ],
  ],
  [
    'match that may fit nothing',
    ['match x:', '    case 1:', '        a()', 'b()'],
    ['b0: -> x is 1: b2, else: b1', 'b2: builtins.a(); -> b1', 'b1: builtins.b(); -> return'],
  ],
  [
    'assert leaves',
    ['assert a(), b()', 'c()'],
    ['b0: builtins.a(); -> builtins.a() ? b1 : b2', 'b2: builtins.b(); -> throw', 'b1: builtins.c(); -> return'],
  ],
  [
    'sys.exit ends',
    ['import sys', 'if a():', '    sys.exit(1)', 'if b():', '    sys.exit()', 'c()'],
    [
      'b0: builtins.a(); -> builtins.a() ? b2 : b3',
      'b3: -> b1',
      'b1: builtins.b(); -> builtins.b() ? b8 : b9',
      'b9: -> b7',
      'b7: builtins.c(); -> return',
      'b8: sys.exit(); -> exit',
      'b2: sys.exit(1); -> exit failed',
    ],
  ],
  [
    'a helper that never returns',
    ['import sys', 'def die(text):', '    print(text)', '    sys.exit(1)', 'if a():', "    die('x')", 'b()'],
    [
      'b0: die = function die; builtins.a(); -> builtins.a() ? b2 : b3',
      'b3: -> b1',
      'b1: builtins.b(); -> return',
      "b2: .die('x'); -> throw",
      'die(text):',
      '  b0: builtins.print(text); sys.exit(1); -> exit failed',
    ],
  ],
  [
    'a method for heirs to replace returns',
    ['class A:', '    def run(self):', '        raise NotImplementedError', '    def go(self):', '        self.run()', '        a()'],
    [
      'b0: run = function run; go = function go; A = {run: function run, go: function go}; -> return',
      'run(self):',
      '  b0: -> throw',
      'go(self):',
      '  b0: self.run(); builtins.a(); -> return',
    ],
  ],
  [
    'one self for all methods',
    ['class A:', '    def __init__(self, path, mode=1):', '        self.path = path', '    def save(self):', '        write(self.path)'],
    [
      'b0: __init__ = function __init__; save = function save; A = {__init__: function __init__, save: function save}; -> return',
      '__init__(self, path, mode):',
      '  b0: self.path = path; -> return',
      'save(self):',
      '  b0: builtins.write(self.path); -> return',
    ],
  ],
  [
    'methods are targets without their self',
    [
      'class A:',
      '    def go(self, p):',
      '        self.put(p, mode=2)',
      '        A.make(p)',
      '    def put(self, path, mode):',
      '        b(path)',
      '    @staticmethod',
      '    def make(path):',
      '        c(path)',
    ],
    [
      'b0: go = function go; put = function put; make = function make; A = {go: function go, put: function put, make: function make}; -> return',
      'go(self, p):',
      '  b0: self.put(p, 2); .A.make(p); -> return',
      'put(self, path, mode):',
      '  b0: builtins.b(path); -> return',
      'make(path):',
      '  b0: builtins.c(path); -> return',
    ],
  ],
  [
    'arguments by name stand in their places',
    ['def f(a, b, c):', '    pass', 'f(1, c=3)'],
    ['b0: f = function f; .f(1, ?, 3); -> return', 'f(a, b, c):', '  b0: -> return'],
  ],
  [
    'await waits after the call',
    ['async def f(x):', '    y = await a(x)', '    await y', '    return b(y)'],
    [
      'b0: f = function f; -> return',
      'async f(x):',
      '  b0: await builtins.a(x); suspend; y = builtins.a(x); suspend; builtins.b(y); -> return builtins.b(y)',
    ],
  ],
  [
    'yield waits',
    ['def f():', '    x = yield a()', '    yield from b()'],
    ['b0: f = function f; -> return', 'f():', '  b0: builtins.a(); give builtins.a(); suspend; x = ?; builtins.b(); suspend; -> return'],
  ],
  [
    'comprehensions are loops',
    ['x = [f(a) for a in b() if c(a)]', 'y = {k: g(v) for k, v in d for w in v}', 'z = [a for a in b]'],
    [
      'b0: builtins.b(); -> b1',
      'b1: -> b3 or b2',
      'b2: x = [builtins.f(a) …]; -> b8',
      'b8: -> b10 or b9',
      'b9: y = [builtins.g(v) …]; -> b16',
      'b16: -> b18 or b17',
      'b17: z = [a …]; -> return',
      'b18: a = b[]; -> b16',
      'b10: k = d[].0; v = d[].1; -> b12',
      'b12: -> b13 or b8',
      'b13: w = v[]; builtins.g(v); -> b12',
      'b3: a = builtins.b()[]; builtins.c(a); -> builtins.c(a) ? b5 : b1',
      'b5: builtins.f(a); give builtins.f(a); -> b1',
    ],
  ],
  [
    'an async comprehension waits',
    ['async def f():', '    return [a(x) async for x in b()]'],
    [
      'b0: f = function f; -> return',
      'async f():',
      '  b0: builtins.b(); -> b1',
      '  b1: suspend; -> b3 or b2',
      '  b2: -> return [builtins.a(x) …]',
      '  b3: x = builtins.b()[]; builtins.a(x); -> b1',
    ],
  ],
  [
    'a lambda that is run there',
    ['x = map(lambda a: b(a), c)', 'y = later(lambda: d())'],
    [
      'b0: builtins.map(function, c); enter callback; a = c[]; builtins.b(a); give builtins.b(a); leave; x = builtins.map(function, c); builtins.later(function); y = builtins.later(function); -> return',
      'lambda(a):',
      '  b0: builtins.b(a); -> return builtins.b(a)',
      'lambda():',
      '  b0: builtins.d(); -> return builtins.d()',
    ],
  ],
  [
    'a lambda called on the spot',
    ['(lambda a: b(a))(1)'],
    [
      'b0: (1); enter callback; a = 1; builtins.b(a); give builtins.b(a); leave; -> return',
      'lambda(a):',
      '  b0: builtins.b(a); -> return builtins.b(a)',
    ],
  ],
  [
    'nested functions and closures',
    ['def f(p):', '    def g():', '        a(p)', '    g()'],
    ['b0: f = function f; -> return', 'f(p):', '  b0: g = function g; .g(); -> return', 'g():', '  b0: builtins.a(p); -> return'],
  ],
  [
    'decorators and defaults are computed where they stand',
    ['@a(1)', 'def f(x=b()):', '    pass'],
    ['b0: builtins.a(1); builtins.b(); f = function f; -> return', 'f(x):', '  b0: -> return'],
  ],
  [
    'class bodies run where they stand',
    ['class A(base()):', '    x = a()', '    @b', '    class B:', '        y = c()'],
    [
      'b0: builtins.base(); builtins.a(); x = builtins.a(); builtins.c(); y = builtins.c(); B = {y: builtins.c()}; A = {x: builtins.a(), B: {y: builtins.c()}}; -> return',
    ],
  ],
  [
    'assignments of many kinds',
    [
      'a = b = c()',
      'd, e = f, g',
      'h, i = j()',
      'k += 1',
      'l.m = 1',
      'l.m.n = 2',
      "o['p'] = 3",
      'o[q] = 4',
      'del r, o[q]',
      's: int = 5',
      't: int',
    ],
    [
      'b0: builtins.c(); a = builtins.c(); b = builtins.c(); d = f; e = g; builtins.j(); h = builtins.j().0; i = builtins.j().1; k = {k + 1}; l.m = 1; store l.m.n = 2; o.p = 3; store o[q] = 4; r = _; store o[q] = _; s = 5; -> return',
    ],
  ],
  [
    'texts are put together',
    [
      "a = 'x' 'y'",
      "b = f'{a}/z{c!r}'",
      "d = '%s.%d' % (b, e)",
      "g = '%(n)s' % {'n': h}",
      "i = '{}-{0}-{k}'.format(a, k=b)",
      "j = '/'.join([a, 'l'])",
      "m = a + '.' + b",
    ],
    [
      "b0: a = 'xy'; b = {a + '/z' + (!r c)}; d = {b + '.' + (%d e)}; g = {h}; '{}-{0}-{k}'.format(a); i = {a + '-' + a + '-' + b}; '/'.join([a, 'l']); j = {a + '/' + 'l'}; m = {a + '.' + b}; -> return",
    ],
  ],
  [
    'values of other kinds',
    [
      "a = b['c']",
      'd = b[e]',
      'f = -1',
      'g = not h',
      "i = {'j': 1, **k}",
      'l = [1, (2, 3)]',
      'm = n is not None',
      'import os',
      "o = os.environ['HOME']",
      "p = os.environ.get('X')",
    ],
    [
      "b0: a = b.c; d = b[e]; f = -1; g = (not h); i = {j: 1, ...k}; l = [1, [2, 3]]; m = (is not n None); o = $HOME; os.environ.get('X'); p = os.environ.get('X'); -> return",
    ],
  ],
  [
    'numbers, truths and nothing are told from texts',
    ["a = [1, -2.5, True, False, None, '1']", 'b = 7 * 42 - c + 1', 'd = e + 1 + 2', 'g = 1 + 2', "f = 'x' * 3"],
    ["b0: a = [1, -2.5, True, False, None, '1']; b = {(- (* 7 42) c) + 1}; d = {e + 1 + 2}; g = {1 + 2}; f = (* 'x' 3); -> return"],
  ],
  [
    'the first unless it is nothing, both, and one of two by a condition',
    ["a = b or c or 'd'", 'e = b and c and d', 'f = b if c > 1 else d', "g = (b or {})['k']"],
    ["b0: a = (b || c || 'd'); e = (and (and b c) d); f = ((> c 1) ? b | d); g = (b || {}).k; -> return"],
  ],
  [
    'parts of a list',
    ['a = b[1:c]', 'd = b[:2]', 'e = b[1:]', 'f = b[::2]', 'g = b[h]', 'i = b[-1]', 'j = b[c, 1]'],
    ['b0: a = ([:] b 1 c); d = ([:] b None 2); e = ([:] b 1 None); f = ([:] b None None); g = b[h]; i = b.-1; j = b[c]; -> return'],
  ],
  [
    'lists and tables with others put in',
    ['a = [*b, c]', "d = {**e, 'k': f, g: h}", "i = ['git'] + j + [k]", 'l(*m, n, **o)'],
    ["b0: a = [b[], c]; d = {k: f, ...e, ...[h …]}; i = ['git', j[], k]; builtins.l(m[], n); -> return"],
  ],
  [
    'texts made of what is not written as a list',
    [
      "a = '%s %s' % b",
      "c = '%(n)s' % d",
      "e = f'{g:d} {h:>{w}} {i!r}'",
      "j = '{} {}'.format(*k)",
      "l = '{m} {n}'.format(m=o, **p)",
      "q = ','.join(r(s) for s in t)",
      "u = ','.join([*v])",
      'w = x % y',
    ],
    [
      "b0: a = {b.0 + ' ' + b.1}; c = {d.n}; e = {(%d g) + ' ' + h + ' ' + (!r i)}; '{} {}'.format(k[]); j = {k[] + ' ' + k[]}; '{m} {n}'.format(); l = {o + ' ' + p.n}; -> b1",
      'b1: -> b3 or b2',
      "b2: ','.join([builtins.r(s) …]); q = ','.join([builtins.r(s) …]); ','.join([v[]]); u = ','.join([v[]]); w = (% x y); -> return",
      'b3: s = t[]; builtins.r(s); -> b1',
    ],
  ],
  [
    'loops through pairs, rows and tables',
    [
      'for i, a in enumerate(b):',
      '    c(a)',
      'for d, (e, f) in zip(g, h.items()):',
      '    c(e, f)',
      'for j, k in sorted(l.items()):',
      '    c(j, k)',
      'm = [n + o for n, o in p.items()]',
    ],
    [
      'b0: builtins.enumerate(b); -> b1',
      'b1: -> b2 or b3',
      'b3: -> b4',
      'b4: builtins.h.items(); builtins.zip(g, builtins.h.items()); -> b7',
      'b7: -> b8 or b9',
      'b9: -> b10',
      'b10: builtins.l.items(); builtins.sorted(builtins.l.items()); -> b13',
      'b13: -> b14 or b15',
      'b15: -> b16',
      'b16: builtins.p.items(); -> b19',
      'b19: -> b21 or b20',
      'b20: m = [{n + o} …]; -> return',
      'b21: n = builtins.p.items()[].0; o = p[]; -> b19',
      'b14: j = builtins.l.items()[].0; k = l[]; builtins.c(j, k); -> b13',
      'b8: d = g[]; e = builtins.h.items()[].0; f = h[]; builtins.c(e, f); -> b7',
      'b2: i = ?; a = b[]; builtins.c(a); -> b1',
    ],
  ],
  [
    'targets that take the rest',
    ['a, *b = c', 'd, *e, f = g()', 'h, *i, j = 1, 2, 3, 4', '[k, l] = m', 'n, (o, p.q, r[s]) = t'],
    [
      'b0: a = c.0; b = ([:] c 1 None); builtins.g(); d = builtins.g().0; e = ([:] builtins.g() 1 -1); f = builtins.g().-1; h = 1; i = [2, 3]; j = 4; k = m.0; l = m.1; n = t.0; o = t.1.0; p.q = t.1.1; store r[s] = _; -> return',
    ],
  ],
  [
    'fields of fields and computed keys are stores',
    ['a.b.c = d', "a.b['c'] = d", 'a[b] = c', 'a[b][c] += d', "a['b'] += c", 'a().b = c', 'a[1:2] = b', 'self.a.b[c] = d'],
    [
      'b0: store a.b.c = d; store a.b.c = d; store a[b] = c; store a[b][c] = {a[b][c] + d}; a.b = {a.b + c}; builtins.a(); store builtins.a().b = c; store a[?] = b; store self.a.b[c] = d; -> return',
    ],
  ],
  [
    'match tells literals and binds names',
    [
      'match a[0]:',
      "    case 'b' | 'c':",
      '        d()',
      '    case (-1 | 2.5) as e:',
      '        d(e)',
      '    case None | True:',
      '        d()',
      "    case {'f': g, **h}:",
      '        d(g, h)',
      '    case [i, *j] | (i, j):',
      '        d(i, j)',
      '    case K(l=m, n=1) | str(m):',
      '        d(m)',
      "    case O.P | 'q':",
      '        d()',
      "    case 'r' if s:",
      '        d()',
      '    case t:',
      '        d(t)',
    ],
    [
      'b0: -> a.0 is b | c: b2, -1 | 2.5: b3, None | True: b4, else: b5, else: b6, else: b7, else: b8, r: b9, else: b10',
      'b9: -> s ? b19 : b10',
      'b10: t = a.0; builtins.d(t); -> b1',
      'b19: builtins.d(); -> b1',
      'b8: builtins.d(); -> b1',
      'b7: m = a.0.l; m = a.0; builtins.d(m); -> b1',
      'b6: i = a.0.0; j = ([:] a.0 1 None); i = a.0.0; j = a.0.1; builtins.d(i, j); -> b1',
      'b5: g = a.0.f; h = a.0; builtins.d(g, h); -> b1',
      'b4: builtins.d(); -> b1',
      'b3: e = a.0; builtins.d(e); -> b1',
      'b2: builtins.d(); -> b1',
      'b1: -> return',
    ],
  ],
  [
    'match of several values',
    ['match a, b:', '    case 1, c:', '        d(c)'],
    ['b0: -> b2 or b1', 'b2: c = b; builtins.d(c); -> b1', 'b1: -> return'],
  ],
  [
    'what a class has is seen through self and by its heirs',
    [
      'class A:',
      "    path = '/tmp'",
      '    def set(self, mode):',
      '        self.mode = mode',
      'class B(A):',
      '    def get(self):',
      '        return self.mode, self.path, A.path',
    ],
    [
      "b0: path = '/tmp'; set = function set; A = {path: '/tmp', set: function set}; self.path = '/tmp'; get = function get; B = {get: function get, ...A}; -> return",
      'set(self, mode):',
      '  b0: self.mode = mode; -> return',
      'get(self):',
      '  b0: -> return [self.mode, self.path, A.path]',
    ],
  ],
  [
    'what lambdas run over, and what is no part of the result',
    ['a = map(lambda b, c: b + c, d, e())', 'f = sorted(g, key=lambda h: h[0])', 'i = filter(lambda j: k(j), l)', '(lambda m, n=1: m)(o)'],
    [
      'b0: builtins.e(); builtins.map(function, d, builtins.e()); enter callback; b = d[]; c = builtins.e()[]; give {b + c}; leave; a = builtins.map(function, d, builtins.e()); builtins.sorted(g); enter callback; h = g[]; leave; f = builtins.sorted(g); builtins.filter(function, l); enter callback; j = l[]; builtins.k(j); give builtins.k(j); leave; i = builtins.filter(function, l); (o, 1); enter callback; m = o; n = 1; give m; leave; -> return',
      'lambda(b, c):',
      '  b0: -> return {b + c}',
      'lambda(h):',
      '  b0: -> return h.0',
      'lambda(j):',
      '  b0: builtins.k(j); -> return builtins.k(j)',
      'lambda(m, n):',
      '  b0: -> return m',
    ],
  ],
  [
    'what a getter returns is what its field is',
    [
      'class A:',
      '    @property',
      '    def a(self):',
      '        return self.b',
      '    @functools.cached_property',
      '    def c(self):',
      '        return d()',
      '    def e(self):',
      '        return self.a',
    ],
    [
      'b0: a = function a; c = function c; e = function e; A = {a: function a, c: function c, e: function e}; -> return',
      'a(self):',
      '  b0: self.a = self.b; -> return self.b',
      'c(self):',
      '  b0: builtins.d(); self.c = builtins.d(); -> return builtins.d()',
      'e(self):',
      '  b0: -> return self.a',
    ],
  ],
  [
    'globals are one variable everywhere',
    ['count = 0', 'def f():', '    global count', '    count = a()', 'def g():', '    b(count)'],
    [
      'b0: count = 0; f = function f; g = function g; -> return',
      'f():',
      '  b0: builtins.a(); count = builtins.a(); -> return',
      'g():',
      '  b0: builtins.b(count); -> return',
    ],
  ],
  [
    'what follows a return is kept apart',
    ['def f():', '    return 1', '    a()'],
    ['b0: f = function f; -> return', 'f():', '  b0: -> return 1'],
  ],
  [
    'half a file',
    ['def f(:', '    a()', 'if b(', '    c()', 'd()'],
    ['b0: f = function f; builtins.c(); builtins.c()(); -> return', 'f():', '  b0: builtins.a(); -> return'],
  ],
];

describe('a Python file is lowered', () => {
  test.each(lowered)('%s', (_, code, program) => {
    expect(programText(lower(code.join('\n')))).toEqual(program);
  });
});

describe('what others ask of the program', () => {
  test('calls of a function, also of a method, with their callers', () => {
    const program = lower('class A:\n    def a(self):\n        self.b()\n    def b(self):\n        c()\n\ndef c():\n    pass\n\nc()\n');
    const callers = program.functions.map((fn) => program.callsOf(fn).map(({ caller }) => caller.name));
    expect(callers).toEqual([[], [], ['a'], ['b', '']]);
  });

  test.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'by name, by another name, from a table',
      [
        'def f(): pass',
        'g = f',
        "table = {'a': f, 'b': lambda: 1}",
        'f()',
        'g()',
        "table['a']()",
        "table['b']()",
        'table[k]()',
        '(lambda: 2)()',
        'h()',
      ],
      ['f() f', 'g() f', "table['a']() f", "table['b']() lambda", 'table[k]() -', '(lambda: 2)() lambda', 'h() -'],
    ],
    [
      'methods of the object, of what the class extends, of classes themselves',
      [
        'class A:',
        '    def __init__(self, x): self.put(x)',
        '    def put(self, x): self.handler(x)',
        '    @staticmethod',
        '    def make(x): pass',
        '    @classmethod',
        '    def of(cls, x): return cls(x)',
        'class B(A):',
        '    def put(self, x):',
        '        super().put(x)',
        '        A.put(self, x)',
        '        self.make(x)',
        '        self.other(x)',
        'B(1)',
        'A.make(2)',
        'B.of(3)',
      ],
      [
        'self.put(x) A.put',
        'self.handler(x) -',
        'cls(x) A.__init__',
        'super().put(x) A.put',
        'super() -',
        'A.put(self, x) A.put',
        'self.make(x) A.make',
        'self.other(x) -',
        'B(1) A.__init__',
        'A.make(2) A.make',
        'B.of(3) A.of',
      ],
    ],
    [
      'methods of instances in variables, fields, parameters and results',
      [
        'class R:',
        '    def find(self): pass',
        'class S:',
        '    shared = R()',
        '    def __init__(self, given: R, hook):',
        '        self.own = R()',
        '        self.given = given',
        '        self.hook = hook',
        '    def go(self, other: "R", last: R = None):',
        '        self.own.find()',
        '        self.given.find()',
        '        self.shared.find()',
        '        other.find()',
        '        last.find()',
        '        self.hook.find()',
        'def make(): return R()',
        'def typed() -> R: return registry[0]',
        'r = R()',
        'r.find()',
        'make().find()',
        'typed().find()',
        'with R() as w: w.find()',
        'def inner(): return r.find()',
        '(q or R()).find()',
      ],
      [
        'R() -',
        'R() -',
        'self.own.find() R.find',
        'self.given.find() R.find',
        'self.shared.find() R.find',
        'other.find() R.find',
        'last.find() R.find',
        'self.hook.find() -',
        'R() -',
        'R() -',
        'r.find() R.find',
        'make().find() R.find',
        'make() make',
        'typed().find() R.find',
        'typed() typed',
        'R() -',
        'w.find() R.find',
        'r.find() R.find',
        '(q or R()).find() R.find',
        'R() -',
      ],
    ],
    [
      'functions put into fields and passed on',
      [
        'def save(x): pass',
        'class A:',
        '    store = save',
        '    def __init__(self):',
        '        self.keep = save',
        '        self.later = lambda x: x',
        '    def go(self):',
        '        self.keep(1)',
        '        self.later(2)',
        'A.store(3)',
        'A().keep(4)',
      ],
      ['self.keep(1) save', 'self.later(2) lambda', 'A.store(3) save', 'A().keep(4) save', 'A() A.__init__'],
    ],
    [
      'going in circles ends',
      ['a = b', 'b = a', 'a()', 'class C(D): pass', 'class D(C): pass', 'C().x()', 'def e(): return e().y()', 'f = f.g', 'f()'],
      ['a() -', 'C().x() -', 'C() -', 'e().y() -', 'e() e', 'f() -'],
    ],
  ])('the function that is called: %s', (_, code, expected) => {
    const program = lower(code.join('\n'));
    const nameOf = (fn: IrFunction) => {
      const holder = program.classOf(fn);
      return `${holder ? `${holder.name}.` : ''}${fn.name || 'lambda'}`;
    };
    const found = callsIn(program).map((call) => {
      const target = program.targetOf(call);
      return `${textOf(program, call.at)} ${target ? nameOf(target) : '-'}`;
    });
    expect(found).toEqual(expected);
    // Whoever asks from the other side finds the same.
    const pairs = program.functions.flatMap((fn) => program.callsOf(fn).map(({ call }) => `${textOf(program, call.at)} ${nameOf(fn)}`));
    expect(pairs.sort()).toEqual(expected.filter((line) => !line.endsWith(' -')).sort());
  });

  test('what parameters get, also those that take the rest, and what a method is called on', () => {
    const program = lower(
      [
        'def f(a, *rest, key=None, **table): pass',
        'f(1, 2, 3, key=4, more=5)',
        'f(1)',
        'f(*xs, **ys)',
        'def g(a, b=1 + x, *, c=True): pass',
        "g(0, c='d')",
        'g(b=2, a=3)',
        'g(*xs)',
        'g(**ys)',
        'class A:',
        '    def g(self, p, q): pass',
        'class B(A):',
        '    def h(self): super().g(6, q=7)',
        'a = A()',
        'a.g(8, q=9)',
        'A.g(a, 10, 11)',
      ].join('\n'),
    );
    const found = callsIn(program)
      .filter(({ word }) => /^[fg]$/.test(word))
      .map((call) => {
        const receiver = program.receiverOf(call);
        const options = [...program.optionsOf(call)].map(([name, value]) => `${name}=${valueText(value, program)}`);
        const given = program.argumentsOf(call).map((value) => valueText(value, program));
        return [receiver ? valueText(receiver, program) : '', ...given, ...options].join(' ');
      });
    expect(found).toEqual([
      ' 1 [2, 3] 4 {more: 5} key=4 more=5',
      ' 1 [] None {}',
      ' xs[] ? ys.key {...ys}',
      " 0 {1 + x} 'd' c='d'",
      ' 3 2 True b=2 a=3',
      ' xs[]',
      ' ys.a ys.b ys.c',
      'self 6 7 q=7',
      'a 8 9 q=9',
      'a 10 11',
    ]);
  });

  test('what a file takes and gives', () => {
    const program = lower(
      [
        'import os, a.b.c',
        'import numpy as np',
        'from . import x',
        'from ..p.q import y as z, w',
        'from .all import *',
        'from .more import *',
        'def f():',
        '    import json',
        '    import a.e',
        '    a.b.c.walk(a.e.d)',
        '    from lib import late',
        'class K: pass',
        'limit = 3',
        'if limit:',
        '    def g(): pass',
        'else:',
        '    def g(): pass',
        'a.b.c.run(a.d)',
      ].join('\n'),
    );
    const taken = program.imports.map(({ from, name, variable }) => `${variable?.name ?? '(all)'}: ${name} of ${from}`);
    expect(taken).toEqual([
      'os: * of os',
      'a: * of a',
      'a.b.c: * of a.b.c',
      'np: * of numpy',
      'x: x of .',
      'z: y of ..p.q',
      'w: w of ..p.q',
      '(all): * of .all',
      '(all): * of .more',
      'json: * of json',
      'a: * of a',
      'a.e: * of a.e',
      'late: late of lib',
    ]);
    const given = [...program.exports].map(
      ([name, one]) => `${name}: ${'from' in one ? `${one.name} of ${one.from}` : valueText(one, program)}`,
    );
    expect(given).toEqual([
      'os: * of os',
      'a: * of a',
      'np: * of numpy',
      'x: x of .',
      'z: y of ..p.q',
      'w: w of ..p.q',
      'f: function f',
      'K: K',
      'limit: limit',
      'g: g',
      '*: * of .all',
      '*.more: * of .more',
    ]);
    const modules = callsIn(program).map((call) => {
      const callee = program.calleeOf(call);
      return program.imports.findIndex(
        ({ variable }) => callee?.kind === 'field' && callee.of.kind === 'variable' && callee.of.variable === variable,
      );
    });
    expect(modules).toEqual([2, 2]);
  });

  test('decorators and classes of functions, also of those inside others', () => {
    const program = lower(
      [
        'from flask import Flask',
        'from django.views import View',
        'import tornado.web',
        'app = Flask(__name__)',
        "@app.route('/a', methods=['GET'])",
        '@login_required',
        'def a(): pass',
        'def init(api):',
        "    @api.get('/b/' + prefix)",
        '    async def b(): pass',
        'class Own(View): pass',
        '@register(1)',
        'class C(Own, tornado.web.RequestHandler, Generic[T], metaclass=M):',
        '    @property',
        '    def d(self):',
        '        def e(): pass',
      ].join('\n'),
    );
    const shown = ({ name, word, arguments: given }: Decorator) =>
      `${word} (${name}) ${given.map((value) => valueText(value, program)).join(' ')}`.trim();
    const found = program.functions.map((fn) => {
      const holder = program.classOf(fn);
      const about = holder ? [`in ${holder.name}: ${holder.bases.join(' ')}`, ...holder.decorators.map(shown)] : [];
      return [fn.name, ...program.decoratorsOf(fn).map(shown), ...about];
    });
    expect(found).toEqual([
      [''],
      ['a', "app.route (flask.Flask().route) '/a' {methods: ['GET']}", 'login_required (builtins.login_required)'],
      ['init'],
      ['b', "api.get (null) {'/b/' + prefix}"],
      [
        'd',
        'property (builtins.property)',
        'in C: .Own tornado.web.RequestHandler builtins.Generic django.views.View',
        'register (builtins.register) 1',
      ],
      ['e'],
    ]);
  });

  test('types and marks of parameters', () => {
    const program = lower(
      [
        'from fastapi import Query, Depends as Dep, Request',
        'from typing import Annotated, Optional, Union',
        'import uuid',
        'class Own: pass',
        'def f(a, b: int, c: Request, d: Optional[uuid.UUID] = None, e: str | None = Query(None, max=3), g=Dep(get),',
        '      h: Annotated[str, Dep(get)] = 1, i: list[int] = None, j: "Own" = None, k: Union[str, None, int] = make, l: dict[str, Own] = {},',
        '      m: "uuid.UUID" = None, *args: bytes, **rest: float): pass',
        'class A:',
        '    def g(self, n: Own): pass',
      ].join('\n'),
    );
    const found = program.functions.flatMap(({ parameters }) =>
      parameters.map((variable) => {
        const mark = program.markOf(variable);
        const given = mark?.arguments.map((value) => valueText(value, program)).join(' ');
        return `${variable.name} ${variable.parameter} ${program.typeOf(variable)}${mark ? ` by ${mark.name}(${given})` : ''}`;
      }),
    );
    expect(found).toEqual([
      'a 0 null',
      'b 1 builtins.int',
      'c 2 fastapi.Request',
      'd 3 uuid.UUID',
      'e 4 builtins.str by fastapi.Query(None {max: 3})',
      'g 5 null by fastapi.Depends(get)',
      'h 6 builtins.str by fastapi.Depends(get)',
      'i 7 builtins.list[builtins.int]',
      'j 8 .Own',
      'k 9 builtins.str | builtins.int',
      'l 10 builtins.dict[builtins.str, .Own]',
      'm 11 uuid.UUID',
      'args 12 builtins.bytes',
      'rest 13 builtins.float',
      'self -1 null',
      'n 0 .Own',
    ]);
  });

  test('names of what stands in an expression', () => {
    const program = lower(
      [
        'from flask import request',
        'from .models import User',
        'class Own: pass',
        'r = request',
        'f(request.args, r.form, User, Own, x, Own().y, 1)',
      ].join('\n'),
    );
    const call = callsIn(program).find(({ word }) => word === 'f');
    expect(program.argumentsOf(call!).map(({ at }) => program.nameAt(at))).toEqual([
      'flask.request.args',
      'flask.request.form',
      '.models.User',
      null,
      'builtins.x',
      null,
      null,
    ]);
  });

  test('functions that call a word, under whatever name it was imported', () => {
    const program = lower('from os import chmod as c\ndef a():\n    c(p)\ndef b():\n    run(lambda: os.chmod(p))\ndef d():\n    other()\n');
    expect(program.functionsCalling(new Set(['chmod'])).map(({ name, at }) => name || (at === 0 ? 'file' : 'lambda'))).toEqual([
      'a',
      'b',
      'lambda',
    ]);
  });

  test('an heir sees what is assigned to itself where it comes from', () => {
    const program = lower(
      'class A:\n    x = 1\n    def f(self):\n        self.y = 2\n    @property\n    def w(self):\n        return 4\nclass B(A):\n    def g(self):\n        self.z = 3\n',
    );
    const g = program.functions.find(({ name }) => name === 'g')!;
    const [assign] = g.blocks[0]!.instructions;
    const found = assign?.op === 'assign' ? program.definitionsOf(assign.variable) : [];
    expect(found.map(({ within, assign: { field } }) => `${within.name}: ${field}`)).toEqual([': x', 'w: w', 'f: y', 'g: z']);
  });

  test('the definitions of a global, of a parameter and of a field', () => {
    const program = lower('x = 1\ndef f(p):\n    global x\n    x = 2\n    p = 3\nclass A:\n    def g(self):\n        self.y = 4\n');
    const names = ['x', 'p', 'self'];
    const variables = program.functions.flatMap(({ blocks }) =>
      blocks.flatMap(({ instructions }) => instructions.flatMap((one) => (one.op === 'assign' ? [one.variable] : []))),
    );
    const found = names.map((name) =>
      program
        .definitionsOf(variables.find((variable) => variable.name === name)!)
        .map(
          ({ within, assign }) =>
            `${within.name}: ${program.tree.text.slice(program.tree.start[assign.at]!, program.tree.end[assign.at]!)}`,
        ),
    );
    expect(found).toEqual([[': x', 'f: x'], ['f: p'], ['g: self.y']]);
  });
});

describe('a file made to hurt is lowered all the same', () => {
  const nested = (levels: number) => Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}if a${level}:`).join('\n');
  test.each([
    ['blocks in blocks', `${nested(400)}\n${' '.repeat(400)}last()\n`, 1],
    ['calls in calls', `${'f('.repeat(5_000)}${')'.repeat(5_000)}\n`, 5_000],
    ['a long sum', `x = ${'f() + '.repeat(10_000)}1\n`, 10_000],
    ['a long condition', `if ${'f() and '.repeat(5_000)}g():\n    pass\n`, 5_001],
    ['many elif', `if a():\n    pass\n${'elif b():\n    pass\n'.repeat(10_000)}`, 10_001],
    ['chained calls of methods', `class A:\n    def a(self): return self\nA()${'.a()'.repeat(3_000)}\n`, 3_001],
    ['a target of many names', `${'a, '.repeat(3_000)} = ${'f(), '.repeat(2_999)}\n`, 2_999],
    ['a match of many cases', `match x:\n${'    case 1 | "a":\n        f()\n'.repeat(5_000)}`, 5_000],
    ['a megabyte in a row', 'os.remove(path)\n'.repeat(62_500), 62_500],
    [
      'finally in finally',
      `${Array.from({ length: 12 }, (_, n) => `${' '.repeat(n)}try:\n${' '.repeat(n + 1)}a()\n${' '.repeat(n)}finally:`).join('\n')}\n${' '.repeat(12)}b()\n`,
      null,
    ],
  ])('%s', (_, text, calls) => {
    const program = lower(text);
    const found = program.functions[0]!.blocks.flatMap(({ instructions }) => instructions.filter(({ op }) => op === 'call')).length;
    expect(calls === null ? found > 0 : found === calls).toBe(true);
  });

  test('many classes, heirs and functions that call each other', () => {
    const classes = Array.from(
      { length: 2_000 },
      (_, n) =>
        `class C${n}(C${n - 1}):\n    def __init__(self, x): self.x = x\n    def go(self): self.go()\ndef f${n}(x): f${(n + 1) % 2_000}(C${n}(x))\n`,
    );
    const program = lower(classes.join(''));
    const found = program.functions.map((fn) => {
      const definitions = fn.parameters.flatMap((variable) => program.definitionsOf(variable)).length;
      return [program.callsOf(fn).length, program.callersOf(fn).length, definitions > 0].join(' ');
    });
    // The file; then a constructor and a method of one class for each function.
    expect(new Map([...new Set(found)].map((one) => [one, found.filter((other) => other === one).length]))).toEqual(
      new Map([
        ['0 0 false', 1],
        ['1 1 true', 4_000],
        ['1 1 false', 2_000],
      ]),
    );
  });
});
