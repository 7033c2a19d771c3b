import { tmpdir } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { peakMegabytes } from '../bench/peakMemory.ts';
import { measureTools, peerTable } from '../bench/peerTable.ts';
import { peerTools, type Tool } from '../bench/tools.ts';

const node = (name: string, script: string, over: Partial<Tool> = {}): Tool => ({
  name,
  languages: ['bash'],
  command: process.execPath,
  args: (_folder, names) => ['-e', script, ...names],
  statuses: [0, 1],
  rules: (out) => JSON.parse(out) as string[],
  unread: (out) => (JSON.parse(out) as string[]).filter((rule) => rule === 'unread').length,
  akin: /^race/,
  ...over,
});

describe('the tools beside us', () => {
  test('are for each language its linter and the two that get patterns of ours', () => {
    const named = (language: 'bash' | 'python' | 'javascript') =>
      peerTools('.', 'eslint.config.mjs')
        .filter(({ languages }) => languages.includes(language))
        .map(({ name }) => name);
    const patterns = ['ast-grep, own rules', 'semgrep, own rules'];
    expect([named('bash'), named('python'), named('javascript')]).toEqual([
      ['shellcheck', ...patterns],
      ['bandit', ...patterns],
      ['eslint-plugin-security', ...patterns],
    ]);
  });

  test('are measured where they did their work, and named with the reason where not', async () => {
    const results = await measureTools(
      [
        node('with findings', 'console.log(JSON.stringify(process.argv.slice(1))); process.exitCode = 1;'),
        node('absent', '', { command: 'no-such-linter' }),
        node('broken', 'console.error("reading rules\\nno rule can be read"); process.exitCode = 2;'),
        node('garbled', 'console.log("done")', { rules: () => JSON.parse('') }),
      ],
      tmpdir(),
      ['race', 'style', 'unread'],
      2,
    );
    expect(results).toEqual([
      {
        name: 'with findings',
        times: [expect.any(Number), expect.any(Number)],
        peak: expect.any(Number),
        rules: ['race', 'style', 'unread'],
        unread: 1,
        akin: /^race/,
      },
      { name: 'absent', missing: 'no program `no-such-linter` here' },
      { name: 'broken', missing: 'it ended with status 2: no rule can be read' },
      { name: 'garbled', missing: 'its report cannot be read: Unexpected end of JSON input' },
    ]);
  });

  test('stand in one table with time, memory, findings, what was not read, and the ratio of ours to theirs', () => {
    const akin = /^race/;
    expect(
      peerTable([
        { name: 'portcullis scan', times: [300, 100, 200], peak: 300, rules: ['race/a', 'race/b', 'race/a', 'other'], unread: 0, akin },
        { name: 'linter', times: [400], peak: 150, rules: [], unread: 2, akin },
        { name: 'no memory told', times: [50], peak: null, rules: ['x'], unread: 0, akin },
        { name: 'semgrep', missing: 'no program `semgrep` here' },
      ]),
    ).toEqual([
      '    tool                      wall ms   ours/its  peak MB   ours/its  findings',
      '    portcullis scan               200       1.00      300       1.00         4   3 of races and ignored failures: race/a 2, race/b 1',
      '    linter                        400       0.50      150       2.00         0   2 parts not read',
      '    no memory told                 50       4.00        -          -         1',
      '    semgrep                   missing: no program `semgrep` here',
    ]);
  });

  test('have no ratio to us where we did not end well', () => {
    expect(
      peerTable([
        { name: 'portcullis scan', missing: 'it ended with status 2: no such folder' },
        { name: 'linter', times: [400], peak: 150, rules: [], unread: 0, akin: /x/ },
      ]).slice(1),
    ).toEqual([
      '    portcullis scan           missing: it ended with status 2: no such folder',
      '    linter                        400          -      150          -         0',
    ]);
  });
});

test('the memory of a program is that of its children too', async () => {
  const holdMegabytes = (megabytes: number, then: string) => `const held = Buffer.alloc(${megabytes << 20}, 1); ${then}`;
  const child = holdMegabytes(150, 'setTimeout(() => held.length, 400);');
  const parent = holdMegabytes(
    150,
    `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}]); held.length;`,
  );
  const peak = await peakMegabytes(process.execPath, ['-e', parent], tmpdir());
  const told = process.platform === 'linux';
  expect({ told: peak !== null, both: (peak ?? 0) > 300 }).toEqual({ told, both: told });
  expect(await peakMegabytes('no-such-linter', [], tmpdir())).toBeNull();
});
