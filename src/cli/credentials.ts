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

interface Revealed {
  readonly credentials: readonly Credential[];
  /** Whether all of it could be searched. */
  readonly isWhole: boolean;
}

function credentialsOf(found: readonly Revealed[]): Credential[] {
  return found.flatMap(({ credentials }) => credentials);
}

/** `children` is how many of the pool's are kept busy. */
export function createCredentialSearch(
  pool: Pick<AnalyzerPool, 'analyze'>,
  children: number,
): (search: CredentialSearch) => Promise<FoundCredentials> {
  /** In turns, so that no more than a few files stand in memory. */
  async function revealedIn(change: Change, places: readonly Place[], signal: AbortSignal): Promise<Revealed[]> {
    const found: Revealed[] = [];
    for (let at = 0; at < places.length; at += children * 2) {
      const some = places.slice(at, at + children * 2).map(async ({ version, commit }) => {
        const content = await change.load(version);
        if (content.kind === 'bytes') return revealed(version, content.bytes, commit, signal);
        return { credentials: [], isWhole: version.mode === 'submodule' };
      });
      found.push(...(await Promise.all(some)));
    }
    return found;
  }

  async function revealed(
    { path, mode }: Pick<FileVersion, 'path' | 'mode'>,
    bytes: Uint8Array,
    commit: string | null,
    signal: AbortSignal,
  ): Promise<Revealed> {
    const analysis = await pool.analyze({ path, mode, bytes, reveal: true }, signal);
    return {
      credentials: (analysis.revealed ?? []).map((one) => ({ ...one, path, commit })),
      isWhole: analysis.incomplete.length === 0,
    };
  }

  return async ({ change, configs, signal }) => {
    const { policy, problems } = await loadPolicy(configs, `the floor of ${change.repository.split('/')[0]}`, knownChecks);
    if (problems.length > 0) return { kind: 'unreadable' };
    if (policy.revokeCommand === 'off') return { kind: 'off' };
    const { versions, incomplete } = await change.history();
    const at = (side: 'base' | 'head') => change.files.flatMap((file) => (file[side] ? [{ version: file[side], commit: null }] : []));
    const old = new Set(credentialsOf(await revealedIn(change, at('base'), signal)).map(({ value }) => value));
    const found = [
      ...(await revealedIn(change, at('head'), signal)),
      ...(await revealedIn(change, versions, signal)),
      ...(await Promise.all(
        change.commits.map(({ sha, message }) =>
          revealed({ path: MESSAGE_PATH, mode: 'file' }, new TextEncoder().encode(message), sha, signal),
        ),
      )),
    ];
    return {
      kind: 'found',
      credentials: credentialsOf(found).filter(({ value }) => !old.has(value)),
      unsearched: found.filter(({ isWhole }) => !isWhole).length + incomplete.length + change.incomplete.length,
    };
  };
}
