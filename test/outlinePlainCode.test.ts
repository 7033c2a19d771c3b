import { beforeAll, describe, expect, test } from '@jest/globals';
import { createOutliner, type OutlineFile } from '../src/engine/outline/outlineFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

let outline: OutlineFile;

beforeAll(async () => {
  outline = createOutliner(await loadCore('native'), { parseDeadline: 2000 });
});

const of = (path: string, text: string) => outline({ path, mode: 'file', bytes: Buffer.from(text) });
type Row = readonly [path: string, before: string, after: string];

describe('what formatters change', () => {
  const rows: readonly Row[] = [
    ['a.js', "const a = 'x';", 'const a = "x"\n'],
    ['a.js', "f('it\\'s', `t`)", 'f("it\'s", `t`);'],
    ['a.js', 'list.map(x => x + 1);', 'list.map((x) => x + 1);'],
    ['a.ts', 'list.map(x => x + 1);', 'list.map((x) => (x + 1));'],
    ['a.js', 'const a = { "b": 1, c: 0XFF };', 'const a = {\n  b: 1,\n  c: 0xff,\n};\n'],
    ['a.js', 'if ((a && b) || c) return (d);', 'if ((a && b) || c) return d'],
    ['a.js', 'new Cart', 'new Cart();'],
    ['a.js', 'f(a, b)', 'f(\n  a, // first\n  b,\n);'],
    [
      'a.ts',
      'interface A { b: string, c: number }\ntype D = "e" | "f";',
      "interface A {\n  b: string;\n  c: number;\n}\ntype D =\n  | 'e'\n  | 'f';",
    ],
    ['a.jsx', 'const a = <b c="d">text {e}</b>;', "const a = (\n  <b c='d'>\n    text {e}\n  </b>\n);"],
    [
      'a.ts',
      "import { b, a } from './x.js';\nimport type { C } from './c.js';\nf();",
      "import type { C } from './c.js';\nimport {\n  a,\n  b,\n} from './x.js';\n\nf();",
    ],
    ['a.py', "x = 'a'\n", 'x = "a"\n'],
    ['a.py', "s = 'it\\'s'\nt = U'x'\n", 's = "it\'s"\nt = "x"\n'],
    ['a.py', 'def f(a, b):\n    return (a and\n      b)\n', 'def f(\n    a,\n    b,\n):\n    """Says both."""\n    return a and b\n'],
    ['a.py', 'for (k, v) in d: print((k))\n', 'for k, v in d:\n    print(k)\n'],
    ['a.py', 'class A():\n  x = 0XFF; y = 1E5\n', 'class A:\n    x = 0xFF\n    y = 1e5\n'],
    ['a.py', 'import sys, os\nfrom b import (d, c)\n', 'import os\nimport sys\n\nfrom b import c\nfrom b import d\n'],
    ['a.py', 'x = a + \\\n  b\n', 'x = a + b\n'],
    ['a.py', "assert (a), 'b'\n", 'assert a, "b"\n'],
    ['a.sh', 'if [ -f a ]; then\n  b\nfi\n', '# says why\nif [ -f a ]\nthen\n\tb\nfi\n'],
    ['a.go', 'func f() { g(1) }\n', '// f says.\nfunc f() {\n\tg(1)\n}\n'],
  ];
  test.each(rows)('%s: %j is %j', (path, before, after) => {
    expect(of(path, after).code).toBe(of(path, before).code);
  });
});

