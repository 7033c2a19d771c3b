import type { Change } from '../model/change.ts';
import type { Review } from '../model/review.ts';
import type { CheckText } from '../report/checkText.ts';
import type { Client } from './client.ts';
import type { PullState } from './jobs.ts';
import type { PullPlace } from './reviewComments.ts';
export interface Publication {
  readonly client: Client;
  readonly pull: PullPlace;
  /** Of the moment before publishing. */
  readonly state: PullState;
  readonly change: Change;
  readonly review: Review;
  readonly texts: {
    of(path: string): Promise<string | null>;
  };
  readonly checks: readonly CheckText[];
  readonly login: string;
}
/** One review for what is new in the diff; a word at what is fixed; nothing where neither is. */
export function publishComments(_publication: Publication): Promise<void> {
  throw new Error('not built yet');
}
