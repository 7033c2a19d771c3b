/** Reviews and their inline comments. */

import { appBot, type Host, timestamp } from '../host.ts';
import { secondaryLimit } from '../rateLimit.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type CommentInput, diffAt, type Placed, placeComment } from '../reviewComments.ts';
import { type ApiRequest, invalidField, paginate, paging, type Reply, type Route, readId } from '../route.ts';
import { reviewCommentShape, reviewShape } from '../shapes/pull.ts';
import type { Account, Pull, Review, ReviewComment, ReviewState } from '../state.ts';
import { pullOr404 } from './pulls.ts';

const actor = (request: ApiRequest): Account => (request.caller.kind === 'user' ? request.caller.user : appBot(request.host));

const states: Readonly<Record<string, ReviewState>> = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' };

/** The commit must be one of the pull request. */
async function commitOfPull(request: ApiRequest, pull: Pull): Promise<string> {
  const { host, repository, body } = request;
  if (typeof body.commit_id !== 'string') return pull.head.sha;
  const own = await host.store.revList(repository.directory, [pull.head.sha, `^${pull.base.sha}`]);
  if (!own.includes(body.commit_id))
    throw new Refusal(422, 'Unprocessable Entity', { errors: [`The commit_id ${body.commit_id} is not part of the pull request.`] });
  return body.commit_id;
}

function addReview(host: Host, pull: Pull, user: Account, body: string, state: ReviewState, commitId: string): Review {
  const { repositoryId, number: pullNumber } = pull;
  const review: Review = { id: host.nextId(), repositoryId, pullNumber, user, body, state, commitId, submittedAt: timestamp(host) };
  host.state.reviews.push(review);
  return review;
}

function addComment(host: Host, review: Review, body: string, placed: Placed, inReplyTo: number | null = null): ReviewComment {
  const now = timestamp(host);
  const comment: ReviewComment = {
    ...placed,
    id: host.nextId(),
    repositoryId: review.repositoryId,
    pullNumber: review.pullNumber,
    reviewId: review.id,
    inReplyTo,
    user: review.user,
    body,
    line: placed.originalLine,
    startLine: placed.originalStartLine,
    commitId: review.commitId,
    originalCommitId: review.commitId,
    createdAt: now,
    updatedAt: now,
  };
  host.state.comments.push(comment);
  return comment;
}

async function createReview(request: ApiRequest): Promise<Reply> {
  const { host, body } = request;
  const pull = pullOr404(request);
  const commit = await commitOfPull(request, pull);
  const inputs = (body.comments ?? []) as readonly CommentInput[];
  const text = typeof body.body === 'string' ? body.body : '';
  const state = states[String(body.event)] ?? 'PENDING';
  if (state === 'CHANGES_REQUESTED' && text === '') throw invalidField('PullRequestReview', 'body', 'body cannot be blank');
  if (state === 'COMMENTED' && text === '' && inputs.length === 0) throw invalidField('PullRequestReview', 'body', 'body cannot be blank');
  const user = actor(request);
  if (state !== 'COMMENTED' && state !== 'PENDING' && user.id === pull.author.id)
    throw new Refusal(422, 'Unprocessable Entity', { errors: ['Can not approve or request changes on your own pull request'] });
  const { reviewComments } = host.limits;
  if (reviewComments !== null && inputs.length > reviewComments) throw secondaryLimit(60);
  // One comment outside the diff refuses the whole review.
  const files = inputs.length > 0 ? await diffAt(host, pull, commit) : [];
  const placed = inputs.map((input) => placeComment(files, input));
  const review = addReview(host, pull, user, text, state, commit);
  for (const [index, place] of placed.entries()) addComment(host, review, inputs[index]?.body ?? '', place);
  pull.updatedAt = timestamp(host);
  return { status: 200, body: reviewShape(host, review) };
}

function reviewOr404(request: ApiRequest): Review {
  const pull = pullOr404(request);
  const found = request.host.state.reviews.find(
    (it) => it.id === readId(request, 'review_id') && it.repositoryId === pull.repositoryId && it.pullNumber === pull.number,
  );
  if (!found) throw notFound();
  return found;
}

const commentsOf = (host: Host, pull: Pull) =>
  host.state.comments.filter((it) => it.repositoryId === pull.repositoryId && it.pullNumber === pull.number);

function listComments(request: ApiRequest): Reply {
  const { host, repository, query } = request;
  const pull = pullOr404(request);
  const since = query.get('since');
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const found = commentsOf(host, pull).filter((it) => since === null || it.updatedAt >= since);
  found.sort((a, b) => a[key].localeCompare(b[key]) || a.id - b.id);
  if (query.get('direction') === 'desc') found.reverse();
  return paginate(request, `/repos/${repository.fullName}/pulls/${pull.number}/comments`, found, (page) =>
    page.map((it) => reviewCommentShape(host, it)),
  );
}