describe('what they do not change', () => {
  const rows: readonly Row[] = [
    ['a.js', 'x = (a + b) * c;', 'x = a + b * c;'],
    ['a.js', 'x = () => ({ a: 1 });', 'x = () => { a: 1 };'],
    ['a.js', 'x = (a?.b).c;', 'x = a?.b.c;'],
    ['a.js', 'f((a, b));', 'f(a, b);'],
    ['a.js', 'f;', 'f();'],
    ['a.js', 'x = [a, , b];', 'x = [a, b];'],
    ['a.js', 'x = [];', 'x = [,];'],
    ['a.js', 'x = `a  b`;', 'x = `a b`;'],
    ['a.js', "x = 'a\\nb';", "x = 'anb';"],
    ['a.js', 'x = 1.5;', 'x = 15;'],
    ['a.js', 'for (;;) f();', 'for (; f();) ;'],
    ['a.js', "import './a.js';\nimport './b.js';", "import './b.js';\nimport './a.js';"],
    ['a.js', "import { a as b, b as a } from './x.js';", "import { a, b } from './x.js';"],
    ['a.js', "import a from './x.js';\nf();", "import a from './y.js';\nf();"],
    ['a.js', 'if (a) b(); else c();', 'if (a) { b(); c(); }'],
    ['a.js', '#!/usr/bin/env node\nf();', '#!/usr/bin/env -S node --allow-all\nf();'],
    ['a.py', 'x = (a,)\n', 'x = (a)\n'],
    ['a.py', "assert (a, 'b')\n", "assert a, 'b'\n"],
    ['a.py', 'if a:\n    b()\nc()\n', 'if a:\n    b()\n    c()\n'],
    ['a.py', 'f\n', 'f()\n'],
    ['a.py', "x = r'\\d'\n", "x = '\\d'\n"],
    ['a.py', "x = f'{a}'\n", "x = '{a}'\n"],
    ['a.py', 'import a\nset(a)\nimport b\n', 'import b\nset(a)\nimport a\n'],
    ['a.py', '"""Usage: a"""\nprint(__doc__)\n', '"""Usage: b"""\nprint(__doc__)\n'],
    ['a.py', 'x = not (a == b)\n', 'x = not a == (b)\ny = 1\n'],
    ['a.sh', '#!/bin/bash -e\nf\n', '#!/bin/bash\nf\n'],
    ['a.go', '//go:build linux\npackage a\n', '//go:build windows\npackage a\n'],
    ['a.ps1', '#Requires -RunAsAdministrator\nf\n', 'f\n'],
  ];
  test.each(rows)('%s: %j is not %j', (path, before, after) => {
    expect(of(path, after).code).not.toBe(of(path, before).code);
  });
});

test('a frame is the code without the paths of imports', () => {
  const frames = (path: string, ...texts: string[]) => texts.map((text) => of(path, text).frame);
  const [one, moved, other] = frames(
    'a.ts',
    "import { a } from './a.js';\nconst b = require('./b');\na(b);",
    "import { a } from '../x/a.js';\nconst b = require('../b');\na(b);",
    "import { a as c } from './a.js';\nconst b = require('./b');\na(b);",
  );
  const [shop, away, alias] = frames(
    'a.py',
    'from shop.cart import total\nimport shop.cart as c\n',
    'import shop.basket.cart as c\nfrom shop.basket.cart import total\n',
    'from shop.cart import total\nimport shop.cart as d\n',
  );
  expect([one === moved, one === other, shop === away, shop === alias]).toEqual([true, false, true, false]);
});

test.each([
  ['src/a.ts', "export const version = '1.2.0';", "export const version = '1.3.0-rc.1';", 'export const version = current();'],
  ['shop/__init__.py', "__version__ = '1.2.0'", '__version__ = "1.3.0.dev1"', '__version__ = current()'],
])('a frame leaves out the number of a version in %s', (path, old, raised, other) => {
  const [first, second, third] = [old, raised, other].map((text) => of(path, text).frame);
  expect([first === second, first === third]).toEqual([true, false]);
});

test('code of a thousand brackets, and of a line of errors', () => {
  const deep = `x = ${'('.repeat(900)}a${')'.repeat(900)};`;
  expect([of('a.js', deep).code === of('a.js', 'x = a').code, of('a.js', 'let = = ) x').code === of('a.js', 'let = = ) y').code]).toEqual([
    true,
    false,
  ]);
});
