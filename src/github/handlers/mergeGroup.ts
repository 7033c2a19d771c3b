import type { EmitterWebhookEvent } from '@octokit/webhooks';
import type { Handled, Intake } from './intake.ts';
/** Without checks on the group's own commit the merge queue waits for ever. */
export function onMergeGroup(
  _intake: Intake,
  _options: Pick<EmitterWebhookEvent<'merge_group.checks_requested'>, 'id' | 'payload'>,
): Handled {
  throw new Error('not built yet');
}
