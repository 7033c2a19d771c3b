import { beforeAll, describe, expect, test } from '@jest/globals';
import { type JavaScriptProgram, lowerJavaScript } from '../src/engine/ir/javascript/lowerJavaScript.ts';
import type { Call, Decorator } from '../src/engine/ir/program.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import { SyntaxNode } from '../src/engine/parse/syntaxNode.ts';
import { SourceText } from '../src/engine/sourceText.ts';
import { programText, valueText } from './support/irText.ts';

let core: Core;

beforeAll(async () => {
  core = await loadCore('native');
});

function lowered(text: string, language: 'typescript' | 'tsx' = 'typescript'): JavaScriptProgram {
  const root = new SyntaxNode(core.parse(language, text, 60_000)!, 0);
  return lowerJavaScript(root, new SourceText('a.ts', text), {
    runsCallback: (name, word) => name === 'fs.exists' || word === 'runExclusive',
  });
}

function callsIn(program: JavaScriptProgram): Call[] {
  return program.functions.flatMap((fn) => fn.blocks.flatMap((block) => block.instructions.filter((one) => one.op === 'call')));
}

function callOf(program: JavaScriptProgram, word: string): Call {
  return callsIn(program).find((call) => call.word === word)!;
}

/** A name, code, and what it is lowered to. */
const snippets: readonly (readonly [string, string, string])[] = [
  [
    'straight calls, arguments first',
    `save(join(dir, 'x'), read(name));`,
    `b0: join(dir, 'x'); read(name); save(join(dir, 'x'), read(name)); -> return`,
  ],
  [
    'constants and text',
    `const a = 'x' + 1; const b = \`p/\${a}.json\`; const c = \`plain\`; use(a, b, c, -1, null, /r/);`,
    `b0: a = {'x' + 1}; b = {'p/' + a + '.json'}; c = 'plain'; use(a, b, c, (- 1), null, /r/); -> return`,
  ],
  [
    'if and else',
    `if (there(p)) remove(p); else make(p); done();`,
    `b0: there(p); -> there(p) ? b1 : b3
b3: make(p); -> b2
b1: remove(p); -> b2
b2: done(); -> return`,
  ],
  [
    'else if',
    `if (a()) b(); else if (c()) d(); else e();`,
    `b0: a(); -> a() ? b1 : b3
b3: c(); -> c() ? b6 : b8
b8: e(); -> b7
b6: d(); -> b7
b7: -> b2
b1: b(); -> b2
b2: -> return`,
  ],
  [
    'a condition in parts',
    `if (a() && !(b() || c())) d();`,
    `b0: a(); -> a() ? b3 : b2
b3: b(); -> b() ? b2 : b5
b5: c(); -> c() ? b2 : b1
b1: d(); -> b2
b2: -> return`,
  ],
  [
    'a condition without calls is one branch a part',
    `if (x && y.z) d();`,
    `b0: -> x ? b3 : b2
b3: -> y.z ? b1 : b2
b1: d(); -> b2
b2: -> return`,
  ],
  [
    '|| in a value runs its right side only sometimes',
    `const v = get(k) || load(k); use(v);`,
    `b0: get(k); -> get(k) ? b2 : b1
b1: load(k); -> b2
b2: v = (get(k) || load(k)); use(v); -> return`,
  ],
  [
    '?? and && as statements',
    `x ?? load(); ready && start();`,
    `b0: -> x ? b2 : b1
b1: load(); -> b2
b2: -> ready ? b4 : b5
b4: start(); -> b5
b5: -> return`,
  ],
  [
    'nothing to do on the right: no branch',
    `const dir = options.dir || '/tmp'; use(dir);`,
    `b0: dir = (options.dir || '/tmp'); use(dir); -> return`,
  ],
  [
    'ternary',
    `const v = ok() ? a() : b();`,
    `b0: ok(); -> ok() ? b1 : b2
b2: b(); -> b3
b1: a(); -> b3
b3: v = (ok() ? a() | b()); -> return`,
  ],
  ['ternary without calls', `const v = x ? a : b; use(v);`, `b0: v = (x ? a | b); use(v); -> return`],
  [
    'optional call',
    `logger?.info(name()); next();`,
    `b0: -> logger ? b2 : b1
b2: name(); logger.info(name()); -> b1
b1: next(); -> return`,
  ],
  [
    'while with break and continue',
    `while (more()) { if (bad()) continue; if (enough()) break; step(); } after();`,
    `b0: -> b1
b1: more(); -> more() ? b2 : b3
b2: bad(); -> bad() ? b5 : b6
b6: enough(); -> enough() ? b10 : b11
b11: step(); -> b1
b10: -> b3
b3: after(); -> return
b5: -> b1`,
  ],
  [
    'while (true)',
    `while (true) { step(); if (done()) break; }`,
    `b0: -> b1
b1: -> b2
b2: step(); done(); -> done() ? b5 : b6
b6: -> b1
b5: -> b3
b3: -> return`,
  ],
  [
    'do while',
    `do { step(); } while (more()); after();`,
    `b0: -> b1
b1: step(); -> b2
b2: more(); -> more() ? b1 : b3
b3: after(); -> return`,
  ],
  [
    'for with all its parts',
    `for (let i = first(); i < last(); i = next(i)) use(i);`,
    `b0: first(); i = first(); -> b1
b1: last(); -> (< i last()) ? b2 : b4
b4: -> return
b2: use(i); -> b3
b3: next(i); i = next(i); -> b1`,
  ],
  [
    'for without a condition',
    `for (;;) { if (done()) break; }`,
    `b0: -> b1
b1: -> b2
b2: done(); -> done() ? b6 : b7
b7: -> b3
b3: -> b1
b6: -> b4
b4: -> return`,
  ],
  [
    'for of, for in',
    `for (const x of list()) use(x); for (const k in table) use(k);`,
    `b0: list(); -> b1
b1: -> b2 or b3
b3: -> b6
b6: -> b7 or b8
b8: -> return
b7: k = (for in table); use(k); -> b6
b2: x = list()[]; use(x); -> b1`,
  ],
  [
    'for await',
    `for await (const part of stream) use(part);`,
    `b0: -> b1
b1: suspend; -> b2 or b3
b3: -> return
b2: part = stream[]; use(part); -> b1`,
  ],
  [
    'labels',
    `outer: for (const a of as) { for (const b of bs) { if (a === b) continue outer; if (!b) break outer; } use(a); }`,
    `b0: -> b1
b1: -> b2 or b3
b2: a = as[]; -> b5
b5: -> b6 or b7
b7: use(a); -> b1
b6: b = bs[]; -> (=== a b) ? b9 : b10
b10: -> b ? b15 : b14
b14: -> b3
b3: -> return
b15: -> b5
b9: -> b1`,
  ],
  [
    'a labelled block',
    `check: { if (ok()) break check; fail(); } after();`,
    `b0: ok(); -> ok() ? b2 : b3
b3: fail(); -> b1
b2: -> b1
b1: after(); -> return`,
  ],
  [
    'switch with fall through',
    `switch (kind()) { case 1: one(); case 2: two(); break; default: other(); } after();`,
    `b0: kind(); -> kind() is 1: b2, 2: b3, else: b4
b4: other(); -> b1
b2: one(); -> b3
b3: two(); -> b1
b1: after(); -> return`,
  ],
  [
    'switch without default',
    `switch (k) { case 'a': a(); break; } after();`,
    `b0: -> k is a: b2, else: b1
b2: a(); -> b1
b1: after(); -> return`,
  ],
  [
    'return, throw',
    `function f(a) { if (!a) throw new Error('no'); return g(a); }`,
    `b0: -> return
f(a):
  b0: -> a ? b2 : b1
  b1: Error('no'); -> throw
  b2: g(a); -> return g(a)`,
  ],
  [
    'exit',
    `if (bad()) process.exit(1); if (good()) process.exit(0); go();`,
    `b0: bad(); -> bad() ? b1 : b2
b2: good(); -> good() ? b6 : b7
b7: go(); -> return
b6: process.exit(0); -> exit
b1: process.exit(1); -> exit failed`,
  ],
  [
    'try and catch',
    `try { open(p); write(p); } catch (error) { log(error); } after();`,
    `b0: -> b3
b3: open(p); -> b4 !b2
b4: write(p); -> b5 !b2
b2: error = ?; log(error); -> b1
b5: -> b1
b1: after(); -> return`,
  ],
  [
    'try, catch, finally',
    `function f() { try { return open(p); } catch { retry(); } finally { close(p); } }`,
    `b0: -> return
f():
  b0: -> b4
  b4: open(p); -> b5 !b3
  b3: retry(); -> b10 !b2
  b2: close(p); -> throw
  b10: -> b11
  b11: close(p); -> b1
  b1: -> return
  b5: -> b6
  b6: close(p); -> return open(p)`,
  ],
  [
    'finally alone',
    `try { open(p); } finally { close(p); } after();`,
    `b0: -> b3
b3: open(p); -> b4 !b2
b2: close(p); -> throw
b4: -> b5
b5: close(p); -> b1
b1: after(); -> return`,
  ],
  [
    'throw inside try',
    `try { if (!ok()) throw new Error('x'); go(); } catch { handle(); }`,
    `b0: -> b3
b3: ok(); -> b6 !b2
b6: -> ok() ? b5 : b4
b4: Error('x'); -> b8 !b2
b8: -> b2
b5: go(); -> b11 !b2
b2: handle(); -> b1
b11: -> b1
b1: -> return`,
  ],
  [
    'nested try',
    `try { try { a(); } catch { b(); } c(); } catch { d(); }`,
    `b0: -> b3
b3: -> b6
b6: a(); -> b7 !b5
b5: b(); -> b9 !b2
b9: -> b4
b7: -> b4
b4: c(); -> b11 !b2
b2: d(); -> b1
b11: -> b1
b1: -> return`,
  ],
  [
    'await suspends',
    `async function f() { const row = await find(id); await other; return row; }`,
    `b0: -> return
async f():
  b0: await find(id); suspend; row = find(id); suspend; -> return row`,
  ],
  [
    'yield suspends',
    `function* f() { const x = yield ask(); use(x); }`,
    `b0: -> return
f():
  b0: ask(); suspend; x = ?; use(x); -> return`,
  ],
  [
    'destructuring',
    `const { a, b: { c }, d = make(), ...rest } = load(); const [first, [second]] = list();`,
    `b0: load(); a = load().a; c = load().b.c; make(); d = (load().d || make()); rest = {...load()}; list(); first = list().0; second = list().1.0; -> return`,
  ],
  [
    'destructured literals and Promise.all',
    `const { a, b } = { a: '1', b: two }; const [x, y] = await Promise.all([one(), two()]);`,
    `b0: a = '1'; b = two; one(); two(); await Promise.all([one(), two()]); suspend; x = one(); y = two(); -> return`,
  ],
  [
    'assignments of fields',
    `this.path = join(root, 'x'); table.name = 'n'; list[0] = a(); table[k()] = b(); a.b.c = d();`,
    `b0: join(root, 'x'); this.path = join(root, 'x'); table.name = 'n'; a(); list.0 = a(); k(); b(); store table[k()] = b(); d(); store a.b.c = d(); -> return`,
  ],
  [
    'augmented assignments',
    `n += step(); n++; cache ||= load(); cache ??= load(); cache &&= load();`,
    `b0: step(); n = {n + step()}; n = (++ n); -> cache ? b2 : b1
b1: load(); cache = load(); -> b2
b2: -> cache ? b5 : b4
b4: load(); cache = load(); -> b5
b5: -> cache ? b7 : b8
b7: load(); cache = load(); -> b8
b8: -> return`,
  ],
  ['destructuring assignment', `[a, b] = [b, a]; ({ c: t.d } = load());`, `b0: a = b; b = a; load(); t.d = load().c; -> return`],
  ['chained assignment', `a = b = load(); use(a);`, `b0: load(); b = load(); a = load(); use(a); -> return`],
  [
    'functions of all kinds',
    `function a(x) { one(x); } const b = (y) => two(y); const c = async function () { three(); }; const o = { m(z) { four(z); }, n: () => five() };`,
    `b0: b = function b; c = function c; o = {m: function m, n: function n}; -> return
a(x):
  b0: one(x); -> return
b(y):
  b0: two(y); -> return two(y)
async c():
  b0: three(); -> return
m(z):
  b0: four(z); -> return
n():
  b0: five(); -> return five()`,
  ],
  [
    'classes',
    `class A extends base() { static s = one(); path = join(r, 'x'); constructor(p) { super(p); } async run() { await this.save(this.path); } static { two(); } #h = () => three(); }`,
    `b0: A = {constructor: function constructor, run: function run, #h: function #h}; base(); one(); A.s = one(); join(r, 'x'); this.path = join(r, 'x'); two(); this.#h = function #h; -> return
constructor(p):
  b0: super(p); -> return
async run():
  b0: await this.save(this.path); suspend; -> return
#h():
  b0: three(); -> return three()`,
  ],
  [
    'decorators',
    `@Controller(route()) class A { @Get('x') one(@Body() body) { return two(body); } }`,
    `b0: A = {one: function one}; route(); Controller(route()); Get('x'); -> return
one(body):
  b0: two(body); -> return two(body)`,
  ],
  [
    'parameters that are taken apart',
    `function f({ path, mode = deflt() }, [first], ...rest) { use(path, first); }`,
    `b0: -> return
f(, , rest):
  b0: path = .path; deflt(); mode = (.mode || deflt()); first = .0; use(path, first); -> return`,
  ],
  [
    'then and catch',
    `stat(p).then((s) => use(s)).catch((e) => report(e)); after();`,
    `b0: -> b4
b4: stat(p); -> b6 !b3
b6: stat().then(?); -> b7 !b3
b7: suspend; enter callback; s = stat(p); use(s); -> b9 !b3
b3: enter callback; e = ?; report(e); give report(e); -> b12
b12: leave; -> b1
b9: give use(s); -> b8
b8: leave; -> b5
b5: -> b2
b2: stat().then().catch(?); suspend; -> b1
b1: after(); -> return`,
  ],
  [
    'then with two callbacks',
    `access(p).then(() => use(p), () => make(p)); after();`,
    `b0: -> b4
b4: access(p); -> b5 !b3
b3: enter callback; make(p); give make(p); -> b7
b7: leave; -> b1
b5: -> b2
b2: access().then(?, ?); suspend; enter callback; use(p); give use(p); -> b11
b11: leave; -> b1
b1: after(); -> return`,
  ],
  [
    'quiet callbacks leave the question open',
    `const there = await access(p).then(() => true, () => false); if (!there) await make(p);`,
    `b0: access(p); await access().then(?, ?); suspend; there = access().then(?, ?); -> there ? b2 : b1
b1: await make(p); suspend; -> b2
b2: -> return`,
  ],
  [
    'a chain of promises',
    `a().then((x) => b(x)).then((y) => { if (!y) return; c(y); }).finally(() => d());`,
    `b0: a(); a().then(?); suspend; enter callback; x = a(); b(x); give b(x); -> b4
b4: leave; -> b3
b3: a().then().then(?); suspend; enter callback; y = a().then(?); -> y ? b8 : b7
b7: -> b6
b8: c(y); -> b6
b6: leave; -> b2
b2: a().then().then().finally(?); suspend; enter callback; d(); -> b12
b12: leave; -> b1
b1: -> return`,
  ],
  [
    'a catch with a named handler',
    `save(p).catch(report); load(p).catch(console.error);`,
    `b0: save(p); save().catch(report); load(p); load().catch(console.error); -> return`,
  ],
  [
    'callbacks with an error first',
    `stat(p, (err, s) => { if (err) { make(p); return; } use(s); }); after();`,
    `b0: stat(p, ?); suspend; enter callback; err = (! argument 0 of stat); s = argument 1 of stat; -> err ? b2 : b3
b3: use(s); -> b1
b2: make(p); -> b1
b1: leave; after(); -> return`,
  ],
  [
    'callbacks that a model names',
    `import fs from 'fs'; fs.exists(p, (there) => { if (!there) make(p); });`,
    `b0: fs.exists(p, ?); suspend; enter callback; there = argument 0 of fs.exists; -> there ? b3 : b2
b2: make(p); -> b3
b3: -> b1
b1: leave; -> return`,
  ],
  [
    "a lock's callback",
    `await mutex.runExclusive(async () => { const v = await get(k); await set(k, v); });`,
    `b0: await mutex.runExclusive(?); suspend; enter callback; await get(k); suspend; v = get(k); await set(k, v); suspend; -> b1
b1: leave; -> return`,
  ],
  [
    'lists',
    `paths.forEach((p) => { if (!ok(p)) return; use(p); }); const names = items.map((i) => name(i)); sums.reduce((sum, s) => add(sum, s), 0);`,
    `b0: paths.forEach(?); -> b1
b1: -> b2 or b3
b3: items.map(?); -> b12
b12: -> b13 or b14
b14: names = items.map(?); sums.reduce(?, 0); -> b19
b19: -> b20 or b21
b21: -> return
b20: enter callback; sum = argument 0 of sums.reduce; s = sums[]; add(sum, s); give add(sum, s); -> b23
b23: leave; -> b19
b13: enter callback; i = items[]; name(i); give name(i); -> b16
b16: leave; -> b12
b2: enter callback; p = paths[]; ok(p); -> ok(p) ? b7 : b6
b6: -> b5
b7: use(p); -> b5
b5: leave; -> b1`,
  ],
  [
    'promises made by hand',
    `await new Promise((resolve, reject) => { start(() => resolve(1)); });`,
    `b0: Promise(?); enter callback; resolve = argument 0 of Promise; reject = argument 1 of Promise; start(function); -> b1
b1: leave; suspend; -> return
lambda():
  b0: resolve(1); give 1; -> return resolve(1)`,
  ],
  [
    'called on the spot',
    `(async () => { await main(); })(); (function (x) { use(x); }).call(this, 1); !function (y) { use(y); }(2);`,
    `b0: (); enter callback; await main(); suspend; -> b1
b1: leave; ?.call(this, 1); enter callback; x = 1; use(x); -> b2
b2: leave; (2); enter callback; y = 2; use(y); -> b3
b3: leave; -> return`,
  ],
  [
    'events and routes are functions of their own',
    `app.get('/', (req, res) => send(res)); stream.on('error', (err) => fail(err)); setTimeout(() => later(), 1);`,
    `b0: app.get('/', function); stream.on('error', function); setTimeout(function, 1); -> return
lambda(req, res):
  b0: send(res); -> return send(res)
lambda(err):
  b0: fail(err); -> return fail(err)
lambda():
  b0: later(); -> return later()`,
  ],
  [
    'names through imports',
    `import { writeFile as put } from 'node:fs/promises'; import extra from 'fs-extra'; const { join: j } = require('path'); put(j(a, 'b'), c); extra.outputFile(a); const p = require('fs').promises; p.stat(a);`,
    `b0: require('path'); j = require('path').join; path.join(a, 'b'); fs.promises.writeFile(path.join(a, 'b'), c); fs-extra.outputFile(a); require('fs'); p = require('fs').promises; fs.promises.stat(a); -> return`,
  ],
  [
    'the receiver of a method',
    `const db = createClient(url); db.get(key); this.db.get(key); list[0].run();`,
    `b0: createClient(url); db = createClient(url); createClient().get(key); this.db.get(key); list.0.run(); -> return`,
  ],
  [
    'environment and members',
    `use(process.env.HOME, process.env['TMPDIR'], table['a'], table[k], a?.b, a!.c, (b as string), <any>c);`,
    `b0: use($HOME, $TMPDIR, table.a, table[k], a.b, a.c, b, c); -> return`,
  ],
  [
    'records and functions as values',
    `use({ a: 1, 'b': two, c, ...d, e() {} }, [1, x], () => 1);`,
    `b0: use({a: 1, b: two, c: c, e: function e, ...d}, [1, x], function); -> return
e():
  b0: -> return
lambda():
  b0: -> return 1`,
  ],
  [
    'tagged templates',
    `await sql\`select \${id}\`; await $\`rm \${path}\`;`,
    `b0: await sql(['select ', ''], id); suspend; await $(['rm ', ''], path); suspend; -> return`,
  ],
  ['templates with calls inside', `log(\`a \${one()} b \${two()}\`);`, `b0: one(); two(); log({'a ' + one() + ' b ' + two()}); -> return`],
  ['compiled calls', `(0, fs_1.writeFile)(p, b);`, `b0: fs_1.writeFile(p, b); -> return`],
  [
    'tsx: JSX',
    `const a = <A on={() => act()} v={load(1)} />;`,
    `b0: load(1); a = ?; -> return
lambda():
  b0: act(); -> return act()`,
  ],
  [
    'namespaces and exports',
    `export default async function main() { await go(); } export const f = () => g(); namespace N { init(); }`,
    `b0: f = function f; init(); -> return
async main():
  b0: await go(); suspend; -> return
f():
  b0: g(); -> return g()`,
  ],
  [
    'half-written',
    `function f(a { const x = ; if (a) { b(c); } } d(1); if (e( { g(2); }`,
    `b0: d(1); -> return
f(a):
  b0: -> a ? b1 : b2
  b1: b(c); -> b2
  b2: -> return`,
  ],
  ['comma and void', `(a(), b()); void c(); delete d().e;`, `b0: a(); b(); c(); d(); -> return`],
  [
    'empty catch handlers and none',
    `a().catch(); b().catch(() => {}).then(() => c());`,
    `b0: a(); a().catch(); b(); b().catch(?); b().catch().then(?); suspend; enter callback; c(); give c(); -> b2
b2: leave; -> b1
b1: -> return`,
  ],
  [
    'getters and methods of objects',
    `const o = { get v() { return read(); }, run() { act(); } };`,
    `b0: o = {v: function v, run: function run}; -> return
v():
  b0: read(); this.v = read(); -> return read()
run():
  b0: act(); -> return`,
  ],
  [
    'a class in an expression',
    `const A = class { run() { go(); } }; new A().run();`,
    `b0: A = {run: function run}; A(); A().run(); -> return
run():
  b0: go(); -> return`,
  ],
  [
    'fields of fields and computed ones are stores',
    `const s = a.b.c; a.b.c = s + x; o[k] = v; o[f()] += g(); this.m[k] = v; xs[i]++; a.b.n += 1; [t[0], t[j]] = xs;`,
    `b0: s = a.b.c; store a.b.c = {s + x}; store o[k] = v; f(); g(); store o[f()] = {o[f()] + g()}; store this.m[k] = v; store xs[i] = (++ xs[i]); store a.b.n = {a.b.n + 1}; t.0 = xs.0; store t[j] = _; -> return`,
  ],
  [
    'tsx: attributes that take more than text',
    `function A({ html, url }) { return <div><p dangerouslySetInnerHTML={{ __html: html }} /><a href={url} className={html} onClick={() => go(url)}>x</a><img src="x" />{ok && <a href={\`/x/\${url}\`} />}</div>; }`,
    `b0: -> return
A():
  b0: html = .html; url = .url; store ?.dangerouslySetInnerHTML = {__html: html}; store ?.href = url; -> ok ? b1 : b2
  b1: store ?.href = {'/x/' + url}; -> b2
  b2: -> return ?
lambda():
  b0: go(url); -> return go(url)`,
  ],
  [
    'quiet callbacks give what they take',
    `const body = await read(req).then((b) => b.body); const t = await p.then(({ a }) => a, (e) => e.message);`,
    `b0: read(req); await read().then(?); suspend; enter callback; b = read(req); give b.body; -> b1
b1: leave; body = read().then(?); await p.then(?, ?); suspend; -> b3 or b4
b3: enter callback; e = ?; give e.message; -> b6
b6: leave; -> b4
b4: t = p.then(?, ?); -> return`,
  ],
  [
    'a promise made by hand gets what settles it',
    `const v = await new Promise((resolve, reject) => { req.on('end', () => resolve(data)); fs.readFile(p, (err, d) => { if (err) return reject(err); resolve(d); }); });`,
    `b0: Promise(?); enter callback; resolve = argument 0 of Promise; reject = argument 1 of Promise; req.on('end', function); fs.readFile(p, ?); suspend; enter callback; err = (! argument 0 of fs.readFile); d = argument 1 of fs.readFile; -> err ? b3 : b4
b4: resolve(d); give d; -> b2
b3: reject(err); give reject(err); -> b2
b2: leave; -> b1
b1: leave; suspend; v = Promise(?); -> return
lambda():
  b0: resolve(data); give data; -> return resolve(data)`,
  ],
  [
    'spread',
    `run(...xs, y, ...zs); const l = [...xs, y]; const o = { ...a, k: v, [c]: d }; const [h, ...t] = [a, ...b]; const [i, ...u] = [a, b, c]; const { k, ...m } = { k: v, n: w };`,
    `b0: run(xs[], y, zs[]); l = [xs[], y]; o = {k: v, ...a, ...[d …]}; h = a; t = [[a, b[]][] …]; i = a; u = [b, c]; k = v; m = {n: w}; -> return`,
  ],
  [
    'defaults and rest',
    `function f(a, b = g(a), c = 'x', ...rest) { return [b, c, rest]; } xs.map((x, ...more) => x + more); xs.forEach(({ id, n = id }) => use(n));`,
    `b0: xs.map(?); -> b1
b1: -> b2 or b3
b3: xs.forEach(?); -> b8
b8: -> b9 or b10
b10: -> return
b9: enter callback; id = xs[].id; n = (xs[].n || id); use(n); give use(n); -> b12
b12: leave; -> b8
b2: enter callback; x = xs[]; more = [argument 1 of xs.map …]; give {x + more}; -> b5
b5: leave; -> b1
f(a, b, c, rest):
  b0: g(a); b = (b || g(a)); -> return [b, c, rest]`,
  ],
  [
    'switch over constants, alternatives and what is computed',
    `const K = 'k'; switch (req.query.kind) { case K: a(); break; case 'b': case \`c\`: case x: b(); } switch (true) { case n > 1: c(); }`,
    `b0: K = 'k'; -> req.query.kind is k: b2, b: b3, c: b4, else: b5, else: b1
b3: -> b4
b4: -> b5
b5: b(); -> b1
b2: a(); -> b1
b1: -> true is else: b13, else: b12
b13: c(); -> b12
b12: -> return`,
  ],
  [
    'elements, keys and places',
    `for (const [k, v] of Object.entries(o)) use(k, v); for (const k in req.body) t[k] = req.body[k]; const [, second, , [a]] = m; const { [k]: v, 'a-b': w } = o;`,
    `b0: Object.entries(o); -> b1
b1: -> b2 or b3
b3: -> b6
b6: -> b7 or b8
b8: second = m.1; a = m.3.0; v = o[k]; w = o.a-b; -> return
b7: k = (for in req.body); store t[k] = req.body[k]; -> b6
b2: k = Object.entries(o)[].0; v = Object.entries(o)[].1; use(k, v); -> b1`,
  ],
  [
    'one of several, falling through',
    `const x = a ?? b ?? c; const y = a || b || c; const z = a && b; const w = (x ||= y); const q = (s += 't');`,
    `b0: x = (a || b || c); y = (a || b || c); z = (&& a b); -> x ? b2 : b1
b1: x = y; -> b2
b2: w = (x || y); s = {s + 't'}; q = {s + 't'}; -> return`,
  ],
  [
    'callbacks give their values',
    `const r = (() => { if (a) return b; return c; })(); const m = xs.filter((x) => ok(x)).flatMap((x) => [x, x.y]);`,
    `b0: (); enter callback; -> a ? b2 : b3
b3: give c; -> b1
b2: give b; -> b1
b1: leave; r = (); xs.filter(?); -> b8
b8: -> b9 or b10
b10: xs.filter().flatMap(?); -> b15
b15: -> b16 or b17
b17: m = xs.filter().flatMap(?); -> return
b16: enter callback; x = xs.filter(?)[]; give [x, x.y]; -> b19
b19: leave; -> b15
b9: enter callback; x = xs[]; ok(x); give ok(x); -> b12
b12: leave; -> b8`,
  ],
  [
    'fields of classes: static, of parameters, of accessors',
    `class A { static t = q; p = 1; constructor(private readonly repo: Repo, @Inject() public db = make()) {} get name() { return this.p; } set name(v) { this.p = v; } }`,
    `b0: A = {constructor: function constructor}; A.t = q; this.p = 1; -> return
constructor(repo, db):
  b0: this.repo = repo; make(); db = (db || make()); this.db = db; -> return
name():
  b0: this.name = this.p; -> return this.p
name(v):
  b0: this.p = v; -> return`,
  ],
  [
    'functions that are handed on',
    `function a() {} const b = () => 1; const o = { a, c() {} }; class K { d() { run(this.d, this.d.bind(this)); } } const k = new K(); run(a, b, o.c, k.d, [k.d], { e: k.d }, o.x, k.d()); k.d.x = 1; const f = o.c;`,
    `b0: b = function b; o = {a: function a, c: function c}; K = {d: function d}; K(); k = K(); k.d(); run(function a, function b, function c, function d, [function d], {e: function d}, o.x, k.d()); store k.d.x = 1; f = function c; -> return
a():
  b0: -> return
b():
  b0: -> return 1
c():
  b0: -> return
d():
  b0: this.d.bind(this); run(function d, function d); -> return`,
  ],
  [
    'classes that extend others',
    `import { Base } from './base'; class A extends Base { f() {} g = () => 1; get h() { return 1; } } class B extends A {} export default class extends B {}`,
    `b0: A = {f: function f, g: function g, ...Base}; this.g = function g; B = {...A}; -> return
f():
  b0: -> return
g():
  b0: -> return 1
h():
  b0: this.h = 1; -> return 1`,
  ],
  [
    'arguments, and functions that are lent',
    `function f(a) { const b = arguments[0], c = arguments[1]; const rest = [].slice.call(arguments, 1); use(arguments[i]); h.apply(this, arguments); } function h(x, y) {} h.call(this, 1, 2); h.apply(null, [3, 4]); h.apply(null, xs);`,
    `b0: function h.call(1, 2); function h.apply(3, 4); function h.apply(xs[]); -> return
f(a, arguments):
  b0: b = a; c = arguments[]; [].slice.call([a, arguments[]], 1); rest = ([:] [a, arguments[]] 1); use([a, arguments[]][i]); function h.apply(a, arguments[]); -> return
h(x, y):
  b0: -> return`,
  ],
  [
    'functions under `var`',
    `var v = function () {}; var w = function () {}; w = x; use(v, w);`,
    `b0: v = function v; w = function w; w = x; use(function v, w); -> return
v():
  b0: -> return
w():
  b0: -> return`,
  ],
];

