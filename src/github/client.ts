import type { Octokit } from '@octokit/rest';
export type Client = Octokit;
export interface ClientOptions {
  readonly apiUrl: string;
  readonly token: string;
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
export declare const userAgent = 'portcullis';
export function createClient(_options: ClientOptions): Client {
  throw new Error('not built yet');
}
/** Calls one origin and no other, also when told to go elsewhere: a token must not follow a redirect to a stranger. */
export function guardedFetch(_apiUrl: string, _signal?: AbortSignal, _inner?: typeof fetch): typeof fetch {
  throw new Error('not built yet');
}
/** Writes that may be made at once, and how fast they come back. */
export interface Purse {
  spend(signal?: AbortSignal): Promise<void>;
}
/**
 * GitHub allows 80 writes a minute for one installation and asks for a second between them; a review needs five or six at a time, so
 * a few may go at once and the average holds.
 */
export function createPurse(_burst?: number, _perMinute?: number, _now?: () => number): Purse {
  throw new Error('not built yet');
}
