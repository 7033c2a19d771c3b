/**
 * The client all calls go through. Of octokit's plugins it has neither throttling, which spaces every write by a second and so makes
 * each review wait, nor retry: it waits where GitHub asks for it, and spends writes from a purse that refills.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Octokit } from '@octokit/rest';
import { isTransient, rateLimitPause, withoutRequest } from './apiErrors.ts';

export type Client = Octokit;

export interface ClientOptions {
  readonly apiUrl: string;
  /** Null for the calls that GitHub refuses to whoever is logged in. */
  readonly token: string | null;
  /** Ends every call and every wait. */
  readonly signal?: AbortSignal;
  readonly purse?: Purse;
  /** Called when GitHub no longer takes the token. */
  readonly onUnauthorized?: () => void;
  /** Longest pause that a call sits out by itself; a longer one is the queue's. */
  readonly longestPauseMs?: number;
  /** Before the first repetition of a failed read; the next waits four times as long. */
  readonly firstPauseMs?: number;
  readonly fetch?: typeof fetch;
}

export const userAgent = 'portcullis';
const callMs = 30_000;
const extraAttempts = 2;

export function createClient(options: ClientOptions): Client {
  const { apiUrl, token, signal, purse, onUnauthorized, longestPauseMs = 60_000, firstPauseMs = 250 } = options;
  const quiet = (): void => undefined;
  const client = new Octokit({
    ...(token !== null && { auth: token }),
    baseUrl: apiUrl,
    userAgent,
    request: { fetch: guardedFetch(apiUrl, signal, options.fetch) },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  client.hook.wrap('request', async (request, parameters) => {
    const reads = parameters.method === 'GET';
    for (let attempt = 0; ; attempt++) {
      if (!reads) await purse?.spend(/\/(?:pulls|issues)\//.test(parameters.url) ? 'content' : 'other', signal);
      try {
        return await request(parameters);
      } catch (error) {
        signal?.throwIfAborted();
        const pause = rateLimitPause(error, Date.now());
        if ((error as { status?: unknown }).status === 401) onUnauthorized?.();
        // A write that failed on their side may have happened: it is repeated by whoever can see whether it did.
        const again = pause !== null ? pause <= longestPauseMs : reads && isTransient(error);
        if (!again || attempt >= extraAttempts) throw withoutRequest(error);
        await sleep(pause ?? firstPauseMs * 4 ** attempt, undefined, { signal });
      }
    }
  });
  return client;
}

/** Calls one origin and no other, also when told to go elsewhere: a token must not follow a redirect to a stranger. */
export function guardedFetch(apiUrl: string, signal?: AbortSignal, inner: typeof fetch = fetch): typeof fetch {
  const { origin } = new URL(apiUrl);
  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : input);
    for (let hops = 0; hops <= 3; hops++) {
      if (url.origin !== origin) throw new Error(`Refused to call ${url.origin}: only ${origin} is this server's GitHub.`);
      const late = AbortSignal.timeout(callMs);
      const response = await inner(url, { ...init, redirect: 'manual', signal: signal ? AbortSignal.any([signal, late]) : late });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || response.status === 304 || !location) return response;
      // A renamed repository answers 301 to its address by id; what is written there must be written as it was.
      if (response.status === 303 || (init?.method !== 'GET' && response.status < 307)) return response;
      url = new URL(location, url);
    }
    throw new Error('Refused to follow more than three redirects.');
  };
}

/** How many writes one installation may make at once, and how many a minute on average. */
export interface PurseLimits {
  readonly all: Allowance;
  /** Reviews and comments, of which GitHub allows fewer. */
  readonly content: Allowance;
}

export interface Allowance {
  readonly burst: number;
  readonly perMinute: number;
}

export type WriteKind = 'content' | 'other';

export interface Purse {
  spend(kind: WriteKind, signal?: AbortSignal): Promise<void>;
}

/**
 * Over any minute below what GitHub documents: 900 points at 5 a write, and 80 requests that create content. A second between writes,
 * as it recommends, would make each review wait for several.
 */
export const purseLimits: PurseLimits = { all: { burst: 100, perMinute: 80 }, content: { burst: 40, perMinute: 40 } };

export function createPurse(limits: PurseLimits = purseLimits, now: () => number = Date.now): Purse {
  const all = createBucket(limits.all, now);
  const content = createBucket(limits.content, now);
  return {
    async spend(kind, signal) {
      const pause = Math.max(all(), kind === 'content' ? content() : 0);
      if (pause > 0) await sleep(pause, undefined, { signal });
    },
  };
}

/** Takes one and gives the milliseconds until it may be used. */
function createBucket({ burst, perMinute }: Allowance, now: () => number): () => number {
  let left = burst;
  let counted = now();
  return () => {
    const time = now();
    left = Math.min(burst, left + ((time - counted) * perMinute) / 60_000) - 1;
    counted = time;
    return left < 0 ? (-left * 60_000) / perMinute : 0;
  };
}
