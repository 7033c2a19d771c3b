import type { EmitterWebhookEvent } from '@octokit/webhooks';
import { lookupJob } from '../jobs.ts';
import { type Handled, type Intake, wantAll } from './intake.ts';

/** Of a large installation the rest is reviewed with its next pushes; a sweep of all would spend the hour's calls. */
const repositoriesSwept = 100;

/** Pull requests that were open before the app came are reviewed as well, so that a required check does not keep them waiting. */
export function onInstallation(
  intake: Intake,
  { id, payload }: Pick<EmitterWebhookEvent<'installation.created'>, 'id' | 'payload'>,
): Handled {
  const installation = payload.installation.id;
  const jobs = (payload.repositories ?? []).slice(0, repositoriesSwept).map(({ id: repositoryId, name, full_name }) => {
    const owner = full_name.slice(0, full_name.indexOf('/'));
    return lookupJob({ id: repositoryId, owner, name, installation }, null, id);
  });
  return wantAll(intake, jobs);
}
