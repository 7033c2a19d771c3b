import { beforeAll, describe, expect, test } from '@jest/globals';
import { createOutliner } from '../src/engine/outline/outlineFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { Outline, TestCase } from '../src/model/outline.ts';

let read: (text: string, path?: string) => Outline;

beforeAll(async () => {
  const outline = createOutliner(await loadCore('native'), { parseDeadline: 2000 });
  read = (text, path = 'test/a.test.ts') => outline({ path, mode: 'file', bytes: new TextEncoder().encode(text) });
});

/** A case in one line, and one line for each of its assertions. */
const told = ({ name, state, isEmpty, assertions }: TestCase) => [
  `${state}${isEmpty ? ', empty' : ''}: ${name}`,
  ...assertions.map(({ subject, strength, isGuarded }) => `  ${strength}${isGuarded ? ', guarded' : ''}: ${subject}`),
];

describe('test cases', () => {
  const frameworks: [string, string, string[]][] = [
    [
      'groups and cases',
      "describe('a', () => { context('b', () => { it('c', () => { f(); }); }); test('d', async () => { f(); }); });",
      ['run: a > b > c', 'run: a > d'],
    ],
    [
      'a title that is computed',
      'it(`a ${b}`, () => { f(); }); it(names[0], () => { f(); }); describe(Cart, () => { it("c", () => { f(); }); });',
      ['run: a ${b}', 'run: names[0]', 'run: Cart > c'],
    ],
    [
      'tables',
      "it.each([[1]])('a %d', (a) => { f(a); }); test.each`a\n${1}`('b', () => { f(); }); test.for([1])('c', () => { f(); });",
      ['run: a %d', 'run: b', 'run: c'],
    ],
    ['tdd style', "suite('a', function () { test('b', function () { f(); }); });", ['run: a > b']],
    [
      'skipped',
      "it.skip('a', () => { f(); }); xit('b', () => { f(); }); test.todo('c'); it('d'); xdescribe('e', () => { it('f', () => { f(); }); });",
      ['skipped: a', 'skipped: b', 'skipped, empty: c', 'skipped, empty: d', 'skipped: e > f'],
    ],
    ['skipped with a group', "describe.skip('a', () => { it.only('b', () => { f(); }); });", ['skipped: a > b']],
    [
      'by an option',
      "test('a', { skip: true }, () => { f(); }); test('b', { skip: 'why' }, f); test('c', { skip: isWindows }, () => { f(); }); test('d', { todo: true }, () => { f(); }); test('e', { only: true }, () => { f(); });",
      ['skipped: a', 'skipped: b', 'run: c', 'skipped: d', 'focused: e'],
    ],
    [
      'from within',
      "it('a', function () { this.skip(); }); test('b', (t) => { t.skip('why'); }); it('c', function () { if (x) this.skip(); f(); }); it('d', () => { pending(); });",
      ['skipped: a', 'skipped: b', 'run: c', 'skipped: d'],
    ],
    [
      'focused',
      "it.only('a', () => { f(); }); fit('b', () => { f(); }); fdescribe('c', () => { it('d', () => { f(); }); });",
      ['focused: a', 'focused: b', 'focused: c > d'],
    ],
    [
      'expected to fail',
      "test.failing('a', () => { f(); }); it.fails('b', () => { f(); });",
      ['expected-failure: a', 'expected-failure: b'],
    ],
    [
      'under a condition',
      "describe.skipIf(x)('a', () => { it.runIf(y)('b', () => { f(); }); }); it.skipIf(true)('c', () => { f(); }); const maybe = x ? it : it.skip; maybe('d', () => { f(); });",
      ['run: a > b', 'skipped: c', 'run: d'],
    ],
    [
      'empty ones',
      "it('a', () => {}); it('b', (done) => { done(); }); it('c', async () => { /* later */ }); it('d', () => f());",
      ['run, empty: a', 'run, empty: b', 'run, empty: c', 'run: d'],
    ],
    [
      'node',
      "import test from 'node:test'; import assert from 'node:assert'; test('a', async (t) => { await t.test('b', () => { assert.ok(f()); }); });",
      ['run: a > b', '  truthy: f()'],
    ],
    [
      'a case with cases and an assertion',
      "test('a', (t) => { t.equal(f(), 1); t.test('b', (t) => { t.end(); }); });",
      ['run: a', '  exact: f()', 'run, empty: a > b'],
    ],
    [
      'ava',
      "import test from 'ava'; test.serial('a', (t) => { t.is(f(), 1); t.true(g()); t.pass(); }); test.beforeEach((t) => { t.context.a = 1; });",
      ['run: a', '  exact: f()', '  exact: g()', '  none: '],
    ],
    [
      'tape',
      "const tape = require('tape'); tape('a', { timeout: 5 }, function (t) { t.plan(1); t.deepEqual(f(), { a: 1 }); t.end(); });",
      ['run: a', '  exact: f()'],
    ],
    [
      'QUnit',
      "QUnit.module('a', () => { QUnit.test('b', (assert) => { assert.propEqual(f(), 1); }); }); QUnit.skip('c', () => {});",
      ['run: a > b', '  exact: f()'],
    ],
    [
      'Deno',
      "Deno.test('a', () => { assertEquals(f(), 1); }); Deno.test({ name: 'b', ignore: true, fn() { assertEquals(f(), 1); } });",
      ['run: a', '  exact: f()', 'skipped: b', '  exact: f()'],
    ],
    [
      'Playwright',
      "test.describe('a', () => { test('b', async ({ page }) => { test.skip(isMobile, 'no'); await expect(page).toHaveTitle('c'); }); });",
      ['run: a > b', '  exact: page'],
    ],
    [
      'Cypress',
      "it('a', () => { cy.get('b').should('have.text', 'c').and('be.visible'); });",
      ['run: a', "  partial: cy.get('b').should('have.text', 'c')", "  exact: cy.get('b')"],
    ],
    ['a body by its name', "it('a', body); function body() { expect(f()).toBe(1); }", ['run: a', '  exact: f()']],
    [
      'a helper of the file',
      "function round(a, b) { expect(f(a)).toBe(b); }\nit('a', () => { round(1, 2); other(3); });",
      ['run: a', '  exact: '],
    ],
    [
      'a helper that is given the test',
      "test('a', (t) => { function same(tt) { tt.equivalent(f(), 1); } t.test('b', (t) => { same(t); }); t.test('c', (t) => { t['throws'](f); }); });",
      ['run: a', '  exact: f()', 'run: a > b', '  exact: ', 'run: a > c', '  partial: f'],
    ],
    ['what only looks like a case', "/a/.test('b'); test('a'); it.each(rows); const x = pattern.test(text);", ['skipped, empty: a']],
  ];
  test.each(frameworks)('%s', (_name, text, cases) => {
    expect(read(text).cases.flatMap(told)).toEqual(cases);
  });

  test('whole', () => {
    const text = "describe('a', () => {\n  it('b', () => {\n    expect(\n      f(1), // why\n    )\n      .not.toBe(2);\n  });\n});\n";
    expect(read(text).cases).toEqual([
      {
        name: 'a > b',
        line: 2,
        state: 'run',
        assertions: [{ text: 'expect(f(1)).not.toBe(2)', subject: 'f(1)', strength: 'truthy', isGuarded: false, line: 3 }],
        body: expect.stringMatching(/^[\w-]{22}$/),
        isEmpty: false,
      },
    ]);
  });
});

