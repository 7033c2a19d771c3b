import type { EmitterWebhookEvent } from '@octokit/webhooks';
import type { Handled, Intake } from './intake.ts';
/** Pull requests that were open before the app came are reviewed as well, so that a required check does not keep them waiting. */
export function onInstallation(_intake: Intake, _options: Pick<EmitterWebhookEvent<'installation.created'>, 'id' | 'payload'>): Handled {
  throw new Error('not built yet');
}
