import type { EmitterWebhookEvent } from '@octokit/webhooks';
import { lookupJob, rerunJob } from '../jobs.ts';
import { type Handled, type Intake, repositoryOf, wantAll } from './intake.ts';

/** The button at all checks of a commit. For a fork's commit GitHub names no pull request, so it is looked up by its head. */
export function onCheckSuite(
  intake: Intake,
  { id, payload }: Pick<EmitterWebhookEvent<'check_suite.rerequested'>, 'id' | 'payload'>,
): Handled {
  const repository = repositoryOf(payload);
  if (!repository) return 'done';
  const { head_sha, pull_requests } = payload.check_suite;
  const known = pull_requests.map(({ number }) => rerunJob(repository, number, id));
  return wantAll(intake, known.length > 0 ? known : [lookupJob(repository, head_sha, id)]);
}
