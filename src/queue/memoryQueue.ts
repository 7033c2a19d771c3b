import type { Job, Remedy, ReviewQueue, StopReason, Wanted } from './reviewQueue.ts';

export interface MemoryQueueOptions<J extends Job> {
  /** Stops as soon as it can once the signal is aborted; what it then throws is ignored. */
  readonly run: (job: J, context: RunContext) => Promise<void>;
  readonly remedyFor: (error: unknown) => Remedy;
  /** Called once for a job that failed for good. Must not throw. */
  readonly gaveUp: (job: J, error: unknown) => Promise<void>;
  /** Keys that run at the same time. */
  readonly concurrency: number;
  /** Keys that wait at the same time; one more is refused. */
  readonly capacity: number;
  /** Runs of one wish before it is given up. */
  readonly attempts: number;
  /** Pause after the nth failed attempt. */
  readonly pauseMs: (attempt: number) => number;
  /** Pauses for a rate limit before it is given up. */
  readonly waits: number;
}

export interface RunContext {
  readonly signal: AbortSignal;
  /** Counts the runs of this wish from 1; those before may have got anywhere. */
  readonly attempt: number;
}

interface Slot<J> {
  waiting: J | null;
  running: { readonly job: J; readonly controller: AbortController; isOver: boolean } | null;
  attempt: number;
  waits: number;
  /** Set while the slot pauses before another attempt. */
  pause: NodeJS.Timeout | null;
  /** A pause for a rate limit holds for a newer wish as well. */
  pauseHolds: boolean;
}

/** The queue of one process. What it holds is lost with it: a restart sees only what is delivered or asked for again. */
export function memoryQueue<J extends Job>(options: MemoryQueueOptions<J>): ReviewQueue<J> {
  const slots = new Map<string, Slot<J>>();
  let runningCount = 0;
  let closed = false;
  let idlers: (() => void)[] = [];

  function want(job: J): Wanted {
    const slot = slots.get(job.key);
    const { running } = slot ?? {};
    if (running && !running.isOver && !running.controller.signal.aborted && running.job.version === job.version) return 'known';
    if (closed || (!slot?.waiting && waitingCount() >= options.capacity)) return 'full';
    if (!slot) {
      slots.set(job.key, { waiting: job, running: null, attempt: 0, waits: 0, pause: null, pauseHolds: false });
    } else {
      slot.waiting = job;
      slot.attempt = 0;
      slot.waits = 0;
      if (slot.pause && !slot.pauseHolds) endPause(slot);
      stop(slot, 'superseded');
    }
    startNext();
    return 'waiting';
  }

  function cancel(key: string): void {
    const slot = slots.get(key);
    if (!slot) return;
    slot.waiting = null;
    endPause(slot);
    stop(slot, 'cancelled');
    settle(key, slot);
  }

  function waitingCount(): number {
    let count = 0;
    for (const slot of slots.values()) if (slot.waiting) count++;
    return count;
  }

  function stop(slot: Slot<J>, reason: StopReason): void {
    slot.running?.controller.abort(reason);
  }

  function endPause(slot: Slot<J>): void {
    if (slot.pause) clearTimeout(slot.pause);
    slot.pause = null;
    slot.pauseHolds = false;
  }

  /** The oldest key first: a slot goes to the end of the map when it has run and more is wanted of it. */
  function startNext(): void {
    for (const [key, slot] of slots) {
      if (runningCount >= options.concurrency) return;
      if (slot.waiting && !slot.running && !slot.pause) void runSlot(key, slot, slot.waiting);
    }
  }

  async function runSlot(key: string, slot: Slot<J>, job: J): Promise<void> {
    const controller = new AbortController();
    slot.waiting = null;
    slot.running = { job, controller, isOver: false };
    slot.attempt++;
    runningCount++;
    let failure: { readonly error: unknown } | null = null;
    try {
      await options.run(job, { signal: controller.signal, attempt: slot.attempt + slot.waits });
    } catch (error) {
      if (!controller.signal.aborted) failure = { error };
    }
    if (failure && !again(slot, job, failure.error)) {
      // From here on the same wish is a new one.
      slot.running.isOver = true;
      await options.gaveUp(job, failure.error);
    }
    slot.running = null;
    runningCount--;
    slots.delete(key);
    slots.set(key, slot);
    settle(key, slot);
    startNext();
  }

  /** Puts the job back for another attempt; false where it is to be given up. */
  function again(slot: Slot<J>, job: J, error: unknown): boolean {
    const remedy = options.remedyFor(error);
    const isWait = remedy.kind === 'wait';
    if (remedy.kind === 'give up' || (isWait ? slot.waits >= options.waits : slot.attempt >= options.attempts)) return false;
    if (closed) return true;
    if (isWait) {
      slot.waits++;
      slot.attempt--;
    }
    slot.waiting ??= job;
    slot.pauseHolds = isWait;
    slot.pause = setTimeout(
      () => {
        endPause(slot);
        startNext();
      },
      isWait ? remedy.milliseconds : options.pauseMs(slot.attempt),
    );
    return true;
  }

  /** Forgets a slot in which nothing is left to do. */
  function settle(key: string, slot: Slot<J>): void {
    if (!slot.waiting && !slot.running) slots.delete(key);
    if (slots.size === 0) {
      for (const done of idlers) done();
      idlers = [];
    }
  }

  function idle(): Promise<void> {
    return slots.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve));
  }

  async function close(finishMs: number, stopMs: number): Promise<void> {
    closed = true;
    for (const [key, slot] of [...slots]) {
      slot.waiting = null;
      endPause(slot);
      settle(key, slot);
    }
    if (await within(finishMs, idle())) return;
    for (const slot of slots.values()) stop(slot, 'shutdown');
    await within(stopMs, idle());
  }

  return { want, cancel, idle, close };
}

async function within(milliseconds: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const inTime = await Promise.race([work.then(() => true as const), late]);
  clearTimeout(timer);
  return inTime;
}
