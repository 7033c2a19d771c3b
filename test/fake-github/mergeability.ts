/** Whether a pull request may be merged, and why not: what the merge box shows and what the merge endpoint enforces. */
import { type Host, repositoryById } from './host.ts';
import type { CheckRun, Pull, Repository, RequiredCheck } from './state.ts';

export type CheckStanding = 'expected' | 'pending' | 'failing' | 'passing';

export interface RequiredCheckState {
  readonly check: RequiredCheck;
  readonly standing: CheckStanding;
  readonly run: CheckRun | null;
}

export interface Mergeability {
  readonly mergeable: boolean;
  /** As in `mergeable_state` of GitHub. */
  readonly state: 'clean' | 'blocked' | 'dirty' | 'draft' | 'unstable' | 'unknown';
  /** Sentences; empty where it may be merged. */
  readonly reasons: readonly string[];
  readonly required: readonly RequiredCheckState[];
}

/** The newest run of each name and app, as the merge box and `filter=latest` show them. */
export function latestRuns(host: Host, repository: Repository, sha: string): CheckRun[] {
  const latest = new Map<string, CheckRun>();
  for (const run of host.state.checkRuns) {
    if (run.repositoryId === repository.id && run.headSha === sha) latest.set(`${run.app.id} ${run.name}`, run);
  }
  return [...latest.values()];
}

/** `neutral` and `skipped` satisfy a required check on GitHub too. */
const passing = new Set(['success', 'neutral', 'skipped']);

function standingOf(run: CheckRun | null): CheckStanding {
  if (!run) return 'expected';
  if (run.status !== 'completed') return 'pending';
  return passing.has(run.conclusion ?? '') ? 'passing' : 'failing';
}

export function requiredChecks(host: Host, repository: Repository, branch: string, sha: string): RequiredCheckState[] {
  const runs = latestRuns(host, repository, sha);
  return (repository.requiredChecks.get(branch) ?? []).map((check) => {
    const candidates = runs.filter((run) => run.name === check.name && (check.appId === undefined || run.app.id === check.appId));
    const run = candidates.reduce<CheckRun | null>((newest, it) => (newest && newest.id > it.id ? newest : it), null);
    return { check, run, standing: standingOf(run) };
  });
}

function sentences(required: readonly RequiredCheckState[]): string[] {
  const said = { expected: 'is expected', pending: 'is pending', failing: 'is failing' };
  return required.flatMap(({ check, standing }) =>
    standing === 'passing' ? [] : [`Required status check "${check.name}" ${said[standing]}.`],
  );
}

export async function mergeability(host: Host, pull: Pull): Promise<Mergeability> {
  const repository = repositoryById(host, pull.repositoryId);
  const required = requiredChecks(host, repository, pull.base.ref, pull.head.sha);
  const refuse = (state: Mergeability['state'], reasons: readonly string[]): Mergeability => ({
    mergeable: false,
    state,
    reasons,
    required,
  });
  if (pull.state === 'closed') return refuse('unknown', ['Pull Request is not mergeable']);
  if (pull.draft) return refuse('draft', ['Pull Request is still a draft', ...sentences(required)]);
  const base = await host.store.resolve(repository.directory, `refs/heads/${pull.base.ref}`);
  const tree = base && (await host.store.mergeTree(repository.directory, base, pull.head.sha));
  if (!tree) return refuse('dirty', ['Pull Request has merge conflicts', ...sentences(required)]);
  const reasons = sentences(required);
  if (reasons.length > 0) return refuse('blocked', reasons);
  const failing = latestRuns(host, repository, pull.head.sha).some((run) => standingOf(run) !== 'passing');
  return { mergeable: true, state: failing ? 'unstable' : 'clean', reasons: [], required };
}
