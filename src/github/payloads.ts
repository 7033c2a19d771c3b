/** The events with a handler, and what each needs of its payload: a delivery is looked at once, here, and trusted afterwards. */
import { z } from 'zod';

const id = z.number().int();
const text = z.string();
const numbered = z.array(z.object({ number: id }));
const told = z.array(z.object({ id, name: text, full_name: text }));
const repository = z.object({ id, name: text, owner: z.object({ login: text }) });
const installation = z.object({ id });
const place = { repository, installation: installation.optional() };

const pull = z.object({
  ...place,
  pull_request: z.object({
    number: id,
    state: text,
    draft: z.boolean().optional(),
    head: z.object({ sha: text }),
    base: z.object({ sha: text, ref: text, repo: z.object({ html_url: text.optional() }).optional() }),
    review_comments: z.number().optional(),
  }),
});

const needed = new Map<string, z.ZodType>([
  ['pull_request.opened', pull],
  ['pull_request.synchronize', pull.extend({ before: text.optional() })],
  ['pull_request.reopened', pull],
  ['pull_request.ready_for_review', pull],
  ['pull_request.converted_to_draft', pull],
  ['pull_request.edited', pull.extend({ changes: z.object({}) })],
  ['pull_request.closed', pull],
  [
    'check_run.rerequested',
    z.object({ ...place, check_run: z.object({ external_id: text.nullish(), head_sha: text, pull_requests: numbered }) }),
  ],
  ['check_suite.rerequested', z.object({ ...place, check_suite: z.object({ head_sha: text, pull_requests: numbered }) })],
  [
    'merge_group.checks_requested',
    z.object({ ...place, repository: repository.optional(), merge_group: z.object({ base_sha: text, head_sha: text }) }),
  ],
  [
    'issue_comment.created',
    z.object({
      ...place,
      issue: z.object({ number: id, pull_request: z.object({}).optional() }),
      comment: z.object({ id, body: text, user: z.object({ id }).nullable(), created_at: text.optional() }),
      sender: z.object({ id, login: text, type: text }),
    }),
  ],
  ['installation.created', z.object({ installation, repositories: told.optional() })],
  ['installation_repositories.added', z.object({ installation, repositories_added: told })],
]);

/** `ignored`: nobody listens to it. */
export function judgePayload(event: string, payload: Readonly<Record<string, unknown>>): 'handled' | 'ignored' | 'malformed' {
  const schema = typeof payload.action === 'string' ? needed.get(`${event}.${payload.action}`) : undefined;
  if (!schema) return 'ignored';
  return schema.safeParse(payload).success ? 'handled' : 'malformed';
}
