import type { EmitterWebhookEvent } from '@octokit/webhooks';
import type { Handled, Intake } from './intake.ts';
/** The button at one check. The run itself says which pull request it stands for; `pull_requests` is empty for forks. */
export function onCheckRun(_intake: Intake, _options: Pick<EmitterWebhookEvent<'check_run.rerequested'>, 'id' | 'payload'>): Handled {
  throw new Error('not built yet');
}
