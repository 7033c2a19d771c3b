/** The way of a local range: opened as a pull request, reviewed, shown. */
import { basename, resolve } from 'node:path';
import { git } from '../test/fake-github/gitStore.ts';
import { type LocalRange, UsageError } from './arguments.ts';
import { takeSnapshot } from './snapshot.ts';
import { requireChecks, type Stage } from './stage.ts';

const REVIEWED_WITHIN = 10 * 60_000;

async function resolveRevision(repo: string, revision: string): Promise<string> {
  try {
    return (await git(repo, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])).toString('utf8').trim();
  } catch {
    throw new UsageError(`${revision} is no commit of ${repo}: name a branch, a tag or a sha that \`git log\` there knows.`);
  }
}

/** Read before anything starts, so that a wrong name costs no wait. */
export async function readRange({ repo, base, head }: LocalRange): Promise<LocalRange & { readonly subject: string }> {
  const directory = resolve(repo);
  await git(directory, ['rev-parse', '--git-dir']).catch((error: Error) => {
    const reason = error.message.trim().split('\n').at(-1);
    throw new UsageError(`${directory} cannot be read as a git repository: give --repo the folder of one. (${reason})`);
  });
  const [from, to] = [await resolveRevision(directory, base), await resolveRevision(directory, head)];
  const ahead = (await git(directory, ['rev-list', '--count', to, `^${from}`])).toString('utf8').trim();
  if (ahead === '0') throw new UsageError(`${head} holds no commit that ${base} does not: swap them or name others.`);
  const subject = (await git(directory, ['log', '-1', '--format=%s', to])).toString('utf8').trim();
  return { repo: directory, base: from, head: to, subject };
}

export async function walkRange(stage: Stage, range: Awaited<ReturnType<typeof readRange>>): Promise<void> {
  const { github, snapshots, screen, claim } = stage;
  const name = basename(range.repo).replace(/[^\w.-]+/g, '-') || 'repository';
  await github.importRepository({ owner: 'local', name, directory: range.repo, branches: { main: range.base, change: range.head } });
  const repository = `local/${name}`;
  requireChecks(github, repository, 'main');
  screen.heading(`${repository}: a pull request is opened`);
  const pull = await github.openPullRequest({ repository, head: 'change', title: range.subject || 'A change' });
  const { security, tdd } = await stage.concluded(pull, REVIEWED_WITHIN);
  const snapshot = await takeSnapshot(github, pull, { title: 'Reviewed', answer: null });
  snapshots.push(snapshot);
  screen.checks(snapshot);
  screen.line('');
  screen.comments(snapshot);
  screen.mergeBox(snapshot);

  const verdicts = [security, tdd].map(({ conclusion }) => conclusion ?? '');
  claim(
    'both check runs have a verdict',
    verdicts.every((verdict) => ['success', 'neutral', 'failure'].includes(verdict)),
    () => verdicts,
  );
  const blocked = snapshot.merge.reasons.some((reason) => reason.startsWith('Required status check'));
  claim('the merge is blocked where a check fails, and only there', blocked === verdicts.includes('failure'), () => snapshot.merge.reasons);
  const annotated = new Set(security.annotations.map(({ path }) => path));
  claim(
    'what is commented stands in the check run too',
    snapshot.comments.every(({ path }) => annotated.has(path)),
    () => security.title,
  );
}
