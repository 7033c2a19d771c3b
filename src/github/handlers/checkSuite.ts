import type { EmitterWebhookEvent } from '@octokit/webhooks';
import type { Handled, Intake } from './intake.ts';
/** The button at all checks of a commit. For a fork's commit GitHub names no pull request, so it is looked up by its head. */
export function onCheckSuite(_intake: Intake, _options: Pick<EmitterWebhookEvent<'check_suite.rerequested'>, 'id' | 'payload'>): Handled {
  throw new Error('not built yet');
}
