/** Values that go from file to file: what is reported, where, and by which way. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { allFacts, defineCheck, type FlowBinding, type FlowRule, flow, isCleared, stepsOf } from '../src/engine/check.ts';
import { flowModelOf, library } from '../src/engine/flow/library.ts';
import { lowerJavaScript } from '../src/engine/ir/javascript/lowerJavaScript.ts';
import type { FlowProgram } from '../src/engine/ir/program.ts';
import { lowerPython } from '../src/engine/ir/python/lowerPython.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

const py: FlowBinding = {
  model: flowModelOf(
    [
      library({
        library: 'a few calls',
        calls: {
          'os.system': { sinks: [{ at: 0, context: 'shell' }] },
          'shlex.quote': { gives: { from: [0], as: 'same' }, clears: ['shell'] },
          're.fullmatch': { guards: [{ of: 1, by: 'pattern', in: 0, holds: 'true', match: 'whole' }] },
        },
        reads: { 'web.request.args': { source: 'request' } },
        roles: [{ decorator: '*.route', parameters: [], rest: 'source request' }],
      }),
    ],
    { environment: { source: 'environment' }, roleNeeds: /route/ },
  ),
  needs: /\bsystem\b/,
  lower: (root, source) =>
    lowerPython(root, source, {
      exits: (name) => name === 'sys.exit',
      suppresses: () => false,
      runsCallback: () => false,
      classOf: () => null,
      isEnvironment: (name) => name === 'os.environ',
    }) as FlowProgram,
};
const js: FlowBinding = {
  model: flowModelOf(
    [
      library({
        library: 'a few calls',
        names: { 'web()': 'web.App', 'web.Router()': 'web.App' },
        calls: {
          'cp.exec': { sinks: [{ at: 0, context: 'shell' }] },
          'web.App.get': { entries: [{ at: 'from 1', parameters: ['web.Request'] }] },
          Number: { gives: { from: [0], as: 'number' } },
        },
        reads: { 'web.Request.query': { source: 'request' } },
      }),
    ],
    { environment: { source: 'environment' } },
  ),
  needs: /\bexec\b/,
  lower: (root, source) => lowerJavaScript(root, source, { runsCallback: () => false }),
};

const rule = (binding: FlowBinding): FlowRule => ({
  binding,
  contexts: ['shell'],
  judge(hit, judge) {
    const fact = [...allFacts(hit.known).values()].find((one) => !isCleared(one.cleared, 'shell') && one.kind !== 'parameter');
    if (!fact) return null;
    const trace = [
      ...stepsOf(fact.steps),
      { path: hit.unit.path, line: hit.unit.source.lineAt(judge.node(hit.at).start), text: 'runs it' },
    ];
    return { at: judge.node(hit.at), trace: trace.map(({ path, line, text }) => ({ path, line, text })), confidence: 'high' };
  },
});

const check = defineCheck({
  id: 'injection/shell-command',
  family: 'injection',
  title: 'A shell is given it',
  cwe: [78],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'A shell is given it.',
  why: 'It is a test.',
  remediation: 'Do not.',
  limits: 'None of them.',
  references: [],
  detect: flow({ js: rule(js), py: rule(py) }),
});

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), [check], { parseDeadline: 60_000 });
});

type Files = Readonly<Record<string, string>>;

/** All files analysed in turn, each with the others around it; those whose path ends in `!` are no part of the change. */
function analysed(files: Files) {
  const all = Object.entries(files).map(([path, text]) => ({
    path: path.replace('!', ''),
    mode: 'file' as const,
    bytes: new TextEncoder().encode(text),
    isChanged: !path.endsWith('!'),
  }));
  return all
    .filter(({ isChanged }) => isChanged)
    .map((file) => ({ path: file.path, analysis: analyze({ ...file, neighbours: all.filter((other) => other !== file) }) }));
}

function reported(files: Files): string[] {
  return analysed(files).flatMap(({ path, analysis }) => analysis.findings.map(({ startLine }) => `${path}:${startLine}`));
}

