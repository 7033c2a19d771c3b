/** Memory of one analyzer child over ten thousand files. */
import { createPool } from '../src/sandbox/pool.ts';
import type { BenchFile } from './corpus.ts';
import { residentMegabytes } from './peakMemory.ts';

export async function benchMemory(files: readonly BenchFile[]): Promise<string[]> {
  const pool = createPool({ children: 1, spare: false, maxChildMemory: Number.POSITIVE_INFINITY });
  const marks = new Map<number, number | null>();
  try {
    for (let done = 1; done <= 10_000; done++) {
      const { path, head } = files[done % files.length]!;
      // A line of its own keeps each file from being the same as the last.
      await pool.analyze({ path, mode: 'file', bytes: new TextEncoder().encode(`${head}\n${path.endsWith('s') ? '//' : '#'} ${done}\n`) });
      if (done === 1000 || done === 10_000) marks.set(done, residentMegabytes(pool.pids()[0]!));
    }
  } finally {
    await pool.close();
  }
  const [early, late] = [marks.get(1000), marks.get(10_000)];
  if (!early || !late) return ['Child memory: this system does not tell'];
  return [`Child memory: ${early.toFixed(0)} MB after 1,000 files, ${late.toFixed(0)} MB after 10,000, ratio ${(late / early).toFixed(2)}`];
}
