/** The one review a head gets: inline comments for what is new and in the diff, and a short body. */
import type { Finding } from '../model/finding.ts';
import type { Review } from '../model/review.ts';
import { redact } from '../redact/redact.ts';
import type { CheckText, LineOf } from './checkText.ts';
import { type CommentFacts, renderComment } from './comment.ts';
import { countFindings, mostSevereFirst, plural, whatBlocks } from './counting.ts';
import { codeSpan, prose } from './escape.ts';
import { type CommentState, parseMarker, renderMarker, withoutMarkers } from './marker.ts';
import { isPast, placeOf, shortSha } from './place.ts';
import { replacementOf, SUGGESTION_LINES } from './suggestion.ts';

export { type Marker, parseMarker, parseMarkers } from './marker.ts';

/** A comment that already stands on the pull request, by its marker. */
export interface PostedComment {
  readonly fingerprint: string;
  readonly path: string;
  readonly state: CommentState;
}

export interface ReviewComment {
  readonly path: string;
  readonly line: number;
  readonly side: 'RIGHT';
  readonly start_line?: number;
  readonly start_side?: 'RIGHT';
  readonly body: string;
  readonly fingerprint: string;
}

export interface RenderedReview {
  readonly body: string;
  readonly comments: readonly ReviewComment[];
  /** New findings in the diff that found no room among the comments. */
  readonly remaining: number;
}

export interface ReviewInput {
  readonly review: Review;
  /** Whether GitHub takes a comment on this line of the head: it lies in the diff. */
  readonly commentable: (path: string, line: number) => boolean;
  readonly posted: readonly PostedComment[];
  readonly lineOf: LineOf;
  readonly checks?: readonly CheckText[];
  /** `https://github.com/owner/name/blob/<head>/`, for links from a trace to its lines; no links without it. */
  readonly blobBase?: string;
}

/** More in one review trips GitHub's secondary limit, and nobody reads them. */
export const COMMENT_LIMIT = 25;
const OUTSIDE_LIMIT = 20;

/** Null where nothing new can be commented: what stands is not repeated. Notes are annotations only. */
export function renderReview(input: ReviewInput): RenderedReview | null {
  const { review, commentable } = input;
  const blocking = whatBlocks(review.introduced, review.blocking);
  const fresh = mostSevereFirst(pair(review.introduced, input.posted).fresh.filter((finding) => finding.severity !== 'note'));
  const anchored = fresh.map((finding) => ({ finding, lines: linesInDiff(finding, commentable) }));
  const inside = anchored.flatMap(({ finding, lines }) => (lines ? [{ finding, lines }] : []));
  if (inside.length === 0) return null;
  const outside = anchored.filter(({ lines }) => lines === null).map(({ finding }) => finding);
  const comments = inside.slice(0, COMMENT_LIMIT).map(({ finding, lines }) => comment(finding, lines, blocking.has(finding), input));
  const remaining = inside.length - comments.length;
  return { body: reviewBody(fresh, outside, remaining), comments, remaining };
}

/**
 * Comments whose finding is gone. Not gone is what is accepted, what was there before, and what could not be looked at: a file
 * that was skipped or not analysed proves nothing.
 */
export function settledComments<T extends PostedComment>(review: Review, posted: readonly T[]): T[] {
  const standing = [...review.introduced, ...review.unchanged, ...review.suppressed.map(({ finding }) => finding)];
  const unseen = new Set([...review.incomplete, ...review.skipped].map(({ path }) => path));
  return pair(standing, posted).alone.filter(({ path }) => !unseen.has(path) && !unseen.has(null));
}

