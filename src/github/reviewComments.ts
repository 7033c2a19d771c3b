/** Comments in a pull request: what this app said before, one review for what is new, a word at what was fixed. */
import type { PostedComment, ReviewComment } from '../report/reviewComments.ts';
import type { Client } from './client.ts';
import type { Place } from './readTrees.ts';
export interface PullPlace extends Place {
  readonly number: number;
}
export interface OwnComment extends PostedComment {
  readonly id: number;
  readonly body: string;
}
/** The app's own comments; those of others may hold anything, a copied marker too. */
export function listOwnComments(_client: Client, _options: PullPlace, _login: string): Promise<OwnComment[]> {
  throw new Error('not built yet');
}
/** Findings that the bodies of this app's reviews name because their lines are in no diff. */
export function listReviewBodies(_client: Client, _options: PullPlace, _login: string): Promise<PostedComment[]> {
  throw new Error('not built yet');
}
export function editComment(_client: Client, _options: Place, _id: number, _body: string): Promise<void> {
  throw new Error('not built yet');
}
/**
 * One review with all comments. A single line outside the diff makes GitHub refuse all of them; then GitHub's own diff decides which
 * can stand. Those left out are annotations and rows of the summary as well, so nothing is lost. Gives what was posted.
 */
export function postReview(
  _client: Client,
  _pull: PullPlace,
  _sha: string,
  _body: string,
  _comments: readonly ReviewComment[],
): Promise<readonly ReviewComment[]> {
  throw new Error('not built yet');
}
