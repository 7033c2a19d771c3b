/** What the command line reads and writes besides plain files. Never on devices of the machine that runs the tests. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UsageError } from '../src/cli/exit.ts';
import { writeReport } from '../src/cli/output.ts';
import { policyOfFile } from '../src/cli/policy.ts';
import type { Terminal } from '../src/cli/terminal.ts';
import { walk } from '../src/cli/walk.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const silent: Terminal = {
  out: () => undefined,
  error: () => undefined,
  colour: false,
  interactive: false,
  environment: {},
  version: '1.2.3',
  today: '2026-11-21',
};

function fifo(path: string): string {
  execFileSync('mkfifo', [path]);
  return path;
}

describe('--output', () => {
  test('replaces a file whole and leaves its mode', () => {
    const file = join(root, 'report');
    writeFileSync(file, 'before, and longer');
    chmodSync(file, 0o640);
    writeReport('after', file, silent);
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777, readdirSync(root)]).toEqual(['after', 0o640, ['report']]);
  });

  test('follows a link and leaves it, whether anything stands at its end or not', () => {
    mkdirSync(join(root, 'inner'));
    writeFileSync(join(root, 'inner/there'), 'before');
    symlinkSync('inner/there', join(root, 'link'));
    symlinkSync('inner/new', join(root, 'dangling'));
    writeReport('one', join(root, 'link'), silent);
    writeReport('two', join(root, 'dangling'), silent);
    expect([
      lstatSync(join(root, 'link')).isSymbolicLink(),
      lstatSync(join(root, 'dangling')).isSymbolicLink(),
      readFileSync(join(root, 'inner/there'), 'utf8'),
      readFileSync(join(root, 'inner/new'), 'utf8'),
      readdirSync(join(root, 'inner')),
    ]).toEqual([true, true, 'one', 'two', ['new', 'there']]);
  });

  test('writes into a pipe', () => {
    const pipe = fifo(join(root, 'pipe'));
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    writeReport('through', pipe, silent);
    const read = Buffer.alloc(20);
    const length = readSync(reader, read);
    closeSync(reader);
    expect([lstatSync(pipe).isFIFO(), read.toString('utf8', 0, length)]).toEqual([true, 'through']);
  });

  test('refuses a folder', () => {
    expect(() => writeReport('x', root, silent)).toThrow(`--output ${root}: is a folder: name a file in it.`);
    expect(readdirSync(root)).toEqual([]);
  });
});

describe('a config named on the command line', () => {
  const problem = async (file: string): Promise<string> => {
    const error: unknown = await policyOfFile(file).catch((thrown: unknown) => thrown);
    return error instanceof UsageError ? error.message : String(error);
  };

  test('is not read beyond the size of a config', async () => {
    const file = join(root, 'huge.yml');
    writeFileSync(file, 'fail-on: high\n');
    truncateSync(file, 3_000_000_000);
    expect(await problem(file)).toBe(`${file}: The file is larger than 65536 bytes.`);
  });

  test('is a file', async () => {
    const pipe = fifo(join(root, 'pipe.yml'));
    // Whoever reads without looking gets an end instead of waiting for ever.
    const writer = spawn('sh', ['-c', ': > "$1"', 'sh', pipe]);
    const problems = [await problem(pipe), await problem(root), await problem(join(root, 'none'))];
    writer.kill();
    expect(problems).toEqual([
      `${pipe}: is not a regular file: name the YAML file itself.`,
      `${root}: is not a regular file: name the YAML file itself.`,
      `${join(root, 'none')}: cannot be read (ENOENT): name a file that is there.`,
    ]);
  });
});

describe('the files of a scan', () => {
  test('are accounted for, pipes and sockets as well', async () => {
    writeFileSync(join(root, 'a.sh'), '');
    fifo(join(root, 'pipe'));
    symlinkSync('pipe', join(root, 'link'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, 'socket'), resolve));
    const walked = walk([root]);
    await new Promise((resolve) => server.close(resolve));
    const skipped = [...walked.skipped].sort((one, other) => (one.path < other.path ? -1 : 1));
    expect({ ...walked, skipped }).toEqual({
      roots: [
        {
          folder: root,
          isWhole: true,
          files: [
            { path: 'a.sh', mode: 'file' },
            { path: 'link', mode: 'symlink' },
          ],
        },
      ],
      skipped: [
        { path: join(root, 'pipe'), reason: 'not a regular file' },
        { path: join(root, 'socket'), reason: 'not a regular file' },
      ],
      incomplete: [],
    });
  });

  test('are named one by one where they cannot be read, and those beside them are read', () => {
    const named = (name: string | Buffer) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)]);
    // The same bytes as text would be the name of the second.
    for (const name of [Buffer.of(0x61, 0xff), 'a\ufffd', 'b.sh', 'c.sh']) writeFileSync(named(name), '');
    mkdirSync(named(Buffer.of(0xfe)));
    const { roots, incomplete } = walk([root]);
    expect([roots.flatMap(({ files }) => files.map(({ path }) => path)), incomplete.map(({ path }) => path).sort()]).toEqual([
      ['a\ufffd', 'b.sh', 'c.sh'],
      [join(root, 'a\ufffd'), join(root, '\ufffd')],
    ]);
    expect(new Set(incomplete.map(({ reason }) => reason))).toEqual(new Set(['its name is not UTF-8']));
  });
});
