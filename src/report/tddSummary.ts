/** What the commits of a range claim and whether their order holds, as a title and as Markdown. */
import type { TddReport } from '../model/review.ts';
import { plural } from './counting.ts';
import { codeCell, codeSpan, plain, proseCell, terminal } from './escape.ts';
import { shortSha } from './place.ts';
import { joinSections } from './sections.ts';
import { SUMMARY_LIMIT } from './summary.ts';

export function tddTitle(tdd: TddReport): string {
  if (tdd.mode === 'off') return 'off: commits are not judged';
  const commits = plural(tdd.commits.length, 'commit');
  const unread = tdd.unread.length > 0 ? `, ${tdd.unread.length} not read` : '';
  if (tdd.violations.length === 0) return `${commits}, no violation${unread}`;
  const ids = [...new Set(tdd.violations.map((violation) => violation.id))].sort();
  return terminal(`${plural(tdd.violations.length, 'violation')} in ${commits}${unread}: ${ids.join(', ')}`, 255);
}

const verdicts = { success: 'Passes.', neutral: 'Does not block.', failure: 'Blocks.' } as const;

export function renderTddSummary(tdd: TddReport, limit = SUMMARY_LIMIT): string {
  const { mode, violations, commits, unread } = tdd;
  const judged = mode === 'off' ? 'The order of commits is not judged (mode `off`).' : `${verdicts[tdd.conclusion]} Mode \`${mode}\`.`;
  return joinSections(
    [
      `**${plural(commits.length, 'commit')}, ${plural(violations.length, 'violation')}, ${unread.length} not read.** ${judged}`,
      unread.length > 0
        ? `Their type exempts them, but which files they touch could not be read: ${unread
            .slice(0, 20)
            .map((sha) => codeSpan(shortSha(sha)))
            .join(', ')}${unread.length > 20 ? ', …' : ''}.`
        : '',
    ],
    [
      ...(violations.length > 0
        ? [
            {
              head: '### Violations\n\n| Rule | Commit | What |\n| --- | --- | --- |',
              rows: violations.map(
                ({ id, commit, message }) => `| ${codeCell(id)} | ${codeCell(shortSha(commit))} | ${proseCell(message, 400)} |`,
              ),
            },
          ]
        : []),
      ...(commits.length > 0
        ? [
            {
              head: '### Commits\n\n| Commit | Phase | Evidence | Subject |\n| --- | --- | --- | --- |',
              rows: commits.map(
                ({ sha, phase, evidence, subject }) =>
                  `| ${codeCell(shortSha(sha))} | ${phase === 'exempt' || phase === 'unlabelled' ? phase : phase.toUpperCase()} | ${evidence ?? ''} | ${plain(subject, 200)} |`,
              ),
            },
          ]
        : []),
    ],
    limit,
  );
}
