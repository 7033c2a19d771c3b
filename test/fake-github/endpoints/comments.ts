/** The conversation of a pull request beside its reviews, who may do what in a repository, and credentials that are given up. */
import { userLevel } from '../access.ts';
import { appBot, findPull, type Host, timestamp } from '../host.ts';
import { secondaryLimit } from '../rateLimit.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type ApiRequest, paginate, paging, type Reply, type Route, readId } from '../route.ts';
import { accountShape, nodeId } from '../shapes/account.ts';
import type { Account, IssueComment, Pull, Repository } from '../state.ts';

export function issueCommentShape(host: Host, comment: IssueComment) {
  const url = `${host.url}/repos/${comment.repository}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url,
    html_url: url,
    issue_url: `${host.url}/repos/${comment.repository}/issues/${comment.pullNumber}`,
    body: comment.body,
    user: accountShape(host, comment.user),
    author_association: 'NONE',
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
  };
}

export function addIssueComment(host: Host, pull: Pull, user: Account, body: string): IssueComment {
  const { repository, repositoryId, number: pullNumber } = pull;
  const comment = { id: host.nextId(), repository, repositoryId, pullNumber, user, body, createdAt: timestamp(host) };
  host.state.issueComments.push(comment);
  return comment;
}

function issueOr404(request: ApiRequest): Pull {
  const pull = findPull(request.host, request.repository, readId(request, 'issue_number'));
  if (!pull) throw notFound();
  return pull;
}

function createComment(request: ApiRequest): Reply {
  const { host, caller, body } = request;
  const user = caller.kind === 'user' ? caller.user : appBot(host);
  return { status: 201, body: issueCommentShape(host, addIssueComment(host, issueOr404(request), user, String(body.body))) };
}

function permissionOf(request: ApiRequest): Reply {
  const { host, repository, params } = request;
  const login = params.username ?? '';
  const known = host.state.accounts.get(login.toLowerCase());
  if (!known) throw notFound();
  const role = roleOf(repository, login);
  return { status: 200, body: { permission: role === 'maintain' ? 'write' : role, role_name: role, user: accountShape(host, known) } };
}

/** `maintain` comes as the permission `write`; only its name tells it. */
function roleOf(repository: Repository, login: string): string {
  return repository.collaborators.get(login.toLowerCase()) ?? userLevel(repository, login) ?? 'none';
}

/** What is asked of it an hour from one address; this machine is one address. */
const REVOCATIONS_AN_HOUR = 60;

function revoke({ host, caller, body }: ApiRequest): Reply {
  if (caller.kind !== 'anonymous') throw new Refusal(403, 'This endpoint must be called without authentication.');
  const hour = host.now() - 3_600_000;
  if (host.state.revocations.filter(({ at }) => at > hour).length >= REVOCATIONS_AN_HOUR) throw secondaryLimit(3600);
  host.state.revocations.push({ at: host.now(), credentials: body.credentials as readonly string[] });
  return { status: 202, body: {} };
}

export const commentRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
    // `issues: write` would do as well; for a pull request this one does.
    access: ['pull_requests', 'write'],
    handle: createComment,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
    access: ['pull_requests', 'read'],
    query: paging,
    handle: (request) => {
      const pull = issueOr404(request);
      const found = request.host.state.issueComments.filter((it) => it.repositoryId === pull.repositoryId && it.pullNumber === pull.number);
      return paginate(request, `/repos/${pull.repository}/issues/${pull.number}/comments`, found, (page) =>
        page.map((it) => issueCommentShape(request.host, it)),
      );
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    access: ['metadata', 'read'],
    handle: permissionOf,
  },
  { method: 'POST', path: '/credentials/revoke', access: 'any', handle: revoke },
];
