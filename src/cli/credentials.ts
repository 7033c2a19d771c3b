/** The GitHub tokens that a change introduces, with their values, for whoever may have them revoked. */
import { loadPolicy } from '../config/loadPolicy.ts';
import type { CredentialSearch, FoundCredentials } from '../github/revokeCredentials.ts';
import type { Change, FileVersion } from '../model/change.ts';
import type { Credential } from '../model/credential.ts';
import { MESSAGE_PATH } from '../model/finding.ts';
import type { AnalyzerPool } from '../sandbox/pool.ts';
import { knownChecks } from './policy.ts';

interface Place {
  readonly version: FileVersion;
  readonly commit: string | null;
}

/** `children` is how many of the pool's are kept busy. */
export function createCredentialSearch(pool: AnalyzerPool, children: number): (search: CredentialSearch) => Promise<FoundCredentials> {
  /** In turns, so that no more than a few files stand in memory. */
  async function revealedIn(change: Change, places: readonly Place[], signal: AbortSignal): Promise<Credential[]> {
    const found: Credential[] = [];
    for (let at = 0; at < places.length; at += children * 2) {
      const some = places.slice(at, at + children * 2).map(async ({ version, commit }) => {
        const content = await change.load(version);
        return content.kind === 'bytes' ? revealed(version, content.bytes, commit, signal) : [];
      });
      found.push(...(await Promise.all(some)).flat());
    }
    return found;
  }

  async function revealed(
    { path, mode }: Pick<FileVersion, 'path' | 'mode'>,
    bytes: Uint8Array,
    commit: string | null,
    signal: AbortSignal,
  ): Promise<Credential[]> {
    const analysis = await pool.analyze({ path, mode, bytes, reveal: true }, signal);
    return (analysis.revealed ?? []).map((one) => ({ ...one, path, commit }));
  }

  return async ({ change, configs, signal }) => {
    const { policy, problems } = await loadPolicy(configs, `the floor of ${change.repository.split('/')[0]}`, knownChecks);
    if (problems.length > 0) return { kind: 'unreadable' };
    if (policy.revokeCommand === 'off') return { kind: 'off' };
    const { versions } = await change.history();
    const at = (side: 'base' | 'head') => change.files.flatMap((file) => (file[side] ? [{ version: file[side], commit: null }] : []));
    const old = new Set((await revealedIn(change, at('base'), signal)).map(({ value }) => value));
    const found = [
      ...(await revealedIn(change, at('head'), signal)),
      ...(await revealedIn(change, versions, signal)),
      ...(
        await Promise.all(
          change.commits.map(({ sha, message }) =>
            revealed({ path: MESSAGE_PATH, mode: 'file' }, new TextEncoder().encode(message), sha, signal),
          ),
        )
      ).flat(),
    ];
    return { kind: 'found', credentials: found.filter(({ value }) => !old.has(value)), unsearched: 0 };
  };
}
