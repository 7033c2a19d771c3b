/** The server's log: one JSON line an event, plain values only, so that no payload and no request body can get in. */
import { type Logger, pino } from 'pino';
import { redact } from '../redact/redact.ts';
import { serializeError } from '../redact/safeError.ts';
import type { LogLevel } from './settings.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: LogLevel;
  readonly secrets: readonly string[];
  readonly write: (line: string) => void;
}

export function createLog({ level, secrets, write }: LogOptions): Log {
  // Value by value: in the whole line a mask could swallow what separates two of them.
  const clean = (_: string, value: unknown): unknown => (typeof value === 'string' ? redact(value, secrets) : value);
  return pino(
    { level, base: null, formatters: { log: plainValues } },
    { write: (line) => write(`${JSON.stringify(JSON.parse(line), clean)}\n`) },
  );
}

/**
 * Probot and octokit attach whole events and requests to what they log. An error is reduced to its words, any other object is
 * left out; a long text is cut, since the log is no place for one.
 */
function plainValues(fields: Record<string, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value instanceof Error) plain[key] = serializeError(value);
    else if (typeof value === 'string') plain[key] = value.slice(0, 500);
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null) plain[key] = value;
  }
  return plain;
}
