/** Times and memory of whole processes, and the statistics that are reported of them. */
import { spawnSync } from 'node:child_process';

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Nearest-rank percentile. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export interface ProcessRun {
  readonly milliseconds: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Runs a program once, start included. Null if there is no such program. */
export function runProcess(command: string, args: readonly string[], cwd: string): ProcessRun | null {
  const started = performance.now();
  const { error, stdout, stderr, status } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { milliseconds: performance.now() - started, stdout, stderr, status };
}

/** The programs taken in turns, so that whatever slows the machine slows all of them; milliseconds a run. */
export function takeTurns(
  runs: Readonly<Record<string, () => ProcessRun | null>>,
  rounds: number,
): Record<string, { times: number[]; last: ProcessRun | null }> {
  const results = Object.fromEntries(Object.keys(runs).map((name) => [name, { times: [] as number[], last: null as ProcessRun | null }]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const result = run();
      results[name]!.last = result;
      if (result) results[name]!.times.push(result.milliseconds);
    }
  }
  return results;
}
