import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { delimiter, isAbsolute } from 'node:path';
import { GitError } from './gitError.ts';

export interface Git {
  /** Runs to the end. `code` is null where a signal ended it. */
  readonly run: (args: readonly string[], input?: string) => Promise<GitOutput>;
  /** Starts a process that answers line by line; whoever starts it ends it. */
  readonly start: (args: readonly string[]) => ChildProcessWithoutNullStreams;
}

export interface GitOutput {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A tree can name one subtree a thousand times, and so on downwards: its listing is endless without a bound. */
const longestOutput = 256_000_000;
const longestError = 10_000;

/** What finds git and the configuration of the user and the system, which are trusted (`safe.directory` stands there). */
const inherited = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SYSTEMROOT',
  'XDG_CONFIG_HOME',
  'TMPDIR',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
];

/**
 * The repository's own configuration is not trusted: it came with a folder somebody may have been sent. Only plumbing that reads
 * objects is run, which knows no alias, pager, editor, filter, textconv or external diff. What remains is fetching what a partial
 * clone lacks, which starts whatever the configuration names: it is forbidden, and again by allowing no protocol, since gits
 * before 2.39.4 do not know the first.
 */
const settings = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.sshCommand', 'false'],
  ['core.gitProxy', ''],
  ['core.alternateRefsCommand', 'false'],
  ['credential.helper', ''],
  ['protocol.allow', 'never'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  // The warning is how an ambiguous name is told from a clear one.
  ['core.warnAmbiguousRefs', 'true'],
  ['advice.graftFileDeprecated', 'false'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const own = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_PROTOCOL_FROM_USER: '0',
  // Objects and ancestry are what their shas say, as on GitHub.
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_PAGER: 'cat',
  GIT_ASKPASS: 'false',
  SSH_ASKPASS: 'false',
};

/** `kept` names what else is passed on of the environment. */
export function openGit(repo: string, environment: Readonly<Record<string, string | undefined>>, kept: readonly string[] = []): Git {
  const env: Record<string, string> = {};
  for (const name of [...inherited, ...kept]) {
    const value = environment[name];
    if (value !== undefined) env[name] = value;
  }
  // A relative entry would find a `git` that lies in the reviewed folder.
  env.PATH = (env.PATH ?? '').split(delimiter).filter(isAbsolute).join(delimiter);
  Object.assign(env, own);

  const start = (args: readonly string[]): ChildProcessWithoutNullStreams =>
    spawn('git', ['--no-pager', ...settings, '-C', repo, ...args], { env, stdio: 'pipe', windowsHide: true });
  return { start, run: (args, input = '') => collect(start(args), input) };
}

function collect(child: ChildProcessWithoutNullStreams, input: string): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= longestOutput) chunks.push(chunk);
      else child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < longestError) stderr += chunk.toString();
    });
    // git may end before it has read everything; its exit code says what there is to say.
    child.stdin.on('error', () => undefined);
    child.on('error', (error: NodeJS.ErrnoException) => reject(cannotStart(error)));
    child.on('close', (code) => {
      if (length <= longestOutput) resolve({ code, stdout: Buffer.concat(chunks), stderr: stderr.slice(0, longestError) });
      else {
        const limit = `more than ${longestOutput / 1_000_000} MB`;
        reject(new GitError('too-large', `git lists ${limit} for this revision.`, 'Review a smaller repository or a part of it.'));
      }
    });
    child.stdin.end(input);
  });
}

function cannotStart(error: NodeJS.ErrnoException): GitError {
  if (error.code !== 'ENOENT') return new GitError('failed', `git could not be started: ${error.code}.`, 'See that `git --version` runs.');
  return new GitError('git-missing', 'git was not found on the PATH.', 'Install git 2.31 or newer.');
}
