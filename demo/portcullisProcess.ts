/** The real server, as `portcullis serve` starts it, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { webhookPath } from '../src/github/names.ts';
import type { FakeGitHub } from '../test/fake-github/fakeGithub.ts';

export interface PortcullisProcess {
  readonly url: string;
  /** Its log so far. */
  log(): string;
  /** False once it has ended, asked or not. */
  isRunning(): boolean;
  /** Lets it end what it does for so long, then kills it. */
  stop(patienceMs?: number): Promise<void>;
}

const STARTS_WITHIN = 60_000;
/** More than the server itself takes to let running reviews end. */
const STOPS_WITHIN = 25_000;

export async function startPortcullis(github: FakeGitHub): Promise<PortcullisProcess> {
  const program = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), program, 'serve'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing of the user's environment but what a process needs to run.
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      APP_ID: String(github.app.id),
      PRIVATE_KEY: github.app.privateKey,
      WEBHOOK_SECRET: github.app.webhookSecret,
      GITHUB_API_URL: github.url,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
    },
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let out = '';
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk;
  });
  const exited = once(child, 'exit').then(() => process.removeListener('exit', kill));
  const isRunning = () => child.exitCode === null && child.signalCode === null;

  const stop = async (patienceMs = STOPS_WITHIN) => {
    if (isRunning()) child.kill('SIGTERM');
    const timer = setTimeout(kill, patienceMs);
    await exited;
    clearTimeout(timer);
  };

  for (const deadline = Date.now() + STARTS_WITHIN; ; await delay(20)) {
    const url = /^listening on (http:\S+)$/m.exec(out)?.[1];
    if (url) {
      github.app.setWebhook({ url: url + webhookPath });
      return { url, log: () => log, isRunning, stop };
    }
    if (isRunning() && Date.now() < deadline) continue;
    await stop();
    throw new Error(`The server did not start:\n${log || out}`);
  }
}
