/** Where a report goes: standard output, or a file that is whole or as it was. */
import { randomUUID } from 'node:crypto';
import { chmodSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';

export function writeReport(text: string, file: string | undefined, terminal: Terminal): void {
  if (file === undefined) {
    terminal.out(text);
    return;
  }
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new UsageError(`--output ${file}: is a folder: name a file in it.`);
    if (found?.isFile()) replace(realpathSync(file), text, found.mode & 0o777);
    else if (!lstatSync(file, { throwIfNoEntry: false })) replace(file, text, null);
    // A pipe or a device is written into, a link that leads to nothing gets its file: renamed over, they would be gone.
    else writeFileSync(file, text);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--output ${file}: cannot be written (${(error as NodeJS.ErrnoException).code}): name a file in a folder that is there and that you may write to.`,
    );
  }
}

/** Whoever reads the file meanwhile sees the old one or the new one. `mode` is that of the file that stands there. */
function replace(file: string, text: string, mode: number | null): void {
  const unfinished = `${file}.${randomUUID()}`;
  try {
    writeFileSync(unfinished, text, { flag: 'wx', mode: mode ?? 0o666 });
    // The process may be told to make files with less.
    if (mode !== null) chmodSync(unfinished, mode);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
