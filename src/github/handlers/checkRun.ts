import type { EmitterWebhookEvent } from '@octokit/webhooks';
import { lookupJob, pullNumberOf, rerunJob } from '../jobs.ts';
import { type Handled, type Intake, repositoryOf, wantAll } from './intake.ts';

/** The button at one check. The run itself says which pull request it stands for; `pull_requests` is empty for forks. */
export function onCheckRun(intake: Intake, { id, payload }: Pick<EmitterWebhookEvent<'check_run.rerequested'>, 'id' | 'payload'>): Handled {
  const repository = repositoryOf(payload);
  if (!repository) return 'done';
  const { external_id, head_sha, pull_requests } = payload.check_run;
  const number = pullNumberOf(external_id) ?? pull_requests[0]?.number;
  return wantAll(intake, [number === undefined ? lookupJob(repository, head_sha, id) : rerunJob(repository, number, id)]);
}
