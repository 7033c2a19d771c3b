import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import checkThenUse from '../checks/toctou/check-then-use/check.ts';
import { createAnalyzer } from '../src/engine/analyzeFile.ts';
import { defineCheck } from '../src/engine/check.ts';
import { languageOf } from '../src/engine/files/language.ts';
import { roleByPath, roleOf } from '../src/engine/files/role.ts';
import type { FlatTree } from '../src/engine/parse/flatTree.ts';
import { type Core, loadCore, type ParsedLanguage } from '../src/engine/parse/grammars.ts';

let native: Core;
let wasm: Core;

beforeAll(async () => {
  native = await loadCore('native');
  wasm = await loadCore('wasm');
});

const samples: Record<ParsedLanguage, string> = {
  bash: 'f() { [ -e "$1" ] && echo "é𝒳 ${x:-y}" > "$1"; }\ncat <<EOF\n$x\nEOF\nif [ ; then\n',
  typescript: 'class A<T> { private x?: T; async f(): Promise<void> { await g(`a${this.x}b`); } }\nconst = ;\n',
  tsx: 'const a = <div className={x}>é {y}</div>;\n',
  javascript: 'import { exec as e } from "child_process"; e(`ls ${x}`, (err) => {});\nfoo(;\n',
  python: 'async def f(x: int):\n    with open(f"{x!r:>10}") as g:\n        print(g)\n\ndef (:\n',
  powershell: 'function F { param([string]$X) Invoke-Expression "ls $X" | Out-Null }\n',
};

function dump(tree: FlatTree): unknown {
  return Array.from({ length: tree.count }, (_, i) => [
    tree.names.types[tree.type[i]!],
    tree.names.named[tree.type[i]!],
    tree.names.fields[tree.field[i]!],
    tree.start[i],
    tree.end[i],
    tree.parent[i],
    tree.next[i],
    tree.missing.has(i),
  ]);
}

describe('both cores', () => {
  test.each(Object.entries(samples))('give the same flat tree for %s', (language, text) => {
    const trees = [native, wasm].map((core) => dump(core.parse(language as ParsedLanguage, text.repeat(3), 5000)!));
    // Where the binding could not be built, both are WebAssembly: nothing to compare, and everything else must hold all the same.
    expect(native.kind).toBe((globalThis as { __treeSitter?: unknown }).__treeSitter ? 'native' : 'wasm');
    expect(trees[0]).toEqual(trees[1]);
    expect((trees[0] as unknown[]).length).toBeGreaterThan(20);
  });

  test('give up at the deadline and parse the next text afresh', () => {
    for (const core of [native, wasm]) {
      expect(core.parse('typescript', 'x = [1, {a: 2}];\n'.repeat(200_000), 1)).toBeNull();
      expect(core.parse('typescript', 'let a = 1;\n', 5000)?.count).toBe(8);
    }
  });
});

