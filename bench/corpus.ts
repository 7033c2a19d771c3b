/** A change of real size: twenty files of about 4,000 lines, in two versions, as a git repository. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LINES_PER_FILE = 200;

/** Packages that are installed anyway and hold real code of each language; the same on every machine with this lock file. */
const sources = {
  '.ts': { folders: ['zod', 'eslint', 'yaml', '@octokit'], matches: /(?<!\.d)\.[cm]?ts$/ },
  '.js': { folders: ['eslint', 'probot', '@octokit', 'yaml', 'commander', 'jest-util'], matches: /\.[cm]?js$/ },
  '.py': { folders: ['node-gyp/gyp/pylib'], matches: /(?<!_test)\.py$/ },
  '.sh': { folders: ['bats/lib', 'bats/libexec', 'bats/bin'], matches: /\/(?:bats[\w-]*|[\w-]+\.bash)$/ },
} as const;

/** The files nearest to the size wanted, as they are. */
function realFiles(ending: keyof typeof sources, count: number): string[] {
  const { folders, matches } = sources[ending];
  const texts = folders
    .flatMap((folder) => readdirSync(join('node_modules', folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => matches.test(path) && path.lastIndexOf('node_modules') === 0)
    .sort()
    .map((path) => readFileSync(path, 'utf8'));
  if (texts.length < count)
    throw new Error(`the installed packages hold ${texts.length} ${ending} files, ${count} are needed: run \`npm ci\``);
  const distance = (text: string) => Math.abs(text.split('\n').length - LINES_PER_FILE);
  return texts.sort((a, b) => distance(a) - distance(b)).slice(0, count);
}

export interface BenchFile {
  readonly path: string;
  readonly base: string;
  readonly head: string;
}

/** Twelve JavaScript and TypeScript, four Python, four Bash files; the head differs in a line in twenty and has a line more. */
export function benchFiles(): BenchFile[] {
  const named = (ending: keyof typeof sources, count: number) =>
    realFiles(ending, count).map((text, i) => [`src/file${i}${ending}`, text] as const);
  const comment = (path: string) => (/\.(?:py|sh)$/.test(path) ? '#' : '//');
  return [...named('.ts', 2), ...named('.js', 10), ...named('.py', 4), ...named('.sh', 4)].map(([path, head]) => ({
    path,
    head,
    base: head
      .split('\n')
      .slice(0, -1)
      .map((line, i) => (i % 20 === 10 && line.trim() === '' ? `${comment(path)} an older line` : line))
      .join('\n'),
  }));
}

/** Commits base and head of the files to a new repository in `dir` and returns the two revisions. */
export function commitCorpus(dir: string, files: readonly BenchFile[]): { base: string; head: string } {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', dir, '-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false', ...args], {
      encoding: 'utf8',
    }).trim();
  const commit = (side: 'base' | 'head') => {
    for (const file of files) {
      mkdirSync(dirname(join(dir, file.path)), { recursive: true });
      writeFileSync(join(dir, file.path), file[side]);
    }
    git('add', '-A');
    git('commit', '-q', '-m', `chore: ${side}`);
    return git('rev-parse', 'HEAD');
  };
  mkdirSync(dir, { recursive: true });
  git('init', '-q');
  return { base: commit('base'), head: commit('head') };
}
