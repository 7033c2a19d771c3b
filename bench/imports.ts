/** A change of fifty files that take from each other and from many that did not change: how long, and how much memory, with imports followed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchFile, commitCorpus } from './corpus.ts';
import { median, runProcess } from './measure.ts';
import { peakMegabytes } from './peakMemory.ts';

const CHANGED = 50;
const LINES_PER_FILE = 100;
const ROUNDS = 5;

/** Packages that are installed anyway, whose files import each other. */
const real = [
  { folder: 'node_modules/eslint/lib', matches: /\.js$/, imports: /require\("\.\.?\//, comment: '//' },
  { folder: 'node_modules/node-gyp/gyp/pylib', matches: /\.py$/, imports: /^(?:import|from) gyp/m, comment: '#' },
] as const;

/** Real files: those that import others and are nearest to the size wanted have a line more at the head. */
function realChange(): BenchFile[] {
  const all = real.flatMap(({ folder, matches, imports, comment }) =>
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => matches.test(name))
      .map((name) => ({
        path: join(folder, name).replace('node_modules/', ''),
        text: readFileSync(join(folder, name), 'utf8'),
        imports,
        comment,
      })),
  );
  const distance = (text: string) => Math.abs(text.split('\n').length - LINES_PER_FILE);
  const changed = new Set(
    all
      .filter(({ text, imports }) => imports.test(text))
      .sort((a, b) => distance(a.text) - distance(b.text) || (a.path < b.path ? -1 : 1))
      .slice(0, CHANGED),
  );
  return all.map((file) => ({
    path: file.path,
    base: file.text,
    head: changed.has(file) ? `${file.text}${file.comment} a line more\n` : file.text,
  }));
}

/** Files made so that values go from each to the next, from requests to shells, through helpers that all of them share. */
function madeChange(): BenchFile[] {
  const body = (index: number) =>
    Array.from(
      { length: 12 },
      (_, one) => `exports.step${one} = (value, options = {}) => {
  const parts = [];
  if (options.trim) value = value.trim();
  for (const name of Object.keys(options)) parts.push(name + '=' + options[name]);
  parts.push(shared.clean(value));
  return ${index + 1 < CHANGED ? `next.step${one}(parts.join(' '), options)` : `cp.exec('ls ' + parts.join(' '))`};
};`,
    ).join('\n');
  const module = (index: number) =>
    `const cp = require('child_process');\nconst shared = require('./shared');\nconst next = require('./module${(index + 1) % CHANGED}');\n` +
    `const express = require('express');\nconst app = express();\n${body(index)}\n` +
    `app.get('/${index}', (req, res) => { res.send(exports.step0(req.query.x)); });\n`;
  return [
    ...Array.from({ length: CHANGED }, (_, index) => ({
      path: `app/module${index}.js`,
      base: module(index).replace('ls ', 'cat '),
      head: `${module(index)}// more\n`,
    })),
    { path: 'app/shared.js', base: 'exports.clean = (value) => String(value);\n', head: 'exports.clean = (value) => String(value);\n' },
  ];
}

export async function benchImports(dir: string, root: string): Promise<string[]> {
  const rows: string[] = [];
  for (const [name, files] of [
    ['real', realChange()],
    ['made', madeChange()],
  ] as const) {
    const repo = join(dir, `imports-${name}`);
    const { base, head } = commitCorpus(repo, files);
    const args = [join(root, 'dist/cli.js'), 'review', '--repo', repo, '--base', base, '--head', head, '--format', 'json'];
    const runs = Array.from({ length: ROUNDS }, () => runProcess('node', args, dir)!);
    const said = JSON.parse(runs[0]!.stdout);
    const changed = files.filter((file) => file.base !== file.head);
    const lines = changed.reduce((sum, { head: text }) => sum + text.split('\n').length, 0);
    const peak = await peakMegabytes('node', args, dir);
    rows.push(
      `  ${name}  ${changed.length} files, ${lines} lines among ${files.length}   median ${(median(runs.map(({ milliseconds }) => milliseconds)) / 1000).toFixed(2)} s   ` +
        `peak ${peak?.toFixed(0) ?? '?'} MB   ${said.introduced.length} introduced, ${said.unchanged} unchanged, ${said.partial.length} not followed, ${said.incomplete.length} not analysed`,
    );
  }
  return [`Imports followed through a change, process start included, ${ROUNDS} rounds (bounds: 3 s, 512 MB on two cores)`, ...rows];
}
