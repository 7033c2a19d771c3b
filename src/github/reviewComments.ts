/** Comments in a pull request: what this app said before, one review for what is new, a word at what was fixed. */

import { type PostedComment, parseMarker, parseMarkers, type ReviewComment } from '../report/reviewComments.ts';
import { statusOf } from './apiErrors.ts';
import type { Client } from './client.ts';
import type { Place } from './readTrees.ts';

export interface PullPlace extends Place {
  readonly number: number;
}

export interface OwnComment extends PostedComment {
  readonly id: number;
  readonly body: string;
}

const commentPages = 30;

/** The app's own comments; those of others may hold anything, a copied marker too. */
export async function listOwnComments(client: Client, { owner, repo, number }: PullPlace, login: string): Promise<OwnComment[]> {
  const own: OwnComment[] = [];
  for (let page = 1; page <= commentPages; page++) {
    const { data } = await client.rest.pulls.listReviewComments({ owner, repo, pull_number: number, per_page: 100, page });
    for (const { id, body, path, user } of data) {
      const marker = user?.login === login && user.type === 'Bot' ? parseMarker(body) : null;
      if (marker) own.push({ ...marker, id, body, path });
    }
    if (data.length < 100) break;
  }
  return own;
}

/** Findings that the bodies of this app's reviews name because their lines are in no diff. */
export async function listReviewBodies(client: Client, { owner, repo, number }: PullPlace, login: string): Promise<PostedComment[]> {
  const named: PostedComment[] = [];
  for (let page = 1; page <= commentPages; page++) {
    const { data } = await client.rest.pulls.listReviews({ owner, repo, pull_number: number, per_page: 100, page });
    for (const { body, user } of data) {
      if (user?.login === login && user.type === 'Bot') named.push(...parseMarkers(body).map((marker) => ({ ...marker, path: '' })));
    }
    if (data.length < 100) break;
  }
  return named;
}

export async function editComment(client: Client, { owner, repo }: Place, id: number, body: string): Promise<void> {
  try {
    await client.rest.pulls.updateReviewComment({ owner, repo, comment_id: id, body });
  } catch (error) {
    // Deleted in the meantime: nothing is left to be said there.
    if (statusOf(error) !== 404) throw error;
  }
}

/**
 * One review with all comments. A single line outside the diff makes GitHub refuse all of them; then GitHub's own diff decides which
 * can stand. Those left out are annotations and rows of the summary as well, so nothing is lost. Gives what was posted.
 */
export async function postReview(
  client: Client,
  pull: PullPlace,
  sha: string,
  body: string,
  comments: readonly ReviewComment[],
): Promise<readonly ReviewComment[]> {
  try {
    await createReview(client, pull, sha, body, comments);
    return comments;
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
  }
  const isShown = await shownByGitHub(client, pull);
  const standing = comments.filter(({ path, line, start_line = line }) => isShown(path, line) && isShown(path, start_line));
  if (standing.length === 0) return [];
  try {
    await createReview(client, pull, sha, body, standing);
    return standing;
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    return [];
  }
}

async function createReview(client: Client, pull: PullPlace, sha: string, body: string, comments: readonly ReviewComment[]): Promise<void> {
  const { owner, repo, number } = pull;
  await client.rest.pulls.createReview({
    owner,
    repo,
    pull_number: number,
    commit_id: sha,
    event: 'COMMENT',
    body,
    // The fingerprint is ours: it stands in the body.
    comments: comments.map(({ fingerprint: _, ...comment }) => comment),
  });
}

const filePages = 30;

/** The head lines in the hunks of the diff as GitHub cuts it; files whose diff it does not show have none. */
async function shownByGitHub(client: Client, { owner, repo, number }: PullPlace): Promise<(path: string, line: number) => boolean> {
  const hunks = new Map<string, { readonly start: number; readonly end: number }[]>();
  for (let page = 1; page <= filePages; page++) {
    const { data } = await client.rest.pulls.listFiles({ owner, repo, pull_number: number, per_page: 100, page });
    for (const { filename, patch = '' } of data) {
      const ranges = [...patch.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm)].map(([, start, count]) => ({
        start: Number(start),
        end: Number(start) + Number(count ?? 1) - 1,
      }));
      hunks.set(filename, ranges);
    }
    if (data.length < 100) break;
  }
  return (path, line) => hunks.get(path)?.some(({ start, end }) => line >= start && line <= end) ?? false;
}