describe('lowering JavaScript', () => {
  test.each(snippets)('%s', (name, text, expected) => {
    expect(programText(lowered(text, name.startsWith('tsx') ? 'tsx' : 'typescript')).join('\n')).toBe(expected);
  });
});

test('an await before a call with type arguments is an await', () => {
  const program = lowered('async function f() { const a = await store.get<number>(key); }');
  expect(programText(program)).toEqual([
    'b0: -> return',
    'async f():',
    '  b0: await store.get(key); suspend; a = store.get(key); -> return',
  ]);
});

test('what several runs share is read and written by calls of its own, where that is asked for', () => {
  const text =
    'let n = 0; class A { async f(x) { if (this.a < n) return; await g(); this.a -= x; n += await g(); const b = x.a; this.m.set(b, 1); } }';
  const program = lowerJavaScript(new SyntaxNode(core.parse('typescript', text, 60_000)!, 0), new SourceText('a.ts', text), {
    runsCallback: () => false,
    tellsShared: true,
  });
  const told = callsIn(program).map(({ at, word }) => `${word.trim()} ${text.slice(program.tree.start[at], program.tree.end[at])}`);
  expect(told).toEqual(['read this.a', 'read n', 'g g()', 'write this.a', 'read n', 'g g()', 'write n', 'set this.m.set(b, 1)']);
});

