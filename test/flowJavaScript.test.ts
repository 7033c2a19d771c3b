/** The taint solver on small JavaScript programs, with a model of a few calls. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { allFacts, isCleared } from '../src/engine/check.ts';
import { flowModelOf, library } from '../src/engine/flow/library.ts';
import { ProgramFlow, type Unit } from '../src/engine/flow/programFlow.ts';
import { lowerJavaScript } from '../src/engine/ir/javascript/lowerJavaScript.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import { SyntaxNode } from '../src/engine/parse/syntaxNode.ts';
import { SourceText } from '../src/engine/sourceText.ts';

const model = flowModelOf(
  [
    library({
      library: 'a few calls',
      names: { 'web()': 'web.App' },
      calls: {
        'cp.exec': { sinks: [{ at: 0, context: 'shell' }] },
        'web.App.get': { entries: [{ at: 'from 1', parameters: ['web.Request'] }] },
        Number: { gives: { from: [0], as: 'number' } },
        '*.trim': { gives: { from: ['receiver'], as: 'same' } },
        '*.push': { into: { to: 'receiver', from: ['all'], as: 'end' } },
        '*.join': { gives: { from: ['receiver', 0], as: 'text of items' } },
        '*.has': { guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }] },
        '*.includes': { guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }] },
        '*.test': { guards: [{ of: 0, by: 'pattern', in: 'receiver', holds: 'true', match: 'part' }] },
        'fs.read': { sinks: [{ at: 0, context: 'path' }] },
        'path.resolve': { gives: { from: ['all'], as: 'path' }, clears: ['unresolved-path'] },
        '*.slice': { gives: { from: ['receiver', 0], as: 'slice' } },
        'path.relative': { gives: { from: [1], as: 'derived' }, aspect: 'relative' },
        '*.startsWith': { guards: [{ of: 'receiver', by: 'prefix', in: 0, holds: 'true' }] },
        '*.replace': { gives: { from: ['receiver', 0, 1], as: 'replaced' } },
      },
      reads: {
        'web.Request.query': { source: 'request' },
        'web.Request.tag': { source: 'request', clears: ['shell'] },
        'path.sep': { text: '/' },
      },
      stores: { '*.innerHTML': [{ at: 0, context: 'html' }] },
    }),
  ],
  { environment: { source: 'environment' } },
);

let core: Core;

beforeAll(async () => {
  core = await loadCore('native');
});

/** Lines of sinks with whose values reach them. */
function reached(code: string): string[] {
  const root = new SyntaxNode(core.parse('typescript', code, 60_000)!, 0);
  const source = new SourceText('a.ts', code);
  const program = lowerJavaScript(root, source, { runsCallback: () => false });
  const unit: Unit = { path: 'a.ts', program, source, model, resolve: () => null };
  return new ProgramFlow()
    .hitsOf(unit)
    .flatMap(({ at, known, sink }) => {
      const kinds = [...allFacts(known).values()].filter((fact) => !isCleared(fact.cleared, sink.context)).map((fact) => fact.kind);
      return kinds.length > 0 ? [`${source.lineAt(program.tree.start[at]!)} ${[...new Set(kinds)].sort().join(' ')}`] : [];
    })
    .sort();
}

