/** The taint solver on small programs with a model of a few calls: what reaches the sink, and what does not. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { allFacts, isCleared } from '../src/engine/check.ts';
import { flowModelOf, library } from '../src/engine/flow/library.ts';
import { ProgramFlow, type Unit } from '../src/engine/flow/programFlow.ts';
import type { FlowProgram } from '../src/engine/ir/program.ts';
import { lowerPython } from '../src/engine/ir/python/lowerPython.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import { SyntaxNode } from '../src/engine/parse/syntaxNode.ts';
import { SourceText } from '../src/engine/sourceText.ts';

const model = flowModelOf(
  [
    library({
      library: 'a few calls',
      names: { 'web.App()': 'web.App' },
      calls: {
        run: { sinks: [{ at: 0, context: 'shell' }] },
        'os.system': { sinks: [{ at: 0, context: 'shell' }] },
        'shlex.quote': { gives: { from: [0], as: 'same' }, clears: ['shell'] },
        'builtins.int': { gives: { from: [0], as: 'number' } },
        'builtins.str': { gives: { from: [0], as: 'same' } },
        'builtins.input': { source: 'input' },
        're.fullmatch': { guards: [{ of: 1, by: 'pattern', in: 0, holds: 'true', match: 'whole' }] },
        're.match': { guards: [{ of: 1, by: 'pattern', in: 0, holds: 'true', match: 'start' }] },
        '*.append': { into: { to: 'receiver', from: [0], as: 'end' } },
        '*.pop': { takes: 'position' },
        '*.get': { gives: { from: ['receiver', 0, 1], as: 'field' } },
        '*.join': { gives: { from: ['receiver', 0], as: 'text of items' } },
        '*.strip': { gives: { from: ['receiver'], as: 'same' } },
        '*.isdigit': { guards: [{ of: 'receiver', by: 'clears', holds: 'true' }] },
        '*.system': { sinks: [{ at: 0, context: 'shell' }] },
      },
      reads: { 'web.request.args': { source: 'request' }, 'web.request': {} },
      roles: [
        { decorator: 'web.App.route', parameters: [], rest: 'source request' },
        { decorator: '*.route', parameters: [], rest: 'source request' },
      ],
    }),
  ],
  { environment: { source: 'environment' }, roleNeeds: /web/ },
);

let core: Core;

beforeAll(async () => {
  core = await loadCore('native');
});

/** Lines of sinks with whose values reach them unquoted. */
function reached(code: string): string[] {
  const root = new SyntaxNode(core.parse('python', code, 60_000)!, 0);
  const source = new SourceText('a.py', code);
  const program = lowerPython(root, source, {
    exits: (name) => name === 'sys.exit',
    suppresses: () => false,
    runsCallback: () => false,
    classOf: () => null,
    isEnvironment: (name) => name === 'os.environ',
  }) as FlowProgram;
  const unit: Unit = { path: 'a.py', program, source, model, resolve: () => null };
  const found: string[] = [];
  for (const { at, known, sink } of new ProgramFlow().hitsOf(unit)) {
    const kinds = [...allFacts(known).values()].filter((fact) => !isCleared(fact.cleared, sink.context)).map((fact) => fact.kind);
    if (kinds.length > 0) found.push(`${source.lineAt(program.tree.start[at]!)} ${[...new Set(kinds)].sort().join(' ')}`);
  }
  return found.sort();
}

const preface = 'import os, re, sys, shlex\nfrom web import request\n';

