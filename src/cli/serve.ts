/** `portcullis serve`: the GitHub App, until SIGTERM or SIGINT. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { LRUCache } from 'lru-cache';
import { checks } from '../../checks/index.ts';
import { loadPolicy } from '../config/loadPolicy.ts';
import type { ReviewResult, ReviewRun } from '../github/runJob.ts';
import { startServer } from '../github/server.ts';
import { readSettings } from '../github/settings.ts';
import type { FileAnalysis } from '../model/analysis.ts';
import { reviewChange } from '../review/reviewChange.ts';
import { needsTouches } from '../review/unreadCommits.ts';
import { createPool } from '../sandbox/pool.ts';
import { exitCodes, UsageError } from './exit.ts';
import { knownChecks } from './policy.ts';
import type { Terminal } from './terminal.ts';

/** Analyses remembered between pushes: a push costs only its changed blobs. A result is a few hundred bytes where nothing is found. */
const REMEMBERED = 20_000;

export async function serve(terminal: Terminal): Promise<number> {
  const read = readSettings(terminal.environment, (path) => readFileSync(path, 'utf8'));
  if (read.kind === 'problems') throw new UsageError(read.problems.join('\n'));
  const { settings } = read;
  const children = settings.analyzers ?? availableParallelism();
  const pool = createPool({
    children,
    spare: true,
    onFallback: (reason) =>
      terminal.error(`portcullis: the native parser cannot be loaded (${reason}); WebAssembly parses instead, slower\n`),
  });
  const cache = new LRUCache<string, FileAnalysis>({ max: REMEMBERED });

  const review = async ({ change, configs, draft, signal, withTouches }: ReviewRun): Promise<ReviewResult> => {
    const { policy, problems, notices } = loadPolicy(configs, `the floor of ${change.repository.split('/')[0]}`, knownChecks);
    const read = await withTouches(change, needsTouches(change.commits, policy.tdd));
    return reviewChange({
      change: read,
      policy,
      policyProblems: problems,
      notices,
      knownChecks,
      draft,
      signal,
      // The one clock of a review: a suppression ends with the day (UTC) it names.
      today: new Date().toISOString().slice(0, 10),
      analyze: pool.analyze,
      cache,
      concurrency: children * 2,
    });
  };

  try {
    const server = await startServer(settings, { review, checks, write: terminal.error });
    terminal.out(`listening on ${server.url}\n`);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    });
    await server.close();
    return exitCodes.passed;
  } finally {
    await pool.close();
  }
}