describe('assertions', () => {
  const single: [string, string][] = [
    ['expect(f()).toBe(1)', 'exact: f()'],
    ['expect(f()).toEqual({ a: 1 })', 'exact: f()'],
    ['expect(f).toThrow("a")', 'exact: f'],
    ['expect(f).toThrow()', 'partial: f'],
    ['await expect(f()).rejects.toThrow(/a/)', 'exact: f()'],
    ['expect(f()).toMatchSnapshot()', 'exact: f()'],
    ['expect(f()).toContain(1)', 'partial: f()'],
    ['expect(f()).toEqual(expect.objectContaining({ a: 1 }))', 'partial: f()'],
    ['expect(f()).toEqual({ a: expect.any(Number) })', 'partial: f()'],
    ['expect(f()).toBeTruthy()', 'truthy: f()'],
    ['expect(f()).not.toBeNull()', 'truthy: f()'],
    ['expect(f()).toBeNull()', 'exact: f()'],
    ['expect(g).toHaveBeenCalled()', 'truthy: g'],
    ['expect(g).not.toHaveBeenCalled()', 'exact: g'],
    ['expect(g).toHaveBeenCalledWith(1)', 'exact: g'],
    ['expect(true).toBe(true)', 'none: true'],
    ['expect(true).toBeTruthy()', 'none: true'],
    ['expect(true).toBe(false)', 'exact: true'],
    ['expect(f() || true).toBe(true)', 'none: f() || true'],
    ['expect(a).toBe(a)', 'none: a'],
    ['expect(1).toBe(a)', 'exact: 1'],
    ['expect(f())', 'none: f()'],
    ['expect(f()).to.equal(1)', 'exact: f()'],
    ['expect(f()).to.be.true', 'exact: f()'],
    ['expect(f()).to.be.ok', 'truthy: f()'],
    ['expect(f()).to.be.an("array")', 'partial: f()'],
    ['expect(f()).to.have.deep.property("a", 1)', 'partial: f()'],
    ['f().should.deep.equal([1])', 'exact: f()'],
    ['should.exist(f())', 'truthy: f()'],
    ['assert(f() === 1)', 'exact: f()'],
    ['assert(f())', 'truthy: f()'],
    ['assert(true)', 'none: true'],
    ['assert(f() > 1)', 'partial: f()'],
    ['assert.strictEqual(f(), 1)', 'exact: f()'],
    ['assert.strict.equal(f(), 1)', 'exact: f()'],
    ['assert.notEqual(f(), 1)', 'truthy: f()'],
    ['assert.throws(() => f(), /a/)', 'exact: () => f()'],
    ['assert.throws(() => f())', 'partial: () => f()'],
    ['assert.match(f(), /a/)', 'partial: f()'],
    ['assert.fail("no")', 'exact: '],
    ['strictEqual(f(), 1)', 'exact: f()'],
    ['ok(f().includes(1))', 'partial: f().includes(1)'],
    ['sinon.assert.calledWith(g, 1)', 'exact: g'],
    ['await request(app).get("/").expect(200)', 'exact: '],
    ['await request(app).get("/").expect("Type", /json/)', 'partial: '],
    ['console.assert(f() === 1)', 'exact: f()'],
    ['if (f() !== 1) throw new Error("no")', 'exact: f()'],
    ['if (!f()) { throw new Error("no"); }', 'truthy: !f()'],
    ['if (f() !== 1) process.exit(1)', 'exact: f()'],
    ['throw new Error("not reached")', 'exact: '],
    ['assertCart(f(), 1)', 'exact: f()'],
    ['await checkCart(f())', 'partial: f()'],
    ['expect.assertions(1)', ''],
    ['const x = verifyToken(f())', ''],
    ['verify(token, key) ? 1 : 2', ''],
    ['if (error) throw error', ''],
    ['if (f()) expect(f()).toBe(1)', 'exact, guarded: f()'],
    ['f() && expect(f()).toBe(1)', 'exact, guarded: f()'],
    ['try { expect(f()).toBe(1); } catch {}', 'exact, guarded: f()'],
    ['try { expect(f()).toBe(1); } catch (e) { console.log(e); }', 'exact, guarded: f()'],
    ['try { expect(f()).toBe(1); } catch (e) { done(e); }', 'exact: f()'],
    ['try { expect(f()).toBe(1); } finally { g(); }', 'exact: f()'],
    ['try { f(); } catch (e) { expect(e.message).toBe("a"); }', 'exact, guarded: e.message'],
    ['return; expect(f()).toBe(1);', 'exact, guarded: f()'],
    ['await expect(f()).rejects.toThrow().catch(() => {})', 'partial, guarded: f()'],
    ['expect(f()).rejects.toThrow("a")', 'exact, guarded: f()'],
    ['await expect(f()).rejects.toThrow("a")', 'exact: f()'],
    ['return expect(f()).resolves.toBe(1)', 'exact: f()'],
    ['expect(f()).rejects.toThrow("a").then(done)', 'exact: f()'],
    ['assert.rejects(f(), TypeError)', 'exact, guarded: f()'],
    ['const told = f(1); expect(f(1)).toBe(told)', 'truthy: f(1)'],
    ['const told = f(2); expect(f(1)).toBe(told)', 'exact: f(1)'],
    ['expect(f(1)).toBe(f(1))', 'truthy: f(1)'],
    ['assert.equal(f(1), f(1))', 'truthy: f(1)'],
    ['for (const a of b) expect(a).toBe(1)', 'exact: a'],
    ['b.forEach((a) => { expect(a).toBe(1); })', 'exact: a'],
  ];
  test.each(single)('%s', (text, assertion) => {
    const { cases } = read(`it('a', async () => { ${text}; });`);
    expect(cases.flatMap(told).slice(1).join()).toBe(assertion === '' ? '' : `  ${assertion}`);
  });

  test('of a helper in a test file', () => {
    const { loose } = read("function verifyIt() { check(f(), 3, 'name'); } it('a', () => { verifyIt(); });");
    expect(loose.map(({ text }) => text)).toEqual(["check(f(), 3, 'name')"]);
  });

  test('a catch that is surely reached is no condition', () => {
    const text = "it('a', () => { try { f(); assert.fail('no'); } catch (e) { assert.equal(e.code, 1); } });";
    expect(read(text).cases.flatMap(told)).toEqual(['run: a', '  exact: ', '  exact: e.code']);
  });

  test('a plain script asserts without cases, production code does not', () => {
    const text =
      "const assert = require('assert');\nassert.equal(f(), 1);\nif (f() !== 2) throw new Error('no');\nif (f() < 3) { console.error('no'); process.exit(1); }\n";
    const loose = (path: string) => read(text, path).loose.map(({ text: code, strength }) => `${strength}: ${code}`);
    expect(loose('test/run.js')).toEqual([
      'exact: assert.equal(f(), 1)',
      "exact: if (f() !== 2) throw new Error('no');",
      "partial: if (f() < 3) { console.error('no'); process.exit(1); }",
    ]);
    expect(loose('src/run.js')).toEqual(['exact: assert.equal(f(), 1)']);
  });

  test('those of helpers and hooks stand beside the cases', () => {
    const { loose, cases } = read("afterEach(() => { expect(left()).toBe(0); });\nit('a', () => { f(); });");
    expect([loose.map(({ text }) => text), cases.flatMap(told)]).toEqual([['expect(left()).toBe(0)'], ['run: a']]);
  });
});

