import type { RepositoryRef, ReviewJob } from '../jobs.ts';

/** Where handlers put what they were told. `want` is false where the queue refused. */
export interface Intake {
  want(job: ReviewJob): boolean;
  cancel(key: string): void;
}

/** A handler of one event: `refused` makes the delivery fail, so that GitHub can deliver it again. */
export type Handled = 'done' | 'refused';

interface Payload {
  readonly repository: { readonly id: number; readonly name: string; readonly owner: { readonly login: string } };
  readonly installation?: { readonly id: number } | undefined;
}

/** Null for an event of no installation: nothing could be read or written for it. */
export function repositoryOf({ repository, installation }: Payload): RepositoryRef | null {
  return installation ? { id: repository.id, owner: repository.owner.login, name: repository.name, installation: installation.id } : null;
}

export function wantAll(intake: Intake, jobs: readonly ReviewJob[]): Handled {
  // Every one is offered: those taken are known when the delivery comes again.
  return jobs.map((job) => intake.want(job)).every(Boolean) ? 'done' : 'refused';
}
