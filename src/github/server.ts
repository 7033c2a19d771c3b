/** The app as one process: front, handlers, queue and runner put together. */
import { memoryQueue } from '../queue/memoryQueue.ts';
import { remedyFor } from './apiErrors.ts';
import { type App, createApp } from './app.ts';
import { createBlobCache } from './blobCache.ts';
import { createClient, createPurse, type Purse, type PurseLimits, purseLimits } from './client.ts';
import { type Front, startFront } from './front.ts';
import type { ReviewJob } from './jobs.ts';
import { createLog } from './log.ts';
import { createOverrider } from './overrideTdd.ts';
import { createCommitCache } from './readCommit.ts';
import { floorCache, readFloor } from './readFloor.ts';
import { createRevoker, type RevokerOptions } from './revokeCredentials.ts';
import { type Clients, createRunner, type RunnerOptions } from './runJob.ts';
import type { Settings } from './settings.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface ServerParts extends Pick<RunnerOptions, 'review' | 'checks'> {
  /** The credentials that a change introduces, with their values; for `/portcullis revoke` alone. */
  readonly credentials: RevokerOptions['search'];
  /** Takes the log, line by line. */
  readonly write: (line: string) => void;
  readonly limits?: Partial<ServerLimits>;
}

export interface ServerLimits {
  /** Pull requests reviewed at the same time. */
  readonly concurrency: number;
  /** Pull requests that may wait; deliveries beyond are refused, so that GitHub counts them as failed. */
  readonly capacity: number;
  readonly attempts: number;
  /** Before the second attempt; each pause after it is four times as long. */
  readonly firstPauseMs: number;
  /** The same for a single call. */
  readonly callPauseMs: number;
  /** A rate limit that lasts longer than this is waited out in the queue. */
  readonly longestPauseMs: number;
  readonly writes: PurseLimits;
  /** What running reviews get to end, and then to stop, when the server is asked to. */
  readonly finishMs: number;
  readonly stopMs: number;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Resolves when no review waits or runs. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** How often the log says how many tokens were made and used. */
const statisticsMs = 3_600_000;

export const serverLimits: ServerLimits = {
  concurrency: 4,
  capacity: 1000,
  attempts: 5,
  firstPauseMs: 2000,
  callPauseMs: 250,
  longestPauseMs: 60_000,
  writes: purseLimits,
  finishMs: 12_000,
  stopMs: 6000,
};

/** Rejects with a readable error where the port cannot be had. The settings have been parsed by `readSettings`. */
export async function startServer(settings: Settings, parts: ServerParts): Promise<RunningServer> {
  const limits = { ...serverLimits, ...parts.limits };
  const log = createLog({ level: settings.logLevel, secrets: [...settings.webhookSecrets, settings.privateKey], write: parts.write });

  const queue = memoryQueue<ReviewJob>({
    run: (job, context) => runner.run(job, context),
    remedyFor: (error) => remedyFor(error, Date.now()),
    gaveUp: async (job, error) => {
      front.forget(job.delivery);
      await runner.gaveUp(job, error);
    },
    concurrency: limits.concurrency,
    capacity: limits.capacity,
    attempts: limits.attempts,
    pauseMs: (attempt) => limits.firstPauseMs * 4 ** (attempt - 1),
    waits: 10,
  });
  const cancel = (key: string): void => {
    queue.cancel(key);
    runner.forget(key);
  };
  const app = await createApp(settings, { want: (job) => queue.want(job) !== 'full', cancel }, log);
  const tokens = createTokens(app.mint);
  const clients = clientsOf(settings, app, tokens, limits);
  const blobs = createBlobCache();
  const commits = createCommitCache();
  const runner = createRunner({
    clients,
    appId: settings.appId,
    review: parts.review,
    checks: parts.checks,
    want: queue.want,
    blobs,
    commits,
    override: createOverrider({
      clients,
      appId: settings.appId,
      knownChecks: parts.checks.map(({ id }) => id),
      want: queue.want,
      blobs,
      commits,
      log,
    }),
    revoke: createRevoker({
      clients,
      search: parts.credentials,
      anonymous: () => createClient({ apiUrl: settings.apiUrl, token: null, longestPauseMs: 0 }),
      blobs,
      commits,
      log,
    }),
    log,
  });
  const front: Front = await startFront({
    host: settings.host,
    port: settings.port,
    secrets: settings.webhookSecrets,
    accept: app.receive,
    log,
  });
  log.info({ port: front.port }, 'listening');
  const counting = setInterval(() => log.info({ ...tokens.statistics() }, 'installation tokens'), statisticsMs);
  counting.unref();
  return {
    url: front.url,
    port: front.port,
    idle: queue.idle,
    async close() {
      clearInterval(counting);
      await front.close(2000);
      await queue.close(limits.finishMs, limits.stopMs);
      log.info({ ...tokens.statistics() }, 'installation tokens');
      log.info('stopped');
    },
  };
}

function clientsOf(settings: Settings, app: App, tokens: Tokens, limits: ServerLimits): Clients {
  const purses = new Map<number, Purse>();
  const floors = floorCache();
  const { apiUrl } = settings;
  const { longestPauseMs, callPauseMs, writes } = limits;

  function purseOf(installation: number): Purse {
    const purse = purses.get(installation) ?? createPurse(writes);
    purses.set(installation, purse);
    return purse;
  }

  return {
    async clientFor({ installation, id }, signal) {
      const token = await tokens.forRepository(installation, id);
      return createClient({
        apiUrl,
        token,
        signal,
        purse: purseOf(installation),
        longestPauseMs,
        firstPauseMs: callPauseMs,
        onUnauthorized: () => tokens.drop(token),
      });
    },
    floorFor: ({ installation, owner }, client) =>
      floors(owner, async () => {
        const token = await tokens.forFloor(installation);
        // Not installed on the owner's `.github`: a public one can be read all the same.
        if (token === null) return readFloor(client, owner);
        return readFloor(
          createClient({ apiUrl, token, longestPauseMs, firstPauseMs: callPauseMs, onUnauthorized: () => tokens.drop(token) }),
          owner,
        );
      }),
    login: app.login,
  };
}
