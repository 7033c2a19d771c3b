import { describe, expect, test } from '@jest/globals';
import { type MemoryQueueOptions, memoryQueue } from '../src/queue/memoryQueue.ts';
import type { Job, Remedy } from '../src/queue/reviewQueue.ts';

interface Wish extends Job {
  readonly head: string;
}

function wish(key: string, head: string): Wish {
  return { key, head, version: head };
}

/** A run that ends when it is told to, and notes what became of it. */
function bench(over: Partial<MemoryQueueOptions<Wish>> = {}) {
  const events: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const queue = memoryQueue<Wish>({
    run: ({ key, head }, { signal, attempt }) =>
      new Promise((resolve, reject) => {
        const name = `${key}@${head}`;
        events.push(`start ${name} ${attempt}`);
        ends.set(name, (error) => {
          events.push(`${error ? 'fail' : 'end'} ${name}`);
          if (error) reject(error);
          else resolve();
        });
        signal.addEventListener('abort', () => {
          events.push(`${signal.reason} ${name}`);
          reject(new Error('aborted'));
        });
      }),
    remedyFor: (error) => JSON.parse((error as Error).message) as Remedy,
    gaveUp: async ({ key, head }) => void events.push(`gave up ${key}@${head}`),
    concurrency: 2,
    capacity: 3,
    attempts: 3,
    pauseMs: () => 1,
    waits: 2,
    ...over,
  });
  return { queue, events, end: (name: string, error?: Remedy) => ends.get(name)!(error && new Error(JSON.stringify(error))) };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('queue', () => {
  test('runs some keys at a time, refuses above its capacity, and takes turns', async () => {
    const { queue, events, end } = bench();
    const outcomes = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => queue.want(wish(key, '1')));
    expect(outcomes).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'full']);
    expect(queue.want(wish('c', '2'))).toBe('waiting');
    end('b@1');
    await turn();
    end('a@1');
    await turn();
    expect(events).toEqual(['start a@1 1', 'start b@1 1', 'end b@1', 'start c@2 1', 'end a@1', 'start d@1 1']);
  });

  test('stops what runs for a newer wish, runs one of a key at a time, and knows a wish that is being granted', async () => {
    const { queue, events, end } = bench();
    queue.want(wish('a', '1'));
    expect(queue.want(wish('a', '1'))).toBe('known');
    expect(queue.want(wish('a', '2'))).toBe('waiting');
    expect(queue.want(wish('a', '3'))).toBe('waiting');
    await turn();
    end('a@3');
    await queue.idle();
    expect(queue.want(wish('a', '3'))).toBe('waiting');
    expect(events).toEqual(['start a@1 1', 'superseded a@1', 'start a@3 1', 'end a@3', 'start a@3 1']);
  });

  test('drops and stops what is cancelled', async () => {
    const { queue, events } = bench({ concurrency: 1 });
    queue.want(wish('a', '1'));
    queue.want(wish('b', '1'));
    queue.cancel('b');
    queue.cancel('a');
    queue.cancel('unknown');
    await queue.idle();
    expect(events).toEqual(['start a@1 1', 'cancelled a@1']);
  });

  test('tries again a bounded number of times, then gives up once', async () => {
    const { queue, events, end } = bench();
    queue.want(wish('a', '1'));
    for (let i = 0; i < 3; i++) {
      end('a@1', { kind: 'retry' });
      await turn();
    }
    await queue.idle();
    expect(events).toEqual(['start a@1 1', 'fail a@1', 'start a@1 2', 'fail a@1', 'start a@1 3', 'fail a@1', 'gave up a@1']);
  });

  test('gives up at once what no attempt can mend', async () => {
    const { queue, events, end } = bench();
    queue.want(wish('a', '1'));
    end('a@1', { kind: 'give up' });
    await queue.idle();
    expect(events).toEqual(['start a@1 1', 'fail a@1', 'gave up a@1']);
  });

  test('counts pauses for a rate limit apart, and bounds them too', async () => {
    const { queue, events, end } = bench({ attempts: 1 });
    queue.want(wish('a', '1'));
    for (let i = 0; i < 3; i++) {
      end('a@1', { kind: 'wait', milliseconds: 1 });
      await turn();
    }
    await queue.idle();
    expect(events).toEqual(['start a@1 1', 'fail a@1', 'start a@1 2', 'fail a@1', 'start a@1 3', 'fail a@1', 'gave up a@1']);
  });

  test('a newer wish ends the pause after a failure, not the pause for a rate limit', async () => {
    const { queue, events, end } = bench({ pauseMs: () => 60_000 });
    queue.want(wish('a', '1'));
    queue.want(wish('b', '1'));
    end('a@1', { kind: 'retry' });
    end('b@1', { kind: 'wait', milliseconds: 60_000 });
    await turn();
    queue.want(wish('a', '2'));
    queue.want(wish('b', '2'));
    await queue.close(0, 20);
    expect(events).toEqual(['start a@1 1', 'start b@1 1', 'fail a@1', 'fail b@1', 'start a@2 1', 'shutdown a@2']);
  });

  test('closing lets a run end, drops what waits and refuses what comes', async () => {
    const { queue, events, end } = bench({ concurrency: 1 });
    queue.want(wish('a', '1'));
    queue.want(wish('b', '1'));
    const closing = queue.close(1000, 1000);
    expect(queue.want(wish('c', '1'))).toBe('full');
    end('a@1');
    await closing;
    expect(events).toEqual(['start a@1 1', 'end a@1']);
  });

  /** Deterministic noise: a failing case can be run again. */
  function noise(seed: number): () => number {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
  }

  test('shuffled, doubled and failing deliveries leave every key at its newest head, one run of a key at a time', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = noise(seed);
      const keys = ['a', 'b', 'c'];
      const newest = new Map<string, string>();
      const published = new Map<string, string>();
      const active = new Set<string>();
      let overlaps = 0;
      const queue = memoryQueue<Wish>({
        // As the real run does: it looks up the head, works, and looks again before it publishes.
        run: async ({ key }, { signal }) => {
          if (active.has(key)) overlaps++;
          active.add(key);
          try {
            const head = newest.get(key)!;
            for (let i = 0; i < 3 && !signal.aborted; i++) await new Promise((resolve) => setImmediate(resolve));
            if (random() < 0.2) throw new Error('server error');
            if (!signal.aborted && newest.get(key) === head) published.set(key, head);
          } finally {
            active.delete(key);
          }
        },
        remedyFor: () => ({ kind: 'retry' }),
        gaveUp: async () => undefined,
        concurrency: 2,
        capacity: 10,
        attempts: 50,
        pauseMs: () => 0,
        waits: 0,
      });
      const deliveries = keys.flatMap((key) => ['1', '2', '3', '4'].flatMap((head) => [wish(key, head), wish(key, head)]));
      deliveries.sort(() => random() - 0.5);
      for (const delivery of deliveries) {
        // A delivery says that something happened before it; never that its head is the newest.
        if (delivery.head > (newest.get(delivery.key) ?? '')) newest.set(delivery.key, delivery.head);
        queue.want(delivery);
        if (random() < 0.5) await new Promise((resolve) => setImmediate(resolve));
      }
      await queue.idle();
      expect([seed, overlaps, Object.fromEntries(published)]).toEqual([seed, 0, { a: '4', b: '4', c: '4' }]);
    }
  });
});
