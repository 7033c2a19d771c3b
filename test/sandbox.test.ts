import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createOutliner } from '../src/engine/outline/outlineFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { noOutline } from '../src/model/outline.ts';
import { type AnalyzerPool, createPool, type PoolOptions } from '../src/sandbox/pool.ts';

const pools: AnalyzerPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function open(options: Partial<PoolOptions>): AnalyzerPool {
  const pool = createPool({ children: 2, spare: true, fileDeadline: 500, ...options });
  pools.push(pool);
  return pool;
}

const file = (text: string, path = 'a.ts') => ({ path, mode: 'file' as const, bytes: new TextEncoder().encode(text) });
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the pool', () => {
  const entry = 'test/support/hostileChild.mjs';

  test('a file that hangs or kills its child is incomplete with a reason, and the others are analysed', async () => {
    const pool = open({ entry });
    const texts = ['fine', 'hang', 'abort', 'exit', 'fine', 'hang', 'fine'];
    const results = await Promise.all(texts.map((text) => pool.analyze(file(text))));
    expect(results.map((result) => result.incomplete?.[0] ?? 'analysed')).toEqual([
      'analysed',
      'analysis took longer than 500 ms and was stopped',
      'the analyzer crashed on this file (SIGABRT)',
      'the analyzer crashed on this file (exit code 7)',
      'analysed',
      'analysis took longer than 500 ms and was stopped',
      'analysed',
    ]);
  });

  test('a file that hangs or kills its child has no outline and a reason, and the others have theirs', async () => {
    const pool = open({ entry });
    const texts = ['fine', 'hang', 'abort', 'exit', 'fine'];
    const outlines = await Promise.all(texts.map((text) => pool.outline(file(text))));
    const one = open({ entry, children: 1, spare: false });
    expect(await Promise.all(texts.map((text) => one.outline(file(text))))).toEqual(outlines);
    expect(outlines).toEqual([
      noOutline('a.ts'),
      noOutline('outlining took longer than 500 ms and was stopped'),
      noOutline('the analyzer crashed on this file (SIGABRT)'),
      noOutline('the analyzer crashed on this file (exit code 7)'),
      noOutline('a.ts'),
    ]);
  });

  test('starts a child at once, or where that is not wanted with the first file', async () => {
    const cold = open({ entry, spare: false, warm: false });
    const before = [cold.pids().length, open({ entry, spare: false }).pids().length];
    await cold.outline(file('fine'));
    expect([...before, cold.pids().length]).toEqual([0, 1, 1]);
  });

  test('keeps its children and one spare, replaces the killed, and leaves none behind', async () => {
    const pool = open({ entry, children: 1 });
    await pool.analyze(file('fine'));
    const before = pool.pids();
    expect(before).toHaveLength(2);
    await pool.analyze(file('hang'));
    await pool.analyze(file('fine'));
    const after = pool.pids();
    expect(after).toHaveLength(2);
    expect(after.filter((pid) => !before.includes(pid))).toHaveLength(1);
    await pool.close();
    expect([...before, ...after].filter(alive)).toEqual([]);
    await expect(pool.analyze(file('fine'))).rejects.toThrow('closed');
  });

  test('a child that has grown is replaced after its file', async () => {
    const pool = open({ entry, children: 1, spare: false });
    const first = (await pool.analyze(file('grow'))) as unknown as { pid: number };
    const second = (await pool.analyze(file('fine'))) as unknown as { pid: number };
    expect(second.pid).not.toBe(first.pid);
  });

  test('a child gets nothing of our environment', async () => {
    process.env.PORTCULLIS_CANARY = 'x';
    const result = (await open({ entry }).analyze(file('fine'))) as unknown as { env: string[] };
    delete process.env.PORTCULLIS_CANARY;
    expect(result.env.filter((name) => name !== 'NODE_CHANNEL_FD' && name !== 'NODE_CHANNEL_SERIALIZATION_MODE')).toEqual([]);
  });

  test('the fall back to WebAssembly is told once', async () => {
    const reasons: string[] = [];
    const pool = open({ entry, onFallback: (reason) => reasons.push(reason) });
    await Promise.all([1, 2, 3, 4].map(() => pool.analyze(file('fine'))));
    expect(reasons).toEqual(['no prebuilt binary']);
  });

  test('children that cannot start make an error, not a wait', async () => {
    await expect(open({ entry: 'test/support/missing.mjs' }).analyze(file('fine'))).rejects.toThrow(
      'analyzer children cannot be started (exit code 1)',
    );
  });

  test('nothing of a file that is done hangs on the signal of its review', async () => {
    const pool = open({ entry });
    const { signal } = new AbortController();
    await Promise.all(['fine', 'exit', 'fine'].map((text) => pool.analyze(file(text), signal)));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('what waits can be cancelled', async () => {
    const pool = open({ entry, children: 1 });
    const running = pool.analyze(file('hang'));
    const abort = new AbortController();
    const waiting = [pool.analyze(file('fine'), abort.signal), pool.outline(file('fine'), abort.signal)];
    abort.abort();
    for (const one of waiting) await expect(one).rejects.toThrow('cancelled');
    expect((await running).incomplete).toHaveLength(1);
  });
});

