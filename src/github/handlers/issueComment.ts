import type { EmitterWebhookEvent } from '@octokit/webhooks';
import { commandIn } from '../commands.ts';
import { commandJob } from '../jobs.ts';
import { type Handled, type Intake, repositoryOf, wantAll } from './intake.ts';

type Event = Pick<EmitterWebhookEvent<'issue_comment.created'>, 'id' | 'payload'>;

/** A command. Who gives it must have written it, as it stands; whether they may is asked of GitHub when it is carried out. */
export function onIssueComment(intake: Intake, { id, payload }: Event): Handled {
  const repository = repositoryOf(payload);
  const { issue, comment, sender } = payload;
  const command = commandIn(comment.body);
  if (!repository || !command || !issue.pull_request) return 'done';
  if (sender.type !== 'User' || comment.user?.id !== sender.id) return 'done';
  return wantAll(intake, [
    commandJob(
      repository,
      {
        number: issue.number,
        command,
        comment: comment.id,
        by: sender.login,
        byId: sender.id,
        at: comment.created_at ?? null,
      },
      id,
    ),
  ]);
}
