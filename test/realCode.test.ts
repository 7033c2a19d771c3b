import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type RealFile, realFiles } from '../bench/real/realFiles.ts';
import { concatenated, sampleLines } from '../bench/real/sample.ts';
import { tally } from '../bench/real/tally.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'real-code-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

function packageOf(name: string, files: Readonly<Record<string, string>>) {
  const folder = join(dir, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { name, folder };
}

const selected = (...packages: ReturnType<typeof packageOf>[]) =>
  realFiles(packages).map(({ path, language, lines, mode }) => `${path} ${language} ${lines} ${mode}`);

describe('the code to measure by', () => {
  test('is what people wrote for production, each text once', () => {
    const first = packageOf('first', {
      'all/DEBIAN/postinst': '#!/bin/sh\nset -e\n',
      'lib/index.js': 'export {};\n',
      'lib/index.d.ts': 'export {};\n',
      'lib/index.min.js': 'export{};\n',
      'lib/bundle.js': `${'a();'.repeat(100)}\n`,
      'test/index.js': 'it();\n',
      'node_modules/other/index.js': 'other();\n',
      'README.md': '# First\n',
      'logo.sh': '\0\n',
      'tool.ps1': 'Get-Item .',
    });
    chmodSync(join(first.folder, 'all/DEBIAN/postinst'), 0o755);
    const second = packageOf('second', { 'copy.js': 'export {};\n', 'app.py': 'import os\n\nos.getcwd()\n' });
    expect(selected(first, second)).toEqual([
      'first/all/DEBIAN/postinst bash 2 executable',
      'first/lib/index.js javascript 1 file',
      'first/tool.ps1 powershell 1 file',
      'second/app.py python 3 file',
    ]);
  });

  test('is the TypeScript where JavaScript was built from it', () => {
    const typed = packageOf('typed', { 'src/a.ts': 'export const a = 1;\n', 'dist/a.js': 'exports.a = 1;\n', 'bin.sh': 'echo\n' });
    expect(selected(typed)).toEqual(['typed/bin.sh bash 1 file', 'typed/src/a.ts typescript 1 file']);
  });
});

test('a run over real code is told by language, by check and severity, with what blocks and what was not looked at', () => {
  const finding = (severity: 'high' | 'note', confidence: 'high' | 'medium', checkId = 'injection/shell-eval') => ({
    checkId,
    severity,
    confidence,
  });
  const report = tally([
    { path: 'a.sh', language: 'bash', lines: 400, findings: [finding('high', 'high'), finding('high', 'medium')], incomplete: [] },
    { path: 'b.sh', language: 'bash', lines: 600, findings: [finding('note', 'high', 'toctou/check-then-use')], incomplete: [] },
    { path: 'c.py', language: 'python', lines: 3000, findings: [], incomplete: ['too slow'] },
  ]);
  expect(report.map((line) => line.trim().replace(/\s+/g, ' '))).toEqual([
    'bash 2 files 1000 lines 3 findings 1 blocking, 1.000 a thousand lines',
    'python 1 files 3000 lines 0 findings 0 blocking, 0.000 a thousand lines',
    'all 3 files 4000 lines 3 findings 1 blocking, 0.250 a thousand lines',
    'check critical high medium low note blocking',
    'injection/shell-eval 0 2 0 0 0 1',
    'toctou/check-then-use 0 0 0 0 1 0',
    'not fully analysed: 1',
    'c.py: too slow',
  ]);
});

describe('parts of the real code', () => {
  const file = (path: string, text: string): RealFile => ({
    path,
    mode: 'file',
    bytes: new TextEncoder().encode(text),
    language: 'bash',
    lines: text.split('\n').length - 1,
  });
  const files = [file('a.sh', 'a\na\na\n'), file('b.sh', 'b\n'), file('c.sh', 'c\nexit 0\n'), file('d.sh', 'd\nd\n')];

  test('are whole files, in the same order whatever order they come in', () => {
    const paths = (lines: number, of = files) => sampleLines(of, 'bash', lines).map(({ path }) => path);
    expect(paths(6)).toEqual(paths(6, [...files].reverse()));
    expect([paths(100).sort(), paths(1), paths(0), sampleLines(files, 'python', 100)]).toEqual([
      ['a.sh', 'b.sh', 'c.sh', 'd.sh'],
      ['b.sh'],
      [],
      [],
    ]);
  });

  test('make one file of a size, without a script that would leave the rest unreachable', () => {
    const all = (bytes: number) => {
      const joined = concatenated(files, 'bash', bytes);
      return joined && new TextDecoder().decode(joined).split('\n').filter(Boolean).sort();
    };
    expect([all(15), all(3), all(1000)]).toEqual([['a', 'a', 'a', 'b', 'd', 'd'], ['b'], null]);
  });
});
