/** The change that `--base`, `--head` and `--repo` name. */
import { GitError } from '../git/gitError.ts';
import { readLocalChange } from '../git/readLocalChange.ts';
import type { Change } from '../model/change.ts';
import { UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';

export interface LocalOptions {
  readonly base: string;
  readonly head: string;
  readonly repo: string;
}

/** Runs `work` over the change and releases it. What git cannot read is the caller's to mend. */
export async function withLocalChange<T>(
  { base, head, repo }: LocalOptions,
  terminal: Terminal,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  let change: Change;
  try {
    change = await readLocalChange({ repo, base, head, environment: terminal.environment });
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(`${error.message} ${error.remedy}`);
    throw error;
  }
  try {
    if (change.files.length === 0 && change.commits.length === 0)
      terminal.error('portcullis: the range is empty: the head adds nothing to the base\n');
    return await work(change);
  } finally {
    await change.close();
  }
}
