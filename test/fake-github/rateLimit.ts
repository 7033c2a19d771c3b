/** Primary and secondary rate limits, counted per token holder. */
import type { Caller } from './auth.ts';
import type { Host } from './host.ts';
import { Refusal } from './refusal.ts';
import type { Rate } from './state.ts';

function holderKey(caller: Caller): string {
  if (caller.kind === 'installation') return `installation ${caller.installation.id}`;
  return caller.kind === 'user' ? `user ${caller.user.id}` : caller.kind;
}

function rateOf(host: Host, caller: Caller): Rate {
  const key = holderKey(caller);
  const known = host.state.rates.get(key);
  if (known && known.reset > host.now()) return known;
  const fresh: Rate = { used: 0, reset: host.now() + 3_600_000, writes: [] };
  host.state.rates.set(key, fresh);
  return fresh;
}

export function rateState(host: Host, caller: Caller) {
  const { used, reset } = rateOf(host, caller);
  const limit = host.limits.requestsPerHour;
  return { limit, used, remaining: Math.max(0, limit - used), reset: Math.floor(reset / 1000) };
}

export function rateHeaders(host: Host, caller: Caller): Record<string, string> {
  const { limit, used, remaining, reset } = rateState(host, caller);
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': 'core',
  };
}

export const secondaryLimit = (retryAfter: number) =>
  new Refusal(403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', {
    headers: { 'retry-after': String(retryAfter) },
  });

/** Counts a request, and refuses it above a limit. */
export function countRequest(host: Host, caller: Caller, method: string): void {
  const rate = rateOf(host, caller);
  if (rate.used >= host.limits.requestsPerHour) throw new Refusal(403, `API rate limit exceeded for ${holderKey(caller)}.`);
  rate.used++;
  const { contentPerMinute } = host.limits;
  if (method === 'GET' || contentPerMinute === null || caller.kind === 'app') return;
  const now = host.now();
  rate.writes = rate.writes.filter((time) => time > now - 60_000);
  if (rate.writes.length >= contentPerMinute) throw secondaryLimit(60);
  rate.writes.push(now);
}
