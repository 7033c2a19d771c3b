import type { EmitterWebhookEvent } from '@octokit/webhooks';
import { groupJob } from '../jobs.ts';
import { type Handled, type Intake, repositoryOf, wantAll } from './intake.ts';

/** Without checks on the group's own commit the merge queue waits for ever. */
export function onMergeGroup(
  intake: Intake,
  { id, payload }: Pick<EmitterWebhookEvent<'merge_group.checks_requested'>, 'id' | 'payload'>,
): Handled {
  const repository = payload.repository && repositoryOf({ repository: payload.repository, installation: payload.installation });
  if (!repository) return 'done';
  const { base_sha, head_sha } = payload.merge_group;
  return wantAll(intake, [groupJob(repository, base_sha, head_sha, id)]);
}
