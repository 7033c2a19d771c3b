/** Sinks of the taint solver that are no plain position of a call: settings that are written out, keys, names, options that are kept. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { allFacts, constantsOf, isCleared, type SinkModel } from '../src/engine/check.ts';
import { flowModelOf, library } from '../src/engine/flow/library.ts';
import { ProgramFlow, type Unit } from '../src/engine/flow/programFlow.ts';
import type { FlowProgram } from '../src/engine/ir/program.ts';
import { lowerPython } from '../src/engine/ir/python/lowerPython.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import { SyntaxNode } from '../src/engine/parse/syntaxNode.ts';
import { SourceText } from '../src/engine/sourceText.ts';

const secret: readonly SinkModel[] = [{ at: 0, context: 'record', label: 'secret' }];

const model = {
  ...flowModelOf(
    [
      library({
        library: 'settings',
        names: { 'kit.Reply()': 'kit.Reply' },
        calls: {
          'kit.hash': { sinks: [{ at: 0, context: 'setting', written: true }] },
          'kit.plain': { sinks: [{ at: 'call', context: 'setting' }] },
          'kit.Parser': { keeps: ['deep'] },
          'kit.read': { sinks: [{ at: 0, context: 'path' }] },
          'kit.flag': { sinks: [{ at: 0, context: 'setting', written: true, when: { option: 'on', is: ['False'], missing: true } }] },
          'kit.Parser().set': { into: { to: 'receiver', from: [0, 1], as: 'field' } },
          'kit.random': { source: 'remote' },
        },
        reads: { 'web.ask': { source: 'request' } },
        stores: {
          'kit.session.[]': [
            { at: 0, context: 'record', label: 'key' },
            { at: 1, context: 'record', label: 'value' },
          ],
          'kit.Reply.headers.[]': [{ at: 1, context: 'header' }],
        },
      }),
    ],
    { environment: { source: 'environment' }, roleNeeds: /web/ },
  ),
  stores: /\]\s*=|token/g,
  named: (word: string) => (/token/.test(word) ? secret : undefined),
};

let core: Core;

beforeAll(async () => {
  core = await loadCore('native');
});

/** Lines of sinks: their label, who steers them or what is written there, the options and fields that came with them. */
function told(code: string): string[] {
  const root = new SyntaxNode(core.parse('python', code, 60_000)!, 0);
  const source = new SourceText('a.py', code);
  const program = lowerPython(root, source, {
    exits: () => false,
    suppresses: () => false,
    runsCallback: () => false,
    classOf: () => null,
    isEnvironment: () => false,
  }) as FlowProgram;
  const unit: Unit = { path: 'a.py', program, source, model, resolve: () => null };
  return new ProgramFlow()
    .hitsOf(unit)
    .map(({ at, known, sink, options, given }) => {
      const who = [...allFacts(known).values()].filter((fact) => !isCleared(fact.cleared, sink.context)).map(({ kind }) => kind);
      const said = [...(constantsOf(known) ?? [])].sort();
      const kept = [...options, ...given.flatMap((one) => [...(one.fields ?? [])])].map(([name, one]) => `${name}=${constantsOf(one)}`);
      return [source.lineAt(program.tree.start[at]!), sink.label ?? sink.context, ...who, ...said, ...kept].join(' ');
    })
    .sort();
}

const preface = 'import kit\nfrom web import ask\n';

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['an algorithm that is written out', `kit.hash('md5')`, ['3 setting md5']],
  ['through a variable and a choice', `a = 'md5' if ask else 'sha1'\nkit.hash(a)`, ['4 setting md5 sha1']],
  ['a function that is given it', `def digest(name):\n    kit.hash(name)\ndigest('md5')`, ['4 setting md5']],
  ['a call that is one itself', `kit.plain()`, ['3 setting ']],
  ['with the options it has', `kit.plain(deep=True)`, ['3 setting  deep=True']],
  ['with options that are spread in', `o = {'deep': True}\nkit.plain(**o)`, ['4 setting  deep=True']],
  ['only with an option, which is spread in', `o = {'on': True}\nkit.flag('a', **o)`, []],
  ['how a parser was set up', `p = kit.Parser(deep=False, other=1)\nkit.read(ask, p)`, ['4 path request deep=False']],
  ['what was set later', `p = kit.Parser()\np.set(kit.EXTERNAL, True)\nkit.read(ask, p)`, ['5 path request kit.EXTERNAL=True']],
  ['a key of a record', `from kit import session\nsession[ask] = 1`, ['4 key request']],
  ['a value of a record', `from kit import session\nsession['a'] = ask`, ['4 value request']],
  ['a value under a computed key', `from kit import session\nk = 'a' + 'b'\nsession[k] = ask`, ['5 value request']],
  ['the same of something else', `other = {}\nother['a'] = ask`, []],
  ['a field of a field', `r = kit.Reply()\nr.headers['X-A'] = ask`, ['4 header request']],
  ['a variable of that name', `token = kit.random()`, ['3 secret remote']],
  ['a field of that name', `class A:\n    def f(self):\n        self.token = kit.random()`, ['5 secret remote']],
  ['a named argument', `kit.store(reset_token=kit.random())`, ['3 secret remote']],
  ['an entry of a record', `x = {'token': kit.random()}`, ['3 secret remote']],
  ['what a function of that name gives', `def new_token():\n    return kit.random()`, ['4 secret remote']],
  ['another name', `wait = kit.random()`, []],
];

describe('sinks beside positions', () => {
  test.each(cases)('%s', (_, code, expected) => {
    expect(told(preface + code)).toEqual(expected);
  });
});
