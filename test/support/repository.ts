/** Real repositories in temporary folders, made by the git binary. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Neither the home nor any configuration of whoever runs the tests reaches git. */
export const gitEnvironment = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

export interface Repository {
  readonly dir: string;
  /** Runs git in the repository and returns its output without the last newline. */
  git(...args: string[]): string;
  /** The same with something to read. */
  feed(args: readonly string[], input: string): string;
  write(files: Record<string, string | Uint8Array>): void;
  /** Commits everything in the work tree and returns the sha. */
  commit(message: string, ...args: string[]): string;
}

/** Makes an empty repository at `root/name`; on a folder that is one already, nothing is lost. */
export function repository(root: string, name: string, bare = false): Repository {
  const dir = join(root, name);
  mkdirSync(dir, { recursive: true });
  const settings = ['user.name=Ada', 'user.email=ada@example.com', 'commit.gpgsign=false', 'core.autocrlf=false', 'gc.auto=0'];
  const feed = (args: readonly string[], input: string) =>
    execFileSync('git', ['-C', dir, ...settings.flatMap((setting) => ['-c', setting]), ...args], {
      env: { ...gitEnvironment, GIT_AUTHOR_DATE: '2024-01-01T00:00:00Z', GIT_COMMITTER_DATE: '2024-01-01T00:00:00Z' },
      input,
      stdio: 'pipe',
      encoding: 'utf8',
    }).replace(/\n$/, '');
  const git = (...args: string[]) => feed(args, '');
  git('init', '-q', ...(bare ? ['--bare'] : []), '-b', 'main');
  return {
    dir,
    git,
    feed,
    write(files) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(dir, path)), { recursive: true });
        writeFileSync(join(dir, path), content);
      }
    },
    commit(message, ...args) {
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', message, ...args);
      return git('rev-parse', 'HEAD');
    },
  };
}