function replyTo(request: ApiRequest, pull: Pull, id: number): Reply {
  const { host, body } = request;
  const parent = commentsOf(host, pull).find((it) => it.id === id);
  if (!parent) throw notFound();
  const review = addReview(host, pull, actor(request), '', 'COMMENTED', pull.head.sha);
  const comment = addComment(host, review, String(body.body), parent, parent.inReplyTo ?? parent.id);
  comment.line = parent.line;
  comment.startLine = parent.startLine;
  return { status: 201, body: reviewCommentShape(host, comment) };
}

async function createComment(request: ApiRequest): Promise<Reply> {
  const { host, body } = request;
  const pull = pullOr404(request);
  if (typeof body.in_reply_to === 'number') return replyTo(request, pull, body.in_reply_to);
  const commit = await commitOfPull(request, pull);
  const placed = placeComment(await diffAt(host, pull, commit), request.body as unknown as CommentInput);
  const review = addReview(host, pull, actor(request), '', 'COMMENTED', commit);
  return { status: 201, body: reviewCommentShape(host, addComment(host, review, String(body.body), placed)) };
}

function commentOr404(request: ApiRequest): ReviewComment {
  const found = request.host.state.comments.find(
    (it) => it.id === readId(request, 'comment_id') && it.repositoryId === request.repository.id,
  );
  if (!found) throw notFound();
  return found;
}

/** Whoever wrote it, or (a user) whoever may write to the repository. */
function mayChange(request: ApiRequest, author: Account): void {
  if (request.caller.kind === 'installation' && author.id !== appBot(request.host).id)
    throw new Refusal(403, 'Resource not accessible by integration');
}

function editComment(request: ApiRequest): Reply {
  const comment = commentOr404(request);
  mayChange(request, comment.user);
  comment.body = String(request.body.body);
  comment.updatedAt = timestamp(request.host);
  return { status: 200, body: reviewCommentShape(request.host, comment) };
}

const pull = '/repos/{owner}/{repo}/pulls/{pull_number}';
const comment = '/repos/{owner}/{repo}/pulls/comments/{comment_id}';

export const reviewRoutes: readonly Route[] = [
  { method: 'POST', path: `${pull}/reviews`, access: ['pull_requests', 'write'], handle: createReview },
  {
    method: 'GET',
    path: `${pull}/reviews`,
    access: ['pull_requests', 'read'],
    query: paging,
    handle: (request) => {
      const { repositoryId, number } = pullOr404(request);
      const found = request.host.state.reviews.filter((it) => it.repositoryId === repositoryId && it.pullNumber === number);
      return paginate(request, `/repos/${request.repository.fullName}/pulls/${number}/reviews`, found, (page) =>
        page.map((it) => reviewShape(request.host, it)),
      );
    },
  },
  {
    method: 'GET',
    path: `${pull}/reviews/{review_id}`,
    access: ['pull_requests', 'read'],
    handle: (request) => ({ status: 200, body: reviewShape(request.host, reviewOr404(request)) }),
  },
  {
    method: 'PUT',
    path: `${pull}/reviews/{review_id}`,
    access: ['pull_requests', 'write'],
    handle: (request) => {
      const review = reviewOr404(request);
      mayChange(request, review.user);
      review.body = String(request.body.body);
      return { status: 200, body: reviewShape(request.host, review) };
    },
  },
  {
    method: 'GET',
    path: `${pull}/reviews/{review_id}/comments`,
    access: ['pull_requests', 'read'],
    query: paging,
    handle: (request) => {
      const review = reviewOr404(request);
      const found = request.host.state.comments.filter((it) => it.reviewId === review.id);
      const path = `/repos/${request.repository.fullName}/pulls/${review.pullNumber}/reviews/${review.id}/comments`;
      return paginate(request, path, found, (page) => page.map((it) => reviewCommentShape(request.host, it)));
    },
  },
  {
    method: 'GET',
    path: `${pull}/comments`,
    access: ['pull_requests', 'read'],
    query: ['sort', 'direction', 'since', ...paging],
    handle: listComments,
  },
  { method: 'POST', path: `${pull}/comments`, access: ['pull_requests', 'write'], handle: createComment },
  {
    method: 'POST',
    path: `${pull}/comments/{comment_id}/replies`,
    access: ['pull_requests', 'write'],
    handle: (request) => replyTo(request, pullOr404(request), readId(request, 'comment_id')),
  },
  {
    method: 'GET',
    path: comment,
    access: ['pull_requests', 'read'],
    handle: (request) => ({ status: 200, body: reviewCommentShape(request.host, commentOr404(request)) }),
  },
  { method: 'PATCH', path: comment, access: ['pull_requests', 'write'], handle: editComment },
];
