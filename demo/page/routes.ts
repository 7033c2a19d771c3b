import type { PageRoutes } from '../../test/fake-github/server.ts';
import type { Snapshot } from '../snapshot.ts';

export interface PageSources {
  readonly snapshots: readonly Snapshot[];
  readonly readFile: (repository: string, revision: string, path: string) => Promise<Uint8Array | null>;
}

export function pageRoutes({ snapshots }: PageSources): PageRoutes {
  return () => ({ body: snapshots[0]?.title ?? '' });
}
