/** The two check runs of a head: opened at once, concluded last. */
import type { Annotation } from '../report/checkRun.ts';
import type { Client } from './client.ts';
import type { CheckKind } from './names.ts';
import type { Place } from './readTrees.ts';
export interface CheckOutcome {
  readonly conclusion: 'success' | 'neutral' | 'failure' | 'cancelled' | 'action_required';
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}
export interface OpenChecks {
  readonly ids: Readonly<Record<CheckKind, number>>;
  /** The login under which this app writes comments, or null where GitHub does not say. */
  readonly login: string | null;
}
export interface CheckTarget extends Place {
  readonly sha: string;
  readonly appId: number;
  /** Says for which pull request of this commit the run stands. */
  readonly externalId: string;
}
/**
 * Both runs in progress. Own runs of this commit and pull request are taken up again, so that a repeated job leaves one pair; a run
 * that carries annotations is not, because GitHub adds to them and never takes one away.
 */
export function openChecks(_client: Client, _options: CheckTarget): Promise<OpenChecks> {
  throw new Error('not built yet');
}
/** Annotations go first, fifty a request, and the conclusion comes with the last: nobody sees a verdict before its reasons. */
export function concludeCheck(_client: Client, _options: Place, _id: number, _outcome: CheckOutcome): Promise<void> {
  throw new Error('not built yet');
}
export function concludeBoth(
  _client: Client,
  _place: Place,
  _checks: OpenChecks,
  _outcomes: Readonly<Record<CheckKind, CheckOutcome>>,
): Promise<void> {
  throw new Error('not built yet');
}
/** The same short word on both runs, where there is no review to show. */
export function bothOutcomes(
  _conclusion: 'cancelled' | 'action_required',
  _title: string,
  _summary: string,
): Record<CheckKind, CheckOutcome> {
  throw new Error('not built yet');
}