/** The comment once its finding is fixed; the old text stays, folded. The same text again where it already says so. */
export function renderFixedComment(body: string, sha: string): string {
  const marker = parseMarker(body);
  if (marker?.state === 'fixed') return body;
  // A suggestion could still be committed from within the fold.
  const old = withoutMarkers(body).replace(/^(`{3,})suggestion$/gm, '$1');
  return [
    // Hex digits of ours, and bare so that GitHub links the commit.
    `**Fixed in ${shortSha(sha)}.**`,
    '<details><summary>What it was</summary>',
    old,
    '</details>',
    ...(marker ? [renderMarker(marker.fingerprint, 'fixed')] : []),
  ].join('\n\n');
}

/**
 * Findings without an open comment, and open comments without a finding. The same statement may stand in several files, so the
 * path decides first; then a file may have moved.
 */
function pair<T extends PostedComment>(findings: readonly Finding[], posted: readonly T[]): { fresh: Finding[]; alone: T[] } {
  let alone = posted.filter(({ state }) => state === 'open');
  const claim = (finding: Finding, fits: (one: T) => boolean): boolean => {
    const found = alone.find((one) => one.fingerprint === finding.fingerprint && fits(one));
    alone = alone.filter((one) => one !== found);
    return found !== undefined;
  };
  const elsewhere = findings.filter((finding) => !claim(finding, (one) => one.path === finding.path));
  const fresh = elsewhere.filter((finding) => !claim(finding, () => true));
  return { fresh, alone };
}

/** The finding's lines where the diff shows all of them, else the first one it shows, else null. */
function linesInDiff(finding: Finding, commentable: ReviewInput['commentable']): { first: number; last: number } | null {
  const { path, startLine } = finding;
  if (isPast(finding)) return null;
  // GitHub needs the path as it is, and we do not send a secret.
  if (redact(path) !== path) return null;
  const last = Math.max(startLine, finding.endColumn === 1 ? finding.endLine - 1 : finding.endLine);
  let shown: number | null = null;
  let all = true;
  for (let line = startLine; line <= last; line++) {
    if (commentable(path, line)) shown ??= line;
    else all = false;
    if (shown !== null && !all) break;
  }
  if (shown === null) return null;
  return all ? { first: startLine, last } : { first: shown, last: shown };
}

function comment(finding: Finding, lines: { first: number; last: number }, blocks: boolean, input: ReviewInput): ReviewComment {
  const { review, commentable, lineOf, checks, blobBase } = input;
  const replacement = holdsLeak(finding, review) ? null : replacementOf(finding, lineOf);
  const offered =
    replacement !== null &&
    replacement.last - replacement.first < SUGGESTION_LINES &&
    replacement.lines.length <= SUGGESTION_LINES &&
    every(replacement.first, replacement.last, (line) => commentable(finding.path, line));
  const facts: CommentFacts = {
    finding,
    check: checks?.find(({ id }) => id === finding.checkId) ?? null,
    blocks,
    replacement,
    offered,
    blobBase: blobBase ?? null,
  };
  const { body, suggests } = renderComment(facts);
  // A suggestion replaces exactly the lines its comment stands on.
  const { first, last } = suggests && replacement ? replacement : lines;
  return {
    path: finding.path,
    line: last,
    side: 'RIGHT',
    ...(first < last && { start_line: first, start_side: 'RIGHT' as const }),
    body,
    fingerprint: finding.fingerprint,
  };
}

function every(first: number, last: number, holds: (line: number) => boolean): boolean {
  for (let line = first; line <= last; line++) if (!holds(line)) return false;
  return true;
}

/** Whether a fix would quote a line on which another finding saw a secret. */
function holdsLeak(finding: Finding, review: Review): boolean {
  const edits = finding.fix?.edits ?? [];
  const first = Math.min(finding.startLine, ...edits.map((edit) => edit.startLine));
  const last = Math.max(finding.startLine, ...edits.map((edit) => edit.endLine));
  return [...review.introduced, ...review.unchanged, ...review.suppressed.map((one) => one.finding)].some(
    (other) =>
      other.family === 'leak' &&
      !isPast(other) &&
      other.path === finding.path &&
      other.fingerprint !== finding.fingerprint &&
      other.startLine <= last &&
      other.endLine >= first,
  );
}

function reviewBody(fresh: readonly Finding[], outside: readonly Finding[], remaining: number): string {
  const listed = outside
    .slice(0, OUTSIDE_LIMIT)
    .map(
      (finding) =>
        `- **${finding.severity}** ${codeSpan(finding.checkId)} at ${placeOf(finding, codeSpan)}: ${prose(finding.message, 300)}`,
    );
  const unlisted = outside.length - listed.length;
  return [
    `Portcullis: this change introduces ${countFindings(fresh)}.`,
    ...(remaining > 0
      ? [
          `${plural(remaining, 'more finding')} in the diff stand${remaining === 1 ? 's' : ''} in the check run only: a review holds at most ${COMMENT_LIMIT} comments.`,
        ]
      : []),
    ...(listed.length > 0
      ? [
          `Outside the lines this diff shows:\n\n${[...listed, ...(unlisted > 0 ? [`- … and ${unlisted} more in the check run`] : [])].join('\n')}`,
        ]
      : []),
    ...(listed.length > 0
      ? [
          outside
            .slice(0, OUTSIDE_LIMIT)
            .map(({ fingerprint }) => renderMarker(fingerprint))
            .join('\n'),
        ]
      : []),
  ].join('\n\n');
}
