/** The queue as its users see it. What waits in it is a wish ("this pull request, as it now stands"), not a list of events. */

export interface Job {
  /** One job a key runs at a time: repository id and number of the pull request. */
  readonly key: string;
  /** What is wanted of the key. The same words as the running job's mean that nothing new is wanted. */
  readonly version: string;
}

/** Why a running job was told to stop; the reason of its signal. */
export type StopReason = 'superseded' | 'cancelled' | 'shutdown';

/** `known`: exactly this is running. `full`: refused, nothing was changed. */
export type Wanted = 'waiting' | 'known' | 'full';

export interface ReviewQueue<J extends Job> {
  /** Replaces what waits under this key and stops what runs under it. */
  want(job: J): Wanted;
  /** Drops what waits under this key and stops what runs under it. */
  cancel(key: string): void;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
  /** Takes nothing more, drops what waits, gives what runs `finishMs` to end and then `stopMs` to stop. */
  close(finishMs: number, stopMs: number): Promise<void>;
}

/** What a failure asks for. `wait` is for rate limits: it costs no attempt, since nothing was wrong with it. */
export type Remedy = { readonly kind: 'retry' } | { readonly kind: 'wait'; readonly milliseconds: number } | { readonly kind: 'give up' };
