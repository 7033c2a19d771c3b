/** The way of the story: opened, reviewed and blocked; mended, and blocked by its history; rewritten, reviewed and merged. */
import { parseMarker } from '../src/report/marker.ts';
import type { FakeGitHub } from '../test/fake-github/fakeGithub.ts';
import type { ReviewComment } from '../test/fake-github/state.ts';
import { fillSecrets } from '../test/support/secrets.ts';
import { historyIn, takeSnapshot } from './snapshot.ts';
import { requireChecks, type Stage } from './stage.ts';

import {
  branch,
  expectedComments,
  filesOf,
  fix,
  lineOf,
  history as onMain,
  pastLeak,
  proposal,
  pullRequest,
  repository,
  rewritten,
  type StoryCommit,
} from './story.ts';

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

const isFixedIn = (short: string, { body }: ReviewComment) =>
  parseMarker(body)?.state === 'fixed' && body.startsWith(`**Fixed in ${short}`);

const same = (a: readonly unknown[], b: readonly unknown[]) => JSON.stringify(a) === JSON.stringify(b);

export async function walkStory(stage: Stage): Promise<void> {
  const { github, snapshots, screen, claim } = stage;
  const name = `${repository.owner}/${repository.name}`;
  await github.createRepository(repository);
  const base = await push(github, name, 'main', null, onMain);
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
  screen.history(blocked);
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
  const history = historyIn(before.security);
  claim(
    'the token of a commit in between is found in the history',
    history.includes(pastLeak.path) && history.includes(pastLeak.checkId),
    () => history,
  );
  const onIt = [...before.security.annotations, ...blocked.comments].filter(({ path }) => path === pastLeak.path);
  claim('no line of the head is blamed for it', onIt.length === 0, () => onIt);
  const named = blocked.merge.required.every(({ check }) => refused.message.includes(check.name));
  claim('the merge is refused, naming both checks', refused.status === 405 && !blocked.merge.mergeable && named, () => refused);

  screen.heading('The fix is pushed');
  await push(github, name, branch, proposed, fix);
  const after = await stage.concluded(pull, REVIEWED_WITHIN);
  const mended = await takeSnapshot(github, pull, { title: 'After the fix', answer: null });
  snapshots.push(mended);
  screen.checks(mended);
  screen.history(mended);
  screen.comments(mended);
  screen.mergeBox(mended);
  const kept = historyIn(after.security);
  const { conclusion, annotations } = after.security;
  claim('at the head nothing is left to say', annotations.length === 0 && after.tdd.conclusion === 'success', () => after.security.summary);
  const both = [pastLeak.path, 'src/announce.ts'].every((path) => kept.includes(path)) && kept.includes('force-push');
  claim(
    'but the history holds both tokens, which blocks, and what to do is said',
    conclusion === 'failure' && both,
    () => after.security.summary,
  );
  const short = pull.head.sha.slice(0, 7);
  const isLeak = ({ path }: ReviewComment) => path === 'src/announce.ts';
  const isOpen = ({ body }: ReviewComment) => parseMarker(body)?.state === 'open';
  const rightly = mended.comments.every((one) => (isLeak(one) ? isOpen(one) : isFixedIn(short, one)));
  claim(`every comment says that it is fixed in ${short}, but for that on the token`, rightly, () =>
    mended.comments.map(({ body }) => body),
  );
  const repeated = github.state.reviews.length !== 1 || mended.comments.length !== blocked.comments.length;
  claim('the second push repeats nothing', !repeated, () => mended.comments.map(describeComment));
  claim('the merge stays closed', !mended.merge.mergeable, () => mended.merge);

  screen.heading('The tokens are revoked, and the branch is rewritten');
  await push(github, name, branch, base, rewritten);
  const last = await stage.concluded(pull, REVIEWED_WITHIN);
  const clean = await takeSnapshot(github, pull, { title: 'Rewritten', answer: null });
  snapshots.push(clean);
  screen.checks(clean);
  screen.mergeBox(clean);
  claim('both check runs passed', last.security.conclusion === 'success' && last.tdd.conclusion === 'success', () => [
    last.security.summary,
    last.tdd.summary,
  ]);
  const final = pull.head.sha.slice(0, 7);
  const leak = clean.comments.filter(isLeak);
  claim(
    `the comment on the token says that it is fixed in ${final}`,
    leak.length === 1 && leak.every((one) => isFixedIn(final, one)),
    () => leak,
  );
  claim('the merge is open', clean.merge.mergeable && clean.merge.state === 'clean', () => clean.merge.reasons);
  // Not the hunks of the comments: those are GitHub's own copy of the code.
  const said = JSON.stringify([github.state.checkRuns, github.state.comments.map(({ body }) => body), github.state.reviews]);
  claim('no token is repeated in anything that was said', !['{{ghp}}', pastLeak.mark].some((mark) => said.includes(fillSecrets(mark))));

  screen.heading('It is merged');
  const accepted = await stage.tryMerge(pull);
  const merged = await takeSnapshot(github, pull, { title: 'Merged', answer: accepted });
  snapshots.push(merged);
  screen.mergeBox(merged);
  claim('the merge is accepted', accepted.status === 200 && pull.merged, () => accepted);
}
