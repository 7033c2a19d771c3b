import type { EmitterWebhookEvent } from '@octokit/webhooks';
import type { Handled, Intake } from './intake.ts';
export const pullRequestEvents: readonly [
  'pull_request.opened',
  'pull_request.synchronize',
  'pull_request.reopened',
  'pull_request.ready_for_review',
  'pull_request.converted_to_draft',
  'pull_request.edited',
  'pull_request.closed',
] = undefined as never;
type Event = EmitterWebhookEvent<(typeof pullRequestEvents)[number]>;
export function onPullRequest(_intake: Intake, _options: Pick<Event, 'id' | 'payload'>): Handled {
  throw new Error('not built yet');
}
