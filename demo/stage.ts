/** The stage: a local GitHub with the page on its address, and the real server that listens to it. */
import { setTimeout as delay } from 'node:timers/promises';
import { SECURITY_CHECK, TDD_CHECK } from '../src/report/checkRun.ts';
import { type FakeGitHub, startFakeGitHub } from '../test/fake-github/fakeGithub.ts';
import type { CheckRun, Pull } from '../test/fake-github/state.ts';
import type { Claim } from './claims.ts';
import { pageRoutes } from './page/routes.ts';
import { type PortcullisProcess, startPortcullis } from './portcullisProcess.ts';
import type { MergeAnswer, Snapshot } from './snapshot.ts';
import type { Screen } from './terminal.ts';

export interface Stage {
  readonly github: FakeGitHub;
  readonly snapshots: Snapshot[];
  readonly screen: Screen;
  readonly claim: Claim;
  /** Both check runs of the pull request's head, once they have concluded. */
  concluded(pull: Pull, withinMs: number): Promise<Readonly<Record<'security' | 'tdd', CheckRun>>>;
  /** Presses the merge button, by the API. */
  tryMerge(pull: Pull): Promise<MergeAnswer>;
}

export interface OpenStage extends Stage {
  /** Ends the server, after which nothing that waits for a review goes on; at once where nobody waits for its result. */
  stopServer(atOnce: boolean): Promise<void>;
  /** Ends the local GitHub. */
  close(): Promise<void>;
}

/** Both checks, and only from this app. */
export function requireChecks(github: FakeGitHub, repository: string, base: string): void {
  const checks = [SECURITY_CHECK, TDD_CHECK].map((name) => ({ name, appId: github.app.id }));
  github.setRequiredChecks(repository, base, checks);
}

export async function openStage(options: { port: number; screen: Screen; claim: Claim }): Promise<OpenStage> {
  const { screen, claim } = options;
  const snapshots: Snapshot[] = [];
  const github: FakeGitHub = await startFakeGitHub({
    port: options.port,
    keepAlive: true,
    routes: pageRoutes({ snapshots, readFile: (repository, revision, path) => github.readFile(repository, revision, path) }),
  });
  let server: PortcullisProcess;
  try {
    server = await startPortcullis(github);
  } catch (error) {
    await github.close();
    throw error;
  }

  const runNamed = (pull: Pull, name: string) =>
    github.state.checkRuns.findLast((run) => run.headSha === pull.head.sha && run.name === name && run.status === 'completed');

  return {
    github,
    snapshots,
    screen,
    claim,
    async concluded(pull, withinMs) {
      const since = Date.now();
      for (;;) {
        const [security, tdd] = [runNamed(pull, SECURITY_CHECK), runNamed(pull, TDD_CHECK)];
        if (security && tdd) {
          screen.line(`  reviewed in ${((Date.now() - since) / 1000).toFixed(1)} s`);
          await github.settled();
          return { security, tdd };
        }
        if (!server.isRunning()) throw new Error(`The server has ended before the checks concluded:\n${server.log()}`);
        if (Date.now() - since > withinMs) throw new Error(`The checks did not conclude within ${withinMs / 1000} s.\n${server.log()}`);
        await delay(20);
      }
    },
    async tryMerge({ repository, number, head }) {
      const answer = await fetch(`${github.url}/repos/${repository}/pulls/${number}/merge`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${github.userToken('ada')}`,
          accept: 'application/vnd.github+json',
          'content-type': 'application/json',
          'user-agent': 'portcullis-demo',
        },
        body: JSON.stringify({ sha: head.sha }),
      });
      const { message } = (await answer.json()) as { message: string };
      return { status: answer.status, message };
    },
    stopServer: (atOnce) => server.stop(atOnce ? 1000 : undefined),
    close: () => github.close(),
  };
}
