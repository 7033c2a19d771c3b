/** Pull requests, reviews and review comments as REST and webhooks show them. */
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Host, repositoryById } from '../host.ts';
import type { Pull, PullSide, Review, ReviewComment } from '../state.ts';
import { accountShape, nodeId } from './account.ts';
import { repositoryShape } from './repository.ts';

type ReviewShape = RestEndpointMethodTypes['pulls']['createReview']['response']['data'];

const link = (href: string) => ({ href });

function sideShape(host: Host, side: PullSide) {
  const repository = repositoryById(host, side.repositoryId);
  return {
    label: `${repository.owner.login}:${side.ref}`,
    ref: side.ref,
    sha: side.sha,
    user: accountShape(host, repository.owner),
    repo: repositoryShape(host, repository),
  };
}

/** As lists show it: without the counts and the state of its merge. */
export function pullShape(host: Host, pull: Pull) {
  const repository = repositoryById(host, pull.repositoryId);
  const url = `${host.url}/repos/${repository.fullName}/pulls/${pull.number}`;
  const issue = `${host.url}/repos/${repository.fullName}/issues/${pull.number}`;
  const html = `${host.url}/${repository.fullName}/pull/${pull.number}`;
  const statuses = `${host.url}/repos/${repository.fullName}/statuses/${pull.head.sha}`;
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: accountShape(host, pull.author),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${host.url}/repos/${repository.fullName}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: sideShape(host, pull.head),
    base: sideShape(host, pull.base),
    _links: {
      self: link(url),
      html: link(html),
      issue: link(issue),
      comments: link(`${issue}/comments`),
      review_comments: link(`${url}/comments`),
      review_comment: link(`${host.url}/repos/${repository.fullName}/pulls/comments{/number}`),
      commits: link(`${url}/commits`),
      statuses: link(statuses),
    },
    author_association: pull.association,
    auto_merge: null,
    active_lock_reason: null,
  };
}

export function reviewShape(host: Host, review: Review): ReviewShape {
  const repository = repositoryById(host, review.repositoryId);
  const pullUrl = `${host.url}/repos/${repository.fullName}/pulls/${review.pullNumber}`;
  const html = `${host.url}/${repository.fullName}/pull/${review.pullNumber}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: accountShape(host, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: 'NONE',
    _links: { html: link(html), pull_request: link(pullUrl) },
    submitted_at: review.submittedAt,
    commit_id: review.commitId,
  };
}

export function reviewCommentShape(host: Host, comment: ReviewComment) {
  const repository = repositoryById(host, comment.repositoryId);
  const url = `${host.url}/repos/${repository.fullName}/pulls/comments/${comment.id}`;
  const pullUrl = `${host.url}/repos/${repository.fullName}/pulls/${comment.pullNumber}`;
  const html = `${host.url}/${repository.fullName}/pull/${comment.pullNumber}#discussion_r${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    url,
    pull_request_review_id: comment.reviewId,
    diff_hunk: comment.diffHunk,
    path: comment.path,
    position: comment.line === null ? null : comment.originalPosition,
    original_position: comment.originalPosition,
    commit_id: comment.commitId,
    original_commit_id: comment.originalCommitId,
    user: accountShape(host, comment.user),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: 'NONE',
    _links: { self: link(url), html: link(html), pull_request: link(pullUrl) },
    start_line: comment.startLine,
    original_start_line: comment.originalStartLine,
    start_side: comment.startSide,
    line: comment.line,
    original_line: comment.originalLine,
    side: comment.side,
    subject_type: comment.subjectType,
    ...(comment.inReplyTo === null ? {} : { in_reply_to_id: comment.inReplyTo }),
  };
}
