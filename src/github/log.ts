/** The server's log: one JSON line an event, plain values only, so that no payload and no request body can get in. */
import type { Logger } from 'pino';
import type { LogLevel } from './settings.ts';
export type Log = Logger;
export interface LogOptions {
  readonly level: LogLevel;
  readonly secrets: readonly string[];
  readonly write: (line: string) => void;
}
export function createLog(_options: LogOptions): Log {
  throw new Error('not built yet');
}
