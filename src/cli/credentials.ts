/** The GitHub tokens that a change introduces, with their values, for whoever may have them revoked. */
import type { CredentialSearch, FoundCredentials } from '../github/revokeCredentials.ts';
import type { AnalyzerPool } from '../sandbox/pool.ts';

export function createCredentialSearch(_pool: AnalyzerPool, _children: number): (search: CredentialSearch) => Promise<FoundCredentials> {
  return async () => ({ kind: 'off' });
}
