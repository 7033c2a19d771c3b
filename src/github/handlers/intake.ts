import type { RepositoryRef, ReviewJob } from '../jobs.ts';
/** Where handlers put what they were told. `want` is false where the queue refused. */
export interface Intake {
  want(job: ReviewJob): boolean;
  cancel(key: string): void;
}
/** A handler of one event: `refused` makes the delivery fail, so that GitHub can deliver it again. */
export type Handled = 'done' | 'refused';
interface Payload {
  readonly repository: {
    readonly id: number;
    readonly name: string;
    readonly owner: {
      readonly login: string;
    };
  };
  readonly installation?:
    | {
        readonly id: number;
      }
    | undefined;
}
/** Null for an event of no installation: nothing could be read or written for it. */
export function repositoryOf(_options: Payload): RepositoryRef | null {
  throw new Error('not built yet');
}
export function wantAll(_intake: Intake, _jobs: readonly ReviewJob[]): Handled {
  throw new Error('not built yet');
}