describe('declarations', () => {
  const told = (text: string) =>
    read(text, 'src/a.ts').declarations.map(
      ({ name, isPublic, isStub }) => `${isPublic ? 'public' : 'own'}${isStub ? ' stub' : ''} ${name}`,
    );
  const tables: [string, string, string[]][] = [
    [
      'functions',
      'export function a() { return b(); } function b() { return a(); } export default function () { a(); }',
      ['public a', 'own b', 'public default'],
    ],
    ['arrows and values', 'export const a = () => b(), c = b(); const d = 1;', ['public a', 'public c', 'own stub d']],
    [
      'classes',
      'export class A { #x = 1; private b() { f(); } #c() { f(); } d() { f(); } static e() { f(); } } class B { f() { g(); } }',
      ['public A', 'own A.b', 'own A.#c', 'public A.d', 'public A.e', 'own B', 'own B.f'],
    ],
    [
      'types',
      'export interface A { a: 1 } export type B = 1; enum C { D } export declare function e(): void;',
      ['public stub A', 'public stub B', 'own stub C', 'public stub e'],
    ],
    ['handed out later', 'function a() { f(); } class B { c() { f(); } } export { a, B as D };', ['public a', 'public B', 'public B.c']],
    [
      'from elsewhere',
      "export { a, b as c } from './d.js'; export * from './e.js'; export * as g from './h.js';",
      ['public stub a', 'public stub c', 'public stub *', 'public stub g'],
    ],
    ['CommonJS', 'module.exports = { a, b() { f(); }, c: () => f() }; function a() { f(); }', ['public b', 'public c', 'public a']],
    [
      'CommonJS, one by one',
      'exports.a = function () { f(); }; module.exports.b = b; const b = () => f(); exports.c = 1;',
      ['public a', 'public b', 'public stub c'],
    ],
    [
      'CommonJS, whole',
      'module.exports = Cart; function Cart() { f(); } Cart.prototype.total = function () { return f(); }; Cart.of = () => f();',
      ['public Cart', 'public Cart.total', 'public Cart.of'],
    ],
    ['what is no declaration', "import a from 'a'; const b = require('b'); const { c } = require('c').d; f();", []],
    [
      'stubs',
      "export function a() {} export const b = () => undefined; export async function c(x: number) { void x; throw new Error('Not implemented'); } export function d() { return []; } export class E { f(): number { return 0; } }",
      ['public stub a', 'public stub b', 'public stub c', 'public stub d', 'public stub E', 'public stub E.f'],
    ],
    [
      'overloads and abstract ones',
      'export function a(x: string): void; export function a(x: unknown) { f(x); } export abstract class B { abstract c(): void; }',
      ['public stub a', 'public a', 'public stub B', 'public stub B.c'],
    ],
    [
      'a little more than a stub, and no stubs',
      "export function a(x) { return x; } export function b() { throw new Error('too long'); } export const c = (x) => x + 1; export class D { e = f(); }",
      ['public stub a', 'public stub b', 'public c', 'public D'],
    ],
  ];
  test.each(tables)('%s', (_name, text, declarations) => {
    expect(told(text)).toEqual(declarations);
  });

  const versions: [string, string, string, string[]][] = [
    [
      'white space, comments, quotes and commas',
      "import a from 'a'; export function b(x) { return ['c', x]; } run();",
      'import a from "a";\n// why\nexport function b(\n  x,\n) {\n  return [\n    "c",\n    x,\n  ]\n}\nrun()\n',
      [],
    ],
    ['a body', 'export function b(x) { return 1; } run();', 'export function b(x) { return 2; } run();', ['body', 'code']],
    ['parameters', 'export function b(x) { return 1; } run();', 'export function b(x, y) { return 1; } run();', ['signature', 'code']],
    ['types of parameters', 'export const b = (x: 1): 2 => f(x);', 'export const b = (x: 1): 3 => f(x);', ['signature', 'code']],
    ['a statement', 'export function b(x) { return 1; } run();', 'export function b(x) { return 1; } walk();', ['rest', 'code']],
    ['an import', "import 'a'; export const b = () => f();", "import 'c'; export const b = () => f();", ['code']],
    ['a test case', "it('a', () => f()); run();", "it('a', () => g()); run();", ['case', 'code']],
    ['a row of a table', "it.each([1])('a', (x) => f(x));", "it.each([1, 2])('a', (x) => f(x));", ['case', 'code']],
  ];
  test.each(versions)('what differs with %s', (_name, one, other, parts) => {
    const [a, b] = [read(one, 'src/a.ts'), read(other, 'src/a.ts')];
    const digests = ({ declarations, rest, cases, code }: Outline) => ({
      signature: declarations[0]?.signature,
      body: declarations[0]?.body,
      rest,
      case: cases[0]?.body,
      code,
    });
    const [left, right] = [digests(a), digests(b)];
    expect((Object.keys(left) as (keyof typeof left)[]).filter((key) => left[key] !== right[key])).toEqual(parts);
  });
});