describe('what a file is', () => {
  test.each([
    ['a/b.sh', 'bash', ''],
    ['bin/run', 'bash', '#!/usr/bin/env -S bash -e\n'],
    ['bin/tool', 'python', '#!/usr/bin/python3.11\n'],
    ['bin/x', 'javascript', '#!/usr/bin/env node\n'],
    ['debian/postinst', 'bash', '#!/bin/sh\n'],
    ['conf/init.sh.j2', 'bash', ''],
    ['Dockerfile.prod', 'dockerfile', ''],
    ['a.tsx', 'tsx', ''],
    ['x.psm1', 'powershell', ''],
    ['.github/workflows/ci.yml', 'yaml', ''],
    ['README.md', null, ''],
    ['Makefile', null, ''],
  ])('%s is %s', (path, language, text) => expect(languageOf(path, text)).toBe(language));

  test.each([
    ['src/a.ts', 'production'],
    ['src/a.test.ts', 'test'],
    ['tests/x.py', 'test'],
    ['shop/tests.py', 'test'],
    ['node_modules/x/i.js', 'vendored'],
    ['dist/a.min.js', 'generated'],
    ['examples/a.sh', 'example'],
    ['docs/a.sh', 'documentation'],
    ['net/http/server_test.go', 'test'],
    ['lib/store_spec.rb', 'test'],
    ['app/LoginServiceTest.java', 'test'],
    ['src/Shop.Tests/Login.cs', 'test'],
    ['app/src/androidTest/Login.kt', 'test'],
    ['integration/fixtures-expired/server.key', 'test'],
    ['unit-tests/keys.pem', 'test'],
    ['selftest/ca/key.pem', 'test'],
    ['t/t7407-foreach.sh', 'test'],
    ['caddytest/caddy.localhost.key', 'test'],
    ['fs/testserver/init.sh', 'test'],
    ['storage/recordings/Suite/retry.yaml', 'test'],
    ['spec/vcr_cassettes/login.yml', 'test'],
    ['t/lib-gpg/keyring.gpg', 'test'],
    ['regress/ed25519.prv', 'test'],
    ['perl/Session/README.pod', 'documentation'],
    ['HISTORY', 'documentation'],
    ['app/t/page.tsx', 'production'],
    ['app/greatest/hits.go', 'production'],
    ['src/recordings/list.ts', 'production'],
    ['pkg/attest/sign.go', 'production'],
    ['lib/testament/a.py', 'production'],
    ['src/contest.py', 'production'],
    ['src/contests/run.py', 'production'],
    ['src/ab-tests/run.py', 'production'],
    ['src/Latest.java', 'production'],
    ['src/attestation/key.go', 'production'],
    ['latest/run.sh', 'production'],
    ['pkg/api/client_test.go', 'test'],
    ['pkg/api/contest.go', 'production'],
    ['pkg/api/_test/client.go', 'test'],
    ['core/src/UserServiceTest.java', 'test'],
    ['core/src/UserServiceTests.java', 'test'],
    ['core/src/UserServiceIT.java', 'test'],
    ['core/src/LoginTest.kt', 'test'],
    ['Api/UserTests.cs', 'test'],
    ['app/UserTest.php', 'test'],
    ['core/src/Latest.java', 'production'],
    ['core/src/main/java/SplitTest.java', 'production'],
    ['core/src/main/kotlin/commonTest.kt', 'production'],
    ['sites/acme.test/run.sh', 'production'],
    ['src/contests/a.ts', 'production'],
    ['src/speed_test.ts', 'production'],
    ['core/src/Test.java', 'production'],
    ['core/src/TestRunner.java', 'production'],
    ['core/src/GIT.java', 'production'],
    ['core/src/androidTest/java/A.kt', 'test'],
    ['core/src/integrationTest/java/A.java', 'test'],
    ['Acme.Api.Tests/Startup.cs', 'test'],
    ['Acme.Contests/Startup.cs', 'production'],
    ['app/models/user_spec.rb', 'test'],
    ['app/models/user_test.rb', 'test'],
    ['app/models/job_spec.json', 'production'],
    ['lib/user_test.exs', 'test'],
    ['lib/user_test.dart', 'test'],
    ['crates/a/tests/api.rs', 'test'],
    ['crates/a/benches/api.rs', 'example'],
    ['src/__snapshots__/a.html', 'test'],
    ['cypress/support/commands.ts', 'test'],
    ['src/login.cy.ts', 'test'],
    ['app/testfixtures/a.json', 'test'],
    ['db/latest_test/run.sh', 'production'],
    ['.github/ISSUE_TEMPLATE/bug.yml', 'documentation'],
    ['.github/workflows/test.yml', 'production'],
  ])('the role of %s is %s', (path, role) => expect(roleByPath(path)).toBe(role));

  test('a mark of a generator counts near the top only, and never by path', () => {
    expect(roleOf('a.ts', '// Code generated by protoc. DO NOT EDIT.\n')).toBe('generated');
    expect(roleOf('a.ts', `${'x\n'.repeat(2000)}// @generated\n`)).toBe('production');
  });
});

const callCheck = defineCheck({
  id: 'injection/sample',
  family: 'injection',
  title: 'Sample',
  cwe: [78],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: 'm',
  why: 'w',
  remediation: 'r',
  limits: 'l',
  references: [],
  detect: [
    {
      kind: 'syntax',
      js: {
        call_expression: (node, { report }) => {
          const callee = node.child('function');
          if (callee?.text === 'bad')
            report({
              at: node,
              trace: [{ at: callee, text: 'called' }],
              fix: { description: 'd', edits: [{ start: callee.start, end: callee.end, newText: 'good' }] },
            });
          if (callee?.text === 'boom') throw new TypeError('secret text');
        },
      },
    },
    {
      kind: 'literal',
      keywords: ['needle'],
      find: ({ source, report }) => {
        const at = source.text.indexOf('needle');
        report({ at: { start: at, end: at + 6 }, statement: 'needle' });
      },
    },
  ],
});

