/** What every command that analyses needs: children to do it, and as many files under way as keep them busy. */
import { availableParallelism } from 'node:os';
import { type AnalyzerPool, createPool } from '../sandbox/pool.ts';
import type { Terminal } from './terminal.ts';

/** More children than this make a short run slower, not faster: each loads the grammars first. */
const MOST_CHILDREN = 4;
/** So many under way let the pool see how much there is to do. */
const FILES_A_CHILD = 64;

export interface Workbench {
  readonly pool: AnalyzerPool;
  readonly concurrency: number;
}

/** Runs `work` over a pool of children and ends them, whatever happens. `warm`: whether there certainly is something for them to do. */
export async function withWorkbench<T>(
  terminal: Terminal,
  work: (bench: Workbench) => Promise<T>,
  { warm }: { readonly warm: boolean } = { warm: true },
): Promise<T> {
  const children = Math.min(availableParallelism(), MOST_CHILDREN);
  const pool = createPool({
    children,
    spare: false,
    warm,
    onFallback: (reason) =>
      terminal.error(`portcullis: the native parser cannot be loaded (${reason}); WebAssembly parses instead, slower\n`),
  });
  try {
    return await work({ pool, concurrency: children * FILES_A_CHILD });
  } finally {
    await pool.close();
  }
}
