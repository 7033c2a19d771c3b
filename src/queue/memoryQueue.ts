import type { Job, Remedy, ReviewQueue } from './reviewQueue.ts';
export interface MemoryQueueOptions<J extends Job> {
  /** Stops as soon as it can once the signal is aborted; what it then throws is ignored. */
  readonly run: (job: J, context: RunContext) => Promise<void>;
  readonly remedyFor: (error: unknown) => Remedy;
  /** Called once for a job that failed for good. Must not throw. */
  readonly gaveUp: (job: J, error: unknown) => Promise<void>;
  /** Keys that run at the same time. */
  readonly concurrency: number;
  /** Keys that wait at the same time; one more is refused. */
  readonly capacity: number;
  /** Runs of one wish before it is given up. */
  readonly attempts: number;
  /** Pause after the nth failed attempt. */
  readonly pauseMs: (attempt: number) => number;
  /** Pauses for a rate limit before it is given up. */
  readonly waits: number;
}
export interface RunContext {
  readonly signal: AbortSignal;
  /** Counts the runs of this wish from 1; those before may have got anywhere. */
  readonly attempt: number;
}
/** The queue of one process. What it holds is lost with it: a restart sees only what is delivered or asked for again. */
export function memoryQueue<J extends Job>(_options: MemoryQueueOptions<J>): ReviewQueue<J> {
  throw new Error('not built yet');
}
