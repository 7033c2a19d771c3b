import type { RunnerOptions } from './runJob.ts';
import type { Settings } from './settings.ts';
export interface ServerParts extends Pick<RunnerOptions, 'review' | 'checks'> {
  /** Takes the log, line by line. */
  readonly write: (line: string) => void;
  readonly limits?: Partial<ServerLimits>;
}
export interface ServerLimits {
  /** Pull requests reviewed at the same time. */
  readonly concurrency: number;
  /** Pull requests that may wait; deliveries beyond are refused, so that GitHub counts them as failed. */
  readonly capacity: number;
  readonly attempts: number;
  /** Before the second attempt; each pause after it is four times as long. */
  readonly firstPauseMs: number;
  /** The same for a single call. */
  readonly callPauseMs: number;
  /** A rate limit that lasts longer than this is waited out in the queue. */
  readonly longestPauseMs: number;
  /** Writes of one installation: so many at once, and so many a minute on average. */
  readonly writes: {
    readonly burst: number;
    readonly perMinute: number;
  };
  /** What running reviews get to end, and then to stop, when the server is asked to. */
  readonly finishMs: number;
  readonly stopMs: number;
}
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Resolves when no review waits or runs. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
export const serverLimits: ServerLimits = undefined as never;
/** Rejects with a readable error where the port cannot be had. The settings have been parsed by `readSettings`. */
export function startServer(_settings: Settings, _parts: ServerParts): Promise<RunningServer> {
  throw new Error('not built yet');
}