const request = 'from web import request\n';

/** What it shows, the files, and the places that are reported. */
const cases: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    'a function of another file of the change, told at its sink',
    { 'a.py': `${request}from run import go\ngo(request.args['x'])`, 'run.py': 'import os\ndef go(x):\n    os.system(x)' },
    ['run.py:3'],
  ],
  [
    'one of a file that did not change, told at the call',
    { 'a.py': `${request}from run import go\ngo(request.args['x'])`, 'run.py!': 'import os\ndef go(x):\n    os.system(x)' },
    ['a.py:3'],
  ],
  ['a constant', { 'a.py': `${request}from run import go\ngo('ls')`, 'run.py!': 'import os\ndef go(x):\n    os.system(x)' }, []],
  [
    'a value of another file',
    { 'a.py': 'import os\nfrom config import name\nos.system(name)', 'config.py!': `${request}name = request.args['x']` },
    ['a.py:3'],
  ],
  [
    'what a function of another file gives',
    {
      'a.py': `import os\nfrom lib import read\nos.system('ls ' + read())`,
      'lib.py!': `${request}def read():\n    return request.args['x']`,
    },
    ['a.py:3'],
  ],
  [
    'a sanitizer of another file',
    {
      'a.py': `import os\n${request}from lib import safe\nos.system('ls ' + safe(request.args['x']))`,
      'lib.py!': `import shlex\ndef safe(x):\n    return shlex.quote(x)`,
    },
    [],
  ],
  [
    'a guard of another file',
    {
      'a.py': `import os\n${request}from lib import check\nx = request.args['x']\ncheck(x)\nos.system(x)`,
      'lib.py!': `import re, sys\ndef check(x):\n    if not re.fullmatch('[a-z]+', x):\n        sys.exit(1)`,
    },
    [],
  ],
  [
    'a module of a package',
    {
      'app/__init__.py!': '',
      'app/a.py': `${request}from . import run\nrun.go(request.args['x'])`,
      'app/run.py!': 'import os\ndef go(x):\n    os.system(x)',
    },
    ['app/a.py:3'],
  ],
  [
    'a dotted module',
    { 'main.py': `${request}import app.run\napp.run.go(request.args['x'])`, 'app/run.py!': 'import os\ndef go(x):\n    os.system(x)' },
    ['main.py:3'],
  ],
  [
    'all names of a file',
    { 'a.py': `${request}from run import *\ngo(request.args['x'])`, 'run.py!': 'import os\ndef go(x):\n    os.system(x)' },
    ['a.py:3'],
  ],
  [
    'names that a package passes on',
    {
      'main.py': `${request}from app import go\ngo(request.args['x'])`,
      'app/__init__.py!': 'from .run import go',
      'app/run.py!': 'import os\ndef go(x):\n    os.system(x)',
    },
    ['main.py:3'],
  ],
  [
    'a method of a class of another file',
    {
      'a.py': `${request}from run import Runner\nr = Runner('/srv')\nr.go(request.args['x'])`,
      'run.py!':
        'import os\nclass Runner:\n    def __init__(self, dir):\n        self.dir = dir\n    def go(self, x):\n        os.system(x)',
    },
    ['a.py:4'],
  ],
  [
    'a method of a class without a constructor',
    {
      'a.py': `${request}from run import Runner\nRunner().go(request.args['x'])`,
      'run.py': 'import os\nclass Runner:\n    def go(self, x):\n        os.system(x)',
    },
    ['run.py:4'],
  ],
  [
    'what an instance keeps',
    {
      'a.py': `${request}from run import Runner\nr = Runner(request.args['x'])\nr.go()`,
      'run.py': 'import os\nclass Runner:\n    def __init__(self, x):\n        self.x = x\n    def go(self):\n        os.system(self.x)',
    },
    ['run.py:6'],
  ],
  [
    'the function that others of the change call is one in the middle',
    {
      'a.py': `${request}from mid import step\nstep(request.args['x'])`,
      'mid.py!': 'from run import go\ndef step(x):\n    go("ls " + x)',
      'run.py': 'import os\ndef go(x):\n    os.system(x)',
    },
    ['run.py:3'],
  ],
  [
    'an ES module',
    {
      'a.ts': `import web from 'web';\nimport { go } from './run.js';\nweb().get('/', (req) => go(req.query.x));`,
      'run.ts': `import cp from 'cp';\nexport const go = (x) => cp.exec('ls ' + x);`,
    },
    ['run.ts:2'],
  ],
  [
    'a renamed import of one that did not change',
    {
      'a.ts': `import web from 'web';\nimport { go as start } from './run';\nweb().get('/', (req) => start(req.query.x));`,
      'run.ts!': `import cp from 'cp';\nexport function go(x) { cp.exec('ls ' + x); }`,
    },
    ['a.ts:3'],
  ],
  [
    'a default export',
    {
      'a.js': `import web from 'web';\nimport go from './run.js';\nweb().get('/', (req) => { go(req.query.x); });`,
      'run.js': `import cp from 'cp';\nexport default function (x) { cp.exec('ls ' + x); }`,
    },
    ['run.js:2'],
  ],
  [
    'CommonJS, through an index',
    {
      'app.js': `const web = require('web');\nconst { tools } = require('./lib');\nweb().get('/', (req) => { tools.go(req.query.x, 1); });`,
      'lib/index.js': `exports.tools = require('./tools');`,
      'lib/tools.js': `const cp = require('cp');\nfunction go(x) { cp.exec(x); }\nmodule.exports = { go };`,
    },
    ['lib/tools.js:2'],
  ],
  [
    'a class of CommonJS',
    {
      'app.js': `const web = require('web');\nconst Runner = require('./runner');\nconst r = new Runner('x');\nweb().get('/', (req) => { r.go(req.query.x); });`,
      'runner.js!': `const cp = require('cp');\nclass Runner { constructor(d) { this.d = d; }\n go(x) { cp.exec(x); } }\nmodule.exports = Runner;`,
    },
    ['app.js:4'],
  ],
  [
    'one instance for all',
    {
      'app.ts': `import web from 'web';\nimport { runner } from './runner';\nweb().get('/', (req) => { runner.go(req.query.x); });`,
      'runner.ts': `import cp from 'cp';\nclass Runner {\n go(x) { cp.exec(x); } }\nexport const runner = new Runner();`,
    },
    ['runner.ts:3'],
  ],
  [
    'a handler that a router of another file names',
    {
      'routes.js': `const web = require('web');\nconst handlers = require('./handlers');\nconst router = web.Router();\nrouter.get('/x', handlers.run);\nmodule.exports = router;`,
      'handlers.js': `const cp = require('cp');\nexports.run = (r) => cp.exec(r.query.x);\nexports.other = (r) => cp.exec(r.query.x);`,
    },
    ['handlers.js:2'],
  ],
  [
    'files in a circle',
    {
      'a.js': `const b = require('./b');\nconst web = require('web');\nexports.go = (x) => b.go(x);\nweb().get('/', (req) => exports.go(req.query.x));`,
      'b.js': `const a = require('./a');\nconst cp = require('cp');\nexports.go = (x) => cp.exec(x);\nexports.back = (x) => a.go(x);`,
    },
    ['b.js:3'],
  ],
];

