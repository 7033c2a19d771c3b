import { beforeAll, describe, expect, test } from '@jest/globals';
import { createOutliner, type OutlineFile } from '../src/engine/outline/outlineFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { FileMode } from '../src/model/change.ts';
import { noOutline } from '../src/model/outline.ts';

let outline: OutlineFile;

beforeAll(async () => {
  outline = createOutliner(await loadCore('native'), { parseDeadline: 2000 });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));

describe('how a file is read', () => {
  const programs: [string, string, Uint8Array, FileMode?][] = [
    ['an ending', 'src/a.ts', bytes('export const a = 1;\n')],
    ['JSX in TypeScript', 'src/a.tsx', bytes('export const a = <b>c</b>;\n')],
    ['Python', 'a.py', bytes('a = 1\n')],
    ['PowerShell', 'a.ps1', bytes('$a = 1\n')],
    ['a shebang', 'bin/run', bytes('#!/usr/bin/env node\nrun();\n')],
    ['an executable without one', 'bin/run', bytes('run\n'), 'executable'],
    ['UTF-16', 'a.ps1', utf16('$a = 1\n')],
    ['an empty program', 'a.ts', bytes('')],
    ['errors of syntax', 'a.ts', bytes('export function a( {\nexport const b = 1;\n')],
    ['a template', 'a.sh.j2', bytes('#!/bin/sh\nrun {{ name }}\n')],
  ];
  test.each(programs)('%s: by its tree', (_name, path, content, mode = 'file') => {
    const { read, problem } = outline({ path, mode, bytes: content });
    expect({ read, problem }).toEqual({ read: 'tree', problem: null });
  });

  const nothing: [string, string, Uint8Array, FileMode?][] = [
    ['a text', 'notes.txt', bytes('it works\n')],
    ['a workflow', '.github/workflows/a.yml', bytes('on: push\n')],
    ['a Dockerfile', 'Dockerfile', bytes('FROM a\n')],
    ['a picture', 'a.png', new Uint8Array([137, 80, 0, 1])],
    ['a program for a machine', 'bin/run', new Uint8Array([127, 69, 0, 1]), 'executable'],
    ['a large picture', 'a.png', new Uint8Array(1_000_001)],
    ['a large text', 'notes.txt', bytes('a\n'.repeat(500_001))],
    ['a symbolic link', 'a.ts', bytes('b.ts'), 'symlink'],
    ['a submodule', 'a.ts', bytes(''), 'submodule'],
    ['what is kept elsewhere', 'a.ts', bytes(`version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`)],
    ['a minified file', 'a.min.js', bytes('a()')],
    ['a lock file', 'package-lock.json', bytes('{}')],
  ];
  test.each(nothing)('%s: no program', (_name, path, content, mode = 'file') => {
    expect(outline({ path, mode, bytes: content })).toEqual(noOutline(null));
  });

  const refused: [string, string, Uint8Array, string][] = [
    ['too large', 'a.ts', bytes('a;\n'.repeat(400_000)), 'larger than 1 MB'],
    ['too large, by its shebang', 'run', bytes(`#!/bin/bash\n${'a\n'.repeat(500_000)}`), 'larger than 1 MB'],
    ['NUL bytes', 'a.sh', bytes('a\0b\n'), 'holds NUL bytes'],
    ['nested', 'a.ts', bytes('['.repeat(2000)), 'brackets nest deeper than 1000'],
    ['a long line', 'a.js', bytes('a'.repeat(60_000)), 'a line is longer than 50000 characters'],
  ];
  test.each(refused)('%s: not read, with the reason', (_name, path, content, reason) => {
    expect(outline({ path, mode: 'file', bytes: content })).toEqual(noOutline(reason));
  });

  test('a parse that takes too long: not read, with the reason', async () => {
    const core = { kind: 'native' as const, parse: () => null };
    const hasty = createOutliner(core, { parseDeadline: 7 });
    expect(hasty({ path: 'a.py', mode: 'file', bytes: bytes('a = 1\n') })).toEqual(noOutline('parsing took longer than 7 ms'));
  });
});

describe('comments that something other than a reader goes by', () => {
  const codeOf = (path: string, text: string) => outline({ path, mode: 'file', bytes: bytes(text) }).code;
  const rows: [string, string, string, string][] = [
    ['a shebang of Node', 'a.js', '#!/usr/bin/env node\nrun();\n', '#!/usr/bin/env -S node --require ./b\nrun();\n'],
    ['a shebang of a shell', 'a.sh', '#!/bin/sh\nrun\n', '#!/bin/bash -x\nrun\n'],
    ['a constraint of Go', 'a.go', 'package a\n', '//go:build ignore\n\npackage a\n'],
    ['what PowerShell requires', 'a.ps1', '#Requires -Version 5\nrun\n', '#Requires -Version 7\nrun\n'],
    ['a mark of Ruby', 'a.rb', '# frozen_string_literal: true\nrun\n', '# frozen_string_literal: false\nrun\n'],
    ['an encoding', 'a.py', 'run()\n', '# -*- coding: latin-1 -*-\nrun()\n'],
  ];
  test.each(rows)('%s is code', (_, path, before, after) => {
    expect(codeOf(path, before)).not.toBe(codeOf(path, after));
  });

  test('others are not', () => {
    const words = ['# a shebang is #!/bin/sh', '# what it requires', '# Encoding is hard'];
    expect(words.map((word) => codeOf('a.py', `${word}\nrun()\n`))).toEqual(words.map(() => codeOf('a.py', 'run()\n')));
    expect(codeOf('a.go', '// go: build it\npackage a\n')).toBe(codeOf('a.go', 'package a\n'));
  });
});
