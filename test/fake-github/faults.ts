/** Failures on demand: the next requests that match are answered wrongly, late, or not at all. */

import { secondaryLimit } from './rateLimit.ts';
import { Refusal } from './refusal.ts';

export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly message?: string; readonly headers?: Readonly<Record<string, string>> }
  /** 403 with `retry-after`, as GitHub answers a burst of writes. */
  | { readonly kind: 'secondary-limit'; readonly retryAfter: number }
  /** 429, or 403 for the primary limit, with the header that says none remain. */
  | { readonly kind: 'rate-limit'; readonly status: 403 | 429; readonly retryAfter?: number }
  /** Never answers; the connection stays open until the client or the server gives up. */
  | { readonly kind: 'hang' }
  /** Closes the connection without an answer and without doing anything. */
  | { readonly kind: 'reset' }
  /** Does what was asked and then closes the connection without an answer. */
  | { readonly kind: 'lost-answer' };

export interface FaultRule {
  readonly fault: Fault;
  readonly method?: string;
  /** Held against the decoded path without `/api/v3`. */
  readonly path?: RegExp;
  /** How many requests it hits; 1 if not given. */
  readonly times?: number;
  /** How many matching requests pass before. */
  readonly after?: number;
}

export function createFaults() {
  const rules: { rule: FaultRule; left: number; skip: number }[] = [];
  return {
    add(rule: FaultRule): void {
      rules.push({ rule, left: rule.times ?? 1, skip: rule.after ?? 0 });
    },
    clear(): void {
      rules.length = 0;
    },
    take(method: string, path: string): Fault | null {
      for (const entry of rules) {
        const { rule } = entry;
        if (entry.left <= 0 || (rule.method && rule.method !== method) || (rule.path && !rule.path.test(path))) continue;
        if (entry.skip > 0) {
          entry.skip--;
          continue;
        }
        entry.left--;
        return rule.fault;
      }
      return null;
    },
  };
}

/** The faults that are answers. */
export function throwFault(fault: Fault): void {
  if (fault.kind === 'status') throw new Refusal(fault.status, fault.message ?? `Injected ${fault.status}`, { headers: fault.headers });
  if (fault.kind === 'secondary-limit') throw secondaryLimit(fault.retryAfter);
  if (fault.kind === 'rate-limit') {
    const headers: Record<string, string> = { 'x-ratelimit-remaining': '0' };
    if (fault.retryAfter !== undefined) headers['retry-after'] = String(fault.retryAfter);
    throw new Refusal(fault.status, 'API rate limit exceeded.', { headers });
  }
}
