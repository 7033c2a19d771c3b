/** The real server against the local GitHub, as the tests of the app start it. */
import { webhookPath } from '../../src/github/names.ts';
import { type RunningServer, type ServerParts, startServer } from '../../src/github/server.ts';
import type { FakeGitHub } from '../fake-github/fakeGithub.ts';

export interface AppServer extends RunningServer {
  /** Resolves once no webhook is under way and no review waits or runs. */
  settled(): Promise<void>;
}

/** Starts it on a port of the system's choice and points the webhook of the app at it. */
export async function startAppServer(
  github: FakeGitHub,
  parts: ServerParts,
  webhookSecret = 'of the tests of the app, long enough to be one',
): Promise<AppServer> {
  const settings = {
    appId: github.app.id,
    privateKey: github.app.privateKey,
    webhookSecrets: [webhookSecret],
    host: '127.0.0.1',
    port: 0,
    apiUrl: github.url,
    analyzers: null,
    logLevel: 'info',
  } as const;
  const server = await startServer(settings, parts);
  github.app.setWebhook({ url: server.url + webhookPath, secret: webhookSecret });
  return {
    ...server,
    async settled() {
      await github.settled();
      await server.idle();
      await github.settled();
    },
  };
}
