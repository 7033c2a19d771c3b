/** Secrets that must come out nowhere, each a different one, so that what came out tells where it went in. */
import { randomInt } from 'node:crypto';
import { secretSample } from './secrets.ts';

export interface Canaries {
  /** A new one; `place` is told where it comes out. */
  put(place: string, kind?: string): string;
  /** The places whose canary stands in a text, whole or the half of it that is secret. */
  in(text: string): string[];
}

/** Kinds of GitHub's own tokens, in turn, unless one is asked for. */
const kinds = ['ghp', 'gho', 'ghs', 'ghu', 'ghr', 'github-pat', 'ghs-jwt', 'npm'];

export function canaries(): Canaries {
  const placed = new Map<string, string>();
  let count = randomInt(1000, 100_000);
  return {
    put(place, kind = kinds[count % kinds.length]!) {
      const secret = secretSample(kind, ++count)!;
      placed.set(place, secret);
      return secret;
    },
    in(text) {
      return [...placed].flatMap(([place, secret]) => {
        const shown = text.includes(secret) || text.includes(secret.slice(-Math.floor(secret.length / 2)));
        return shown ? [place] : [];
      });
    },
  };
}

/** What is ours or a choice of ours, never text that somebody else can write. */
const ours = new Set([
  ...['checkId', 'family', 'severity', 'confidence', 'vector', 'fingerprint', 'sha', 'commit', 'phase', 'evidence', 'kind', 'until'],
  ...['mode', 'conclusion', 'base', 'head', 'id', 'blocking', 'unread', 'part'],
  ...['verdict', 'red', 'green', 'refactor'],
]);

/** The same value with a canary of its own behind every text that others can write; `kept` names fields that stay as they are. */
export function poisoned<T>(value: T, canary: Canaries, place: string, kept: readonly string[] = []): T {
  if (typeof value === 'string') return `${value} ${canary.put(place)}` as T;
  if (Array.isArray(value)) return value.map((one, at) => poisoned(one, canary, `${place}[${at}]`, kept)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      // A commit as a whole has a subject, which is its author's.
      (ours.has(key) && !(key === 'commit' && typeof one === 'object')) || kept.includes(key)
        ? one
        : poisoned(one, canary, `${place}.${key}`, kept),
    ]),
  ) as T;
}
