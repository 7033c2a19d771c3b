/** Where an inline comment may stand, and where it goes when the head moves on. */
import { differences, type FileDifference, findLine, followLine, type Hunk, parseHunks } from './diff.ts';
import { git } from './gitStore.ts';
import { type Host, repositoryById } from './host.ts';
import { pullRange } from './pullDetails.ts';
import { Refusal } from './refusal.ts';
import type { Pull, ReviewComment, Side } from './state.ts';

export interface CommentInput {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly side?: Side;
  readonly start_line?: number;
  readonly start_side?: Side;
  readonly subject_type?: 'line' | 'file';
}

export type Placed = Pick<
  ReviewComment,
  'path' | 'subjectType' | 'side' | 'startSide' | 'originalLine' | 'originalStartLine' | 'originalPosition' | 'diffHunk'
>;

/** A place outside the diff is the sender's mistake: it has the same trees. So it also fails the test. */
function refuse(problem: string, detail: string): Refusal {
  return new Refusal(422, 'Unprocessable Entity', { errors: [problem], violation: detail });
}

/** GitHub shows the hunk down to the commented line. */
function hunkUpTo(hunk: Hunk, index: number): string {
  return [hunk.header, ...hunk.lines.slice(0, index + 1)].join('\n');
}

export function placeComment(files: readonly FileDifference[], input: CommentInput): Placed {
  const file = files.find((it) => it.path === input.path);
  if (!file) throw refuse('Path could not be resolved', `comment on \`${input.path}\`, which the pull request does not change`);
  const side = input.side ?? 'RIGHT';
  const blank = { path: input.path, side, startSide: null, originalLine: null, originalStartLine: null, originalPosition: null };
  if (input.subject_type === 'file') return { ...blank, subjectType: 'file', diffHunk: '' };
  const line = input.line ?? 0;
  const place = findLine(file, side, line);
  if (!place) throw refuse('Line could not be resolved', `comment on ${input.path}:${line} (${side}), which is not part of the diff`);
  const placed: Placed = {
    ...blank,
    subjectType: 'line',
    originalLine: line,
    originalPosition: place.position,
    diffHunk: hunkUpTo(place.hunk, place.index),
  };
  if (input.start_line === undefined) return placed;
  const startSide = input.start_side ?? side;
  const start = findLine(file, startSide, input.start_line);
  if (!start || start.hunk !== place.hunk || start.index >= place.index)
    throw refuse(
      'Start line must be part of the same hunk as the line and precede it',
      `comment on ${input.path}:${input.start_line}-${line}, whose start is not in the hunk of its end`,
    );
  return { ...placed, startSide, originalStartLine: input.start_line };
}

/** The files of the pull request's diff, as it stood at a commit of it. */
export async function diffAt(host: Host, pull: Pull, commit: string): Promise<readonly FileDifference[]> {
  const repository = repositoryById(host, pull.repositoryId);
  const { mergeBase, head } = await pullRange(host, repository, pull, commit);
  return differences(repository.directory, mergeBase, head);
}

async function hunksOf(directory: string, from: string, to: string, path: string): Promise<Hunk[]> {
  const patch = await git(directory, [
    'diff-tree',
    '-r',
    '-p',
    '-U0',
    '--no-ext-diff',
    '--no-textconv',
    from,
    to,
    '--',
    `:(literal)${path}`,
  ]);
  return parseHunks(patch.toString('utf8'));
}

/** After a push: comments follow their line, and those whose line changed are outdated (`line: null`). */
export async function moveComments(host: Host, pull: Pull, before: string): Promise<void> {
  const repository = repositoryById(host, pull.repositoryId);
  const mine = host.state.comments.filter((it) => it.repositoryId === repository.id && it.pullNumber === pull.number);
  const present = mine.filter((it) => it.line !== null);
  if (present.length === 0) return;
  const [old, now] = await Promise.all([pullRange(host, repository, pull, before), pullRange(host, repository, pull)]);
  const files = await diffAt(host, pull, now.head);
  for (const comment of present) {
    const [from, to] = comment.side === 'RIGHT' ? [old.head, now.head] : [old.mergeBase, now.mergeBase];
    const hunks = from === to ? [] : await hunksOf(repository.directory, from, to, comment.path);
    const line = followLine(hunks, comment.line ?? 0);
    const start = comment.startLine === null ? null : followLine(hunks, comment.startLine);
    const file = files.find((it) => it.path === comment.path);
    const lost = line === null || (comment.startLine !== null && start === null) || !file || !findLine(file, comment.side, line);
    comment.line = lost ? null : line;
    comment.startLine = lost ? null : start;
    if (!lost) comment.commitId = now.head;
  }
}
