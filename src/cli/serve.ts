/** `portcullis serve`: the GitHub App, until SIGTERM or SIGINT. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { checks } from '../../checks/index.ts';
import { startServer } from '../github/server.ts';
import { readSettings } from '../github/settings.ts';
import { createPool } from '../sandbox/pool.ts';
import { createCredentialSearch } from './credentials.ts';
import { exitCodes, UsageError } from './exit.ts';
import { createReviewer } from './reviewer.ts';
import type { Terminal } from './terminal.ts';

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
  try {
    const server = await startServer(settings, {
      review: createReviewer(pool, children),
      credentials: createCredentialSearch(pool, children),
      checks,
      write: terminal.error,
    });
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