describe('what a file takes from others', () => {
  const imports: [string, string[]][] = [
    [
      "import a, { b, c as d } from '../src/a.js'; import * as e from 'e'; import 'f'; import type { G } from 'g';",
      ['../src/a.js: default b c', 'e: *', 'f: ', 'g: G'],
    ],
    [
      "const a = require('../a'); const { b, c: d } = require('b'); const e = require('e').f; require('g');",
      ['../a: *', 'b: b c', 'e: f', 'g: '],
    ],
    ["const a = await import('../a.js'); export { b } from './b.js'; export * from './c.js';", ['../a.js: *', './b.js: b', './c.js: *']],
    [
      "const cli = path.join(__dirname, '..', 'bin', 'cli.js'); spawnSync('node', [cli, '--help']); execSync('sh ./run.sh a'); fork('lib/x.js');",
      ['../bin/cli.js: ', './run.sh: ', 'lib/x.js: '],
    ],
    ["const cart = proxyquire('../src/cart', { './price': {} });", ['../src/cart: *']],
  ];
  test.each(imports)('%s', (text, taken) => {
    expect(read(text).imports.map(({ from, names }) => `${from}: ${names.join(' ')}`)).toEqual(taken);
  });

  const doubles: [string, string[]][] = [
    [
      "jest.mock('../src/cart'); vi.mock('../b', () => ({})); mock.module('../c', {}); vi.mock(import('../d'));",
      ['../src/cart', '../b', '../c', '../d'],
    ],
    [
      "jest.spyOn(cart, 'total').mockReturnValue(1); jest.spyOn(cart, 'size'); vi.spyOn(a.b, 'c').mockImplementation(f);",
      ['cart.total', 'a.b.c'],
    ],
    [
      "sinon.stub(cart, 'total').returns(1); sinon.spy(cart, 'size'); mock.method(cart, 'a', f); td.replace('../b'); cart.c = jest.fn();",
      ['cart.total', 'cart.a', '../b', 'cart.c'],
    ],
    ["proxyquire('../src/cart', { './price': {}, tax: f });", ['./price', 'tax']],
  ];
  test.each(doubles)('%s', (text, targets) => {
    expect(read(text).doubles.map(({ target }) => target)).toEqual(targets);
  });

  test('names it uses', () => {
    const text =
      "import { total, Cart as C } from '../src/cart.js';\nimport store from './store';\nit('a', () => {\n  const c = new C();\n  c.add(1).items.map((x) => x.price);\n  expect(total(c)).toBe(globalThing);\n  store();\n});\n";
    expect(read(text).uses).toEqual(['total', 'Cart', 'store', 'add', 'items', 'price', 'globalThing']);
  });
});