const bytes = (text: string) => new TextEncoder().encode(text);

describe('analyzeFile', () => {
  const analyze = (path: string, text: string | Uint8Array) =>
    createAnalyzer(native, [callCheck])({ path, mode: 'file', bytes: typeof text === 'string' ? bytes(text) : text });

  test('reports where, in which statement and scope', () => {
    expect(analyze('src/a.ts', 'class K {\n  run() {\n    if (x) {\n      const y =   bad(1); // why\n    }\n  }\n}\n')).toEqual({
      language: 'typescript',
      role: 'production',
      roleByPath: 'production',
      lines: 7,
      syntaxErrors: 0,
      safeguards: [],
      suppressions: [],
      incomplete: [],
      partial: [],
      skipped: null,
      findings: [
        {
          checkId: 'injection/sample',
          family: 'injection',
          vector: callCheck.cvss,
          confidence: 'medium',
          cwe: [78],
          message: 'm',
          remediation: 'r',
          startLine: 4,
          startColumn: 19,
          endLine: 4,
          endColumn: 25,
          statement: 'y = bad(1)',
          scope: 'K.run',
          trace: [{ path: 'src/a.ts', line: 4, text: 'called' }],
          fix: { description: 'd', edits: [{ startLine: 4, startColumn: 19, endLine: 4, endColumn: 22, newText: 'good' }] },
        },
      ],
    });
  });

  test('keeps looking around a syntax error', () => {
    const result = analyze('a.js', 'foo(;\nfunction g() { bad(2); }\n');
    expect(result.syntaxErrors).toBeGreaterThan(0);
    expect(result.findings.map((f) => [f.startLine, f.scope])).toEqual([[2, 'g']]);
  });

  test('a check that throws is told by its id alone, and the others go on', () => {
    const result = analyze('a.js', 'boom(); bad(1); // needle');
    expect(result.incomplete).toEqual(['check injection/sample failed (TypeError)']);
  });

  test.each([
    ['a PNG', 'a.png', Uint8Array.of(0x89, 0x50, 0, 1), 'binary: searched for secrets only', []],
    [
      'an LFS pointer',
      'a.js',
      bytes(`version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 3\n`),
      'Git LFS pointer',
      [],
    ],
    ['a lock file', 'package-lock.json', bytes('{}'), 'no analysis for this kind of file: searched for secrets only', []],
    ['minified code', 'a.min.js', bytes('bad(1)'), 'generated: searched for secrets only', []],
    ['a long line', 'a.js', bytes('x'.repeat(60_000)), null, ['a line is longer than 50000 characters: searched for secrets only']],
    ['deep brackets', 'a.js', bytes('['.repeat(2000)), null, ['brackets nest deeper than 1000: searched for secrets only']],
    ['a big file', 'a.py', bytes('x = 1\n'.repeat(200_000)), null, ['larger than 1 MB: searched for secrets only']],
  ] as const)('%s is accounted for', (_, path, content, skipped, incomplete) => {
    const result = analyze(path, content);
    expect([result.skipped, result.incomplete]).toEqual([skipped, incomplete]);
  });

  test('text that cannot be parsed is still searched', () => {
    expect(analyze('a.js', `${'x'.repeat(60_000)} needle`).findings.map((f) => f.statement)).toEqual(['needle']);
    expect(analyze('notes.txt', 'NEEDLE needle').findings.map((f) => f.startColumn)).toEqual([8]);
  });

  test('UTF-16 and byte order marks are read', () => {
    const utf16 = Uint8Array.from([0xff, 0xfe, ...Buffer.from('needle', 'utf16le')]);
    expect(analyze('a.txt', utf16).findings).toHaveLength(1);
    expect(analyze('a.js', `\ufeffbad(1)`).findings.map((f) => f.startColumn)).toEqual([1]);
  });

  test('suppression comments cover their own line or the next code', () => {
    const text =
      'bad(1); // portcullis-ignore a until 2027-01-01: x\n// portcullis-ignore b until 2027-01-01: y\n// more\n\nbad(2);\nconst s = "portcullis-ignore c";\n';
    expect(analyze('a.ts', text).suppressions).toEqual([
      { line: 1, covers: 1, text: 'a until 2027-01-01: x' },
      { line: 2, covers: 5, text: 'b until 2027-01-01: y' },
    ]);
  });
});

