/** Errors without secrets. */
export type ErrorSeverity = 'critical' | 'error' | 'warning';

/** An error as plain data, for logs. */
export interface SerializedError {
  readonly type: string;
  readonly severity: ErrorSeverity;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: SerializedError;
}

export class SafeError extends Error {
  constructor(message: string, _options: { readonly severity?: ErrorSeverity; readonly cause?: unknown } = {}) {
    super(message);
  }
}

export function serializeError(_error: unknown): SerializedError {
  return { type: '', severity: 'error', message: '' };
}