describe('tests that look into the text of a program', () => {
  const within = (text: string) => `import { readFileSync } from 'node:fs';\nit('a', () => {\n${text}\n});\n`;
  const found: [string, string][] = [
    ['a name', "const text = readFileSync('src/a.ts', 'utf8');\nexpect(text).toContain('retry');"],
    ['at once', "expect(readFileSync(new URL('../deploy.sh', import.meta.url), 'utf8')).toMatch(/set -e/);"],
    ['a search of its own', "const text = readFileSync(path.join(__dirname, '..', 'src', 'a.js'), 'utf8');\nassert.ok(/a/.test(text));"],
    ['includes', "const text = readFileSync(path.join(__dirname, '../src/a.js')).toString();\nassert(text.includes('a'));"],
  ];
  test.each(found)('%s', (_name, text) => {
    expect(read(within(text)).sourceReads).toEqual([3]);
  });

  const innocent: [string, string][] = [
    ['what is laid ready', "const text = readFileSync('test/fixtures/a.ts', 'utf8');\nexpect(text).toContain('retry');"],
    ['what was built', "expect(readFileSync('dist/a.js', 'utf8')).toContain('retry');"],
    ['a path of its own making', "expect(readFileSync(path.join(folder, 'a.js'), 'utf8')).toContain('retry');"],
    ['no program', "expect(readFileSync('README.md', 'utf8')).toContain('retry');"],
    ['only run', "const text = readFileSync('src/a.js', 'utf8');\nexpect(format(1)).toContain('retry');\nrun(text);"],
    ['compared whole', "const text = readFileSync('src/a.js', 'utf8');\nexpect(format(text)).toBe(text);"],
  ];
  test.each(innocent)('not: %s', (_name, text) => {
    expect(read(within(text)).sourceReads).toEqual([]);
  });
});

describe('bounds', () => {
  const hostile: [string, string][] = [
    ['cases in cases', `${"test('a', (t) => { t.test('b', (t) => {".repeat(200)}`],
    ['groups in groups', `${"describe('a', () => {".repeat(400)}expect(f()).toBe(1);`],
    ['a long chain', `it('a', () => { expect(f())${'.not.toBe(1)'.repeat(20_000)}; });`.replaceAll('.not', '\n.not')],
    ['a long sum', `it('a', () => { assert(${'a &&\n'.repeat(50_000)} b); });`],
    ['many assertions', `it('a', () => { ${'expect(f()).toBe(1);\n'.repeat(40_000)} });`],
    ['many names', Array.from({ length: 40_000 }, (_, i) => `f${i}();`).join('\n')],
    ['returns', `it('a', () => { ${'return; expect(f()).toBe(1);\n'.repeat(20_000)} });`],
  ];
  test.each(hostile)('%s', (_name, text) => {
    const { cases, loose, uses } = read(text);
    expect([cases.length <= 40, loose.length <= 20_000, uses.length <= 500, cases.every(({ name }) => name.length <= 300)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});
