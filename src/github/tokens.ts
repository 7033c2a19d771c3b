/** Installation tokens, each for one repository and the permissions a review needs. */
import { createHash } from 'node:crypto';
import { statusOf } from './apiErrors.ts';

const neededPermissions = { contents: 'read', checks: 'write', pull_requests: 'write', metadata: 'read' } as const;
/** Installations of an older registration have not granted `statuses` before their owner agreed to it. */
export const reviewPermissions = { ...neededPermissions, statuses: 'read' } as const;
const floorPermissions = { contents: 'read', metadata: 'read' } as const;

export interface TokenRequest {
  readonly installation_id: number;
  readonly repository_ids?: number[];
  readonly repositories?: string[];
  readonly permissions: typeof reviewPermissions | typeof neededPermissions | typeof floorPermissions;
}

export interface MintedToken {
  readonly token: string;
  /** ISO 8601. */
  readonly expires_at: string;
}

/** Counted since the start. */
export interface TokenStatistics {
  readonly minted: number;
  /** Given out again. */
  readonly reused: number;
  /** Given back because GitHub no longer took them. */
  readonly dropped: number;
  /** Refused by GitHub. */
  readonly failed: number;
  /** Remembered now. */
  readonly kept: number;
}

export interface Tokens {
  forRepository(installation: number, repositoryId: number): Promise<string>;
  /** Reads the owner's `.github` repository; null where the app is not installed on it. */
  forFloor(installation: number): Promise<string | null>;
  /** GitHub no longer takes it (suspended, revoked): the next caller gets a new one. */
  drop(token: string): void;
  statistics(): TokenStatistics;
}

/** A review may run for some minutes on the token it began with. */
const marginMs = 10 * 60_000;
const tokensKept = 5000;
const askAgainMs = 3_600_000;

export function createTokens(mint: (request: TokenRequest) => Promise<MintedToken>, now: () => number = Date.now): Tokens {
  const kept = new Map<string, Promise<MintedToken>>();
  /** By installation, until when it is not asked for what it has not granted. */
  const withoutStatuses = new Map<number, number>();
  const counts = { minted: 0, reused: 0, dropped: 0, failed: 0 };

  async function get(request: TokenRequest): Promise<string> {
    const key = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    // Whoever asks while one is being made waits for that one.
    for (let underway = kept.get(key); underway; underway = kept.get(key)) {
      const known = await underway;
      if (Date.parse(known.expires_at) - marginMs > now()) {
        counts.reused++;
        return known.token;
      }
      if (kept.get(key) === underway) kept.delete(key);
    }
    const minted = mint(request);
    if (kept.size >= tokensKept) kept.delete(kept.keys().next().value!);
    kept.set(key, minted);
    minted.then(
      () => counts.minted++,
      () => {
        counts.failed++;
        kept.delete(key);
      },
    );
    return (await minted).token;
  }

  return {
    async forRepository(installation, repositoryId) {
      const request = { installation_id: installation, repository_ids: [repositoryId] };
      const needed = () => get({ ...request, permissions: neededPermissions });
      if ((withoutStatuses.get(installation) ?? 0) > now()) return needed();
      try {
        return await get({ ...request, permissions: reviewPermissions });
      } catch (error) {
        if (statusOf(error) !== 422) throw error;
        const token = await needed();
        if (withoutStatuses.size >= tokensKept) withoutStatuses.clear();
        withoutStatuses.set(installation, now() + askAgainMs);
        return token;
      }
    },
    async forFloor(installation) {
      try {
        return await get({ installation_id: installation, repositories: ['.github'], permissions: floorPermissions });
      } catch (error) {
        if (statusOf(error) === 422) return null;
        throw error;
      }
    },
    statistics: () => ({ ...counts, kept: kept.size }),
    drop(token) {
      for (const [key, minted] of kept) {
        minted.then(
          (value) => {
            if (value.token === token && kept.get(key) === minted && kept.delete(key)) counts.dropped++;
          },
          () => undefined,
        );
      }
    },
  };
}