describe('real children', () => {
  const killers: [string, string, string][] = [
    ['nested sequences', 'a.yml', '- '.repeat(300_000)],
    ['nested sequences, short', 'a.yaml', `${'- '.repeat(300)}a\n`],
    ['nested object types', 'a.ts', '{a:'.repeat(100_000)],
    ['a long pipeline', 'a.sh', 'a|'.repeat(500_000)],
    ['a long pipeline over lines', 'b.sh', 'a|\n'.repeat(300_000)],
    ['one long line', 'a.js', `var a = "${'x'.repeat(1_000_000)}"`],
    ['brackets', 'b.js', `${'['.repeat(200_000)}`],
    ['nested keywords', 'c.sh', 'if a; then\n'.repeat(50_000)],
    ['unary operators', 'c.py', `x = ${'not\\\n '.repeat(50_000)}y\n`],
  ];

  test('survive, refuse or die alone on what aborts a parser, and the other files are analysed', async () => {
    const pool = open({ fileDeadline: 2000 });
    const good = file('#!/bin/bash\neval "$1"\n', 'good.sh');
    const results = await Promise.all([...killers.map(([, path, text]) => pool.analyze(file(text, path))), pool.analyze(good)]);
    const last = results.pop()!;
    expect(last.findings.map((finding) => finding.checkId)).toEqual(['injection/shell-eval']);
    // A killer may be analysed after all (a parser learns); what must not happen is silence about one that was not.
    const silent = results.flatMap((result, i) => (result.incomplete.length === 0 && result.lines === 0 ? killers[i]![0] : []));
    expect(silent).toEqual([]);
    expect(results.filter((result) => result.incomplete.length > 0).length).toBeGreaterThanOrEqual(5);
  });

  test('outline as the engine does', async () => {
    const pool = open({ fileDeadline: 2000 });
    const outliner = createOutliner(await loadCore('native'));
    const files = [
      file("import { a } from './a.js';\ntest('b', () => expect(a()).toBe(3));\n", 'a.test.ts'),
      file('a=1\n', 'a.sh'),
      file('x', 'a.md'),
    ];
    const all = await Promise.all(files.map((one) => pool.outline(one)));
    expect(all).toEqual(files.map(outliner));
  });

  test('a killer has an outline or a reason', async () => {
    const pool = open({ fileDeadline: 2000 });
    const outlines = await Promise.all(killers.map(([, path, text]) => pool.outline(file(text, path))));
    const silent = outlines.flatMap(({ read, problem }, i) => (read === 'none' && problem === null ? killers[i]![1] : []));
    // Of a workflow nothing is outlined.
    expect(silent).toEqual(['a.yml', 'a.yaml']);
  });

  test('both cores find the same', async () => {
    const found = await Promise.all(
      (['native', 'wasm'] as const).map((core) => open({ core, children: 1, spare: false }).analyze(file('eval "$1"\n', 'a.sh'))),
    );
    expect(found[0]!.findings).toHaveLength(1);
    expect(found[0]).toEqual(found[1]);
  });
});
