/** Where a report goes: standard output or a file that is whole or not there. */
import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';

export function writeReport(text: string, file: string | undefined, terminal: Terminal): void {
  if (file === undefined) {
    terminal.out(text);
    return;
  }
  const unfinished = `${file}.${randomUUID()}`;
  try {
    writeFileSync(unfinished, text, { flag: 'wx' });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new UsageError(
      `--output ${file}: cannot be written (${(error as NodeJS.ErrnoException).code}): name a file in a folder that is there and that you may write to.`,
    );
  }
}
