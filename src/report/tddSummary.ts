/** The story of the commits as Markdown: what the check run shows, and what the command line prints for pasting. */
import type { TddCommit, TddReport } from '../model/review.ts';
import { plural } from './counting.ts';
import { codeBlock, codeCell, codeSpan, commandLines, plain, prose, proseCell } from './escape.ts';
import { shortSha } from './place.ts';
import { joinSections, type Section } from './sections.ts';
import { SUMMARY_LIMIT } from './summary.ts';
import {
  chaptersOf,
  countCycles,
  evidenceWords,
  howToBegin,
  isUnlabelled,
  phaseWord,
  tddVerdict,
  touchedWords,
  unreadWords,
} from './tddStory.ts';

export function renderTddSummary(tdd: TddReport, limit = SUMMARY_LIMIT): string {
  if (tdd.mode === 'off') return tddVerdict(tdd);
  const isBare = isUnlabelled(tdd);
  // What is wrong has its place before the commits have theirs.
  const end = joinSections(
    [],
    [...(isBare ? [] : violationSection(tdd)), ...noteSection(tdd), ...remarkSection(tdd)],
    Math.floor(limit / 2),
  );
  const chapters = isBare
    ? []
    : chaptersOf(tdd).map(({ title, commits }) => ({ head: `### ${title}\n\n${commitHead}`, rows: commits.map(commitRow) }));
  const start = joinSections(opening(tdd, isBare), chapters, limit - Buffer.byteLength(end) - 2);
  return end === '' ? start : `${start}\n\n${end.trimStart()}`;
}

function opening(tdd: TddReport, isBare: boolean): string[] {
  const { mode, modeReason, commits, cycles, violations, unread, override } = tdd;
  const counts = isBare
    ? [plural(commits.length, 'commit'), 'none labelled', ...(unread.length > 0 ? [`${unread.length} not read`] : [])]
    : [
        plural(commits.length, 'commit'),
        ...(cycles.length > 0 ? [countCycles(cycles)] : []),
        plural(violations.length, 'violation'),
        `${unread.length} not read`,
      ];
  const reason = modeReason === null ? '' : ` ${prose(modeReason)}`;
  return [
    override === null ? '' : `**Overridden by ${codeSpan(`@${override.by}`, 100)}:** ${plain(override.reason)}`,
    `**${counts.join(', ')}.** ${tddVerdict(tdd)} Mode \`${mode}\`.${reason}`,
    isBare ? howToBegin : '',
  ];
}

const commitHead = '| Phase | Commit | Touches | Evidence |\n| --- | --- | --- | --- |';

function commitRow(commit: TddCommit): string {
  const { sha, phase, subject } = commit;
  const mark = phase === 'exempt' || phase === 'unlabelled' ? '_' : '**';
  const shown = `${codeCell(shortSha(sha))} ${plain(subject, 200)}`.trimEnd();
  return `| ${mark}${phaseWord(phase)}${mark} | ${shown} | ${touchedWords(commit)} | ${proseCell(evidenceWords(commit), 600)} |`;
}

function violationSection({ violations }: TddReport): Section[] {
  if (violations.length === 0) return [];
  const rows = violations.map(({ id, commit, message, blocks, repair }) => {
    const what = `**${codeSpan(id)}** in ${codeSpan(shortSha(commit))}${blocks ? ', blocks' : ''}: ${prose(message)}`;
    return `${what}\n${repair.length > 0 ? `\n${codeBlock(commandLines(repair).join('\n'), 'sh')}\n` : ''}`;
  });
  return [{ head: '### Violations\n', rows }];
}

function noteSection({ notes }: TddReport): Section[] {
  if (notes.length === 0) return [];
  const rows = notes.map(({ id, commit, message }) => `- ${codeSpan(id)} in ${codeSpan(shortSha(commit))}: ${prose(message)}`);
  return [{ head: '### Worth a look\n', rows }];
}

function remarkSection({ unread, remarks }: TddReport): Section[] {
  if (unread.length + remarks.length === 0) return [];
  const rows = [...unread.map((sha) => `- ${codeSpan(shortSha(sha))}: ${unreadWords}`), ...remarks.map((remark) => `- ${prose(remark)}`)];
  return [{ head: '### Not read, and other remarks\n', rows }];
}