describe('across files', () => {
  test.each(cases)('%s', (_, files, expected) => {
    expect(reported(files)).toEqual(expected);
  });

  test('each step of the way names its file', () => {
    const [{ analysis } = { analysis: null }] = analysed({
      'a.py': `${request}from run import go\nx = request.args['x']\ngo(x)`,
      'lib/run.py!': '',
      'run.py!': 'import os\ndef go(x):\n    y = x\n    os.system(y)',
    });
    expect(analysis?.findings[0]?.trace).toEqual([
      { path: 'a.py', line: 3, text: 'request.args comes from a request' },
      { path: 'a.py', line: 3, text: 'x gets it' },
      { path: 'a.py', line: 4, text: 'go is called with it' },
      { path: 'run.py', line: 2, text: 'x is given by a caller' },
      { path: 'run.py', line: 3, text: 'y gets it' },
      { path: 'run.py', line: 4, text: 'runs it' },
    ]);
  });

  test('what is cut off is told, and nothing is made of it', () => {
    const file = {
      path: 'a.py',
      mode: 'file' as const,
      bytes: new TextEncoder().encode(`${request}import os\nfrom run import go\nos.system(go(request.args['x']))`),
    };
    const { findings, partial, incomplete } = analyze({ ...file, beyond: ['run.py'] });
    expect({ findings: findings.length, partial, incomplete }).toEqual({
      findings: 0,
      partial: ['not followed (more files are imported than are read): run.py'],
      incomplete: [],
    });
  });

  test("what is given by a test is nobody's", () => {
    expect(
      reported({
        'tests/test_run.py': `${request}from run import go\ngo(request.args['x'])`,
        'run.py': 'import os\ndef go(x):\n    os.system(x)',
      }),
    ).toEqual([]);
  });

  test('where outsiders give nothing, nothing is looked for in other files', () => {
    const text = 'from run import go\nfrom far import away\ngo(1)\naway(1)';
    const run = { path: 'run.py', bytes: new TextEncoder().encode('import os\ndef go(x):\n    os.system(x)'), isChanged: false };
    const { partial } = analyze({
      path: 'a.py',
      mode: 'file',
      bytes: new TextEncoder().encode(text),
      neighbours: [run],
      beyond: ['far.py'],
    });
    expect(partial).toEqual([]);
  });
});