/** What it shows, the body of a handler, and what is expected of it. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['a field of a request', `cp.exec(req.query.d);`, ['4 request']],
  ['a template', 'cp.exec(`ls ${req.query.d}`);', ['4 request']],
  ['destructured', `const { query: { d } } = req;\ncp.exec('ls ' + d);`, ['5 request']],
  ['a number', `cp.exec('kill ' + Number(req.query.d));`, []],
  ['overwritten', `let d = req.query.d;\nd = 'x';\ncp.exec(d);`, []],
  ['a pattern that is not fixed at its end', `if (!/^[a-z]+/.test(req.query.d)) return;\ncp.exec(req.query.d);`, ['5 request']],
  ['a pattern that is', `if (!/^[a-z]+$/.test(req.query.d)) return;\ncp.exec(req.query.d);`, []],
  ['a pattern with alternatives', `if (!/^a|b$/.test(req.query.d)) return;\ncp.exec(req.query.d);`, ['5 request']],
  ['a set of what is allowed', `const ok = new Set(['a']);\nif (!ok.has(req.query.d)) return;\ncp.exec(req.query.d);`, []],
  ['a text that holds it', `if (!'abc'.includes(req.query.d)) return;\ncp.exec(req.query.d);`, ['5 request']],
  ['thrown away', `if (!['a'].includes(req.query.d)) throw new Error();\ncp.exec(req.query.d);`, []],
  ['all else removed', `cp.exec(req.query.d.replace(/[^a-z]/g, ''));`, []],
  ['one removed', `cp.exec(req.query.d.replace(';', ''));`, ['4 request']],
  ['mapped and joined', `cp.exec(req.query.d.map((x) => '-' + x).join(' '));`, ['4 request']],
  ['a promise', `load().then(() => req.query.d).then((d) => cp.exec(d));`, ['4 request']],
  ['a helper', `run(req.query.d);\nfunction run(x) { cp.exec('ls ' + x); }`, ['5 request']],
  ['a helper held in a table', `const table = { run(x) { cp.exec('ls ' + x); } };\ntable.run(req.query.d);`, ['4 request']],
  ['an element of a page', `el.innerHTML = req.query.d;`, ['4 request']],
  ['a ternary that judges', `const d = /^[a-z]+$/.test(req.query.d) ? req.query.d : 'x';\ncp.exec(d);`, []],
  [
    'a switch',
    `switch (req.query.d) {\n  case 'a':\n    cp.exec(req.query.d);\n    break;\n  default:\n    cp.exec(req.query.d);\n}`,
    ['9 request'],
  ],
  ['harmless where it is read', `cp.exec(req.tag);`, []],
  ['a path below a root', `const p = path.resolve(root, req.query.d);\nif (!p.startsWith(root + path.sep)) return;\nfs.read(p);`, []],
  [
    'a path that only begins like a root',
    `const p = path.resolve(root, req.query.d);\nif (!p.startsWith(root)) return;\nfs.read(p);`,
    ['6 request'],
  ],
  [
    'below what is made of two names',
    `const p = path.resolve(root, req.query.d);\nif (!p.startsWith(path.resolve(root, dir))) return;\nfs.read(p);`,
    ['6 request'],
  ],
  [
    'a root of the environment',
    `const base = process.env.BASE;\nconst p = path.resolve(base, req.query.d);\nif (!p.startsWith(base + '/')) return;\nfs.read(p);`,
    [],
  ],
  [
    'a root of the request',
    `const p = path.resolve(req.query.d);\nif (!p.startsWith(req.query.r + '/')) return;\nfs.read(p);`,
    ['6 request'],
  ],
  ['not resolved before', `const p = root + '/' + req.query.d;\nif (!p.startsWith(root + '/')) return;\nfs.read(p);`, ['6 request']],
  [
    'judged where it is resolved',
    `if (!path.resolve(root, req.query.d).startsWith(root + path.sep)) return;\nfs.read(path.resolve(root, req.query.d));`,
    [],
  ],
  [
    'the way to a path',
    `const p = path.resolve(root, req.query.d);\nconst way = path.relative(root, p);\nif (way.startsWith('..') || path.isAbsolute(way)) return;\nfs.read(p);`,
    [],
  ],
  [
    'the directory itself, or below it',
    `const p = path.resolve(root, req.query.d);\nconst way = path.relative(root, p);\nif (way !== '' && (way.startsWith('..') || path.isAbsolute(way))) return;\nfs.read(p);`,
    [],
  ],
  [
    'its beginning compared',
    `const base = root + '/';\nconst p = path.resolve(base, req.query.d);\nif (p.slice(0, base.length) !== base) return;\nfs.read(p);`,
    [],
  ],
  [
    'its beginning compared with what ends in no separator',
    `const p = path.resolve(root, req.query.d);\nif (p.slice(0, root.length) !== root) return;\nfs.read(p);`,
    ['6 request'],
  ],
  [
    'a way that is not looked at',
    `const p = path.resolve(root, req.query.d);\nconst way = path.relative(root, p);\nif (way.startsWith('/')) return;\nfs.read(p);`,
    ['7 request'],
  ],
  [
    'a helper that throws',
    `const p = path.resolve(root, req.query.d);\ninside(p);\nfs.read(p);\nfunction inside(x) { if (!x.startsWith(root + path.sep)) throw new Error('no'); }`,
    [],
  ],
  [
    'a helper that tells',
    `const p = path.resolve(root, req.query.d);\nif (!inside(p)) return;\nfs.read(p);\nfunction inside(x) { return x.startsWith(root + path.sep); }`,
    [],
  ],
  [
    'a helper that tells nothing',
    `const p = path.resolve(root, req.query.d);\nif (!inside(p)) return;\nfs.read(p);\nfunction inside(x) { return x.startsWith(root); }`,
    ['6 request'],
  ],
  ['a function within, before its time', `const d = req.query.d;\nconst go = () => cp.exec(d);\ngo();`, ['5 request']],
  ['a helper that lends', `each((x) => cp.exec(x));\nfunction each(f) { f(req.query.d); }`, ['4 request']],
  ['a helper that is lent', `use(req.query.d, (x) => cp.exec('ls ' + x));\nfunction use(x, f) { f(x); }`, ['4 request']],
  ['a helper that reads a field', `cp.exec(of(req));\nfunction of(r) { return r.query.d; }`, ['4 request']],
  ['a helper that takes the whole request', `go(req);\nfunction go(r) { cp.exec(r.query.d); }`, ['5 request']],
  [
    'an instance of a class in a table',
    `const kinds = { Job: class { go(d) { cp.exec(d); } } };\nnew kinds.Job().go(req.query.d);`,
    ['4 request'],
  ],
  ['some of a list is equal', `const ok = ['a', 'b'];\nif (!ok.some((one) => one === req.query.d)) return;\ncp.exec(req.query.d);`, []],
  [
    'some of a list differs',
    `const ok = ['a', 'b'];\nif (!ok.some((one) => one !== req.query.d)) return;\ncp.exec(req.query.d);`,
    ['6 request'],
  ],
  ['every element is judged', `const l = req.query.d;\nif (!l.every((one) => /^[a-z]+$/.test(one))) return;\ncp.exec(l.join(' '));`, []],
  ['a function that is handed on', `const num = (x) => Number(x);\ncp.exec('kill ' + req.query.d.map(num).join(' '));`, []],
  ['one of the language that is handed on', `cp.exec('kill ' + req.query.d.map(Number).join(' '));`, []],
  ['counted elements', `cp.exec(req.query.d.map((_, index) => '$' + index).join(' '));`, []],
  ['a list that grows', `const l = ['ls'];\nfor (const one of req.query.d) l.push(one);\ncp.exec(l.join(' '));`, ['6 request']],
  ['a list without it', `const l = ['ls'];\nfor (const one of req.query.d) l.push('a');\ncp.exec(l.join(' '));`, []],
  [
    'a text that is added to again and again',
    `let c = 'ls';\nfor (const o of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {\n  if (opt(o)) c += ' -' + o;\n  if (opt(1)) c += ' x' + req.query.d;\n}\ncp.exec(c);`,
    ['9 request'],
  ],
  ['its type is asked', `if (typeof req.query.d !== 'number') return;\ncp.exec('kill ' + req.query.d);`, []],
  ['another type', `if (typeof req.query.d !== 'string') return;\ncp.exec('kill ' + req.query.d);`, ['5 request']],
  ['quotes that are escaped', `cp.exec("ls '" + req.query.d.replace(/'/g, "'\\\\''") + "'");`, []],
  ['a word that is filled in', `cp.exec('ls DIR'.replace('DIR', req.query.d));`, ['4 request']],
  ['spread', `const o = { ...req.query, x: 1 };\ncp.exec(o.d);`, ['5 request']],
];

describe('values of JavaScript are followed', () => {
  test.each(cases)('%s', (_, code, expected) => {
    expect(
      reached(
        `import cp from 'cp';import fs from 'fs';import path from 'path';\nimport web from 'web';\nweb().get('/', (req) => {\n${code}\n});\n`,
      ),
    ).toEqual(expected);
  });

  test('types that leave no room', () => {
    const code = `import cp from 'cp';
type Level = 'low' | 'high';
enum Stage { Test = 'test', Live = 'live' }
export function go(level: Level, stage: Stage, port: { port: number; host: string }, text: string) {
  cp.exec('go ' + level + stage + Stage.Test + port.port);
  cp.exec('go ' + port.host);
  cp.exec('go ' + text);
}
`;
    expect(reached(code)).toEqual(['6 parameter', '7 parameter']);
  });

  test('the fields of a class', () => {
    const code = `import cp from 'cp';
import web from 'web';
class Job {
  constructor(d) { this.d = d; }
  go() { cp.exec(this.d); }
}
web().get('/', (req) => {
  const job = new Job(req.query.d);
  job.go();
});
`;
    expect(reached(code)).toEqual(['5 request']);
  });
});
