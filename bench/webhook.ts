/** From the webhook's receipt to both check runs concluded, against the local GitHub, with two children. */
import { randomBytes } from 'node:crypto';
import { checks } from '../checks/index.ts';
import { createReviewer } from '../src/cli/reviewer.ts';
import { webhookPath } from '../src/github/names.ts';
import { startServer } from '../src/github/server.ts';
import { createPool } from '../src/sandbox/pool.ts';
import { startFakeGitHub } from '../test/fake-github/fakeGithub.ts';
import type { BenchFile } from './corpus.ts';
import { median, percentile } from './measure.ts';

const ROUNDS = 20;
/** The bench sends more in a minute than a pull request in a day. */
const unlimited = { burst: 10_000, perMinute: 10_000 };

export async function benchWebhook(files: readonly BenchFile[]): Promise<string[]> {
  const github = await startFakeGitHub({ keepAlive: true });
  const pool = createPool({ children: 2, spare: true });
  const secret = randomBytes(32).toString('hex');
  const server = await startServer(
    {
      appId: github.app.id,
      privateKey: github.app.privateKey,
      webhookSecrets: [secret],
      host: '127.0.0.1',
      port: 0,
      apiUrl: github.url,
      analyzers: 2,
      logLevel: 'silent',
    },
    {
      review: createReviewer(pool, 2),
      credentials: async () => ({ kind: 'off' }),
      checks,
      write: () => {},
      limits: { writes: { all: unlimited, content: unlimited } },
    },
  );
  try {
    github.app.setWebhook({ url: server.url + webhookPath, secret });
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Another repository each time, and a line of its own in each file: nothing is remembered from the round before.
      const name = `bench${round}`;
      const at = `acme/${name}`;
      const side = (of: 'base' | 'head') =>
        Object.fromEntries(files.map((file) => [file.path, `${file[of]}\n${/[ps][yh]$/.test(file.path) ? '#' : '//'} ${round}\n`]));
      await github.createRepository({ owner: 'acme', name });
      await github.commitTo(at, 'main', { message: 'chore: base', files: side('base') });
      await github.commitTo(at, 'topic', { message: 'chore: head', files: side('head'), parents: ['main'] });
      await github.settled();
      const started = performance.now();
      await github.openPullRequest({ repository: at, head: 'topic', title: 'Bench' });
      await github.settled();
      await server.idle();
      times.push(performance.now() - started);
      const open = github.state.checkRuns.filter((run) => run.conclusion === null).length;
      if (open > 0 || github.state.checkRuns.length < (round + 1) * 2)
        throw new Error('a check run was not concluded: the figure would mean nothing');
    }
    return [
      `Webhook to both check runs concluded, ${files.length} files, ${ROUNDS} pull requests: median ${median(times).toFixed(0)} ms, p95 ${percentile(times, 95).toFixed(0)} ms`,
    ];
  } finally {
    await server.close();
    await pool.close();
    await github.close();
  }
}