describe('a file cannot hide what it runs', () => {
  const utf16 = (text: string) => Uint8Array.from([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
  const analysisOf = (path: string, text: string | Uint8Array, mode: 'file' | 'executable' = 'file') =>
    createAnalyzer(native, [callCheck])({ path, mode, bytes: typeof text === 'string' ? bytes(text) : text });

  test.each([
    ['a NUL in a script', 'a.sh', '#!/bin/bash\n# \0\nls\n', 'holds NUL bytes'],
    ['a NUL behind a shebang', 'bin/a', '#!/bin/bash\n# \0\nls\n', 'holds NUL bytes'],
    ['UTF-16 that no shell reads as such', 'a.sh', utf16('ls\n'), 'UTF-16'],
    ['UTF-16 that Python refuses', 'a.py', utf16('x = 1\n'), 'UTF-16'],
    ['an encoding that changes what Python reads', 'a.py', '# -*- coding: unicode_escape -*-\nx = 1\n', 'coding'],
    ['an encoding in the second line', 'a.py', '#!/usr/bin/python3\n# vim: set fileencoding=utf-7 :\n', 'coding'],
    ['a heredoc that is closed elsewhere than it seems', 'a.sh', ": <<E''OF\nEOF\nls\n", 'heredoc'],
    ['a heredoc with a quoted end of its own kind', 'a.sh', "cat <<$'EOF'\nEOF\nls\n", 'heredoc'],
    ['a quote behind a backslash', 'a.sh', "x=${y#\\'}\nls\nx=${y#\\'}\n", 'quote'],
    ['a carriage return that ends a line for Python alone', 'a.py', '# x\rls()\n', 'carriage return on line 1'],
    [
      'a carriage return that ends a line of YAML',
      '.github/workflows/a.yml',
      'on: push\r# x\rjobs:\r  a: 1\r',
      'carriage return on line 1',
    ],
    ['a here-document of a Dockerfile without an end', 'Dockerfile', 'FROM a\nRUN <<EOF\nls\nUSER root\n', 'line 2 has no end'],
    ['a workflow that breaks off', '.github/workflows/a.yml', '"on: push\njobs:\n  a: 1\n', 'is no valid YAML'],
    ['a comment of HTML in a script', 'a.cjs', 'var a = 1 <!-- `\nls\n// `\n', '<!--'],
  ])('%s', (_, path, text, reason) => {
    const { incomplete, skipped } = analysisOf(path, text);
    expect([incomplete, skipped]).toEqual([[expect.stringContaining(reason)], null]);
  });

  test.each([
    ['UTF-16 of PowerShell', 'a.ps1', utf16('ls\n')],
    ['a usual coding line', 'a.py', '# -*- coding: utf-8 -*-\nx = 1\n'],
    ['a sentence about coding', 'a.py', '# Coding style: see below\nx = 1\n'],
    ['closed heredocs', 'a.sh', 'cat <<EOF\na\nEOF\ncat <<\\EOF\na\nEOF\ncat <<-"E OF"\n\ta\n\tE OF\n'],
    ['an escaped quote in a word', 'a.sh', "echo it\\'s\n"],
    ['a here-document of a Dockerfile', 'Dockerfile', 'FROM a\nRUN <<EOF\nls\nEOF\nUSER app\n'],
    ['a whole workflow', '.github/workflows/a.yml', 'on: push\njobs: {}\n'],
    ['line ends of Windows, and one doubled', 'a.py', '# x\r\nx = 1\r\r\n'],
    ['a string that holds a comment of HTML', 'a.js', "s = '<!-- x -->'; t = `<!--`; // <!--\n"],
  ])('%s is nothing odd', (_, path, text) => {
    const { incomplete, skipped } = analysisOf(path, text);
    expect([incomplete, skipped]).toEqual([[], null]);
  });

  test.each([
    ['loops of a shell', 'a.sh', 'while x; do\n'.repeat(420), '[ -e "$f" ] || touch "$f"\n', 'done\n'.repeat(420)],
    ['subshells', 'a.sh', '(\n'.repeat(420), '[ -e "$f" ] || touch "$f"\n', ')\n'.repeat(420)],
    ['loops of JavaScript', 'a.js', 'while (x) {\n'.repeat(420), "if (!fs.existsSync(p)) fs.writeFileSync(p, '');\n", '}\n'.repeat(420)],
    ['callbacks', 'a.ts', 'x.map(() => {\n'.repeat(420), "if (!fs.existsSync(p)) fs.writeFileSync(p, '');\n", '});\n'.repeat(420)],
    ['script blocks', 'a.ps1', '$x | % {\n'.repeat(420), 'if (-not (Test-Path $p)) { Set-Content $p x }\n', '}\n'.repeat(420)],
    ['conditions of PowerShell', 'a.ps1', 'if ($x) {\n'.repeat(420), 'if (-not (Test-Path $p)) { Set-Content $p x }\n', '}\n'.repeat(420)],
  ])('%s too deep to be followed in their order', (_, path, open, inner, close) => {
    const analyze = createAnalyzer(native, [checkThenUse]);
    const file = (text: string) => ({ path, mode: 'file', bytes: bytes(text) }) as const;
    const imports = /\.[jt]s$/.test(path) ? "const fs = require('fs');\n" : '';
    const { incomplete } = analyze(file(`${imports}${open}${inner}${close}`));
    expect(incomplete).toEqual([expect.stringContaining('nests too deep')]);
    expect(analyze(file(`${imports}${inner}`))).toMatchObject({ incomplete: [], findings: [{ checkId: 'toctou/check-then-use' }] });
  });

  test('a sum of a thousand strings is not too deep', () => {
    const text = `const fs = require('fs');\nconst a = ${"'a' +\n".repeat(1_000)}b;\nif (!fs.existsSync(a)) fs.writeFileSync(a, '');\n`;
    expect(createAnalyzer(native, [checkThenUse])({ path: 'a.js', mode: 'file', bytes: bytes(text) }).incomplete).toEqual([]);
  });

  test('what is binary or claims to be a pointer is still searched', () => {
    expect(analysisOf('.env', 'a\0\nneedle\n').findings).toHaveLength(1);
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`;
    expect(analysisOf('a.js', pointer).skipped).toBe('Git LFS pointer');
    const forged = analysisOf('a.js', 'version https://git-lfs.github.com/spec/v1\nbad(1)\n');
    expect([forged.skipped, forged.findings.length]).toEqual([null, 1]);
  });

  test('a name does not make code generated', () => {
    for (const path of ['server.generated.js', 'a.g.ts', 'x_pb.js'])
      expect(analysisOf(path, 'bad(1)\n')).toMatchObject({ role: 'production', findings: [{ startLine: 1 }] });
  });

  test('an executable without a name or a first line that tell is what a shell makes of it', () => {
    expect(analysisOf('bin/run', 'ls\n', 'executable').language).toBe('bash');
    expect(analysisOf('bin/run', '#!/bin/busybox sh\nls\n').language).toBe('bash');
    expect(analysisOf('bin/run', '#!/usr/bin/perl\n', 'executable').language).toBeNull();
    expect(analysisOf('LICENSE', 'ls\n').language).toBeNull();
    expect(analysisOf('bin/tool', '\u007fELF\0\0', 'executable')).toMatchObject({
      incomplete: [],
      skipped: 'binary: searched for secrets only',
    });
  });
});

test.each([
  ['a.env', 'x=1 # portcullis-ignore a until 2027-01-01: x\n', 1],
  ['a.md', '```sh\n# portcullis-ignore a until 2027-01-01: x\n```\n', 0],
  ['a.md', '<!-- portcullis-ignore a until 2027-01-01: x -->\nkey\n', 1],
])('in %s a comment is what that kind of text calls one', (path, text, count) => {
  expect(createAnalyzer(native, [])({ path, mode: 'file', bytes: bytes(text) }).suppressions).toHaveLength(count);
});

test('every source of ours parses without an error node', () => {
  const files = (readdirSync('src', { recursive: true }) as string[]).filter((file) => file.endsWith('.ts'));
  const broken = files.filter(
    (file) => createAnalyzer(native, [])({ path: file, mode: 'file', bytes: readFileSync(`src/${file}`) }).syntaxErrors > 0,
  );
  expect(broken).toEqual([]);
});
