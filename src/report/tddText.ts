/** The story of the commits for a terminal, in blocks. */
import type { TddReport } from '../model/review.ts';
import { commandLines, terminal } from './escape.ts';
import { shortSha } from './place.ts';
import {
  chaptersOf,
  evidenceWords,
  howToBegin,
  isUnlabelled,
  phaseWord,
  tddTitle,
  tddVerdict,
  touchedWords,
  unreadWords,
} from './tddStory.ts';

export function tddBlocks(tdd: TddReport): string[] {
  const { mode, violations, notes, unread, remarks } = tdd;
  if (mode === 'off') return [];
  const isBare = isUnlabelled(tdd);
  return [
    ...overrideBlock(tdd),
    ...(isBare ? [howToBegin] : chaptersOf(tdd).map(({ title, commits }) => [title, ...commits.map(commitLines)].join('\n'))),
    ...listBlock(
      'Violations',
      isBare
        ? []
        : violations.map(({ id, commit, message, blocks, repair }) =>
            [
              `${shortSha(commit)}: ${terminal(id)}${blocks ? ', blocks' : ''}: ${terminal(message)}`,
              ...commandLines(repair).map((line) => `  ${line}`),
            ].join('\n  '),
          ),
    ),
    ...listBlock(
      'Worth a look',
      notes.map(({ id, commit, message }) => `${shortSha(commit)}: ${terminal(id)}: ${terminal(message)}`),
    ),
    ...listBlock('Not read, and other remarks', [
      ...unread.map((sha) => `${shortSha(sha)}: ${unreadWords}`),
      ...remarks.map((remark) => terminal(remark)),
    ]),
  ];
}

/** The same among the blocks of a review, in short. */
export function tddShortBlocks(tdd: TddReport): string[] {
  const { violations } = tdd;
  return [
    ...overrideBlock(tdd),
    ...listBlock(
      'TDD',
      isUnlabelled(tdd) ? [] : violations.map(({ id, commit, message }) => `${shortSha(commit)}: ${terminal(id)}: ${terminal(message)}`),
    ),
  ];
}

/** What stands behind the conclusion. */
export function tddWords(tdd: TddReport): string {
  return tdd.mode === 'off' ? `${tddTitle(tdd)}.` : `${tddTitle(tdd)}. ${tddVerdict(tdd)}`;
}

function overrideBlock({ override }: TddReport): string[] {
  return override === null ? [] : [`Overridden by @${terminal(override.by, 100)}: ${terminal(override.reason)}`];
}

function commitLines(commit: TddReport['commits'][number]): string {
  const { sha, phase, subject } = commit;
  const word = phaseWord(phase).padEnd(8);
  const evidence = terminal(evidenceWords(commit), 600);
  const shown = `  ${word}  ${shortSha(sha).padEnd(7)}  ${terminal(subject, 200)}`.trimEnd();
  return `${shown}\n${' '.repeat(21)}${touchedWords(commit)}${evidence === '' ? '' : `. ${evidence}`}`;
}

export function listBlock(title: string, rows: readonly string[]): string[] {
  return rows.length > 0 ? [[title, ...rows.map((row) => `  ${row}`)].join('\n')] : [];
}
