import type { EmitterWebhookEvent } from '@octokit/webhooks';
import { lookupJob } from '../jobs.ts';
import { type Handled, type Intake, wantAll } from './intake.ts';

/** Of a large installation the rest is reviewed with its next pushes; a sweep of all would spend the hour's calls. */
const repositoriesSwept = 100;

interface Told {
  readonly id: number;
  readonly name: string;
  readonly full_name: string;
}

/** Pull requests that were open before the app came are reviewed as well, so that a required check does not keep them waiting. */
export function onInstallation(
  intake: Intake,
  { id, payload }: Pick<EmitterWebhookEvent<'installation.created' | 'installation_repositories.added'>, 'id' | 'payload'>,
): Handled {
  const installation = payload.installation.id;
  const repositories: readonly Told[] = (payload.action === 'added' ? payload.repositories_added : payload.repositories) ?? [];
  const jobs = repositories.slice(0, repositoriesSwept).map(({ id: repositoryId, name, full_name }) => {
    const owner = full_name.slice(0, full_name.indexOf('/'));
    return lookupJob({ id: repositoryId, owner, name, installation }, null, id);
  });
  return wantAll(intake, jobs);
}
