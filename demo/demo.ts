/** `npm run demo`: a pull request reviewed end to end on this machine, in the terminal and as a page. */
import { once } from 'node:events';
import { readArguments, UsageError, usage } from './arguments.ts';
import { BrokenClaim, createClaims } from './claims.ts';
import { readRange, walkRange } from './rangeWay.ts';
import { openStage } from './stage.ts';
import { walkStory } from './storyWay.ts';
import { openScreen } from './terminal.ts';

const { stdout, stderr, env } = process;

async function demo(args: readonly string[], interrupted: AbortSignal): Promise<number> {
  const options = readArguments(args);
  if (options === 'help') {
    stdout.write(usage);
    return 0;
  }
  const range = options.range && (await readRange(options.range));
  const screen = openScreen((text) => stdout.write(text), stdout.isTTY === true && !env.NO_COLOR);
  const claim = createClaims(screen.held);

  interrupted.throwIfAborted();
  const interruption = once(interrupted, 'abort').then(() => 'interrupted' as const);

  const stage = await openStage({ port: options.port, screen, claim });
  const way = range ? walkRange(stage, range) : walkStory(stage);
  try {
    if ((await Promise.race([way, interruption])) === 'interrupted') return 130;
    claim(
      'every webhook was accepted',
      stage.github.state.deliveries.every(({ statusCode }) => statusCode === 202),
    );
    claim('every request was one that GitHub describes', stage.github.violations.length === 0, () => stage.github.violations);
    if (stdout.isTTY && !options.exit) {
      screen.heading(`Look at it: ${stage.github.url}/  (Ctrl-C ends it)`);
      await interruption;
    }
    return 0;
  } finally {
    await stage.stopServer(interrupted.aborted);
    // An interrupted way ends where it misses the server; only then may its repositories go.
    await way.catch(() => {});
    stage.github.acknowledgeViolations();
    await stage.close();
  }
}

/** Tells what ended it early, and answers the exit status. */
function tell(error: unknown): number {
  if (error instanceof UsageError) {
    stderr.write(`${error.message}\n\n${usage}`);
    return 2;
  }
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    stderr.write('The port is taken: give --port another one, or leave it out.\n');
  else if (error instanceof BrokenClaim) stderr.write(`${error.message}\n`);
  else stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  return 1;
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort(signal));

try {
  process.exitCode = await demo(process.argv.slice(2), interrupted.signal);
} catch (error) {
  // Ctrl-C reaches every process of the demo at once: what then breaks is no news.
  process.exitCode = interrupted.signal.aborted ? 130 : tell(error);
}
