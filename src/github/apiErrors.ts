/** What GitHub's refusals mean for whoever asked. */
import type { Remedy } from '../queue/reviewQueue.ts';
export function statusOf(_error: unknown): number | null {
  throw new Error('not built yet');
}
/** How long to be silent, where this is a rate limit; else null. Both limits come as 403 or 429. */
export function rateLimitPause(_error: unknown, _now: number): number | null {
  throw new Error('not built yet');
}
/** The server's or the network's trouble, not ours. */
export function isTransient(_error: unknown): boolean {
  throw new Error('not built yet');
}
/**
 * A 404 or 422 may be GitHub's replicas lagging behind the webhook, a 401 a token revoked a moment ago: both are tried again. A plain
 * 403 stays one: a permission is missing or the installation is suspended.
 */
export function remedyFor(_error: unknown, _now: number): Remedy {
  throw new Error('not built yet');
}
/** For the summary of a check: our words and the status, never GitHub's text, which may quote what it was sent. */
export function reasonOf(_error: unknown): string {
  throw new Error('not built yet');
}
