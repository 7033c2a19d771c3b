import { shownRanges } from '../diff/lines.ts';
import type { Change } from '../model/change.ts';
import type { Review } from '../model/review.ts';
import type { CheckText } from '../report/checkText.ts';
import { renderFixedComment, renderReview, settledComments } from '../report/reviewComments.ts';
import { textOf } from '../review/headTexts.ts';
import type { Client } from './client.ts';
import type { PullState } from './jobs.ts';
import { editComment, listOwnComments, listReviewBodies, type PullPlace, postReview } from './reviewComments.ts';

export interface Publication {
  readonly client: Client;
  readonly pull: PullPlace;
  /** Of the moment before publishing. */
  readonly state: PullState;
  readonly change: Change;
  readonly review: Review;
  readonly texts: { of(path: string): Promise<string | null> };
  readonly checks: readonly CheckText[];
  readonly login: string;
}

/** One review for what is new in the diff; a word at what is fixed; nothing where neither is. */
export async function publishComments(publication: Publication): Promise<void> {
  const { client, pull, state, change, review, texts, checks, login } = publication;
  const hasComments = state.comments !== 0;
  const own = hasComments ? await listOwnComments(client, pull, login) : [];
  const named = own.length > 0 ? await listReviewBodies(client, pull, login) : [];

  const paths = new Set(review.introduced.map(({ path }) => path));
  const [commentable, lineOf] = await Promise.all([shownLines(change, paths), headLines(texts, paths)]);
  const rendered = renderReview({
    review,
    commentable,
    posted: [...own, ...named],
    lineOf,
    checks,
    ...(state.webUrl !== null && { blobBase: `${state.webUrl}/blob/${change.head}/` }),
  });
  if (rendered) await postReview(client, pull, change.head, rendered.body, rendered.comments);

  for (const { id, body } of settledComments(review, own)) await editComment(client, pull, id, renderFixedComment(body, change.head));
}

type OnLine<T> = (path: string, line: number) => T;

/** Lines of the head that any diff of the change shows. */
async function shownLines(change: Change, paths: ReadonlySet<string>): Promise<OnLine<boolean>> {
  const ranges = new Map<string, ReturnType<typeof shownRanges>>();
  for (const { base, head } of change.files) {
    if (!head || !paths.has(head.path)) continue;
    const [before, after] = [await textOf(change, base), await textOf(change, head)];
    if (after !== null && (before !== null || !base)) ranges.set(head.path, shownRanges(before ?? '', after));
  }
  return (path, line) => ranges.get(path)?.some(({ start, end }) => line >= start && line <= end) ?? false;
}

async function headLines(texts: Publication['texts'], paths: ReadonlySet<string>): Promise<OnLine<string | null>> {
  const lines = new Map<string, readonly string[]>();
  for (const path of paths) lines.set(path, ((await texts.of(path)) ?? '').split(/\r?\n/));
  return (path, line) => lines.get(path)?.[line - 1] ?? null;
}
