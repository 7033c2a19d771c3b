/** The pull request that the demo opens: a small service, six believable holes, and code beside them that only looks like one. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileInput } from '../test/fake-github/gitObjects.ts';
import { fillSecrets } from '../test/support/secrets.ts';

export interface StoryCommit {
  /** Below `demo/story/`; its files are laid over those of the commit before. */
  readonly folder: string;
  /** Another such folder: where it has a file of that path, its text stands in the commit. */
  readonly instead?: string;
  readonly message: string;
  readonly author: string;
  readonly date: string;
}

const ada = 'Ada Lovell';
const ben = 'Ben Osei';

/** What stands on `main`: among it one old weakness, in `scripts/maintain.sh`. */
export const history: readonly StoryCommit[] = [
  { folder: '01-start', message: 'chore: start the project', author: ben, date: '2026-03-02T09:00:00Z' },
  { folder: '02-reports-red', message: 'test: open parcels of a customer (RED)', author: ben, date: '2026-03-02T10:10:00Z' },
  { folder: '03-reports-green', message: 'feat: open parcels of a customer (GREEN)', author: ben, date: '2026-03-02T10:40:00Z' },
  { folder: '04-server-red', message: 'test: the server tells that it lives (RED)', author: ada, date: '2026-03-03T08:30:00Z' },
  { folder: '05-server-green', message: 'feat: an HTTP server (GREEN)', author: ada, date: '2026-03-03T08:50:00Z' },
  { folder: '06-deploy-red', message: 'test: a release is unpacked in its place (RED)', author: ben, date: '2026-03-04T14:00:00Z' },
  { folder: '07-deploy-green', message: 'feat: deploy script (GREEN)', author: ben, date: '2026-03-04T14:45:00Z' },
];

/** What the pull request brings. Its last test waits for the code that makes it pass. */
export const proposal: readonly StoryCommit[] = [
  { folder: '11-search-red', message: 'test: parcels are found by reference (RED)', author: ada, date: '2026-03-09T09:00:00Z' },
  { folder: '12-search-green', message: 'feat: search by reference (GREEN)', author: ada, date: '2026-03-09T09:50:00Z' },
  { folder: '13-labels-red', message: 'test: a label is a picture (RED)', author: ada, date: '2026-03-09T11:00:00Z' },
  { folder: '14-labels-green', message: 'feat: labels with a caption (GREEN)', author: ada, date: '2026-03-09T11:30:00Z' },
  {
    folder: '15-hooks-red',
    message: 'test: a deployment writes settings and runs its hook (RED)',
    author: ada,
    date: '2026-03-09T13:10:00Z',
  },
  { folder: '16-hooks-green', message: 'feat: settings and hooks of a deployment (GREEN)', author: ada, date: '2026-03-09T14:00:00Z' },
  { folder: '17-hostile-red', message: 'test: a quote in a reference finds nothing (RED)', author: ada, date: '2026-03-09T14:20:00Z' },
];

/** What is pushed after the review. */
export const fix: readonly StoryCommit[] = [
  { folder: '21-search-fixed-green', message: 'fix: references are bound, not pasted (GREEN)', author: ada, date: '2026-03-09T15:00:00Z' },
  { folder: '22-hostile-red', message: 'test: captions and hooks are not run as code (RED)', author: ada, date: '2026-03-09T15:20:00Z' },
  { folder: '23-hostile-green', message: 'fix: no shell reads captions or hooks (GREEN)', author: ada, date: '2026-03-09T15:50:00Z' },
];

/** A token that one commit of the proposal brings and the next one takes away: no line of the head holds it, and the history does. */
export const pastLeak = { checkId: 'leak/npm-token', path: 'deploy/registry.ini', folder: '14-labels-green', mark: '{{npm}}' };

/** What is pushed in the end: the same commits, none of which ever held a token. */
export const rewritten: readonly StoryCommit[] = [...proposal, ...fix].map((commit) => ({ ...commit, instead: '31-rewritten' }));

export const repository = { owner: 'acme', name: 'parcels' };
export const branch = 'search-and-labels';
export const pullRequest = {
  title: 'Search, labels and deployment hooks',
  body: [
    'The counter can search by reference, labels get a caption, and a deployment writes its settings, runs a hook and is recorded.',
    '`maintain.sh` only learned a variable; what it does is unchanged.',
  ].join('\n\n'),
};

export interface ExpectedComment {
  readonly checkId: string;
  readonly path: string;
  /** Begins the line on which the comment stands, without its indentation. */
  readonly code: string;
  readonly suggestion: boolean;
}

/** All that is to be said about the pull request; everything else in it stays without a comment. */
export const expectedComments: readonly ExpectedComment[] = [
  { checkId: 'failsecure/privileged-unchecked', path: 'scripts/deploy.sh', code: 'chown parcels:parcels', suggestion: true },
  { checkId: 'gate/weakened', path: 'scripts/deploy.sh', code: 'target=$1', suggestion: false },
  { checkId: 'injection/sql-string', path: 'reports/search.py', code: 'return connection.execute(query).fetchall()', suggestion: false },
  { checkId: 'toctou/secret-before-chmod', path: 'scripts/deploy.sh', code: "printf 'DB_PASSWORD=", suggestion: false },
  { checkId: 'injection/shell-eval', path: 'scripts/deploy.sh', code: 'eval "$hook"', suggestion: false },
  { checkId: 'injection/shell-command', path: 'src/labels.ts', code: 'exec(`convert label.png', suggestion: false },
  { checkId: 'leak/github-token', path: 'src/announce.ts', code: 'const token =', suggestion: false },
];

const root = join(dirname(fileURLToPath(import.meta.url)), 'story');

export function filesOf({ folder, instead }: StoryCommit): Record<string, FileInput> {
  const files = filesIn(folder);
  const others = instead === undefined ? {} : filesIn(instead);
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [path, others[path] ?? file]));
}

function filesIn(folder: string): Record<string, FileInput> {
  const files: Record<string, FileInput> = {};
  const top = join(root, folder);
  for (const path of readdirSync(top, { recursive: true, encoding: 'utf8' })) {
    const file = join(top, path);
    const stats = statSync(file);
    if (!stats.isFile()) continue;
    const mode = stats.mode & 0o100 ? '100755' : '100644';
    files[path] = { mode, content: fillSecrets(readFileSync(file, 'utf8')) };
  }
  return files;
}

/** The line of the proposal on which an expected comment stands. */
export function lineOf({ path, code }: ExpectedComment): number {
  const last = proposal.findLast((commit) => path in filesOf(commit));
  const lines = last ? readFileSync(join(root, last.folder, path), 'utf8').split('\n') : [];
  const found = lines.findIndex((line) => line.trimStart().startsWith(code));
  if (found < 0) throw new Error(`demo/story: no line of ${path} begins with ${code}: change the story or what it expects.`);
  return found + 1;
}
