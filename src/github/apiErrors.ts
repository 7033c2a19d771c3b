/** What GitHub's refusals mean for whoever asked. */
import type { Remedy } from '../queue/reviewQueue.ts';
import { SafeError } from '../redact/safeError.ts';

type Headers = Readonly<Record<string, string | number | undefined>>;

/** Headers of an answer that tell how to go on. */
const tellingHeaders = ['retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'x-github-request-id'] as const;

/** A call of GitHub's interface that failed. Octokit's own error holds the request, its body and the token it was made with; this one does not. */
export class ApiError extends SafeError {
  readonly status: number;
  /** Of the system, where no answer came. */
  readonly code: string | undefined;
  /** Of the answer, where one came. */
  readonly response: { readonly headers: Headers } | undefined;

  constructor(error: Error & { readonly status: number }) {
    super(error.message, { cause: error.cause });
    const { response } = error as { response?: { headers?: Headers } };
    this.status = error.status;
    this.code = connectionCodeOf(error) ?? undefined;
    this.response = response && {
      headers: Object.fromEntries(
        tellingHeaders.flatMap((name) => (response.headers?.[name] === undefined ? [] : [[name, response.headers[name]]])),
      ),
    };
  }
}

/** What octokit threw, without the request. */
export function withoutRequest(error: unknown): unknown {
  return error instanceof Error && !(error instanceof ApiError) && 'status' in error && typeof error.status === 'number'
    ? new ApiError(error as Error & { status: number })
    : error;
}

interface Failure {
  readonly status: number;
  readonly message: string;
  readonly headers: Headers;
}

function apiError(error: unknown): Failure | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  const { response } = error as { response?: { headers?: Headers } };
  return { status: error.status, message: error.message, headers: response?.headers ?? {} };
}

export function statusOf(error: unknown): number | null {
  return apiError(error)?.status ?? null;
}

/** GitHub's advice where a secondary limit names no time: at least a minute. */
const unnamedPause = 60_000;

/** Why no answer came: the code of the system's error, or null where there was an answer. octokit calls both a 500. */
export function connectionCodeOf(error: unknown): string | null {
  let at = error;
  for (let depth = 0; typeof at === 'object' && at !== null && depth < 5; depth++) {
    const { response, code, cause } = at as { response?: unknown; code?: unknown; cause?: unknown };
    if (response) return null;
    if (typeof code === 'string') return code;
    at = cause;
  }
  return null;
}

/** How long to be silent, where this is a rate limit; else null. Both limits come as 403 or 429. */
export function rateLimitPause(error: unknown, now: number): number | null {
  const api = apiError(error);
  if (!api || (api.status !== 403 && api.status !== 429)) return null;
  const after = Number(api.headers['retry-after']);
  if (api.headers['retry-after'] !== undefined && after >= 0) return after * 1000;
  if (String(api.headers['x-ratelimit-remaining']) === '0') {
    return Math.max(1000, Number(api.headers['x-ratelimit-reset']) * 1000 - now + 1000);
  }
  return api.status === 429 || /secondary rate limit|abuse detection/i.test(api.message) ? unnamedPause : null;
}

/** The server's or the network's trouble, not ours. */
export function isTransient(error: unknown): boolean {
  const api = apiError(error);
  return api !== null && (api.status >= 500 || api.status === 408);
}

/**
 * A 404 or 422 may be GitHub's replicas lagging behind the webhook, a 401 a token revoked a moment ago: both are tried again. A plain
 * 403 stays one: a permission is missing or the installation is suspended.
 */
export function remedyFor(error: unknown, now: number): Remedy {
  const pause = rateLimitPause(error, now);
  if (pause !== null) return { kind: 'wait', milliseconds: pause };
  return statusOf(error) === 403 ? { kind: 'give up' } : { kind: 'retry' };
}

/** For the summary of a check: our words and the status, never GitHub's text, which may quote what it was sent. */
export function reasonOf(error: unknown): string {
  const api = apiError(error);
  if (!api) return 'an internal error (the server log names it)';
  if (api.status === 403) return 'GitHub refused access (403): check the permissions of the app and whether its installation is suspended';
  if (api.status === 404) return 'GitHub did not find something that this review needs (404): the branch or the repository may be gone';
  if (api.status >= 500) return `GitHub or the network failed (${api.status})`;
  return `GitHub answered ${api.status}`;
}
