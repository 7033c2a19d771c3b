/** The way of the story: opened, reviewed and blocked; mended, reviewed and merged. */
import { parseMarker } from '../src/report/marker.ts';
import type { FakeGitHub } from '../test/fake-github/fakeGithub.ts';
import type { ReviewComment } from '../test/fake-github/state.ts';
import { fillSecrets } from '../test/support/secrets.ts';
import { takeSnapshot } from './snapshot.ts';
import { requireChecks, type Stage } from './stage.ts';
import { branch, expectedComments, filesOf, fix, history, lineOf, proposal, pullRequest, repository, type StoryCommit } from './story.ts';

const REVIEWED_WITHIN = 60_000;

/** Writes the commits one upon another, and moves the branch once. */
async function push(github: FakeGitHub, name: string, to: string, from: string | null, commits: readonly StoryCommit[]): Promise<string> {
  let tip = from;
  for (const commit of commits) {
    const { message, date } = commit;
    const author = { name: commit.author, email: `${commit.author.split(' ')[0]!.toLowerCase()}@example.com`, date };
    tip = await github.commit(name, { message, files: filesOf(commit), parents: tip === null ? [] : [tip], author });
  }
  await github.push(name, to, tip!);
  return tip!;
}

function describeComment({ path, originalLine, originalStartLine, body }: ReviewComment): string {
  const [, checkId = 'nothing known'] = /\(`([a-z]+\/[a-z-]+)`/.exec(body) ?? [];
  return `${path}:${originalStartLine ?? originalLine} ${checkId}${body.includes('```suggestion') ? ' with a suggestion' : ''}`;
}

const same = (a: readonly unknown[], b: readonly unknown[]) => JSON.stringify(a) === JSON.stringify(b);

export async function walkStory(stage: Stage): Promise<void> {
  const { github, snapshots, screen, claim } = stage;
  const name = `${repository.owner}/${repository.name}`;
  await github.createRepository(repository);
  const base = await push(github, name, 'main', null, history);
  requireChecks(github, name, 'main');
  github.addCollaborator(name, 'ada', 'write');
  const proposed = await push(github, name, branch, base, proposal);
  screen.heading(`${name}: a pull request is opened`);
  const pull = await github.openPullRequest({ repository: name, head: branch, ...pullRequest });

  const before = await stage.concluded(pull, REVIEWED_WITHIN);
  const refused = await stage.tryMerge(pull);
  const blocked = await takeSnapshot(github, pull, { title: 'Before the fix', answer: refused });
  snapshots.push(blocked);
  screen.checks(blocked);
  screen.line('');
  screen.comments(blocked);
  screen.mergeBox(blocked);
  claim('two check runs, both failed', before.security.conclusion === 'failure' && before.tdd.conclusion === 'failure', () => [
    before.security.title,
    before.tdd.title,
  ]);
  const expected = expectedComments.map((one) => `${one.path}:${lineOf(one)} ${one.checkId}${one.suggestion ? ' with a suggestion' : ''}`);
  const found = blocked.comments.map(describeComment);
  claim('every hole has its comment on its line, and nothing else has one', same(found.toSorted(), expected.toSorted()), () => found);
  claim('one review holds them all', github.state.reviews.length === 1, () => github.state.reviews.length);
  const said = JSON.stringify([blocked.runs, blocked.comments.map(({ body }) => body), github.state.reviews]);
  claim('the token is named and nowhere repeated', !said.includes(fillSecrets('{{ghp}}')));
  const named = blocked.merge.required.every(({ check }) => refused.message.includes(check.name));
  claim('the merge is refused, naming both checks', refused.status === 405 && !blocked.merge.mergeable && named, () => refused);

  screen.heading('The fix is pushed');
  await push(github, name, branch, proposed, fix);
  const after = await stage.concluded(pull, REVIEWED_WITHIN);
  const mended = await takeSnapshot(github, pull, { title: 'After the fix', answer: null });
  snapshots.push(mended);
  screen.checks(mended);
  screen.comments(mended);
  screen.mergeBox(mended);
  claim('both check runs passed', after.security.conclusion === 'success' && after.tdd.conclusion === 'success', () => [
    after.security.summary,
    after.tdd.summary,
  ]);
  const short = pull.head.sha.slice(0, 7);
  const isFixed = ({ body }: ReviewComment) => parseMarker(body)?.state === 'fixed' && body.startsWith(`**Fixed in ${short}`);
  claim(`every comment says that it is fixed in ${short}`, mended.comments.every(isFixed), () => mended.comments.map(({ body }) => body));
  const repeated = github.state.reviews.length !== 1 || mended.comments.length !== blocked.comments.length;
  claim('the second push repeats nothing', !repeated, () => mended.comments.map(describeComment));
  claim('the merge is open', mended.merge.mergeable && mended.merge.state === 'clean', () => mended.merge.reasons);

  screen.heading('It is merged');
  const accepted = await stage.tryMerge(pull);
  const merged = await takeSnapshot(github, pull, { title: 'Merged', answer: accepted });
  snapshots.push(merged);
  screen.mergeBox(merged);
  claim('the merge is accepted', accepted.status === 200 && pull.merged, () => accepted);
}