describe('files made to hurt', () => {
  const told = (files: Files) =>
    analysed(files).map(({ path, analysis }) => ({
      path,
      found: analysis.findings.length,
      isWhole: analysis.partial.length === 0 && analysis.incomplete.length === 0,
    }));

  test('functions of two files that all call each other end, and it is said', () => {
    const count = 600;
    const calls = (index: number, other: string) =>
      `exports.f${index} = (x) => { ${other}.f${(index * 7) % count}(x); ${other}.f${(index * 13 + 1) % count}(x + 1); cp.exec(x); };`;
    const file = (other: string) =>
      [
        `const cp = require('cp');`,
        `const ${other} = require('./${other}');`,
        ...Array.from({ length: count }, (_, index) => calls(index, other)),
      ].join('\n');
    const ends = told({
      'a.js': `${file('b')}\nconst web = require('web');\nweb().get('/', (req) => exports.f0(req.query.x));`,
      'b.js': file('a'),
    });
    expect(ends.map(({ path, isWhole }) => ({ path, isWhole }))).toEqual([
      { path: 'a.js', isWhole: false },
      { path: 'b.js', isWhole: false },
    ]);
  });

  test('a circle of files that pass everything on ends', () => {
    const count = 24;
    const file = (index: number) =>
      [
        `import cp from 'cp';`,
        `export * from './m${(index + 1) % count}.js';`,
        `import * as n from './m${(index + 3) % count}.js';`,
        `export const v${index} = n.v${(index + 3) % count};`,
        `export function f${index}() { cp.exec(n.v${(index + 3) % count} + n.nothing); }`,
      ].join('\n');
    const ends = told(Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}.js`, file(index)])));
    expect(ends).toEqual(Array.from({ length: count }, (_, index) => ({ path: `m${index}.js`, found: 0, isWhole: true })));
  });

  test('a megabyte put together out of the value of another file ends, and it is said', () => {
    const lines = Array.from({ length: 20_000 }, () => `s = s + 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' + x`);
    const [first] = told({
      'a.py': ['import os', 'from b import x', 's = x', ...lines, 'os.system(s)'].join('\n'),
      'b.py': `${request}x = request.args['x']`,
    });
    expect(first).toEqual({ path: 'a.py', found: 0, isWhole: false });
  });
});