describe('what a JavaScript program tells of its calls', () => {
  const targets: readonly (readonly [string, string, string])[] = [
    ['a function', 'function f() {} f();', 'f'],
    ['a constant', 'const f = () => 1; f();', 'f'],
    ['a method of this class', 'class A { go() { this.f(); } f() {} }', 'f'],
    ['a field of this class', 'class A { go() { this.f(); } f = () => 1; }', 'f'],
    ['a static method', 'class A { static f() {} } A.f();', 'f'],
    ['a method of what was made of a class', 'class A { f() {} } const a = new A(); a.f();', 'f'],
    ['a method of an object', 'const o = { f() {}, g: 1 }; o.f();', 'f'],
    ['a function in an object', 'const o = { f: async () => 1 }; o.f();', 'f'],
    ['a method of the class it extends', 'class A { f() {} } class B extends A { go() { this.f(); } }', 'f'],
    ['a method of `super`', 'class A { f() {} } class B extends A { f2() { super.f(); } }', 'f'],
    ['a method of what was just made', 'class A { f() {} } new A().f();', 'f'],
    ['a method of a field of this class', 'class A { f() {} } class B { a = new A(); go() { this.a.f(); } }', 'f'],
    ['of a field that is declared', 'class A { f() {} } class B { a: A; go() { this.a.f(); } }', 'f'],
    ['of a field that is assigned', 'class A { f() {} } class B { constructor() { this.a = new A(); } go() { this.a.f(); } }', 'f'],
    ['of a field that is a parameter', 'class A { f() {} } class B { constructor(private a: A) {} go() { this.a.f(); } }', 'f'],
    ['of a parameter of a class', 'class A { f() {} } function go(a: A) { a.f(); }', 'f'],
    ['a method of a prototype', 'function A() {} A.prototype.f = function () {}; new A().f();', 'f'],
    ['a method of a prototype, of another one', 'function A() {} A.prototype = { go() { this.f(); }, f() {} };', 'f'],
    ['what is exported', 'exports.f = () => 1; exports.f();', 'f'],
    ['a function that is put into an object', 'const o = {}; o.f = () => 1; o.f();', 'f'],
    ['a method of an object in an object', 'const o = { p: { f() {} } }; o.p.f();', 'f'],
    ['a function taken out of an object', 'const { f } = { f() {} }; f();', 'f'],
    ['a function under another name', 'function g() {} const f = g; f();', 'g'],
    ['a bound function', 'function g() {} const f = g.bind(null); f();', 'g'],
    ['nobody known', 'const o = make(); o.f(); function f() {}', ''],
    ['a parameter', 'function g(f) { f(); }', ''],
    ['a variable that is written again', 'let f = () => 1; f = () => 2; f();', ''],
  ];
  test.each(targets)('whom it calls: %s', (_, text, name) => {
    const program = lowered(text);
    expect(program.targetOf(callOf(program, 'f'))?.name ?? '').toBe(name);
  });

  test('a constructor is what `new` calls, and who calls it', () => {
    const program = lowered('class A { constructor(p) { open(p); } } new A(x);');
    const made = program.targetOf(callOf(program, 'A'))!;
    expect([made.name, program.callsOf(made).map(({ call }) => call.word)]).toEqual(['constructor', ['A']]);
  });

  test('a function that is lent is called, too', () => {
    const program = lowered('function f(p) {} f.call(this, 1); f.apply(this, [2]); g.call(3);');
    const f = program.functions.find(({ name }) => name === 'f')!;
    expect(program.callsOf(f).map(({ call }) => program.argumentsOf(call).map((value) => valueText(value, program)))).toEqual([
      ['1'],
      ['2'],
    ]);
  });

  test('a constructor that is inherited is called by what extends its class', () => {
    const program = lowered(
      'class A { constructor(p) {} } class B extends A { constructor() { super(1); } } class C extends A {} new C(2);',
    );
    const [first] = program.functions.filter(({ name }) => name === 'constructor');
    expect(program.callsOf(first!).map(({ call }) => call.word)).toEqual(['super', 'C']);
  });

  test('calls of a function, in whichever function they stand', () => {
    const program = lowered('function f(p) {} function g() { f(1); list.forEach(() => f(2)); } f(3); x.f(4);');
    const f = program.functions.find(({ name }) => name === 'f')!;
    const calls = program
      .callsOf(f)
      .map(({ caller, call }) => `${caller.name} ${program.argumentsOf(call).map((value) => valueText(value, program))}`);
    expect(calls).toEqual(['g 1', 'g 2', ' 3']);
  });

  test('functions that call something, through what it is called here, told without lowering any', () => {
    const program = lowered(
      "import { writeFile as put } from 'fs/promises'; function a() { put(p); } function b() { fs.chmod(p); } function c() {}",
    );
    expect(program.functionsCalling(new Set(['writeFile', 'chmod'])).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(program.functionsCalling(new Set(['rename']))).toEqual([]);
  });

  test('assignments of a variable, in whichever function they stand', () => {
    const program = lowered("let p = 'a'; function set() { p = 'b'; } function other() { let p = 'c'; use(p); } use(p);");
    const [first] = program.argumentsOf(callsIn(program).find((call) => call.word === 'use')!);
    const variable = first?.kind === 'variable' ? first.variable : null;
    expect(
      program.definitionsOf(variable!).map(({ within, assign }) => `${within.name} ${valueText(program.valueOf(assign.value), program)}`),
    ).toEqual([" 'a'", "set 'b'"]);
  });

  test('what the fields of `this` are set to, in the class and its methods', () => {
    const program = lowered(
      'class A { p = 1; constructor(private q) { this.r = s; } set() { this.r = t; this.u.v = 2; } get() { use(this); } get g() { return this.p; } } class B { set() { this.r = w; } }',
    );
    const [held] = program.argumentsOf(callOf(program, 'use'));
    const definitions = held?.kind === 'variable' ? program.definitionsOf(held.variable) : [];
    expect(
      definitions.map(({ within, assign }) => `${within.name} ${assign.field} ${valueText(program.valueOf(assign.value), program)}`),
    ).toEqual([' p 1', 'constructor q q', 'constructor r s', 'set r t', 'g g this.p']);
  });

  test('the methods of a prototype share the `this` of their constructor', () => {
    const program = lowered(
      'function A(o) { this.o = o; } A.prototype.run = function () { use(this); }; A.prototype = { set() { this.p = 1; } }; function B() { this.q = 1; }',
    );
    const [held] = program.argumentsOf(callOf(program, 'use'));
    const definitions = held?.kind === 'variable' ? program.definitionsOf(held.variable) : [];
    expect(definitions.map(({ within, assign }) => `${within.name} ${assign.field}`)).toEqual(['A o', 'set p']);
  });

  test('what a getter of `this` returns is what its field is', () => {
    const program = lowered('class A { get a() { return this.b; } get c() { log(); return 1; } f() { use(this.a, this.c); } }');
    expect(program.argumentsOf(callOf(program, 'use')).map((value) => valueText(value, program))).toEqual(['this.b', 'this.c']);
  });

  test('what is called on data of the platform has a receiver; what is called on its objects has none', () => {
    const program = lowered('process.argv[2].trim(); location.hash.slice(1); location.assign(x); fs.stat(p); process.cwd();');
    const receivers = callsIn(program).map((call) => program.receiverOf(call));
    expect(receivers.map((one) => one && valueText(one, program))).toEqual(['process.argv.2', 'location.hash', null, null, null]);
  });

  test('the same file that is required without a name is one variable', () => {
    const program = lowered("use(require('./a').b); use(require('./a')); use(require('./c'));");
    const held = callsIn(program)
      .filter(({ word }) => word === 'use')
      .map((call) => program.argumentsOf(call)[0]);
    const [first, second, third] = held.map((value) => (value?.kind === 'field' ? value.of : value));
    const variables = program.imports.map(({ variable }) => variable);
    const index = [first, second, third].map((value) => (value?.kind === 'variable' ? variables.indexOf(value.variable) : -1));
    expect(index).toEqual([0, 0, 2]);
  });

  test('options, in place and through a constant', () => {
    const program = lowered("const o = { mode: 0o600 }; write(p, b, o); write(p, { flag: 'wx' });");
    const [first, second] = callsIn(program);
    const option = (call: Call, name: string) => {
      const value = program.optionOf(call, name);
      return value ? valueText(value, program) : null;
    };
    expect([option(first!, 'mode'), option(first!, 'flag'), option(second!, 'flag')]).toEqual(['0o600', null, "'wx'"]);
  });

  test('one `this` for the methods of a class, another for another', () => {
    const program = lowered('class A { a() { use(this); } b = () => { use(this); }; } class B { c() { use(this); } }');
    const variables = callsIn(program).map((call) => {
      const [value] = program.argumentsOf(call);
      return value?.kind === 'variable' ? value.variable : null;
    });
    expect([variables[0] === variables[1], variables[0] === variables[2]]).toEqual([true, false]);
  });
});

describe('what a JavaScript file takes and gives', () => {
  const imports: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'ES imports, without types',
      "import d, { e, type T, f as g } from './d'; import * as n from 'node:fs'; import type { U } from './u'; import z = require('./z'); import './side';",
      ['default of ./d as d', 'e of ./d as e', 'f of ./d as g', '* of node:fs as n', '* of ./z as z'],
    ],
    [
      'require, whole, in parts and by member',
      "const r = require('./r'); const { a, b: c, d = 1, ...e } = require('./s'); const y = require('./y').z; let l; l = require('./l'); const i = __importStar(require('./i'));",
      [
        '* of ./r as r',
        'a of ./s as a',
        'b of ./s as c',
        'd of ./s as d',
        '* of ./s as e',
        'z of ./y as y',
        '* of ./l as l',
        '* of ./i as i',
      ],
    ],
    [
      'what has no name here',
      "app.use(require('./routes')); require('./boot').go(app); const { a: { b } } = require('./q');",
      ['* of ./routes as ', '* of ./boot as ', 'a of ./q as '],
    ],
    [
      'import of a literal, not in types, not computed',
      'const m = await import("./m"); const { a } = await import("./n"); let x: import("./t").T; import(name); function f(require) { require("./o"); }',
      ['* of ./m as m', 'a of ./n as a'],
    ],
  ];
  test.each(imports)('imports: %s', (_, text, expected) => {
    expect(lowered(text).imports.map(({ name, from, variable }) => `${name} of ${from} as ${variable?.name}`)).toEqual(expected);
  });

  const exports: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'declarations',
      'export const h = (x) => 1, { n, o: [p = q] } = r(); export function s() {} export class A {} export enum L { M } export type U = 1; export interface V {}',
      ['h: function h', 'n: n', 'p: p', 's: function s', 'A: A', 'L: L'],
    ],
    ['a default function', 'export default async function run() {}', ['default: function run']],
    ['a default value', 'export default { a, b() {} };', ['default: {a: a, b: function b}']],
    [
      'names, of this file and of others',
      "import { e } from './d'; import * as n from './n'; const v = 1; export { e, v as default, n, type T }; export { b as c } from './c'; export type { W } from './w';",
      ['e: e of ./d', 'default: v', 'n: * of ./n', 'c: b of ./c'],
    ],
    [
      'all of other files',
      "export * from './v'; export * as w from './w'; export * from './x';",
      ['*: * of ./v', 'w: * of ./w', '*./x: * of ./x'],
    ],
    [
      'module.exports as an object',
      "const one = require('./one'); module.exports = { one, two: require('./two').b, three() {}, four: run, ...require('./rest'), [x]: 1 }; function run() {}",
      [
        'default: {one: one, two: .b, three: function three, four: function run, ..., ...[1 …]}',
        'one: * of ./one',
        'two: b of ./two',
        'three: function three',
        'four: function run',
        '*: * of ./rest',
      ],
    ],
    [
      'module.exports as a function, and members',
      "module.exports = function run() {}; module.exports.extra = extra; exports.y = exports.z = v; exports['w'] = 1; function extra() {}",
      ['default: function run', 'extra: function extra', 'y: v', 'z: v', 'w: 1'],
    ],
    [
      'an object under a name',
      'const api = { f, g: 1 }; function f() {} exports = module.exports = api;',
      ['default: api', 'f: function f', 'g: 1'],
    ],
    [
      'what is passed on whole',
      "module.exports = require('./lib'); __exportStar(require('./more'), exports); function f(module) { module.exports = 1; }",
      ['*: * of ./lib', '*./more: * of ./more'],
    ],
    [
      'parts of what is taken whole, and what is defined',
      "const lib = require('./lib'); exports.a = lib.a; module.exports = { b: lib.b }; Object.defineProperty(exports, 'c', { get: function () { return lib.c; } }); Object.defineProperty(exports, 'd', { value: 1 });",
      ['a: a of ./lib', 'default: {b: lib.b}', 'b: b of ./lib', 'c: c of ./lib', 'd: 1'],
    ],
    ['export =', 'export = main; function main() {}', ['default: function main']],
  ];
  test.each(exports)('exports: %s', (_, text, expected) => {
    const program = lowered(text);
    const told = [...program.exports].map(([name, value]) =>
      'from' in value ? `${name}: ${value.name} of ${value.from}` : `${name}: ${valueText(value, program)}`,
    );
    expect(told).toEqual(expected);
  });

  const nest = `import { Controller, Get, Body } from '@nestjs/common'; import express, { Request as Req } from 'express'; import { Dto } from './dto'; import * as o from 'o';
@Controller('cats') export class Cats extends o.Base { constructor(private readonly repo: Repo, @Inject('X') x: o.X<Y>) { super(repo); }
@Get(':id') @Use one(@Body() dto: Dto, @Param('id', IntPipe) id: number, @Query() { a, b }: { a: string; b: Dto[] }, ...more: string[]) {}
@F() two = async (r: Req | null, s: express.Response, t?: Promise<Dto | undefined>) => {}; plain(u: 'a' | 'b', v: string | number) {} } class Repo {}`;

  function decoratorText(decorator: Decorator, program: JavaScriptProgram): string {
    return `@${decorator.name} ${decorator.word}(${decorator.arguments.map((one) => valueText(one, program)).join(', ')})`;
  }

  test('decorators, classes, and what parameters are declared with', () => {
    const program = lowered(nest);
    const told = program.functions.slice(1).map((fn) => {
      const parameters = fn.parameters.map((variable) => {
        const mark = program.markOf(variable);
        return `${variable.rest ? '...' : ''}${variable.name}: ${program.typeOf(variable)}${mark ? ` ${decoratorText(mark, program)}` : ''}`;
      });
      const decorators = program.decoratorsOf(fn).map((one) => decoratorText(one, program));
      return [fn.name, ...decorators, ...parameters];
    });
    expect(told).toEqual([
      ['constructor', 'repo: Repo', "x: o.X @Inject Inject('X')"],
      [
        'one',
        "@@nestjs/common.Get Get(':id')",
        '@Use Use()',
        'dto: ./dto.Dto @@nestjs/common.Body Body()',
        "id: number @Param Param('id', IntPipe)",
        ': null @Query Query()',
        '...more: string',
      ],
      ['two', '@F F()', 'r: express.Request', 's: express.Response', 't: ./dto.Dto'],
      ['plain', 'u: null', 'v: null'],
    ]);
    const around = program.functions.map((fn) => program.classOf(fn));
    expect(around.map((one) => one && [one.name, ...one.bases, ...one.decorators.map((each) => decoratorText(each, program))])).toEqual([
      null,
      ...Array.from({ length: 4 }, () => ['Cats', 'o.Base', "@@nestjs/common.Controller Controller('cats')"]),
    ]);
  });

  test('the types of what a parameter is taken apart into', () => {
    const program = lowered('function f({ a, b: [c], d: { e } }: { a: string; b: Dto[]; d: { e: Id } }) { use(a, e); }');
    const types = program
      .argumentsOf(callOf(program, 'use'))
      .map((value) => (value.kind === 'variable' ? program.typeOf(value.variable) : ''));
    expect(types).toEqual(['string', 'Id']);
  });

  test('names of what is imported or of the platform, callees and options', () => {
    const program = lowered(
      "import { argv } from 'node:process'; import ex from 'express'; function f(req) { const o = { b: 1 }; run(argv[2], ex.request.query, req.body, process.argv, { a, ...c }, o); table[k](); new ex.Router(); }",
    );
    const run = callOf(program, 'run');
    const names = program.argumentsOf(run).map(({ at }) => program.nameAt(at));
    expect(names).toEqual(['process.argv.2', 'express.request.query', null, 'process.argv', null, null]);
    expect(callsIn(program).map((call) => valueText(program.calleeOf(call)!, program))).toEqual(['run', 'table[k]', 'ex.Router']);
    expect([...program.optionsOf(run)].map(([name, value]) => `${name}: ${valueText(value, program)}`)).toEqual(['a: a', 'b: 1']);
    expect(program.inputOf()).toBe(null);
  });
});

