/** `npm run demo`: a pull request reviewed end to end on this machine, in the terminal and as a page. */
import { once } from 'node:events';
import { readArguments, UsageError, usage } from './arguments.ts';
import { BrokenClaim, createClaims } from './claims.ts';
import { readRange, walkRange } from './rangeWay.ts';
import { openStage } from './stage.ts';
import { walkStory } from './storyWay.ts';
import { openScreen } from './terminal.ts';

const { stdout, stderr, env } = process;

async function demo(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  if (options === 'help') {
    stdout.write(usage);
    return 0;
  }
  const range = options.range && (await readRange(options.range));
  const screen = openScreen((text) => stdout.write(text), stdout.isTTY === true && !env.NO_COLOR);
  const claim = createClaims(screen.held);

  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort(signal));
  const interruption = once(interrupted.signal, 'abort').then(() => 'interrupted' as const);

  const stage = await openStage({ port: options.port, screen, claim });
  try {
    const way = range ? walkRange(stage, range) : walkStory(stage);
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
    stage.github.acknowledgeViolations();
    await stage.close();
  }
}

try {
  process.exitCode = await demo(process.argv.slice(2));
} catch (error) {
  const known = error instanceof UsageError || error instanceof BrokenClaim;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') stderr.write('The port is taken: give --port another one, or leave it out.\n');
  else stderr.write(`${known || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : error.stack}\n`);
  if (error instanceof UsageError) stderr.write(`\n${usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
