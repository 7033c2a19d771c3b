#!/usr/bin/env node
/** The process: the only reader of arguments and environment. */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { exitCodes } from './cli/exit.ts';
import { main } from './cli/main.ts';
import type { Terminal } from './cli/terminal.ts';
import { serializeError } from './redact/safeError.ts';

/** Written at once and in full: a pipe may be full, and an exit must not cut a report. */
function write(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; ) {
    try {
      from += writeSync(descriptor, bytes, from);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The reader has gone (`| head`): nobody misses the rest.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}

// One folder below the root, as source and as built.
const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const { env, stdout, stderr } = process;

const terminal: Terminal = {
  out: (text: string) => write(1, text),
  error: (text: string) => write(2, text),
  // https://no-color.org
  colour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
  interactive: stderr.isTTY === true && env.TERM !== 'dumb',
  environment: env,
  version,
  today: new Date().toISOString().slice(0, 10),
};

try {
  process.exitCode = await main(process.argv.slice(2), terminal);
} catch (error) {
  // A defect of ours: whatever was asked for was not looked at in full, and that is the status it ends with.
  const { stack, message } = serializeError(error);
  terminal.error(`portcullis: internal error\n${stack ?? message}\n`);
  process.exitCode = exitCodes.incomplete;
}