/** What it shows, code after the preface, and what is expected of it. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['a field of a request', `os.system(request.args)`, ['3 request']],
  ['an element of it', `os.system('ls ' + request.args['d'])`, ['3 request']],
  ['through a variable', `d = request.args['d']\nos.system(f'ls {d}')`, ['4 request']],
  ['a constant', `d = 'x'\nos.system('ls ' + d)`, []],
  ['overwritten', `d = request.args['d']\nd = 'x'\nos.system('ls ' + d)`, []],
  ['on one of two ways', `d = 'x'\nif cond():\n    d = request.args['d']\nos.system('ls ' + d)`, ['6 request']],
  ['quoted', `os.system('ls ' + shlex.quote(request.args['d']))`, []],
  ['a number', `os.system('kill ' + str(int(request.args['d'])))`, []],
  ['a list', `l = []\nl.append('a')\nl.append(request.args['d'])\nos.system(l[1])`, ['6 request']],
  ['another element of the list', `l = []\nl.append('a')\nl.append(request.args['d'])\nos.system(l[0])`, []],
  ['a list that lost its first', `l = ['a', 'b']\nl.append(request.args['d'])\nl.pop(0)\nos.system(l[1])`, ['6 request']],
  ['a list that lost its first, the other one', `l = ['a', 'b']\nl.append(request.args['d'])\nl.pop(0)\nos.system(l[0])`, []],
  ['a key', `m = {}\nm['a'] = request.args['d']\nm['b'] = 'x'\nos.system(m['a'])`, ['6 request']],
  ['another key', `m = {}\nm['a'] = request.args['d']\nm['b'] = 'x'\nos.system(m['b'])`, []],
  ['get with a key', `m = {'a': request.args['d'], 'b': 'x'}\nos.system(m.get('b'))`, []],
  ['a condition that is always false', `n = 10\nd = request.args['d'] if 7 * 6 - n > 200 else 'x'\nos.system(d)`, []],
  [
    'a condition that is always true',
    `n = 10\nif 7 * 6 + n > 2:\n    d = request.args['d']\nelse:\n    d = 'x'\nos.system(d)`,
    ['8 request'],
  ],
  [
    'a letter of a word chooses',
    `c = 'ABC'[1]\nmatch c:\n    case 'A':\n        d = request.args['d']\n    case 'B':\n        d = 'x'\n    case _:\n        d = 'y'\nos.system(d)`,
    [],
  ],
  ['a guard that leaves', `d = request.args['d']\nif not re.fullmatch(r'[a-z]+', d):\n    sys.exit(1)\nos.system(d)`, []],
  ['a guard that only warns', `d = request.args['d']\nif not re.fullmatch(r'[a-z]+', d):\n    print('no')\nos.system(d)`, ['6 request']],
  [
    'a guard that lets spaces through',
    `d = request.args['d']\nif not re.fullmatch(r'[a-z ;]+', d):\n    sys.exit(1)\nos.system(d)`,
    ['6 request'],
  ],
  [
    'a guard that only looks at the beginning',
    `d = request.args['d']\nif not re.match(r'[a-z]+', d):\n    sys.exit(1)\nos.system(d)`,
    ['6 request'],
  ],
  ['a list of what is allowed', `d = request.args['d']\nif d not in ('a', 'b'):\n    sys.exit(1)\nos.system(d)`, []],
  ['one that is equal', `d = request.args['d']\nif d == 'a':\n    os.system(d)\nelse:\n    os.system(d)`, ['7 request']],
  ['read twice, judged once', `if not re.fullmatch('[a-z]+', request.args['d']):\n    sys.exit(1)\nos.system(request.args['d'])`, []],
  [
    'judged after it was put in',
    `d = request.args['d']\nc = 'ls ' + d\nif not re.fullmatch('[a-z]+', d):\n    sys.exit(1)\nos.system(c)`,
    [],
  ],
  ['digits', `d = request.args['d']\nif d.isdigit():\n    os.system('kill ' + d)`, []],
  ['a comprehension', `os.system([n for n in request.args['d']][0])`, ['3 request']],
  ['a comprehension that leaves others out', `l = [n for n in request.args['d'] if n in ('a', 'b')]\nos.system(l[0])`, []],
  ['a list instead of what was not sent', `d = request.args.get('d', [''])[0]\nos.system(d)`, ['4 request']],
  [
    'a record that declares its fields',
    `from dataclasses import dataclass\n@dataclass\nclass A:\n    x: str\n    y: str = 'a'\na = A(request.args['d'])\nos.system(a.x)\nos.system(a.y)`,
    ['9 request'],
  ],
  [
    'a record that declares its fields, given by name',
    `from typing import NamedTuple\nclass A(NamedTuple):\n    x: str\n    y: str\ndef read():\n    return A(y=request.args['d'], x='a')\nos.system(read().y)\nos.system(read().x)`,
    ['9 request'],
  ],
  [
    'a list of the class',
    `class A:\n    OK = ('a', 'b')\n    def f(self, d):\n        if d in self.OK:\n            os.system(d)\n        os.system(d)\nA().f(request.args['d'])`,
    ['8 request'],
  ],
  ['named arguments as a record', `def f(**k):\n    return k['v']\nos.system(f(v=request.args['d'], w='x'))`, ['5 request']],
  ['another of the named arguments', `def f(**k):\n    return k['w']\nos.system(f(v=request.args['d'], w='x'))`, []],
  ['a helper that runs it', `def go(x):\n    os.system('ls ' + x)\ngo(request.args['d'])`, ['4 request']],
  ['a helper with a constant', `def go(x):\n    os.system('ls ' + x)\ngo('a')`, []],
  ['a helper that gives it back', `def same(x):\n    return x\nos.system(same(request.args['d']))`, ['5 request']],
  ['a helper that gives another thing', `def other(x):\n    return 'a'\nos.system(other(request.args['d']))`, []],
  ['a helper that quotes', `def q(x):\n    return shlex.quote(x)\nos.system('ls ' + q(request.args['d']))`, []],
  [
    'a helper that judges',
    `def ok(x):\n    return re.fullmatch('[a-z]+', x)\nd = request.args['d']\nif not ok(d):\n    sys.exit(1)\nos.system(d)`,
    [],
  ],
  [
    'a helper that raises',
    `def check(x):\n    if not x.isdigit():\n        raise ValueError()\nd = request.args['d']\ncheck(d)\nos.system(d)`,
    [],
  ],
  [
    'a helper that raises, and its failure is passed over',
    `def check(x):\n    if not x.isdigit():\n        raise ValueError()\nd = request.args['d']\ntry:\n    check(d)\nexcept ValueError:\n    pass\nos.system(d)`,
    ['11 request'],
  ],
  ['three helpers', `def a(x):\n    b(x)\ndef b(x):\n    c(x, 1)\ndef c(y, n):\n    os.system(y)\na(request.args['d'])`, ['8 request']],
  ['a helper that fills a list', `def fill(l, x):\n    l.append(x)\nl = []\nfill(l, request.args['d'])\nos.system(l[0])`, ['7 request']],
  ['a keyword', `def go(a, b):\n    os.system(b)\ngo(b=request.args['d'], a=1)`, ['4 request']],
  [
    'a method and a field',
    `class T:\n    def __init__(self, d):\n        self.d = d\n    def go(self):\n        os.system(self.d)\nT(request.args['d']).go()`,
    ['7 request'],
  ],
  ['a handler', `from web import App\napp = App()\n@app.route('/x')\ndef view(name):\n    os.system('ls ' + name)`, ['7 request']],
  [
    'a closure',
    `from web import App\napp = App()\n@app.route('/x')\ndef view(name):\n    def inner():\n        os.system('ls ' + name)\n    inner()`,
    ['8 request'],
  ],
  ['a numeric place in a text', `os.system('kill %d' % request.args['d'])\nos.system(f"kill {request.args['d']:d}")`, []],
  ['a generator', `def gen(x):\n    yield x\nfor y in gen(request.args['d']):\n    os.system(y)`, ['6 request']],
  [
    'an application that is handed in',
    `def init(app):\n    @app.route('/x')\n    def view(name):\n        os.system('ls ' + name)`,
    ['6 request'],
  ],
  [
    'a class held in a table',
    `class T:\n    def __init__(self, d):\n        self.d = d\n    def go(self):\n        os.system(self.d)\nkinds = {'t': T}\nkinds['t'](request.args['d']).go()`,
    ['7 request'],
  ],
  [
    'a class held in a table, without a constructor',
    `class T:\n    def go(self, d):\n        os.system(d)\nkinds = {'t': T}\nt = kinds['t']()\nt.go(request.args['d'])`,
    ['5 request'],
  ],
  ['nobody calls it', `def go(x):\n    os.system('ls ' + x)`, ['4 parameter']],
  ['a private one nobody calls', `def _go(x):\n    os.system('ls ' + x)`, []],
  ['the environment', `os.system(os.environ['X'])`, ['3 environment']],
  ['join', `os.system(' '.join(['ls', request.args['d']]))`, ['3 request']],
  ['a loop', `c = ''\nfor x in request.args:\n    c += x\nos.system(c)`, ['6 request']],
  ['recursion', `def go(x, n):\n    if n == 0:\n        os.system(x)\n    go(x, n - 1)\ngo(request.args['d'], 3)`, ['5 request']],
];

describe('values of Python are followed', () => {
  test.each(cases)('%s', (_, code, expected) => {
    expect(reached(preface + code)).toEqual(expected);
  });
});
