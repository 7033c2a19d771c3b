/** The discipline of commits over a history of hundreds, process start included, beside what git itself takes to show their changes. */
import { join } from 'node:path';
import { FILES_A_COMMIT, labelledHistory } from './labelledHistory.ts';
import { median, type ProcessRun, runProcess, takeTurns } from './measure.ts';

const COMMITS = 500;
const ROUNDS = 5;

export function benchCommits(dir: string, root: string): string[] {
  const repo = join(dir, 'labelled');
  const { base, head } = labelledHistory(repo, COMMITS);
  const range = `${base}..${head}`;
  const results = takeTurns(
    {
      portcullis: () =>
        runProcess('node', [join(root, 'dist/cli.js'), 'tdd', '--repo', repo, '--base', base, '--head', head, '--format', 'json'], repo),
      'git log --raw -p': () => runProcess('git', ['log', '--raw', '-p', '--no-ext-diff', range], repo),
    },
    ROUNDS,
  );
  const ours = median(results.portcullis!.times);
  const theirs = median(results['git log --raw -p']!.times);
  return [
    `Commits: ${COMMITS} of ${FILES_A_COMMIT} files each, ${ROUNDS} rounds in turns, process start included`,
    `  portcullis tdd    median ${ours.toFixed(0).padStart(6)} ms   ${toldOf(results.portcullis!.last)}`,
    `  git log --raw -p  median ${theirs.toFixed(0).padStart(6)} ms   ${(ours / theirs).toFixed(1)} = ours / theirs; it compares lines and judges nothing`,
  ];
}

/** A figure for commits that were not judged, or found wrong, would mean nothing. */
function toldOf(run: ProcessRun | null): string {
  const { tdd } = JSON.parse(run?.stdout ?? '');
  if (tdd.commits.length !== COMMITS || tdd.violations.length > 0) throw new Error(`the history was not judged as it is: ${run?.stderr}`);
  const proven = tdd.commits.filter(({ evidence }: { evidence: string | null }) => evidence === 'E2').length;
  return `${tdd.conclusion}, ${proven} commits with evidence E2`;
}
