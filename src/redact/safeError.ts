/** Errors without secrets: their words go through the redactor when they are made, so that nobody who writes one out has to think of it. */
import { redact } from './redact.ts';

/** As RFC 5424 names them: `critical` ends the process, `error` ends what was asked for, `warning` is only told. */
export type ErrorSeverity = 'critical' | 'error' | 'warning';

/** An error as plain data, for logs. Every text in it is redacted. */
export interface SerializedError {
  readonly type: string;
  readonly severity: ErrorSeverity;
  readonly message: string;
  /** HTTP status of an answer. */
  readonly status?: number;
  /** Of the system or of Node: `ECONNREFUSED`. */
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: SerializedError;
}

const LONGEST_MESSAGE = 1000;
const LONGEST_STACK = 3000;
const MOST_CAUSES = 4;

export class SafeError extends Error {
  readonly severity: ErrorSeverity;

  /** What `cause` says is kept, redacted; the object, which may hold a request with its headers and its body, is not. */
  constructor(message: string, options: { readonly severity?: ErrorSeverity; readonly cause?: unknown } = {}) {
    const { severity = 'error', cause } = options;
    super(redact(message), cause === undefined ? undefined : { cause: serializeError(cause) });
    this.name = new.target.name;
    this.severity = severity;
  }

  toJSON(): SerializedError {
    return serializeError(this);
  }
}

function isSerialized(cause: unknown): cause is SerializedError {
  return typeof cause === 'object' && cause !== null && 'severity' in cause && !(cause instanceof Error);
}

/** Whatever was thrown, as data: type, severity, message, status, code, stack and causes, and none of the objects that hang on it. */
export function serializeError(error: unknown, depth = 0): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, severity: 'error', message: redact(String(error)).slice(0, LONGEST_MESSAGE) };
  const { status, code, cause } = error as { status?: unknown; code?: unknown; cause?: unknown };
  const inner = cause === undefined || depth >= MOST_CAUSES ? null : isSerialized(cause) ? cause : serializeError(cause, depth + 1);
  return {
    type: error.name,
    severity: error instanceof SafeError ? error.severity : 'error',
    message: redact(error.message).slice(0, LONGEST_MESSAGE),
    ...(typeof status === 'number' && { status }),
    ...(typeof code === 'string' && { code: redact(code).slice(0, 100) }),
    ...(error.stack !== undefined && { stack: redact(error.stack).slice(0, LONGEST_STACK) }),
    ...(inner && { cause: inner }),
  };
}
