import type { EmitterWebhookEvent } from '@octokit/webhooks';
import { pullJob, pullKey, pullState } from '../jobs.ts';
import { type Handled, type Intake, repositoryOf, wantAll } from './intake.ts';

export const pullRequestEvents = [
  'pull_request.opened',
  'pull_request.synchronize',
  'pull_request.reopened',
  'pull_request.ready_for_review',
  'pull_request.converted_to_draft',
  'pull_request.edited',
  'pull_request.closed',
] as const;

type Event = EmitterWebhookEvent<(typeof pullRequestEvents)[number]>;

export function onPullRequest(intake: Intake, { id, payload }: Pick<Event, 'id' | 'payload'>): Handled {
  const repository = repositoryOf(payload);
  if (!repository) return 'done';
  if (payload.action === 'closed') {
    intake.cancel(pullKey(repository.id, payload.pull_request.number));
    return 'done';
  }
  // A new base changes the merge base and the configuration, a new title what a squash merge makes of the commits.
  if (payload.action === 'edited' && !payload.changes.base && !payload.changes.title) return 'done';
  const before = payload.action === 'synchronize' ? payload.before : undefined;
  return wantAll(intake, [pullJob(repository, pullState(payload.pull_request), id, before)]);
}
