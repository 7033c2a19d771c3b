/** What conditions prove of paths and addresses: below a directory, on a host, nothing that leads up, no host of its own. */
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
      library: 'paths and addresses',
      names: { 'fs.Path()': 'fs.Path', 'fs.Path.full()': 'fs.Path' },
      calls: {
        'fs.Path': { gives: { from: ['all'], as: 'path' } },
        'fs.Path.full': { gives: { from: ['receiver'], as: 'same' }, clears: ['unresolved-path'] },
        'fs.Path.within': { guards: [{ of: 'receiver', by: 'inside', in: 0, holds: 'true' }] },
        'fs.Path.below': { guards: [{ of: 'receiver', by: 'inside', in: 0, holds: 'returns' }] },
        'fs.full': { gives: { from: [0], as: 'same' }, clears: ['unresolved-path'] },
        'fs.common': { gives: { from: [0], as: 'derived' }, aspect: 'common path' },
        'fs.open': { sinks: [{ at: 0, context: 'path' }] },
        'fs.up': { sinks: [{ at: 0, context: 'upward' }] },
        'net.parse': { gives: { from: [0], as: 'same' } },
        'net.get': { sinks: [{ at: 0, context: 'url' }] },
        'net.go': { sinks: [{ at: 0, context: 'redirect' }] },
        'net.root': { sinks: [{ at: 0, context: 'rooted' }] },
        'net.log': { sinks: [{ at: 0, context: 'log' }] },
        '*.startswith': { guards: [{ of: 'receiver', by: 'prefix', in: 0, holds: 'true' }] },
      },
      reads: {
        'web.ask': { source: 'request' },
        'fs.Path.parents': { aspect: 'parents' },
        'net.parse().host': { aspect: 'host' },
        'net.parse().scheme': { aspect: 'scheme' },
      },
    }),
  ],
  { environment: { source: 'environment' }, roleNeeds: /web/ },
);

let core: Core;

beforeAll(async () => {
  core = await loadCore('native');
});

/** Lines of sinks that a request still can harm. */
function reached(code: string): number[] {
  const root = new SyntaxNode(core.parse('python', code, 60_000)!, 0);
  const source = new SourceText('a.py', code);
  const program = lowerPython(root, source, {
    exits: (name) => name === 'sys.exit',
    suppresses: () => false,
    runsCallback: () => false,
    classOf: () => null,
    isEnvironment: () => false,
  }) as FlowProgram;
  const unit: Unit = { path: 'a.py', program, source, model, resolve: () => null };
  return new ProgramFlow()
    .hitsOf(unit)
    .filter(({ known, sink }) => [...allFacts(known).values()].some((fact) => !isCleared(fact.cleared, sink.context)))
    .map(({ at }) => source.lineAt(program.tree.start[at]!))
    .sort();
}

const preface = 'import fs, net, sys\nfrom web import ask\nBASE = fs.Path("/srv")\n';

const cases: readonly (readonly [string, string, readonly number[]])[] = [
  ['a path that is within', `p = (BASE / ask).full()\nif not p.within(BASE):\n    sys.exit()\nfs.open(p)`, []],
  ['within before it is resolved', `p = BASE / ask\nif not p.within(BASE):\n    sys.exit()\nfs.open(p)`, [7]],
  ['within, and nothing follows from it', `p = (BASE / ask).full()\nif not p.within(BASE):\n    net.log('no')\nfs.open(p)`, [7]],
  ['what raises unless it is below', `p = (BASE / ask).full()\np.below(BASE)\nfs.open(p)`, []],
  ['the directory among the parents', `p = (BASE / ask).full()\nif BASE not in p.parents:\n    sys.exit()\nfs.open(p)`, []],
  ['the parents of what is not resolved', `p = BASE / ask\nif BASE not in p.parents:\n    sys.exit()\nfs.open(p)`, [7]],
  ['the path in common', `p = fs.full(ask)\nif fs.common(['/srv', p]) != '/srv':\n    sys.exit()\nfs.open(p)`, []],
  ['the path in common of what is not resolved', `p = ask\nif fs.common(['/srv', p]) != '/srv':\n    sys.exit()\nfs.open(p)`, [7]],
  ['nothing that leads up', `if '..' in ask:\n    sys.exit()\nfs.up(ask)\nfs.open(ask)`, [7]],
  ['no slash', `if '/' in ask:\n    sys.exit()\nfs.open(ask)`, []],
  ['no line breaks', `if '\\n' in ask:\n    sys.exit()\nnet.log(ask)`, []],
  ['another letter', `if 'x' in ask:\n    sys.exit()\nnet.log(ask)\nfs.open(ask)\nfs.up(ask)`, [6, 7, 8]],
  ['one slash and not two', `if not ask.startswith('/') or ask.startswith('//'):\n    sys.exit()\nnet.root(ask)`, []],
  ['only one slash', `if not ask.startswith('/'):\n    sys.exit()\nnet.root(ask)`, [6]],
  ['none of several beginnings', `if ask.startswith(('//', '/\\\\')):\n    sys.exit()\nnet.root(ask)`, []],
  ['no host', `u = net.parse(ask)\nif u.scheme or u.host:\n    sys.exit()\nnet.go(ask)`, []],
  ['the same the other way', `u = net.parse(ask)\nif not u.scheme and not u.host:\n    net.go(ask)\nnet.go(ask)`, [7]],
  ['no scheme', `u = net.parse(ask)\nif u.scheme:\n    sys.exit()\nnet.go(ask)`, [7]],
  ['a host of a list', `u = net.parse(ask)\nif u.host not in ('a.org', 'b.org'):\n    sys.exit()\nnet.get(ask)`, []],
  ['a scheme of a list', `u = net.parse(ask)\nif u.scheme not in ('http', 'https'):\n    sys.exit()\nnet.get(ask)`, [7]],
];

describe('conditions prove', () => {
  test.each(cases)('%s', (_, code, expected) => {
    expect(reached(preface + code)).toEqual(expected);
  });
});