describe('what is made to hurt it', () => {
  const many = (text: string, times: number) => text.repeat(times);
  test.each([
    ['a long chain of else if', `${many('if (a()) b(); else ', 5000)}c();`],
    ['a long sum', `use(${many('a() + ', 20_000)}b());`],
    ['a long condition', `if (${many('a() && ', 5000)}b()) c();`],
    ['a long chain of calls', `p${many('.then(() => a())', 3000)};`],
    ['functions in functions', `${many('f(() => { ', 900)}g();${many(' })', 900)}`],
    ['blocks in blocks', `${many('{ if (a()) ', 900)}b();${many(' }', 900)}`],
    ['try in try', `${many('try { a(); ', 400)}b();${many(' } finally { c(); }', 400)}`],
    ['lists in lists', `use(${many('[', 900)}${many(']', 900)});`],
    ['members of members', `use(a${many('.b', 20_000)});`],
    [
      'functions that hold each other',
      `${Array.from({ length: 3000 }, (_, i) => `const f${i} = f${i + 1};`).join('')} f0(); o.a = o.b; o.b = o.a; o.a();`,
    ],
    [
      'classes that extend each other',
      `${Array.from({ length: 2000 }, (_, i) => `class A${i} extends A${(i + 1) % 2000} {}`).join('')} new A0().f();`,
    ],
    [
      'fields of fields',
      `class A { a = this.b; b = this.a; f() { this${many('.a.b', 2000)}.g(); } } exports.x = ${many('exports.y = ', 2000)}1;`,
    ],
    ['types in types', `function f(x: ${many('Array<', 700)}T${many('>', 700)}) {}`],
    ['one straight line of a megabyte', many('save(name);\n', 90_000)],
  ])('%s', (_, text) => {
    const program = lowered(text);
    const outcome = () => {
      try {
        for (const call of callsIn(program)) {
          program.argumentsOf(call);
          program.targetOf(call);
          program.calleeOf(call);
          program.nameAt(call.at);
        }
        for (const fn of program.functions) if (program.callersOf(fn).length < 100) program.classOf(fn);
        return program.imports && program.exports && 'lowered';
      } catch (error) {
        return error instanceof Error ? error.name : error;
      }
    };
    // Spent: what multiplies itself is given up, and told.
    expect(['lowered', 'SearchBudgetSpent']).toContain(outcome());
  });
});
